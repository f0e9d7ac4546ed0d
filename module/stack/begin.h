/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a walk begins, and the words of the stack that it goes along. Pure. */
#ifndef AF_BEGIN_H
#define AF_BEGIN_H

#include "kernel/pure.h"

/* A place: where a walk begins, and the stack that it begins on. */
struct af_stack_place {
	u64 ip, sp, bp; /* registers */
	u64 end;	/* of a task's stack, 0 if it is another */
	u64 top;	/* the registers of its user mode; 0 without an end */
	bool syscall;	/* which is in a system call; not without an end */
	bool at_entry;	/* nothing but the return address is on the stack yet */
	u32 epoch;	/* of the code, see recognise.c */
};

/*
 * A word of the stack that this runs on, whatever it holds: KASAN is not to check
 * the access. Nobody else writes there meanwhile.
 */
static __no_kasan_or_inline u64 af_known_word_at(u64 address)
{
	return *(const u64 *)(uintptr_t)address;
}

#endif /* AF_BEGIN_H */
