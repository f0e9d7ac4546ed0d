/* SPDX-License-Identifier: GPL-2.0-only */
/* Why a request failed: the choice between the causes. */
#ifndef AF_CAUSE_H
#define AF_CAUSE_H

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

enum af_cause af_cause_decide(const struct af_allowance *allowance,
			      const struct af_evidence *evidence);

#endif /* AF_CAUSE_H */
