/* SPDX-License-Identifier: GPL-2.0-only */
/* What a person calls the place of a failure: a container or a unit, by its cgroup. */
#ifndef AF_WHERE_H
#define AF_WHERE_H

#include "state/cgroups.h"

#define AF_WHERE_LEN 128

void af_where_of_path(char text[AF_WHERE_LEN], const char *path);
void af_where(char text[AF_WHERE_LEN], const struct af_cgroups *cgroups,
	      u64 id);

#endif /* AF_WHERE_H */
