// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of memory cgroups against a plain list; and many CPUs at once, each a
 * thread, whose counts must add up exactly. Built with TSan too.
 */
#include <pthread.h>
#include <sched.h>

#include "unit.h"

/* Of the calling thread. */
static __thread u64 yield_seed;

/* Others get ahead at the one moment when a race can be lost. */
static u64 racing_cmpxchg64(u64 *word, u64 old, u64 new)
{
	if (unit_below(&yield_seed, 2))
		sched_yield();
	return cmpxchg64(word, old, new);
}

/* The table itself, with the above in place of the shim's. */
#define cmpxchg64 racing_cmpxchg64
#include "store/cgroups.c"
#undef cmpxchg64

#define CPUS 4
#define MOST 4096

struct fixture {
	struct af_cgtable table;
	struct af_cgroup_counts *cpus[CPUS];
	u64 dropped[CPUS];
};

/* Exactly the bytes asked for, so that ASan sees one more. */
static void setup(struct fixture *f, u32 capacity)
{
	unsigned int cpu;

	*f = (struct fixture){ .table.capacity = capacity };
	f->table.keys = calloc(1, af_cgtable_bytes(capacity));
	assert_non_null(f->table.keys);
	for (cpu = 0; cpu < CPUS; cpu++) {
		f->cpus[cpu] = calloc(1, af_cgroup_counts_bytes(capacity));
		assert_non_null(f->cpus[cpu]);
		f->cpus[cpu]->id = AF_NO_CGROUP;
	}
}

static void teardown(struct fixture *f)
{
	unsigned int cpu;

	for (cpu = 0; cpu < CPUS; cpu++)
		free(f->cpus[cpu]);
	free(f->table.keys);
}

static void hit(struct fixture *f, unsigned int cpu, u64 id,
		const struct af_failure *failure, u64 now)
{
	struct af_cgroup_hits *hits =
		af_cgroup_hits(&f->table, f->cpus[cpu], id);

	if (hits)
		af_cgroup_hit(hits, failure, now);
	else
		f->dropped[cpu]++;
}

/* The place of a group, the capacity if it has none. */
static u32 place_of(const struct fixture *f, u64 id)
{
	u32 place;

	for (place = 0; place < f->table.capacity; place++)
		if (READ_ONCE(f->table.keys[place]) == id + 1)
			break;
	return place;
}

static struct af_cgroup_hits sum_of(const struct fixture *f, u64 id)
{
	struct af_cgroup_hits sum = { 0 };
	u32 place = place_of(f, id);
	unsigned int cpu;

	for (cpu = 0; cpu < CPUS && place < f->table.capacity; cpu++)
		af_cgroup_hits_add(&sum, &f->cpus[cpu]->all[place]);
	return sum;
}

static u64 dropped(const struct fixture *f)
{
	u64 sum = 0;
	unsigned int cpu;

	for (cpu = 0; cpu < CPUS; cpu++)
		sum += f->dropped[cpu];
	return sum;
}

static void test_kinds(void **state)
{
	const struct af_failure refused = { .class = AF_CLASS_OPPORTUNISTIC,
					    .cause = AF_CAUSE_CGROUP };
	const struct af_failure blocking = { .class = AF_CLASS_BLOCKING,
					     .cause = AF_CAUSE_WATERMARK };
	struct af_cgroup_hits sum;
	struct fixture f;

	setup(&f, 16);
	hit(&f, 0, 42, &refused, 1000);
	hit(&f, 0, 42, &blocking, 3000);
	hit(&f, 1, 42, &blocking, 2000);
	hit(&f, 1, 43, &blocking, 4000);
	sum = sum_of(&f, 42);
	assert_int_equal(sum.class[AF_CLASS_OPPORTUNISTIC], 1);
	assert_int_equal(sum.class[AF_CLASS_ATOMIC], 0);
	assert_int_equal(sum.class[AF_CLASS_BLOCKING], 2);
	assert_int_equal(sum.refused, 1);
	assert_int_equal(sum.last_ns, 3000);
	assert_int_equal(af_cgroup_hits_count(&sum), 3);
	sum = sum_of(&f, 43);
	assert_int_equal(af_cgroup_hits_count(&sum), 1);
	assert_int_equal(af_cgtable_used(&f.table), 2);
	assert_int_equal(dropped(&f), 0);
	teardown(&f);
}

/* 0 is a key like another: failures without a group. So is the highest id. */
static void test_any_id(void **state)
{
	const struct af_failure failure = { 0 };
	const u64 ids[] = { 0, 1, UINT32_MAX, UINT64_MAX - 1 };
	struct af_cgroup_hits sum;
	struct fixture f;
	size_t i;

	setup(&f, 16);
	for (i = 0; i < ARRAY_SIZE(ids); i++)
		hit(&f, 0, ids[i], &failure, 1);
	for (i = 0; i < ARRAY_SIZE(ids); i++) {
		sum = sum_of(&f, ids[i]);
		assert_int_equal(af_cgroup_hits_count(&sum), 1);
	}
	teardown(&f);
}

