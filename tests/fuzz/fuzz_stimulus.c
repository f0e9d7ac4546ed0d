// SPDX-License-Identifier: GPL-2.0-only
/*
 * The stimulus' parser: any line is refused, or becomes a request that keeps
 * the rules of its README, and that is the same when it is written as a line
 * and parsed again.
 */
#include "fuzz.h"
#include "request.h"

#define MAX_LINE 1024

static const struct {
	gfp_t gfp;
	const char *name;
} flags[] = {
	{ __GFP_DMA, "DMA" },
	{ __GFP_DMA32, "__GFP_DMA32" },
	{ __GFP_HIGHMEM, "GFP_HIGHMEM" },
	{ __GFP_MOVABLE, "MOVABLE" },
	{ __GFP_RECLAIMABLE, "RECLAIMABLE" },
	{ __GFP_HIGH, "HIGH" },
	{ __GFP_IO, "IO" },
	{ __GFP_FS, "FS" },
	{ __GFP_DIRECT_RECLAIM, "DIRECT_RECLAIM" },
	{ __GFP_KSWAPD_RECLAIM, "KSWAPD_RECLAIM" },
	{ __GFP_NOWARN, "NOWARN" },
	{ __GFP_NORETRY, "NORETRY" },
	{ __GFP_RETRY_MAYFAIL, "RETRY_MAYFAIL" },
	{ __GFP_NOFAIL, "NOFAIL" },
	{ __GFP_COMP, "COMP" },
	{ __GFP_ZERO, "ZERO" },
	{ __GFP_ACCOUNT, "ACCOUNT" },
	{ __GFP_WRITE, "WRITE" },
	{ __GFP_HARDWALL, "HARDWALL" },
	{ __GFP_THISNODE, "THISNODE" },
	{ __GFP_MEMALLOC, "MEMALLOC" },
	{ __GFP_NOMEMALLOC, "NOMEMALLOC" },
};

static const char *const contexts[] = { "task", "softirq", "hardirq", "nmi" };
static const char *const specials[] = { "none",	   "cgroup",  "nolock",
					"vmalloc", "granted", "burst" };

static void check_ranges(const struct af_request *request)
{
	fuzz_check(request->order <= 20);
	fuzz_check(request->count >= 1 && request->count <= 100000000);
	fuzz_check(request->cpus >= 1 && request->cpus <= 1024);
	fuzz_check(request->sites >= 1 && request->sites <= AF_MAX_SITES);
	fuzz_check(request->depth <= AF_MAX_DEPTH);
	fuzz_check(request->paths >= 1 && request->paths <= AF_MAX_PATHS);
	fuzz_check(request->memalloc <= 1 && request->realtime <= 1);
	fuzz_check(request->drain <= 1);
	fuzz_check(request->fragment <= 1 && request->bind <= 1);
	fuzz_check(request->timed <= 1 && request->pause <= 10000);
	fuzz_check(request->spare <= 1000);
	fuzz_check(request->contexts &&
		   request->contexts < BIT(AF_NR_CONTEXTS));
	fuzz_check(request->special <= AF_BURST);
	fuzz_check(request->node == NUMA_NO_NODE || node_online(request->node));
	fuzz_check(!request->order || request->pieces < request->order);
}

static bool only_task(const struct af_request *request)
{
	return request->contexts == BIT(AF_TASK);
}

