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
#include "store/names.h"
#include "why/era.h"

struct af_params af_params = {
	.signatures = 2048,
	.stack_depth = 32,
	.events = 128,
	.names = 64,
	.cgroups = 256,
	.stack_budget = 1000,
	.snapshot_budget = 10,
};

/* A number with bounds. */
struct param_bounded {
	unsigned int *value;
	unsigned int min;
	unsigned int max;
};

static int af_param_bounded_set(const char *text, const struct kernel_param *kp)
{
	const struct param_bounded *bounded = kp->arg;
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

static int af_param_bounded_get(char *buffer, const struct kernel_param *kp)
{
	const struct param_bounded *bounded = kp->arg;

	return sysfs_emit(buffer, "%u\n", *bounded->value);
}

static const struct kernel_param_ops param_bounded_ops = {
	.set = af_param_bounded_set,
	.get = af_param_bounded_get,
};

static struct param_bounded param_signatures = { &af_params.signatures, 16,
						 65536 };
module_param_cb(signatures, &param_bounded_ops, &param_signatures, 0444);
MODULE_PARM_DESC(signatures,
		 "distinct failure signatures kept, 16 to 65536 (default 2048)");

/* The allocator's own frames, up to six, count here and are not shown. */
static struct param_bounded param_stack_depth = { &af_params.stack_depth, 8,
						  64 };
module_param_cb(stack_depth, &param_bounded_ops, &param_stack_depth, 0444);
MODULE_PARM_DESC(stack_depth,
		 "stack frames kept a signature, the allocator's own included, 8 to 64 (default 32)");

static struct param_bounded param_events = { &af_params.events, 16, 4096 };
module_param_cb(events, &param_bounded_ops, &param_events, 0444);
MODULE_PARM_DESC(events, "last failures kept a CPU, 16 to 4096 (default 128)");

static struct param_bounded param_names = { &af_params.names, 1,
					    AF_NAMES_MAX_KIB };
module_param_cb(names, &param_bounded_ops, &param_names, 0444);
MODULE_PARM_DESC(names,
		 "KiB for the names of modules that have gone, 1 to 256 (default 64)");

static struct param_bounded param_cgroups = { &af_params.cgroups, 16, 4096 };
module_param_cb(cgroups, &param_bounded_ops, &param_cgroups, 0444);
MODULE_PARM_DESC(cgroups,
		 "memory cgroups counted apart, 16 to 4096 (default 256)");

static struct param_bounded param_stack_budget = { &af_params.stack_budget, 0,
						   1000000 };
module_param_cb(stack_budget, &param_bounded_ops, &param_stack_budget, 0644);
MODULE_PARM_DESC(stack_budget,
		 "stacks taken a second and CPU, 0 to 1000000 (default 1000)");

static struct param_bounded param_snapshot_budget = {
	&af_params.snapshot_budget, 0, 1000
};
module_param_cb(snapshot_budget, &param_bounded_ops, &param_snapshot_budget,
		0644);
MODULE_PARM_DESC(snapshot_budget,
		 "snapshots of the zones a second and CPU, 0 to 1000 (default 10)");

static int af_param_hook_set(const char *text, const struct kernel_param *kp)
{
	return af_hooks_choose(text);
}

static int af_param_hook_get(char *buffer, const struct kernel_param *kp)
{
	return sysfs_emit(buffer, "%s\n", af_hooks_chosen()->name);
}

static const struct kernel_param_ops param_hook_ops = {
	.set = af_param_hook_set,
	.get = af_param_hook_get,
};

module_param_cb(hook, &param_hook_ops, NULL, 0444);
MODULE_PARM_DESC(hook,
		 "where to listen: tracepoint, kprobe or kretprobe (default tracepoint)");

static int af_param_rules_set(const char *text, const struct kernel_param *kp)
{
	u32 release = 0;

	if (!sysfs_streq(text, "auto") && !af_era_parse(text, &release)) {
		pr_err("rules=%s: neither auto nor a release from 5.10 on\n",
		       text);
		return -EINVAL;
	}
	af_params.rules = release;
	return 0;
}

static int af_param_rules_get(char *buffer, const struct kernel_param *kp)
{
	u32 release = af_params.rules;

	if (!release)
		return sysfs_emit(buffer, "auto\n");
	return sysfs_emit(buffer, "%u.%u.%u\n", release >> 16,
			  release >> 8 & 255, release & 255);
}

static const struct kernel_param_ops param_rules_ops = {
	.set = af_param_rules_set,
	.get = af_param_rules_get,
};

module_param_cb(rules, &param_rules_ops, NULL, 0444);
MODULE_PARM_DESC(rules,
		 "mainline or stable release whose reserves this kernel's are like, as 6.12.54, or auto (default auto)");

static bool param_is_one_of(const char *text, const char *const words[3])
{
	return sysfs_streq(text, words[0]) || sysfs_streq(text, words[1]) ||
	       sysfs_streq(text, words[2]);
}

/*
 * Looks at the whole text. kstrtobool() looks at its first letter only, and takes
 * "nonsense" for N. A name without a value, on the command line, means Y.
 */
static int param_parse_bool(const char *text, const struct kernel_param *kp,
			    bool *value)
{
	static const char *const yes[] = { "Y", "y", "1" };
	static const char *const no[] = { "N", "n", "0" };

	*value = !text || param_is_one_of(text, yes);
	if (*value || param_is_one_of(text, no))
		return 0;
	pr_err("%s=%s: neither Y nor N\n", kp->name, text);
	return -EINVAL;
}

static int af_param_enabled_set(const char *text, const struct kernel_param *kp)
{
	bool value;
	int err = param_parse_bool(text, kp, &value);

	return err ? err : af_control_enable(value);
}

static int af_param_enabled_get(char *buffer, const struct kernel_param *kp)
{
	return sysfs_emit(buffer, "%c\n", af_control_enabled() ? 'Y' : 'N');
}

static const struct kernel_param_ops param_enabled_ops = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = af_param_enabled_set,
	.get = af_param_enabled_get,
};

