// SPDX-License-Identifier: GPL-2.0-only
/*
 * Arming: a line of settings takes force whole, or not at all. Process context.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cpumask.h>
#include <linux/errno.h>
#include <linux/lockdep.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include "inject/armed.h"

/* See armed.h. */
DEFINE_MUTEX(af_inject_lock);
DEFINE_PER_CPU(struct af_inject_counts, af_inject_counts);

/* NULL: nothing is failed, and no probe is there. */
struct af_inject_armed *af_inject_armed;
struct af_inject_sites af_inject_sites;

/* Which probes are attached. Under af_inject_lock. */
static bool arm_entry_attached, arm_slowpath_attached, arm_track_attached;
static unsigned long arm_nmissed_before;
static bool arm_going;

/**
 * af_inject_going() - has exit begun
 *
 * Context: Process, under af_inject_lock.
 * Return: Whether it has.
 */
bool af_inject_going(void)
{
	return arm_going;
}

static int arm_resolve(struct af_inject_armed *armed,
		       struct af_inject_reason *reason)
{
	const struct af_inject_settings *settings = &armed->settings;
	int err;

	/* One that is not there may come. */
	if (settings->module[0])
		armed->module = af_inject_target_module(settings->module);
	if (!settings->function[0])
		return 0;
	err = af_inject_target_function(settings->function, &armed->function);
	if (err)
		af_inject_refuse(reason, settings->function,
				 strlen(settings->function),
				 "no function that can be found");
	return err ? -EINVAL : 0;
}

/* What the settings need; both stay until others are in force. */
static int arm_attach(const struct af_inject_settings *settings)
{
	int err;

	if (!arm_entry_attached) {
		err = af_inject_probe_attach();
		if (err)
			return err;
		arm_entry_attached = true;
	}
	if (settings->mode == AF_INJECT_SLOWPATH && !arm_slowpath_attached) {
		err = af_inject_slowpath_attach();
		if (err)
			return err;
		arm_slowpath_attached = true;
	}
	if (settings->track && !arm_track_attached) {
		err = af_inject_track_attach();
		if (err)
			return err;
		arm_track_attached = true;
	}
	return 0;
}

static void arm_detach_entry(void)
{
	if (!arm_entry_attached)
		return;
	arm_nmissed_before += af_inject_probe_nmissed();
	af_inject_probe_detach();
	arm_entry_attached = false;
}

static void arm_detach_slowpath(void)
{
	if (!arm_slowpath_attached)
		return;
	arm_nmissed_before += af_inject_slowpath_nmissed();
	af_inject_slowpath_detach();
	arm_slowpath_attached = false;
}

static void arm_detach_track(void)
{
	if (!arm_track_attached)
		return;
	af_inject_track_detach();
	/* Memory of theirs may go when nobody follows them any more. */
	af_inject_track_clear();
	arm_track_attached = false;
}

/* What the settings in force do not need. */
static void arm_detach(void)
{
	if (!af_inject_armed)
		arm_detach_entry();
	if (!af_inject_armed ||
	    af_inject_armed->settings.mode != AF_INJECT_SLOWPATH)
		arm_detach_slowpath();
	if (!af_inject_armed || !af_inject_armed->settings.track)
		arm_detach_track();
}

static void arm_clear_counts(void)
{
	unsigned int cpu;

	for_each_possible_cpu(cpu)
		memset(per_cpu_ptr(&af_inject_counts, cpu), 0,
		       sizeof(af_inject_counts));
	arm_nmissed_before = 0;
	if (arm_entry_attached)
		arm_nmissed_before -= af_inject_probe_nmissed();
	if (arm_slowpath_attached)
		arm_nmissed_before -= af_inject_slowpath_nmissed();
}

/*
 * For a moment nothing is armed, so that counts begin with the settings. On
 * return nobody uses those before.
 */
static void arm_publish(struct af_inject_armed *armed, bool forget)
{
	struct af_inject_armed *before = af_inject_armed;

	WRITE_ONCE(af_inject_armed, NULL);
	if (before)
		synchronize_rcu();
	kfree(before);
	if (!armed)
		return;
	arm_clear_counts();
	af_inject_track_clear();
	if (forget)
		af_inject_sites_clear(&af_inject_sites);
	/* Pairs with the acquire in af_inject_entry(): who finds it finds it whole. */
	smp_store_release(&af_inject_armed, armed);
}

/**
 * af_inject_arm() - have a line of settings take force, in place of those before
 * @line: any bytes
 * @len: of them, at most AF_INJECT_LINE
 * @forget: from where requests have been failed, for new
 * @reason: why it is refused; then those before stay in force
 *
 * Context: Process, under af_inject_lock; sleeps.
 * Return: 0 or -errno.
 */
int af_inject_arm(const char *line, size_t len, bool forget,
		  struct af_inject_reason *reason)
{
	struct af_inject_armed *armed = kzalloc(sizeof(*armed), GFP_KERNEL);
	int err = -EINVAL;

	lockdep_assert_held(&af_inject_lock);
	if (!armed) {
		af_inject_refuse(reason, "", 0, "no memory");
		return -ENOMEM;
	}
	if (!af_inject_parse(&armed->settings, line, len, af_inject_gfp_names,
			     af_inject_nr_gfp_names, reason))
		goto free;
	err = arm_resolve(armed, reason);
	if (err)
		goto free;
	err = arm_attach(&armed->settings);
	if (err) {
		af_inject_refuse(reason, "", 0,
				 "the probes cannot be attached");
		goto detach;
	}
	memcpy(armed->line, line, len);
	af_inject_state_init(&armed->state, &armed->settings);
	arm_publish(armed, forget);
	arm_detach();
	return 0;

detach:
	arm_detach();
free:
	kfree(armed);
	return err;
}

/**
 * af_inject_disarm() - fail nothing any more
 *
 * On return no probe is there, and no request that was failed is in our code.
 *
 * Context: Process, under af_inject_lock; sleeps.
 */
void af_inject_disarm(void)
{
	lockdep_assert_held(&af_inject_lock);
	arm_publish(NULL, false);
	arm_detach();
	af_inject_tell_end();
}

/**
 * af_inject_stop() - fail nothing any more, for good
 *
 * Context: Process, at exit; takes af_inject_lock, sleeps.
 */
void af_inject_stop(void)
{
	mutex_lock(&af_inject_lock);
	arm_going = true;
	af_inject_disarm();
	mutex_unlock(&af_inject_lock);
}

/**
 * af_inject_sum() - the counts of all CPUs
 * @total: where to put them
 *
 * Context: Process.
 */
void af_inject_sum(u64 total[AF_INJECT_NR_COUNTS])
{
	unsigned int cpu, i;

	memset(total, 0, AF_INJECT_NR_COUNTS * sizeof(*total));
	for_each_possible_cpu(cpu)
		for (i = 0; i < AF_INJECT_NR_COUNTS; i++)
			total[i] += READ_ONCE(per_cpu(af_inject_counts, cpu)
						      .counts[i]);
}

/**
 * af_inject_nmissed() - calls that the kernel did not show, by its own count
 *
 * Context: Process, under af_inject_lock.
 * Return: How many since the settings in force.
 */
unsigned long af_inject_nmissed(void)
{
	unsigned long nmissed = arm_nmissed_before;

	if (arm_entry_attached)
		nmissed += af_inject_probe_nmissed();
	if (arm_slowpath_attached)
		nmissed += af_inject_slowpath_nmissed();
	return nmissed;
}
