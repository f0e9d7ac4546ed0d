/* SPDX-License-Identifier: GPL-2.0-only */
/* The files in /sys/kernel/debug/allocfail/. */
#ifndef AF_DEBUGFS_H
#define AF_DEBUGFS_H

#include <linux/seq_file.h>

#include "why/zones.h"

extern const struct seq_operations af_signatures_ops;
extern const struct seq_operations af_folded_ops;
extern const struct seq_operations af_events_ops;
extern const struct seq_operations af_cgroups_ops;

int af_snapshot_show(struct seq_file *m, void *unused);
int af_fragmentation_show(struct seq_file *m, void *unused);
void af_zones_show(struct seq_file *m, const struct af_memory_state *memory,
		   const struct af_zone_state *states, unsigned int nr);

int af_debugfs_init(void);
void af_debugfs_remove(void);

#endif /* AF_DEBUGFS_H */
