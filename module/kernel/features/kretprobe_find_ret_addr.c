// SPDX-License-Identifier: GPL-2.0-only
/*
 * Came in 5.15 (03bac0df2886), with the caller's address in the registers that a
 * return probe's handler gets.
 */
#include <linux/kprobes.h>

static inline unsigned long test(struct task_struct *task, void *frame,
				 struct llist_node **cursor)
{
	return kretprobe_find_ret_addr(task, frame, cursor);
}
