// SPDX-License-Identifier: GPL-2.0-only
/*
 * What single requests take. Under QEMU's instruction clock a tick of the time
 * stamp counter is an instruction, and the median leaves out those requests
 * that an interrupt came into.
 */

#include "stimulus.h"
#include "marks.h"
#include <linux/errno.h>
#include <linux/math64.h>
#include <linux/sort.h>
#include <linux/vmalloc.h>

static void free_samples(struct af_cost cost[AF_NR_CONTEXTS])
{
	unsigned int context;

	for (context = 0; context < AF_NR_CONTEXTS; context++) {
		vfree(cost[context].samples);
		cost[context].samples = NULL;
	}
}

/* Gets room for all samples of a run. Return: 0 or -ENOMEM */
int af_cost_begin(const struct af_request *request,
		  struct af_cost cost[AF_NR_CONTEXTS])
{
	unsigned int context;
	unsigned int nr = request->count * request->cpus;

	if (!request->timed)
		return 0;
	for (context = 0; context < AF_NR_CONTEXTS; context++) {
		if (!(request->contexts & BIT(context)))
			continue;
		cost[context].nr = nr;
		cost[context].samples = vzalloc(array_size(nr, sizeof(u32)));
		if (!cost[context].samples) {
			free_samples(cost);
			return -ENOMEM;
		}
	}
	return 0;
}

static int compare(const void *a, const void *b)
{
	u32 left = *(const u32 *)a, right = *(const u32 *)b;

	return left < right ? -1 : left > right;
}

static void summarise(struct af_cost *cost)
{
	unsigned int i;
	u64 sum = 0;

	af_mark_report();
	sort(cost->samples, cost->nr, sizeof(u32), compare, NULL);
	for (i = 0; i < cost->nr; i++)
		sum += cost->samples[i];
	cost->min = cost->samples[0];
	cost->median = cost->samples[cost->nr / 2];
	cost->max = cost->samples[cost->nr - 1];
	cost->mean = div_u64(sum, cost->nr);
}

/* Process context, after the requests. */
void af_cost_end(struct af_cost cost[AF_NR_CONTEXTS])
{
	unsigned int context;

	for (context = 0; context < AF_NR_CONTEXTS; context++)
		if (cost[context].samples)
			summarise(&cost[context]);
	free_samples(cost);
}
