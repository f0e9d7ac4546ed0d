/* SPDX-License-Identifier: GPL-2.0-only */
/* The reports that are being read, and which of them a line is of. */
#ifndef AF_LOG_LIVE_H
#define AF_LOG_LIVE_H

#include "log/report.h"

/* What is known of a report only while it is read. */
struct af_live {
	struct af_log_report *report;
	bool closed;	 /* nothing more is of it */
	bool own;	 /* its first line has a time or tag */
	bool bare;	 /* its first line, which says what it is, is lost */
	bool vmap;	 /* it had no room, vmalloc()'s words follow */
	bool half;	 /* vmalloc() said its words, the allocator's follow */
	bool task;	 /* the line with task and kernel was there */
	bool headed;	 /* "Call Trace:" was there */
	bool trace_open; /* frames may follow */
	bool paused;	 /* lines were left out after the last of them */
	u64 last_us;	 /* of its last line */
	u32 last_line;
	char caller;
	u32 caller_id;
	/* The kernel that was said last before it. */
	struct af_slice release_text;
	u32 release;
};

/* So many are kept until what follows them is known too. */
#define AF_LIVE 32

struct af_lives {
	struct af_live all[AF_LIVE];
	unsigned int first, nr;
};

/* Those that a line may be of; the latest first. */
#define AF_OWNERS 16

struct af_owners {
	struct af_live *all[AF_OWNERS];
	unsigned int nr;
};

struct af_live *af_live_get(struct af_lives *lives, unsigned int nr);
void af_owners_find(struct af_owners *owners, struct af_lives *lives,
		    const struct af_logline *line);
struct af_live *af_owner_of_task(const struct af_owners *owners,
				 struct af_slice comm, u32 number);
struct af_live *af_owner_of_trace(const struct af_owners *owners);
struct af_live *af_owner_of_frame(const struct af_owners *owners,
				  struct af_slice text);
struct af_live *af_owner_of_mem_info(const struct af_owners *owners);
struct af_live *af_owner_of_zone(const struct af_owners *owners,
				 struct af_slice text);
unsigned int af_owners_with_trace(const struct af_owners *owners);
void af_owners_mix(const struct af_owners *owners);

#endif /* AF_LOG_LIVE_H */
