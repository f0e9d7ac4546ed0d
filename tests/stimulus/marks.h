/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Marks for who watches the processor, as tests/lines/lines.c does: instructions
 * that do nothing, and that no compiler makes.
 */
#ifndef AF_MARKS_H
#define AF_MARKS_H

/* A request begins. */
static __always_inline void af_mark_begin(void)
{
	asm volatile("xchg %%bx, %%bx" : : : "memory");
}

/* It is over. */
static __always_inline void af_mark_end(void)
{
	asm volatile("xchg %%cx, %%cx" : : : "memory");
}

/* A run of requests is over. */
static __always_inline void af_mark_report(void)
{
	asm volatile("xchg %%dx, %%dx" : : : "memory");
}

#endif
