/* SPDX-License-Identifier: GPL-2.0-only */
/* What the zones of a report come to: for the files that judge them. */
#ifndef AF_LOG_JUDGE_FINDING_H
#define AF_LOG_JUDGE_FINDING_H

#include "log/judge_zones.h"

/*
 * 97a16fc82a7c, d883c6cf3b39 (4.4): before, a watermark was asked of each order
 * too.
 */
#define AF_RELEASE_4_4 KERNEL_VERSION(4, 4, 0)

/* What the zones come to. */
struct af_finding {
	struct af_evidence evidence;
	const struct af_log_zone *zone; /* that came closest */
	s64 margin;
	bool lists_missing; /* and they would have decided */
	u64 held_back;	    /* blocks, by the marks of each order */
};

static inline u64 af_log_pages(const struct af_log_machine *machine, u64 kb)
{
	return kb / machine->page_kb;
}

/* judge_zones.c */
s64 af_log_hidden_pages(const struct af_log_machine *machine);

/* judge_note.c */
void af_log_note_zone(struct af_verdict_of_log *verdict,
		      const struct af_log_machine *machine,
		      const struct af_finding *finding);
void af_log_note_blocks(struct af_verdict_of_log *verdict,
			const struct af_log_machine *machine);
void af_log_note_elsewhere(struct af_verdict_of_log *verdict,
			   const struct af_log_machine *machine);

/* judge_doubt.c */
void af_log_doubt(struct af_verdict_of_log *verdict,
		  const struct af_log_report *report,
		  const struct af_log_machine *machine,
		  const struct af_finding *finding);
void af_log_look_behind(struct af_verdict_of_log *verdict,
			const struct af_log_machine *machine,
			const struct af_finding *finding);

#endif /* AF_LOG_JUDGE_FINDING_H */
