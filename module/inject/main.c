// SPDX-License-Identifier: GPL-2.0-only
/*
 * allocfail_inject: has page allocations fail that somebody has chosen. Load and
 * unload. Loaded, it fails nothing, and no allocation costs more than without it.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/security.h>

#include "inject/armed.h"
#include "inject/files.h"
#include "inject/log.h"

static int __init allocfail_inject_init(void)
{
	int err = security_locked_down(LOCKDOWN_DEBUGFS);

	if (err) {
		pr_err("the kernel is locked down, which allows no fault injection; not loaded\n");
		return err;
	}
	err = af_inject_log_init();
	if (err)
		return err;
	err = af_inject_target_init();
	if (err) {
		pr_err("cannot be told of modules: error %d\n", err);
		goto exit_log;
	}
	err = af_inject_files_init();
	if (err)
		goto exit_target;
	pr_info("version %s, failing nothing until told to\n", AF_VERSION);
	return 0;

exit_target:
	af_inject_target_exit();
exit_log:
	af_inject_log_exit();
	return err;
}

/* The files go first, so that nothing is armed again; then the probes. */
static void __exit allocfail_inject_exit(void)
{
	af_inject_files_exit();
	af_inject_stop();
	af_inject_target_exit();
	af_inject_log_exit();
}

module_init(allocfail_inject_init);
module_exit(allocfail_inject_exit);

MODULE_LICENSE("GPL");
MODULE_AUTHOR("allocfail developers");
MODULE_DESCRIPTION("Fails chosen page allocations, to find who cannot take it");
MODULE_VERSION(AF_VERSION);
