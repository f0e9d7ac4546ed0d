// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names that outlive their module: texts and tokens, and what changes of frames do to
 * the table of signatures. Built with TSan too: writers compare while frames change.
 */
#include <pthread.h>
#include <sched.h>

#include "unit.h"
#include "store/names.h"
#include "store/signatures.h"

/* What a module's symbol can have at most, and more. */
#define TEXT_LEN 700

struct fixture {
	struct af_names names;
	void *memory;
};

/* Exactly the bytes asked for, so that ASan sees one more. */
static void setup(struct fixture *f, u32 kib)
{
	f->memory = calloc(1, af_names_bytes(kib));
	assert_non_null(f->memory);
	af_names_init(&f->names, f->memory, kib);
}

static void teardown(struct fixture *f)
{
	free(f->memory);
}

/* Of the place where modules lie. */
static u64 random_address(u64 *seed)
{
	return 0xffffffffc0000000ULL + unit_below(seed, 1 << 30);
}

static const char *numbered_text(char text[TEXT_LEN], u32 number, u32 length)
{
	int n = snprintf(text, TEXT_LEN, "%u+0x1/0x2 [", number);

	for (; n < (int)length; n++)
		text[n] = 'a' + (number + n) % 26;
	text[n] = '\0';
	return text;
}

static void test_address_is_no_token(void **state)
{
	u64 seed = unit_seed(), address;
	u32 i;

	for (i = 0; i < 1000; i++) {
		address = random_address(&seed);
		assert_false(af_frame_is_token(address));
		assert_false(af_frame_is_gone(address));
		assert_true(af_frame_address(address) == address);
	}
	assert_false(af_frame_is_token(0xffffffff81000000ULL));
	assert_false(af_frame_is_token(UINT64_MAX));
}

/* Each text has one token an address, whatever is kept before and after it. */
static void test_kept(void **state)
{
	char text[TEXT_LEN];
	u64 seed = unit_seed(), tokens[200], addresses[200];
	struct fixture f;
	u32 i, used;

	setup(&f, 64);
	for (i = 0; i < ARRAY_SIZE(tokens); i++) {
		addresses[i] = random_address(&seed);
		tokens[i] = af_name_keep(&f.names, addresses[i],
					 numbered_text(text, i, i));
	}
	used = f.names.used;
	for (i = 0; i < ARRAY_SIZE(tokens); i++) {
		numbered_text(text, i, i);
		assert_true(af_frame_is_token(tokens[i]));
		assert_false(af_frame_is_gone(tokens[i]));
		assert_string_equal(af_name_text(&f.names, tokens[i]), text);
		assert_true(af_frame_address(tokens[i]) == addresses[i]);
		assert_true(af_name_keep(&f.names, addresses[i], text) ==
			    tokens[i]);
	}
	assert_int_equal(f.names.used, used);
	teardown(&f);
}

/* The same name at another place is one text, and another frame. */
static void test_kept_once(void **state)
{
	struct fixture f;
	u64 a, b;

	setup(&f, 1);
	a = af_name_keep(&f.names, 0xffffffffc0001000ULL, "f+0x1/0x2 [m]");
	b = af_name_keep(&f.names, 0xffffffffc0002000ULL, "f+0x1/0x2 [m]");
	assert_true(a != b);
	assert_ptr_equal(af_name_text(&f.names, a), af_name_text(&f.names, b));
	assert_int_equal(f.names.used, AF_NAME_ALIGN);
	teardown(&f);
}

/* What no longer fits has no text; what is there already still fits. */
static void fill(u32 kib, u32 length)
{
	char text[TEXT_LEN];
	u32 i, fits = kib * 1024 / ALIGN(length + 1, AF_NAME_ALIGN);
	struct fixture f;
	u64 token;

	setup(&f, kib);
	for (i = 0; i < 2 * fits; i++) {
		token = af_name_keep(&f.names, i,
				     numbered_text(text, i, length));
		assert_true(af_frame_is_token(token));
		assert_int_equal(af_frame_is_gone(token), i >= fits);
		if (i < fits)
			assert_string_equal(af_name_text(&f.names, token),
					    text);
		else
			assert_null(af_name_text(&f.names, token));
	}
	for (i = 0; i < 2 * fits; i++) {
		token = af_name_keep(&f.names, i,
				     numbered_text(text, i, length));
		assert_int_equal(af_frame_is_gone(token), i >= fits);
	}
	assert_true(f.names.used <= f.names.bytes);
	teardown(&f);
}

