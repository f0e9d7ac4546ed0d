// SPDX-License-Identifier: GPL-2.0-only
/* What makes two failures the same. Pure. */
#include "advice/key.h"
#include "lib/hash.h"

/* With a byte that no name has behind it. */
static u64 hash_slice(u64 hash, struct af_slice slice)
{
	return af_hash(af_hash(hash, slice.text, slice.length), "\n", 1);
}

/* As a person counts: who asked for how much, and why it was refused. */
struct af_key af_key_of_case(const struct af_case *facts)
{
	return (struct af_key){
		.order = facts->order,
		.class = facts->class,
		.cause = facts->cause,
		.who = af_site_name(&facts->site),
	};
}

/* What an event and a record of the module have in common. */
struct af_key af_key_of_subject(const struct af_subject *subject)
{
	return (struct af_key){
		.order = subject->order,
		.gfp_mask = subject->gfp_mask,
		.context = subject->context,
		.class = subject->class,
		.cause = subject->cause,
		.memalloc = subject->memalloc,
		.who = af_slice_string(""),
	};
}

/* One record of the module, until it is reset. */
struct af_key af_key_of_signature(const struct af_signature *signature)
{
	struct af_key key = af_key_of_subject(&signature->subject);
	size_t i;

	key.stack = AF_HASH_BEGIN;
	for (i = 0; i < signature->nr_frames; i++)
		key.stack = hash_slice(key.stack, signature->frames[i]);
	key.first_us = signature->first_us;
	key.cpu = signature->subject.cpu;
	key.pid = signature->subject.pid;
	return key;
}

bool af_key_same(const struct af_key *a, const struct af_key *b)
{
	return a->order == b->order && a->gfp_mask == b->gfp_mask &&
	       a->context == b->context && a->class == b->class &&
	       a->cause == b->cause && a->memalloc == b->memalloc &&
	       a->stack == b->stack && a->first_us == b->first_us &&
	       a->cpu == b->cpu && a->pid == b->pid &&
	       af_slice_same(a->who, b->who);
}

/* 64 bits that stand for it. */
u64 af_key_hash(const struct af_key *key)
{
	const u64 fixed[] = { key->order, key->gfp_mask, key->context,
			      key->class, key->cause,	 key->memalloc,
			      key->stack, key->first_us, key->cpu,
			      key->pid };

	return hash_slice(af_hash(AF_HASH_BEGIN, fixed, sizeof(fixed)),
			  key->who);
}
