// SPDX-License-Identifier: GPL-2.0-only
/* The table of signatures against a plain list, by one thread. */
#include "unit.h"
#include "store/signatures.h"

#define MAX_DEPTH 64
#define MAX_OWNERS 8

/* The table, and what a test wants of its keys' hashes. */
struct fixture {
	struct af_sigtable table;
	u8 *memory;
	size_t bytes;
	u32 own[MAX_OWNERS];
	u64 hash_and, hash_or;
};

static void empty(struct fixture *f, u32 capacity, u32 depth, u32 owners)
{
	u32 i;

	memset(f->memory, 0, f->bytes);
	af_sigtable_init(&f->table, f->memory, capacity, depth, owners);
	for (i = 0; i < owners; i++)
		f->own[i] = i;
}

/* Exactly the bytes asked for, so that ASan sees one more. */
static void setup(struct fixture *f, u32 capacity, u32 depth, u32 owners)
{
	void *memory = NULL;

	assert_true(depth <= MAX_DEPTH);
	assert_true(owners <= MAX_OWNERS);
	f->bytes = af_sigtable_bytes(capacity, depth, owners);
	assert_int_equal(posix_memalign(&memory, SMP_CACHE_BYTES, f->bytes), 0);
	f->memory = memory;
	f->hash_and = UINT64_MAX;
	f->hash_or = 0;
	empty(f, capacity, depth, owners);
}

static void teardown(struct fixture *f)
{
	free(f->memory);
}

struct key {
	struct af_failure failure;
	u32 nr_frames;
	u64 frames[MAX_DEPTH];
};

static bool same_failure(const struct af_failure *a, const struct af_failure *b)
{
	return a->order == b->order && a->gfp == b->gfp && a->zone == b->zone &&
	       a->context == b->context && a->class == b->class &&
	       a->cause == b->cause && a->nowarn == b->nowarn &&
	       a->memalloc == b->memalloc && a->stack == b->stack;
}

static bool equal_keys(const struct key *a, const struct key *b)
{
	return a->nr_frames == b->nr_frames &&
	       same_failure(&a->failure, &b->failure) &&
	       !memcmp(a->frames, b->frames, a->nr_frames * sizeof(u64));
}

/* Any hash is legal, so few of them, or one, stand for an unlucky day. */
static u32 insert(struct fixture *f, u32 owner, const struct key *key)
{
	struct af_signature *sig = af_sigtable_slot(&f->table, f->own[owner]);

	memcpy(sig->key + AF_KEY_HEAD, key->frames,
	       key->nr_frames * sizeof(u64));
	af_signature_set(sig, &key->failure, key->nr_frames);
	sig->hash = (sig->hash & f->hash_and) | f->hash_or;
	return af_sigtable_insert(&f->table, &f->own[owner]);
}

/* Different for every number, at any depth. */
static struct key numbered_key(u32 number, u32 depth)
{
	struct key key = { .failure = { .order = number % 11 } };
	u64 seed = number;
	u32 i;

	key.nr_frames = 1 + number % depth;
	key.frames[0] = 0xffffffff81000000ULL + number;
	for (i = 1; i < key.nr_frames; i++)
		key.frames[i] = unit_random(&seed);
	return key;
}

/* Few distinct ones if variety is small, hardly two alike if it is large. */
static struct key random_key(u64 *seed, u32 variety, u32 depth)
{
	struct key key = {
		.failure = {
			.order = unit_below(seed, variety),
			.gfp = unit_below(seed, variety),
			.zone = unit_below(seed, 5),
			.context = unit_below(seed, AF_NR_CONTEXTS),
			.class = unit_below(seed, AF_NR_CLASSES),
			.nowarn = unit_below(seed, 2),
			.memalloc = unit_below(seed, 2),
		},
		.nr_frames = unit_below(seed, min_t(u32, variety, depth) + 1),
	};
	u32 i;

	if (variety == 1)
		key.failure = (struct af_failure){ .order = 1 };
	for (i = 0; i < key.nr_frames; i++)
		key.frames[i] = unit_below(seed, variety);
	return key;
}

/* What the table must behave like. */
struct entry {
	struct key key;
	u32 slot;
	u8 *record; /* its bytes when it was published */
};

struct model {
	u32 nr;
	struct entry *entries;
};

