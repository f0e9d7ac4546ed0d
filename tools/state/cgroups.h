/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory cgroups that have met their limit. In a copy: lines "limit usage
 * refusals path", in bytes, and at the end "dying N".
 */
#ifndef AF_CGROUPS_H
#define AF_CGROUPS_H

#include <stdio.h>

#include "state/unknown.h"

#define AF_MAX_CGROUPS 4
#define AF_CGROUP_PATH 256

/* A memory cgroup that has refused something. */
struct af_cgroup {
	char path[AF_CGROUP_PATH];
	long long max;	    /* bytes */
	long long current;  /* bytes */
	long long refusals; /* how often its limit was met */
};

struct af_cgroups {
	struct af_cgroup all[AF_MAX_CGROUPS]; /* most refusals first */
	unsigned int nr;
	long long dying; /* removed, and memory still charged to them */
};

void af_cgroups_keep(struct af_cgroups *cgroups,
		     const struct af_cgroup *cgroup);
void af_cgroups_parse(struct af_cgroups *cgroups, const char *text,
		      size_t length);
void af_cgroups_print(const struct af_cgroups *cgroups, FILE *out);

#endif /* AF_CGROUPS_H */
