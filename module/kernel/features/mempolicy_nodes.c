// SPDX-License-Identifier: GPL-2.0-only
/* No longer in a union since 5.14 (269fbe72cded). */
#include <linux/mempolicy.h>

static inline const nodemask_t *test(const struct mempolicy *policy)
{
	return &policy->nodes;
}
