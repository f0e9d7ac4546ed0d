/* SPDX-License-Identifier: GPL-2.0-only */
/* The reports in a kernel log, explained. */
#ifndef AF_EXPLAIN_H
#define AF_EXPLAIN_H

#include "advice/advice.h"
#include "log/judge.h"
#include "lib/screen.h"

#define AF_EXPLAIN_NAME 64

/* Reports that are equal but for the moment. */
struct af_explained {
	const struct af_log_report *report; /* the first of them */
	u64 count;
	struct af_verdict_of_log verdict;
	const struct af_log_frame *caller; /* may be NULL */
	struct af_case facts;		   /* its site has no names */
	char site_name[AF_EXPLAIN_NAME];
	char site_function[AF_EXPLAIN_NAME];
	enum af_weight weight;
	const struct af_advice *advice; /* may be NULL */
};

struct af_explanation {
	struct af_log log;
	struct af_explained *all;
	size_t nr;
	enum af_weight worst;
};

int af_explain_text(struct af_explanation *explanation, const char *text,
		    size_t length, u32 kernel);
void af_explain_free(struct af_explanation *explanation);
void af_explain_print(const struct af_explanation *explanation,
		      const struct af_screen *screen);
int af_explain_json(const struct af_explanation *explanation);
void af_explain_gfp(char text[AF_GFP_TEXT], const struct af_explained *one);
u64 af_explain_bytes(const struct af_explained *one);

#endif /* AF_EXPLAIN_H */
