/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What all kinds of known stacks have alike, by af_known_address(); included at the end
 * of each known.h.
 */
#ifndef AF_KNOWN_ALIKE_H
#define AF_KNOWN_ALIKE_H

/**
 * af_known_nr_frames() - how many frames a known stack has
 * @known: a stack that is known
 *
 * Context: Any.
 * Return: Frames, the one where the walk began included.
 */
static inline u32 af_known_nr_frames(const struct af_known_stack *known)
{
	return known->nr_addresses - known->nr_skipped + known->starts;
}

/**
 * af_known_frames() - the frames of a known stack
 * @known: it
 * @frames: where to put them
 *
 * Context: Any, NMI included.
 * Return: How many there are.
 */
static inline u32 af_known_frames(const struct af_known_stack *known,
				  u64 *frames)
{
	u32 i, n = 0;

	if (known->starts)
		frames[n++] = known->ip;
	for (i = known->nr_skipped; i < known->nr_addresses; i++)
		frames[n++] = af_known_address(known, i);
	return n;
}

/**
 * af_known_equals() - does a known stack have these frames
 * @known: it
 * @frames: of an unwind
 * @nr: how many they are
 *
 * Context: Any, NMI included.
 * Return: Whether they are the same.
 */
static inline bool af_known_equals(const struct af_known_stack *known,
				   const u64 *frames, u32 nr)
{
	u32 i;

	if (nr != af_known_nr_frames(known))
		return false;
	if (known->starts && *frames++ != known->ip)
		return false;
	for (i = known->nr_skipped; i < known->nr_addresses; i++)
		if (*frames++ != af_known_address(known, i))
			return false;
	return true;
}

void af_known_begin(struct af_known_stack *known,
		    const struct af_stack_place *place, u64 begin, u64 end,
		    u32 depth);
void af_known_step(struct af_known_stack *known,
		   const struct af_stack_place *place, u64 slot, u64 address,
		   u64 bp);
void af_known_end(struct af_known_stack *known,
		  const struct af_stack_place *place, u32 nr_skipped,
		  u32 nr_frames, bool starts, bool whole, bool lost);

#endif /* AF_KNOWN_ALIKE_H */
