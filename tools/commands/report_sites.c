// SPDX-License-Identifier: GPL-2.0-only
/* Who asked, in a report: the kinds of failure, a line each. */
#include "commands/report.h"
#include "lib/units.h"

static double group_rate(const struct af_report *report,
			 const struct af_group *group)
{
	const struct af_group *before =
		af_groups_find(&report->groups_before, group);

	return af_report_rate(report, before ? before->count : 0, group->count);
}

#define COUNT_COLUMNS 9
#define NAME_COLUMNS 20 /* at least, however narrow the screen */

/* Columns before a site's name. */
static unsigned int site_column(const struct af_report *report)
{
	return report->seconds > 0 ? 57 : 49;
}

static void print_name(const struct af_report *report,
		       const struct af_site *site)
{
	const struct af_screen *screen = &report->screen;
	unsigned int column = site_column(report);
	unsigned int room = screen->width > column + NAME_COLUMNS ?
				    screen->width - column :
				    NAME_COLUMNS;
	struct af_slice name = af_site_name(site), function = site->function;
	bool cut = name.length > room;

	if (cut)
		name.length = room - 1;
	fprintf(screen->out, "%s%.*s%s%s", af_style(screen, AF_BOLD),
		AF_SLICE(name), cut ? "~" : "", af_style(screen, AF_PLAIN));
	if (site->name.length && name.length + 1 + function.length <= room)
		fprintf(screen->out, " %.*s", AF_SLICE(function));
	fputc('\n', screen->out);
}

static void print_site(const struct af_report *report,
		       const struct af_group *group)
{
	const struct af_screen *screen = &report->screen;
	char number[AF_UNIT_LEN], size[AF_UNIT_LEN], now[AF_UNIT_LEN];

	fprintf(screen->out, "%*s", COUNT_COLUMNS,
		af_thousands(number, group->count));
	if (report->seconds > 0)
		fprintf(screen->out, " %7s",
			af_rate(now, group_rate(report, group)));
	fprintf(screen->out, " %8s  %s%-13s%s %-13s ",
		af_bytes(size, af_order_bytes(group->facts.order)),
		af_style(screen, af_weight_style(group->weight)),
		af_class_name(group->facts.class), af_style(screen, AF_PLAIN),
		af_cause_name(group->facts.cause));
	print_name(report, &group->facts.site);
}

/* What is not shown of them. */
static void print_more_sites(const struct af_report *report, size_t shown)
{
	const struct af_groups *groups = &report->groups;
	char number[AF_UNIT_LEN];
	u64 count = 0;
	size_t i;

	for (i = shown; i < groups->nr; i++)
		count += groups->all[i].count;
	if (shown < groups->nr)
		fprintf(report->screen.out,
			"%*s of %zu more kinds: allocfail report --full\n",
			COUNT_COLUMNS, af_thousands(number, count),
			groups->nr - shown);
	count = report->view.totals.signatures_dropped;
	if (count)
		fprintf(report->screen.out,
			"%*s of others: the table of signatures was full\n",
			COUNT_COLUMNS, af_thousands(number, count));
}

void af_report_print_sites(const struct af_report *report, size_t most)
{
	const struct af_screen *screen = &report->screen;
	const struct af_groups *groups = &report->groups;
	size_t i;

	fprintf(screen->out, "%s%*s%s %8s  %-13s %-13s %s%s\n",
		af_style(screen, AF_BOLD), COUNT_COLUMNS, "COUNT",
		report->seconds > 0 ? "     NOW" : "", "SIZE", "CLASS", "CAUSE",
		"WHO", af_style(screen, AF_PLAIN));
	for (i = 0; i < groups->nr && i < most; i++)
		print_site(report, &groups->all[i]);
	print_more_sites(report, i);
}
