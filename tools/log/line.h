/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The lines of a kernel log, without what a logger puts before them: dmesg,
 * syslog, the journal, a serial console, a mail that quotes it.
 */
#ifndef AF_LOGLINE_H
#define AF_LOGLINE_H

#include "lib/scan.h"

struct af_logline {
	struct af_slice text; /* as the kernel printed it, blanks trimmed */
	u32 number;	      /* of the line in the log, from 1 */
	bool timed;
	u64 time_us;	 /* the kernel's own time stamp */
	char caller;	 /* 'T' task, 'C' processor, 0 not known */
	u32 caller_id;	 /* number of it */
	u64 repeated;	 /* the line is said to have come so often, 0: once */
	bool only_count; /* no line: repeated is of the one before */
};

/* Where the next line begins. */
struct af_loglines {
	struct af_slice rest;
	u32 number;
	bool piece; /* the rest begins in the middle of a line, at its #012 */
	struct af_logline last;
};

void af_loglines_begin(struct af_loglines *lines, const char *text,
		       size_t length);
bool af_loglines_next(struct af_loglines *lines, struct af_logline *line);

#endif /* AF_LOGLINE_H */
