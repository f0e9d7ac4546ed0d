/* SPDX-License-Identifier: GPL-2.0-only */
/* Which context a request comes from. */
#ifndef AF_CONTEXT_H
#define AF_CONTEXT_H

#include <linux/hardirq.h>
#include <linux/preempt.h>

#include "failure.h"

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

#endif /* AF_CONTEXT_H */
