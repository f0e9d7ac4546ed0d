// SPDX-License-Identifier: GPL-2.0-only
/*
 * The module's parameters. The set functions run at load, before init, and on
 * writes in sysfs; the kernel lets one run at a time.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>
#include <linux/sysfs.h>

#include "control.h"
#include "hook/hooks.h"
#include "params.h"

struct af_params af_params = {
	.enabled = true,
	.signatures = 2048,
	.stack_depth = 32,
	.events = 128,
	.stack_budget = 1000,
	.snapshot_budget = 10,
};

/* A number with bounds. */
struct bounded {
	unsigned int *value;
	unsigned int min;
	unsigned int max;
};

static int bounded_set(const char *text, const struct kernel_param *kp)
{
	const struct bounded *bounded = kp->arg;
	unsigned int value;

	if (kstrtouint(text, 0, &value) || value < bounded->min ||
	    value > bounded->max) {
		pr_err("%s=%s: not a number from %u to %u\n", kp->name, text,
		       bounded->min, bounded->max);
		return -EINVAL;
	}
	/* Read by the probe path at any time. */
	WRITE_ONCE(*bounded->value, value);
	return 0;
}

static int bounded_get(char *buffer, const struct kernel_param *kp)
{
	const struct bounded *bounded = kp->arg;

	return sysfs_emit(buffer, "%u\n", *bounded->value);
}

static const struct kernel_param_ops bounded_ops = {
	.set = bounded_set,
	.get = bounded_get,
};

static struct bounded signatures = { &af_params.signatures, 16, 65536 };
module_param_cb(signatures, &bounded_ops, &signatures, 0444);
MODULE_PARM_DESC(signatures,
		 "distinct failure signatures kept, 16 to 65536 (default 2048)");

/* The allocator's own frames, up to six, count here and are not shown. */
static struct bounded stack_depth = { &af_params.stack_depth, 8, 64 };
module_param_cb(stack_depth, &bounded_ops, &stack_depth, 0444);
MODULE_PARM_DESC(stack_depth,
		 "stack frames kept a signature, the allocator's own included, 8 to 64 (default 32)");

static struct bounded events = { &af_params.events, 16, 4096 };
module_param_cb(events, &bounded_ops, &events, 0444);
MODULE_PARM_DESC(events, "last failures kept a CPU, 16 to 4096 (default 128)");

static struct bounded stack_budget = { &af_params.stack_budget, 0, 1000000 };
module_param_cb(stack_budget, &bounded_ops, &stack_budget, 0644);
MODULE_PARM_DESC(stack_budget,
		 "stacks taken a second and CPU, 0 to 1000000 (default 1000)");

static struct bounded snapshot_budget = { &af_params.snapshot_budget, 0, 1000 };
module_param_cb(snapshot_budget, &bounded_ops, &snapshot_budget, 0644);
MODULE_PARM_DESC(snapshot_budget,
		 "snapshots of the zones a second and CPU, 0 to 1000 (default 10)");

static int hook_set(const char *text, const struct kernel_param *kp)
{
	return af_hooks_choose(text);
}

static int hook_get(char *buffer, const struct kernel_param *kp)
{
	return sysfs_emit(buffer, "%s\n", af_hooks_chosen()->name);
}

static const struct kernel_param_ops hook_ops = {
	.set = hook_set,
	.get = hook_get,
};

module_param_cb(hook, &hook_ops, NULL, 0444);
MODULE_PARM_DESC(hook,
		 "where to listen: tracepoint, kprobe or kretprobe (default tracepoint)");

static bool is_one_of(const char *text, const char *const words[3])
{
	return sysfs_streq(text, words[0]) || sysfs_streq(text, words[1]) ||
	       sysfs_streq(text, words[2]);
}

/*
 * The whole text, where kstrtobool() looks at its first letter only and takes
 * "nonsense" for N. Without a value, on the command line, a name means Y.
 */
static int parse_bool(const char *text, const struct kernel_param *kp,
		      bool *value)
{
	static const char *const yes[] = { "Y", "y", "1" };
	static const char *const no[] = { "N", "n", "0" };

	*value = !text || is_one_of(text, yes);
	if (*value || is_one_of(text, no))
		return 0;
	pr_err("%s=%s: neither Y nor N\n", kp->name, text);
	return -EINVAL;
}

static int enabled_set(const char *text, const struct kernel_param *kp)
{
	bool value;
	int err = parse_bool(text, kp, &value);

	if (err)
		return err;
	if (af_control_live())
		return af_control_enable(value);
	af_params.enabled = value;
	return 0;
}

static int enabled_get(char *buffer, const struct kernel_param *kp)
{
	return sysfs_emit(buffer, "%c\n", af_control_enabled() ? 'Y' : 'N');
}

static const struct kernel_param_ops enabled_ops = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = enabled_set,
	.get = enabled_get,
};

module_param_cb(enabled, &enabled_ops, NULL, 0644);
MODULE_PARM_DESC(enabled,
		 "Y or N: listen for failures; N detaches the hook (default Y)");

/* For tests: what the recognition saves is spent, and more. */
static int stack_verify_set(const char *text, const struct kernel_param *kp)
{
	bool value;
	int err = parse_bool(text, kp, &value);

	if (!err)
		WRITE_ONCE(af_params.stack_verify, value);
	return err;
}

static int stack_verify_get(char *buffer, const struct kernel_param *kp)
{
	return sysfs_emit(buffer, "%c\n", af_params.stack_verify ? 'Y' : 'N');
}

static const struct kernel_param_ops stack_verify_ops = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = stack_verify_set,
	.get = stack_verify_get,
};

module_param_cb(stack_verify, &stack_verify_ops, NULL, 0644);
MODULE_PARM_DESC(stack_verify,
		 "Y or N: take each recognised stack in full too, and compare (default N)");

static int reset_set(const char *text, const struct kernel_param *kp)
{
	bool value;
	int err = parse_bool(text, kp, &value);

	if (err)
		return err;
	if (!value) {
		pr_err("reset=%s: only 1 resets\n", text);
		return -EINVAL;
	}
	/* At load there is nothing to reset yet. */
	return af_control_live() ? af_control_reset() : 0;
}

static const struct kernel_param_ops reset_ops = {
	.set = reset_set,
};

module_param_cb(reset, &reset_ops, NULL, 0200);
MODULE_PARM_DESC(reset,
		 "written 1: counters and signatures start again from zero");