static void test_full(void **state)
{
	static const u32 lengths[] = { 15, 16, 31, 100, TEXT_LEN - 1 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		fill(1, lengths[i]);
		fill(3, lengths[i]);
		fill(AF_NAMES_MAX_KIB, lengths[i]);
	}
}

/* A long one does not fit, a short one after it does. */
static void test_last_place(void **state)
{
	char text[TEXT_LEN];
	struct fixture f;
	u64 token;

	setup(&f, 1);
	numbered_text(text, 1, TEXT_LEN - 1);
	assert_false(af_frame_is_gone(af_name_keep(&f.names, 1, text)));
	numbered_text(text, 2, TEXT_LEN - 1);
	assert_true(af_frame_is_gone(af_name_keep(&f.names, 1, text)));
	token = af_name_keep(&f.names, 1, "f+0x1/0x2 [m]");
	assert_string_equal(af_name_text(&f.names, token), "f+0x1/0x2 [m]");
	teardown(&f);
}

static void test_without_a_name(void **state)
{
	const u64 address = 0xffffffffc0001000ULL;
	struct fixture f;
	u64 token;

	setup(&f, 1);
	token = af_name_keep(&f.names, address, NULL);
	assert_true(af_frame_is_token(token));
	assert_true(af_frame_is_gone(token));
	assert_null(af_name_text(&f.names, token));
	assert_true(af_frame_address(token) == address);
	assert_int_equal(f.names.used, 0);
	teardown(&f);
}

static void test_init_forgets(void **state)
{
	struct fixture f;

	setup(&f, 1);
	af_name_keep(&f.names, 1, "f+0x1/0x2 [m]");
	memset(f.memory, 0, af_names_bytes(1));
	af_names_init(&f.names, f.memory, 1);
	assert_int_equal(f.names.used, 0);
	af_name_keep(&f.names, 1, "g+0x1/0x2 [m]");
	assert_int_equal(f.names.used, AF_NAME_ALIGN);
	teardown(&f);
}

/* The same module at the same place is the same again; nothing else is. */
static void test_return(void **state)
{
	const u64 address = 0xffffffffc0001000ULL;
	struct fixture f;
	u64 token, gone;

	setup(&f, 1);
	token = af_name_keep(&f.names, address, "f+0x1/0x2 [m]");
	assert_true(af_name_return(&f.names, token, "f+0x1/0x2 [m]") ==
		    address);
	assert_true(af_name_return(&f.names, token, "f+0x1/0x3 [m]") == token);
	assert_true(af_name_return(&f.names, token, NULL) == token);

	/* Noted after its module had gone. */
	gone = af_name_return(&f.names, address, "g+0x1/0x2 [n]");
	assert_true(af_frame_is_gone(gone));
	assert_true(af_frame_address(gone) == address);
	assert_true(af_name_return(&f.names, gone, "f+0x1/0x2 [m]") == gone);
	teardown(&f);
}

/* --- and the table */

#define NR_OWNERS 4
#define CAPACITY 64
#define DEPTH 3
#define MODULES 8 /* keys with a frame in the module */

struct shared {
	struct af_sigtable table;
	void *memory;
	struct fixture f;
	pthread_barrier_t barrier;
	bool stop;
};

struct writer {
	struct shared *shared;
	pthread_t thread;
	u32 number;
	u32 own;
	u32 errors;
	u32 rounds; /* that it has gone through all keys */
};

/* A frame in the module, and others next to it that are in none. */
static u64 module_frame(u32 key, u32 next)
{
	return 0xffffffffc0001000ULL + key * 16 + next;
}

/* One hash for all, so that each is compared with all before it. */
static u32 insert(struct shared *shared, u32 *own, u32 key, u64 frame)
{
	struct af_signature *sig = af_sigtable_slot(&shared->table, *own);
	struct af_failure failure = { .order = key };

	sig->key[AF_KEY_HEAD] = 0xffffffff81000000ULL;
	sig->key[AF_KEY_HEAD + 1] = frame;
	sig->key[AF_KEY_HEAD + 2] = 0xffffffff81000000ULL + key;
	af_signature_set(sig, &failure, DEPTH);
	sig->hash = 0;
	return af_sigtable_insert(&shared->table, own);
}

