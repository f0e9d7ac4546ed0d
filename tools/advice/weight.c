// SPDX-License-Identifier: GPL-2.0-only
/* How much a failure matters. Pure. */
#include "advice/weight.h"

static const struct {
	const char *name;
	enum af_style style;
} weights[AF_NR_WEIGHTS] = {
	[AF_HARMLESS] = { "harmless", AF_GOOD },
	[AF_MATTERS] = { "matters", AF_WARN },
	[AF_SERIOUS] = { "serious", AF_BAD },
};

/* How much a case matters, by what the caller itself said. */
enum af_weight af_weigh(const struct af_case *facts)
{
	if (facts->cause == AF_CAUSE_INJECTED ||
	    facts->class == AF_CLASS_OPPORTUNISTIC)
		return AF_HARMLESS;
	if (facts->cause == AF_CAUSE_RESERVE ||
	    facts->memalloc == AF_FACT_YES || facts->class == AF_CLASS_BLOCKING)
		return AF_SERIOUS;
	return AF_MATTERS;
}

const char *af_weight_name(enum af_weight weight)
{
	return weight < AF_NR_WEIGHTS ? weights[weight].name : "?";
}

/* What it is shown in, wherever it is shown. */
enum af_style af_weight_style(enum af_weight weight)
{
	return weight < AF_NR_WEIGHTS ? weights[weight].style : AF_PLAIN;
}
