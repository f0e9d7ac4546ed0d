/* SPDX-License-Identifier: GPL-2.0-only */
/* The zones as one request met them, and the cause that follows from them. */
#ifndef AF_JUDGE_H
#define AF_JUDGE_H

#include "failure.h"
#include "why/request.h"

#define AF_UNCOUNTED U64_MAX /* they did not matter to the verdict */

/* The eligible zone that came closest; amounts in pages. */
struct af_closest {
	struct zone *zone; /* NULL if no zone is eligible */
	s64 rank;	   /* af_rank() */
	u64 free;
	u64 min;     /* watermark, boost included */
	u64 blocks;  /* of the order or above, or AF_UNCOUNTED */
	u64 refuser; /* id of a memory cgroup; only if the cause is one */
};

enum af_cause af_judge(const struct af_call *call, enum af_context context,
		       struct af_judged *judged, struct af_closest *closest);

#endif /* AF_JUDGE_H */
