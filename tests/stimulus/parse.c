// SPDX-License-Identifier: GPL-2.0-only
/* A line of key=value words into a request, or an error and a reason. */

#include "request.h"

#define NUMBER(key, low, high) \
	.name = #key, .offset = offsetof(struct af_request, key), .min = low, \
	.max = high

static const struct {
	const char *name;
	size_t offset;
	unsigned int min, max;
} numbers[] = {
	{ NUMBER(order, 0, 20) },
	{ NUMBER(count, 1, 100000000) },
	{ NUMBER(cpus, 1, 1024) },
	{ NUMBER(sites, 1, AF_MAX_SITES) },
	{ NUMBER(depth, 0, AF_MAX_DEPTH) },
	{ NUMBER(paths, 1, AF_MAX_PATHS) },
	{ NUMBER(memalloc, 0, 1) },
	{ NUMBER(realtime, 0, 1) },
	{ NUMBER(drain, 0, 1) },
	{ NUMBER(fragment, 0, 1) },
	{ NUMBER(pieces, 0, AF_MAX_ORDER - 1) },
	{ NUMBER(spare, 0, 1000) },
	{ NUMBER(pause, 0, 10000) },
	{ NUMBER(bind, 0, 1) },
	{ NUMBER(timed, 0, 1) },
	{ NUMBER(limit, 0, UINT_MAX) },
};

static const char *const contexts[] = {
	[AF_TASK]	= "task",
	[AF_SOFTIRQ]	= "softirq",
	[AF_HARDIRQ]	= "hardirq",
	[AF_NMI]	= "nmi",
};

/* clang-format off */
static const char *const specials[] = {
	[AF_PAGES]	= "none",
	[AF_CGROUP]	= "cgroup",
	[AF_NOLOCK]	= "nolock",
	[AF_VMALLOC]	= "vmalloc",
	[AF_GRANTED]	= "granted",
	[AF_BURST]	= "burst",
};

/* clang-format on */

/* Requests that are timed, a context: 4 bytes each. */
#define MAX_TIMED 1000000

static int parse_number(const char *key, const char *value,
			struct af_request *request)
{
	unsigned int i, number;

	for (i = 0; i < ARRAY_SIZE(numbers); i++) {
		if (strcmp(numbers[i].name, key))
			continue;
		if (kstrtouint(value, 0, &number) || number < numbers[i].min ||
		    number > numbers[i].max) {
			pr_err("%s must be %u..%u, not '%s'\n", key,
			       numbers[i].min, numbers[i].max, value);
			return -EINVAL;
		}
		*(unsigned int *)((void *)request + numbers[i].offset) = number;
		return 0;
	}
	pr_err("unknown key '%s'\n", key);
	return -EINVAL;
}

static int parse_contexts(char *value, struct af_request *request)
{
	char *name;
	int i;

	request->contexts = 0;
	while ((name = strsep(&value, "+"))) {
		i = match_string(contexts, ARRAY_SIZE(contexts), name);
		if (i < 0) {
			pr_err("unknown context '%s'\n", name);
			return -EINVAL;
		}
		request->contexts |= BIT(i);
	}
	return 0;
}

static int parse_special(const char *value, struct af_request *request)
{
	int i = match_string(specials, ARRAY_SIZE(specials), value);

	if (i < 0) {
		pr_err("unknown special '%s'\n", value);
		return -EINVAL;
	}
	request->special = i;
	return 0;
}

static int parse_node(const char *value, struct af_request *request)
{
	if (kstrtoint(value, 0, &request->node) || request->node < 0 ||
	    request->node >= MAX_NUMNODES || !node_online(request->node)) {
		pr_err("no node '%s' is online\n", value);
		return -EINVAL;
	}
	return 0;
}

static int parse_word(char *word, struct af_request *request)
{
	char *value = word, *key = strsep(&value, "=");

	if (!value) {
		pr_err("'%s' is not key=value\n", word);
		return -EINVAL;
	}
	if (!strcmp(key, "gfp"))
		return af_parse_gfp(value, &request->gfp);
	if (!strcmp(key, "context"))
		return parse_contexts(value, request);
	if (!strcmp(key, "special"))
		return parse_special(value, request);
	if (!strcmp(key, "node"))
		return parse_node(value, request);
	return parse_number(key, value, request);
}

