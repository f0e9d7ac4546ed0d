/* SPDX-License-Identifier: GPL-2.0-only */
/* The way of one failure. */
#ifndef AF_RECORD_H
#define AF_RECORD_H

#include <linux/hardirq.h>
#include <linux/preempt.h>

#include "stack/stack.h"
#include "why/request.h"

/**
 * af_context_of() - the context that a preempt_count belongs to
 * @count: of now, or of a moment since when no softirq began or ended
 *
 * Context: Any.
 * Return: The context.
 */
static inline enum af_context af_context_of(unsigned int count)
{
	if (count & NMI_MASK)
		return AF_CONTEXT_NMI;
	if (count & HARDIRQ_MASK)
		return AF_CONTEXT_HARDIRQ;
	if (in_serving_softirq())
		return AF_CONTEXT_SOFTIRQ;
	return AF_CONTEXT_TASK;
}

void af_record(const struct af_call *call, const struct af_origin *origin);

#endif /* AF_RECORD_H */
