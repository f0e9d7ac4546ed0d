// SPDX-License-Identifier: GPL-2.0-only
/*
 * The last requests that were failed or noted, with their stacks. A ring of places, each
 * held by one at a time: who adds or shows one. Who finds it held does without,
 * and that is counted.
 *
 * Names are made of the frames when somebody reads, or a module goes: later they
 * would be another's.
 */
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/timekeeping.h>
#include <linux/vmalloc.h>

#include "files/text.h"
#include "inject/armed.h"
#include "inject/log.h"

#define LOG_TEXT 3072 /* bytes of one in words; what is longer is cut */

struct log_place {
	u32 held;
	u32 number; /* from 1 on; 0: nothing was here yet */
	u64 time_ns;
	u64 hash;
	struct af_inject_facts facts;
	enum af_inject_outcome outcome;
	u32 cpu;
	u32 pid;
	u32 nr_frames;
	bool named;
	char comm[AF_COMM_LEN];
	u64 frames[AF_INJECT_FRAMES];
	char text[LOG_TEXT];
};

static struct log_place *log_places;
static atomic_t log_next; /* the next one's number, less 1 */
static atomic_t log_lost;

static const char *const log_outcomes[AF_INJECT_NR_OUTCOMES] = {
	[AF_INJECT_OUTCOME_FAILED] = "failed",
	[AF_INJECT_OUTCOME_PASSED] = "passed",
	[AF_INJECT_OUTCOME_SPARED_0] = "nofail",
	[AF_INJECT_OUTCOME_SPARED_0 + 1] = "recursion",
	[AF_INJECT_OUTCOME_SPARED_0 + 2] = "oversize",
	[AF_INJECT_OUTCOME_SPARED_0 + 3] = "would_loop",
};

/* Any context. */
static bool log_hold(struct log_place *place)
{
	/* Pairs with the release in log_let_go(). */
	return cmpxchg(&place->held, 0, 1) == 0;
}

/* Any context. */
static void log_let_go(struct log_place *place)
{
	/* Pairs with the cmpxchg() in log_hold(): who holds it next finds it whole. */
	smp_store_release(&place->held, 0);
}

/**
 * af_inject_log_init() - make room
 *
 * Context: Process; sleeps.
 * Return: 0 or -ENOMEM.
 */
int af_inject_log_init(void)
{
	log_places = vzalloc(sizeof(*log_places) * AF_INJECT_LOGGED);
	return log_places ? 0 : -ENOMEM;
}

/**
 * af_inject_log_exit() - give the room back
 *
 * Context: Process, when nobody adds or reads any more; sleeps.
 */
void af_inject_log_exit(void)
{
	vfree(log_places);
}

/**
 * af_inject_log_add() - note a request that is failed, or was let pass
 * @facts: the request
 * @stack: of it
 * @hash: of the stack
 * @outcome: what came of it
 *
 * Context: Any, in the breakpoint at the allocator's entry.
 */
void af_inject_log_add(const struct af_inject_facts *facts,
		       const struct af_inject_stack *stack, u64 hash,
		       enum af_inject_outcome outcome)
{
	u32 number = atomic_inc_return(&log_next);
	struct log_place *place = log_places + number % AF_INJECT_LOGGED;

	if (!log_hold(place)) {
		atomic_inc_return(&log_lost);
		return;
	}
	place->number = number;
	place->time_ns = ktime_get_boot_fast_ns();
	place->hash = hash;
	place->facts = *facts;
	place->outcome = outcome;
	place->cpu = raw_smp_processor_id();
	place->pid = current->pid;
	place->nr_frames = stack->nr;
	place->named = false;
	memcpy(place->comm, current->comm, sizeof(place->comm));
	memcpy(place->frames, stack->frames,
	       stack->nr * sizeof(place->frames[0]));
	log_let_go(place);
}

static void log_name(struct log_place *place)
{
	const struct af_inject_facts *facts = &place->facts;
	gfp_t gfp = (__force gfp_t)facts->gfp;
	char *text = place->text;
	char seconds[AF_SECONDS_LEN];
	u32 i;
	int len;

	len = scnprintf(text, LOG_TEXT,
			"n=%u time=%s cpu=%u pid=%u order=%u gfp=%pGg gfp_mask=%#x context=%s site=%016llx outcome=%s comm=",
			place->number, af_seconds(seconds, place->time_ns),
			place->cpu, place->pid, facts->order, &gfp, facts->gfp,
			af_context_names[facts->context], place->hash,
			log_outcomes[place->outcome]);
	len += af_escape(text + len, LOG_TEXT - len, place->comm,
			 sizeof(place->comm));
	len += scnprintf(text + len, LOG_TEXT - len, "\n");
	for (i = 0; i < place->nr_frames; i++)
		len += scnprintf(text + len, LOG_TEXT - len, "\t%pS\n",
				 (void *)(unsigned long)place->frames[i]);
	place->named = true;
}

/**
 * af_inject_log_name() - make names of all frames, while they are what they were
 *
 * Context: Process, under af_inject_lock.
 */
void af_inject_log_name(void)
{
	u32 i;

	lockdep_assert_held(&af_inject_lock);
	for (i = 0; i < AF_INJECT_LOGGED; i++) {
		struct log_place *place = log_places + i;

		if (!log_hold(place))
			continue;
		if (place->number && !place->named)
			log_name(place);
		log_let_go(place);
	}
}

/**
 * af_inject_log_show() - print them, the oldest first
 * @m: where to
 * @unused: nothing
 *
 * Context: Process; takes af_inject_lock.
 * Return: 0.
 */
int af_inject_log_show(struct seq_file *m, void *unused)
{
	u32 i, from = atomic_read(&log_next) + 1;

	mutex_lock(&af_inject_lock);
	af_inject_log_name();
	for (i = 0; i < AF_INJECT_LOGGED; i++) {
		struct log_place *place =
			log_places + (from + i) % AF_INJECT_LOGGED;

		if (!log_hold(place))
			continue;
		if (place->number && place->named)
			seq_puts(m, place->text);
		log_let_go(place);
	}
	mutex_unlock(&af_inject_lock);
	return 0;
}

/**
 * af_inject_log_lost() - failed requests that found their place held
 *
 * Context: Any.
 * Return: How many since load.
 */
u32 af_inject_log_lost(void)
{
	return atomic_read(&log_lost);
}
