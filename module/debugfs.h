/* SPDX-License-Identifier: GPL-2.0-only */
/* The files in /sys/kernel/debug/allocfail/. */
#ifndef AF_DEBUGFS_H
#define AF_DEBUGFS_H

#include <linux/seq_file.h>

extern const struct seq_operations af_signatures_ops;
extern const struct seq_operations af_folded_ops;

int af_debugfs_init(void);
void af_debugfs_remove(void);

#endif /* AF_DEBUGFS_H */
