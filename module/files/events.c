// SPDX-License-Identifier: GPL-2.0-only
/* The files events and snapshot. Process context. */
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/sort.h>

#include "files/debugfs.h"
#include "files/text.h"
#include "lock.h"
#include "store/snapshot.h"
#include "store/store.h"

/* An event out of its ring. */
struct copied {
	struct af_event event;
	unsigned int cpu;
};

struct copies {
	size_t nr;
	struct copied events[];
};

static void events_show_one(struct seq_file *m, const struct af_event *event,
			    unsigned int cpu)
{
	char time[AF_SECONDS_LEN], comm[AF_ESCAPED_LEN(AF_COMM_LEN)];
	const char *zone_names[AF_NR_ZONES];
	gfp_t gfp = (__force gfp_t)event->gfp;

	af_zone_names(zone_names);
	af_escape(comm, sizeof(comm), event->comm, sizeof(event->comm));
	seq_printf(m, "time=%s cpu=%u pid=%d order=%u gfp=%pGg gfp_mask=%#x ",
		   af_seconds(time, event->time_ns), cpu, event->pid,
		   event->order, &gfp, event->gfp);
	seq_printf(m, "memalloc=%u context=%s class=%s cause=%s ",
		   event->memalloc, af_context_names[event->context],
		   af_class_names[event->class], af_cause_names[event->cause]);
	seq_printf(m, "zone=%s node=%d free=%u min=%u blocks=%u ",
		   event->node < 0 ? "-" : zone_names[event->zone], event->node,
		   event->free, event->min, event->blocks);
	/* The name of a task may have blanks, and stays the last. */
	seq_printf(m, "cgroup=%llu comm=%s\n", event->cgroup, comm);
}

/* By time; of one CPU at the same nanosecond, by ticket. */
static int events_compare(const void *a, const void *b)
{
	const struct af_event *left = &((const struct copied *)a)->event;
	const struct af_event *right = &((const struct copied *)b)->event;

	if (left->time_ns != right->time_ns)
		return left->time_ns < right->time_ns ? -1 : 1;
	return left->sequence < right->sequence ? -1 : 1;
}

static void events_copy_cpu(struct copies *copies, unsigned int cpu)
{
	const struct af_event *ring = per_cpu(af_cpu, cpu).events;
	struct copied *copied;
	u32 i;

	for (i = 0; i < af_store.events; i++) {
		copied = &copies->events[copies->nr];
		copied->cpu = cpu;
		if (af_event_read(&ring[i], &copied->event))
			copies->nr++;
	}
}

/*
 * All rings, oldest first, as they were at the first read: what is read in
 * pieces belongs together.
 */
static struct copies *events_copy_all(void)
{
	size_t places = (size_t)num_possible_cpus() * af_store.events;
	struct copies *copies;
	unsigned int cpu;

	copies = kvmalloc(struct_size(copies, events, places), GFP_KERNEL);
	if (!copies)
		return NULL;
	copies->nr = 0;
	mutex_lock(&af_control_lock);
	for_each_possible_cpu(cpu)
		events_copy_cpu(copies, cpu);
	mutex_unlock(&af_control_lock);
	sort(copies->events, copies->nr, sizeof(copies->events[0]),
	     events_compare, NULL);
	return copies;
}

/* At the file's beginning the copy is made anew. */
static void *af_events_start(struct seq_file *m, loff_t *pos)
{
	struct copies *copies = m->private;

	if (!*pos) {
		kvfree(copies);
		copies = events_copy_all();
		m->private = copies;
		if (!copies)
			return ERR_PTR(-ENOMEM);
	}
	return copies && *pos < copies->nr ? pos : NULL;
}

static void *af_events_next(struct seq_file *m, void *unused, loff_t *pos)
{
	const struct copies *copies = m->private;

	++*pos;
	return *pos < copies->nr ? pos : NULL;
}

static void af_events_stop(struct seq_file *m, void *unused)
{
}

static int af_events_show(struct seq_file *m, void *pos)
{
	const struct copies *copies = m->private;
	const struct copied *copied = &copies->events[*(loff_t *)pos];

	events_show_one(m, &copied->event, copied->cpu);
	return 0;
}

const struct seq_operations af_events_ops = {
	.start = af_events_start,
	.next = af_events_next,
	.stop = af_events_stop,
	.show = af_events_show,
};

/**
 * af_snapshot_show() - the file snapshot: the event, then the zones
 * @m: the file
 * @unused: NULL
 *
 * Nothing is shown if there has been no failure.
 *
 * Context: Process; sleeps.
 * Return: 0 or -errno.
 */
int af_snapshot_show(struct seq_file *m, void *unused)
{
	struct af_snapshot *snapshot;

	mutex_lock(&af_control_lock);
	snapshot = af_snapshot_read();
	mutex_unlock(&af_control_lock);
	if (IS_ERR(snapshot))
		return PTR_ERR(snapshot);
	if (snapshot->event.sequence) {
		events_show_one(m, &snapshot->event, snapshot->cpu);
		af_zones_show(m, &snapshot->memory, snapshot->zones,
			      snapshot->nr_zones);
	}
	kvfree(snapshot);
	return 0;
}
