/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory cgroups that failures were in: the module knows their ids, which are the inode
 * numbers of their directories, and the machine the rest. In a copy: lines "id ID LIMIT
 * USAGE REFUSALS PATH", amounts in bytes, "-" for one that is not known; then "dying N",
 * and "version 1" if they are of version 1.
 */
#ifndef AF_CGROUPS_H
#define AF_CGROUPS_H

#include <stdio.h>

#include "state/unknown.h"

#define AF_CGROUP_PATH 512

struct af_cgroup {
	u64 id;
	u64 refused;		   /* requests, by the module */
	bool gone;		   /* no directory has that id */
	char path[AF_CGROUP_PATH]; /* below the top, behind the gate */
	/* Each may be AF_UNKNOWN. */
	long long max;	    /* bytes; not known if there is no limit */
	long long current;  /* bytes */
	long long refusals; /* how often its limit was met, by the kernel */
};

struct af_cgroups {
	struct af_cgroup *all; /* by id, once they are sorted */
	size_t nr;
	long long dying; /* removed, and memory still charged to them */
	bool version1;
};

/* Ids that are looked for, in order. */
struct af_ids {
	u64 *all;
	size_t nr;
};

void af_ids_sort(struct af_ids *ids);
bool af_ids_has(const struct af_ids *ids, u64 id);

void af_cgroup_name(struct af_cgroup *cgroup, struct af_slice path);
int af_cgroups_add(struct af_cgroups *cgroups, const struct af_cgroup *cgroup);
void af_cgroups_sort(struct af_cgroups *cgroups);
struct af_cgroup *af_cgroups_find(const struct af_cgroups *cgroups, u64 id);
void af_cgroups_parse(struct af_cgroups *cgroups, const char *text,
		      size_t length);
void af_cgroups_print(const struct af_cgroups *cgroups, FILE *out);
void af_cgroups_free(struct af_cgroups *cgroups);
void af_cgroups_read(struct af_cgroups *cgroups, const struct af_ids *wanted);

#endif /* AF_CGROUPS_H */
