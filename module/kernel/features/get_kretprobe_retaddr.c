// SPDX-License-Identifier: GPL-2.0-only
/* Came with rethook in 5.18 (73f9b911faa7); before, the address is in @ri. */
#include <linux/kprobes.h>

static inline unsigned long test(struct kretprobe_instance *ri)
{
	return get_kretprobe_retaddr(ri);
}
