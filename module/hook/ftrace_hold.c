// SPDX-License-Identifier: GPL-2.0-only
/* Tracers of a function that do nothing, while a probe of it is taken away. */
#include <linux/ftrace.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>

#include "hook/armed.h"
#include "kernel/compat.h"
#include "hook/ftrace_hold.h"

/* Any context; only if tracing is switched on in this moment. */
static void notrace nothing(unsigned long ip, unsigned long parent_ip,
			    struct ftrace_ops *ops, struct af_ftrace_regs *regs)
{
}

/*
 * The last one goes first: that is when the kernel looks who else wants registers.
 * As the probe goes it may not, if there are others elsewhere.
 */
static struct ftrace_ops tracers[] = {
	{ .func = nothing },
	{ .func = nothing, .flags = FTRACE_OPS_FL_SAVE_REGS },
};

/* Under af_control_lock; 0 if no function is held. */
static unsigned long function;
static unsigned int registered;

/* Return: 0 or -errno */
static int trace_by(struct ftrace_ops *tracer)
{
	int err = ftrace_set_filter_ip(tracer, function, 0, 0);

	return err ?: register_ftrace_function(tracer);
}

/**
 * af_ftrace_hold - trace the function of a probe that is not in its place
 * @probe: registered, about to be unregistered
 *
 * As far as there is memory for it; without, the kernel forgets as it does for
 * everybody.
 *
 * Context: process, under af_control_lock; sleeps.
 */
void af_ftrace_hold(struct kprobe *probe)
{
	if (!kprobe_ftrace(probe) || af_probe_armed(probe))
		return;
	function = (unsigned long)probe->addr;
	registered = 0;
	while (registered < ARRAY_SIZE(tracers) &&
	       !trace_by(&tracers[registered]))
		registered++;
}

/**
 * af_ftrace_release - the probe is unregistered
 *
 * Context: process, under af_control_lock; sleeps.
 */
void af_ftrace_release(void)
{
	unsigned int i = ARRAY_SIZE(tracers);

	if (!function)
		return;
	while (i-- > 0) {
		if (i < registered)
			unregister_ftrace_function(&tracers[i]);
		/* The last function to leave a filter frees it. */
		ftrace_set_filter_ip(&tracers[i], function, 1, 0);
	}
	function = 0;
}
