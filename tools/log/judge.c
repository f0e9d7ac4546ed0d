// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the request of a report was, and why it failed. Pure.
 *
 * What the log does not have: the task's policy, its realtime priority, memory
 * cgroups (their refusals are never reported), and the moment: the figures are of
 * after the failure.
 */
#include "log/judge_zones.h"

/*
 * 97a16fc82a7c, d883c6cf3b39 (4.4): before, not waiting was being atomic.
 */
#define RELEASE_4_4 KERNEL_VERSION(4, 4, 0)

static void find_release(struct af_verdict_of_log *verdict,
			 const struct af_log *log,
			 const struct af_log_report *report, u32 kernel)
{
	if (report->release) {
		verdict->release = report->release;
		verdict->release_from = AF_RELEASE_REPORT;
	} else if (log->release) {
		verdict->release = log->release;
		verdict->release_from = AF_RELEASE_LOG;
	} else if (kernel) {
		verdict->release = kernel;
		verdict->release_from = AF_RELEASE_OPTION;
	} else {
		af_release_by_mask(&verdict->range, report);
		verdict->release = af_release_within(&verdict->range);
		verdict->release_from = AF_RELEASE_MASK;
	}
}

static void find_flags(struct af_verdict_of_log *verdict,
		       const struct af_log_report *report)
{
	if (report->names_whole &&
	    af_gfp_of_names(report->names, verdict->release, &verdict->flags)) {
		verdict->flags_known = true;
		return;
	}
	if (report->mask_known)
		verdict->flags_known =
			af_gfp_of_mask(report->mask, verdict->release,
				       &verdict->flags, &verdict->unknown_bits);
}

static bool flag(const struct af_verdict_of_log *verdict, u64 flags)
{
	return verdict->flags & flags;
}

/*
 * The idle task of a CPU asks for nothing: an interrupt did. The first process has
 * the same name while the machine starts, and may have to do with anything but packets.
 */
static bool is_idle(const struct af_verdict_of_log *verdict,
		    const struct af_log_report *report)
{
	struct af_slice name = report->comm;

	if (!af_slice_begins(name, "swapper") || !verdict->flags_known ||
	    af_gfp_may_wait(verdict->flags) || report->caller == 'T')
		return false;
	if (report->pid_known)
		return !report->pid && !af_log_at_boot(&report->trace);
	return (af_slice_begins(name, "swapper/") &&
		!af_slice_is(name, "swapper/0")) ||
	       af_log_passes(&verdict->caller, AF_PLUMBING_SKB);
}

/* Who may wait is a task; else the trace must tell. */
static void find_context(struct af_verdict_of_log *verdict,
			 const struct af_log_report *report)
{
	struct af_log_context context = { .context = AF_NR_CONTEXTS };

	af_log_find_caller(&verdict->caller, &report->trace);
	/* Without the allocator's frames it is not sure where they ended. */
	if (report->kind == AF_LOG_FAILURE && !verdict->caller.passes)
		verdict->caller.guess = verdict->caller.known;
	if (report->traced)
		af_log_find_context(&context, &report->trace, &verdict->caller);
	if (verdict->flags_known && af_gfp_may_wait(verdict->flags) &&
	    !context.interrupt)
		context.context = AF_CONTEXT_TASK;
	/* Where the trace does not tell: who printed it. */
	if (context.context == AF_NR_CONTEXTS && !context.interrupt) {
		context.interrupt = report->caller == 'C' ||
				    is_idle(verdict, report);
		if (report->caller == 'T')
			context.context = AF_CONTEXT_TASK;
	}
	verdict->context = context.context;
	verdict->interrupt = context.interrupt;
}

/*
 * __do_softirq() clears PF_MEMALLOC, and an interrupt has no access to the
 * reserves: it matters whose request it was, not which task was running.
 */
