// SPDX-License-Identifier: GPL-2.0-only
/* Who asked, in a report: the kinds of failure, a line each. */
#include "commands/report.h"
#include "commands/where.h"
#include "lib/table.h"
#include "lib/units.h"

static double group_rate(const struct af_report *report,
			 const struct af_group *group)
{
	const struct af_group *before =
		af_groups_find(&report->groups_before, group);

	return af_report_rate(report, before ? before->count : 0, group->count);
}

#define COUNT_COLUMNS 9
#define WIDE 100 /* columns: on fewer, names need the room of when it was */

/* In the order of the screen. */
enum column {
	COLUMN_COUNT,
	COLUMN_NOW,
	COLUMN_SIZE,
	COLUMN_CLASS,
	COLUMN_CAUSE,
	COLUMN_AGO,
	COLUMN_WHERE,
	COLUMN_WHO,
	NR_COLUMNS
};

/* To the end of the line, in so many columns; what is cut has a mark. */
void af_print_site(const struct af_screen *screen, unsigned int room,
		   const struct af_site *site)
{
	struct af_slice name = af_site_name(site), function = site->function;
	bool cut;

	if (!site->name.length)
		function.length = 0;
	cut = name.length + !!function.length + function.length > room;
	if (cut) {
		room--;
		if (name.length > room)
			name.length = room;
		room -= name.length;
		function.length = room ? room - 1 : 0;
	}
	fprintf(screen->out, "%s%.*s%s%s%.*s%s\n", af_style(screen, AF_BOLD),
		AF_SLICE(name), af_style(screen, AF_PLAIN),
		function.length ? " " : "", AF_SLICE(function), cut ? "~" : "");
}

static void print_site(const struct af_report *report, struct af_table *table,
		       const struct af_group *group)
{
	char number[AF_UNIT_LEN], size[AF_UNIT_LEN], now[AF_UNIT_LEN];
	char ago[AF_UNIT_LEN], where[AF_WHERE_LEN];

	af_table_cell(table, AF_PLAIN, "%s",
		      af_thousands(number, group->count));
	af_table_cell(table, AF_PLAIN, "%s",
		      af_rate(now, group_rate(report, group)));
	af_table_cell(table, AF_PLAIN, "%s",
		      af_bytes(size, af_order_bytes(group->facts.order)));
	af_table_cell(table, af_weight_style(group->weight), "%s",
		      af_class_name(group->facts.class));
	af_table_cell(table, AF_PLAIN, "%s", af_cause_name(group->facts.cause));
	af_table_cell(table, AF_PLAIN, "%s",
		      af_duration(ago, report->view.now_us - group->last_us));
	af_where_of_signature(where, &report->view, group->most);
	af_table_cell(table, AF_PLAIN, "%s", where);
	af_print_site(table->screen, af_table_rest(table), &group->facts.site);
}

/* What is not shown of them. */
static void print_more_sites(const struct af_report *report, size_t shown)
{
	const struct af_groups *groups = &report->groups;
	char number[AF_UNIT_LEN], text[128];
	u64 count = 0;
	size_t i;

	for (i = shown; i < groups->nr; i++)
		count += groups->all[i].count;
	if (shown < groups->nr) {
		snprintf(text, sizeof(text),
			 "%s of %zu more kinds: allocfail report --full",
			 af_thousands(number, count), groups->nr - shown);
		af_wrap_item(&report->screen, COUNT_COLUMNS - strlen(number),
			     COUNT_COLUMNS + 1, AF_PLAIN, text);
	}
	count = report->view.totals.signatures_dropped;
	if (count) {
		snprintf(text, sizeof(text),
			 "%s of others: the table of signatures was full",
			 af_thousands(number, count));
		af_wrap_item(&report->screen, COUNT_COLUMNS - strlen(number),
			     COUNT_COLUMNS + 1, AF_PLAIN, text);
	}
}

/* The kinds of failure, worst first, and how many of them are not shown. */
void af_report_print_sites(const struct af_report *report, size_t most)
{
	const bool narrow = report->screen.width < WIDE;
	const struct af_column columns[NR_COLUMNS] = {
		[COLUMN_COUNT] = { "COUNT", COUNT_COLUMNS, 0, true, false },
		[COLUMN_NOW] = { "NOW", 7, 4, true, report->seconds <= 0 },
		[COLUMN_SIZE] = { "SIZE", 8, 3, true, false },
		[COLUMN_CLASS] = { "CLASS", 13, 2, false, false },
		[COLUMN_CAUSE] = { "CAUSE", 13, 1, false, false },
		[COLUMN_AGO] = { "AGO", 12, 5, true, narrow },
		[COLUMN_WHERE] = { "WHERE", 20, 6, false,
				   narrow || !af_where_known(&report->view) },
		[COLUMN_WHO] = { "WHO", 12, 0, false, false },
	};
	const struct af_groups *groups = &report->groups;
	struct af_table table;
	size_t i;

	af_table_open(&table, &report->screen, columns, NR_COLUMNS);
	af_table_heading(&table, AF_BOLD);
	for (i = 0; i < groups->nr && i < most; i++)
		print_site(report, &table, &groups->all[i]);
	print_more_sites(report, i);
}
