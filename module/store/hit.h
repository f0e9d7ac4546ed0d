/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How often, and how lately, one CPU saw one signature. There is one for each
 * slot of the table and CPU: it is packed to 16 bytes.
 */
#ifndef AF_HIT_H
#define AF_HIT_H

#include "kernel/pure.h"

#define AF_HIT_STREAK_BITS 16
#define AF_HIT_STREAK_MAX ((1U << AF_HIT_STREAK_BITS) - 1)
/* Time is kept in units of 1024 ns: nine years of them fit. */
#define AF_HIT_TIME_SHIFT 10

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

/*
 * af_hit_add - count one more
 * @hit: of this CPU
 * @now_ns: boot clock
 * @streak: length of the run that it belongs to
 *
 * Any context; one writer at a time. A reader finds each word whole.
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

/*
 * af_hits_add - add one CPU's
 * @sum: of the CPUs so far
 * @hit: of one more, which may be counting
 *
 * Process context.
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
