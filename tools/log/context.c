// SPDX-License-Identifier: GPL-2.0-only
/*
 * In which context a request was made: by the first frame beyond the caller that
 * is the way into one, which context_table.c says. Pure.
 */
#include "log/context.h"
#include "log/context_table.h"

/* A guess counts where no frame is sure. */
static bool counts(const struct af_log_frame *frame,
		   const struct af_log_caller *caller)
{
	return !frame->outside && (!frame->guess || caller->guess);
}

/* Where the way in is cut off: these run in softirqs, but for threaded NAPI. */
static bool hinted(const struct af_log_trace *trace,
		   const struct af_log_caller *caller)
{
	static const char *const hints[] = {
		"__napi_poll",	      "napi_poll",
		"netif_receive_skb*", "__netif_receive_skb*",
		"napi_gro_receive",   "ip_rcv",
	};
	unsigned int i;
	size_t j;

	for (i = caller->index; i < trace->nr; i++) {
		struct af_slice base = af_log_base(trace->frames[i].symbol);

		if (!counts(&trace->frames[i], caller))
			continue;
		for (j = 0; j < ARRAY_SIZE(hints); j++)
			if (af_way_matches(base, hints[j]))
				return true;
	}
	return false;
}

/* The innermost that tells: it has interrupted those below it. */
static enum af_way find_way(const struct af_log_trace *trace,
			    const struct af_log_caller *caller)
{
	unsigned int i;

	for (i = caller->index; i < trace->nr; i++) {
		enum af_way way;

		if (!counts(&trace->frames[i], caller))
			continue;
		way = af_way_of(trace->frames[i].symbol);
		/* On an interrupt's own stack there is no task. */
		if (way == AF_WAY_NONE || (way == AF_WAY_TASK && trace->irq))
			continue;
		return way;
	}
	return hinted(trace, caller) ? AF_WAY_SOFTIRQ : AF_WAY_NONE;
}

/**
 * af_log_find_context - where a request came from
 * @context: where to put it
 * @trace: its call trace
 * @caller: who asked in it
 */
void af_log_find_context(struct af_log_context *context,
			 const struct af_log_trace *trace,
			 const struct af_log_caller *caller)
{
	static const enum af_context contexts[] = {
		[AF_WAY_NONE] = AF_NR_CONTEXTS,
		[AF_WAY_TASK] = AF_CONTEXT_TASK,
		[AF_WAY_SOFTIRQ] = AF_CONTEXT_SOFTIRQ,
		[AF_WAY_HARDIRQ] = AF_CONTEXT_HARDIRQ,
		[AF_WAY_INTERRUPT] = AF_NR_CONTEXTS,
		[AF_WAY_NMI] = AF_CONTEXT_NMI,
	};
	enum af_way way = find_way(trace, caller);

	context->context = contexts[way];
	if (way == AF_WAY_NONE && trace->nmi)
		context->context = AF_CONTEXT_NMI;
	context->interrupt = way == AF_WAY_SOFTIRQ || way == AF_WAY_HARDIRQ ||
			     way == AF_WAY_INTERRUPT || way == AF_WAY_NMI ||
			     trace->irq || trace->nmi;
}

/**
 * af_log_at_boot - does the trace begin where the kernel does, before there are tasks
 * @trace: a call trace
 */
bool af_log_at_boot(const struct af_log_trace *trace)
{
	static const char *const idle[] = { "rest_init", "cpu_idle",
					    "cpu_startup_entry", "do_idle" };
	bool begins = false;
	unsigned int i;
	size_t j;

	for (i = 0; i < trace->nr; i++) {
		struct af_slice base = af_log_base(trace->frames[i].symbol);

		begins |= af_slice_is(base, "start_kernel");
		for (j = 0; j < ARRAY_SIZE(idle); j++)
			if (af_slice_is(base, idle[j]))
				return false;
	}
	return begins;
}

/* The way of a task that frees memory: it is in PF_MEMALLOC meanwhile. */
static const char *const reclaim[] = {
	"do_shrink_slab",
	"shrink_lruvec",
	"evict_folios",
	"swap_writepage",
	"pageout",
	"try_to_free_pages",
	"do_try_to_free_pages",
	"balance_pgdat",
	"kswapd",
	"shrink_node",
	"shrink_zone",
	"shrink_slab",
	"shrink_page_list",
	"shrink_inactive_list",
	"shrink_folio_list",
	"__perform_reclaim",
	"shrink_list",
	"shrink_one",
	"shrink_many",
	"shrink_cache",
	"try_to_compact_pages",
	"compact_zone",
	"kcompactd",
	"__node_reclaim",
	"node_reclaim",
	"zone_reclaim",
	"try_to_free_buffers",
	"balance_classzone",
	"launder_page",
	"page_launder",
	"refill_inactive",
};

/**
 * af_log_reclaims - was the request made by reclaim itself
 * @trace: its call trace, of a task
 * @caller: who asked in it
 *
 * What is only guessed may be left over from before; what an interrupt has
 * interrupted is not the request's.
 */
bool af_log_reclaims(const struct af_log_trace *trace,
		     const struct af_log_caller *caller)
{
	unsigned int i;
	size_t j;

	for (i = caller->index; i < trace->nr; i++) {
		const struct af_log_frame *frame = &trace->frames[i];
		struct af_slice base = af_log_base(frame->symbol);

		if (frame->guess || frame->outside)
			continue;
		for (j = 0; j < ARRAY_SIZE(reclaim); j++)
			if (af_slice_is(base, reclaim[j]))
				return true;
	}
	return false;
}
