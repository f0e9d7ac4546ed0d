/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A probe at a function's entry is a call of the function tracer's that wants all
 * registers. While the sysctl kernel.ftrace_enabled is 0, the kernel forgets to note
 * that the last of those is gone (__ftrace_hash_rec_update() in
 * kernel/trace/ftrace.c, 5.10 to 7.2). Later, when tracing is on and some other
 * function's last tracer goes, it finds the note, warns, and traces no function any
 * more until the next boot. It does not forget while a tracer remains that wants none.
 */
#ifndef AF_FTRACE_HOLD_H
#define AF_FTRACE_HOLD_H

#include <linux/kprobes.h>

#ifdef CONFIG_KPROBES_ON_FTRACE
void af_ftrace_hold(struct kprobe *probe);
void af_ftrace_release(void);
#else
static inline void af_ftrace_hold(struct kprobe *probe)
{
}

static inline void af_ftrace_release(void)
{
}
#endif

#endif /* AF_FTRACE_HOLD_H */
