// SPDX-License-Identifier: GPL-2.0-only
/*
 * The functions that are the way into a task, an interrupt or an NMI. Pure.
 *
 * Sources: arch/x86/entry/entry_*.S, arch/x86/kernel/{irq,apic,smp}*.c,
 * arch/x86/include/asm/idtentry.h; arch/arm64/kernel/entry*.[cS]; arch/arm/kernel/
 * entry-armv.S, drivers/irqchip/; arch/mips/kernel/genex.S, arch/powerpc/kernel/
 * exceptions-64s.S, arch/riscv/kernel/, arch/s390/kernel/irq.c and what other
 * architectures have in their place, 2.4 to 7.3; kernel/softirq.c, kernel/irq/.
 */
#include "log/context_table.h"
#include "log/plumbing.h"

/* A "*" stands for anything: at the end, the beginning, or in the middle. */
struct entry {
	const char *text;
	enum af_way way;
};

static const struct entry entries[] = {
	/* Names that the patterns below would take for something else. */
	{ "ret_from_irq", AF_WAY_INTERRUPT },
	{ "ret_from_intr", AF_WAY_INTERRUPT },
	{ "ret_from_exception", AF_WAY_NONE },
	{ "do_softirq_own_stack", AF_WAY_SOFTIRQ },

	{ "__do_softirq*", AF_WAY_SOFTIRQ },
	{ "do_softirq*", AF_WAY_SOFTIRQ },
	{ "____do_softirq", AF_WAY_SOFTIRQ },
	{ "handle_softirqs", AF_WAY_SOFTIRQ },
	{ "call_softirq", AF_WAY_SOFTIRQ },
	{ "invoke_softirq", AF_WAY_SOFTIRQ },
	{ "net_rx_action", AF_WAY_SOFTIRQ },
	{ "net_tx_action", AF_WAY_SOFTIRQ },
	{ "tasklet_action*", AF_WAY_SOFTIRQ },
	{ "tasklet_hi_action", AF_WAY_SOFTIRQ },
	{ "run_timer_softirq", AF_WAY_SOFTIRQ },
	{ "__run_timer*", AF_WAY_SOFTIRQ },
	{ "call_timer_fn", AF_WAY_SOFTIRQ },
	{ "expire_timers", AF_WAY_SOFTIRQ },
	{ "process_backlog", AF_WAY_SOFTIRQ },
	{ "workqueue_softirq_action", AF_WAY_SOFTIRQ },
	{ "bh_worker", AF_WAY_SOFTIRQ },
	{ "run_rebalance_domains", AF_WAY_SOFTIRQ },
	{ "sched_balance_softirq", AF_WAY_SOFTIRQ },
	{ "rcu_core", AF_WAY_SOFTIRQ },
	{ "run_hrtimer_softirq", AF_WAY_SOFTIRQ },
	{ "blk_done_softirq", AF_WAY_SOFTIRQ },
	{ "hrtimer_run_softirq", AF_WAY_SOFTIRQ },
	{ "rcu_process_callbacks", AF_WAY_SOFTIRQ },
	{ "rcu_core_si", AF_WAY_SOFTIRQ },
	{ "run_ksoftirqd", AF_WAY_SOFTIRQ },
	{ "ksoftirqd", AF_WAY_SOFTIRQ },
	{ "irq_exit", AF_WAY_SOFTIRQ },
	{ "__irq_exit_rcu", AF_WAY_SOFTIRQ },
	{ "irq_exit_rcu", AF_WAY_SOFTIRQ },

	{ "handle_IRQ_event", AF_WAY_HARDIRQ },
	{ "handle_irq_event*", AF_WAY_HARDIRQ },
	{ "__handle_irq_event_percpu", AF_WAY_HARDIRQ },
	{ "handle_*_irq",
	  AF_WAY_HARDIRQ }, /* level, edge, fasteoi, percpu ... */
	{ "handle_irq", AF_WAY_HARDIRQ },
	{ "__handle_irq", AF_WAY_HARDIRQ },
	{ "handle_IRQ", AF_WAY_HARDIRQ },
	{ "__do_IRQ", AF_WAY_HARDIRQ },
	{ "do_IRQ", AF_WAY_HARDIRQ },
	{ "asm_do_IRQ", AF_WAY_HARDIRQ },
	{ "do_domain_IRQ", AF_WAY_HARDIRQ },
	{ "__do_irq", AF_WAY_HARDIRQ },
	{ "do_irq", AF_WAY_HARDIRQ },
	{ "plat_irq_dispatch", AF_WAY_HARDIRQ },
	{ "generic_handle_irq*", AF_WAY_HARDIRQ },
	{ "generic_handle_domain_irq*", AF_WAY_HARDIRQ },
	{ "generic_handle_arch_irq", AF_WAY_HARDIRQ },
	{ "*_handle_domain_irq", AF_WAY_HARDIRQ },
	{ "handle_domain_irq", AF_WAY_HARDIRQ },
	{ "gic_handle_irq*", AF_WAY_HARDIRQ },
	{ "*_handle_irq", AF_WAY_HARDIRQ }, /* of ARM's interrupt controllers */
	{ "plic_handle_irq", AF_WAY_HARDIRQ },
	{ "riscv_intc_irq", AF_WAY_HARDIRQ },
	{ "el1_interrupt", AF_WAY_HARDIRQ },
	{ "el0_interrupt", AF_WAY_HARDIRQ },
	{ "do_interrupt_handler", AF_WAY_HARDIRQ },
	{ "hrtimer_interrupt", AF_WAY_HARDIRQ },
	{ "tick_handle_periodic", AF_WAY_HARDIRQ },
	{ "tick_sched_timer", AF_WAY_HARDIRQ },
	{ "update_process_times", AF_WAY_HARDIRQ },
	{ "sysvec_*", AF_WAY_HARDIRQ },
	{ "__sysvec_*", AF_WAY_HARDIRQ },
	{ "__common_interrupt", AF_WAY_HARDIRQ },
	{ "smp_*_interrupt", AF_WAY_HARDIRQ },
	{ "smp_apic_timer_interrupt", AF_WAY_HARDIRQ },
	{ "local_apic_timer_interrupt", AF_WAY_HARDIRQ },
	{ "generic_smp_call_function*interrupt", AF_WAY_HARDIRQ },
	{ "*flush_smp_call_function_queue", AF_WAY_HARDIRQ },
	{ "irq_work_run*", AF_WAY_HARDIRQ },
	{ "timer_interrupt", AF_WAY_HARDIRQ }, /* ppc, and others */
	{ "do_IRQ_*", AF_WAY_HARDIRQ },
	{ "do_cpu_irq_mask", AF_WAY_HARDIRQ }, /* parisc */
	{ "do_ext_interrupt", AF_WAY_HARDIRQ },
	{ "do_ext_irq", AF_WAY_HARDIRQ },
	{ "do_io_irq", AF_WAY_HARDIRQ },
	{ "do_irq_async", AF_WAY_HARDIRQ },
	{ "do_extint", AF_WAY_HARDIRQ },
	{ "ia64_handle_irq", AF_WAY_HARDIRQ },
	{ "handler_irq", AF_WAY_HARDIRQ }, /* sparc */
	{ "do_entInt", AF_WAY_HARDIRQ },
	{ "handle_cpu_irq", AF_WAY_HARDIRQ },
	{ "handle_loongarch_irq", AF_WAY_HARDIRQ },
	{ "do_vint", AF_WAY_HARDIRQ },
	{ "evtchn_*upcall", AF_WAY_HARDIRQ },
	{ "*xen_*evtchn_do_upcall", AF_WAY_HARDIRQ },
	{ "xen_evtchn_do_upcall", AF_WAY_HARDIRQ },

	{ "asm_sysvec_*", AF_WAY_INTERRUPT },
	{ "asm_common_interrupt", AF_WAY_INTERRUPT },
	{ "common_interrupt", AF_WAY_INTERRUPT },
	{ "apic_timer_interrupt", AF_WAY_INTERRUPT },
	{ "call_function_*interrupt", AF_WAY_INTERRUPT },
	{ "call_function_interrupt", AF_WAY_INTERRUPT },
	{ "reschedule_interrupt", AF_WAY_INTERRUPT },
	{ "irq_work_interrupt", AF_WAY_INTERRUPT },
	{ "interrupt_entry", AF_WAY_INTERRUPT },
	{ "*hypervisor_callback", AF_WAY_INTERRUPT },
	{ "*_callback_vector", AF_WAY_INTERRUPT },
	{ "__irq_svc", AF_WAY_INTERRUPT },
	{ "__irq_usr", AF_WAY_INTERRUPT },
	{ "__irq_invalid", AF_WAY_INTERRUPT },
	{ "el1_irq", AF_WAY_INTERRUPT },
	{ "el0_irq*", AF_WAY_INTERRUPT },
	{ "el1h_64_irq*", AF_WAY_INTERRUPT },
	{ "el0t_64_irq*", AF_WAY_INTERRUPT },
	{ "el0t_32_irq*", AF_WAY_INTERRUPT },
	{ "__el0_irq*", AF_WAY_INTERRUPT },
	{ "__el1_irq", AF_WAY_INTERRUPT },
	{ "call_on_irq_stack", AF_WAY_INTERRUPT },
	{ "handle_int", AF_WAY_INTERRUPT }, /* MIPS */
	{ "except_vec_vi*", AF_WAY_INTERRUPT },
	{ "rollback_handle_int", AF_WAY_INTERRUPT },
	{ "retint_kernel", AF_WAY_INTERRUPT },
	{ "retint_*", AF_WAY_INTERRUPT },
	{ "uv_bau_message_intr1", AF_WAY_INTERRUPT },
	{ "xen_do_upcall", AF_WAY_INTERRUPT },
	{ "h_virt_irq_common*", AF_WAY_INTERRUPT },
	{ "*_interrupt_common*", AF_WAY_INTERRUPT }, /* ppc */
	{ "decrementer_common*", AF_WAY_INTERRUPT },
	{ "*doorbell*_common*", AF_WAY_INTERRUPT },
	{ "restore_check_irq_replay", AF_WAY_INTERRUPT },
	{ "io_int_handler", AF_WAY_INTERRUPT }, /* s390 */
	{ "ext_int_handler", AF_WAY_INTERRUPT },
	{ "entInt", AF_WAY_INTERRUPT },	  /* Alpha */
	{ "tl0_irq*", AF_WAY_INTERRUPT }, /* sparc64 */
	{ "rtrap_irq", AF_WAY_INTERRUPT },
	{ "auto_irqhandler_fixup", AF_WAY_INTERRUPT }, /* m68k */
	{ "user_irqhandler_fixup", AF_WAY_INTERRUPT },
	{ "intr_return", AF_WAY_INTERRUPT }, /* parisc */
	{ "csky_irq", AF_WAY_INTERRUPT },
	{ "el1t_64_irq*", AF_WAY_INTERRUPT },

	{ "exc_nmi", AF_WAY_NMI },
	{ "asm_exc_nmi", AF_WAY_NMI },
	{ "do_nmi", AF_WAY_NMI },
	{ "nmi", AF_WAY_NMI },
	{ "nmi_stack_correct", AF_WAY_NMI },
	{ "default_do_nmi", AF_WAY_NMI },
	{ "nmi_handle", AF_WAY_NMI },
	{ "end_repeat_nmi", AF_WAY_NMI },
	{ "handle_fiq*", AF_WAY_NMI },

	/* The root of a task's stack, or near it. */
	{ "ret_from_fork*", AF_WAY_TASK },
	{ "ret_from_syscall*", AF_WAY_TASK },
	{ "ret_from_kernel_thread", AF_WAY_TASK },
	{ "ret_from_kernel_user_thread", AF_WAY_TASK },
	{ "ret_from_sys_call", AF_WAY_TASK },
	{ "start_kernel_thread", AF_WAY_TASK },
	{ "kernel_thread*", AF_WAY_TASK },
	{ "arch_kernel_thread", AF_WAY_TASK },
	{ "kthread", AF_WAY_TASK },
	{ "kthread_worker_fn", AF_WAY_TASK },
	{ "worker_thread", AF_WAY_TASK },
	{ "process_one_work", AF_WAY_TASK },
	{ "process_scheduled_works", AF_WAY_TASK },
	{ "run_workqueue", AF_WAY_TASK },
	{ "irq_thread*", AF_WAY_TASK },
	{ "smpboot_thread_fn", AF_WAY_TASK },
	{ "kswapd", AF_WAY_TASK },
	{ "kcompactd", AF_WAY_TASK },
	{ "khugepaged", AF_WAY_TASK },
	{ "*syscall*", AF_WAY_TASK },
	{ "system_call*", AF_WAY_TASK },
	{ "sysenter*", AF_WAY_TASK },
	{ "child_rip", AF_WAY_TASK },
	{ "entry_SYSENTER*", AF_WAY_TASK },
	{ "x64_sys_call", AF_WAY_TASK },
	{ "ia32_sys*", AF_WAY_TASK },
	{ "int_ret_from_sys_call", AF_WAY_TASK },
	{ "do_el0_svc", AF_WAY_TASK },
	{ "handle_sys*", AF_WAY_TASK },
	{ "stack_done", AF_WAY_TASK },
	{ "do_trap_ecall_u", AF_WAY_TASK },
	{ "async_page_fault", AF_WAY_TASK },
	{ "el0_ia", AF_WAY_TASK },
	{ "el1_da", AF_WAY_TASK },
	{ "__dabt_*", AF_WAY_TASK },
	{ "__pabt_*", AF_WAY_TASK },
	{ "data_access_common*", AF_WAY_TASK },
	{ "instruction_access_common*", AF_WAY_TASK },
	{ "handle_page_fault", AF_WAY_TASK },
	{ "do_dat_exception", AF_WAY_TASK },
	{ "entry_SYSCALL*", AF_WAY_TASK },
	{ "entry_INT80*", AF_WAY_TASK },
	{ "tracesys*", AF_WAY_TASK },
	{ "stub_*", AF_WAY_TASK },
	{ "csky_systemcall", AF_WAY_TASK },
	{ "ret_fast_sys*", AF_WAY_TASK },
	{ "sys_*", AF_WAY_TASK },
	{ "SyS_*", AF_WAY_TASK },
	{ "SYSC_*", AF_WAY_TASK },
	{ "__x64_sys_*", AF_WAY_TASK },
	{ "__ia32_sys_*", AF_WAY_TASK },
	{ "__arm64_sys_*", AF_WAY_TASK },
	{ "__riscv_sys_*", AF_WAY_TASK },
	{ "__s390x_sys_*", AF_WAY_TASK },
	{ "__se_sys_*", AF_WAY_TASK },
	{ "__do_sys_*", AF_WAY_TASK },
	{ "ksys_*", AF_WAY_TASK },
	{ "vfs_*", AF_WAY_TASK },
	{ "__vfs_*", AF_WAY_TASK },
	{ "do_vfs_*", AF_WAY_TASK },
	{ "page_fault", AF_WAY_TASK },
	{ "*do_page_fault*", AF_WAY_TASK },
	{ "do_user_addr_fault", AF_WAY_TASK },
	{ "do_translation_fault", AF_WAY_TASK },
	{ "do_mem_abort", AF_WAY_TASK },
	{ "do_DataAbort", AF_WAY_TASK },
	{ "exc_page_fault", AF_WAY_TASK },
	{ "asm_exc_page*", AF_WAY_TASK },
	{ "*handle_mm_fault", AF_WAY_TASK },
	{ "error_code", AF_WAY_TASK },
	{ "el0_svc*", AF_WAY_TASK },
	{ "el0_da", AF_WAY_TASK },
	{ "el0_sync*", AF_WAY_TASK },
	{ "el0t_64_sync*", AF_WAY_TASK },
	{ "el0t_32_sync*", AF_WAY_TASK },
	{ "do_one_initcall", AF_WAY_TASK },
	{ "do_initcalls", AF_WAY_TASK },
	{ "kernel_init*", AF_WAY_TASK },
	{ "do_init_module", AF_WAY_TASK },
	{ "load_module", AF_WAY_TASK },
	{ "start_kernel", AF_WAY_TASK },
	{ "rest_init", AF_WAY_TASK },
	{ "really_probe", AF_WAY_TASK },
	{ "do_fork", AF_WAY_TASK },
	{ "_do_fork", AF_WAY_TASK },
	{ "kernel_clone", AF_WAY_TASK },
	{ "do_execve*", AF_WAY_TASK },
	{ "device_resume*", AF_WAY_TASK },
	{ "dpm_*", AF_WAY_TASK },
};

/* With one "*" at most, anywhere, or several at the ends. */
bool af_way_matches(struct af_slice symbol, const char *pattern)
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

/*
 * The rows that begin with the same byte are a chain, in the order of the table.
 * Those that begin with a "*" are in each chain.
 */
#define NO_ROW ARRAY_SIZE(entries)
static u16 heads[256];
static u16 next[256][ARRAY_SIZE(entries)];
static bool built;

static void build(void)
{
	size_t byte, i;

	for (byte = 0; byte < ARRAY_SIZE(heads); byte++) {
		u16 *link = &heads[byte];

		for (i = 0; i < ARRAY_SIZE(entries); i++) {
			u8 first = entries[i].text[0];

			if (first != byte && first != '*')
				continue;
			*link = i;
			link = &next[byte][i];
		}
		*link = NO_ROW;
	}
	built = true;
}

enum af_way af_way_of(struct af_slice symbol)
{
	struct af_slice base = af_log_base(symbol);
	u8 byte = af_slice_first(base);
	size_t i;

	if (!built)
		build();
	for (i = heads[byte]; i < NO_ROW; i = next[byte][i])
		if (af_way_matches(base, entries[i].text))
			return entries[i].way;
	return AF_WAY_NONE;
}
