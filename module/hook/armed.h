/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Is a probe in its place? All probes of a kernel can be taken out at once, by
 * debugfs kprobes/enabled, and those that sit on the function tracer's calls by
 * the sysctl kernel.ftrace_enabled: no flag of the probe tells, but the kernel's
 * text does.
 */
#ifndef AF_ARMED_H
#define AF_ARMED_H

#include <linux/compiler.h>
#include <linux/kprobes.h>
#include <asm/text-patching.h>

/*
 * Of a registered probe; process context. A breakpoint, a call of the function
 * tracer, or a jump: at the entry of a function the compiler puts none of them.
 * Another's probe or trace of the same place is taken for ours.
 */
static inline bool af_probe_armed(const struct kprobe *probe)
{
	u8 opcode = READ_ONCE(*(const u8 *)probe->addr);

	return opcode == INT3_INSN_OPCODE || opcode == CALL_INSN_OPCODE ||
	       opcode == JMP32_INSN_OPCODE;
}

#endif /* AF_ARMED_H */
