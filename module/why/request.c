// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a failed request was: its mask and its state in the terms of the rules.
 * Failures repeat, so most of them need nothing of this.
 */
#include <linux/bits.h>
#include <linux/gfp.h>
#include <linux/mmzone.h>
#include <linux/utsname.h>
#include <generated/utsrelease.h>

#include "kernel/compat.h"
#include "why/request.h"

/* Of the running kernel, from init on. */
static struct af_era request_era;
static const struct af_rules *request_rules;

/* What the headers of this build have. */
static u32 request_signs(void)
{
	u32 signs = 0;

	if (AF_HAS_kretprobe_find_ret_addr)
		signs |= BIT(AF_SIGN_FIND_RET_ADDR);
	if (AF_HAS_maple_tree)
		signs |= BIT(AF_SIGN_MAPLE_TREE);
	if (!AF_HAS_gfp_atomic)
		signs |= BIT(AF_SIGN_NO_ATOMIC);
	if (AF_HAS_objpool)
		signs |= BIT(AF_SIGN_OBJPOOL);
	if (AF_HAS_alloc_tag)
		signs |= BIT(AF_SIGN_ALLOC_TAG);
	if (AF_HAS_zone_free_highatomic)
		signs |= BIT(AF_SIGN_FREE_RESERVE);
	if (!AF_HAS_bounce_pages)
		signs |= BIT(AF_SIGN_NO_BOUNCE);
	return signs;
}

static enum af_distribution request_distribution(const char *release)
{
#if defined(RHEL_RELEASE_CODE)
	return AF_DISTRIBUTION_RHEL;
#elif defined(CONFIG_SUSE_KERNEL)
	return AF_DISTRIBUTION_SUSE;
#elif defined(UTS_UBUNTU_RELEASE_ABI)
	return AF_DISTRIBUTION_UBUNTU;
#else
	return af_era_distribution(release);
#endif
}

/**
 * af_request_init() - choose the rules of the running kernel
 * @set: a release whose rules it has, set by hand, or 0
 *
 * A module can be kept when the kernel below it is updated: the kernel that runs
 * decides, not the one that the module was built for.
 *
 * Context: Process, before the hook is attached.
 */
void af_request_init(u32 set)
{
	const struct new_utsname *uts = init_utsname();
	struct af_kernel kernel = {
		.running =
			af_era_running(uts->release, uts->version, AF_RELEASE),
		.build = af_era_build(uts->release),
		.headers = AF_RELEASE,
		.signs = request_signs(),
		.distribution = request_distribution(uts->release),
	};

	request_era = af_era_find(&kernel, set);
	request_rules = af_rules_of(request_era.release);
}

/**
 * af_request_era() - whose rules are in use
 *
 * Context: Any, after af_request_init().
 * Return: The release, and how it was found.
 */
const struct af_era *af_request_era(void)
{
	return &request_era;
}

static void request_describe(struct af_request *request,
			     const struct af_call *call, u32 state)
{
	gfp_t gfp = call->gfp;

	*request = (struct af_request){
		.order = call->order,
		.high = gfp & __GFP_HIGH,
		.atomic = gfp & AF_GFP_ATOMIC,
		.may_wait = gfp & __GFP_DIRECT_RECLAIM,
		.memalloc = gfp & __GFP_MEMALLOC,
		.nomemalloc = gfp & __GFP_NOMEMALLOC,
		.movable = af_migratetype(gfp) == MIGRATE_MOVABLE &&
			   !(state & AF_STATE_CMA_FORBIDDEN),
		.task_memalloc = state & AF_STATE_MEMALLOC,
		.task_oom_victim = state & AF_STATE_OOM_VICTIM,
		.task_realtime = state & AF_STATE_REALTIME,
		.in_interrupt = state & AF_STATE_IN_INTERRUPT,
		.in_task = state & AF_STATE_IN_TASK,
		.serving_softirq = state & AF_STATE_SERVING_SOFTIRQ,
	};
}

/* In a hard interrupt the flags of current are those of another's work. */
static bool request_by_memalloc(enum af_context context, u32 state)
{
	return context <= AF_CONTEXT_SOFTIRQ && state & AF_STATE_MEMALLOC;
}

/* A task's own policy is for it, as in policy_nodemask() of mm/mempolicy.c. */
static bool request_obeys_policy(gfp_t gfp, u32 state)
{
	return !(state & AF_STATE_IN_INTERRUPT || gfp & __GFP_THISNODE ||
		 gfp_zone(gfp) < ZONE_NORMAL);
}

/* cpuset_node_allowed() of kernel/cgroup/cpuset.c, without exclusive ancestors. */
static bool request_obeys_cpuset(gfp_t gfp, u32 state)
{
	return !(state & (AF_STATE_IN_INTERRUPT | AF_STATE_OOM_VICTIM)) &&
	       gfp & __GFP_HARDWALL;
}

/**
 * af_request_learn() - what a failed request was, and what it might have taken
 * @judged: the last request of this CPU and context; this one from now on
 * @call: the request
 * @context: where it came from
 * @state: of the task and the context, AF_STATE_
 *
 * Context: Any, NMI included; preemption off. One caller at a time for @judged.
 */
void af_request_learn(struct af_judged *judged, const struct af_call *call,
		      enum af_context context, u32 state)
{
	gfp_t gfp = call->gfp;
	bool nowarn = gfp & __GFP_NOWARN;
	struct af_request request;

	judged->state = state;
	judged->failure = (struct af_failure){
		.order = call->order,
		.gfp = (__force u32)gfp,
		.zone = gfp_zone(gfp),
		.context = context,
		.class = af_classify(nowarn, gfp & __GFP_NORETRY,
				     gfp & __GFP_DIRECT_RECLAIM),
		.nowarn = nowarn,
		.memalloc = request_by_memalloc(context, state),
	};
	request_describe(&request, call, state);
	af_allow(&judged->allowance, request_rules, &request);
	judged->this_node = gfp & __GFP_THISNODE;
	judged->by_nodemask = !judged->allowance.no_policy;
	judged->by_policy = judged->by_nodemask &&
			    request_obeys_policy(gfp, state);
	judged->by_cpuset = judged->by_nodemask &&
			    request_obeys_cpuset(gfp, state);
}