static bool task_memalloc(const struct af_verdict_of_log *verdict,
			  const struct af_log_report *report)
{
	if (report->memalloc_known)
		return report->memalloc;
	if (verdict->context != AF_CONTEXT_TASK || verdict->interrupt)
		return false;
	return af_slice_begins(report->comm, "kswapd") ||
	       af_log_reclaims(&report->trace, &verdict->caller);
}

static void describe(struct af_request *request,
		     const struct af_verdict_of_log *verdict,
		     const struct af_log_report *report)
{
	bool interrupt = verdict->interrupt ||
			 (verdict->context != AF_CONTEXT_TASK &&
			  verdict->context != AF_NR_CONTEXTS);
	bool may_wait = af_gfp_may_wait(verdict->flags);

	*request = (struct af_request){
		.order = report->order,
		.high = flag(verdict, AF_GFP(HIGH)),
		.atomic = verdict->release < RELEASE_4_4 ?
				  !may_wait :
				  flag(verdict, AF_GFP(ATOMIC)),
		.may_wait = may_wait,
		.memalloc = flag(verdict, AF_GFP(MEMALLOC)),
		.nomemalloc = flag(verdict, AF_GFP(NOMEMALLOC)),
		.movable = flag(verdict, AF_GFP(MOVABLE)),
		.task_memalloc = task_memalloc(verdict, report),
		.in_interrupt = interrupt,
		.in_task = !interrupt,
		.serving_softirq = verdict->context == AF_CONTEXT_SOFTIRQ,
	};
}

