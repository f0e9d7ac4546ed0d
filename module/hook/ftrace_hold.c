// SPDX-License-Identifier: GPL-2.0-only
/* Tracers that do nothing hold a function while a probe of it is taken away. */
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>

#include "hook/armed.h"
#include "hook/ftrace_hold.h"
#include "kernel/compat.h"

/* Any context. Called only if tracing is switched on at this moment. */
static void notrace af_ftrace_hold_nothing(unsigned long ip,
					   unsigned long parent_ip,
					   struct ftrace_ops *ops,
					   struct af_ftrace_regs *regs)
{
}

/*
 * The last one is the first to go: it wants registers, and when such a tracer
 * goes, the kernel looks who else wants them. It may not look when the probe
 * goes, if there are other probes elsewhere.
 */
static struct ftrace_ops hold_tracers[] = {
	{ .func = af_ftrace_hold_nothing },
	{ .func = af_ftrace_hold_nothing, .flags = FTRACE_OPS_FL_SAVE_REGS },
};

/* Under af_control_lock; 0 if no function is held. */
static unsigned long hold_function;
static unsigned int hold_nr_tracers;

/* Return: 0 or -errno */
static int hold_trace_by(struct ftrace_ops *tracer)
{
	int err = ftrace_set_filter_ip(tracer, hold_function, 0, 0);

	return err ?: register_ftrace_function(tracer);
}

/**
 * af_ftrace_hold() - trace the function of a probe that is not in its place
 * @probe: registered, about to be unregistered
 *
 * See ftrace_hold.h. Without memory for it, the kernel forgets its note as it
 * does for everybody else's probes.
 *
 * Context: Process, under af_control_lock; sleeps.
 */
void af_ftrace_hold(struct kprobe *probe)
{
	if (!kprobe_ftrace(probe) || af_probe_armed(probe))
		return;
	hold_function = (unsigned long)probe->addr;
	hold_nr_tracers = 0;
	while (hold_nr_tracers < ARRAY_SIZE(hold_tracers) &&
	       !hold_trace_by(&hold_tracers[hold_nr_tracers]))
		hold_nr_tracers++;
}

/**
 * af_ftrace_release() - trace it no more: the probe is unregistered
 *
 * Context: Process, under af_control_lock; sleeps.
 */
void af_ftrace_release(void)
{
	unsigned int i = ARRAY_SIZE(hold_tracers);

	if (!hold_function)
		return;
	while (i-- > 0) {
		if (i < hold_nr_tracers)
			unregister_ftrace_function(&hold_tracers[i]);
		/* The last function to leave a filter frees it. */
		ftrace_set_filter_ip(&hold_tracers[i], hold_function, 1, 0);
	}
	hold_function = 0;
}
