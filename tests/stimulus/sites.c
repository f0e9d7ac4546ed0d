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

static struct page *descend(const struct af_request *request, unsigned int n,
			    unsigned int path, unsigned int depth);

/*
 * One frame a call, and the site above the last of them. At each step the
 * lowest bit of the path that is left says through which of the two.
 */
static noinline __noclone struct page *
stimulus_descend(const struct af_request *request, unsigned int n,
		 unsigned int path, unsigned int depth)
{
	struct page *page = descend(request, n, path, depth);

	asm volatile("# stimulus_descend" : : : "memory");
	return page;
}

static noinline __noclone struct page *
stimulus_turn(const struct af_request *request, unsigned int n,
	      unsigned int path, unsigned int depth)
{
	struct page *page = descend(request, n, path, depth);

	asm volatile("# stimulus_turn" : : : "memory");
	return page;
}

static __always_inline struct page *descend(const struct af_request *request,
					    unsigned int n, unsigned int path,
					    unsigned int depth)
{
	if (!depth)
		return sites[n % request->sites](request);
	if (path & 1)
		return stimulus_turn(request, n, path >> 1, depth - 1);
	return stimulus_descend(request, n, path >> 1, depth - 1);
}

/* Request number @n of its context: by site n % sites and path n % paths. */
struct page *af_request_page(const struct af_request *request, unsigned int n)
{
	return descend(request, n, n % request->paths, request->depth);
}
