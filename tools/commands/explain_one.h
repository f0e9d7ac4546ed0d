/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef AF_EXPLAIN_ONE_H
#define AF_EXPLAIN_ONE_H

#include <jansson.h>

#include "commands/explain.h"

void af_explain_print_one(const struct af_screen *screen,
			  const struct af_explained *one,
			  const struct af_log *log);
json_t *af_explain_object(const struct af_explained *one);
int af_explain_print_object(json_t *object);
/* For explain's text and JSON alike. */
const char *af_explain_context(const struct af_verdict_of_log *verdict);

#endif /* AF_EXPLAIN_ONE_H */
