/* SPDX-License-Identifier: GPL-2.0-only */
/* What explain's rules are made of: for the files that have some of them. */
#ifndef AF_EXPLAIN_ADVICE_H
#define AF_EXPLAIN_ADVICE_H

#include "commands/explain_counsel.h"

/* Rules in the order in which they are asked. */
struct af_counsel_rules {
	const struct af_counsel_rule *all;
	size_t nr;
};

/* Each in a file of its own, and asked in this order. */
extern const struct af_counsel_rules af_rules_first;
extern const struct af_counsel_rules af_rules_phase;
extern const struct af_counsel_rules af_rules_purpose;
extern const struct af_counsel_rules af_rules_cause;

static inline bool af_rule_near(const struct af_explained *one, u32 events)
{
	return one->report->near & events;
}

static inline bool af_rule_is_class(const struct af_explained *one,
				    enum af_class class)
{
	return one->verdict.class == class;
}

static inline bool af_rule_is_cause(const struct af_explained *one,
				    enum af_cause cause)
{
	return one->verdict.cause == cause;
}

static inline bool af_rule_in_pieces(const struct af_explained *one)
{
	return af_rule_is_cause(one, AF_CAUSE_FRAGMENTATION) ||
	       (one->report->order >= 3 && af_rule_is_cause(one, AF_NR_CAUSES));
}

/* Remedies that several files have. */
void af_rule_say_kvmalloc(const struct af_explained *one,
			  struct af_counsel *counsel);
void af_rule_say_memory(const struct af_explained *one,
			struct af_counsel *counsel);
void af_rule_say_storage(const struct af_explained *one,
			 struct af_counsel *counsel);
void af_rule_say_low_memory(const struct af_explained *one,
			    struct af_counsel *counsel);

#endif /* AF_EXPLAIN_ADVICE_H */
