/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Is a probe in its place? All probes of a kernel can be taken out at once, by
 * debugfs kprobes/enabled, and those that sit on the function tracer's calls by
 * the sysctl kernel.ftrace_enabled. No flag of the probe says so. The kernel's
 * text does.
 */
#ifndef AF_ARMED_H
#define AF_ARMED_H

#include <linux/kprobes.h>

#include "stack/arch.h"

/**
 * af_probe_armed() - is a probe in its place
 * @probe: a registered probe
 *
 * Another's probe or trace of the same place is taken for ours.
 *
 * Context: Process.
 * Return: Whether something is there that makes the kernel call a probe.
 */
static inline bool af_probe_armed(const struct kprobe *probe)
{
	return af_is_patched(probe->addr);
}

#endif /* AF_ARMED_H */
