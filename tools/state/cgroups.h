/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory cgroups that have met their limit. In a copy: lines "limit usage
 * refusals path", in bytes, then "dying N", and "version 1" if they are of version 1.
 */
#ifndef AF_CGROUPS_H
#define AF_CGROUPS_H

#include <stdio.h>

#include "state/unknown.h"

#define AF_MAX_CGROUPS 4
#define AF_CGROUP_PATH 512

/* A memory cgroup that has refused something. */
struct af_cgroup {
	char path[AF_CGROUP_PATH]; /* below the top, behind the gate */
	long long max;		   /* bytes, known */
	long long current;	   /* bytes, may be AF_UNKNOWN */
	long long refusals;	   /* how often its limit was met, known */
};

struct af_cgroups {
	struct af_cgroup all[AF_MAX_CGROUPS]; /* most refusals first */
	unsigned int nr;
	long long dying; /* removed, and memory still charged to them */
	bool version1;
};

void af_cgroup_name(struct af_cgroup *cgroup, struct af_slice path);
void af_cgroups_keep(struct af_cgroups *cgroups,
		     const struct af_cgroup *cgroup);
void af_cgroups_parse(struct af_cgroups *cgroups, const char *text,
		      size_t length);
void af_cgroups_print(const struct af_cgroups *cgroups, FILE *out);

#endif /* AF_CGROUPS_H */
