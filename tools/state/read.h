/* SPDX-License-Identifier: GPL-2.0-only */
/* Reads the module's files, or a saved copy of them, and what is in them. */
#ifndef AF_READ_H
#define AF_READ_H

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
	AF_NR_FILES
};

/* Bits of what is to be read. The file folded is only text. */
#define AF_READ(file) (1U << (file))
#define AF_READ_ALL (AF_READ(AF_NR_FILES) - 1)

struct af_text {
	char *text; /* ended by a NUL, which is not counted */
	size_t length;
};

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
	struct af_machine machine;
	u64 now_us; /* boot clock at the read; the latest known time of a copy */
};

extern const char *const af_file_names[AF_NR_FILES];

u64 af_boot_clock_us(void);
int af_read_text(const char *path, struct af_text *text);
int af_view_read(struct af_view *view, const char *root, unsigned int which);
void af_view_free(struct af_view *view);

#endif /* AF_READ_H */
