// SPDX-License-Identifier: GPL-2.0-only
/*
 * Telling allocfail, if it is loaded, while something is armed. It is asked for by
 * its symbol, and cannot be unloaded meanwhile.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>

#include "inject/armed.h"

/* Written under af_inject_lock, read by the probe. */
const struct af_told *af_inject_told;

/* Under af_inject_lock. */
static void tell_begin(void)
{
	const struct af_told *told;

	if (af_inject_told || !af_inject_armed)
		return;
	told = symbol_get(allocfail_told);
	if (!told)
		return;
	if (strcmp(told->version, AF_VERSION)) {
		pr_warn("allocfail %s is another version, and is not told of injected failures\n",
			told->version);
		symbol_put(allocfail_told);
		return;
	}
	told->set_injector(af_inject_slowpath_failing);
	/* Pairs with the READ_ONCE in inject_tell(). */
	WRITE_ONCE(af_inject_told, told);
}

/**
 * af_inject_tell_begin() - something is armed, or allocfail has come
 *
 * Context: Process; takes af_inject_lock, sleeps.
 */
void af_inject_tell_begin(void)
{
	mutex_lock(&af_inject_lock);
	tell_begin();
	mutex_unlock(&af_inject_lock);
}

/**
 * af_inject_tell_end() - nothing is armed any more
 *
 * Context: Process, under af_inject_lock, with no probe attached; sleeps.
 */
void af_inject_tell_end(void)
{
	if (!af_inject_told)
		return;
	af_inject_told->set_injector(NULL);
	WRITE_ONCE(af_inject_told, NULL);
	symbol_put(allocfail_told);
}
