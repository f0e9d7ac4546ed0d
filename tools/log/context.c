// SPDX-License-Identifier: GPL-2.0-only
/*
 * In which context a request was made: by the first frame beyond the caller that
 * is the way into one. Pure.
 *
 * Sources: arch/x86/entry/entry_*.S, arch/x86/kernel/{irq,apic,smp}*.c,
 * arch/x86/include/asm/idtentry.h; arch/arm64/kernel/entry*.[cS]; arch/arm/kernel/
 * entry-armv.S, drivers/irqchip/; arch/mips/kernel/genex.S, arch/powerpc/kernel/
 * exceptions-64s.S, arch/riscv/kernel/, arch/s390/kernel/irq.c and what other
 * architectures have in their place, 2.4 to 7.3; kernel/softirq.c, kernel/irq/.
 */
#include "log/context.h"

/* What a function is the way into. */
enum way {
	WAY_NONE,
	WAY_TASK,
	WAY_SOFTIRQ,
	WAY_HARDIRQ,
	WAY_INTERRUPT, /* where the processor enters: of which kind is open */
	WAY_NMI,
};

/* A "*" stands for anything: at the end, the beginning, or in the middle. */
struct entry {
	const char *text;
	enum way way;
};

static const struct entry entries[] = {
	/* Names that the patterns below would take for something else. */
	{ "ret_from_irq", WAY_INTERRUPT },
	{ "ret_from_intr", WAY_INTERRUPT },
	{ "ret_from_exception", WAY_NONE },
	{ "do_softirq_own_stack", WAY_SOFTIRQ },

	{ "__do_softirq*", WAY_SOFTIRQ },
	{ "do_softirq*", WAY_SOFTIRQ },
	{ "____do_softirq", WAY_SOFTIRQ },
	{ "handle_softirqs", WAY_SOFTIRQ },
	{ "call_softirq", WAY_SOFTIRQ },
	{ "invoke_softirq", WAY_SOFTIRQ },
	{ "net_rx_action", WAY_SOFTIRQ },
	{ "net_tx_action", WAY_SOFTIRQ },
	{ "tasklet_action*", WAY_SOFTIRQ },
	{ "tasklet_hi_action", WAY_SOFTIRQ },
	{ "run_timer_softirq", WAY_SOFTIRQ },
	{ "__run_timer*", WAY_SOFTIRQ },
	{ "call_timer_fn", WAY_SOFTIRQ },
	{ "expire_timers", WAY_SOFTIRQ },
	{ "process_backlog", WAY_SOFTIRQ },
	{ "workqueue_softirq_action", WAY_SOFTIRQ },
	{ "bh_worker", WAY_SOFTIRQ },
	{ "run_rebalance_domains", WAY_SOFTIRQ },
	{ "sched_balance_softirq", WAY_SOFTIRQ },
	{ "rcu_core", WAY_SOFTIRQ },
	{ "run_hrtimer_softirq", WAY_SOFTIRQ },
	{ "blk_done_softirq", WAY_SOFTIRQ },
	{ "hrtimer_run_softirq", WAY_SOFTIRQ },
	{ "rcu_process_callbacks", WAY_SOFTIRQ },
	{ "rcu_core_si", WAY_SOFTIRQ },
	{ "run_ksoftirqd", WAY_SOFTIRQ },
	{ "ksoftirqd", WAY_SOFTIRQ },
	{ "irq_exit", WAY_SOFTIRQ },
	{ "__irq_exit_rcu", WAY_SOFTIRQ },
	{ "irq_exit_rcu", WAY_SOFTIRQ },

	{ "handle_IRQ_event", WAY_HARDIRQ },
	{ "handle_irq_event*", WAY_HARDIRQ },
	{ "__handle_irq_event_percpu", WAY_HARDIRQ },
	{ "handle_*_irq", WAY_HARDIRQ }, /* level, edge, fasteoi, percpu ... */
	{ "handle_irq", WAY_HARDIRQ },
	{ "__handle_irq", WAY_HARDIRQ },
	{ "handle_IRQ", WAY_HARDIRQ },
	{ "__do_IRQ", WAY_HARDIRQ },
	{ "do_IRQ", WAY_HARDIRQ },
	{ "asm_do_IRQ", WAY_HARDIRQ },
	{ "do_domain_IRQ", WAY_HARDIRQ },
	{ "__do_irq", WAY_HARDIRQ },
	{ "do_irq", WAY_HARDIRQ },
	{ "xlate_irq", WAY_HARDIRQ },
	{ "plat_irq_dispatch", WAY_HARDIRQ },
	{ "generic_handle_irq*", WAY_HARDIRQ },
	{ "generic_handle_domain_irq*", WAY_HARDIRQ },
	{ "generic_handle_arch_irq", WAY_HARDIRQ },
	{ "*_handle_domain_irq", WAY_HARDIRQ },
	{ "handle_domain_irq", WAY_HARDIRQ },
	{ "gic_handle_irq*", WAY_HARDIRQ },
	{ "*_handle_irq", WAY_HARDIRQ }, /* of ARM's interrupt controllers */
	{ "plic_handle_irq", WAY_HARDIRQ },
	{ "riscv_intc_irq", WAY_HARDIRQ },
	{ "el1_interrupt", WAY_HARDIRQ },
	{ "el0_interrupt", WAY_HARDIRQ },
	{ "do_interrupt_handler", WAY_HARDIRQ },
	{ "hrtimer_interrupt", WAY_HARDIRQ },
	{ "tick_handle_periodic", WAY_HARDIRQ },
	{ "tick_sched_timer", WAY_HARDIRQ },
	{ "update_process_times", WAY_HARDIRQ },
	{ "sysvec_*", WAY_HARDIRQ },
	{ "__sysvec_*", WAY_HARDIRQ },
	{ "__common_interrupt", WAY_HARDIRQ },
	{ "smp_*_interrupt", WAY_HARDIRQ },
	{ "smp_apic_timer_interrupt", WAY_HARDIRQ },
	{ "local_apic_timer_interrupt", WAY_HARDIRQ },
	{ "generic_smp_call_function*interrupt", WAY_HARDIRQ },
	{ "*flush_smp_call_function_queue", WAY_HARDIRQ },
	{ "irq_work_run*", WAY_HARDIRQ },
	{ "timer_interrupt", WAY_HARDIRQ }, /* ppc, and others */
	{ "do_IRQ_*", WAY_HARDIRQ },
	{ "do_cpu_irq_mask", WAY_HARDIRQ }, /* parisc */
	{ "do_ext_interrupt", WAY_HARDIRQ },
	{ "do_ext_irq", WAY_HARDIRQ },
	{ "do_io_irq", WAY_HARDIRQ },
	{ "do_irq_async", WAY_HARDIRQ },
	{ "do_extint", WAY_HARDIRQ },
	{ "ia64_handle_irq", WAY_HARDIRQ },
	{ "handler_irq", WAY_HARDIRQ }, /* sparc */
	{ "do_entInt", WAY_HARDIRQ },
	{ "handle_cpu_irq", WAY_HARDIRQ },
	{ "handle_loongarch_irq", WAY_HARDIRQ },
	{ "do_vint", WAY_HARDIRQ },
	{ "evtchn_*upcall", WAY_HARDIRQ },
	{ "*xen_*evtchn_do_upcall", WAY_HARDIRQ },
	{ "xen_evtchn_do_upcall", WAY_HARDIRQ },

	{ "asm_sysvec_*", WAY_INTERRUPT },
	{ "asm_common_interrupt", WAY_INTERRUPT },
	{ "common_interrupt", WAY_INTERRUPT },
	{ "apic_timer_interrupt", WAY_INTERRUPT },
	{ "call_function_*interrupt", WAY_INTERRUPT },
	{ "call_function_interrupt", WAY_INTERRUPT },
	{ "reschedule_interrupt", WAY_INTERRUPT },
	{ "irq_work_interrupt", WAY_INTERRUPT },
	{ "interrupt_entry", WAY_INTERRUPT },
	{ "*hypervisor_callback", WAY_INTERRUPT },
	{ "*_callback_vector", WAY_INTERRUPT },
	{ "__irq_svc", WAY_INTERRUPT },
	{ "__irq_usr", WAY_INTERRUPT },
	{ "__irq_invalid", WAY_INTERRUPT },
	{ "el1_irq", WAY_INTERRUPT },
	{ "el0_irq*", WAY_INTERRUPT },
	{ "el1h_64_irq*", WAY_INTERRUPT },
	{ "el0t_64_irq*", WAY_INTERRUPT },
	{ "el0t_32_irq*", WAY_INTERRUPT },
	{ "__el0_irq*", WAY_INTERRUPT },
	{ "__el1_irq", WAY_INTERRUPT },
	{ "call_on_irq_stack", WAY_INTERRUPT },
	{ "handle_int", WAY_INTERRUPT }, /* MIPS */
	{ "except_vec_vi*", WAY_INTERRUPT },
	{ "rollback_handle_int", WAY_INTERRUPT },
	{ "retint_kernel", WAY_INTERRUPT },
	{ "retint_*", WAY_INTERRUPT },
	{ "uv_bau_message_intr1", WAY_INTERRUPT },
	{ "xen_do_upcall", WAY_INTERRUPT },
	{ "h_virt_irq_common*", WAY_INTERRUPT },
	{ "*_interrupt_common*", WAY_INTERRUPT }, /* ppc */
	{ "decrementer_common*", WAY_INTERRUPT },
	{ "*doorbell*_common*", WAY_INTERRUPT },
	{ "restore_check_irq_replay", WAY_INTERRUPT },
	{ "io_int_handler", WAY_INTERRUPT }, /* s390 */
	{ "ext_int_handler", WAY_INTERRUPT },
	{ "entInt", WAY_INTERRUPT },   /* Alpha */
	{ "tl0_irq*", WAY_INTERRUPT }, /* sparc64 */
	{ "rtrap_irq", WAY_INTERRUPT },
	{ "auto_irqhandler_fixup", WAY_INTERRUPT }, /* m68k */
	{ "user_irqhandler_fixup", WAY_INTERRUPT },
	{ "intr_return", WAY_INTERRUPT }, /* parisc */
	{ "csky_irq", WAY_INTERRUPT },
	{ "el1t_64_irq*", WAY_INTERRUPT },

	{ "exc_nmi", WAY_NMI },
	{ "asm_exc_nmi", WAY_NMI },
	{ "do_nmi", WAY_NMI },
	{ "nmi", WAY_NMI },
	{ "nmi_stack_correct", WAY_NMI },
	{ "default_do_nmi", WAY_NMI },
	{ "nmi_handle", WAY_NMI },
	{ "end_repeat_nmi", WAY_NMI },
	{ "handle_fiq*", WAY_NMI },

	/* The root of a task's stack, or near it. */
	{ "ret_from_fork*", WAY_TASK },
	{ "ret_from_syscall*", WAY_TASK },
	{ "ret_from_kernel_thread", WAY_TASK },
	{ "ret_from_kernel_user_thread", WAY_TASK },
	{ "ret_from_sys_call", WAY_TASK },
	{ "start_kernel_thread", WAY_TASK },
	{ "kernel_thread*", WAY_TASK },
	{ "arch_kernel_thread", WAY_TASK },
	{ "kthread", WAY_TASK },
	{ "kthread_worker_fn", WAY_TASK },
	{ "worker_thread", WAY_TASK },
	{ "process_one_work", WAY_TASK },
	{ "process_scheduled_works", WAY_TASK },
	{ "run_workqueue", WAY_TASK },
	{ "irq_thread*", WAY_TASK },
	{ "smpboot_thread_fn", WAY_TASK },
	{ "kswapd", WAY_TASK },
	{ "kcompactd", WAY_TASK },
	{ "khugepaged", WAY_TASK },
	{ "*syscall*", WAY_TASK },
	{ "system_call*", WAY_TASK },
	{ "sysenter*", WAY_TASK },
	{ "child_rip", WAY_TASK },
	{ "entry_SYSENTER*", WAY_TASK },
	{ "x64_sys_call", WAY_TASK },
	{ "ia32_sys*", WAY_TASK },
	{ "int_ret_from_sys_call", WAY_TASK },
	{ "do_el0_svc", WAY_TASK },
	{ "handle_sys*", WAY_TASK },
	{ "stack_done", WAY_TASK },
	{ "do_trap_ecall_u", WAY_TASK },
	{ "async_page_fault", WAY_TASK },
	{ "el0_ia", WAY_TASK },
	{ "el1_da", WAY_TASK },
	{ "__dabt_*", WAY_TASK },
	{ "__pabt_*", WAY_TASK },
	{ "data_access_common*", WAY_TASK },
	{ "instruction_access_common*", WAY_TASK },
	{ "handle_page_fault", WAY_TASK },
	{ "do_dat_exception", WAY_TASK },
	{ "entry_SYSCALL*", WAY_TASK },
	{ "entry_INT80*", WAY_TASK },
	{ "tracesys*", WAY_TASK },
	{ "stub_*", WAY_TASK },
	{ "csky_systemcall", WAY_TASK },
	{ "ret_fast_sys*", WAY_TASK },
	{ "sys_*", WAY_TASK },
	{ "SyS_*", WAY_TASK },
	{ "SYSC_*", WAY_TASK },
	{ "__x64_sys_*", WAY_TASK },
	{ "__ia32_sys_*", WAY_TASK },
	{ "__arm64_sys_*", WAY_TASK },
	{ "__riscv_sys_*", WAY_TASK },
	{ "__s390x_sys_*", WAY_TASK },
	{ "__se_sys_*", WAY_TASK },
	{ "__do_sys_*", WAY_TASK },
	{ "ksys_*", WAY_TASK },
	{ "vfs_*", WAY_TASK },
	{ "__vfs_*", WAY_TASK },
	{ "do_vfs_*", WAY_TASK },
	{ "page_fault", WAY_TASK },
	{ "*do_page_fault*", WAY_TASK },
	{ "do_user_addr_fault", WAY_TASK },
	{ "do_translation_fault", WAY_TASK },
	{ "do_mem_abort", WAY_TASK },
	{ "do_DataAbort", WAY_TASK },
	{ "exc_page_fault", WAY_TASK },
	{ "asm_exc_page*", WAY_TASK },
	{ "*handle_mm_fault", WAY_TASK },
	{ "error_code", WAY_TASK },
	{ "el0_svc*", WAY_TASK },
	{ "el0_da", WAY_TASK },
	{ "el0_sync*", WAY_TASK },
	{ "el0t_64_sync*", WAY_TASK },
	{ "el0t_32_sync*", WAY_TASK },
	{ "do_one_initcall", WAY_TASK },
	{ "do_initcalls", WAY_TASK },
	{ "kernel_init*", WAY_TASK },
	{ "do_init_module", WAY_TASK },
	{ "load_module", WAY_TASK },
	{ "start_kernel", WAY_TASK },
	{ "rest_init", WAY_TASK },
	{ "really_probe", WAY_TASK },
	{ "do_fork", WAY_TASK },
	{ "_do_fork", WAY_TASK },
	{ "kernel_clone", WAY_TASK },
	{ "do_execve*", WAY_TASK },
	{ "device_resume*", WAY_TASK },
	{ "dpm_*", WAY_TASK },
};

