// SPDX-License-Identifier: GPL-2.0-only
/*
 * Known stacks: noting the words that an unwind reads, and finding out whether
 * they are there again. Pure: the stack that is read is the one that the place
 * names. All of it runs in any context, NMI included; each known stack belongs
 * to one caller at a time.
 */
#include "stack/x86/known.h"

/* Below a return address: rbx, rbp, r12 to r15. */
#define SAVED_REGISTERS (6 * sizeof(u64))

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
		.bp = place->bp - place->sp,
		.epoch = place->epoch,
		.task = place->end,
		.syscall = place->syscall,
		.room = depth + AF_KNOWN_SKIPPED,
		.walk_sp = place->sp,
		.walk_bp = place->bp,
	};
}

static void known_add_pointer(struct af_known_stack *known,
			      const struct af_stack_place *place, u64 at)
{
	if (known->nr_pointers == AF_KNOWN_POINTERS) {
		known->failed = true;
		return;
	}
	known->pointers[known->nr_pointers++] = (struct af_stack_word){
		.value = af_known_word_at(at) - place->sp,
		.offset = at - place->sp,
	};
}

/* Words from @from up to @to that hold @value, which points into the stack. */
static void known_add_pointers(struct af_known_stack *known,
			       const struct af_stack_place *place, u64 from,
			       u64 to, u64 value)
{
	u64 at;

	for (at = max_t(u64, from, place->sp); at < to; at += sizeof(u64))
		if (af_known_word_at(at) == value)
			known_add_pointer(known, place, at);
}

/*
 * A function that has a frame pointer, or may have: @bp points into its own
 * frame. A function further in has saved it, or it is still in the register.
 * Saved registers are right below a return address; where the stack is
 * realigned, the frame pointer is where it points to, and the others below it,
 * with the pointer by which the function finds its caller's frame.
 */
static void known_note_frame_pointer(struct af_known_stack *known,
				     const struct af_stack_place *place,
				     u64 slot)
{
	const struct af_stack_word *addresses = known->addresses;
	u32 i, before = known->nr_pointers;
	u64 saved, bp = known->walk_bp;

	known->bp_outer = !known->bp_loaded;
	for (i = known->bp_step; i + 1 < known->nr_addresses; i++) {
		saved = place->sp + addresses[i].offset;
		known_add_pointers(known, place, saved - SAVED_REGISTERS, saved,
				   bp);
	}
	if (known->bp_realigned)
		known_add_pointer(known, place, known->bp_realigned);
	if (known->nr_pointers == before && !known->bp_outer)
		known->failed = true;
	known_add_pointers(known, place, bp - SAVED_REGISTERS, slot,
			   slot + sizeof(u64));
}

/*
 * Can the frame pointer be one, of the frame below the slot? The register may
 * hold anything, so nothing is to be added to it before. One that is not aligned
 * leads to no return address.
 */
static bool known_bp_is_in_frame(const struct af_known_stack *known, u64 slot)
{
	return known->walk_bp >= known->walk_sp && known->walk_bp < slot &&
	       known->walk_bp % sizeof(u64) == 0;
}

/* The step has found another frame pointer for the next function. */
static void known_note_new_bp(struct af_known_stack *known, u64 bp, u64 slot)
{
	bool far = known_bp_is_in_frame(known, slot) &&
		   slot - known->walk_bp > SAVED_REGISTERS;

	known->bp_realigned = far && af_known_word_at(known->walk_bp) == bp ?
				      known->walk_bp :
				      0;
	known->bp_loaded = true;
	known->bp_step = known->nr_addresses - 1;
	known->walk_bp = bp;
}

/* Something else: registers, another stack, a tracer's trampoline. */
static bool known_is_strange(const struct af_known_stack *known, u64 slot,
			     u64 address)
{
	return known->nr_addresses == known->room || slot < known->walk_sp ||
	       slot > known->end - sizeof(u64) || slot % sizeof(u64) ||
	       af_known_word_at(slot) != address ||
	       (u64)(s64)(s32)address != address;
}

/**
 * af_known_step() - note one step of the walk
 * @known: begun
 * @place: where the walk began
 * @slot: address of the word that holds the return address, 0 if there is none
 * @address: return address, as the unwinder gives it
 * @bp: frame pointer after the step
 */
void af_known_step(struct af_known_stack *known,
		   const struct af_stack_place *place, u64 slot, u64 address,
		   u64 bp)
{
	known->failed |= known_is_strange(known, slot, address);
	if (known->failed)
		return;
	known->addresses[known->nr_addresses++] = (struct af_stack_word){
		.value = address,
		.offset = slot - place->sp,
	};
	known->nr_inner = known->nr_pointers;
	known->bp_inner |= known->bp_outer;
	known->bp_outer = false;
	if (known_bp_is_in_frame(known, slot))
		known_note_frame_pointer(known, place, slot);
	if (bp != known->walk_bp)
		known_note_new_bp(known, bp, slot);
	known->walk_sp = slot + sizeof(u64);
}

/* Those of frames that were cut off say nothing. */
static void known_drop_pointers(struct af_known_stack *known)
{
	u32 last = known->addresses[known->nr_addresses - 1].offset;
	u32 i, n = 0;

	for (i = 0; i < known->nr_pointers; i++)
		if (known->pointers[i].offset < last)
			known->pointers[n++] = known->pointers[i];
	known->nr_pointers = n;
	known->nr_inner = min_t(u32, known->nr_inner, n);
}

/* The outermost address apart, and the others in fours, as they are compared. */
static void known_part(struct af_known_stack *known)
{
	u32 inner = known->nr_addresses - 1, i;

	known->outermost = known->addresses[inner];
	for (i = inner; i % 4; i++)
		known->addresses[i] = known->addresses[inner - 1];
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
	u64 end;

	if (known->failed || lost || !nr || nr > known->nr_addresses) {
		known_forget(known);
		return;
	}
	known->nr_skipped = nr_skipped;
	known->nr_addresses = nr;
	known->starts = starts;
	known->bp_matters = known->bp_inner || known->bp_outer;
	known_drop_pointers(known);
	known_part(known);
	known->at_top = whole;
	/* An end elsewhere may have a reason that the words do not show. */
	end = place->sp + known->outermost.offset + sizeof(u64);
	if (whole && end != place->top)
		known_forget(known);
}
