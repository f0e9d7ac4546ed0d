// SPDX-License-Identifier: GPL-2.0-only
/* What a function tracer's callback gets since 5.11 (d19ad0775dcd). */
#include <linux/ftrace.h>

static inline void callback(unsigned long ip, unsigned long parent_ip,
			    struct ftrace_ops *ops, struct ftrace_regs *regs)
{
}

static inline ftrace_func_t test(void)
{
	return callback;
}
