// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of signatures under any sequence of failures by any writers, with
 * as many equal hashes as the input likes, against a plain list.
 */
#include "fuzz.h"
#include "store/signatures.h"

#define MAX_OWNERS 4
#define MAX_CAPACITY 24
#define MAX_DEPTH 6

struct key {
	struct af_failure failure;
	u32 nr_frames;
	u64 frames[MAX_DEPTH];
};

struct entry {
	struct key key;
	u32 slot;
	u64 count;
};

struct machine {
	struct af_sigtable table;
	void *memory;
	u32 own[MAX_OWNERS];
	u64 hash_mask;
	/* By slot, as each CPU has them. */
	u64 counts[MAX_OWNERS + MAX_CAPACITY];
	u64 failures, dropped;
	/* What the table must behave like. */
	u32 nr;
	struct entry entries[MAX_CAPACITY];
	struct af_latest latest; /* of the last key */
};

static void empty(struct machine *m, u32 capacity, u32 depth, u32 owners)
{
	u32 i;

	free(m->memory);
	*m = (struct machine){ .hash_mask = m->hash_mask };
	m->memory =
		aligned_alloc(SMP_CACHE_BYTES,
			      ALIGN(af_sigtable_bytes(capacity, depth, owners),
				    SMP_CACHE_BYTES));
	fuzz_check(m->memory);
	memset(m->memory, 0, af_sigtable_bytes(capacity, depth, owners));
	af_sigtable_init(&m->table, m->memory, capacity, depth, owners);
	for (i = 0; i < owners; i++)
		m->own[i] = i;
}

/* Few distinct ones, so that they come again. */
static struct key any_key(struct choices *choices, u32 depth)
{
	u32 bits = choose_below(choices, 256);
	struct key key = {
		.failure = {
			.order = bits & 3,
			.gfp = bits & 4,
			.cause = !!(bits & 8),
			.context = !!(bits & 16),
			.memalloc = bits & 32,
			.stack = bits & 64,
		},
		.nr_frames = choose_below(choices, depth + 1),
	};
	u32 i;

	for (i = 0; i < key.nr_frames; i++)
		key.frames[i] = choose_below(choices, 256) >> 6;
	return key;
}

static bool equal_keys(const struct key *a, const struct key *b)
{
	return a->nr_frames == b->nr_frames &&
	       !memcmp(&a->failure, &b->failure, sizeof(a->failure)) &&
	       !memcmp(a->frames, b->frames, a->nr_frames * sizeof(u64));
}

static struct entry *find(struct machine *m, const struct key *key)
{
	u32 i;

	for (i = 0; i < m->nr; i++)
		if (equal_keys(&m->entries[i].key, key))
			return &m->entries[i];
	return NULL;
}

static u32 insert(struct machine *m, u32 owner, const struct key *key)
{
	struct af_signature *sig = af_sigtable_slot(&m->table, m->own[owner]);
	u32 slot;

	memcpy(sig->key + AF_KEY_HEAD, key->frames,
	       key->nr_frames * sizeof(u64));
	af_signature_set(sig, &key->failure, key->nr_frames);
	sig->hash |= m->hash_mask;
	memcpy(m->latest.head, sig->key, sizeof(m->latest.head));
	slot = af_sigtable_insert(&m->table, &m->own[owner]);
	m->latest.link = slot + 1;
	return slot;
}

/* One failure, as record.c has it counted. */
static void fail(struct machine *m, u32 owner, const struct key *key)
{
	struct entry *entry = find(m, key);
	bool full = m->nr == m->table.capacity;
	u32 before = m->own[owner], slot = insert(m, owner, key);

	m->failures++;
	if (!entry && full) {
		fuzz_check(slot == AF_NO_SLOT && m->own[owner] == before);
		m->dropped++;
		return;
	}
	fuzz_check(slot < af_sigtable_slots(&m->table));
	m->counts[slot]++;
	if (!entry) {
		fuzz_check(slot == before && m->own[owner] != before);
		entry = &m->entries[m->nr++];
		*entry = (struct entry){ .key = *key, .slot = slot };
	}
	fuzz_check(entry->slot == slot);
	entry->count++;
}

/* The same frames again: the slot is known if all of the request is the same. */
static void check_latest(struct machine *m, const struct key *key,
			 const struct key *other)
{
	u32 slot = af_latest_slot(&m->latest, &other->failure);
	struct entry *entry = find(m, key);

	if (memcmp(&key->failure, &other->failure, sizeof(key->failure)))
		fuzz_check(slot == AF_NO_SLOT);
	else
		fuzz_check(slot == (entry ? entry->slot : AF_NO_SLOT));
}

static void check_entry(const struct machine *m, const struct entry *entry)
{
	const struct af_signature *sig =
		af_sigtable_get(&m->table, entry->slot);
	struct af_failure failure;

	fuzz_check(sig && sig->nr_frames == entry->key.nr_frames);
	af_signature_get(sig, &failure);
	fuzz_check(!memcmp(&failure, &entry->key.failure, sizeof(failure)));
	fuzz_check(!memcmp(sig->key + AF_KEY_HEAD, entry->key.frames,
			   entry->key.nr_frames * sizeof(u64)));
	fuzz_check(m->counts[entry->slot] == entry->count);
}

/* Nothing but the entries is published; the sum of docs/interface.md holds. */
static void check_table(const struct machine *m)
{
	u32 slot, i, published = 0;
	u64 sum = 0;

	for (slot = 0; slot < af_sigtable_slots(&m->table); slot++) {
		if (!af_sigtable_get(&m->table, slot))
			continue;
		published++;
		sum += m->counts[slot];
	}
	fuzz_check(published == m->nr && af_sigtable_used(&m->table) == m->nr);
	fuzz_check(sum + m->dropped == m->failures);
	for (i = 0; i < m->nr; i++)
		check_entry(m, &m->entries[i]);
	for (i = 0; i < m->table.owners; i++)
		fuzz_check(!af_sigtable_get(&m->table, m->own[i]));
}

static void start_again(struct machine *m, struct choices *choices)
{
	static const u64 masks[] = { 0, UINT64_MAX, ~3ULL, 15 };

	m->hash_mask = masks[choose_below(choices, ARRAY_SIZE(masks))];
	empty(m, 1 + choose_below(choices, MAX_CAPACITY),
	      1 + choose_below(choices, MAX_DEPTH),
	      1 + choose_below(choices, MAX_OWNERS));
}

static void fuzz(struct choices *choices)
{
	struct machine m = { .memory = NULL };
	struct key key, other;

	start_again(&m, choices);
	while (choices->left) {
		key = any_key(choices, m.table.depth);
		fail(&m, choose_below(choices, m.table.owners), &key);
		other = any_key(choices, m.table.depth);
		check_latest(&m, &key, &key);
		check_latest(&m, &key, &other);
		if (!choose_below(choices, 64)) {
			check_table(&m);
			start_again(&m, choices);
		}
	}
	check_table(&m);
	free(m.memory);
}
