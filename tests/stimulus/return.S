/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A bare return. In assembler, since what a compiler's instrumentation adds to
 * a function might spoil the return value.
 */

#include <linux/linkage.h>

/* Indirect branch tracking is of 5.18. */
#ifndef ENDBR
#define ENDBR
#endif

SYM_FUNC_START(af_breaker_return)
	ENDBR
	RET
SYM_FUNC_END(af_breaker_return)
