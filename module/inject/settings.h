/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is to be failed, as it is written into debugfs. Pure: no kernel state.
 *
 * Who, what and when; all that is given must hold. The words are those of the
 * kernel's fault injection where it has them (lib/fault-inject.c).
 */
#ifndef AF_INJECT_SETTINGS_H
#define AF_INJECT_SETTINGS_H

#include "failure.h"

#define AF_INJECT_LINE 1024	/* bytes of a line, at most */
#define AF_INJECT_MODULE_LEN 56 /* MODULE_NAME_LEN */
#define AF_INJECT_FUNCTION_LEN 128
#define AF_INJECT_REASON_LEN 160
#define AF_INJECT_MAX_ORDER 10	/* of x86-64, all kernels */
#define AF_INJECT_NO_LIMIT (-1) /* of times */

enum af_inject_mode {
	AF_INJECT_EARLY,    /* the allocator returns NULL at once */
	AF_INJECT_SLOWPATH, /* it finds nothing, whatever it tries */
	AF_INJECT_NR_MODES
};

extern const char *const af_inject_mode_names[AF_INJECT_NR_MODES];

/* Addresses from start on, below end; none if both are 0. */
struct af_inject_range {
	u64 start, end;
};

struct af_inject_settings {
	u32 mode; /* enum af_inject_mode */
	/* Who. 0, or an empty name: anybody. */
	bool everything; /* no filter below is there: the whole machine */
	u32 task;	 /* a thread */
	u32 pid;	 /* a process, all of its threads */
	u32 tree;	 /* a process and what descends from it */
	u64 cgroup;	 /* a group and those below it, by id */
	char module[AF_INJECT_MODULE_LEN];	/* on the stack */
	char function[AF_INJECT_FUNCTION_LEN];	/* on the stack */
	struct af_inject_range require, reject; /* on the stack, and not */
	/* What. */
	u32 min_order, max_order;
	u32 gfp, gfp_not; /* bits that are set, and that are not */
	u32 contexts;	  /* a bit for each enum af_context */
	/* When. */
	bool dry;	 /* what is chosen is noted, and let pass */
	u32 nth;	 /* 0, or this one only of those that match */
	bool track;	 /* follow the pages of those that are served */
	u64 site;	 /* 0, or only from where the stack has this hash */
	bool unseen;	 /* only from where none has been failed yet */
	u32 probability; /* per cent */
	u32 interval;	 /* each N-th */
	s32 times;	 /* so many, or AF_INJECT_NO_LIMIT */
	u32 space;	 /* pages that are let pass first */
	u32 seed;	 /* of probability */
};

/* Names of gfp bits; they differ between kernels. */
struct af_inject_gfp {
	const char *name;
	u32 mask;
};

/* What was wrong, in words for the log: printable, whatever was written. */
struct af_inject_reason {
	char text[AF_INJECT_REASON_LEN];
};

void af_inject_refuse(struct af_inject_reason *reason, const char *what,
		      size_t len, const char *why);
bool af_inject_parse(struct af_inject_settings *settings, const char *line,
		     size_t len, const struct af_inject_gfp *names,
		     size_t nr_names, struct af_inject_reason *reason);
bool af_inject_parse_off(const char *line, size_t len);

#endif /* AF_INJECT_SETTINGS_H */
