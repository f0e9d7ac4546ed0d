/* SPDX-License-Identifier: GPL-2.0-only */
/* The paragraphs in which explain tells of one kind of failure. */
#ifndef AF_EXPLAIN_SAY_H
#define AF_EXPLAIN_SAY_H

#include "commands/explain_counsel.h"

#define AF_EXPLAIN_TEXT 1024

void af_explain_plain(char *text);
void af_explain_say(const struct af_screen *screen, const char *title,
		    enum af_style style, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* explain_request.c */
void af_explain_print_request(const struct af_screen *screen,
			      const struct af_explained *one);
void af_explain_print_caller(const struct af_screen *screen,
			     const struct af_explained *one);
void af_explain_print_kernel(const struct af_screen *screen,
			     const struct af_explained *one,
			     const struct af_log *log);

/* explain_why.c */
void af_explain_print_cause(const struct af_screen *screen,
			    const struct af_explained *one);
void af_explain_print_memory(const struct af_screen *screen,
			     const struct af_explained *one,
			     const struct af_log_fills *fills);

#endif /* AF_EXPLAIN_SAY_H */
