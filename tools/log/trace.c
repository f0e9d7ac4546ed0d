// SPDX-License-Identifier: GPL-2.0-only
/*
 * Call traces in the kernel log. Pure. The forms that frames have had:
 *
 *   [<c0140781>] __alloc_pages+0x2da/0x34a [module]       2.4 to 4.10
 *   __alloc_pages+0x2da/0x34a [module]                    since 4.10
 *   ? __alloc_pages+0x2da/0x34a                           a guess
 *   <ffffffff8015b0de>{__alloc_pages+878}                 2.6, x86-64, two a line
 *   [<ffffffff884a9aa0>] :ip_conntrack:alloc_hashtable+0x33/0x7a
 *   [check_free_space+130/712]                            klogd
 *   [<802bdc24>] (warn_alloc) from [<802beeb8>] (__alloc_pages+0x1/0x2)   ARM
 *   warn_alloc from __alloc_pages+0x1/0x2                 ARM, since 5.17
 */
#include "log/trace.h"

static bool is_symbol(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '$';
}

/* Registers and messages with a symbol in them, which are no frames. */
static bool is_other(struct af_slice text)
{
	static const char *const begins[] = {
		"RIP", "EIP",  "PC",  "pc ", "lr ",	  "LR",
		"NIP", "Code", "RSP", "IP:", "Workqueue", "Modules linked",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(begins); i++)
		if (af_slice_begins(text, begins[i]))
			return true;
	return false;
}

/* "+0x33/0x7a", "+130/712" or, before a "}", "+878" */
static bool take_offset(struct af_slice *rest)
{
	bool hex;
	u64 number;

	if (!af_scan_take(rest, "+"))
		return false;
	hex = af_scan_take(rest, "0x");
	if (!af_scan_number(rest, hex ? 16 : 10, &number))
		return false;
	if (af_scan_take(rest, "}"))
		return true;
	if (!af_scan_take(rest, "/"))
		return false;
	hex = af_scan_take(rest, "0x");
	return af_scan_number(rest, hex ? 16 : 10, &number);
}

/* " [module]", and not the address of the next frame */
static struct af_slice take_module(struct af_slice *rest)
{
	struct af_slice after = *rest;
	size_t length = 0;

	while (af_scan_first(after) == ' ')
		af_scan_skip(&after, 1);
	if (!af_scan_take(&after, "[") || af_scan_first(after) == '<')
		return af_slice_of(rest->text, 0);
	while (length < after.length &&
	       (is_symbol(after.text[length]) || after.text[length] == '-'))
		length++;
	*rest = af_slice_from(after, length);
	return af_scan_front(after, length);
}

/* ":ip_conntrack:" before the symbol */
static void take_old_module(struct af_log_frame *frame, const char *begin)
{
	const char *end = frame->symbol.text, *from;

	if (end - begin < 3 || end[-1] != ':')
		return;
	for (from = end - 1; from > begin && is_symbol(from[-1]);)
		from--;
	if (from > begin && from[-1] == ':')
		frame->module = af_slice_of(from, end - 1 - from);
}

static bool guessed(const char *begin, const char *symbol)
{
	while (symbol > begin && symbol[-1] == ' ')
		symbol--;
	return symbol > begin && symbol[-1] == '?';
}

static void add(struct af_log_trace *trace, struct af_log_frame frame,
		bool mixed)
{
	frame.mixed = mixed;
	frame.outside = trace->outside;
	if (trace->nr < AF_LOG_FRAMES)
		trace->frames[trace->nr++] = frame;
}

/*
 * The next frame of a line: the symbol is what ends at a "+".
 * Return: whether there was one
 */
static bool take_frame(struct af_slice *rest, const char *begin,
		       struct af_log_frame *frame)
{
	size_t plus, length;

	while ((plus = af_scan_find(*rest, "+")) != AF_NOT_FOUND) {
		struct af_slice after = af_slice_from(*rest, plus);

		for (length = 0;
		     length < plus && is_symbol(rest->text[plus - 1 - length]);)
			length++;
		*frame = (struct af_log_frame){
			.symbol =
				af_slice_of(rest->text + plus - length, length),
			.module = af_slice_of(rest->text, 0),
		};
		if (length && take_offset(&after)) {
			*rest = after;
			frame->module = take_module(rest);
			take_old_module(frame, begin);
			frame->guess = guessed(begin, frame->symbol.text) ||
				       af_slice_begins(*rest, " (unreliable)");
			return true;
		}
		af_scan_skip(rest, plus + 1);
	}
	return false;
}

/* Where the stack that follows is another one. */
static bool marks(struct af_log_trace *trace, struct af_slice text)
{
	if (af_scan_has(text, "<IRQ>") || af_scan_has(text, "<SOFTIRQ>"))
		trace->irq = true;
	if (af_scan_has(text, "<NMI>"))
		trace->nmi = true;
	if (!af_scan_has(text, "</IRQ>") && !af_scan_has(text, "<EOI>") &&
	    !af_scan_has(text, "</NMI>") && !af_scan_has(text, "<<EOE>>"))
		return false;
	trace->outside = trace->irq || trace->nmi;
	return true;
}

