// SPDX-License-Identifier: GPL-2.0-only
/* The gfp flags by their names. */

#include "request.h"

static const struct {
	const char *name;
	gfp_t gfp;
} names[] = {
	{ "NONE",		0 },
	{ "ATOMIC",		GFP_ATOMIC },
	{ "NOWAIT",		GFP_NOWAIT },
	{ "KERNEL",		GFP_KERNEL },
	{ "NOIO",		GFP_NOIO },
	{ "NOFS",		GFP_NOFS },
	{ "USER",		GFP_USER },
	{ "DMA",		__GFP_DMA },
	{ "DMA32",		__GFP_DMA32 },
	{ "HIGHMEM",		__GFP_HIGHMEM },
	{ "MOVABLE",		__GFP_MOVABLE },
	{ "RECLAIMABLE",	__GFP_RECLAIMABLE },
	{ "HIGH",		__GFP_HIGH },
	{ "IO",			__GFP_IO },
	{ "FS",			__GFP_FS },
	{ "DIRECT_RECLAIM",	__GFP_DIRECT_RECLAIM },
	{ "KSWAPD_RECLAIM",	__GFP_KSWAPD_RECLAIM },
	{ "RECLAIM",		__GFP_RECLAIM },
	{ "NOWARN",		__GFP_NOWARN },
	{ "NORETRY",		__GFP_NORETRY },
	{ "RETRY_MAYFAIL",	__GFP_RETRY_MAYFAIL },
	{ "NOFAIL",		__GFP_NOFAIL },
	{ "COMP",		__GFP_COMP },
	{ "ZERO",		__GFP_ZERO },
	{ "ACCOUNT",		__GFP_ACCOUNT },
	{ "WRITE",		__GFP_WRITE },
	{ "HARDWALL",		__GFP_HARDWALL },
	{ "THISNODE",		__GFP_THISNODE },
	{ "MEMALLOC",		__GFP_MEMALLOC },
	{ "NOMEMALLOC",		__GFP_NOMEMALLOC },
};

static const char *without_prefix(const char *name)
{
	if (!strncmp(name, "__", 2))
		name += 2;
	if (!strncmp(name, "GFP_", 4))
		name += 4;
	return name;
}

static int find(const char *name, gfp_t *gfp)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (!strcmp(names[i].name, name)) {
			*gfp |= names[i].gfp;
			return 0;
		}
	}
	pr_err("unknown gfp flag '%s'\n", name);
	return -EINVAL;
}

int af_parse_gfp(char *text, gfp_t *gfp)
{
	char *name;
	int err;

	*gfp = 0;
	while ((name = strsep(&text, "|"))) {
		err = find(without_prefix(name), gfp);
		if (err)
			return err;
	}
	return 0;
}