module_param_cb(enabled, &param_enabled_ops, NULL, 0644);
MODULE_PARM_DESC(enabled,
		 "Y or N: listen for failures; N detaches the hook (default Y)");

/* For tests: it costs more than recognising stacks saves. */
static int af_param_stack_verify_set(const char *text,
				     const struct kernel_param *kp)
{
	bool value;
	int err = param_parse_bool(text, kp, &value);

	if (!err)
		WRITE_ONCE(af_params.stack_verify, value);
	return err;
}

static int af_param_stack_verify_get(char *buffer,
				     const struct kernel_param *kp)
{
	return sysfs_emit(buffer, "%c\n", af_params.stack_verify ? 'Y' : 'N');
}

static const struct kernel_param_ops param_stack_verify_ops = {
	.flags = KERNEL_PARAM_OPS_FL_NOARG,
	.set = af_param_stack_verify_set,
	.get = af_param_stack_verify_get,
};

module_param_cb(stack_verify, &param_stack_verify_ops, NULL, 0644);
MODULE_PARM_DESC(stack_verify,
		 "Y or N: take each recognised stack in full too, and compare (default N)");

static int af_param_reset_set(const char *text, const struct kernel_param *kp)
{
	bool value;
	int err = param_parse_bool(text, kp, &value);

	if (err)
		return err;
	if (!value) {
		pr_err("reset=%s: only 1 resets\n", text);
		return -EINVAL;
	}
	/* At load there is nothing to reset yet. */
	return af_control_live() ? af_control_reset() : 0;
}

static const struct kernel_param_ops param_reset_ops = {
	.set = af_param_reset_set,
};

module_param_cb(reset, &param_reset_ops, NULL, 0200);
MODULE_PARM_DESC(reset,
		 "written 1: counters and signatures start again from zero");
