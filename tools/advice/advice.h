/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What to do about a failure: one table, of which docs/advice.md is a print. A
 * case is what the module or a kernel log knows of it; what is not known matches
 * no row that needs it.
 */
#ifndef AF_ADVICE_H
#define AF_ADVICE_H

#include <stdio.h>

#include "state/machine.h"
#include "state/model.h"
#include "advice/site.h"

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

/* How much it matters. */
enum af_weight {
	AF_HARMLESS, /* the caller has a fallback, or it was no real failure */
	AF_MATTERS,  /* something was dropped, delayed or refused */
	AF_SERIOUS,  /* who could wait was refused, or who frees memory */
	AF_NR_WEIGHTS
};

/* A row of the table. */
struct af_advice {
	const char *id;	      /* its name, as in allocfail advice NAME */
	const char *symptom;  /* what is seen */
	const char *cause;    /* what it is */
	const char *evidence; /* what must be known to say so */
	const char *effect;   /* what it does to the caller */
	const char *remedy;   /* what to do */
	const char *brief;    /* the same in a few words */
	const char *source;   /* where that is documented */
	bool also;	      /* said beside another row, never alone */
	bool (*matches)(const struct af_case *facts);
	/* Says values for this machine, a sentence a line; may be NULL. */
	void (*values)(const struct af_case *facts,
		       const struct af_machine *machine,
		       const struct af_zones *now, FILE *out);
};

extern const struct af_advice af_advices[];
extern const size_t af_nr_advices;

void af_case_unknown(struct af_case *facts);
void af_case_of_signature(struct af_case *facts,
			  const struct af_signature *signature);
const struct af_advice *af_advise(const struct af_case *facts);
const struct af_advice *af_advise_also(const struct af_case *facts);
enum af_weight af_weigh(const struct af_case *facts);
const char *af_weight_name(enum af_weight weight);

#endif /* AF_ADVICE_H */
