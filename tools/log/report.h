/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's reports of failed page allocations, as its log has them: whole or
 * torn, one after the other or those of several CPUs mixed.
 */
#ifndef AF_LOG_H
#define AF_LOG_H

#include "lib/release.h"
#include "log/gfp.h"
#include "log/memory.h"
#include "log/trace.h"

/* What a report is about. All but the first are none of ours. */
enum af_log_kind {
	AF_LOG_FAILURE,	   /* a page allocation that failed */
	AF_LOG_OOM,	   /* the OOM killer at work */
	AF_LOG_CGROUP_OOM, /* the same, for a memory cgroup */
	AF_LOG_VMALLOC,	   /* no room for a vmalloc(), or no memory */
	AF_LOG_STALL,	   /* an allocation that took long */
	AF_LOG_SLAB,	   /* a slab cache could not grow: follows a failure */
	AF_LOG_OTHER,	   /* something else with a call trace or Mem-Info */
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

struct af_log_report {
	enum af_log_kind kind;
	enum af_log_form form;
	u32 line;     /* of its first line in the log */
	u64 repeated; /* how often it stands there */

	bool order_known;
	u32 order;
	bool mask_known;
	u32 mask;
	struct af_slice names; /* of the mask; empty if there are none */
	bool names_whole;
	bool memalloc_known; /* 2.4 says it */
	bool memalloc;
	struct af_log_nodes nodemask; /* not known: no such limit, or not said */
	struct af_log_nodes mems;     /* of the task's cpuset */

	struct af_slice comm;
	struct af_slice release_text;
	u32 release; /* 0: not in the report */
	bool cpu_known;
	u64 cpu;
	bool pid_known;
	u64 pid;

	bool traced; /* a call trace began */
	struct af_log_trace trace;
	bool mem_info; /* it began */
	struct af_log_memory memory;

	bool mixed; /* another report's lines came between its own */
	bool timed;
	u64 time_us;

	/* While it is read. */
	bool closed;
	bool trace_open;
	u64 last_us;
	char caller;
	u32 caller_id;
};

struct af_log {
	struct af_log_report *reports; /* all kinds */
	size_t nr;
	size_t room;
	u64 lines;
	u64 count[AF_NR_LOG_KINDS];
	u64 suppressed; /* messages that the kernel says it left out */
	struct af_slice release_text; /* "Linux version ..." */
	u32 release;
};

int af_log_parse(struct af_log *log, const char *text, size_t length);
void af_log_free(struct af_log *log);

#endif /* AF_LOG_H */
