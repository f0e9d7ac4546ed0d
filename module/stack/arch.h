/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What of a stack the processor and its unwinder decide. Each processor has a
 * room of its own, which gives:
 *
 *   place.h	struct af_registers, and how a hook gets them: af_registers_here(),
 *		af_registers_at_entry(), af_registers_at_return(); af_place_of();
 *		AF_BREAKPOINT_PREEMPT_COUNT; af_is_patched(); af_follows_call();
 *		AF_CAN_RECOGNISE
 *   walk.c	af_stack_save()
 *
 * and, where the unwinder is one of its own as ORC is, the next; chain/known.h has it
 * for all that keep frame pointers:
 *
 *   known.h	struct af_known_stack; af_known_bytes(), af_known_matches(),
 *		af_known_frames(), af_known_equals()
 */
#ifndef AF_ARCH_H
#define AF_ARCH_H

#ifdef CONFIG_X86_64
#ifdef CONFIG_UNWINDER_ORC
#include "stack/x86/known.h"
#else
#include "stack/chain/known.h"
#endif
#include "stack/x86/place.h"
#else
#error "allocfail knows how to start a stack trace on x86-64 only"
#endif

#endif /* AF_ARCH_H */
