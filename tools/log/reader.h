/* SPDX-License-Identifier: GPL-2.0-only */
/* A log while it is read: for the files that af_log_read() is made of. */
#ifndef AF_LOG_READER_H
#define AF_LOG_READER_H

#include "log/header.h"
#include "log/live.h"
#include "log/prefix.h"
#include "log/report.h"

struct af_reader {
	struct af_log *log;
	const struct af_log_sink *sink;
	struct af_loglines lines;
	struct af_lives lives;
	struct af_prefix prefix;
	struct af_slice pending; /* "swapper/3:" alone, the rest comes later */
	u32 pending_line;
	char *list; /* room for a list of blocks that is mended */
	size_t list_size;
};

/* report.c */
int af_reader_keep(struct af_reader *reader, struct af_slice *text);
int af_reader_keep_texts(struct af_reader *reader,
			 struct af_log_report *report);
int af_reader_note_release(struct af_reader *reader, struct af_slice text);
int af_reader_add(struct af_reader *reader, enum af_log_kind kind,
		  const struct af_logline *line, struct af_live **live);
int af_reader_hand_over_oldest(struct af_reader *reader);
void af_reader_touch(struct af_live *live, const struct af_logline *line);

/* body.c */
size_t af_body_begins(const struct af_logline *line);
void af_body_find(struct af_reader *reader, struct af_logline *line);
bool af_body_is_zone(const struct af_logline *line);
bool af_body_has_both(const struct af_logline *line);

/* report_begin.c */
bool af_report_is_followed(struct af_reader *reader);
int af_report_begin(struct af_reader *reader, const struct af_logline *line,
		    enum af_header header);

/* report_lines.c */
int af_report_feed(struct af_reader *reader, struct af_logline *line);

/* around.c */
void af_around_suppressed(struct af_log *log, struct af_slice text);
void af_around_repeat(struct af_reader *reader, u64 times);
int af_around_event(struct af_reader *reader, const struct af_logline *line);
int af_around_pending(struct af_reader *reader, const struct af_logline *line);

#endif /* AF_LOG_READER_H */
