// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which report a line is of. Pure.
 *
 * A report is several calls of printk() without a lock, so that those of other
 * processors come between. Which report a line is of:
 *
 *   - With the caller's number (CONFIG_PRINTK_CALLER, or a vendor's prefix), that of
 *     this caller.
 *   - The line of task and kernel, that which begins with the task's name.
 *   - The call trace, the first that has none and whose task was named; the zones,
 *     the last with a call trace and without zones.
 *
 * Frames of two traces that are open at once cannot be told apart, and are marked.
 */
#include "log/live.h"

/* Later than this, and further from its last line, a line is no part of it. */
#define LONGEST_US 10000000
#define LONGEST_LINES 256

/* The name of a task may have been changed by who posts the log; then its line is
 * the one that follows.
 */
#define NEXT_LINES 4

/* From the oldest on. */
struct af_live *af_live_get(struct af_lives *lives, unsigned int nr)
{
	return &lives->all[(lives->first + nr) % AF_LIVE];
}

/* Too late for a report, or another caller's. */
static bool may_own(struct af_live *live, const struct af_logline *line)
{
	if (live->report->timed && line->timed &&
	    (line->time_us > live->last_us + LONGEST_US ||
	     line->time_us + LONGEST_US < live->last_us))
		live->closed = true;
	if (line->number > live->last_line + LONGEST_LINES)
		live->closed = true;
	if (live->closed)
		return false;
	/* A line without anything before it is of whoever is open. */
	if (!line->own)
		return true;
	return live->caller == line->caller &&
	       live->caller_id == line->caller_id;
}

/**
 * af_owners_find - the open reports that a line can be of
 * @owners: where to put them
 * @lives: all that are being read
 * @line: the line
 */
void af_owners_find(struct af_owners *owners, struct af_lives *lives,
		    const struct af_logline *line)
{
	unsigned int i = lives->nr;

	owners->nr = 0;
	while (i-- && i + AF_OWNERS >= lives->nr) {
		struct af_live *live = af_live_get(lives, i);

		if (may_own(live, line))
			owners->all[owners->nr++] = live;
	}
}

/**
 * af_owner_of_task - whose line of task and kernel is this
 * @owners: that it can be of
 * @comm: the task's name
 * @number: of the line
 *
 * Return: the report, or NULL
 */
struct af_live *af_owner_of_task(const struct af_owners *owners,
				 struct af_slice comm, u32 number)
{
	struct af_live *live;
	unsigned int i;

	for (i = 0; i < owners->nr; i++) {
		live = owners->all[i];
		if (!live->task && !live->report->mem_info &&
		    live->report->comm.length &&
		    af_slice_same(live->report->comm, comm))
			return live;
	}
	for (i = 0; i < owners->nr; i++) {
		live = owners->all[i];
		if (!live->task && !live->report->mem_info &&
		    (!live->report->comm.length ||
		     live->report->kind == AF_LOG_OTHER))
			return live;
	}
	for (i = 0; i < owners->nr; i++) {
		live = owners->all[i];
		if (!live->task && !live->report->traced &&
		    !live->report->mem_info &&
		    number - live->last_line <= NEXT_LINES)
			return live;
	}
	return NULL;
}

static bool wants_trace(const struct af_live *live)
{
	return !live->headed && !live->report->mem_info &&
	       (!live->report->traced || live->trace_open);
}

/**
 * af_owner_of_trace - whose trace begins here
 * @owners: that it can be of; if several can, they are marked as mixed
 *
 * The earliest that waits for one, as they come in the order of the reports; but
 * who is known by task and kernel first, because these are printed just before.
 */
struct af_live *af_owner_of_trace(const struct af_owners *owners)
{
	struct af_live *found[2] = { NULL, NULL };
	unsigned int nr[2] = { 0, 0 }, i = owners->nr;
	bool task;

	while (i--) {
		struct af_live *live = owners->all[i];

		if (!wants_trace(live))
			continue;
		if (!found[live->task])
			found[live->task] = live;
		nr[live->task]++;
	}
	task = found[true];
	if (nr[task] < 2)
		return found[task];
	for (i = 0; i < owners->nr; i++)
		if (wants_trace(owners->all[i]) && owners->all[i]->task == task)
			owners->all[i]->report->mixed = true;
	return found[task];
}

/**
 * af_owner_of_frame - whose frame is this
 * @owners: that it can be of
 * @text: the line
 *
 * The latest whose trace is open, else the latest that has none. A trace begins
 * with the allocator, and comes back to it no more: that is a new one's.
 */
struct af_live *af_owner_of_frame(const struct af_owners *owners,
				  struct af_slice text)
{
	struct af_live *live;
	unsigned int i;

	for (i = 0; i < owners->nr; i++) {
		live = owners->all[i];
		if (live->trace_open ||
		    (!live->report->traced && !live->report->mem_info &&
		     af_log_trace_begins(text)))
			return live;
	}
	for (i = 0; i < owners->nr; i++) {
		live = owners->all[i];
		if (!live->report->mem_info && !live->report->traced)
			return live;
	}
	return NULL;
}

/**
 * af_owner_of_mem_info - whose zones follow
 * @owners: that they can be of
 *
 * The latest with a trace and without zones; else any without.
 */
struct af_live *af_owner_of_mem_info(const struct af_owners *owners)
{
	struct af_live *live;
	unsigned int i;

	for (i = 0; i < owners->nr; i++) {
		live = owners->all[i];
		if (live->report->traced && !live->report->mem_info)
			return live;
	}
	for (i = 0; i < owners->nr; i++)
		if (!owners->all[i]->report->mem_info)
			return owners->all[i];
	return NULL;
}

/**
 * af_owner_of_zone - whose zone is this
 * @owners: that it can be of
 * @text: the line
 *
 * The latest that has zones, but not this one.
 */
struct af_live *af_owner_of_zone(const struct af_owners *owners,
				 struct af_slice text)
{
	struct af_live *live;
	unsigned int i;

	for (i = 0; i < owners->nr; i++) {
		live = owners->all[i];
		if (live->report->mem_info &&
		    !af_log_memory_knows(&live->report->memory, text))
			return live;
	}
	return NULL;
}

/* How many traces are open at once. */
unsigned int af_owners_with_trace(const struct af_owners *owners)
{
	unsigned int i, open = 0;

	for (i = 0; i < owners->nr; i++)
		open += owners->all[i]->trace_open && !owners->all[i]->paused;
	return open;
}

/* Those whose traces are open are mixed. */
void af_owners_mix(const struct af_owners *owners)
{
	unsigned int i;

	for (i = 0; i < owners->nr; i++)
		if (owners->all[i]->trace_open && !owners->all[i]->paused)
			owners->all[i]->report->mixed = true;
}
