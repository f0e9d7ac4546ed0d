// SPDX-License-Identifier: GPL-2.0-only
/* Which row of the table of advice is said of a case. Pure. */
#include "advice/advice.h"

static const struct af_advice *first(const struct af_case *facts, bool also)
{
	size_t i;

	for (i = 0; i < af_nr_advices; i++)
		if (af_advices[i].also == also && af_advices[i].matches(facts))
			return &af_advices[i];
	return NULL;
}

/* The row for a case: there is always one. */
const struct af_advice *af_advise(const struct af_case *facts)
{
	return first(facts, false);
}

/* What is to be said beside it, NULL for nothing. */
const struct af_advice *af_advise_also(const struct af_case *facts)
{
	return first(facts, true);
}