/* With one "*" at most, anywhere, or several at the ends. */
static bool matches(struct af_slice symbol, const char *pattern)
{
	struct af_slice rest = symbol;
	const char *star;
	size_t length;

	while ((star = strchr(pattern, '*'))) {
		length = star - pattern;
		if (rest.length < length || memcmp(rest.text, pattern, length))
			return false;
		af_slice_skip(&rest, length);
		pattern = star + 1;
		if (!*pattern)
			return true;
		length = strcspn(pattern, "*");
		while (rest.length >= length &&
		       memcmp(rest.text, pattern, length))
			af_slice_skip(&rest, 1);
		if (!pattern[length])
			return symbol.length >= length &&
			       rest.text <=
				       symbol.text + symbol.length - length &&
			       !memcmp(symbol.text + symbol.length - length,
				       pattern, length);
	}
	return af_slice_is(rest, pattern);
}

static enum way way_of(struct af_slice symbol)
{
	struct af_slice base = af_log_base(symbol);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(entries); i++)
		if (matches(base, entries[i].text))
			return entries[i].way;
	return WAY_NONE;
}

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

	for (i = caller->index; i < trace->nr; i++)
		for (j = 0; j < ARRAY_SIZE(hints); j++)
			if (counts(&trace->frames[i], caller) &&
			    matches(af_log_base(trace->frames[i].symbol),
				    hints[j]))
				return true;
	return false;
}

