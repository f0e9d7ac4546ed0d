// SPDX-License-Identifier: GPL-2.0-only
/*
 * af_recurse: a request that fails while allocfail records another. A kprobe
 * in a function that the recording calls asks for a block of memory there; in
 * the middle of a run of af_stimulus it is refused.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include "lockdep.h"
#include <linux/atomic.h>
#include <linux/gfp.h>
#include <linux/kallsyms.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/string.h>

static uint order = 10;
module_param(order, uint, 0444);
MODULE_PARM_DESC(order, "of the request, 2^order pages (default 10)");

static atomic_t refused;
static atomic_t granted;

static int count_get(char *buffer, const struct kernel_param *param)
{
	return sprintf(buffer, "%d\n", atomic_read((atomic_t *)param->arg));
}

static const struct kernel_param_ops count_ops = {
	.get = count_get,
};
module_param_cb(refused, &count_ops, &refused, 0444);
MODULE_PARM_DESC(refused, "requests refused so far");
module_param_cb(granted, &count_ops, &granted, 0444);
MODULE_PARM_DESC(granted, "requests granted so far");

/* At the entry the stack pointer is at the return address. */
static bool __kprobes called_by_allocfail(const struct pt_regs *regs)
{
	char name[KSYM_SYMBOL_LEN];

	sprint_symbol(name, *(unsigned long *)regs->sp);
	return strstr(name, "[allocfail]");
}

static int __kprobes request_block(struct kprobe *probe, struct pt_regs *regs)
{
	struct page *page;

	if (!called_by_allocfail(regs))
		return 0;
	af_lockdep_pause();
	page = alloc_pages(__GFP_NOWARN, order);
	af_lockdep_resume();
	if (page) {
		__free_pages(page, order);
		atomic_inc(&granted);
	} else {
		atomic_inc(&refused);
	}
	return 0;
}

/* The unwinder: called once a recording, and open to the function tracer. */
static struct kprobe probe = {
	.symbol_name	= "__unwind_start",
	.pre_handler	= request_block,
};

static int missed_get(char *buffer, const struct kernel_param *param)
{
	return sprintf(buffer, "%lu\n", READ_ONCE(probe.nmissed));
}

static const struct kernel_param_ops missed_ops = {
	.get = missed_get,
};
module_param_cb(missed, &missed_ops, NULL, 0444);
MODULE_PARM_DESC(missed,
		 "calls left out so far, whoever's, since a probe was at work");

static int __init af_recurse_init(void)
{
	int err = register_kprobe(&probe);

	if (err)
		pr_err("can't probe %s: %d\n", probe.symbol_name, err);
	return err;
}

static void __exit af_recurse_exit(void)
{
	unregister_kprobe(&probe);
}

module_init(af_recurse_init);
module_exit(af_recurse_exit);

MODULE_DESCRIPTION("Fails a request while allocfail records another");
MODULE_AUTHOR("allocfail developers");
MODULE_LICENSE("GPL");