/**
 * af_log_trace_line - take the frames of a line
 * @trace: where to put them
 * @text: the line
 * @mixed: it may be another trace's
 *
 * Return: whether it has any
 */
bool af_log_trace_line(struct af_log_trace *trace, struct af_slice text,
		       bool mixed)
{
	const char *begin = text.text;
	struct af_log_frame frame;
	bool any = false;

	if (is_other(text))
		return false;
	marks(trace, text);
	/* ARM names callee and caller; the callee was the caller before. */
	af_scan_after(&text, " from ");
	while (take_frame(&text, begin, &frame)) {
		add(trace, frame, mixed);
		any = true;
	}
	return any;
}

/* Where a report of a failure is printed. */
static const char *const beginnings[] = {
	"dump_stack",	    "show_stack",	"dump_backtrace",
	"unwind_backtrace", "show_trace",	"warn_alloc",
	"__alloc_pages",    "alloc_pages_slow", "__dump_stack",
};

/**
 * af_log_trace_begins - does a trace begin with this line
 * @text: the line
 */
bool af_log_trace_begins(struct af_slice text)
{
	const char *begin = text.text;
	struct af_log_frame frame;
	size_t i;

	if (is_other(text) || !take_frame(&text, begin, &frame))
		return false;
	for (i = 0; i < ARRAY_SIZE(beginnings); i++)
		if (af_slice_begins(frame.symbol, beginnings[i]))
			return true;
	return false;
}

/*
 * Beginnings of functions at the root of a task's stack, or near it: what a
 * system call, a fault or a kernel thread comes from.
 */
static const char *const roots[] = {
	"ret_from",
	"kernel_thread",
	"kthread",
	"worker_thread",
	"process_one",
	"syscall",
	"system_call",
	"sysenter",
	"entry_SYSCALL",
	"do_syscall",
	"sys_",
	"SyS_",
	"__x64_sys_",
	"__se_sys_",
	"ksys_",
	"vfs_",
	"__vfs_",
	"do_vfs_",
	"page_fault",
	"do_page_fault",
	"asm_exc_page",
	"handle_mm_fault",
	"error_code",
	"el0_",
	"el0t_",
	"ret_fast_sys",
	"csky_systemcall",
	"irq_thread",
	"do_init_module",
};

static bool is_root(struct af_slice symbol)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(roots); i++)
		if (af_slice_begins(symbol, roots[i]))
			return true;
	return false;
}

/* The last of these ends a stack; the others may be in the midst of one. */
static const char *const ends[] = {
	"ret_from",	"kernel_thread_helper", "syscall_call",
	"system_call",	"sysenter_do_call",	"entry_SYSCALL",
	"page_fault",	"asm_exc_page",		"error_code",
	"ret_fast_sys", "el0t_64_sync",		"csky_systemcall",
};

/**
 * af_log_trace_ended - has the last line of a trace been read
 * @trace: as far as it was read
 */
bool af_log_trace_ended(const struct af_log_trace *trace)
{
	size_t i;

	if (!trace->nr)
		return false;
	for (i = 0; i < ARRAY_SIZE(ends); i++)
		if (af_slice_begins(trace->frames[trace->nr - 1].symbol,
				    ends[i]))
			return true;
	return false;
}

struct entry {
	const char *symbol;
	enum af_context context;
};

