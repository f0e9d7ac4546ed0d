/* SPDX-License-Identifier: GPL-2.0-only */
/* Who asked for the memory, by a call trace. */
#ifndef AF_LOG_CALLER_H
#define AF_LOG_CALLER_H

#include "log/plumbing.h"
#include "log/trace.h"

/* Who asked, as far as the trace tells. */
struct af_log_caller {
	bool known;
	struct af_slice symbol; /* without suffixes and dots */
	struct af_slice module; /* empty: the kernel's own */
	unsigned int index;	/* of its frame, or of the last of all */
	u32 passes; /* bits of enum af_plumbing: what the request came by */
	bool mixed; /* the log had two traces at once */
	bool guess; /* no frame of the trace is sure, or some are left over */
	bool cut;   /* the trace ends within the allocator */
	bool bare;  /* the trace has addresses and no names */
};

void af_log_find_caller(struct af_log_caller *caller,
			const struct af_log_trace *trace);

/* Does the request come by this part of an allocator. */
static inline bool af_log_passes(const struct af_log_caller *caller,
				 enum af_plumbing kind)
{
	return caller->passes >> kind & 1;
}

#endif /* AF_LOG_CALLER_H */
