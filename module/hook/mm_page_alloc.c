// SPDX-License-Identifier: GPL-2.0-only
/* The tracepoint kmem:mm_page_alloc. */
#include <linux/errno.h>
#include <linux/slab.h>
#include <linux/tracepoint.h>
#include <trace/events/kmem.h>

#include "hook/find_tracepoint.h"
#include "hook/mm_page_alloc.h"

/* While a probe is registered. */
static struct tracepoint *af_mm_page_alloc;

/**
 * af_mm_page_alloc_register() - have a probe called for each allocation
 * @probe: to be called
 * @iterator: the address of the function that calls several probes is put here,
 *	      before the first call; or NULL
 *
 * Context: Process, under af_control_lock; sleeps.
 * Return: 0, -ENOENT if the kernel has no such tracepoint, or -errno.
 */
int af_mm_page_alloc_register(af_mm_page_alloc_probe *probe,
			      unsigned long *iterator)
{
	/* A changed prototype ends the build here. */
	check_trace_callback_type_mm_page_alloc(probe);

	af_mm_page_alloc = af_tracepoint_find("mm_page_alloc");
	if (!af_mm_page_alloc)
		return -ENOENT;
	if (iterator)
		*iterator = (unsigned long)af_mm_page_alloc->iterator;
	return tracepoint_probe_register(af_mm_page_alloc, probe, NULL);
}

/**
 * af_mm_page_alloc_unregister() - have it called no more
 * @probe: was registered
 *
 * On return no call is under way.
 *
 * Context: Process, under af_control_lock; sleeps.
 */
void af_mm_page_alloc_unregister(af_mm_page_alloc_probe *probe)
{
	tracepoint_probe_unregister(af_mm_page_alloc, probe, NULL);
	/* synchronize_rcu() would not do: 7.x probes run under SRCU. */
	tracepoint_synchronize_unregister();
}
