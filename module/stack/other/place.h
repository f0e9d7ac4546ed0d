/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a stack cannot be walked from given registers, and no breakpoint gives any:
 * the walk of walk.c finds out by itself where it is. Nothing is recognised.
 */
#ifndef AF_PLACE_H
#define AF_PLACE_H

#include "stack/begin.h"

#define AF_CAN_RECOGNISE 0

/* No registers: the walk begins at its own caller. */
struct af_registers {
	unsigned long ip; /* 0, which is no frame's address */
};

/**
 * af_registers_here() - registers of the function that calls this
 * @registers: where to put them
 *
 * Context: Any.
 */
static inline void af_registers_here(struct af_registers *registers)
{
	registers->ip = 0;
}

/**
 * af_place_of() - where a walk begins
 * @registers: where it begins
 * @at_entry: not used here
 * @epoch: of the kernel's code, see recognise.c
 *
 * Context: Any.
 * Return: A place that no known stack is at.
 */
static inline struct af_stack_place
af_place_of(const struct af_registers *registers, bool at_entry, u32 epoch)
{
	return (struct af_stack_place){ .epoch = epoch };
}

#endif /* AF_PLACE_H */
