// SPDX-License-Identifier: GPL-2.0-only
/* What is known of a failure. Pure. */
#include "advice/case.h"

/* Nothing is known yet. */
void af_case_unknown(struct af_case *facts)
{
	*facts = (struct af_case){
		.order = -1,
		.context = AF_NR_CONTEXTS,
		.class = AF_NR_CLASSES,
		.cause = AF_NR_CAUSES,
		.site = { .name = { "", 0 }, .function = { "", 0 } },
	};
}

/* All that the module knows of one. */
void af_case_of_signature(struct af_case *facts,
			  const struct af_signature *signature)
{
	const struct af_subject *subject = &signature->subject;

	af_case_unknown(facts);
	facts->order = subject->order;
	facts->context = subject->context;
	facts->class = subject->class;
	facts->cause = subject->cause;
	facts->memalloc = af_fact(subject->memalloc);
	facts->low_zone = af_fact(af_slice_begins(subject->zone, "DMA"));
	facts->streak = signature->streak;
	af_site_of(&facts->site, signature->frames, signature->nr_frames);
}