/* By the name of the kernel, where its processor has one size of pages only. */
static u64 page_kb_of_release(struct af_slice release)
{
	static const struct {
		const char *text;
		u64 kb;
	} sizes[] = {
		{ "64k", 64 },		{ "16k", 16 },
		{ "asahi", 16 },	{ "ppc64", 64 },
		{ "powerpc64", 64 },	{ "el7.aarch64", 64 },
		{ "el7a.aarch64", 64 }, { "el8.aarch64", 64 },
		{ "x86_64", 4 },	{ "amd64", 4 },
		{ "i386", 4 },		{ "i486", 4 },
		{ "i586", 4 },		{ "i686", 4 },
		{ "armv", 4 },		{ "armmp", 4 },
		{ "-v7", 4 },		{ "s390", 4 },
		{ "ia64", 16 },		{ "itanium", 16 },
		{ "sparc64", 8 },	{ "alpha", 8 },
		{ "loong", 16 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		if (af_slice_has(release, sizes[i].text))
			return sizes[i].kb;
	return 0;
}

/* Functions of processors that have pages of 4 KiB and no others. */
static bool traced_on_4k(const struct af_log_trace *trace)
{
	static const char *const x86[] = {
		"entry_SYSCALL",
		"entry_INT80",
		"system_call_fastpath",
		"do_syscall_64",
		"__x64_sys_",
		"asm_exc_",
		"asm_sysvec",
		"sysvec_",
		"smp_apic_timer_interrupt",
		"apic_timer_interrupt",
		"asm_common_interrupt",
		"sysenter_",
		"syscall_call",
		"kernel_thread_helper",
		"child_rip",
		"common_interrupt",
		"call_softirq",
	};
	unsigned int i;
	size_t j;

	if (trace->high)
		return true;
	for (i = 0; i < trace->nr; i++)
		for (j = 0; j < ARRAY_SIZE(x86); j++)
			if (af_slice_begins(trace->frames[i].symbol, x86[j]))
				return true;
	return false;
}

static void find_page_size(struct af_verdict_of_log *verdict,
			   const struct af_log *log,
			   const struct af_log_report *report)
{
	u64 kb = page_kb_of_release(report->release_text.length ?
					    report->release_text :
					    log->release_text);

	verdict->page_kb = report->memory.page_kb;
	verdict->page_from = report->memory.page_from;
	if (verdict->page_from != AF_PAGE_ASSUMED)
		return;
	if (!kb && traced_on_4k(&report->trace))
		kb = 4;
	if (!kb)
		return;
	verdict->page_kb = kb;
	verdict->page_from = AF_PAGE_ARCH;
}

/* The lines after the zones are there, and of its zones there is none. */
static bool nothing_there(const struct af_verdict_of_log *verdict,
			  const struct af_log_report *report)
{
	const struct af_log_memory *memory = &report->memory;
	bool low = flag(verdict, AF_GFP(DMA) | AF_GFP(DMA32));
	bool all_high = memory->counts[AF_LOG_RAM] &&
			memory->counts[AF_LOG_HIGHMEM_PAGES] >=
				memory->counts[AF_LOG_RAM] &&
			!flag(verdict, AF_GFP(HIGHMEM));

	return !memory->nr && memory->tail && verdict->flags_known &&
	       af_log_counted(memory, AF_LOG_FREE) && (low || all_high);
}

/* No figures of the zones. */
static void judge_bare(struct af_verdict_of_log *verdict,
		       const struct af_log_report *report,
		       const struct af_log_machine *machine)
{
	verdict->cause = AF_NR_CAUSES;
	if (nothing_there(verdict, report)) {
		verdict->cause = AF_CAUSE_LOWMEM;
		verdict->nothing_there = true;
		verdict->elsewhere = report->memory.counts[AF_LOG_FREE];
		return;
	}
	if (af_log_judge_lists(verdict, machine))
		return;
	if (verdict->no_watermarks && report->order_known && !report->order &&
	    !flag(verdict, AF_GFP(DMA) | AF_GFP(DMA32) | AF_GFP(THISNODE))) {
		verdict->cause = AF_CAUSE_RESERVE;
		af_verdict_doubts(verdict,
				  "the log does not have the zones; who may use the reserves is refused when these are used up");
		return;
	}
	verdict->doubt =
		report->mem_info && report->memory.counts_known ?
			"the zones are not in the log, or could not be understood" :
			"the zones (Mem-Info) of that moment are not in the log";
}

static void judge_cause(struct af_verdict_of_log *verdict,
			const struct af_log_report *report,
			const struct af_log_machine *machine)
{
	if (report->kind == AF_LOG_VMALLOC)
		return;
	if (report->kind == AF_LOG_OVERSIZE)
		verdict->cause = AF_CAUSE_OVERSIZE;
	else if (report->zones_torn)
		verdict->doubt =
			"lines of the zones are there and could not be understood";
	else if (!machine->marks)
		judge_bare(verdict, report, machine);
	else if (!report->order_known)
		verdict->doubt = "the order is not in the log";
	else if (!verdict->flags_known && !verdict->flags)
		verdict->doubt = "the mask is not in the log";
	else
		af_log_judge_zones(verdict, report, machine);
}

/**
 * af_log_judge - why the request of a report failed
 * @verdict: where to put it
 * @log: all of the log
 * @report: of a failure
 * @kernel: release that the user says the log is of, 0 for none
 */
void af_log_judge(struct af_verdict_of_log *verdict, const struct af_log *log,
		  const struct af_log_report *report, u32 kernel)
{
	struct af_allowance allowance;
	struct af_log_machine machine;
	struct af_request request;

	*verdict = (struct af_verdict_of_log){ .class = AF_NR_CLASSES,
					       .cause = AF_NR_CAUSES };
	find_release(verdict, log, report, kernel);
	find_flags(verdict, report);
	find_context(verdict, report);
	find_page_size(verdict, log, report);
	if (verdict->flags_known)
		verdict->class = af_classify(flag(verdict, AF_GFP(NOWARN)),
					     flag(verdict, AF_GFP(NORETRY)),
					     af_gfp_may_wait(verdict->flags));
	describe(&request, verdict, report);
	af_allow(&allowance, af_rules_of(verdict->release), &request);
	verdict->no_watermarks = allowance.no_watermarks;
	verdict->memalloc = request.task_memalloc;
	af_log_look(&machine, verdict, report, &allowance);
	verdict->highest = machine.highest;
	judge_cause(verdict, report, &machine);
}
