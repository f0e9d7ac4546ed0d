/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What of a stack the processor and its unwinder decide. Each processor has a
 * room of its own, and other/ is for the rest. Each gives:
 *
 *   place.h	struct af_registers, and how a hook gets them: af_registers_here(),
 *		af_registers_at_entry(), af_registers_at_return(); af_place_of();
 *		AF_BREAKPOINT_PREEMPT_COUNT; af_is_patched(); af_follows_call();
 *		AF_CAN_RECOGNISE
 *   walk.c	af_stack_save()
 *   known.h	struct af_known_stack; af_known_bytes(), af_known_matches(),
 *		af_known_frames(), af_known_equals(). For the ORC unwinder; chain/ has
 *		it for all that keep frame pointers
 *
 * Without kprobes nobody needs more of place.h than af_registers_here(),
 * af_place_of() and AF_CAN_RECOGNISE. A kernel whose unwinder cannot be started at
 * given registers, as one that guesses, has its processor's place.h with the walk.c
 * of other/; Kbuild chooses.
 */
#ifndef AF_ARCH_H
#define AF_ARCH_H

#ifdef CONFIG_UNWINDER_ORC
#include "stack/x86/known.h"
#else
#include "stack/chain/known.h"
#endif

/* User-Mode Linux has the processor's name, and none of its registers and stacks. */
#if defined(CONFIG_X86_64) && !defined(CONFIG_UML)
#include "stack/x86/place.h"
#else
#include "stack/other/place.h"
#endif

#endif /* AF_ARCH_H */
