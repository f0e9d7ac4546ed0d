/* SPDX-License-Identifier: GPL-2.0-only */
/* What the parsers of the module's files have in common. */
#ifndef AF_PARSE_H
#define AF_PARSE_H

#include "state/model.h"

/* A text, taken line by line. */
struct af_lines {
	struct af_slice rest;
	size_t line; /* number of the last one */
	struct af_parse_error *error;
};

/* A key of a file, and what takes its value. */
struct af_field {
	const char *key;
	bool (*set)(void *record, struct af_slice value);
};

int af_lines_begin(struct af_lines *lines, const char *text, size_t length,
		   struct af_parse_error *error);
bool af_lines_next(struct af_lines *lines, struct af_slice *line);
bool af_lines_peek(const struct af_lines *lines, struct af_slice *line);
int af_lines_fail(struct af_lines *lines, const char *what);
size_t af_lines_count(const char *text, size_t length, const char *prefix);
int af_parse_pairs(struct af_lines *lines, struct af_slice line,
		   const struct af_field *fields, size_t nr, size_t required,
		   void *record);
int af_parse_event_line(struct af_lines *lines, struct af_slice line,
			struct af_event *event);

/* Microseconds of a time in seconds with six decimals. */
static inline bool af_slice_time(struct af_slice slice, u64 *us)
{
	int64_t value;

	if (!af_slice_fixed(slice, 6, &value) || value < 0)
		return false;
	*us = value;
	return true;
}

#endif /* AF_PARSE_H */
