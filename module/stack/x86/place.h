/* SPDX-License-Identifier: GPL-2.0-only */
/* x86-64: the registers and the stack that a failure is noticed with. */
#ifndef AF_PLACE_H
#define AF_PLACE_H

#include <linux/compiler.h>
#include <linux/kconfig.h>
#include <linux/preempt.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <asm/text-patching.h>

#include "stack/begin.h"

/*
 * How a stack is recognised goes by how the unwinder works. What guesses cannot be
 * followed: there each stack is unwound.
 */
#define AF_CAN_RECOGNISE                    \
	(IS_ENABLED(CONFIG_UNWINDER_ORC) || \
	 IS_ENABLED(CONFIG_UNWINDER_FRAME_POINTER))

/* Registers of a kernel function on this CPU's stack. */
struct af_registers {
	unsigned long ip, sp, bp;
};

/* What a breakpoint adds to preempt_count: it is entered as an NMI is. */
#define AF_BREAKPOINT_PREEMPT_COUNT (NMI_OFFSET + HARDIRQ_OFFSET)

/**
 * af_registers_here() - registers of the function that calls this
 * @registers: where to put them: all three are of one instruction
 *
 * Context: Any.
 */
static __always_inline void af_registers_here(struct af_registers *registers)
{
	asm volatile("lea 0(%%rip), %0\n\t"
		     "mov %%rsp, %1\n\t"
		     "mov %%rbp, %2\n\t"
		     : "=r"(registers->ip), "=r"(registers->sp),
		       "=r"(registers->bp));
}

/**
 * af_registers_at_entry() - registers at a function's entry
 * @ip: the first instruction, which a breakpoint may have passed already
 * @regs: as the probe got them
 *
 * Context: Any.
 * Return: The registers.
 */
static inline struct af_registers
af_registers_at_entry(unsigned long ip, const struct pt_regs *regs)
{
	return (struct af_registers){
		.ip = ip,
		.sp = regs->sp,
		.bp = regs->bp,
	};
}

/**
 * af_registers_at_return() - registers at a function's return
 * @ip: where it returns to
 * @regs: as the probe got them: those on return, but for the address
 *
 * Context: Any.
 * Return: The registers.
 */
static inline struct af_registers
af_registers_at_return(unsigned long ip, const struct pt_regs *regs)
{
	return (struct af_registers){
		.ip = ip,
		.sp = regs->sp,
		.bp = regs->bp,
	};
}

/**
 * af_is_patched() - is there a probe's or a tracer's instruction
 * @address: in the kernel's text
 *
 * A breakpoint, a call of the function tracer, or a jump: the compiler puts none
 * of them at the entry of a function.
 *
 * Context: Any.
 * Return: Whether there is one of these.
 */
static inline bool af_is_patched(const void *address)
{
	u8 opcode = READ_ONCE(*(const u8 *)address);

	return opcode == INT3_INSN_OPCODE || opcode == CALL_INSN_OPCODE ||
	       opcode == JMP32_INSN_OPCODE;
}

/**
 * af_follows_call() - can an address be where a call returns to
 * @address: in the kernel's text, not among its first bytes
 *
 * A direct call, or one through a register or through memory. What a tracer has
 * functions return to instead is the beginning of a function of its own.
 *
 * Context: Any.
 * Return: Whether a call stands before it.
 */
static inline bool af_follows_call(unsigned long address)
{
	const u8 *after = (const u8 *)address;
	int length;

	if (READ_ONCE(after[-5]) == CALL_INSN_OPCODE)
		return true;
	/* 0xff with 2 in the middle of the next byte, up to 7 bytes in all. */
	for (length = 2; length <= 7; length++)
		if (READ_ONCE(after[-length]) == 0xff &&
		    (READ_ONCE(after[1 - length]) & 0x38) == 0x10)
			return true;
	return false;
}

/**
 * af_place_of() - where a walk begins, and on which stack
 * @registers: where it begins
 * @at_entry: the function has not put anything on the stack yet
 * @epoch: of the kernel's code, see recognise.c
 *
 * Context: Any, NMI included; on the stack that @registers are of.
 * Return: The place.
 */
static __always_inline struct af_stack_place
af_place_of(const struct af_registers *registers, bool at_entry, u32 epoch)
{
	unsigned long stack = (unsigned long)task_stack_page(current);
	const struct pt_regs *user = task_pt_regs(current);
	struct af_stack_place place = {
		.ip = registers->ip,
		.sp = registers->sp,
		.bp = registers->bp,
		.at_entry = at_entry,
		.epoch = epoch,
	};

	if (registers->sp - stack < THREAD_SIZE) {
		place.end = stack + THREAD_SIZE;
		place.top = (unsigned long)user;
		/* An exception's entry leaves -1; kernel threads have 0. */
		place.syscall = !(current->flags & PF_KTHREAD) &&
				(long)user->orig_ax != -1;
	}
	return place;
}

#endif /* AF_PLACE_H */
