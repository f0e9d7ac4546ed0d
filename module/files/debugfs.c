// SPDX-License-Identifier: GPL-2.0-only
/*
 * The files in /sys/kernel/debug/allocfail/, and the two short ones. Process
 * context; the writers are never stopped.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/debugfs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/seq_file.h>
#include <linux/utsname.h>

#include "control.h"
#include "files/debugfs.h"
#include "files/directory.h"
#include "files/text.h"
#include "hook/hooks.h"
#include "lock.h"
#include "params.h"
#include "store/snapshot.h"
#include "store/store.h"
#include "why/request.h"
#include "why/zones.h"

static int af_counters_show(struct seq_file *m, void *unused)
{
	const char *zone_names[AF_NR_ZONES];
	char name[AF_COUNTER_NAME_LEN];
	u64 total[AF_NR_COUNTERS];
	unsigned int i;

	af_zone_names(zone_names);
	mutex_lock(&af_control_lock);
	af_store_sum_counters(total);
	mutex_unlock(&af_control_lock);
	for (i = 0; i < AF_NR_COUNTERS; i++) {
		af_counter_name(name, i, zone_names);
		seq_printf(m, "%s %llu\n", name, total[i]);
	}
	return 0;
}

/* Under af_control_lock, for values that belong together. */
static void files_show_status(struct seq_file *m)
{
	const struct af_hook *hook = af_hooks_chosen();
	const struct af_sigtable *table = &af_store.table;
	const struct af_era *era = af_request_era();
	char since[AF_SECONDS_LEN];

	seq_printf(m, "version: %s\n", AF_VERSION);
	seq_printf(m, "kernel: %s\n", init_utsname()->release);
	seq_printf(m, "hook: %s %s\n", hook->name, hook->target());
	seq_printf(m, "blind_spots: %s\n", hook->blind_spots);
	seq_printf(m, "enabled: %c\n", af_hooks_attached() ? 'Y' : 'N');
	seq_printf(m, "since: %s\n", af_seconds(since, af_store.since_ns));
	seq_printf(m, "signatures: %u / %u\n", af_sigtable_used(table),
		   table->capacity);
	seq_printf(m, "stack_budget: %u\n", af_params.stack_budget);
	seq_printf(m, "memory_bytes: %zu\n",
		   af_store_memory() + af_snapshot_memory() +
			   af_hooks_memory());
	seq_printf(m, "nmissed: %lu\n", af_hooks_nmissed());
	seq_printf(m, "stack_depth: %u\n", table->depth);
	seq_printf(m, "snapshot_budget: %u\n", af_params.snapshot_budget);
	seq_printf(m, "events: %u\n", af_store.events);
	seq_printf(m, "armed: %c\n", af_hooks_armed() ? 'Y' : 'N');
	seq_printf(m, "names: %u / %u\n", af_store.names.used,
		   af_store.names.bytes);
	seq_printf(m, "cgroups: %u / %u\n", af_cgtable_used(&af_store.cgroups),
		   af_store.cgroups.capacity);
	seq_printf(m, "rules: %u.%u.%u %s\n", era->release >> 16,
		   era->release >> 8 & 255, era->release & 255,
		   af_era_evidence(era->by));
}

static int af_status_show(struct seq_file *m, void *unused)
{
	mutex_lock(&af_control_lock);
	files_show_status(m);
	mutex_unlock(&af_control_lock);
	return 0;
}

/* A file: one show function for a short one, an iterator for a long one. */
struct af_file {
	int (*show)(struct seq_file *m, void *unused);
	const struct seq_operations *ops;
};

/*
 * While init can still fail nobody may hold a file open: the module would go
 * away below it.
 */
static int af_file_open(struct inode *inode, struct file *file)
{
	const struct af_file *this = inode->i_private;

	if (!af_control_live())
		return -ENODEV;
	if (this->ops)
		return seq_open(file, this->ops);
	return single_open(file, this->show, NULL);
}

static int af_file_release(struct inode *inode, struct file *file)
{
	const struct af_file *this = inode->i_private;
	struct seq_file *m = file->private_data;

	if (!this->ops)
		return single_release(inode, file);
	/* What an iterator keeps from one read to the next. */
	kvfree(m->private);
	return seq_release(inode, file);
}

/* Without write, mmap and ioctl: kernel lockdown allows nothing else. */
static const struct file_operations files_ops = {
	.owner = THIS_MODULE,
	.open = af_file_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = af_file_release,
};

/* clang-format off */

#define FILES_SHORT(name, function) \
	{ name, 0400, &files_ops, &(const struct af_file){ .show = function } }
#define FILES_LONG(name, iterator) \
	{ name, 0400, &files_ops, &(const struct af_file){ .ops = iterator } }

static const struct af_directory_file files_table[] = {
	FILES_SHORT("status", af_status_show),
	FILES_SHORT("counters", af_counters_show),
	FILES_LONG("signatures", &af_signatures_ops),
	FILES_LONG("folded", &af_folded_ops),
	FILES_LONG("events", &af_events_ops),
	FILES_SHORT("snapshot", af_snapshot_show),
	FILES_SHORT("fragmentation", af_fragmentation_show),
	FILES_LONG("cgroups", &af_cgroups_ops),
};

/* clang-format on */

static struct dentry *files_directory;

/**
 * af_debugfs_init() - make the directory and its files
 *
 * Context: Process.
 * Return: 0 or -errno, logged, with nothing left behind.
 */
int af_debugfs_init(void)
{
	return af_directory_make(&files_directory, files_table,
				 ARRAY_SIZE(files_table));
}

/**
 * af_debugfs_remove() - take the directory and its files away
 *
 * Waits for reads under way.
 *
 * Context: Process; sleeps.
 */
void af_debugfs_remove(void)
{
	debugfs_remove(files_directory);
}
