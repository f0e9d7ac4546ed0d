// SPDX-License-Identifier: GPL-2.0-only
/* The zones of the running kernel. */
#include <linux/mmzone.h>
#include <linux/nodemask.h>

#include "zones.h"

/* The kernel's own names, the same on every node, empty zones' too. */
void af_zone_names(const char *names[AF_NR_ZONES])
{
	const struct pglist_data *node = NODE_DATA(first_online_node);
	unsigned int i;

	for (i = 0; i < AF_NR_ZONES; i++)
		names[i] = node->node_zones[i].name;
}
