/* SPDX-License-Identifier: GPL-2.0-only */
/* What a request would meet in the zones now, by the module's own rules. */
#ifndef AF_MEET_H
#define AF_MEET_H

#include "why/decide.h"
#include "state/model.h"

/* Two that stand for most: who may wait, after reclaim found nothing; who may not. */
enum af_kind {
	AF_KIND_KERNEL, /* GFP_KERNEL */
	AF_KIND_ATOMIC, /* GFP_ATOMIC, in an interrupt */
	AF_NR_KINDS
};

extern const char *const af_kind_names[AF_NR_KINDS];

enum af_verdict af_meet_zone(const struct af_zone_shape *zone,
			     const struct af_rules *rules, enum af_kind kind,
			     u32 order, unsigned int highest);
enum af_verdict af_meet_all(const struct af_zones *zones,
			    const struct af_rules *rules, enum af_kind kind,
			    u32 order, const struct af_totals *totals);
unsigned int af_zone_index(const struct af_totals *totals,
			   struct af_slice name);

#endif /* AF_MEET_H */
