/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's reports of failed page allocations, as its log has them: whole or
 * torn, one after the other or those of several CPUs mixed.
 */
#ifndef AF_LOG_H
#define AF_LOG_H

#include "log/event.h"
#include "log/gfp.h"
#include "log/memory.h"
#include "log/trace.h"

/* What a report is about. */
enum af_log_kind {
	AF_LOG_FAILURE,	 /* a page allocation that failed */
	AF_LOG_VMALLOC,	 /* no room for a vmalloc(), or no memory */
	AF_LOG_OVERSIZE, /* WARNING: more than the allocator ever gives */
	AF_LOG_OTHER,	 /* something else with a call trace or Mem-Info */
	AF_NR_LOG_KINDS
};

/* Forms of a failure's report. */
enum af_log_form {
	AF_LOG_1990S, /* Couldn't get a free page..... */
	AF_LOG_2_4, /* __alloc_pages: 0-order allocation failed (gfp=0x30/1) */
	AF_LOG_DOT, /* page allocation failure. order:4, mode:0x20 */
	AF_LOG_COLON, /* page allocation failure: order:4, mode:0x20 */
	AF_LOG_NAMES, /* ... mode:0x2084020(GFP_ATOMIC|__GFP_COMP) */
};

/* Bits of the nodes that a list names. */
struct af_log_nodes {
	bool known;
	u64 bits; /* nodes 0 to 63 */
};

/* Its texts are the log's: they last until af_log_free(). */
struct af_log_report {
	enum af_log_kind kind;
	enum af_log_form form;
	u32 line;     /* of its first line in the log */
	u64 repeated; /* how often it stands there */
	bool timed;
	u64 time_us;		  /* since the boot */
	char stamp[AF_LOG_STAMP]; /* the time as the log has it, or "" */

	bool order_known;
	u32 order;
	bool mask_known;
	u32 mask;
	struct af_slice names; /* of the mask; empty if there are none */
	bool names_whole;
	bool memalloc_known; /* 2.4 says it */
	bool memalloc;
	bool nodemask_said; /* "nodemask=", known or "(null)": 4.11 and later */
	bool cpuset_said;   /* "cpuset=" in the first line: 5.0 and later */
	struct af_log_nodes nodemask; /* not known: no such limit, or not said */
	struct af_log_nodes mems;     /* of the task's cpuset */

	/* Of vmalloc(): bytes asked for, those that it got, or no addresses. */
	bool size_known, got_known;
	u64 size, got;
	bool no_space;

	struct af_slice comm;
	struct af_slice release_text;
	u32 release; /* 0: not in the report */
	bool cpu_known;
	u64 cpu;
	bool pid_known;
	u64 pid;
	char caller; /* of its first line, as struct af_logline has it */

	bool traced; /* a call trace began */
	struct af_log_trace trace;
	bool mem_info; /* it began */
	struct af_log_memory memory;
	u32 zones_torn; /* lines that look like zones and are not understood */

	bool mixed; /* another report's lines came between its own */
	u32 near;   /* AF_NEAR(): what stands in the lines around it */
	struct af_slice said; /* the first that said after it what failed */
	struct af_slice slab; /* the cache that could not grow after it */
};

/* What is known of a log as far as it was read. */
struct af_log {
	u64 lines;
	u64 count[AF_NR_LOG_KINDS];
	u64 headless; /* reports whose first line is lost, which are not counted */
	u64 zones_alone; /* lines of zones without a report that they are of */
	u64 suppressed;	 /* messages that the kernel says it left out */
	/* Of the last that said it: a report, or "Linux version ...". */
	struct af_slice release_text;
	u32 release;
	struct af_log_events events;
	struct af_strings strings;
};

/*
 * Who wants the reports, one after the other as they are complete with what
 * stands around them. @take may keep the frames and zones with
 * af_log_report_keep(). Return: 0, or a negative error that ends the reading
 */
struct af_log_sink {
	int (*take)(void *context, const struct af_log *log,
		    struct af_log_report *report);
	void *context;
};

int af_log_read(struct af_log *log, const char *text, size_t length,
		const struct af_log_sink *sink);
struct af_log_report *af_log_report_keep(struct af_log_report *report);
void af_log_report_free(struct af_log_report *report);
void af_log_free(struct af_log *log);

#endif /* AF_LOG_H */
