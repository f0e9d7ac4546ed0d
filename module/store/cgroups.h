/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Failures of tasks by memory cgroup. One table of ids for all CPUs, of a fixed size:
 * insert only, without locks. Each CPU has counts of its own, one a place of the
 * table, and remembers the last group: a repeat is a compare and an add, and writes
 * nothing that is shared.
 */
#ifndef AF_STORE_CGROUPS_H
#define AF_STORE_CGROUPS_H

#include "failure.h"

/* Failures of one CPU's tasks in one group. */
struct af_cgroup_hits {
	u64 class[AF_NR_CLASSES];
	u64 refused;   /* by this group */
	u64 last_ns;   /* boot clock at the latest */
	u64 unused[3]; /* up to a cache line: a failure writes one */
};

static_assert(sizeof(struct af_cgroup_hits) == 64);

/* Keys are ids + 1, so that 0 is a free place. */
struct af_cgtable {
	u32 capacity;
	u64 *keys;
};

#define AF_NO_CGROUP U64_MAX

/* Of one CPU. */
struct af_cgroup_counts {
	u64 id; /* of the last group that has a place, AF_NO_CGROUP at first */
	u64 lost; /* key of the last one that has none, 0 at first */
	struct af_cgroup_hits *hits; /* of the last group */
	u64 unused[5];		     /* up to a cache line */
	struct af_cgroup_hits all[];
};

/**
 * af_cgtable_bytes() - memory that a table of ids needs
 * @capacity: groups at most, at least one
 *
 * Context: Any.
 * Return: Bytes.
 */
static inline size_t af_cgtable_bytes(u32 capacity)
{
	return capacity * sizeof(u64);
}

/**
 * af_cgroup_counts_bytes() - memory that the counts of one CPU need
 * @capacity: groups at most
 *
 * Context: Any.
 * Return: Bytes.
 */
static inline size_t af_cgroup_counts_bytes(u32 capacity)
{
	return sizeof(struct af_cgroup_counts) +
	       capacity * sizeof(struct af_cgroup_hits);
}

struct af_cgroup_hits *af_cgtable_find(const struct af_cgtable *table,
				       struct af_cgroup_counts *counts, u64 id);

/**
 * af_cgroup_hits() - where failures in a group are counted
 * @table: of ids
 * @counts: of this CPU
 * @id: of the group
 *
 * Context: Any, preemption off; one caller at a time for each @counts.
 * Return: The group's hits, NULL if the table has no place left.
 */
static __always_inline struct af_cgroup_hits *
af_cgroup_hits(const struct af_cgtable *table, struct af_cgroup_counts *counts,
	       u64 id)
{
	if (likely(counts->id == id))
		return counts->hits;
	return af_cgtable_find(table, counts, id);
}

/**
 * af_cgroup_hit() - count one failure of a task
 * @hits: of its group
 * @failure: what failed
 * @now_ns: boot clock
 *
 * Context: Any; one writer at a time.
 */
static __always_inline void af_cgroup_hit(struct af_cgroup_hits *hits,
					  const struct af_failure *failure,
					  u64 now_ns)
{
	u64 *count = &hits->class[failure->class];

	WRITE_ONCE(*count, *count + 1);
	if (failure->cause == AF_CAUSE_CGROUP)
		WRITE_ONCE(hits->refused, hits->refused + 1);
	WRITE_ONCE(hits->last_ns, now_ns);
}

/**
 * af_cgroup_hits_add() - add one CPU's hits
 * @sum: of the CPUs so far
 * @hits: of one more, which may be counting
 *
 * Context: Process.
 */
static inline void af_cgroup_hits_add(struct af_cgroup_hits *sum,
				      const struct af_cgroup_hits *hits)
{
	u64 last_ns = READ_ONCE(hits->last_ns);
	unsigned int i;

	for (i = 0; i < AF_NR_CLASSES; i++)
		sum->class[i] += READ_ONCE(hits->class[i]);
	sum->refused += READ_ONCE(hits->refused);
	if (last_ns > sum->last_ns)
		sum->last_ns = last_ns;
}

/**
 * af_cgroup_hits_count() - failures of a group
 * @hits: of it
 *
 * Context: Process.
 * Return: How many, of all classes.
 */
static inline u64 af_cgroup_hits_count(const struct af_cgroup_hits *hits)
{
	u64 count = 0;
	unsigned int i;

	for (i = 0; i < AF_NR_CLASSES; i++)
		count += hits->class[i];
	return count;
}

u32 af_cgtable_used(const struct af_cgtable *table);

#endif /* AF_STORE_CGROUPS_H */
