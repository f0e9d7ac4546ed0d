// SPDX-License-Identifier: GPL-2.0-only
/* The table of hooks, and the one that was chosen. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "control.h"
#include "hook/hooks.h"

static const struct af_hook *const hooks[] = {
	&af_hook_tracepoint,
	&af_hook_kprobe,
	&af_hook_kretprobe,
};

/* Set before init by the parameter, fixed from then on. */
static const struct af_hook *chosen = &af_hook_tracepoint;

/* Under af_control_lock. */
static bool attached;
static unsigned long nmissed_before;	/* by attachments that have ended */
static unsigned long nmissed_at_reset;

static void log_unknown(const char *name)
{
	char names[64];
	int len = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(hooks); i++)
		len += scnprintf(names + len, sizeof(names) - len, " %s",
				 hooks[i]->name);
	pr_err("hook=%s: unknown; one of:%s\n", name, names);
}

/**
 * af_hooks_choose - choose the hook by its name
 * @name: value of the parameter, a newline at its end allowed
 *
 * Before init only.
 *
 * Return: 0, or -EINVAL for an unknown name, logged
 */
int af_hooks_choose(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(hooks); i++) {
		if (sysfs_streq(name, hooks[i]->name)) {
			chosen = hooks[i];
			return 0;
		}
	}
	log_unknown(name);
	return -EINVAL;
}

/* The chosen hook. Any context. */
const struct af_hook *af_hooks_chosen(void)
{
	return chosen;
}

/**
 * af_hooks_attach - begin to listen, if not yet so
 *
 * Context: process, under af_control_lock.
 * Return: 0 or -errno, logged
 */
int af_hooks_attach(void)
{
	int err;

	lockdep_assert_held(&af_control_lock);
	if (attached)
		return 0;
	err = chosen->attach();
	attached = !err;
	return err;
}

static unsigned long nmissed_now(void)
{
	if (!attached || !chosen->nmissed)
		return 0;
	return chosen->nmissed();
}

/**
 * af_hooks_detach - listen no more; no recording is under way on return
 *
 * Process context, under af_control_lock; sleeps.
 */
void af_hooks_detach(void)
{
	unsigned long nmissed;

	lockdep_assert_held(&af_control_lock);
	if (!attached)
		return;
	nmissed = nmissed_now();
	chosen->detach();
	attached = false;
	nmissed_before += nmissed;
}

/* Is the hook attached. Under af_control_lock. */
bool af_hooks_attached(void)
{
	lockdep_assert_held(&af_control_lock);
	return attached;
}

/* Calls that the kernel could not make, since reset. Under af_control_lock. */
unsigned long af_hooks_nmissed(void)
{
	lockdep_assert_held(&af_control_lock);
	return nmissed_before + nmissed_now() - nmissed_at_reset;
}

/* Begin to count missed calls from zero. Under af_control_lock. */
void af_hooks_reset_nmissed(void)
{
	lockdep_assert_held(&af_control_lock);
	nmissed_at_reset = nmissed_before + nmissed_now();
}

/* Bytes that the chosen hook holds. Under af_control_lock. */
size_t af_hooks_memory(void)
{
	lockdep_assert_held(&af_control_lock);
	return attached && chosen->memory ? chosen->memory() : 0;
}

/* Attached, and not switched off by somebody else. Under af_control_lock. */
bool af_hooks_armed(void)
{
	lockdep_assert_held(&af_control_lock);
	return attached && (!chosen->armed || chosen->armed());
}