static u32 model_find(const struct model *model, const struct key *key)
{
	u32 i;

	for (i = 0; i < model->nr; i++)
		if (equal_keys(&model->entries[i].key, key))
			return model->entries[i].slot;
	return AF_NO_SLOT;
}

static void model_add(struct model *model, const struct fixture *f,
		      const struct key *key, u32 slot)
{
	u8 *record = malloc(f->table.stride);

	assert_non_null(record);
	memcpy(record, af_sigtable_slot(&f->table, slot), f->table.stride);
	model->entries[model->nr].key = *key;
	model->entries[model->nr].slot = slot;
	model->entries[model->nr++].record = record;
}

static void model_init(struct model *model, u32 capacity)
{
	model->nr = 0;
	model->entries = calloc(capacity, sizeof(*model->entries));
	assert_non_null(model->entries);
}

static void model_free(struct model *model)
{
	while (model->nr)
		free(model->entries[--model->nr].record);
	free(model->entries);
}

/* A repeat, and what no longer fits, leave the table and the record alone. */
static void step(struct fixture *f, struct model *model, u32 owner,
		 const struct key *key)
{
	u32 known = model_find(model, key), before = f->own[owner];
	u32 slot = insert(f, owner, key);

	if (known != AF_NO_SLOT || model->nr == f->table.capacity) {
		assert_int_equal(slot, known);
		assert_int_equal(f->own[owner], before);
	} else {
		assert_int_equal(slot, before);
		assert_int_not_equal(f->own[owner], before);
		model_add(model, f, key, slot);
	}
	assert_true(f->own[owner] < af_sigtable_slots(&f->table));
	assert_null(af_sigtable_get(&f->table, f->own[owner]));
	assert_int_equal(af_sigtable_used(&f->table), model->nr);
}

static void check_entry(const struct fixture *f, const struct model *model,
			u32 i)
{
	const struct key *key = &model->entries[i].key;
	const struct af_signature *sig =
		af_sigtable_get(&f->table, model->entries[i].slot);
	struct af_failure failure;

	assert_non_null(sig);
	assert_memory_equal(sig, model->entries[i].record, f->table.stride);
	af_signature_get(sig, &failure);
	assert_true(same_failure(&failure, &key->failure));
	assert_int_equal(sig->nr_frames, key->nr_frames);
	assert_memory_equal(sig->key + AF_KEY_HEAD, key->frames,
			    key->nr_frames * sizeof(u64));
}

static u32 count_published(const struct fixture *f)
{
	u32 slot, nr = 0;

	for (slot = 0; slot < af_sigtable_slots(&f->table); slot++)
		nr += !!af_sigtable_get(&f->table, slot);
	return nr;
}

/* The model's entries stand in the table as they were published, no others. */
static void check_table(const struct fixture *f, const struct model *model)
{
	u32 i;

	assert_int_equal(count_published(f), model->nr);
	for (i = 0; i < model->nr; i++)
		check_entry(f, model, i);
}

static void run_model(struct fixture *f, u32 variety, u32 steps)
{
	u64 seed = unit_seed();
	struct model model;
	struct key key;

	model_init(&model, f->table.capacity);
	while (steps--) {
		key = random_key(&seed, variety, f->table.depth);
		step(f, &model, unit_below(&seed, f->table.owners), &key);
	}
	check_table(f, &model);
	model_free(&model);
}

static void run_models(u64 hash_and, u64 hash_or)
{
	static const u32 capacities[] = { 1, 2, 16, 17, 1000 };
	static const u32 depths[] = { 1, 3, MAX_DEPTH };
	static const u32 varieties[] = { 1, 2, 3, 1000 };
	size_t c, d, v;
	struct fixture f;

	for (c = 0; c < ARRAY_SIZE(capacities); c++)
		for (d = 0; d < ARRAY_SIZE(depths); d++)
			for (v = 0; v < ARRAY_SIZE(varieties); v++) {
				setup(&f, capacities[c], depths[d], 1 + v * 2);
				f.hash_and = hash_and;
				f.hash_or = hash_or;
				run_model(&f, varieties[v],
					  100 + capacities[c] * 3 / 2);
				teardown(&f);
			}
}

static void test_model(void **state)
{
	run_models(UINT64_MAX, 0);
}

static void test_model_few_hashes(void **state)
{
	run_models(3, 0);
}

/* All at the last bucket, so that the search goes on at the first. */
static void test_model_one_hash(void **state)
{
	run_models(0, UINT64_MAX);
}

