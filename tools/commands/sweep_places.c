// SPDX-License-Identifier: GPL-2.0-only
/*
 * The places that asked while nothing was failed: a place that no run has failed is one
 * that was never reached.
 */
#include <stdlib.h>

#include "commands/sweep.h"
#include "lib/file.h"

static int add(struct af_sweep *sweep, const struct af_sweep_failed *request)
{
	struct af_sweep_place *more;

	more = reallocarray(sweep->places, sweep->nr_places + 1, sizeof(*more));
	if (!more) {
		af_complain("sweep: out of memory");
		return -1;
	}
	more[sweep->nr_places++] = (struct af_sweep_place){ *request, false };
	sweep->places = more;
	return 0;
}

/**
 * af_sweep_note - keep the places that the module has noted of a run
 * @sweep: what is swept
 *
 * Return: how many there were, or -1 after a complaint
 */
int af_sweep_note(struct af_sweep *sweep)
{
	struct af_sweep_failed request;
	int nr = 0;

	while (!af_sweep_latest(&request, sweep->seen)) {
		if (!request.number)
			return nr;
		sweep->seen = request.number;
		if (add(sweep, &request))
			return -1;
		nr++;
	}
	return -1;
}

/* A run has failed a request from where the stack has this hash. */
void af_sweep_reached(struct af_sweep *sweep, u64 hash)
{
	size_t i;

	for (i = 0; i < sweep->nr_places; i++)
		if (sweep->places[i].request.hash == hash)
			sweep->places[i].reached = true;
}

/* How many places were never reached. */
size_t af_sweep_unreached(const struct af_sweep *sweep)
{
	size_t i, nr = 0;

	for (i = 0; i < sweep->nr_places; i++)
		nr += !sweep->places[i].reached;
	return nr;
}

/* Why a place was never reached, as far as it is known. */
const char *af_sweep_why(const struct af_sweep *sweep,
			 const struct af_sweep_place *place)
{
	const struct af_slice outcome = af_slice_string(place->request.outcome);

	if (af_slice_is(outcome, "nofail"))
		return "never failed: __GFP_NOFAIL, whose callers do not look";
	if (af_slice_is(outcome, "recursion"))
		return "never failed: it is asked for while memory is freed (PF_MEMALLOC)";
	if (!af_slice_is(outcome, "passed"))
		return "never failed: the allocator would not let it";
	if (sweep->stopped)
		return "the sweep was stopped before";
	return "it asked with nothing failed, and no later run came there";
}
