// SPDX-License-Identifier: GPL-2.0-only
/*
 * allocfail: counts every page allocation that fails, and says who asked, in
 * what state. Load and unload.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/init.h>
#include <linux/module.h>
#include <linux/printk.h>

#include "control.h"
#include "files/debugfs.h"
#include "hook/hooks.h"
#include "params.h"
#include "store/frames.h"
#include "store/snapshot.h"
#include "store/store.h"
#include "why/request.h"

static int __init allocfail_init(void)
{
	int err;

	af_request_init(af_params.rules);
	err = af_store_init(af_params.signatures, af_params.stack_depth,
			    af_params.events, af_params.names,
			    af_params.cgroups);
	if (err) {
		pr_err("no memory for %u signatures of %u frames, %u KiB of names, and %u events and %u cgroups a CPU\n",
		       af_params.signatures, af_params.stack_depth,
		       af_params.names, af_params.events, af_params.cgroups);
		return err;
	}
	err = af_frames_init();
	if (err) {
		pr_err("cannot be told of new modules: error %d\n", err);
		goto free_store;
	}
	err = af_snapshot_init();
	if (err) {
		pr_err("no memory for a snapshot of the zones\n");
		goto exit_frames;
	}
	err = af_debugfs_init();
	if (err)
		goto free_snapshot;
	err = af_control_start();
	if (err)
		goto remove_debugfs;

	pr_info("version %s, hook=%s, %s\n", AF_VERSION,
		af_hooks_chosen()->name,
		af_control_enabled() ? "listening" :
				       "not listening (enabled=N)");
	return 0;

remove_debugfs:
	af_debugfs_remove();
free_snapshot:
	af_snapshot_free();
exit_frames:
	af_frames_exit();
free_store:
	af_store_free();
	return err;
}

static void __exit allocfail_exit(void)
{
	af_control_stop();
	af_debugfs_remove();
	af_snapshot_free();
	af_frames_exit();
	af_store_free();
}

module_init(allocfail_init);
module_exit(allocfail_exit);

MODULE_LICENSE("GPL");
MODULE_AUTHOR("allocfail developers");
MODULE_DESCRIPTION("Counts failed page allocations, says who asked, and why they failed");
MODULE_VERSION(AF_VERSION);
