// SPDX-License-Identifier: GPL-2.0-only
/* Load, enable, reset, unload: one at a time, under one lock. */
#include <linux/errno.h>
#include <linux/lockdep.h>

#include "control.h"
#include "hook/hooks.h"
#include "lock.h"
#include "store/store.h"

/* See lock.h. */
DEFINE_MUTEX(af_control_lock);

/*
 * Parameters can be written, and files be opened, before the module is live and
 * after: sysfs and debugfs know nothing of our init. Written under af_control_lock.
 */
static enum {
	CONTROL_COMING,
	CONTROL_LIVE,  /* between a successful init and exit */
	CONTROL_GOING, /* also after an init that failed */
} control_state;

/* Whether init is to attach the hook: enabled=, until then. Under af_control_lock. */
static bool control_wanted = true;

/**
 * af_control_start() - attach the hook if wanted, and go live
 *
 * What is wanted is looked at here, under the lock: a parameter that is written
 * during init is either seen here, or finds the module live.
 *
 * Context: Process, as the last step of init.
 * Return: 0 or -errno, logged.
 */
int af_control_start(void)
{
	int err = 0;

	mutex_lock(&af_control_lock);
	if (control_wanted)
		err = af_hooks_attach();
	/* Pairs with the READ_ONCE in af_control_live(). */
	WRITE_ONCE(control_state, err ? CONTROL_GOING : CONTROL_LIVE);
	mutex_unlock(&af_control_lock);
	return err;
}

/**
 * af_control_stop() - detach the hook for good
 *
 * On return no recording is under way and none can begin.
 *
 * Context: Process, as the first step of exit; sleeps.
 */
void af_control_stop(void)
{
	mutex_lock(&af_control_lock);
	WRITE_ONCE(control_state, CONTROL_GOING);
	af_hooks_detach();
	mutex_unlock(&af_control_lock);
}

/**
 * af_control_live() - has init succeeded, and exit not begun
 *
 * Without the lock this is good for refusing an open() in the middle of init,
 * whose memory may go away again. Once live, an open file holds the module.
 *
 * Context: Process.
 * Return: Whether the module is live.
 */
bool af_control_live(void)
{
	return READ_ONCE(control_state) == CONTROL_LIVE;
}

/**
 * af_control_enabled() - is the hook attached
 *
 * Context: Process; takes af_control_lock.
 * Return: Whether it is.
 */
bool af_control_enabled(void)
{
	bool enabled;

	mutex_lock(&af_control_lock);
	enabled = af_hooks_attached();
	mutex_unlock(&af_control_lock);
	return enabled;
}

/**
 * af_control_enable() - attach or detach the hook
 * @enabled: attach it
 *
 * Before the module is live it is only noted what af_control_start() is to do.
 *
 * Context: Process; takes af_control_lock, sleeps.
 * Return: 0, -ENODEV from exit on, or the reason why the hook cannot attach,
 * logged.
 */
int af_control_enable(bool enabled)
{
	int err = 0;

	mutex_lock(&af_control_lock);
	if (control_state == CONTROL_GOING)
		err = -ENODEV;
	else if (control_state == CONTROL_COMING)
		control_wanted = enabled;
	else if (enabled)
		err = af_hooks_attach();
	else
		af_hooks_detach();
	mutex_unlock(&af_control_lock);
	return err;
}

/**
 * af_control_reset() - forget all failures so far
 *
 * Failures that come during the reset are counted neither before it nor after.
 *
 * Context: Process; takes af_control_lock, sleeps for a grace period.
 * Return: 0, or -ENODEV before init and after exit.
 */
int af_control_reset(void)
{
	int err = 0;

	mutex_lock(&af_control_lock);
	if (control_state == CONTROL_LIVE) {
		af_store_reset();
		af_hooks_reset_nmissed();
	} else {
		err = -ENODEV;
	}
	mutex_unlock(&af_control_lock);
	return err;
}
