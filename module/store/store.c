// SPDX-License-Identifier: GPL-2.0-only
/* The memory of the module. Sized at load, it never grows. */
#include <linux/lockdep.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/timekeeping.h>
#include <linux/topology.h>
#include <linux/vmalloc.h>

#include "lock.h"
#include "store/snapshot.h"
#include "store/store.h"

DEFINE_PER_CPU(struct af_cpu, af_cpu);
struct af_store af_store;

static size_t store_events_bytes(void)
{
	return af_store.events * sizeof(struct af_event);
}

static size_t store_hits_bytes(void)
{
	return af_sigtable_slots(&af_store.table) * sizeof(struct af_hit);
}

/* One known stack, and in front of it the last failure with it. */
static size_t store_known_bytes(void)
{
	return af_known_bytes(af_store.table.depth) + sizeof(struct af_latest);
}

/* The known stacks of one context. */
static size_t store_stacks_bytes(void)
{
	return AF_KNOWN_STACKS * store_known_bytes();
}

static size_t store_cpu_bytes(void)
{
	return AF_NR_CONTEXTS * sizeof(struct af_own) + store_events_bytes() +
	       store_hits_bytes() + AF_NR_CONTEXTS * store_stacks_bytes() +
	       af_cgroup_counts_bytes(af_store.cgroups.capacity);
}

static size_t store_table_bytes(void)
{
	const struct af_sigtable *table = &af_store.table;

	return af_sigtable_bytes(table->capacity, table->depth, table->owners);
}

/* Of the one vmalloc that all CPUs share: signatures, memory cgroups, names. */
static size_t store_shared_bytes(void)
{
	return store_table_bytes() +
	       af_cgtable_bytes(af_store.cgroups.capacity) +
	       af_names_bytes(af_store.names_kib);
}

static void store_free_cpus(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		vfree(per_cpu(af_cpu, cpu).own);
		per_cpu(af_cpu, cpu).own = NULL;
	}
}

/*
 * Over zeroed memory. Each CPU has a private record for each context that can nest
 * on it. What is a cache line or a part of one comes first: none of it lies across
 * two.
 */
static void store_lay_out(struct af_cpu *this, unsigned int cpu)
{
	void *memory = this->own + AF_NR_CONTEXTS;
	unsigned int context;

	this->cgroups = memory;
	this->cgroups->id = AF_NO_CGROUP;
	memory += af_cgroup_counts_bytes(af_store.cgroups.capacity);
	this->hits = memory;
	memory += store_hits_bytes();
	for (context = 0; context < AF_NR_CONTEXTS; context++) {
		this->own[context].record = cpu * AF_NR_CONTEXTS + context;
		this->own[context].stacks = (struct af_known_stacks){
			.latest = memory + sizeof(struct af_latest),
			.memory = memory + sizeof(struct af_latest),
			.bytes = store_known_bytes(),
		};
		memory += store_stacks_bytes();
	}
	this->events = memory;
}

/* More than the 32 KiB of a per-CPU allocation: a vmalloc each, on its node. */
static int store_alloc_cpu(unsigned int cpu)
{
	struct af_cpu *this = per_cpu_ptr(&af_cpu, cpu);

	this->own = vzalloc_node(store_cpu_bytes(), cpu_to_node(cpu));
	if (!this->own)
		return -ENOMEM;
	store_lay_out(this, cpu);
	return 0;
}

static int store_alloc_cpus(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		if (store_alloc_cpu(cpu)) {
			store_free_cpus();
			return -ENOMEM;
		}
	}
	return 0;
}

/* Over zeroed memory. */
static void store_init_tables(u32 signatures, u32 depth, u32 owners)
{
	void *memory = af_store.table_memory;

	af_sigtable_init(&af_store.table, memory, signatures, depth, owners);
	memory += store_table_bytes();
	af_store.cgroups.keys = memory;
	memory += af_cgtable_bytes(af_store.cgroups.capacity);
	af_names_init(&af_store.names, memory, af_store.names_kib);
}

/**
 * af_store_init() - get the memory
 * @signatures: capacity of the table
 * @depth: frames a signature at most
 * @events: events kept a CPU
 * @names_kib: KiB for names of modules that have gone
 * @cgroups: capacity of the table of memory cgroups
 *
 * Context: Process, before the hook is attached; sleeps.
 * Return: 0 or -ENOMEM.
 */
