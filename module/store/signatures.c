// SPDX-License-Identifier: GPL-2.0-only
/* The table of failure signatures. Pure: no kernel state. */
#include "store/signatures.h"

/* At most half full, so that every search ends at a free bucket, and soon. */
static u32 signatures_nr_buckets(u32 capacity)
{
	return 2 * roundup_pow_of_two(capacity);
}

/* Whole cache lines: a writer's private record shares none with another's. */
static size_t signatures_stride(u32 depth)
{
	size_t key = (AF_KEY_HEAD + depth) * sizeof(u64);

	return ALIGN(sizeof(struct af_signature) + key, SMP_CACHE_BYTES);
}

/**
 * af_sigtable_bytes() - memory that a table needs
 * @capacity: signatures at most, at least one
 * @depth: frames a signature at most
 * @owners: writers, each with one private record
 *
 * Return: Bytes.
 */
size_t af_sigtable_bytes(u32 capacity, u32 depth, u32 owners)
{
	return (size_t)(owners + capacity) * signatures_stride(depth) +
	       signatures_nr_buckets(capacity) * sizeof(u32);
}

/**
 * af_sigtable_init() - make an empty table, or empty one
 * @table: to be filled in
 * @memory: af_sigtable_bytes(), zeroed, aligned to a cache line
 * @capacity: signatures at most, at least one
 * @depth: frames a signature at most
 * @owners: writers; owner n begins with record n as its private one
 *
 * No writer or reader may be at work in the table.
 */
void af_sigtable_init(struct af_sigtable *table, void *memory, u32 capacity,
		      u32 depth, u32 owners)
{
	table->capacity = capacity;
	table->depth = depth;
	table->owners = owners;
	table->mask = signatures_nr_buckets(capacity) - 1;
	table->stride = signatures_stride(depth);
	table->slots = memory;
	table->buckets = memory + af_sigtable_slots(table) * table->stride;
	atomic_set(&table->used, 0);
	atomic_set(&table->claimed, 0);
}

static u64 signatures_hash(const u64 *key, u32 words)
{
	u64 hash = words;

	while (words--) {
		hash = (hash ^ *key++) * 0x9e3779b97f4a7c15ULL;
		hash ^= hash >> 32;
	}
	return hash;
}

/**
 * af_signature_set() - complete a private record's key
 * @sig: the record, its frames already at key[AF_KEY_HEAD]
 * @failure: the request
 * @nr_frames: how many frames there are
 *
 * Context: Any; the caller owns @sig.
 */
void af_signature_set(struct af_signature *sig,
		      const struct af_failure *failure, u32 nr_frames)
{
	sig->nr_frames = nr_frames;
	memcpy(sig->key, failure, sizeof(*failure));
	sig->hash = signatures_hash(sig->key, AF_KEY_HEAD + nr_frames);
}

/**
 * af_signature_get() - the request that a record was made of
 * @sig: a published record
 * @failure: to be filled in
 */
void af_signature_get(const struct af_signature *sig,
		      struct af_failure *failure)
{
	memcpy(failure, sig->key, sizeof(*failure));
}

/*
 * Is a published record the same as a private one? Frames of the published one may
 * be changed meanwhile, see af_signature_set_frame(): each word is read once, and
 * whole.
 */
static bool signatures_same(const struct af_signature *published,
			    const struct af_signature *own)
{
	u32 i;

	if (published->hash != own->hash ||
	    published->nr_frames != own->nr_frames)
		return false;
	for (i = 0; i < AF_KEY_HEAD + own->nr_frames; i++)
		/* Pairs with the WRITE_ONCE in af_signature_set_frame(). */
		if (READ_ONCE(published->key[i]) != own->key[i])
			return false;
	return true;
}

/*
 * Give the private record to the table at a bucket that was seen free, and take
 * a fresh one. Returns what then stands in the bucket: our record's link, that
 * of another writer who was faster, or 0 if the table is full. While writers
 * race for the last place, one may be told "full" that would have found room a
 * moment later; it is counted as dropped like any other.
 */
static u32 signatures_publish(struct af_sigtable *table, u32 bucket, u32 *own)
{
	struct af_signature *sig = af_sigtable_slot(table, *own);
	u32 link = *own + 1;

	if (!atomic_add_unless(&table->used, 1, table->capacity))
		return 0;
	/* Full barrier: the record is complete for who loads its link. */
	if (cmpxchg(&table->buckets[bucket], 0, link)) {
		atomic_dec(&table->used);
		/* A failed cmpxchg orders nothing, and the record is read next. */
		return smp_load_acquire(&table->buckets[bucket]);
	}
	/* Pairs with the acquire in af_sigtable_get(). */
	smp_store_release(&sig->published, 1);
	/* Never more than were published, so never beyond the capacity. */
	*own = table->owners + atomic_inc_return(&table->claimed) - 1;
	return link;
}

/**
 * af_sigtable_insert() - find the signature of a private record, or add it
 * @table: the table
 * @own: the writer's private record, complete; where that was published, the
 *	fresh one that stands in for it
 *
 * @own may be used by one writer at a time.
 *
 * Context: Any, NMI included; bounded by the number of signatures.
 * Return: Slot of the signature, AF_NO_SLOT if it is new and the table full.
 */
u32 af_sigtable_insert(struct af_sigtable *table, u32 *own)
{
	const struct af_signature *new = af_sigtable_slot(table, *own);
	u32 bucket = new->hash & table->mask;
	u32 link, mine = *own + 1;

	for (;; bucket = (bucket + 1) & table->mask) {
		/* Pairs with the cmpxchg in signatures_publish(). */
		link = smp_load_acquire(&table->buckets[bucket]);
		if (!link)
			link = signatures_publish(table, bucket, own);
		if (!link)
			return AF_NO_SLOT;
		/* Once published, ours is no longer ours to read. */
		if (link == mine ||
		    signatures_same(af_sigtable_slot(table, link - 1), new))
			return link - 1;
	}
}