static void setup_table(struct shared *shared)
{
	size_t bytes = af_sigtable_bytes(CAPACITY, DEPTH, NR_OWNERS);

	assert_int_equal(posix_memalign(&shared->memory, SMP_CACHE_BYTES,
					bytes),
			 0);
	memset(shared->memory, 0, bytes);
	af_sigtable_init(&shared->table, shared->memory, CAPACITY, DEPTH,
			 NR_OWNERS);
	setup(&shared->f, 1);
	shared->stop = false;
}

static void teardown_table(struct shared *shared)
{
	teardown(&shared->f);
	free(shared->memory);
}

static u64 frame_of(const struct shared *shared, u32 slot)
{
	return af_sigtable_slot(&shared->table, slot)->key[AF_KEY_HEAD + 1];
}

static void keep(struct shared *shared, u32 slot, const char *name)
{
	u64 token =
		af_name_keep(&shared->f.names, frame_of(shared, slot), name);

	af_signature_set_frame(af_sigtable_slot(&shared->table, slot), 1,
			       token);
}

static void bring_back(struct shared *shared, u32 slot, const char *name)
{
	u64 frame =
		af_name_return(&shared->f.names, frame_of(shared, slot), name);

	af_signature_set_frame(af_sigtable_slot(&shared->table, slot), 1,
			       frame);
}

/*
 * What another module's code does at the same address is another signature; that of
 * the same module, come again, is the same one.
 */
static void test_another_signature(void **state)
{
	struct shared shared;
	u32 own = 0, first, second;
	u64 frame = module_frame(1, 0);

	setup_table(&shared);
	first = insert(&shared, &own, 1, frame);
	assert_int_equal(insert(&shared, &own, 1, frame), first);

	keep(&shared, first, "f+0x1/0x2 [m]");
	bring_back(&shared, first, "g+0x1/0x2 [n]");
	second = insert(&shared, &own, 1, frame);
	assert_int_not_equal(second, first);
	assert_int_equal(insert(&shared, &own, 1, frame), second);

	keep(&shared, second, "g+0x1/0x2 [n]");
	bring_back(&shared, first, "f+0x1/0x2 [m]");
	bring_back(&shared, second, "f+0x1/0x2 [m]");
	assert_int_equal(insert(&shared, &own, 1, frame), first);
	assert_string_equal(af_name_text(&shared.f.names,
					 frame_of(&shared, second)),
			    "g+0x1/0x2 [n]");
	assert_int_equal(af_sigtable_used(&shared.table), 2);
	teardown_table(&shared);
}

/*
 * Each inserts the keys of the module, but for the frame in it: that is the next
 * address, one with bits of a token, or none of the module's at all.
 */
static void *write_all(void *arg)
{
	struct writer *writer = arg;
	struct shared *shared = writer->shared;
	u32 slots[MODULES], key, slot;
	const struct af_signature *sig;
	u64 frame;

	memset(slots, 0xff, sizeof(slots));
	pthread_barrier_wait(&shared->barrier);
	while (!__atomic_load_n(&shared->stop, __ATOMIC_RELAXED)) {
		for (key = 0; key < MODULES; key++) {
			frame = module_frame(key, 1 + writer->number);
			slot = insert(shared, &writer->own, key, frame);
			writer->errors += slot == AF_NO_SLOT;
			if (slot == AF_NO_SLOT)
				continue;
			writer->errors += slots[key] != AF_NO_SLOT &&
					  slots[key] != slot;
			slots[key] = slot;
			sig = af_sigtable_slot(&shared->table, slot);
			writer->errors += sig->key[AF_KEY_HEAD + 1] != frame;
		}
		__atomic_add_fetch(&writer->rounds, 1, __ATOMIC_RELAXED);
	}
	return NULL;
}

/* A processor that has other work may begin late with a writer. */
static bool all_have_gone_round(struct writer *writers)
{
	u32 i;

	for (i = 1; i < NR_OWNERS; i++)
		if (!__atomic_load_n(&writers[i].rounds, __ATOMIC_RELAXED))
			return false;
	return true;
}

