// SPDX-License-Identifier: GPL-2.0-only
/* The memory of the module. Sized at load, it never grows. */
#include <linux/lockdep.h>
#include <linux/mm.h>
#include <linux/rcupdate.h>
#include <linux/timekeeping.h>
#include <linux/topology.h>
#include <linux/vmalloc.h>

#include "control.h"
#include "store/snapshot.h"
#include "store/store.h"

DEFINE_PER_CPU(struct af_cpu, af_cpu);
struct af_store af_store;

static size_t events_bytes(void)
{
	return af_store.events * sizeof(struct af_event);
}

static size_t hits_bytes(void)
{
	return af_sigtable_slots(&af_store.table) * sizeof(struct af_hit);
}

/* One context's. */
static size_t stacks_bytes(void)
{
	return AF_KNOWN_STACKS * af_known_bytes(af_store.table.depth);
}

static size_t cpu_bytes(void)
{
	return events_bytes() + hits_bytes() + AF_NR_CONTEXTS * stacks_bytes();
}

static size_t table_bytes(const struct af_sigtable *table)
{
	return af_sigtable_bytes(table->capacity, table->depth, table->owners);
}

/* Each CPU has a private record for each context that can nest on it. */
static void own_records(void)
{
	unsigned int cpu, context;

	for_each_possible_cpu(cpu)
		for (context = 0; context < AF_NR_CONTEXTS; context++)
			per_cpu(af_cpu, cpu).own[context].record =
				cpu * AF_NR_CONTEXTS + context;
}

static void free_cpus(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		vfree(per_cpu(af_cpu, cpu).memory);
		per_cpu(af_cpu, cpu).memory = NULL;
	}
}

/* Events first: each of them is a cache line. */
static void lay_out(struct af_cpu *this)
{
	void *stacks = this->memory + events_bytes() + hits_bytes();
	unsigned int context;

	this->events = this->memory;
	this->hits = this->memory + events_bytes();
	for (context = 0; context < AF_NR_CONTEXTS; context++)
		this->own[context].stacks = (struct af_known_stacks){
			.memory = stacks + context * stacks_bytes(),
			.bytes = af_known_bytes(af_store.table.depth),
		};
}

/* More than the 32 KiB of a per-CPU allocation: a vmalloc each, on its node. */
static int alloc_cpu(unsigned int cpu)
{
	struct af_cpu *this = per_cpu_ptr(&af_cpu, cpu);

	this->memory = vzalloc_node(cpu_bytes(), cpu_to_node(cpu));
	if (!this->memory)
		return -ENOMEM;
	lay_out(this);
	return 0;
}

static int alloc_cpus(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu) {
		if (alloc_cpu(cpu)) {
			free_cpus();
			return -ENOMEM;
		}
	}
	return 0;
}

/**
 * af_store_init - get the memory
 * @signatures: capacity of the table
 * @depth: frames a signature at most
 * @events: events kept a CPU
 *
 * Process context, before the hook is attached.
 *
 * Return: 0 or -ENOMEM
 */
int af_store_init(u32 signatures, u32 depth, u32 events)
{
	u32 owners = nr_cpu_ids * AF_NR_CONTEXTS;
	int err;

	af_store.table_memory =
		vzalloc(af_sigtable_bytes(signatures, depth, owners));
	if (!af_store.table_memory)
		return -ENOMEM;
	af_sigtable_init(&af_store.table, af_store.table_memory, signatures,
			 depth, owners);
	own_records();

	af_store.events = events;
	err = alloc_cpus();
	if (err) {
		vfree(af_store.table_memory);
		return err;
	}
	af_store.since_ns = ktime_get_boottime_ns();
	return 0;
}

/* Process context, after the hook is detached and the files are gone. */
void af_store_free(void)
{
	free_cpus();
	vfree(af_store.table_memory);
}

/* What a context knows of signatures goes with them. */
static void clear_cpus(void)
{
	unsigned int cpu;
	struct af_cpu *this;

	for_each_possible_cpu(cpu) {
		this = per_cpu_ptr(&af_cpu, cpu);
		memset(this->counters, 0, sizeof(this->counters));
		memset(this->own, 0, sizeof(this->own));
		memset(this->memory, 0, cpu_bytes());
		this->tickets = 0;
		lay_out(this);
	}
}

/**
 * af_store_reset - start again from zero, while failures go on
 *
 * Process context, under af_control_lock, which keeps the readers out; sleeps.
 * Writers are kept out by paused: after the grace period, which waits for
 * every section with preemption off, no recording is under way on any CPU and
 * none begins.
 */
void af_store_reset(void)
{
	struct af_sigtable *table = &af_store.table;

	lockdep_assert_held(&af_control_lock);
	WRITE_ONCE(af_store.paused, true);
	synchronize_rcu();

	clear_cpus();
	af_snapshot_reset();
	memset(af_store.table_memory, 0, table_bytes(table));
	af_sigtable_init(table, af_store.table_memory, table->capacity,
			 table->depth, table->owners);
	own_records();
	af_store.since_ns = ktime_get_boottime_ns();

	/* Pairs with the acquire in af_record(): it sees all of the above. */
	smp_store_release(&af_store.paused, false);
}

/*
 * The counters of all CPUs, those off line too. Process context, under
 * af_control_lock.
 */
void af_store_sum_counters(u64 total[AF_NR_COUNTERS])
{
	unsigned int cpu;

	lockdep_assert_held(&af_control_lock);
	memset(total, 0, AF_NR_COUNTERS * sizeof(total[0]));
	for_each_possible_cpu(cpu)
		af_counters_add(total, per_cpu(af_cpu, cpu).counters);
}

/*
 * One signature's count over all CPUs, the latest of its times and the longest
 * of its runs. Process context, under af_control_lock.
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

/* Bytes held, as vmalloc rounds them. Process context. */
size_t af_store_memory(void)
{
	size_t per_cpu = PAGE_ALIGN(cpu_bytes()) + sizeof(struct af_cpu);

	return PAGE_ALIGN(table_bytes(&af_store.table)) +
	       per_cpu * num_possible_cpus();
}