/* One more than there are places: it is dropped, each time, and nothing else is. */
static void check_overflow(u32 capacity)
{
	const struct af_failure failure = { 0 };
	struct af_cgroup_hits sum;
	struct fixture f;
	u64 id;
	u32 i;

	setup(&f, capacity);
	for (id = 1000; id < 1000 + capacity; id++)
		hit(&f, 0, id, &failure, 1);
	assert_int_equal(af_cgtable_used(&f.table), capacity);
	assert_int_equal(dropped(&f), 0);
	for (i = 0; i < 3; i++) {
		hit(&f, 1, 7, &failure, 2);
		hit(&f, 2, 1000 + i, &failure, 3);
		hit(&f, 2, 8, &failure, 4);
	}
	assert_int_equal(dropped(&f), 6);
	assert_int_equal(place_of(&f, 7), capacity);
	for (id = 1000; id < 1000 + capacity; id++) {
		sum = sum_of(&f, id);
		assert_int_equal(af_cgroup_hits_count(&sum), id < 1003 ? 2 : 1);
	}
	teardown(&f);
}

static void test_overflow(void **state)
{
	check_overflow(16);
	check_overflow(257);
	check_overflow(MOST);
}

/* Random failures, and a plain list of counts. */
static void test_against_list(void **state)
{
	static u64 counts[64][AF_NR_CLASSES], refused[64];
	struct choices choices = unit_choices();
	struct af_failure failure;
	struct af_cgroup_hits sum;
	struct fixture f;
	unsigned int i, id, kind;

	setup(&f, 64);
	for (i = 0; i < 20000; i++) {
		id = choose_below(&choices, 64);
		failure = (struct af_failure){
			.class = choose_below(&choices, AF_NR_CLASSES),
			.cause = choose_below(&choices, AF_NR_CAUSES),
		};
		counts[id][failure.class]++;
		refused[id] += failure.cause == AF_CAUSE_CGROUP;
		hit(&f, choose_below(&choices, CPUS), id, &failure, i);
	}
	for (id = 0; id < 64; id++) {
		sum = sum_of(&f, id);
		for (kind = 0; kind < AF_NR_CLASSES; kind++)
			assert_int_equal(sum.class[kind], counts[id][kind]);
		assert_int_equal(sum.refused, refused[id]);
	}
	assert_int_equal(dropped(&f), 0);
	teardown(&f);
}

struct writer {
	struct fixture *f;
	pthread_barrier_t *barrier;
	unsigned int cpu;
	unsigned int ids; /* as many different ones */
	u32 made;
	pthread_t thread;
};

static void *write_all(void *argument)
{
	struct writer *writer = argument;
	const struct af_failure failure = { .cause = AF_CAUSE_CGROUP };
	u64 seed = unit_seed() + writer->cpu;
	u32 i;

	yield_seed = seed << 32;
	pthread_barrier_wait(writer->barrier);
	for (i = 0; i < writer->made; i++)
		hit(writer->f, writer->cpu, unit_below(&seed, writer->ids),
		    &failure, i);
	return NULL;
}

/* Sums as a file has them, while it goes on: never more than there will be. */
static u64 counted(const struct fixture *f, unsigned int ids)
{
	struct af_cgroup_hits sum;
	u64 count = 0, id;

	for (id = 0; id < ids; id++) {
		sum = sum_of(f, id);
		count += af_cgroup_hits_count(&sum);
	}
	return count;
}

static void check_race(u32 capacity, unsigned int ids, u32 made)
{
	struct writer writers[CPUS];
	pthread_barrier_t barrier;
	struct fixture f;
	unsigned int i;
	u64 id;

	setup(&f, capacity);
	pthread_barrier_init(&barrier, NULL, CPUS + 1);
	for (i = 0; i < CPUS; i++) {
		writers[i] = (struct writer){ &f, &barrier, i, ids, made, 0 };
		assert_int_equal(pthread_create(&writers[i].thread, NULL,
						write_all, &writers[i]),
				 0);
	}
	pthread_barrier_wait(&barrier);
	for (i = 0; i < 10; i++)
		assert_true(counted(&f, ids) <= (u64)CPUS * made);
	for (i = 0; i < CPUS; i++)
		pthread_join(writers[i].thread, NULL);
	pthread_barrier_destroy(&barrier);
	assert_int_equal(counted(&f, ids) + dropped(&f), (u64)CPUS * made);
	assert_int_equal(af_cgtable_used(&f.table),
			 ids < capacity ? ids : capacity);
	assert_true(ids > capacity || !dropped(&f));
	/* Two that brought the same group at once have one place. */
	for (i = 0; i < capacity; i++) {
		id = f.table.keys[i] - 1;
		assert_true(!f.table.keys[i] || place_of(&f, id) == i);
	}
	teardown(&f);
}

static void test_race(void **state)
{
	unsigned int round;

	for (round = 0; round < 50; round++) {
		check_race(16, 16, 200);
		check_race(16, 40, 200);
	}
	check_race(256, 200, 20000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_any_id),
		cmocka_unit_test(test_overflow),
		cmocka_unit_test(test_against_list),
		cmocka_unit_test(test_race),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
