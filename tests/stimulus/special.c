// SPDX-License-Identifier: GPL-2.0-only
/* The rules of failures that need something else than memory running out. */

#include "request.h"

/* A cgroup that is at its limit after this many pages is at its limit. */
#define CGROUP_LIMIT	(64U << (20 - PAGE_SHIFT))

static int refuse(const char *why)
{
	pr_err("%s\n", why);
	return -EINVAL;
}

/* Reclaim would find memory in the cgroup; HIGH is charged past the limit. */
static int check_cgroup(struct af_request *request)
{
	if (request->order || request->cpus != 1 ||
	    request->contexts != BIT(AF_TASK) || request->memalloc)
		return refuse("special=cgroup is order 0 by the writer's task");
	if (!(request->gfp & __GFP_ACCOUNT) ||
	    (request->gfp & (__GFP_DIRECT_RECLAIM | __GFP_HIGH)))
		return refuse("special=cgroup needs ACCOUNT, not HIGH or DIRECT_RECLAIM");
	request->drain = 0;
	request->limit = min(request->limit, CGROUP_LIMIT);
	return 0;
}

static int check_nolock(struct af_request *request)
{
	if (!AF_HAVE_NOLOCK) {
		pr_err("this kernel has no alloc_pages_nolock() for modules\n");
		return -EOPNOTSUPP;
	}
	if (request->order > 8 || request->memalloc ||
	    request->gfp != __GFP_NOWARN)
		return refuse("special=nolock is order 0..8, without gfp or memalloc");
	/* The lists of the CPUs have none of it: refused at once. */
	if (request->order > PAGE_ALLOC_COSTLY_ORDER)
		request->drain = 0;
	request->gfp = AF_NOLOCK_GFP;
	return 0;
}

static int check_vmalloc(struct af_request *request)
{
	if (request->cpus != 1 || request->contexts != BIT(AF_TASK))
		return refuse("special=vmalloc is by the writer's task");
	request->drain = 0;
	return 0;
}

static int check_granted(struct af_request *request)
{
	if (request->pause)
		return refuse("special=granted makes no pause");
	request->drain = 0;
	return 0;
}

static int check_burst(struct af_request *request)
{
	request->drain = 0;
	return 0;
}

int af_check_special(struct af_request *request)
{
	switch (request->special) {
	case AF_CGROUP:
		return check_cgroup(request);
	case AF_NOLOCK:
		return check_nolock(request);
	case AF_VMALLOC:
		return check_vmalloc(request);
	case AF_GRANTED:
		return check_granted(request);
	case AF_BURST:
		return check_burst(request);
	case AF_PAGES:
		break;
	}
	return 0;
}
