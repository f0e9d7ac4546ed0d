/* SPDX-License-Identifier: GPL-2.0-only */
/* Tracepoints of the kernel, which are not exported: found by name. */
#ifndef AF_FIND_TRACEPOINT_H
#define AF_FIND_TRACEPOINT_H

#include <linux/string.h>
#include <linux/tracepoint.h>

struct af_tracepoint_search {
	const char *name;
	struct tracepoint *found;
};

static inline void af_tracepoint_match(struct tracepoint *tp, void *data)
{
	struct af_tracepoint_search *search = data;

	if (!strcmp(tp->name, search->name))
		search->found = tp;
}

/**
 * af_tracepoint_find() - a tracepoint of the kernel itself
 * @name: without its subsystem
 *
 * Context: Process; sleeps.
 * Return: The tracepoint, NULL if the kernel has none of that name.
 */
static inline struct tracepoint *af_tracepoint_find(const char *name)
{
	struct af_tracepoint_search search = { .name = name };

	for_each_kernel_tracepoint(af_tracepoint_match, &search);
	return search.found;
}

#endif /* AF_FIND_TRACEPOINT_H */
