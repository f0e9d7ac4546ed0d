/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What of failing a request the processor decides. Each processor has a room of
 * its own, which gives:
 *
 *   return.h	af_return_null(), af_is_returned_null(); AF_MODULES_START and
 *		AF_MODULES_END
 */
#ifndef AF_INJECT_ARCH_H
#define AF_INJECT_ARCH_H

#ifdef CONFIG_X86_64
#include "inject/x86/return.h"
#else
#error "allocfail knows how to fail a request on x86-64 only"
#endif

#endif /* AF_INJECT_ARCH_H */
