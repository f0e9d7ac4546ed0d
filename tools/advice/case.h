/* SPDX-License-Identifier: GPL-2.0-only */
/* A case: what the module or a kernel log knows of a failure. */
#ifndef AF_CASE_H
#define AF_CASE_H

#include "advice/site.h"
#include "state/model.h"

/* A fact that may be unknown. */
enum af_fact {
	AF_FACT_UNKNOWN,
	AF_FACT_NO,
	AF_FACT_YES,
};

static inline enum af_fact af_fact(bool value)
{
	return value ? AF_FACT_YES : AF_FACT_NO;
}

struct af_case {
	s64 order;		 /* -1: not known */
	enum af_context context; /* AF_NR_...: not known, as those below */
	enum af_class class;
	enum af_cause cause;
	enum af_fact memalloc;	 /* of a task that frees memory */
	enum af_fact low_zone;	 /* asked for zone DMA or DMA32 */
	enum af_fact cma_only;	 /* large enough free blocks: CMA's only */
	enum af_fact highatomic; /* large enough free blocks: reserved only */
	struct af_site site;
	u64 streak; /* 0: not known */
};

void af_case_unknown(struct af_case *facts);
void af_case_of_signature(struct af_case *facts,
			  const struct af_signature *signature);

#endif /* AF_CASE_H */
