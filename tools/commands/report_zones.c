// SPDX-License-Identifier: GPL-2.0-only
/* The zones in a report, a line each. */
#include "commands/report.h"
#include "lib/units.h"

static u64 largest_block(const struct af_zone_shape *zone)
{
	unsigned int order = zone->nr_orders;

	while (order--)
		if (zone->blocks[order])
			return af_order_bytes(order);
	return 0;
}

static bool is_low(const struct af_zone_shape *zone)
{
	return zone->free <= zone->low;
}

static void print_zone(const struct af_screen *screen,
		       const struct af_zone_shape *zone)
{
	char free[AF_UNIT_LEN], managed[AF_UNIT_LEN], min[AF_UNIT_LEN];
	char block[AF_UNIT_LEN];
	enum af_style style = zone->free <= zone->min ? AF_BAD :
			      is_low(zone)	      ? AF_WARN :
							AF_PLAIN;

	fprintf(screen->out, "  node %-2lld %-8.*s %s%8s%s %8s %8s %8s  ",
		(long long)zone->node, AF_SLICE(zone->name),
		af_style(screen, style), af_pages(free, zone->free),
		af_style(screen, AF_PLAIN), af_pages(managed, zone->managed),
		af_pages(min, zone->min), af_bytes(block, largest_block(zone)));
	af_bar(screen, (double)zone->free / (zone->managed ?: 1), 20);
	fputc('\n', screen->out);
}

/* Who is shown first if not all are: who is short, then the large ones. */
static bool comes_before(const struct af_zone_shape *a,
			 const struct af_zone_shape *b)
{
	if (is_low(a) != is_low(b))
		return is_low(a);
	if (a->managed != b->managed)
		return a->managed > b->managed;
	return a < b;
}

static size_t place_of(const struct af_zones *zones, size_t which)
{
	size_t i, place = 0;

	for (i = 0; i < zones->nr; i++)
		place += comes_before(&zones->all[i], &zones->all[which]);
	return place;
}

void af_report_print_zones(const struct af_report *report, size_t most)
{
	const struct af_zones *zones = &report->view.fragmentation;
	const struct af_screen *screen = &report->screen;
	size_t i;

	fprintf(screen->out, "%s%-16s %8s %8s %8s %8s%s\n",
		af_style(screen, AF_BOLD),
		report->view.root ? "Zones then" : "Zones now", "FREE", "OF",
		"MIN", "LARGEST", af_style(screen, AF_PLAIN));
	for (i = 0; i < zones->nr; i++)
		if (place_of(zones, i) < most)
			print_zone(screen, &zones->all[i]);
	if (most < zones->nr)
		fprintf(screen->out, "  and %zu more: allocfail zones\n",
			zones->nr - most);
}
