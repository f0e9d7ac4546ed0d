/* SPDX-License-Identifier: GPL-2.0-only */
/* The way of one failure. */
#ifndef AF_RECORD_H
#define AF_RECORD_H

#include <linux/preempt.h>
#include <linux/timekeeping.h>

#include "context.h"
#include "stack/stack.h"
#include "why/request.h"

void af_record_at(struct af_call *call, const struct af_origin *origin,
		  u64 now);

/**
 * af_record() - record one failed request
 * @call: the request; an injector may say that it was early
 * @origin: where the stack begins
 *
 * The clock is read here, and not further down: it takes no more of the stack than what
 * follows writes there anyway. Preemption is off from before that on, which is also what
 * a reset waits for, see af_store_reset().
 *
 * Context: Any, NMI included.
 */
static __always_inline void af_record(struct af_call *call,
				      const struct af_origin *origin)
{
	preempt_disable_notrace();
	af_record_at(call, origin, ktime_get_boot_fast_ns());
	preempt_enable_notrace();
}

#endif /* AF_RECORD_H */