/* Functions that run in one context only, or are the way into it. */
static const struct entry entries[] = {
	{ "__do_softirq", AF_CONTEXT_SOFTIRQ },
	{ "handle_softirqs", AF_CONTEXT_SOFTIRQ },
	{ "do_softirq", AF_CONTEXT_SOFTIRQ },
	{ "do_softirq_own_stack", AF_CONTEXT_SOFTIRQ },
	{ "call_softirq", AF_CONTEXT_SOFTIRQ },
	{ "net_rx_action", AF_CONTEXT_SOFTIRQ },
	{ "tasklet_action", AF_CONTEXT_SOFTIRQ },
	{ "tasklet_action_common", AF_CONTEXT_SOFTIRQ },
	{ "tasklet_hi_action", AF_CONTEXT_SOFTIRQ },
	{ "run_timer_softirq", AF_CONTEXT_SOFTIRQ },
	{ "run_ksoftirqd", AF_CONTEXT_SOFTIRQ },
	{ "ksoftirqd", AF_CONTEXT_SOFTIRQ },
	{ "irq_exit", AF_CONTEXT_SOFTIRQ },
	{ "__irq_exit_rcu", AF_CONTEXT_SOFTIRQ },
	{ "irq_exit_rcu", AF_CONTEXT_SOFTIRQ },
	{ "handle_IRQ_event", AF_CONTEXT_HARDIRQ },
	{ "handle_irq_event", AF_CONTEXT_HARDIRQ },
	{ "handle_irq_event_percpu", AF_CONTEXT_HARDIRQ },
	{ "__handle_irq_event_percpu", AF_CONTEXT_HARDIRQ },
	{ "__do_IRQ", AF_CONTEXT_HARDIRQ },
	{ "do_IRQ", AF_CONTEXT_HARDIRQ },
	{ "asm_do_IRQ", AF_CONTEXT_HARDIRQ },
	{ "common_interrupt", AF_CONTEXT_HARDIRQ },
	{ "__common_interrupt", AF_CONTEXT_HARDIRQ },
	{ "hrtimer_interrupt", AF_CONTEXT_HARDIRQ },
	{ "smp_apic_timer_interrupt", AF_CONTEXT_HARDIRQ },
	{ "__sysvec_apic_timer_interrupt", AF_CONTEXT_HARDIRQ },
	{ "sysvec_apic_timer_interrupt", AF_CONTEXT_HARDIRQ },
	{ "generic_handle_irq", AF_CONTEXT_HARDIRQ },
	{ "generic_handle_domain_irq", AF_CONTEXT_HARDIRQ },
	{ "__handle_domain_irq", AF_CONTEXT_HARDIRQ },
	{ "handle_domain_irq", AF_CONTEXT_HARDIRQ },
	{ "gic_handle_irq", AF_CONTEXT_HARDIRQ },
	{ "irq_work_run_list", AF_CONTEXT_HARDIRQ },
	{ "exc_nmi", AF_CONTEXT_NMI },
	{ "do_nmi", AF_CONTEXT_NMI },
	{ "default_do_nmi", AF_CONTEXT_NMI },
	{ "nmi_handle", AF_CONTEXT_NMI },
};

/* The symbol without what the compiler puts behind a dot, ppc before it. */
static struct af_slice base(struct af_slice symbol)
{
	size_t dot;

	af_scan_take(&symbol, ".");
	dot = af_scan_find(symbol, ".");
	return dot == AF_NOT_FOUND ? symbol : af_scan_front(symbol, dot);
}

static bool context_of(struct af_slice symbol, enum af_context *context)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(entries); i++) {
		if (!af_slice_is(base(symbol), entries[i].symbol))
			continue;
		*context = entries[i].context;
		return true;
	}
	return false;
}

/* Without a single frame that is sure, guesses have to do. */
static bool all_guessed(const struct af_log_trace *trace)
{
	unsigned int i;

	for (i = 0; i < trace->nr; i++)
		if (!trace->frames[i].guess)
			return false;
	return true;
}

static bool usable(const struct af_log_trace *trace, unsigned int i,
		   bool guesses)
{
	return guesses || !trace->frames[i].guess;
}

/* The first frame that tells is the innermost: it interrupts those below it. */
static bool find_entry(const struct af_log_trace *trace,
		       enum af_context *context)
{
	bool guesses = all_guessed(trace);
	unsigned int i;

	for (i = 0; i < trace->nr && !trace->frames[i].outside; i++) {
		if (!usable(trace, i, guesses))
			continue;
		if (context_of(trace->frames[i].symbol, context))
			return true;
		if (!is_root(base(trace->frames[i].symbol)) || trace->irq)
			continue;
		*context = AF_CONTEXT_TASK;
		return true;
	}
	return false;
}

/**
 * af_log_trace_context - where a request came from
 * @trace: its call trace
 * @context: where to put it
 *
 * Return: false if the trace does not tell
 */
bool af_log_trace_context(const struct af_log_trace *trace,
			  enum af_context *context)
{
	if (find_entry(trace, context))
		return true;
	if (trace->nmi)
		*context = AF_CONTEXT_NMI;
	return trace->nmi;
}

/* The way of a task that frees memory: it is in PF_MEMALLOC meanwhile. */
static const char *const reclaim[] = {
	"try_to_free_pages",	"do_try_to_free_pages",
	"balance_pgdat",	"kswapd",
	"shrink_node",		"shrink_zone",
	"shrink_slab",		"shrink_page_list",
	"shrink_inactive_list", "shrink_folio_list",
	"perform_reclaim",
};

/**
 * af_log_trace_reclaims - was the request made by reclaim itself
 * @trace: its call trace
 *
 * That of a task: under an interrupt nobody knows whose frames they are. What
 * is only guessed may be left over from before.
 */
bool af_log_trace_reclaims(const struct af_log_trace *trace)
{
	unsigned int i;
	size_t j;

	for (i = 0; i < trace->nr; i++)
		for (j = 0; j < ARRAY_SIZE(reclaim); j++)
			if (!trace->frames[i].guess && !trace->irq &&
			    af_slice_is(base(trace->frames[i].symbol),
					reclaim[j]))
				return true;
	return false;
}
