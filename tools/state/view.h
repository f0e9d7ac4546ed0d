/* SPDX-License-Identifier: GPL-2.0-only */
/* The module's files, or a saved copy of them, and what is in them, read at once. */
#ifndef AF_VIEW_H
#define AF_VIEW_H

#include "lib/file.h"
#include "state/machine.h"
#include "state/model.h"

#define AF_DEBUGFS "/sys/kernel/debug/allocfail"

enum af_file {
	AF_FILE_STATUS,
	AF_FILE_COUNTERS,
	AF_FILE_SIGNATURES,
	AF_FILE_EVENTS,
	AF_FILE_SNAPSHOT,
	AF_FILE_FRAGMENTATION,
	AF_FILE_FOLDED,
	AF_FILE_CGROUPS, /* a later file: it may be missing */
	AF_NR_FILES
};

/* Bits of what is to be read. The file folded is only text. */
#define AF_READ(file) (1U << (file))
#define AF_READ_ALL (AF_READ(AF_NR_FILES) - 1)

/* All that was read, at about one moment. */
struct af_view {
	const char *root; /* NULL: of this machine, now */
	unsigned int read;
	struct af_text text[AF_NR_FILES];
	struct af_status status;
	struct af_totals totals;
	struct af_signatures signatures;
	struct af_events events;
	struct af_zones fragmentation;
	struct af_zones snapshot;
	struct af_cgroup_counts cgroups;
	bool cgroups_known; /* the module has them */
	struct af_machine machine;
	u64 now_us; /* boot clock at the read; the latest known time of a copy */
};

extern const char *const af_file_names[AF_NR_FILES];

int af_view_read(struct af_view *view, const char *root, unsigned int which);
void af_view_free(struct af_view *view);

#endif /* AF_VIEW_H */
