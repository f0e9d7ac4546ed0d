/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What to do about a failure: one table, of which docs/advice.md is a print. A
 * case is what the module or a kernel log knows of it; what is not known matches
 * no row that needs it.
 */
#ifndef AF_ADVICE_H
#define AF_ADVICE_H

#include <stdio.h>

#include "advice/case.h"
#include "advice/weight.h"
#include "state/machine.h"

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

const struct af_advice *af_advise(const struct af_case *facts);
const struct af_advice *af_advise_also(const struct af_case *facts);

#endif /* AF_ADVICE_H */
