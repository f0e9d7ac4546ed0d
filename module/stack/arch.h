/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What of a stack the processor and its unwinder decide. Each processor has a
 * room of its own, which gives:
 *
 *   place.h	struct af_registers, and how a hook gets them: af_registers_here(),
 *		af_registers_at_entry(), af_registers_at_return(); af_place_of();
 *		AF_BREAKPOINT_PREEMPT_COUNT; af_is_patched(); af_follows_call();
 *		AF_CAN_RECOGNISE
 *   known.h	struct af_known_stack and struct af_stack_place; af_known_bytes(),
 *		af_known_matches(), af_known_frames(), af_known_equals()
 *   walk.c	af_stack_save()
 */
#ifndef AF_ARCH_H
#define AF_ARCH_H

#ifdef CONFIG_X86_64
#include "stack/x86/known.h"
#include "stack/x86/place.h"
#else
#error "allocfail knows how to start a stack trace on x86-64 only"
#endif

#endif /* AF_ARCH_H */
