/* SPDX-License-Identifier: GPL-2.0-only */
/* The reports in a kernel log, explained. */
#ifndef AF_EXPLAIN_H
#define AF_EXPLAIN_H

#include "advice/advice.h"
#include "advice/key.h"
#include "log/judge.h"
#include "lib/screen.h"

/* Reports that are equal but for the moment. */
struct af_explained {
	struct af_log_report *report; /* the first of them */
	u64 count;
	u32 first_line, last_line;
	char first_stamp[AF_LOG_STAMP], last_stamp[AF_LOG_STAMP];
	u64 hash; /* of what makes them equal */
	struct af_verdict_of_log verdict;
	struct af_case facts; /* without a site */
	enum af_weight weight;
	const struct af_advice *advice; /* may be NULL */
};

/* So many kinds are told apart; of those after them only the number is known. */
#define AF_EXPLAIN_KINDS 65536

struct af_explanation {
	struct af_log log;
	u32 kernel; /* that the user says the log is of, 0: none */
	struct af_explained *all; /* the worst first */
	size_t nr, room;
	u64 beyond; /* failures of kinds that were too many to keep */
	u32 *table; /* a hash table of indices + 1 into @all */
	size_t nr_table;
	enum af_weight worst;
};

int af_explain_text(struct af_explanation *explanation, const char *text,
		    size_t length, u32 kernel);
void af_explain_free(struct af_explanation *explanation);
void af_explain_print(const struct af_explanation *explanation,
		      const struct af_screen *screen, bool full);
bool af_explain_events_matter(const struct af_explanation *explanation);
void af_explain_print_events(const struct af_explanation *explanation,
			     const struct af_screen *screen);
int af_explain_json_events(const struct af_explanation *explanation);
int af_explain_json(const struct af_explanation *explanation);
void af_explain_case(struct af_explained *one);
struct af_key af_explain_key(const struct af_explained *one);
bool af_explain_same(const struct af_explained *a,
		     const struct af_explained *b);
void af_explain_gfp(char text[AF_GFP_TEXT], const struct af_explained *one);
u64 af_explain_bytes(const struct af_explained *one);

#endif /* AF_EXPLAIN_H */
