/* SPDX-License-Identifier: GPL-2.0-only */
/* What a request was for, and what the machine was doing. */
#ifndef AF_LOGPLACE_H
#define AF_LOGPLACE_H

#include "log/judge.h"

enum af_log_what {
	AF_WHAT_UNKNOWN,
	AF_WHAT_RECEIVE, /* a buffer for packets that come in */
	AF_WHAT_NETWORK, /* the rest of it */
	AF_WHAT_STORAGE, /* block devices */
	AF_WHAT_FILES,	 /* file systems, page cache */
	AF_WHAT_SWAP,
	AF_WHAT_USB,
	AF_WHAT_CAMERA, /* and television: streams of video */
	AF_WHAT_SOUND,
	AF_WHAT_GPU,
	AF_WHAT_FORK,
	AF_WHAT_HUGE,
	AF_WHAT_FAULT, /* a page or page table of a process */
	AF_WHAT_DMA,   /* a buffer that a device reads or writes */
};

enum af_log_phase {
	AF_PHASE_RUNNING,
	AF_PHASE_POOL, /* the pool for atomic DMA, at boot or later */
	AF_PHASE_BOOT,
	AF_PHASE_PROBE,
	AF_PHASE_LOADING,
	AF_PHASE_SUSPEND,
	AF_PHASE_RESUME,
};

struct af_log_place {
	enum af_log_what what;
	enum af_log_phase phase;
	bool dma;     /* a device is to read or write it */
	bool kmalloc; /* by the kmalloc family */
	bool kthread; /* nobody's system call */
	bool guess;   /* by what stands near it in the log */
};

void af_log_find_place(struct af_log_place *place,
		       const struct af_log_report *report,
		       const struct af_verdict_of_log *verdict);
const char *af_log_what_name(enum af_log_what what);
const char *af_log_phase_name(enum af_log_phase phase);

#endif /* AF_LOGPLACE_H */
