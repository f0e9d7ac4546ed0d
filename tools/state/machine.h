/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What advice is computed from: the machine's own settings and sizes. Of a saved
 * copy they stand below its directory machine/, under the paths they have here.
 */
#ifndef AF_MACHINE_H
#define AF_MACHINE_H

#include "failure.h"
#include "lib/file.h"
#include "state/cgroups.h"

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
	u64 uptime_us;		  /* 0 where it is not known */
	long long wall_offset_us; /* wall clock less boot clock */
	struct af_cgroups cgroups;
};

/* In a copy, "offset SECONDS" with six decimals, of wall_offset_us. */
#define AF_CLOCK_FILE "clock"

/* A file that says something of the machine, and what takes it from its text. */
struct af_machine_source {
	const char *path;
	/* NULL: it is only for who looks at a copy */
	void (*take)(struct af_machine *machine, size_t offset,
		     struct af_slice text);
	size_t offset; /* of the member that it is the number for */
};

extern const struct af_machine_source af_machine_sources[];
extern const size_t af_nr_machine_sources;

void af_machine_take_clock(struct af_machine *machine, struct af_slice text);
void af_machine_unknown(struct af_machine *machine);
struct af_text af_machine_file(const char *root, const char *path);
long long af_machine_wall_offset(const char *root);
void af_machine_read(struct af_machine *machine, const char *root,
		     const struct af_ids *wanted);

#endif /* AF_MACHINE_H */
