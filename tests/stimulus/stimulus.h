/* SPDX-License-Identifier: GPL-2.0-only */
/* What one run is, and what its parts tell each other. Included first: pr_fmt. */
#ifndef AF_STIMULUS_H
#define AF_STIMULUS_H

#include "request.h"
#include <linux/list.h>

/* Has one writer, the context it belongs to, until the run is over. */
struct af_tally {
	unsigned long refused;
	unsigned long granted;
	unsigned long starved;	/* AF_CGROUP: refused for want of free memory */
	bool over_limit;
	struct list_head kept;	/* granted blocks, by page->lru */
};

/* What requests took, in ticks of the time stamp counter. */
struct af_cost {
	u32 *samples;		/* one a request, while a run lasts */
	unsigned int nr;
	u32 min;
	u32 median;
	u32 max;
	u64 mean;
};

struct af_drain_counts {
	gfp_t gfp;
	unsigned long taken;			/* pages */
	unsigned long spared;			/* of these, freed in fragments */
	unsigned long refused[AF_MAX_ORDER + 1];
};

struct af_result {
	struct af_request request;
	struct af_drain_counts drain;
	struct af_tally tally[AF_NR_CONTEXTS];	/* sums; kept is unused */
	struct af_cost cost[AF_NR_CONTEXTS];	/* if timed */
	unsigned long vmalloc_refused;
	unsigned long freed;			/* pages given back at the end */
	unsigned long oom_freed;		/* pages given to avert an OOM kill */
	u64 drain_ns;
	u64 elapsed_ns;
	int error;
};

/* sites.c */
struct page *af_request_page(const struct af_request *request, unsigned int n);

/* cost.c */
int af_cost_begin(const struct af_request *request,
		  struct af_cost cost[AF_NR_CONTEXTS]);
void af_cost_end(struct af_cost cost[AF_NR_CONTEXTS]);

/* drain.c */
int af_drain_init(void);
void af_drain_exit(void);
bool af_zones_have_memory(const struct af_request *request);
void af_drain(const struct af_request *request, struct af_drain_counts *counts);
void af_drain_release(struct af_result *result);

/* contexts.c */
struct af_team;
struct af_team *af_team_create(const struct af_request *request,
			       const struct af_cost cost[AF_NR_CONTEXTS]);
int af_team_run(struct af_team *team);
void af_team_release(struct af_team *team, struct af_result *result);
void af_team_destroy(struct af_team *team);

/* nmi.c */
int af_nmi_begin(void (*receive)(void));
void af_nmi_send(unsigned int cpu);
void af_nmi_end(void);

/* vmalloc.c */
int af_run_vmalloc(struct af_result *result);

#endif
