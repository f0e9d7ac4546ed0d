/* SPDX-License-Identifier: GPL-2.0-only */
/* x86-64: returning NULL from a function whose entry a breakpoint is at. */
#ifndef AF_RETURN_H
#define AF_RETURN_H

#include <linux/pgtable.h>
#include <linux/ptrace.h>
#include <asm/text-patching.h>

/* Where the kernel puts modules. */
#define AF_MODULES_START ((u64)MODULES_VADDR)
#define AF_MODULES_END ((u64)MODULES_END)

/*
 * Left in a register that a function may spoil, beside the NULL: by it a probe of
 * the return knows whose NULL it is. No page frame, no pointer, no text.
 */
#define AF_RETURNED_NULL 0x616c6c6f63666c21UL

/**
 * af_return_null() - have the function return NULL, and do nothing else
 * @regs: as the handler of a breakpoint at its entry got them; it is to return 1
 *
 * The return is made here, in the registers, as the kernel does it for a return
 * instruction under a breakpoint: no code of a module runs after the handler, so
 * the module may go as soon as handlers have ended.
 *
 * Context: Any; the handler of a breakpoint.
 */
static inline void af_return_null(struct pt_regs *regs)
{
	regs->ax = 0;
	regs->dx = AF_RETURNED_NULL;
	int3_emulate_ret(regs);
}

/**
 * af_is_returned_null() - has af_return_null() made this return
 * @regs: as a probe of the return got them; NULL is returned
 *
 * Context: Any.
 * Return: Whether it has.
 */
static inline bool af_is_returned_null(const struct pt_regs *regs)
{
	return regs->dx == AF_RETURNED_NULL;
}

#endif /* AF_RETURN_H */
