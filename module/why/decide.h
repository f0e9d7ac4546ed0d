/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Why a request failed: the choice between the causes. It is inline because each
 * failure makes it: out of line, with the evidence in memory, it takes more than
 * a hundredth of what a failure costs.
 */
#ifndef AF_DECIDE_H
#define AF_DECIDE_H

#include "failure.h"
#include "why/rules.h"

/* All that is known about a failure when its cause is decided. */
struct af_evidence {
	enum af_verdict best; /* of the zones that the request may use */
	bool shut_out;	      /* but for nodemask, cpuset or __GFP_THISNODE */
	bool above;	      /* but for its zone: another would have served */
	bool oversize;	      /* order above the allocator's maximum */
	bool early;	      /* refused before the allocator looked at zones */
	bool cgroup_full;     /* accounted, and no room in a memory cgroup */
	/*
	 * Confined to one node, it is not known which, and there are nodes
	 * that could not have served it.
	 */
	bool node_unknown;
};

/* A zone that the request may use could serve it now. */
static inline enum af_cause
af_cause_of_served(const struct af_evidence *evidence)
{
	if (evidence->cgroup_full)
		return AF_CAUSE_CGROUP;
	if (evidence->node_unknown)
		return AF_CAUSE_PLACEMENT;
	return AF_CAUSE_TRANSIENT;
}

/* No zone could serve it, and none that it may not use. */
static inline enum af_cause
af_cause_of_refused(const struct af_allowance *allowance, enum af_verdict best)
{
	if (best == AF_ZONE_FRAGMENTED)
		return AF_CAUSE_FRAGMENTATION;
	if (allowance->no_watermarks || allowance->oom)
		return AF_CAUSE_RESERVE;
	return AF_CAUSE_WATERMARK;
}

/**
 * af_cause_decide() - why a request failed
 * @allowance: what the request may take
 * @evidence: what is known
 *
 * A zone that could have served the request, and that it may not use, says more
 * than the state of those that it may use: docs/causes.md.
 *
 * Context: Any.
 * Return: The cause.
 */
static inline enum af_cause
af_cause_decide(const struct af_allowance *allowance,
		const struct af_evidence *evidence)
{
	if (evidence->oversize)
		return AF_CAUSE_OVERSIZE;
	if (evidence->early)
		return AF_CAUSE_INJECTED;
	if (evidence->best == AF_ZONE_OK)
		return af_cause_of_served(evidence);
	if (evidence->shut_out)
		return AF_CAUSE_PLACEMENT;
	if (evidence->above)
		return AF_CAUSE_LOWMEM;
	return af_cause_of_refused(allowance, evidence->best);
}

#endif /* AF_DECIDE_H */
