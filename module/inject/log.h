/* SPDX-License-Identifier: GPL-2.0-only */
/* The last requests that were failed or noted, with their stacks. */
#ifndef AF_INJECT_LOG_H
#define AF_INJECT_LOG_H

#include <linux/seq_file.h>

#include "inject/armed.h"

#define AF_INJECT_LOGGED 64

int af_inject_log_init(void);
void af_inject_log_exit(void);
void af_inject_log_add(const struct af_inject_facts *facts,
		       const struct af_inject_stack *stack, u64 hash,
		       enum af_inject_outcome outcome);
void af_inject_log_name(void);
int af_inject_log_show(struct seq_file *m, void *unused);
u32 af_inject_log_lost(void);

#endif /* AF_INJECT_LOG_H */
