/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory cgroups: would one refuse a charge. */
#ifndef AF_CGROUP_H
#define AF_CGROUP_H

#include <linux/gfp.h>
#include <linux/types.h>

bool af_cgroup_full(gfp_t gfp, u32 order);

#endif /* AF_CGROUP_H */
