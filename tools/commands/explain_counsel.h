/* SPDX-License-Identifier: GPL-2.0-only */
/* What explain says of one kind of failure: how bad it is, and what to do. */
#ifndef AF_EXPLAIN_COUNSEL_H
#define AF_EXPLAIN_COUNSEL_H

#include "advice/fixed_in.h"
#include "commands/explain.h"
#include "log/fills.h"
#include "log/place.h"

#define AF_COUNSEL_TEXT 480
#define AF_COUNSEL_LINES 8
#define AF_COUNSEL_KNOWN 2

/* Sentences, in the order in which they are said. */
struct af_counsel_lines {
	char text[AF_COUNSEL_LINES][AF_COUNSEL_TEXT];
	unsigned int nr;
};

struct af_counsel {
	struct af_log_place place;
	struct af_log_fills fills;
	char effect[AF_COUNSEL_TEXT];
	struct af_counsel_lines remedies;
	struct af_counsel_lines notes;
	const struct af_known *known[AF_COUNSEL_KNOWN];
	size_t nr_known;
};

#define AF_ONLY(value) (1U << (value))

/* How one kind of failure is judged: the first rule of which all that it asks holds. */
struct af_counsel_rule {
	u32 causes;  /* AF_ONLY() of those, 0 for any */
	u32 classes; /* the same */
	u32 what;    /* the memory was for */
	u32 phases;
	bool (*also)(const struct af_explained *one,
		     const struct af_counsel *counsel); /* NULL: nothing else */
	enum af_weight weight;
	const char *row; /* of the table of advice */
	const char *effect;
	void (*remedies)(const struct af_explained *one,
			 struct af_counsel *counsel);
};

void af_counsel_facts(struct af_counsel *counsel,
		      const struct af_explained *one);
const struct af_counsel_rule *
af_counsel_rule_of(const struct af_explained *one,
		   const struct af_counsel *counsel);
void af_counsel_make(struct af_counsel *counsel,
		     const struct af_explained *one);
void af_counsel_notes(struct af_counsel *counsel,
		      const struct af_explained *one);
void af_counsel_say(struct af_counsel_lines *lines, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

bool af_counsel_may_kvmalloc(const struct af_explained *one,
			     const struct af_counsel *counsel);

/* Settings, said where the release has them, and where they are not too high. */
void af_counsel_min_free(struct af_counsel *counsel,
			 const struct af_explained *one);
void af_counsel_compact(struct af_counsel *counsel,
			const struct af_explained *one);
bool af_counsel_has(const struct af_explained *one, u32 release);

#endif /* AF_EXPLAIN_COUNSEL_H */
