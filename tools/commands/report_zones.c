// SPDX-License-Identifier: GPL-2.0-only
/* The zones in a report, a line each. */
#include "commands/report.h"
#include "lib/table.h"
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

static void print_zone(struct af_table *table, const struct af_zone_shape *zone)
{
	char free[AF_UNIT_LEN], managed[AF_UNIT_LEN], min[AF_UNIT_LEN];
	char block[AF_UNIT_LEN];
	enum af_style style = zone->free <= zone->min ? AF_BAD :
			      is_low(zone)	      ? AF_WARN :
							AF_PLAIN;

	af_table_cell(table, AF_PLAIN, "  node %-2lld %.*s",
		      (long long)zone->node, AF_SLICE(zone->name));
	af_table_cell(table, style, "%s", af_pages(free, zone->free));
	af_table_cell(table, AF_PLAIN, "%s", af_pages(managed, zone->managed));
	af_table_cell(table, AF_PLAIN, "%s", af_pages(min, zone->min));
	af_table_cell(table, AF_PLAIN, "%s",
		      af_bytes(block, largest_block(zone)));
	af_table_bar(table, (double)zone->free / (zone->managed ?: 1));
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

/* The zones, who is short first, and how many of them are not shown. */
void af_report_print_zones(const struct af_report *report, size_t most)
{
	const struct af_screen *screen = &report->screen;
	const struct af_column columns[] = {
		{ report->view.root ? "Zones then" : "Zones now", 17, 0, false,
		  false },
		{ "FREE", 8, 0, true, false },
		{ "OF", 8, 0, true, false },
		{ "MIN", 8, 3, true, false },
		{ "LARGEST", 8, 2, true, false },
		{ "", screen->width < 120 ? 20 : 60, 4, false, false },
	};
	const struct af_zones *zones = &report->view.fragmentation;
	struct af_table table;
	size_t i;

	af_table_open(&table, screen, columns, ARRAY_SIZE(columns));
	af_table_heading(&table, AF_BOLD);
	for (i = 0; i < zones->nr; i++)
		if (place_of(zones, i) < most)
			print_zone(&table, &zones->all[i]);
	if (most < zones->nr)
		fprintf(screen->out, "  and %zu more: allocfail zones\n",
			zones->nr - most);
}
