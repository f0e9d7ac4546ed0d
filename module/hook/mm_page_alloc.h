/* SPDX-License-Identifier: GPL-2.0-only */
/* The tracepoint kmem:mm_page_alloc. */
#ifndef AF_MM_PAGE_ALLOC_H
#define AF_MM_PAGE_ALLOC_H

#include <linux/gfp.h>

/* Any context, NMI included; preemptible on 7.x, not before. */
typedef void af_mm_page_alloc_probe(void *data, struct page *page,
				    unsigned int order, gfp_t gfp,
				    int migratetype);

#define AF_MM_PAGE_ALLOC "kmem:mm_page_alloc"

int af_mm_page_alloc_register(af_mm_page_alloc_probe *probe,
			      unsigned long *iterator);
void af_mm_page_alloc_unregister(af_mm_page_alloc_probe *probe);

#endif /* AF_MM_PAGE_ALLOC_H */
