/* SPDX-License-Identifier: GPL-2.0-only */
/* The page allocator's entry function, by the names that releases have for it. */
#ifndef AF_ENTRIES_H
#define AF_ENTRIES_H

/* The first that exists is it; each with the release that it came with. */
static const char *const af_allocator_entries[] = {
	"__alloc_frozen_pages_noprof", /* 6.14 */
	"__alloc_pages_noprof",	       /* 6.10 */
	"__alloc_pages",	       /* 5.13 */
	"__alloc_pages_nodemask",      /* before */
};

#endif /* AF_ENTRIES_H */