/* Masks that the allocator itself would warn about, or never refuse. */
static const char *wrong_gfp(const struct af_request *request)
{
	gfp_t gfp = request->gfp;

	if (gfp & __GFP_NOFAIL)
		return "NOFAIL is never refused";
	if ((gfp & __GFP_DMA) && (gfp & __GFP_DMA32))
		return "DMA and DMA32 exclude each other";
	if ((gfp & __GFP_MOVABLE) && (gfp & __GFP_RECLAIMABLE))
		return "MOVABLE and RECLAIMABLE exclude each other";
	if ((gfp & __GFP_THISNODE) && request->node == NUMA_NO_NODE)
		return "THISNODE needs node=";
	if (!(gfp & __GFP_DIRECT_RECLAIM))
		return NULL;
	if ((gfp & GFP_ATOMIC) == GFP_ATOMIC)
		return "ATOMIC excludes DIRECT_RECLAIM";
	if (request->contexts != BIT(AF_TASK))
		return "DIRECT_RECLAIM needs context=task";
	if (request->special == AF_GRANTED || request->special == AF_BURST)
		return NULL;
	if (request->order <= PAGE_ALLOC_COSTLY_ORDER && !request->memalloc &&
	    !(gfp & (__GFP_NORETRY | __GFP_RETRY_MAYFAIL)))
		return "DIRECT_RECLAIM up to order 3 is never refused";
	return NULL;
}

/* The allocator passes over the nodemask of some requests. */
static const char *wrong_bind(const struct af_request *request)
{
	gfp_t atomic = request->gfp & (__GFP_HIGH | __GFP_DIRECT_RECLAIM);

	if (request->node == NUMA_NO_NODE)
		return "bind=1 needs node=";
	if (af_ignores_watermarks(request) || atomic == __GFP_HIGH)
		return "no bind=1 for MEMALLOC, or HIGH without DIRECT_RECLAIM";
	return NULL;
}

static const char *wrong_pieces(const struct af_request *request)
{
	if (request->pieces != UINT_MAX && request->pieces >= request->order)
		return "pieces= must be below the order";
	return NULL;
}

static const char *wrong(const struct af_request *request)
{
	if (request->memalloc && request->contexts != BIT(AF_TASK))
		return "memalloc=1 needs context=task";
	if (request->realtime && request->contexts != BIT(AF_TASK))
		return "realtime=1 needs context=task";
	if (request->order > AF_MAX_ORDER && !(request->gfp & __GFP_NOWARN))
		return "an order above the maximum needs NOWARN";
	if ((request->contexts & BIT(AF_NMI)) &&
	    request->special != AF_NOLOCK &&
	    !(request->order == AF_MAX_ORDER && request->gfp & __GFP_NOWARN))
		return "context=nmi needs NOWARN and the highest order";
	if (request->pause && request->contexts != BIT(AF_TASK))
		return "pause= needs context=task";
	if (request->depth < 31 && request->paths > 1U << request->depth)
		return "paths= needs depth=: at most 2^depth";
	if (request->timed && (u64)request->count * request->cpus > MAX_TIMED)
		return "timed=1 is for a million requests a context at most";
	if (request->bind && wrong_bind(request))
		return wrong_bind(request);
	return wrong_pieces(request) ?: wrong_gfp(request);
}

/* By default the largest that the request has no use for. */
static void set_pieces(struct af_request *request)
{
	if (request->pieces == UINT_MAX && request->order)
		request->pieces = request->order - 1;
}

static int check(struct af_request *request)
{
	const char *why = wrong(request);

	if (why) {
		pr_err("%s\n", why);
		return -EINVAL;
	}
	if (IS_ENABLED(CONFIG_PREEMPT_RT) &&
	    (request->contexts & BIT(AF_HARDIRQ))) {
		pr_err("PREEMPT_RT allocates no pages in hard interrupts\n");
		return -EOPNOTSUPP;
	}
	if (request->order > AF_MAX_ORDER)
		request->drain = 0;
	set_pieces(request);
	return af_check_special(request);
}

int af_parse(char *line, struct af_request *request)
{
	char *word;
	int err;

	*request = (struct af_request){
		.count = 1,
		.cpus = 1,
		.sites = 1,
		.paths = 1,
		.drain = 1,
		.fragment = 1,
		.pieces = UINT_MAX,
		.limit = UINT_MAX,
		.node = NUMA_NO_NODE,
		.contexts = BIT(AF_TASK),
		.gfp = __GFP_NOWARN,
	};
	line = strim(line);
	while ((word = strsep(&line, " \t\n"))) {
		if (!*word)
			continue;
		err = parse_word(word, request);
		if (err)
			return err;
	}
	return check(request);
}
