/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Hits: how often and how lately one CPU saw one signature, and its longest
 * streak. A streak, which users know as a retry storm, is a run of the same
 * failure by one task with hardly a pause.
 */
#ifndef AF_HIT_H
#define AF_HIT_H

#include "kernel/pure.h"

#define AF_STREAK_PAUSE_NS 10000000 /* a run ends with a pause this long */
#define AF_STREAKS 16		    /* runs under way that are followed */

/* A run under way. */
struct af_streak {
	u64 last_ns; /* boot clock at its latest failure */
	u32 slot;    /* signature */
	s32 pid;
	u32 length;    /* failures so far */
	u32 unused[3]; /* up to half a cache line, so as not to lie across two */
};

static_assert(sizeof(struct af_streak) == 32);

/**
 * af_streak_extend() - one more failure
 * @streaks: AF_STREAKS of one CPU and context
 * @slot: its signature
 * @pid: who failed; in an interrupt any constant: then the CPU is who failed
 * @now_ns: boot clock
 *
 * Two runs that share an element of @streaks end each other: the length of a run
 * is never too great, and may be too small.
 *
 * Context: Any, preemption off; one caller at a time for each @streaks.
 * Return: Failures in the run that it belongs to.
 */
static inline u32 af_streak_extend(struct af_streak *streaks, u32 slot, s32 pid,
				   u64 now_ns)
{
	struct af_streak *streak = &streaks[(slot ^ pid) % AF_STREAKS];

	if (streak->slot != slot || streak->pid != pid ||
	    now_ns - streak->last_ns >= AF_STREAK_PAUSE_NS) {
		streak->slot = slot;
		streak->pid = pid;
		streak->length = 0;
	}
	streak->last_ns = now_ns;
	return ++streak->length;
}

#define AF_HIT_STREAK_BITS 16
#define AF_HIT_STREAK_MAX ((1U << AF_HIT_STREAK_BITS) - 1)
/* Time is kept in units of 1024 ns: nine years of them fit. */
#define AF_HIT_TIME_SHIFT 10

/* There is one for each slot of the table and possible CPU: 16 bytes. */
struct af_hit {
	u64 count;
	u64 last_streak; /* time of the last, and longest run of one task */
};

/* Over all CPUs. */
struct af_hits {
	u64 count;
	u64 last_ns; /* boot clock, up to 1023 ns too early */
	u32 streak;  /* AF_HIT_STREAK_MAX: that or longer */
};

/**
 * af_hit_add() - count one more
 * @hit: of this CPU
 * @now_ns: boot clock
 * @streak: length of the run that it belongs to
 *
 * A reader finds each word whole.
 *
 * Context: Any; one writer at a time.
 */
static inline void af_hit_add(struct af_hit *hit, u64 now_ns, u32 streak)
{
	u32 longest = hit->last_streak & AF_HIT_STREAK_MAX;

	if (streak > longest)
		longest = min_t(u32, streak, AF_HIT_STREAK_MAX);
	WRITE_ONCE(hit->last_streak,
		   now_ns >> AF_HIT_TIME_SHIFT << AF_HIT_STREAK_BITS | longest);
	WRITE_ONCE(hit->count, hit->count + 1);
}

/**
 * af_hits_add() - add one CPU's hits
 * @sum: of the CPUs so far
 * @hit: of one more, which may be counting
 *
 * Context: Process.
 */
static inline void af_hits_add(struct af_hits *sum, const struct af_hit *hit)
{
	u64 last_streak = READ_ONCE(hit->last_streak);
	u64 last_ns = last_streak >> AF_HIT_STREAK_BITS << AF_HIT_TIME_SHIFT;
	u32 streak = last_streak & AF_HIT_STREAK_MAX;

	sum->count += READ_ONCE(hit->count);
	if (last_ns > sum->last_ns)
		sum->last_ns = last_ns;
	if (streak > sum->streak)
		sum->streak = streak;
}

#endif /* AF_HIT_H */
