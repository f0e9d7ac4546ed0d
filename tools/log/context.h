/* SPDX-License-Identifier: GPL-2.0-only */
/* In which context a call trace was in, and where it comes from. */
#ifndef AF_LOGCONTEXT_H
#define AF_LOGCONTEXT_H

#include "log/caller.h"

/* What a trace tells of the context. */
struct af_log_context {
	enum af_context context; /* AF_NR_CONTEXTS: not known */
	bool interrupt;		 /* it was one, of whichever kind */
};

void af_log_find_context(struct af_log_context *context,
			 const struct af_log_trace *trace,
			 const struct af_log_caller *caller);
bool af_log_at_boot(const struct af_log_trace *trace);
bool af_log_reclaims(const struct af_log_trace *trace,
		     const struct af_log_caller *caller);

#endif /* AF_LOGCONTEXT_H */