/* Distinct keys: as many as the capacity get in, each to a slot of its own. */
static void fill(struct fixture *f, u32 *slots)
{
	const u32 capacity = f->table.capacity;
	u8 *taken = calloc(af_sigtable_slots(&f->table), 1);
	struct key key;
	u32 i;

	assert_non_null(taken);
	for (i = 0; i < capacity; i++) {
		key = numbered_key(i, f->table.depth);
		slots[i] = insert(f, i % f->table.owners, &key);
		assert_true(slots[i] < af_sigtable_slots(&f->table));
		assert_false(taken[slots[i]]++);
		assert_int_equal(af_sigtable_used(&f->table), i + 1);
	}
	free(taken);
}

static void check_full(struct fixture *f, const u32 *slots)
{
	const u32 capacity = f->table.capacity;
	struct key key;
	u32 i;

	for (i = 0; i < capacity + 20; i++) {
		key = numbered_key(i, f->table.depth);
		assert_int_equal(insert(f, i % f->table.owners, &key),
				 i < capacity ? slots[i] : AF_NO_SLOT);
	}
	assert_int_equal(af_sigtable_used(&f->table), capacity);
	assert_int_equal(count_published(f), capacity);
	for (i = 0; i < f->table.owners; i++)
		assert_null(af_sigtable_get(&f->table, f->own[i]));
}

static void fill_and_check(u32 capacity, u32 depth, u32 owners)
{
	u32 *slots = calloc(capacity, sizeof(*slots));
	struct fixture f;

	assert_non_null(slots);
	setup(&f, capacity, depth, owners);
	fill(&f, slots);
	check_full(&f, slots);
	free(slots);
	teardown(&f);
}

static void test_full(void **state)
{
	static const u32 capacities[] = { 1, 2, 3, 16, 17, 1000, 65536 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(capacities); i++) {
		fill_and_check(capacities[i], 1, 1);
		fill_and_check(capacities[i], MAX_DEPTH, MAX_OWNERS);
	}
}

static void test_init_empties(void **state)
{
	u32 slots[100], slot;
	struct fixture f;
	int round;

	setup(&f, ARRAY_SIZE(slots), 4, 3);
	for (round = 0; round < 3; round++) {
		fill(&f, slots);
		empty(&f, ARRAY_SIZE(slots), 4, 3);
		assert_int_equal(af_sigtable_used(&f.table), 0);
		for (slot = 0; slot < af_sigtable_slots(&f.table); slot++)
			assert_null(af_sigtable_get(&f.table, slot));
	}
	teardown(&f);
}

/* One hash for all: only the comparison of the keys can tell them apart. */
static void test_every_field_counts(void **state)
{
	const struct key base = { .nr_frames = 2, .frames = { 7, 8 } };
	struct key keys[14];
	struct fixture f;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(keys); i++)
		keys[i] = base;
	keys[1].failure.order = 1;
	keys[2].failure.gfp = 1;
	keys[3].failure.zone = 1;
	keys[4].failure.context = 1;
	keys[5].failure.class = 1;
	keys[6].failure.nowarn = true;
	keys[7].failure.memalloc = true;
	keys[8].frames[0] = 9;
	keys[9].frames[1] = 9;
	keys[10].nr_frames = 1;
	keys[11].nr_frames = 3;
	keys[12].failure.cause = 1;
	keys[13].failure.stack = true;

	setup(&f, ARRAY_SIZE(keys), 3, 1);
	f.hash_and = 0;
	for (i = 0; i < ARRAY_SIZE(keys); i++)
		insert(&f, 0, &keys[i]);
	assert_int_equal(af_sigtable_used(&f.table), ARRAY_SIZE(keys));
	for (i = 0; i < ARRAY_SIZE(keys); i++)
		assert_int_not_equal(insert(&f, 0, &keys[i]), AF_NO_SLOT);
	teardown(&f);
}

/* What the record had after its frames before is no part of the key. */
static void test_leftovers_ignored(void **state)
{
	struct key key = numbered_key(1, 1);
	struct af_signature *sig;
	struct fixture f;
	u32 owner, slot;

	setup(&f, 16, 8, 4);
	slot = insert(&f, 0, &key);
	for (owner = 0; owner < 4; owner++) {
		sig = af_sigtable_slot(&f.table, f.own[owner]);
		memset(sig->key, 0x11 * (owner + 1), 10 * sizeof(u64));
		assert_int_equal(insert(&f, owner, &key), slot);
	}
	teardown(&f);
}

