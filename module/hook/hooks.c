// SPDX-License-Identifier: GPL-2.0-only
/* The table of hooks, and the one that was chosen. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/lockdep.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "hook/hooks.h"
#include "lock.h"

static const struct af_hook *const hooks_table[] = {
	&af_hook_tracepoint,
	&af_hook_kprobe,
	&af_hook_kretprobe,
};

/* Set before init by the parameter, fixed from then on. */
static const struct af_hook *hooks_choice = &af_hook_tracepoint;

/* Under af_control_lock. af_hooks_want_early() reads the first without. */
static bool hooks_is_attached;
static unsigned long hooks_nmissed_before; /* by attachments that have ended */
static unsigned long hooks_nmissed_at_reset;

static void hooks_log_unknown(const char *name)
{
	char names[64];
	int len = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(hooks_table); i++) {
		if (hooks_table[i]->lacks)
			continue;
		len += scnprintf(names + len, sizeof(names) - len, " %s",
				 hooks_table[i]->name);
	}
	pr_err("hook=%s: unknown; one of:%s\n", name, names);
}

/* NULL if there is none. */
static const struct af_hook *hooks_named(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(hooks_table); i++)
		if (sysfs_streq(name, hooks_table[i]->name))
			return hooks_table[i];
	return NULL;
}

/**
 * af_hooks_choose() - choose the hook by its name
 * @name: value of the parameter, a newline at its end allowed
 *
 * Context: Process, before init only.
 * Return: 0, -EINVAL for an unknown name, or -EOPNOTSUPP for a hook that this
 * kernel cannot have; logged.
 */
int af_hooks_choose(const char *name)
{
	const struct af_hook *hook = hooks_named(name);

	if (!hook) {
		hooks_log_unknown(name);
		return -EINVAL;
	}
	if (hook->lacks) {
		pr_err("hook=%s: this kernel has none, it was built without %s\n",
		       hook->name, hook->lacks);
		return -EOPNOTSUPP;
	}
	hooks_choice = hook;
	return 0;
}

/**
 * af_hooks_chosen() - the hook that was chosen
 *
 * Context: Any.
 * Return: The hook.
 */
const struct af_hook *af_hooks_chosen(void)
{
	return hooks_choice;
}

/**
 * af_hooks_attach() - attach the chosen hook, if it is not attached yet
 *
 * Context: Process, under af_control_lock; sleeps.
 * Return: 0 or -errno, logged.
 */
int af_hooks_attach(void)
{
	int err;

	lockdep_assert_held(&af_control_lock);
	if (hooks_is_attached)
		return 0;
	err = hooks_choice->attach();
	/* Pairs with the READ_ONCE in af_hooks_want_early(). */
	WRITE_ONCE(hooks_is_attached, !err);
	return err;
}

static unsigned long hooks_nmissed_now(void)
{
	if (!hooks_is_attached || !hooks_choice->nmissed)
		return 0;
	return hooks_choice->nmissed();
}

/**
 * af_hooks_detach() - detach the hook, if it is attached
 *
 * On return no recording is under way.
 *
 * Context: Process, under af_control_lock; sleeps.
 */
void af_hooks_detach(void)
{
	unsigned long nmissed;

	lockdep_assert_held(&af_control_lock);
	if (!hooks_is_attached)
		return;
	nmissed = hooks_nmissed_now();
	/* Pairs with the READ_ONCE in af_hooks_want_early(); detach() waits for it. */
	WRITE_ONCE(hooks_is_attached, false);
	hooks_choice->detach();
	hooks_nmissed_before += nmissed;
}

/**
 * af_hooks_attached() - is the hook attached
 *
 * Context: Process, under af_control_lock.
 * Return: Whether it is.
 */
bool af_hooks_attached(void)
{
	lockdep_assert_held(&af_control_lock);
	return hooks_is_attached;
}

/**
 * af_hooks_want_early() - is a request that is failed at once to be recorded
 *
 * Not if the hook is detached, and not if it sees such a request return.
 *
 * Context: Any, NMI included; preemption off, which detaching waits for.
 * Return: Whether it is.
 */
bool af_hooks_want_early(void)
{
	/* Pairs with the WRITE_ONCE in af_hooks_attach() and af_hooks_detach(). */
	return READ_ONCE(hooks_is_attached) && !hooks_choice->sees_early;
}

/**
 * af_hooks_nmissed() - calls that the kernel could not make
 *
 * Context: Process, under af_control_lock.
 * Return: How many there were since the last reset.
 */
unsigned long af_hooks_nmissed(void)
{
	lockdep_assert_held(&af_control_lock);
	return hooks_nmissed_before + hooks_nmissed_now() -
	       hooks_nmissed_at_reset;
}

/**
 * af_hooks_reset_nmissed() - count missed calls from zero again
 *
 * Context: Process, under af_control_lock.
 */
void af_hooks_reset_nmissed(void)
{
	lockdep_assert_held(&af_control_lock);
	hooks_nmissed_at_reset = hooks_nmissed_before + hooks_nmissed_now();
}

/**
 * af_hooks_memory() - memory that the chosen hook holds
 *
 * Context: Process, under af_control_lock.
 * Return: Bytes, 0 while it is not attached.
 */
size_t af_hooks_memory(void)
{
	lockdep_assert_held(&af_control_lock);
	return hooks_is_attached && hooks_choice->memory ?
		       hooks_choice->memory() :
		       0;
}

/**
 * af_hooks_armed() - is the hook attached, and not switched off by somebody else
 *
 * Context: Process, under af_control_lock.
 * Return: Whether it is called on a failure.
 */
bool af_hooks_armed(void)
{
	lockdep_assert_held(&af_control_lock);
	return hooks_is_attached &&
	       (!hooks_choice->armed || hooks_choice->armed());
}
