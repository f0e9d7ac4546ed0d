// SPDX-License-Identifier: GPL-2.0-only
/* What a failure can be, in words, as the files of debugfs print it. Pure. */
#include "failure.h"

const char *const af_context_names[] = {
	[AF_CONTEXT_TASK] = "task",
	[AF_CONTEXT_SOFTIRQ] = "softirq",
	[AF_CONTEXT_HARDIRQ] = "hardirq",
	[AF_CONTEXT_NMI] = "nmi",
};

const char *const af_class_names[] = {
	[AF_CLASS_OPPORTUNISTIC] = "opportunistic",
	[AF_CLASS_ATOMIC] = "atomic",
	[AF_CLASS_BLOCKING] = "blocking",
};

const char *const af_cause_names[AF_NR_CAUSES] = {
	[AF_CAUSE_FRAGMENTATION] = "fragmentation",
	[AF_CAUSE_WATERMARK] = "watermark",
	[AF_CAUSE_RESERVE] = "reserve",
	[AF_CAUSE_LOWMEM] = "lowmem",
	[AF_CAUSE_CGROUP] = "cgroup",
	[AF_CAUSE_PLACEMENT] = "placement",
	[AF_CAUSE_OVERSIZE] = "oversize",
	[AF_CAUSE_INJECTED] = "injected",
	[AF_CAUSE_TRANSIENT] = "transient",
};