int af_store_init(u32 signatures, u32 depth, u32 events, u32 names_kib,
		  u32 cgroups)
{
	u32 owners = nr_cpu_ids * AF_NR_CONTEXTS;
	int err;

	af_store.table_memory =
		vzalloc(af_sigtable_bytes(signatures, depth, owners) +
			af_cgtable_bytes(cgroups) + af_names_bytes(names_kib));
	if (!af_store.table_memory)
		return -ENOMEM;
	af_store.cgroups.capacity = cgroups;
	af_store.names_kib = names_kib;
	store_init_tables(signatures, depth, owners);

	af_store.events = events;
	err = store_alloc_cpus();
	if (err) {
		vfree(af_store.table_memory);
		return err;
	}
	af_store.since_ns = ktime_get_boottime_ns();
	return 0;
}

/**
 * af_store_free() - give the memory back
 *
 * Context: Process, after the hook is detached and the files are gone.
 */
void af_store_free(void)
{
	store_free_cpus();
	vfree(af_store.table_memory);
}

/* What each context remembers of signatures is forgotten with them. */
static void store_clear_cpus(void)
{
	unsigned int cpu;
	struct af_cpu *this;

	for_each_possible_cpu(cpu) {
		this = per_cpu_ptr(&af_cpu, cpu);
		memset(this->counters, 0, sizeof(this->counters));
		this->tickets = 0;
		memset(this->own, 0, store_cpu_bytes());
		store_lay_out(this, cpu);
	}
}

/**
 * af_store_reset() - start again from zero, while failures go on
 *
 * The lock keeps the readers out, and paused keeps the writers out. The grace
 * period waits for every section with preemption off: after it no recording is
 * under way on any CPU, and none begins.
 *
 * Context: Process, under af_control_lock; sleeps.
 */
void af_store_reset(void)
{
	struct af_sigtable *table = &af_store.table;

	lockdep_assert_held(&af_control_lock);
	WRITE_ONCE(af_store.paused, true);
	synchronize_rcu();

	store_clear_cpus();
	af_snapshot_reset();
	memset(af_store.table_memory, 0, store_shared_bytes());
	store_init_tables(table->capacity, table->depth, table->owners);
	af_store.since_ns = ktime_get_boottime_ns();

	/* Pairs with the acquire in af_record_at(): it sees all of the above. */
	smp_store_release(&af_store.paused, false);
}

/**
 * af_store_sum_counters() - the counters of all CPUs, those off line too
 * @total: where to put the sums
 *
 * Context: Process, under af_control_lock.
 */
void af_store_sum_counters(u64 total[AF_NR_COUNTERS])
{
	unsigned int cpu;

	lockdep_assert_held(&af_control_lock);
	memset(total, 0, AF_NR_COUNTERS * sizeof(total[0]));
	for_each_possible_cpu(cpu)
		af_counters_add(total, per_cpu(af_cpu, cpu).counters);
}

/**
 * af_store_sum_hits() - the hits of one signature over all CPUs
 * @slot: of the signature
 *
 * Context: Process, under af_control_lock.
 * Return: The sum of the counts, the latest time, the longest streak.
 */
struct af_hits af_store_sum_hits(u32 slot)
{
	struct af_hits sum = {};
	unsigned int cpu;

	lockdep_assert_held(&af_control_lock);
	for_each_possible_cpu(cpu)
		af_hits_add(&sum, &per_cpu(af_cpu, cpu).hits[slot]);
	return sum;
}

/**
 * af_store_sum_cgroup() - the hits of one memory cgroup over all CPUs
 * @place: in the table of them
 *
 * Context: Process, under af_control_lock.
 * Return: The sums of the counts, the latest time.
 */
struct af_cgroup_hits af_store_sum_cgroup(u32 place)
{
	struct af_cgroup_hits sum = {};
	unsigned int cpu;

	lockdep_assert_held(&af_control_lock);
	for_each_possible_cpu(cpu)
		af_cgroup_hits_add(&sum,
				   &per_cpu(af_cpu, cpu).cgroups->all[place]);
	return sum;
}

/**
 * af_store_memory() - memory that the store holds
 *
 * Context: Process.
 * Return: Bytes, as vmalloc rounds them.
 */
size_t af_store_memory(void)
{
	size_t per_cpu = PAGE_ALIGN(store_cpu_bytes()) + sizeof(struct af_cpu);

	return PAGE_ALIGN(store_shared_bytes()) + per_cpu * num_possible_cpus();
}
