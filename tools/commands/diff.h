/* SPDX-License-Identifier: GPL-2.0-only */
/* allocfail diff: two looks at a module, and what was added between them. */
#ifndef AF_DIFF_H
#define AF_DIFF_H

#include "commands/report.h"

struct af_side {
	const char *name; /* as it was given, or "now" */
	struct af_view view;
	struct af_groups groups;
};

/* A kind of failure, and how much of it was added. */
struct af_added {
	const struct af_group *group; /* of the later side */
	u64 count;
	bool is_new; /* the earlier side did not have it */
};

struct af_diff {
	const struct af_options *options;
	struct af_side sides[2]; /* the earlier one first */
	bool continued;		 /* nothing was reset in between */
	struct af_added *added;	 /* worst first, then by count */
	size_t nr;
	u64 count;
	u64 dropped; /* without a record */
};

static inline u64 af_more(u64 before, u64 now)
{
	return now > before ? now - before : 0;
}

int af_diff_make(struct af_diff *diff);
void af_diff_free(struct af_diff *diff);
enum af_weight af_diff_worst(const struct af_diff *diff);
void af_diff_print(const struct af_diff *diff);

#endif /* AF_DIFF_H */
