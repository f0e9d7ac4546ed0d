/* SPDX-License-Identifier: GPL-2.0-only */
/* Which functions are the way into a context. */
#ifndef AF_LOG_CONTEXT_TABLE_H
#define AF_LOG_CONTEXT_TABLE_H

#include "lib/slice.h"

/* What a function is the way into. */
enum af_way {
	AF_WAY_NONE,
	AF_WAY_TASK,
	AF_WAY_SOFTIRQ,
	AF_WAY_HARDIRQ,
	AF_WAY_INTERRUPT, /* where the processor enters: of which kind is open */
	AF_WAY_NMI,
};

/* Of a symbol as it stands in a trace. */
enum af_way af_way_of(struct af_slice symbol);
bool af_way_matches(struct af_slice symbol, const char *pattern);

#endif /* AF_LOG_CONTEXT_TABLE_H */
