/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What advice is computed from: the machine's own settings and sizes. Of a saved
 * copy they stand below its directory machine/, under the paths they have here.
 */
#ifndef AF_MACHINE_H
#define AF_MACHINE_H

#include <limits.h>

#include "failure.h"

#define AF_UNKNOWN LLONG_MIN
#define AF_MAX_CGROUPS 4

/* A memory cgroup that has refused something. */
struct af_cgroup {
	char path[256];
	long long max;	    /* bytes */
	long long current;  /* bytes */
	long long refusals; /* how often its limit was met */
};

/* AF_UNKNOWN where it is not known. */
struct af_machine {
	long long min_free_kbytes;
	long long watermark_scale_factor;
	long long watermark_boost_factor;
	long long compaction_proactiveness;
	long long extfrag_threshold;
	long long mem_total_kb;
	long long mem_available_kb;
	long long cached_kb;
	long long swap_total_kb;
	long long swap_free_kb;
	long long cpus;
	u64 uptime_us;				  /* 0 where it is not known */
	struct af_cgroup cgroups[AF_MAX_CGROUPS]; /* most refusals first */
	unsigned int nr_cgroups;
	long long dying_cgroups; /* removed, and memory still charged to them */
};

extern const char *const af_machine_files[];

void af_machine_unknown(struct af_machine *machine);
void af_machine_read(struct af_machine *machine, const char *root);

#endif /* AF_MACHINE_H */
