/* SPDX-License-Identifier: GPL-2.0-only */
/* Blocks that were free, and kept for others: CMA's and the highatomic reserve. */
#ifndef AF_RESERVED_H
#define AF_RESERVED_H

#include "advice/groups.h"

void af_reserved_find(struct af_groups *groups, const struct af_view *view);

#endif /* AF_RESERVED_H */
