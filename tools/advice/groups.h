/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Signatures as a person counts them: those of one site, order, class and cause
 * are one, whatever the stacks between. Worst first, then by count.
 */
#ifndef AF_GROUPS_H
#define AF_GROUPS_H

#include "advice/key.h"
#include "advice/weight.h"
#include "state/filter.h"
#include "state/view.h"

struct af_group {
	struct af_key key;
	struct af_case facts; /* of the signature with the highest count */
	enum af_weight weight;
	const struct af_signature *most; /* that one */
	u64 count;
	u64 last_us;
	size_t nr_signatures;
};

struct af_groups {
	struct af_group *all;
	size_t nr;
	u64 count; /* of all of them */
	u64 by_weight[AF_NR_WEIGHTS];
	u64 last_us; /* of the latest */
};

int af_groups_make(struct af_groups *groups, const struct af_view *view,
		   const struct af_filter *filter);
void af_groups_free(struct af_groups *groups);
const struct af_group *af_groups_find(const struct af_groups *groups,
				      const struct af_group *like);

#endif /* AF_GROUPS_H */
