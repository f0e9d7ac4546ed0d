// SPDX-License-Identifier: GPL-2.0-only
/* The hooks that are kprobes, on a kernel that has none: known, and refused. */
#include "hook/hooks.h"

const struct af_hook af_hook_kprobe = {
	.name = "kprobe",
	.lacks = "CONFIG_KPROBES",
};

const struct af_hook af_hook_kretprobe = {
	.name = "kretprobe",
	.lacks = "CONFIG_KPROBES",
};
