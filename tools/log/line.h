/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The lines of a kernel log as the kernel printed them: what programs have made of
 * them is undone, and what loggers put before them is taken off.
 */
#ifndef AF_LOGLINE_H
#define AF_LOGLINE_H

#include "log/anchor.h"

#define AF_LOG_STAMP 32 /* bytes of a time, with its NUL */

struct af_logline {
	struct af_slice whole; /* the line, decoded */
	struct af_slice text;  /* without the known parts of its prefix */
	u32 number;	       /* of the line in the log, from 1 */
	bool own;	       /* it has a time, a level or a tag of its own */
	bool piece; /* of a record that has several lines, not the first */
	bool timed;
	u64 time_us;		  /* the kernel's own time stamp */
	char stamp[AF_LOG_STAMP]; /* as the log has it, or "" */
	char caller;	 /* 'T' task, 'C' interrupt; 't', 'c': as who runs; 0 */
	u32 caller_id;	 /* number of it */
	u64 repeated;	 /* the line is said to have come so often, 0: once */
	bool only_count; /* no line: repeated is of the one before */
	struct af_anchors anchors; /* of the text */
	struct af_slice body;	   /* of the text, without what else is known */
};

static inline bool af_line_has(const struct af_logline *line,
			       enum af_anchor anchor)
{
	return af_anchored(&line->anchors, anchor);
}

/* The text from an anchor on, which the line has. */
static inline struct af_slice af_line_from(const struct af_logline *line,
					   enum af_anchor anchor)
{
	return af_slice_from(line->text, line->anchors.at[anchor]);
}

/* The text before an anchor. */
static inline struct af_slice af_line_before(const struct af_logline *line,
					     enum af_anchor anchor)
{
	return af_slice_front(line->text, line->anchors.at[anchor]);
}

/* So many lines can be looked at before they are taken. */
#define AF_LOG_AHEAD 16

/* A line, and the storage for one that is not as it stands in the log. */
struct af_logslot {
	struct af_logline line;
	bool in_room;
	char *room;
	size_t size;
};

struct af_loglines {
	struct af_slice rest;	/* of the log */
	struct af_slice record; /* of the line that is being cut up */
	struct af_slice pieces; /* of the record, decoded */
	u32 number;
	bool more_pieces;
	bool decoded;	       /* the pieces are in @room */
	bool quoted_printable; /* a mail's */
	struct af_logline last;
	char *room; /* of a record */
	size_t size;
	struct af_logslot slots[AF_LOG_AHEAD];
	unsigned int first, nr; /* slots that are filled */
	bool taken;		/* the first of them is the caller's */
	int error;
};

void af_loglines_begin(struct af_loglines *lines, const char *text,
		       size_t length);
struct af_logline *af_loglines_next(struct af_loglines *lines);
const struct af_logline *af_loglines_ahead(struct af_loglines *lines,
					   unsigned int nr);
struct af_logline *af_loglines_taken(struct af_loglines *lines);
bool af_loglines_join(struct af_loglines *lines, bool blank);
void af_loglines_end(struct af_loglines *lines);

#endif /* AF_LOGLINE_H */
