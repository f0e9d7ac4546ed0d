/* SPDX-License-Identifier: GPL-2.0-only */
/* Zones and memory as they were at a failure, in full: the latest of them. */
#ifndef AF_SNAPSHOT_H
#define AF_SNAPSHOT_H

#include "store/events.h"
#include "why/zones.h"

struct af_snapshot {
	struct af_event event; /* sequence is 0 if there is none yet */
	unsigned int cpu;
	struct af_memory_state memory;
	unsigned int nr_zones;
	struct af_zone_state zones[];
};

int af_snapshot_init(void);
void af_snapshot_free(void);
void af_snapshot_reset(void);
bool af_snapshot_take(const struct af_event *event);
struct af_snapshot *af_snapshot_read(void);
size_t af_snapshot_memory(void);

#endif /* AF_SNAPSHOT_H */
