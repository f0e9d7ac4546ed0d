// SPDX-License-Identifier: GPL-2.0-only
/* The files events and snapshot. Process context. */
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "files/debugfs.h"
#include "files/text.h"
#include "lock.h"
#include "store/snapshot.h"
#include "store/store.h"

/* How far one CPU's ring is read. */
struct events_cursor {
	struct af_event event; /* the next to be shown, sequence 0 if none */
	u64 ticket;	       /* of the one after it */
	u64 end;	       /* tickets taken at the first read */
};

/* All rings, through one open file. */
struct events_reading {
	u64 since_ns; /* of the store: a reset changes it */
	loff_t pos;   /* of the event that is shown next */
	int cpu;      /* that has it, -1 if there are no more */
	struct events_cursor cursors[]; /* nr_cpu_ids */
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

/* To the next event that the ring still has. */
static void events_advance(struct events_cursor *cursor, unsigned int cpu)
{
	const struct af_event *ring = per_cpu(af_cpu, cpu).events;
	u64 ticket;

	while (cursor->ticket < cursor->end) {
		ticket = cursor->ticket++;
		if (af_event_read(&ring[ticket % af_store.events],
				  &cursor->event) &&
		    cursor->event.sequence == (s64)ticket + 1)
			return;
	}
	cursor->event.sequence = 0;
}

/* The CPU whose next event is the oldest. */
static int events_oldest(const struct events_reading *reading)
{
	const struct events_cursor *cursors = reading->cursors;
	unsigned int cpu;
	int oldest = -1;

	for_each_possible_cpu(cpu)
		if (cursors[cpu].event.sequence &&
		    (oldest < 0 || cursors[cpu].event.time_ns <
					   cursors[oldest].event.time_ns))
			oldest = cpu;
	return oldest;
}

/* From the oldest event of each ring to the latest that it has now. */
static void events_begin(struct events_reading *reading)
{
	struct events_cursor *cursor;
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		cursor = &reading->cursors[cpu];
		cursor->end = READ_ONCE(per_cpu(af_cpu, cpu).tickets);
		cursor->ticket =
			cursor->end - min_t(u64, cursor->end, af_store.events);
		events_advance(cursor, cpu);
	}
	reading->since_ns = af_store.since_ns;
	reading->pos = 0;
	reading->cpu = events_oldest(reading);
}

static struct events_reading *events_reading_of(struct seq_file *m)
{
	struct events_reading *reading = m->private;

	if (!reading)
		m->private = kvzalloc(struct_size(reading, cursors, nr_cpu_ids),
				      GFP_KERNEL);
	return m->private;
}

/*
 * The lock is held for one event at a time. Between two of them the rings go on: an
 * event that is overwritten meanwhile is left out, and after a reset the rest of
 * the file is empty. What is shown is a copy. seq_file asks for the position that is
 * next, or begins anew.
 */
static void *af_events_start(struct seq_file *m, loff_t *pos)
{
	struct events_reading *reading = events_reading_of(m);

	if (!reading)
		return ERR_PTR(-ENOMEM);
	if (!*pos) {
		mutex_lock(&af_control_lock);
		events_begin(reading);
		mutex_unlock(&af_control_lock);
	}
	return *pos == reading->pos && reading->cpu >= 0 ? reading : NULL;
}

static void *af_events_next(struct seq_file *m, void *unused, loff_t *pos)
{
	struct events_reading *reading = m->private;

	mutex_lock(&af_control_lock);
	if (reading->since_ns == af_store.since_ns) {
		events_advance(&reading->cursors[reading->cpu], reading->cpu);
		reading->cpu = events_oldest(reading);
	} else {
		reading->cpu = -1;
	}
	mutex_unlock(&af_control_lock);
	reading->pos = ++*pos;
	return reading->cpu >= 0 ? reading : NULL;
}

static void af_events_stop(struct seq_file *m, void *unused)
{
}

static int af_events_show(struct seq_file *m, void *unused)
{
	const struct events_reading *reading = m->private;

	events_show_one(m, &reading->cursors[reading->cpu].event, reading->cpu);
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
