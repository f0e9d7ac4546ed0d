// SPDX-License-Identifier: GPL-2.0-only
/*
 * af_breaker: makes a kernel function fail on purpose, for one process. A
 * kprobe at its entry loads the return value and goes straight to a bare
 * return; the function's own code doesn't run. See README.md.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/delay.h>
#include <linux/kallsyms.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/string.h>
#include "breaker.h"

static char *symbol;
module_param(symbol, charp, 0444);
MODULE_PARM_DESC(symbol, "function to break");

static char *comm = "insmod";
module_param(comm, charp, 0444);
MODULE_PARM_DESC(comm,
		 "only for processes of this name; empty: any (default insmod)");

static int pid;
module_param(pid, int, 0444);
MODULE_PARM_DESC(pid, "only for this process; 0: any (default 0)");

static char *caller = "";
module_param(caller, charp, 0444);
MODULE_PARM_DESC(caller,
		 "only where the direct caller, as function+offset/size [module], has this in it (default: any)");

static int min_order = -1;
module_param(min_order, int, 0444);
MODULE_PARM_DESC(min_order,
		 "only if the second argument is at least this, as in get_page_from_freelist; -1: any (default -1)");

static uint skip;
module_param(skip, uint, 0444);
MODULE_PARM_DESC(skip,
		 "let this many matching calls through first (default 0)");

static uint times = 1;
module_param(times, uint, 0444);
MODULE_PARM_DESC(times, "calls to break; 0: all (default 1)");

static long retval;
module_param(retval, long, 0444);
MODULE_PARM_DESC(retval, "what the broken call returns (default 0)");

static uint delay;
module_param(delay, uint, 0444);
MODULE_PARM_DESC(delay,
		 "hold the call up for so many ms, busy, and let it through; 0: break it (default 0)");

/* Matching calls that went before, and calls broken. */
static atomic_t matched;
static atomic_t broken;

static int hits_get(char *buffer, const struct kernel_param *param)
{
	return sprintf(buffer, "%d\n", atomic_read(&broken));
}

static const struct kernel_param_ops hits_ops = {
	.get = hits_get,
};
module_param_cb(hits, &hits_ops, NULL, 0444);
MODULE_PARM_DESC(hits, "calls broken or held up so far");

/* At the entry the stack pointer is at the return address. */
static bool __kprobes caller_matches(const struct pt_regs *regs)
{
	char name[KSYM_SYMBOL_LEN];

	if (!*caller)
		return true;
	sprint_symbol(name, *(unsigned long *)regs->sp);
	return strstr(name, caller);
}

static bool __kprobes matches(const struct pt_regs *regs)
{
	if (!in_task())
		return false;
	if (*comm && strcmp(current->comm, comm))
		return false;
	if (pid && current->pid != pid)
		return false;
	if (min_order >= 0 && (int)regs->si < min_order)
		return false;
	return caller_matches(regs);
}

static int __kprobes break_call(struct kprobe *probe, struct pt_regs *regs)
{
	unsigned int earlier;

	if (!matches(regs))
		return 0;
	earlier = atomic_inc_return(&matched) - 1;
	if (earlier < skip || (times && earlier - skip >= times))
		return 0;
	atomic_inc(&broken);
	if (delay) {
		mdelay(delay);
		return 0;
	}
	regs->ax = retval;
	regs->ip = (unsigned long)af_breaker_return;
	return 1;
}

/*
 * Does nothing, but that there is one says that this probe changes the
 * instruction pointer: it isn't optimised into a jump, which could not, and
 * doesn't share the function with a live patch.
 */
static void __kprobes after_call(struct kprobe *probe, struct pt_regs *regs,
				 unsigned long flags)
{
}

static struct kprobe probe = {
	.pre_handler = break_call,
	.post_handler = after_call,
};

static int __init af_breaker_init(void)
{
	int err;

	if (!symbol) {
		pr_err("symbol= is missing\n");
		return -EINVAL;
	}
	probe.symbol_name = symbol;
	err = register_kprobe(&probe);
	if (err)
		pr_err("can't probe %s: %d\n", symbol, err);
	return err;
}

static void __exit af_breaker_exit(void)
{
	unregister_kprobe(&probe);
}

module_init(af_breaker_init);
module_exit(af_breaker_exit);

MODULE_DESCRIPTION("Makes a kernel function fail on purpose, for one process");
MODULE_AUTHOR("allocfail developers");
MODULE_LICENSE("GPL");
