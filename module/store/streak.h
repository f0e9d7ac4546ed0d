/* SPDX-License-Identifier: GPL-2.0-only */
/* Retry storms: runs of the same failure by one task with hardly a pause. */
#ifndef AF_STREAK_H
#define AF_STREAK_H

#include "kernel/pure.h"

#define AF_STREAK_PAUSE_NS 10000000 /* a run ends with a pause this long */
#define AF_STREAKS 16		    /* runs under way that are followed */

/* A run under way. */
struct af_streak {
	u64 last_ns; /* boot clock at its latest failure */
	u32 slot;    /* signature */
	s32 pid;
	u32 length; /* failures so far */
};

/*
 * af_streak_extend - one more failure
 * @streaks: AF_STREAKS of one CPU and context
 * @slot: its signature
 * @pid: who failed; in an interrupt any constant, then the CPU is who
 * @now_ns: boot clock
 *
 * Two runs can meet in one place, each then ends the other: a run's length is
 * never too great, and may be too small. Any context, preemption off; one
 * caller at a time for each @streaks.
 *
 * Return: length of the run that it belongs to
 */
static inline u32 af_streak_extend(struct af_streak *streaks, u32 slot, s32 pid,
				   u64 now_ns)
{
	struct af_streak *streak = &streaks[(slot ^ pid) % AF_STREAKS];

	if (streak->slot != slot || streak->pid != pid ||
	    now_ns - streak->last_ns >= AF_STREAK_PAUSE_NS)
		streak->length = 0;
	streak->slot = slot;
	streak->pid = pid;
	streak->last_ns = now_ns;
	return ++streak->length;
}

#endif /* AF_STREAK_H */