/* Records are apart, each on cache lines of its own, the buckets behind. */
static void check_layout(u32 capacity, u32 depth, u32 owners)
{
	struct fixture f;
	u8 *record, *end;
	u32 slot;

	setup(&f, capacity, depth, owners);
	end = f.memory;
	for (slot = 0; slot < af_sigtable_slots(&f.table); slot++) {
		record = (u8 *)af_sigtable_slot(&f.table, slot);
		assert_int_equal((uintptr_t)record % SMP_CACHE_BYTES, 0);
		assert_true(record >= end);
		end = record + offsetof(struct af_signature, key) +
		      (AF_KEY_HEAD + depth) * sizeof(u64);
		memset(record, 0xff, end - record);
	}
	assert_int_equal(slot, owners + capacity);
	assert_true((u8 *)f.table.buckets >= end);
	assert_true(f.table.mask + 1 >= 2 * capacity);
	assert_int_equal((f.table.mask + 1) & f.table.mask, 0);
	assert_ptr_equal(f.table.buckets + f.table.mask + 1,
			 f.memory + f.bytes);
	teardown(&f);
}

static void test_layout(void **state)
{
	static const u32 capacities[] = { 1, 2, 16, 17, 1000, 65536 };
	u32 depth;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(capacities); i++)
		for (depth = 1; depth <= MAX_DEPTH; depth *= 4)
			check_layout(capacities[i], depth, 1 + depth % 8);
}

/* More than 4 GiB: nothing may be computed in 32 bits. */
static void test_bytes_large(void **state)
{
	const u32 capacity = 1U << 24;
	const u64 frames = (u64)capacity * MAX_DEPTH * sizeof(u64);

	assert_true(af_sigtable_bytes(capacity, MAX_DEPTH, 1) > frames);
}

static void check_round_trip(const struct af_failure *failure)
{
	const u32 nr_frames = 3;
	struct af_signature *sig;
	struct af_failure back;

	sig = calloc(1, sizeof(*sig) + (AF_KEY_HEAD + nr_frames) * sizeof(u64));
	assert_non_null(sig);
	memset(&back, 0xff, sizeof(back));
	af_signature_set(sig, failure, nr_frames);
	af_signature_get(sig, &back);
	assert_true(same_failure(&back, failure));
	assert_int_equal(sig->nr_frames, nr_frames);
	free(sig);
}

static void test_round_trip(void **state)
{
	u64 seed = unit_seed();
	struct af_failure failure;
	int round;

	for (round = 0; round < 10000; round++) {
		failure = (struct af_failure){
			.order = unit_random(&seed),
			.gfp = unit_random(&seed),
			.zone = unit_below(&seed, 5),
			.context = unit_below(&seed, AF_NR_CONTEXTS),
			.class = unit_below(&seed, AF_NR_CLASSES),
			.cause = unit_below(&seed, AF_NR_CAUSES),
			.nowarn = unit_below(&seed, 2),
			.memalloc = unit_below(&seed, 2),
			.stack = unit_below(&seed, 2),
		};
		check_round_trip(&failure);
	}
}

/* All bits of one field at a time, then of all. */
static void test_round_trip_extremes(void **state)
{
	static const struct af_failure failures[] = {
		{ .order = 0 },
		{ .order = UINT32_MAX },
		{ .gfp = UINT32_MAX },
		{ .gfp = 1U << 31 },
		{ .context = UINT8_MAX },
		{ .class = UINT8_MAX },
		{ .cause = UINT8_MAX },
		{ .stack = true },
		{ .nowarn = true },
		{ .memalloc = true },
		{ .zone = 127 },
		{ .zone = 128 },
		{ .zone = UINT8_MAX },
		{ UINT32_MAX, UINT32_MAX, UINT8_MAX, UINT8_MAX, UINT8_MAX,
		  UINT8_MAX, true, true, true, 0 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(failures); i++)
		check_round_trip(&failures[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_model),
		cmocka_unit_test(test_model_few_hashes),
		cmocka_unit_test(test_model_one_hash),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_init_empties),
		cmocka_unit_test(test_every_field_counts),
		cmocka_unit_test(test_leftovers_ignored),
		cmocka_unit_test(test_layout),
		cmocka_unit_test(test_bytes_large),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_round_trip_extremes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
