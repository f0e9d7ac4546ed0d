/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The table of failure signatures: fixed size, without locks, insert only.
 *
 * A writer owns one record that nobody else can see. It fills that in, looks
 * whether the table has the same, and only if not publishes its own, taking a
 * fresh record in its place. So a repeat writes nothing that is shared, and two
 * writers that bring the same signature at once end with one record.
 *
 * Of a published record only frames change, and only when the module that they lie
 * in goes, or comes back: see frames.c. Its hash stays, and with it its bucket.
 */
#ifndef AF_SIGNATURES_H
#define AF_SIGNATURES_H

#include "failure.h"

#define AF_NO_SLOT U32_MAX /* the table is full */
/* Words of a key before its frames: struct af_failure. */
#define AF_KEY_HEAD 2

struct af_signature {
	u64 hash;     /* of the key */
	u64 first_ns; /* boot clock at the first failure */
	s32 cpu;      /* cpu, pid and comm of the first failure */
	s32 pid;
	char comm[AF_COMM_LEN];
	u32 published; /* set once, after all else */
	u32 nr_frames;
	/* The failure, then frames: return addresses, or tokens of names.h. */
	u64 key[];
};

/* A failure with frames that are known, and where the table has it. */
struct af_latest {
	u64 head[AF_KEY_HEAD];
	u32 link; /* slot + 1, 0 if not known */
};

struct af_sigtable {
	u32 capacity;	  /* signatures at most */
	u32 depth;	  /* frames a signature at most */
	u32 owners;	  /* writers, each with one private record */
	u32 mask;	  /* buckets - 1 */
	size_t stride;	  /* bytes from one record to the next */
	u32 *buckets;	  /* slot + 1 of a published record, 0 if free */
	void *slots;	  /* owners + capacity records */
	atomic_t used;	  /* published, or about to be */
	atomic_t claimed; /* records taken by those who published one */
};

size_t af_sigtable_bytes(u32 capacity, u32 depth, u32 owners);
void af_sigtable_init(struct af_sigtable *table, void *memory, u32 capacity,
		      u32 depth, u32 owners);
void af_signature_set(struct af_signature *sig,
		      const struct af_failure *failure, u32 nr_frames);
void af_signature_get(const struct af_signature *sig,
		      struct af_failure *failure);
u32 af_sigtable_insert(struct af_sigtable *table, u32 *own);

/**
 * af_latest_slot() - slot of a failure, if it is the latest
 * @latest: with the same frames
 * @failure: the failure
 *
 * Context: Any.
 * Return: Slot, or AF_NO_SLOT.
 */
static inline u32 af_latest_slot(const struct af_latest *latest,
				 const struct af_failure *failure)
{
	if (latest->head[0] != af_failure_word(failure, 0) ||
	    latest->head[1] != af_failure_word(failure, 1))
		return AF_NO_SLOT;
	return latest->link - 1;
}

/**
 * af_sigtable_slot() - the record in a slot
 * @table: the table
 * @slot: below af_sigtable_slots(); each owner begins with the slot of its number
 *
 * Context: Any.
 * Return: The record, published or private.
 */
static inline struct af_signature *
af_sigtable_slot(const struct af_sigtable *table, u32 slot)
{
	return table->slots + slot * table->stride;
}

/**
 * af_sigtable_slots() - slots of a table
 * @table: the table
 *
 * Context: Any.
 * Return: How many there are.
 */
static inline u32 af_sigtable_slots(const struct af_sigtable *table)
{
	return table->owners + table->capacity;
}

/**
 * af_sigtable_used() - signatures in a table
 * @table: the table
 *
 * Context: Any.
 * Return: How many there are.
 */
static inline u32 af_sigtable_used(const struct af_sigtable *table)
{
	return atomic_read(&table->used);
}

/**
 * af_sigtable_get() - the published record in a slot
 * @table: the table
 * @slot: of it
 *
 * Context: Any.
 * Return: The record, NULL if there is none that is published.
 */
static inline const struct af_signature *
af_sigtable_get(const struct af_sigtable *table, u32 slot)
{
	const struct af_signature *sig = af_sigtable_slot(table, slot);

	/* Pairs with the release in signatures_publish(). */
	return smp_load_acquire(&sig->published) ? sig : NULL;
}

/**
 * af_signature_set_frame() - change a frame of a published record
 * @sig: the record
 * @i: the frame
 * @frame: what it is from now on
 *
 * Writers may be comparing the record with one that has no frame in the module that
 * the old or the new one belongs to. They find it different before, between and
 * after the changes of all its frames.
 *
 * Context: Process; one caller at a time, with readers kept out.
 */
static inline void af_signature_set_frame(struct af_signature *sig, u32 i,
					  u64 frame)
{
	/* Pairs with the READ_ONCE in signatures_same(): a word is never torn. */
	WRITE_ONCE(sig->key[AF_KEY_HEAD + i], frame);
}

#endif /* AF_SIGNATURES_H */