/* In the words of the README. */
static void check_rules(const struct af_request *request)
{
	gfp_t gfp = request->gfp;
	bool waits = gfp & __GFP_DIRECT_RECLAIM;

	fuzz_check(!(gfp & __GFP_NOFAIL));
	if (request->order > AF_MAX_ORDER)
		fuzz_check(gfp & __GFP_NOWARN && !request->drain);
	if (request->contexts & BIT(AF_NMI) && request->special != AF_NOLOCK)
		fuzz_check(gfp & __GFP_NOWARN &&
			   request->order == AF_MAX_ORDER);
	if (request->memalloc || request->realtime || request->pause || waits)
		fuzz_check(only_task(request));
	if (request->bind || gfp & __GFP_THISNODE)
		fuzz_check(request->node != NUMA_NO_NODE);
	if (request->depth < 32)
		fuzz_check(request->paths <= 1ULL << request->depth);
	if (request->timed)
		fuzz_check((u64)request->count * request->cpus <= 1000000);
	if (request->special != AF_PAGES && request->special != AF_NOLOCK)
		fuzz_check(!request->drain);
	if (request->special == AF_NOLOCK)
		fuzz_check(request->order <= 8 && gfp == AF_NOLOCK_GFP);
	if (request->special == AF_CGROUP)
		fuzz_check(gfp & __GFP_ACCOUNT && !waits &&
			   !(gfp & __GFP_HIGH) && !request->order);
	/* It would never be refused. */
	if (waits && request->order <= 3 && request->special != AF_GRANTED &&
	    request->special != AF_BURST)
		fuzz_check(request->memalloc ||
			   gfp & (__GFP_NORETRY | __GFP_RETRY_MAYFAIL));
}

static size_t write_names(char *line, const struct af_request *request)
{
	gfp_t gfp = request->special == AF_NOLOCK ? __GFP_NOWARN : request->gfp;
	const char *separator = "";
	size_t n = 0, i;

	n += sprintf(line + n, " special=%s gfp=%s", specials[request->special],
		     gfp ? "" : "NONE");
	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		if (!(gfp & flags[i].gfp))
			continue;
		n += sprintf(line + n, "%s%s", separator, flags[i].name);
		separator = "|";
	}
	n += sprintf(line + n, " context=");
	separator = "";
	for (i = 0; i < ARRAY_SIZE(contexts); i++) {
		if (!(request->contexts & BIT(i)))
			continue;
		n += sprintf(line + n, "%s%s", separator, contexts[i]);
		separator = "+";
	}
	return n;
}

static void write_line(char *line, const struct af_request *request)
{
	size_t n = 0;

	n += sprintf(line + n, "order=%u count=%u cpus=%u sites=%u depth=%u",
		     request->order, request->count, request->cpus,
		     request->sites, request->depth);
	n += sprintf(line + n, " paths=%#x memalloc=%u realtime=%u drain=%u",
		     request->paths, request->memalloc, request->realtime,
		     request->drain);
	n += sprintf(line + n, " fragment=%u spare=%u pause=%u bind=%u",
		     request->fragment, request->spare, request->pause,
		     request->bind);
	n += sprintf(line + n, " timed=%u limit=%u\t", request->timed,
		     request->limit);
	/* Of an order above the maximum, the default is more than can be said. */
	if (request->pieces < AF_MAX_ORDER)
		n += sprintf(line + n, " pieces=%u", request->pieces);
	if (request->node != NUMA_NO_NODE)
		n += sprintf(line + n, " node=%d", request->node);
	n += write_names(line + n, request);
	fuzz_check(n < MAX_LINE);
}

static void check_again(const struct af_request *request)
{
	char *line = fuzz_zalloc(MAX_LINE);
	struct af_request again;

	memset(&again, 0xff, sizeof(again));
	write_line(line, request);
	fuzz_check(!af_parse(line, &again));
	fuzz_check(!memcmp(&again, request, sizeof(again)));
	free(line);
}

static void fuzz(struct choices *choices)
{
	size_t length = choices->left;
	char *bytes = fuzz_bytes(choices, &length);
	char *line = fuzz_zalloc(length + 1);
	struct af_request request;
	int err;

	memcpy(line, bytes, length);
	err = af_parse(line, &request);
	fuzz_check(err == 0 || err == -EINVAL || err == -EOPNOTSUPP);
	if (!err) {
		check_ranges(&request);
		check_rules(&request);
		check_again(&request);
	}
	free(line);
	free(bytes);
}
