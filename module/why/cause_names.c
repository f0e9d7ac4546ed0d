// SPDX-License-Identifier: GPL-2.0-only
/* Names of the causes. Pure: no kernel state. */
#include "why/decide.h"

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
