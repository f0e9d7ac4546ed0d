/* SPDX-License-Identifier: GPL-2.0-only */
/* The first line of a report: what was asked for. */
#ifndef AF_LOG_HEADER_H
#define AF_LOG_HEADER_H

#include "log/report.h"

/* What a line is the first of. */
enum af_header {
	AF_HEADER_NONE,
	AF_HEADER_1990S,
	AF_HEADER_2_4,
	AF_HEADER_FAILURE,
	AF_HEADER_BARE, /* "page allocation failure:", and no more */
	AF_HEADER_VMALLOC,
	AF_HEADER_OVERSIZE,
	AF_HEADER_OTHER,
};

enum af_header af_header_of(const struct af_logline *line);
struct af_slice af_header_before(const struct af_logline *line,
				 enum af_header header);
void af_header_read(struct af_log_report *report, const struct af_logline *line,
		    enum af_header header);
void af_header_limits(struct af_log_report *report, struct af_slice text);
void af_header_mask(struct af_log_report *report, struct af_slice text);

#endif /* AF_LOG_HEADER_H */
