// SPDX-License-Identifier: GPL-2.0-only
/* Why a request failed: the choice between the causes. Pure: no kernel state. */
#include "why/cause.h"

const char *const af_cause_names[AF_NR_CAUSES] = {
	[AF_CAUSE_FRAGMENTATION] = "fragmentation",
	[AF_CAUSE_WATERMARK] = "watermark",
	[AF_CAUSE_RESERVE] = "reserve",
	[AF_CAUSE_LOWMEM] = "lowmem",
	[AF_CAUSE_CGROUP] = "cgroup",
	[AF_CAUSE_PLACEMENT] = "placement",
	[AF_CAUSE_OVERSIZE] = "oversize",
	[AF_CAUSE_INJECTED] = "injected",
	[AF_CAUSE_TRANSIENT] = "transient",
};

/* A zone that the request may use could serve it now. */
static enum af_cause cause_of_served(const struct af_evidence *evidence)
{
	if (evidence->cgroup_full)
		return AF_CAUSE_CGROUP;
	if (evidence->node_unknown)
		return AF_CAUSE_PLACEMENT;
	return AF_CAUSE_TRANSIENT;
}

/* No zone could serve it. */
static enum af_cause cause_of_refused(const struct af_allowance *allowance,
				      const struct af_evidence *evidence)
{
	if (evidence->best == AF_ZONE_FRAGMENTED)
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
enum af_cause af_cause_decide(const struct af_allowance *allowance,
			      const struct af_evidence *evidence)
{
	if (evidence->oversize)
		return AF_CAUSE_OVERSIZE;
	if (evidence->early)
		return AF_CAUSE_INJECTED;
	if (evidence->best == AF_ZONE_OK)
		return cause_of_served(evidence);
	if (evidence->shut_out)
		return AF_CAUSE_PLACEMENT;
	if (evidence->above)
		return AF_CAUSE_LOWMEM;
	return cause_of_refused(allowance, evidence);
}
