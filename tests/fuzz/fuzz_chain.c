// SPDX-License-Identifier: GPL-2.0-only
/*
 * Recognised stacks along frame pointers: any way down, noted by any walk, then any
 * words spoilt. What is recognised must unwind to the same frames; and whatever the
 * notes are made of, nothing off the stacks may be read.
 */
#include "fuzz.h"
#include "chain_model.h"

/* The same way with other distances, or the same stack with other words. */
static void fuzz_again(struct choices *choices, struct chain *chain,
		       struct way *way)
{
	u32 i;

	if (choose_below(choices, 2)) {
		for (i = 0; i < way->nr; i++)
			way->room[i] = choose_below(choices, 8);
		go_down(chain, way, choices);
	} else {
		spoil(chain, choices);
	}
}

static void fuzz_walk(struct choices *choices, struct chain *chain,
		      struct af_known_stack *known)
{
	u32 max = choose_below(choices, 2) ? DEPTH :
					     1 + choose_below(choices, 12);
	struct way way = random_way(choices);
	struct frames found, again;
	u64 frames[DEPTH];

	go_down(chain, &way, choices);
	found = unwind(chain, max, known);
	fuzz_check(!known->nr_addresses ||
		   af_known_frames(known, frames) == found.nr);
	fuzz_check(!known->nr_addresses ||
		   af_known_equals(known, found.frames, found.nr));
	do {
		fuzz_again(choices, chain, &way);
		again = unwind(chain, max, NULL);
		if (af_known_matches(known, &chain->place))
			fuzz_check(same_frames(&found, &again));
	} while (choices->left);
}

/* Steps that no unwinder takes, on a stack of leftovers. */
static void fuzz_garbage(struct choices *choices, struct chain *chain,
			 struct af_known_stack *known)
{
	struct way way = random_way(choices);
	u32 steps = choose_below(choices, 2 * DEPTH), i;
	u64 slot;

	go_down(chain, &way, choices);
	spoil(chain, choices);
	af_known_begin(known, &chain->place, address_of(chain->task),
		       address_of(chain->task + WORDS), DEPTH);
	for (i = 0; i < steps; i++) {
		slot = choose_below(choices, 4) ?
			       known->next_record + sizeof(u64) :
			       leftover(chain, choices);
		af_known_step(known, &chain->place, slot,
			      leftover(chain, choices), 0);
	}
	af_known_end(known, &chain->place, choose_below(choices, 9), 1 + steps,
		     choose_below(choices, 2), choose_below(choices, 2),
		     choose_below(choices, 2));
	do {
		spoil(chain, choices);
		af_known_matches(known, &chain->place);
	} while (choices->left);
}

static void fuzz(struct choices *choices)
{
	struct af_known_stack *known = fuzz_zalloc(af_known_bytes(DEPTH));
	struct chain *chain = fuzz_zalloc(sizeof(*chain));

	if (choose_below(choices, 4))
		fuzz_walk(choices, chain, known);
	else
		fuzz_garbage(choices, chain, known);
	free(chain);
	free(known);
}