static void start_writers(struct shared *shared, struct writer *writers)
{
	u32 i;

	/* Owner 0 is who inserted the module's. */
	for (i = 1; i < NR_OWNERS; i++) {
		writers[i] = (struct writer){ .shared = shared,
					      .number = i,
					      .own = i };
		assert_int_equal(pthread_create(&writers[i].thread, NULL,
						write_all, &writers[i]),
				 0);
	}
	pthread_barrier_wait(&shared->barrier);
}

static void stop_writers(struct shared *shared, struct writer *writers)
{
	u32 i;

	__atomic_store_n(&shared->stop, true, __ATOMIC_RELAXED);
	for (i = 1; i < NR_OWNERS; i++) {
		assert_int_equal(pthread_join(writers[i].thread, NULL), 0);
		assert_int_equal(writers[i].errors, 0);
	}
}

/* The module goes and comes, as often as it goes, while others are refused. */
static void test_while_comparing(void **state)
{
	struct writer writers[NR_OWNERS];
	struct shared shared;
	u32 own = 0, slots[MODULES], key, round;
	char name[32];

	setup_table(&shared);
	assert_int_equal(pthread_barrier_init(&shared.barrier, NULL, NR_OWNERS),
			 0);
	for (key = 0; key < MODULES; key++)
		slots[key] = insert(&shared, &own, key, module_frame(key, 0));
	start_writers(&shared, writers);
	for (round = 0;
	     round < 500 || round % 2 || !all_have_gone_round(writers);
	     round++) {
		for (key = 0; key < MODULES; key++) {
			snprintf(name, sizeof(name), "f%u+0x1/0x2 [m]", key);
			if (round % 2)
				bring_back(&shared, slots[key], name);
			else
				keep(&shared, slots[key], name);
		}
		sched_yield();
	}
	stop_writers(&shared, writers);
	for (key = 0; key < MODULES; key++) {
		assert_true(frame_of(&shared, slots[key]) ==
			    module_frame(key, 0));
		assert_int_equal(insert(&shared, &own, key,
					module_frame(key, 0)),
				 slots[key]);
	}
	assert_int_equal(af_sigtable_used(&shared.table), MODULES * NR_OWNERS);
	pthread_barrier_destroy(&shared.barrier);
	teardown_table(&shared);
}

/* Each key once, while its module is already going. */
static void *write_late(void *arg)
{
	struct writer *writer = arg;
	struct shared *shared = writer->shared;
	u32 key, slot;

	pthread_barrier_wait(&shared->barrier);
	for (key = 0; key < CAPACITY; key++) {
		slot = insert(shared, &writer->own, key, module_frame(key, 0));
		writer->errors += slot == AF_NO_SLOT;
		sched_yield();
	}
	__atomic_store_n(&shared->stop, true, __ATOMIC_RELAXED);
	return NULL;
}

static void keep_published(struct shared *shared)
{
	u32 slot;

	for (slot = 0; slot < af_sigtable_slots(&shared->table); slot++)
		if (af_sigtable_get(&shared->table, slot) &&
		    !af_frame_is_token(frame_of(shared, slot)))
			keep(shared, slot, "f+0x1/0x2 [m]");
}

/* Who has published a record reads no frame of it any more. */
static void test_late(void **state)
{
	struct writer writer = { .own = 1 };
	struct shared shared;
	u32 round;

	for (round = 0; round < 20; round++) {
		setup_table(&shared);
		writer = (struct writer){ .shared = &shared, .own = 1 };
		pthread_barrier_init(&shared.barrier, NULL, 2);
		assert_int_equal(pthread_create(&writer.thread, NULL,
						write_late, &writer),
				 0);
		pthread_barrier_wait(&shared.barrier);
		while (!__atomic_load_n(&shared.stop, __ATOMIC_RELAXED)) {
			keep_published(&shared);
			sched_yield();
		}
		assert_int_equal(pthread_join(writer.thread, NULL), 0);
		assert_int_equal(writer.errors, 0);
		assert_int_equal(af_sigtable_used(&shared.table), CAPACITY);
		pthread_barrier_destroy(&shared.barrier);
		teardown_table(&shared);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_address_is_no_token),
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_kept_once),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_last_place),
		cmocka_unit_test(test_without_a_name),
		cmocka_unit_test(test_init_forgets),
		cmocka_unit_test(test_return),
		cmocka_unit_test(test_another_signature),
		cmocka_unit_test(test_while_comparing),
		cmocka_unit_test(test_late),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
