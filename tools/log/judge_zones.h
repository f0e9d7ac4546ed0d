/* SPDX-License-Identifier: GPL-2.0-only */
/* What the zones of a report had for its request. */
#ifndef AF_JUDGE_ZONES_H
#define AF_JUDGE_ZONES_H

#include "log/judge.h"

/* What the report tells of the machine, and of the request. */
struct af_log_machine {
	const struct af_log_memory *memory;
	u64 page_kb;
	bool has[AF_NR_LOG_ZONES]; /* zones with memory, on any node */
	unsigned int index[AF_NR_LOG_ZONES]; /* in lowmem_reserve */
	bool marks;			     /* of any zone */
	bool marks_missing;		     /* of some that have a list */
	u32 release;
	const struct af_allowance *allowance;
	u32 order;
	enum af_log_zone_name highest;
	u64 nodes; /* that it may use, as bits */
};

void af_log_look(struct af_log_machine *machine,
		 const struct af_verdict_of_log *verdict,
		 const struct af_log_report *report,
		 const struct af_allowance *allowance);
struct af_zone af_log_zone_facts(const struct af_log_machine *machine,
				 const struct af_log_zone *zone);
u8 af_log_blocks(const struct af_log_zone *zone, u32 order);
bool af_log_judge_lists(struct af_verdict_of_log *verdict,
			const struct af_log_machine *machine);
void af_log_judge_zones(struct af_verdict_of_log *verdict,
			const struct af_log_report *report,
			const struct af_log_machine *machine);

#endif /* AF_JUDGE_ZONES_H */
