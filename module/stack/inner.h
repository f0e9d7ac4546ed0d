/* SPDX-License-Identifier: GPL-2.0-only */
/* Frames at the inner end of a stack that are not the allocator's. */
#ifndef AF_INNER_H
#define AF_INNER_H

#include <linux/module.h>

#include "stack/stack.h"

/* Upper bound of the code of a tracepoint's iterator, bytes. */
#define AF_ITERATOR_MAX 512

/**
 * af_frame_is_inner() - does a frame stand between the hook and the allocator
 * @way: of the hook
 * @address: a return address, with nothing but such frames further in
 *
 * Context: Any, NMI included.
 * Return: Whether it is the module's own, or the tracepoint's iterator.
 */
static inline bool af_frame_is_inner(const struct af_way *way,
				     unsigned long address)
{
	return within_module_core(address, THIS_MODULE) ||
	       (way->iterator && address - way->iterator < AF_ITERATOR_MAX);
}

#endif /* AF_INNER_H */
