// SPDX-License-Identifier: GPL-2.0-only
/*
 * The call sites of the requests. Each has a name of its own and stays on the
 * stack while the allocator runs, so that a stack trace begins with it.
 */

#include "stimulus.h"
#include <linux/compiler.h>

static __always_inline struct page *
request_bound(const struct af_request *request)
{
	nodemask_t nodes = nodemask_of_node(request->node);

	return af_alloc_pages_bound(request->gfp, request->order, request->node,
				    &nodes);
}

static __always_inline struct page *
request_here(const struct af_request *request)
{
	if (request->special == AF_NOLOCK)
		return af_alloc_pages_nolock(request->node, request->order);
	if (request->bind)
		return request_bound(request);
	if (request->node == NUMA_NO_NODE)
		return alloc_pages(request->gfp, request->order);
	return alloc_pages_node(request->node, request->gfp, request->order);
}

/*
 * The asm is after the call, so that it is no tail call, and differs from site
 * to site, so that the compiler doesn't fold the sites into one.
 */
/* clang-format off */
#define DEFINE_SITE(n)							\
static noinline __noclone struct page *					\
stimulus_site_##n(const struct af_request *request)			\
{									\
	struct page *page = request_here(request);			\
									\
	asm volatile("# stimulus_site_" #n : : : "memory");		\
	return page;							\
}

/* clang-format on */

DEFINE_SITE(0)
DEFINE_SITE(1)
DEFINE_SITE(2)
DEFINE_SITE(3)
DEFINE_SITE(4)
DEFINE_SITE(5)
DEFINE_SITE(6)
DEFINE_SITE(7)

static struct page *(*const sites[AF_MAX_SITES])(const struct af_request *) = {
	stimulus_site_0, stimulus_site_1, stimulus_site_2, stimulus_site_3,
	stimulus_site_4, stimulus_site_5, stimulus_site_6, stimulus_site_7,
};

/* One frame a call, and the site above the last of them. */
static noinline __noclone struct page *
stimulus_descend(const struct af_request *request, unsigned int site,
		 unsigned int depth)
{
	struct page *page;

	if (depth > 1)
		page = stimulus_descend(request, site, depth - 1);
	else
		page = sites[site](request);
	barrier();
	return page;
}

struct page *af_request_page(const struct af_request *request,
			     unsigned int site)
{
	if (request->depth)
		return stimulus_descend(request, site, request->depth);
	return sites[site](request);
}
