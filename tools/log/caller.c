// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who asked: the first frame after the last of the allocator's run of frames, which
 * plumbing.c knows by their names. Pure.
 */
#include <ctype.h>

#include "log/caller.h"

/* So many frames between two of the allocator's may be left over from before. */
#define MOST_STALE 3

/* Their allocations are their own, though the allocator calls them. */
static const char *const within[] = {
	"depot_",	 "stack_depot",	     "kasan_",	       "__kasan_",
	"save_stack",	 "__set_page_owner", "set_page_owner", "kmemleak",
	"create_object", "__create_object",  "mem_cgroup_",    "memcg_",
	"debug_object",	 "__debug_object",   "kmsan_",
};

/* Beyond these it is the caller's own reclaim, or another request of it. */
static const char *const reclaim[] = {
	"try_to_free_pages",
	"do_try_to_free_pages",
	"shrink_",
	"kswapd",
	"balance_pgdat",
	"page_fault",
	"asm_exc_page_fault",
};

/* Left on a stack by whoever waited there before, and nobody's request. */
static const char *const noise[] = {
	"setup_arch",
	"_sinittext",
	"start_kernel",
	"unknown_bootoption",
	"mutex_",
	"__mutex_",
	"schedule",
	"__schedule",
	"io_schedule",
	"_cond_resched",
	"__cond_resched",
	"try_to_wake_up",
	"wake_up_",
	"__wake_up",
	"default_wake_function",
	"autoremove_wake_function",
	"finish_task_switch",
	"down_",
	"up_",
	"_raw_",
	"_spin_",
	"native_",
	"sched_clock",
	"hrtimer_",
	"tick_",
	"local_clock",
	"ktime_get",
	"getnstimeofday",
	"vprintk",
	"printk",
	"rcu_",
	"cpumask_",
	"memset",
	"memcpy",
	"string$",
	"put_dec",
	"number$",
	"lock_",
	"trace_hardirqs",
};

static bool fits_one(struct af_slice symbol, const char *const *texts,
		     size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (af_log_fits(symbol, texts[i]))
			return true;
	return false;
}

/* Part of the run; a module's own function only if it is a slab of its own. */
static enum af_plumbing plumbing_of(const struct af_log_frame *frame)
{
	enum af_plumbing kind = af_log_plumbing(frame->symbol);

	if (!frame->module.length || kind == AF_PLUMBING_SLAB ||
	    kind == AF_PLUMBING_DMA)
		return kind;
	return AF_NO_PLUMBING;
}

/* The allocator proper: what calls it again comes after it, not between. */
static bool is_core(enum af_plumbing kind)
{
	return kind == AF_PLUMBING_PRINT || kind == AF_PLUMBING_PAGES ||
	       kind == AF_PLUMBING_SLAB;
}

static bool sure_frames(const struct af_log_trace *trace)
{
	unsigned int i;

	for (i = 0; i < trace->nr; i++)
		if (!trace->frames[i].guess)
			return true;
	return false;
}

/* "T.874": what old compilers called a part of some function. */
static bool is_nameless(struct af_slice symbol)
{
	return af_slice_take(&symbol, "T.") &&
	       isdigit((unsigned char)af_slice_first(symbol));
}

static bool is_noise(const struct af_log_frame *frame)
{
	return !frame->module.length &&
	       fits_one(af_log_base(frame->symbol), noise, ARRAY_SIZE(noise));
}

/* What tells: not a guess where there is more, nor the beginning of a function. */
static bool tells(const struct af_log_frame *frame, bool sure)
{
	if (frame->guess && !sure && is_noise(frame))
		return false;
	return !frame->outside && !frame->start && !(frame->guess && sure) &&
	       !is_nameless(frame->symbol);
}

/*
 * Where the run ends: after its last frame, with at most a few between that are
 * left over on the stack. Return: the index of the frame after it
 */
static unsigned int end_of_run(struct af_log_caller *caller,
			       const struct af_log_trace *trace, bool sure)
{
	/* Of two traces at once, nobody knows what is left over. */
	unsigned int most = trace->nr && trace->frames[trace->nr - 1].mixed ?
				    0 :
				    MOST_STALE;
	unsigned int i, end = 0, between = 0;

	for (i = 0; i < trace->nr && between <= most; i++) {
		const struct af_log_frame *frame = &trace->frames[i];
		struct af_slice base = af_log_base(frame->symbol);
		enum af_plumbing kind = plumbing_of(frame);

		if (!tells(frame, sure))
			continue;
		if (between && (fits_one(base, reclaim, ARRAY_SIZE(reclaim)) ||
				fits_one(base, within, ARRAY_SIZE(within))))
			break;
		if (kind == AF_NO_PLUMBING || (between && !is_core(kind))) {
			if (fits_one(base, within, ARRAY_SIZE(within)))
				break;
			between++;
			continue;
		}
		caller->guess |= between;
		caller->passes |= 1U << kind;
		between = 0;
		end = i + 1;
	}
	return end;
}

/**
 * af_log_find_caller - who asked
 * @caller: where to put it
 * @trace: of the request
 */
void af_log_find_caller(struct af_log_caller *caller,
			const struct af_log_trace *trace)
{
	bool sure = sure_frames(trace);
	unsigned int i, end;

	*caller = (struct af_log_caller){ .symbol = { "", 0 },
					  .module = { "", 0 },
					  .guess = trace->nr && !sure };
	end = end_of_run(caller, trace, sure);
	/* Without the allocator's frames all of them may be left over. */
	for (i = end; i < trace->nr; i++)
		if (tells(&trace->frames[i], sure) &&
		    (end || !is_noise(&trace->frames[i])))
			break;
	caller->index = i;
	if (i < trace->nr) {
		caller->known = true;
		caller->symbol = af_log_base(trace->frames[i].symbol);
		caller->module = trace->frames[i].module;
		caller->mixed = trace->frames[i].mixed;
		return;
	}
	caller->index = trace->nr ? trace->nr - 1 : 0;
	caller->cut = trace->nr;
	caller->bare = !trace->nr && trace->bare;
}
