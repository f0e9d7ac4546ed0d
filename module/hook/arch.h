/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the processor decides of a breakpoint that returns in place of the function
 * it is at, as allocfail_inject's does. Each processor has a room of its own, which
 * gives:
 *
 *   return.h	af_return_null(), af_is_returned_null(); AF_MODULES_START and
 *		AF_MODULES_END
 */
#ifndef AF_HOOK_ARCH_H
#define AF_HOOK_ARCH_H

#ifdef CONFIG_X86_64
#include "hook/x86/return.h"
#else
#error "allocfail knows how to fail a request on x86-64 only"
#endif

#endif /* AF_HOOK_ARCH_H */
