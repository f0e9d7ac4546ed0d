// SPDX-License-Identifier: GPL-2.0-only
/*
 * Known stacks along frame pointers: walking beside the unwinder, and remembering where
 * both agree. Pure: the stack that is read is the one that the place names. All of it
 * runs in any context, NMI included; each known stack belongs to one caller at a time.
 */
#include "stack/chain/known.h"

/**
 * af_known_begin() - begin to note a walk
 * @known: what was there is forgotten
 * @place: where the walk begins
 * @begin: of the stack that it is on
 * @end: of it
 * @depth: that @known has room for
 */
void af_known_begin(struct af_known_stack *known,
		    const struct af_stack_place *place, u64 begin, u64 end,
		    u32 depth)
{
	*known = (struct af_known_stack){
		.ip = place->ip,
		.begin = begin,
		.end = end,
		.epoch = place->epoch,
		.task = place->end,
		.at_entry = place->at_entry,
		.room = depth + AF_KNOWN_SKIPPED,
		.next_record = place->bp,
	};
}

/* Where the next record may begin. */
static u64 known_low(const struct af_known_stack *known,
		     const struct af_stack_place *place)
{
	if (known->last_record)
		return known->last_record + AF_KNOWN_RECORD;
	return place->sp + known->at_entry * sizeof(u64);
}

/* Where this walk has its next return address, 0 if it does not go on. */
static u64 known_next_slot(const struct af_known_stack *known,
			   const struct af_stack_place *place)
{
	u64 end = af_known_end_of_stack(known, place);

	if (known->at_entry && !known->nr_addresses)
		return place->sp;
	if (!af_known_is_record(known->next_record, known_low(known, place),
				end))
		return 0;
	return known->next_record + sizeof(u64);
}

/**
 * af_known_step() - note one step of the unwinder
 * @known: begun
 * @place: where the walk began
 * @slot: address of the word that holds the return address, 0 if there is none
 * @address: return address, as the unwinder gives it
 * @bp: not used here
 */
void af_known_step(struct af_known_stack *known,
		   const struct af_stack_place *place, u64 slot, u64 address,
		   u64 bp)
{
	known->failed |= known->nr_addresses == known->room || !slot ||
			 slot != known_next_slot(known, place) ||
			 af_known_word_at(slot) != address;
	if (known->failed)
		return;
	known->addresses[known->nr_addresses++] = address;
	if (slot == place->sp && known->at_entry)
		return;
	known->last_record = known->next_record;
	known->next_record = af_known_word_at(known->last_record);
}

/*
 * A function that the entry code calls, and a tracer of it that is called first: there
 * the unwinder takes the function's return address for the last, by words that lie
 * between the records.
 */
static bool known_ends_in_tracer(const struct af_known_stack *known)
{
	const u64 *end = known->addresses + known->nr_addresses;

	return known->ending == AF_ENDS_AT_TOP && known->nr_addresses > 1 &&
	       end[-1] == end[-2];
}

static void known_forget(struct af_known_stack *known)
{
	known->ip = 0;
	known->nr_addresses = 0;
}

/**
 * af_known_end() - the walk is over
 * @known: from now on it can be recognised, or nothing is known
 * @place: where the walk began
 * @nr_skipped: first steps that are no frames
 * @nr_frames: frames that it gave
 * @starts: of these, the first is where it began
 * @whole: it went to the end of the stack, and was not cut
 * @lost: it did not know its way at some step
 */
void af_known_end(struct af_known_stack *known,
		  const struct af_stack_place *place, u32 nr_skipped,
		  u32 nr_frames, bool starts, bool whole, bool lost)
{
	u32 nr = nr_skipped + nr_frames - starts;

	if (known->failed || lost || !nr || nr > known->nr_addresses) {
		known_forget(known);
		return;
	}
	if (nr == known->nr_addresses)
		known->ending =
			af_known_ending(place, known->last_record,
					known->next_record,
					af_known_end_of_stack(known, place));
	known->nr_skipped = nr_skipped;
	known->nr_addresses = nr;
	known->starts = starts;
	/* An end elsewhere may have a reason that the records do not show. */
	if ((whole && known->ending != AF_ENDS_AT_TOP) ||
	    known_ends_in_tracer(known))
		known_forget(known);
}
