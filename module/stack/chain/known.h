/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Known stacks, where each function keeps a frame pointer: those that were unwound
 * lately, to be recognised when they come again.
 *
 * A function's record is two words: where its caller's record is, and the return
 * address. The unwinder goes from one record to the next, and so does the recognition,
 * which looks nothing up and compares each return address with the known one. No
 * distance is compared: a system call that begins elsewhere on the stack has other
 * pointers, and the same addresses.
 *
 * An unwinder does more at some places: it goes through the registers that an interrupt
 * has saved, to another stack, and from a tracer's trampoline to the function that it
 * stands for. A stack is known only if the unwinder found each address in the very
 * record where this walk looked. How it ended is compared too.
 */
#ifndef AF_KNOWN_H
#define AF_KNOWN_H

#include "kernel/pure.h"
#include "stack/begin.h"

#define AF_KNOWN_SKIPPED 8 /* frames before the allocator's, at most */

#define AF_KNOWN_RECORD (2 * sizeof(u64))

/* Ending: what follows the outermost record that is compared. */
enum af_known_ending {
	AF_ENDS_ANYWHERE,     /* the walk was cut, whatever follows */
	AF_ENDS_AT_TOP,	      /* the task's kernel stack is at its end */
	AF_ENDS_AT_REGISTERS, /* saved by the entry of an interrupt or exception */
	AF_ENDS_ELSEWHERE,    /* a record on another stack */
};

struct af_known_stack {
	u64 ip;		/* 0: nothing is known here, as nr_addresses */
	u64 begin, end; /* of a stack that is no task's */
	u32 epoch;
	u32 nr_addresses;
	u32 nr_skipped; /* of them, before the first frame */
	u32 room;	/* for addresses */
	enum af_known_ending ending;
	bool task;
	bool starts;   /* ip is the first frame itself */
	bool at_entry; /* the first address is in no record */
	bool failed;   /* cannot be known; while it is being made */
	/* While it is being made: the records that have been and that are next. */
	u64 last_record, next_record;
	u64 addresses[];
};

/**
 * af_known_bytes() - size of a known stack
 * @depth: frames that it is to have room for
 *
 * Context: Any.
 * Return: Bytes, a multiple of 8.
 */
static inline size_t af_known_bytes(u32 depth)
{
	return sizeof(struct af_known_stack) +
	       (depth + AF_KNOWN_SKIPPED) * sizeof(u64);
}

/**
 * af_known_address() - one return address of a known stack
 * @known: a stack that is known
 * @i: which, below its nr_addresses
 *
 * Context: Any.
 * Return: The address.
 */
static inline u64 af_known_address(const struct af_known_stack *known, u32 i)
{
	return known->addresses[i];
}

/*
 * Where the records end on the stack that the place is on; 0 if the known one was on
 * another. Above a task's there are the registers of user mode.
 */
static inline u64 af_known_end_of_stack(const struct af_known_stack *known,
					const struct af_stack_place *place)
{
	if (known->task)
		return place->top;
	return place->sp >= known->begin && place->sp < known->end ?
		       known->end :
		       0;
}

/* Can a record be there? One goes up from record to record, never down. */
static inline bool af_known_is_record(u64 record, u64 low, u64 end)
{
	return record >= low && record <= end - AF_KNOWN_RECORD &&
	       record % sizeof(u64) == 0;
}

/*
 * How a walk on the stack up to @end ends whose outermost record was at @last, with the
 * word @next there. Entries of interrupts and exceptions leave the address of the
 * registers that they saved, and 1 more. The unwinder knows the end of a task's stack
 * by the place of the last record, or by the registers at the top.
 */
static inline enum af_known_ending
af_known_ending(const struct af_stack_place *place, u64 last, u64 next, u64 end)
{
	if (place->top &&
	    (last + AF_KNOWN_RECORD == place->top || next == place->top + 1))
		return AF_ENDS_AT_TOP;
	if (next & 1)
		return AF_ENDS_AT_REGISTERS;
	if (next < place->sp || next >= end)
		return AF_ENDS_ELSEWHERE;
	return AF_ENDS_ANYWHERE;
}

/**
 * af_known_matches() - is this stack the known one
 * @known: a stack that was unwound, or nothing
 * @place: where the walk would begin
 *
 * Context: Any.
 * Return: Whether an unwind would find the same frames.
 */
static inline bool af_known_matches(const struct af_known_stack *known,
				    const struct af_stack_place *place)
{
	const u64 *address = known->addresses;
	const u64 *end_address = address + known->nr_addresses;
	u64 record = place->bp, low = place->sp;
	u64 end;

	if (known->ip != place->ip || known->epoch != place->epoch ||
	    known->at_entry != place->at_entry)
		return false;
	end = af_known_end_of_stack(known, place);
	if (!end)
		return false;
	if (known->at_entry) {
		if (af_known_word_at(low) != *address++)
			return false;
		low += sizeof(u64);
	}
	for (; address < end_address; address++) {
		if (!af_known_is_record(record, low, end) ||
		    af_known_word_at(record + sizeof(u64)) != *address)
			return false;
		low = record + AF_KNOWN_RECORD;
		record = af_known_word_at(record);
	}
	return known->ending == AF_ENDS_ANYWHERE ||
	       known->ending == af_known_ending(place, low - AF_KNOWN_RECORD,
						record, end);
}

#include "stack/known_alike.h"

#endif /* AF_KNOWN_H */
