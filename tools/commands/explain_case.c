// SPDX-License-Identifier: GPL-2.0-only
/* One kind of failure as the table of advice and the rules want it. */
#include "commands/explain_counsel.h"

/* The row of the table of advice that documents what is said. */
static const struct af_advice *row_of(const char *id)
{
	size_t i;

	for (i = 0; i < af_nr_advices; i++)
		if (!strcmp(af_advices[i].id, id))
			return &af_advices[i];
	return NULL;
}

static enum af_fact low_zone(const struct af_verdict_of_log *verdict)
{
	if (!verdict->flags_known)
		return AF_FACT_UNKNOWN;
	return af_fact(verdict->flags & (AF_GFP(DMA) | AF_GFP(DMA32)));
}

static void set_facts(struct af_case *facts, const struct af_explained *one)
{
	const struct af_verdict_of_log *verdict = &one->verdict;

	af_case_unknown(facts);
	facts->order = one->report->order_known ? (s64)one->report->order : -1;
	facts->context = verdict->context;
	facts->class = verdict->class;
	facts->cause = verdict->cause;
	facts->memalloc = af_fact(verdict->memalloc);
	facts->low_zone = low_zone(verdict);
	facts->cma_only = af_fact(verdict->cma_only);
	facts->highatomic = af_fact(verdict->highatomic_only);
}

/**
 * af_explain_case - how bad a failure is, and which advice is about it
 * @one: with report and verdict
 */
void af_explain_case(struct af_explained *one)
{
	const struct af_counsel_rule *rule;
	struct af_counsel counsel;

	set_facts(&one->facts, one);
	af_counsel_facts(&counsel, one);
	rule = af_counsel_rule_of(one, &counsel);
	one->weight = rule->weight;
	if (!strcmp(rule->row, "kvmalloc") &&
	    !af_counsel_may_kvmalloc(one, &counsel))
		one->advice = row_of("pieces");
	else
		one->advice = row_of(rule->row);
}

/* What a report has in common with what the module records. */
struct af_key af_explain_key(const struct af_explained *one)
{
	return (struct af_key){
		.order = one->facts.order,
		.gfp_mask = one->report->mask,
		.context = one->facts.context,
		.class = one->facts.class,
		.cause = one->facts.cause,
		.memalloc = one->verdict.memalloc,
		.who = one->verdict.caller.symbol,
	};
}

/* What only a log leaves open, or tells in several forms. */
static bool same_in_log(const struct af_explained *a,
			const struct af_explained *b)
{
	return a->report->kind == b->report->kind &&
	       a->report->size == b->report->size &&
	       a->report->form == b->report->form &&
	       a->report->mask_known == b->report->mask_known &&
	       a->verdict.flags == b->verdict.flags &&
	       a->verdict.release == b->verdict.release &&
	       a->weight == b->weight &&
	       !a->verdict.doubt == !b->verdict.doubt &&
	       af_slice_same(a->verdict.caller.module,
			     b->verdict.caller.module);
}

/**
 * af_explain_same - are two failures the same but for the moment
 * @a: a failure
 * @b: another
 */
bool af_explain_same(const struct af_explained *a, const struct af_explained *b)
{
	const struct af_key left = af_explain_key(a);
	const struct af_key right = af_explain_key(b);

	return af_key_same(&left, &right) && same_in_log(a, b);
}
