/* SPDX-License-Identifier: GPL-2.0-only */
/* What the names in a report say of a request's place. */
#ifndef AF_LOG_PLACE_TABLE_H
#define AF_LOG_PLACE_TABLE_H

#include "log/place.h"

/* By the beginning of a name; AF_WHAT_UNKNOWN, if it says nothing. */
enum af_log_what af_place_of_module(struct af_slice name);
enum af_log_what af_place_of_function(struct af_slice name);
bool af_place_sends(struct af_slice name);
enum af_log_what af_place_of_task(struct af_slice comm);

enum af_log_phase af_place_phase(const struct af_log_trace *trace);
bool af_place_in_trace(const struct af_log_trace *trace, const char *text);

#endif /* AF_LOG_PLACE_TABLE_H */