/* The innermost that tells: it has interrupted those below it. */
static enum way find_way(const struct af_log_trace *trace,
			 const struct af_log_caller *caller)
{
	unsigned int i;

	for (i = caller->index; i < trace->nr; i++) {
		enum way way;

		if (!counts(&trace->frames[i], caller))
			continue;
		way = way_of(trace->frames[i].symbol);
		/* On an interrupt's own stack there is no task. */
		if (way == WAY_NONE || (way == WAY_TASK && trace->irq))
			continue;
		return way;
	}
	return hinted(trace, caller) ? WAY_SOFTIRQ : WAY_NONE;
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
		[WAY_NONE] = AF_NR_CONTEXTS,
		[WAY_TASK] = AF_CONTEXT_TASK,
		[WAY_SOFTIRQ] = AF_CONTEXT_SOFTIRQ,
		[WAY_HARDIRQ] = AF_CONTEXT_HARDIRQ,
		[WAY_INTERRUPT] = AF_NR_CONTEXTS,
		[WAY_NMI] = AF_CONTEXT_NMI,
	};
	enum way way = find_way(trace, caller);

	context->context = contexts[way];
	if (way == WAY_NONE && trace->nmi)
		context->context = AF_CONTEXT_NMI;
	context->interrupt = way == WAY_SOFTIRQ || way == WAY_HARDIRQ ||
			     way == WAY_INTERRUPT || way == WAY_NMI ||
			     trace->irq || trace->nmi;
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

		if (frame->guess || frame->outside)
			continue;
		for (j = 0; j < ARRAY_SIZE(reclaim); j++)
			if (af_slice_is(af_log_base(frame->symbol), reclaim[j]))
				return true;
	}
	return false;
}
