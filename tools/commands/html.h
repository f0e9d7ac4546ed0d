/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * allocfail report --html: a page for a browser. It is one file, without a script,
 * and loads nothing. It is well-formed XML too. Its parts, from the top:
 */
#ifndef AF_HTML_H
#define AF_HTML_H

#include "commands/report.h"

/* Of a name from outside, at most so many bytes are shown. */
#define AF_HTML_NAME 120
#define AF_HTML_LINE 400

/* Of what may be many, at most so many are shown; the page says how many more. */
#define AF_HTML_SITES 100
#define AF_HTML_STACKS 40
#define AF_HTML_ZONES 32
#define AF_HTML_EVENTS 20

int af_html_write(const struct af_report *report, const char *path);

void af_html_head(FILE *out, const char *title, struct af_slice kernel);
void af_html_body(FILE *out);
void af_html_advice(FILE *out, const struct af_report *report);
void af_html_sites(FILE *out, const struct af_report *report);
void af_html_stacks(FILE *out, const struct af_report *report);
void af_html_time_line(FILE *out, const struct af_report *report);
void af_html_zones(FILE *out, const struct af_report *report);
void af_html_flame(FILE *out, const struct af_report *report);

/* "harmless", "matters" or "serious": a class of the style sheet. */
static inline const char *af_html_class(enum af_weight weight)
{
	return af_weight_name(weight);
}

#endif /* AF_HTML_H */
