/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Is a request to be failed: the decision, from plain facts. Pure: no kernel
 * state.
 */
#ifndef AF_INJECT_CHOOSE_H
#define AF_INJECT_CHOOSE_H

#include "inject/settings.h"

#define AF_INJECT_SITES 1024 /* a power of two */

/* Why a request is never failed, whatever the settings. */
enum af_inject_spared {
	AF_INJECT_NOT_SPARED,
	AF_INJECT_SPARED_NOFAIL,    /* its caller does not look */
	AF_INJECT_SPARED_RECURSION, /* it frees memory: PF_MEMALLOC */
	AF_INJECT_SPARED_OVERSIZE,  /* it is refused in any case */
	AF_INJECT_SPARED_LOOP, /* slowpath: the allocator would not give up */
	AF_INJECT_NR_SPARED
};

/* What came of a request that is noted. */
enum af_inject_outcome {
	AF_INJECT_OUTCOME_FAILED,
	AF_INJECT_OUTCOME_PASSED, /* dry: it would have been failed */
	/* dry: of enum af_inject_spared, from its second on */
	AF_INJECT_OUTCOME_SPARED_0,
	AF_INJECT_NR_OUTCOMES =
		AF_INJECT_OUTCOME_SPARED_0 + AF_INJECT_NR_SPARED - 1
};

/* A request, and who makes it. Numbers of tasks are 0 outside of tasks. */
struct af_inject_facts {
	u32 gfp; /* as the allocator sees it */
	u32 order;
	u32 context; /* enum af_context */
	u32 task;
	u32 pid;
	bool nofail;
	bool memalloc; /* by a task in PF_MEMALLOC, or its softirq */
	bool may_sleep;
	bool noretry;
	u32 spared; /* enum af_inject_spared */
	/* Only if the settings ask for it. */
	bool in_tree;
	bool in_cgroup;
};

/* What the settings come to a stack with. */
struct af_inject_stack {
	const u64 *frames;
	u32 nr;
	bool in_module;			 /* a frame of the module asked for */
	struct af_inject_range function; /* the function asked for */
};

/* From where requests have been failed: hashes of stacks, 0 is free. */
struct af_inject_sites {
	u64 hashes[AF_INJECT_SITES];
	atomic_t used;
};

/* What moves while the settings stand. */
struct af_inject_state {
	atomic_t matched;
	atomic_t intervals;
	atomic_t space_used;
	atomic_t times_left;
};

enum af_inject_spared
af_inject_spared(const struct af_inject_settings *settings,
		 const struct af_inject_facts *facts, u32 costly_order);
bool af_inject_wants(const struct af_inject_settings *settings,
		     const struct af_inject_facts *facts);
bool af_inject_needs_stack(const struct af_inject_settings *settings);
bool af_inject_wants_stack(const struct af_inject_settings *settings,
			   const struct af_inject_stack *stack);
u64 af_inject_hash(const u64 *frames, u32 nr, u64 modules_start,
		   u64 modules_end);
void af_inject_sites_clear(struct af_inject_sites *sites);
void af_inject_state_init(struct af_inject_state *state,
			  const struct af_inject_settings *settings);
bool af_inject_choose(const struct af_inject_settings *settings,
		      struct af_inject_state *state,
		      struct af_inject_sites *sites, u32 order, u64 hash);

/*
 * Are requests noted that are never failed: by a dry run that looks for places. What
 * is chosen by its number does not depend on them.
 */
static inline bool
af_inject_notes_spared(const struct af_inject_settings *settings)
{
	return settings->dry && settings->unseen;
}

static inline enum af_inject_outcome
af_inject_outcome(const struct af_inject_settings *settings,
		  const struct af_inject_facts *facts)
{
	if (!settings->dry)
		return AF_INJECT_OUTCOME_FAILED;
	return AF_INJECT_OUTCOME_PASSED + facts->spared;
}

#endif /* AF_INJECT_CHOOSE_H */
