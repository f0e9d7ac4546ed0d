// SPDX-License-Identifier: GPL-2.0-only
/* The file cgroups: a line a memory cgroup whose tasks had failures. Process context. */
#include <linux/seq_file.h>

#include "files/debugfs.h"
#include "files/text.h"
#include "lock.h"
#include "store/store.h"

/* A position is a place in the table; the lock is held for one line at a time. */
static void *af_cgroups_start(struct seq_file *m, loff_t *pos)
{
	return *pos < af_store.cgroups.capacity ? pos : NULL;
}

static void *af_cgroups_next(struct seq_file *m, void *unused, loff_t *pos)
{
	++*pos;
	return *pos < af_store.cgroups.capacity ? pos : NULL;
}

static void af_cgroups_stop(struct seq_file *m, void *unused)
{
}

static void cgroups_show_one(struct seq_file *m, u64 id,
			     const struct af_cgroup_hits *hits)
{
	char last[AF_SECONDS_LEN];
	unsigned int i;

	seq_printf(m, "count=%llu id=%llu", af_cgroup_hits_count(hits), id);
	for (i = 0; i < AF_NR_CLASSES; i++)
		seq_printf(m, " %s=%llu", af_class_names[i], hits->class[i]);
	seq_printf(m, " refused=%llu last=%s\n", hits->refused,
		   af_seconds(last, hits->last_ns));
}

static int af_cgroups_show(struct seq_file *m, void *pos)
{
	u32 place = *(loff_t *)pos;
	u64 key = READ_ONCE(af_store.cgroups.keys[place]);
	struct af_cgroup_hits hits;

	if (!key)
		return 0;
	/* Just come, its first failure about to be counted. */
	mutex_lock(&af_control_lock);
	hits = af_store_sum_cgroup(place);
	mutex_unlock(&af_control_lock);
	if (af_cgroup_hits_count(&hits))
		cgroups_show_one(m, key - 1, &hits);
	return 0;
}

const struct seq_operations af_cgroups_ops = {
	.start = af_cgroups_start,
	.next = af_cgroups_next,
	.stop = af_cgroups_stop,
	.show = af_cgroups_show,
};
