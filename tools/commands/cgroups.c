// SPDX-License-Identifier: GPL-2.0-only
/* allocfail cgroups: failures by memory cgroup, which is by container or service. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"
#include "commands/json.h"
#include "commands/where.h"
#include "lib/table.h"
#include "lib/units.h"

/* In the order of the screen. */
enum column {
	COLUMN_COUNT,
	COLUMN_BLOCKING,
	COLUMN_ATOMIC,
	COLUMN_OPPORTUNISTIC,
	COLUMN_REFUSED,
	COLUMN_LIMIT,
	COLUMN_AGO,
	COLUMN_WHERE,
	COLUMN_PATH,
	NR_COLUMNS
};

#define NARROW 60 /* columns: on fewer, a name has what the counts leave */
#define LEAST_WHERE 21

static const struct af_column columns[NR_COLUMNS] = {
	[COLUMN_COUNT] = { "COUNT", 9, 0, true, false },
	[COLUMN_BLOCKING] = { "BLOCKING", 8, 2, true, false },
	[COLUMN_ATOMIC] = { "ATOMIC", 8, 4, true, false },
	[COLUMN_OPPORTUNISTIC] = { "OPPORT.", 8, 5, true, false },
	[COLUMN_REFUSED] = { "REFUSED", 8, 0, true, false },
	[COLUMN_LIMIT] = { "LIMIT", 8, 3, true, false },
	[COLUMN_AGO] = { "AGO", 8, 6, true, false },
	[COLUMN_WHERE] = { "WHERE", 28, 0, false, false },
	[COLUMN_PATH] = { "PATH", 20, 7, false, false },
};

static void print_one(struct af_table *table, const struct af_view *view,
		      const struct af_cgroup_count *count)
{
	const struct af_cgroup *cgroup =
		af_cgroups_find(&view->machine.cgroups, count->id);
	const bool found = cgroup && !cgroup->gone;
	const u64 now_us = view->now_us, last_us = count->last_us;
	char text[AF_UNIT_LEN], where[AF_WHERE_LEN];
	unsigned int i;

	af_table_cell(table, AF_BOLD, "%s", af_thousands(text, count->count));
	for (i = AF_NR_CLASSES; i--;)
		af_table_cell(table, AF_PLAIN, "%s",
			      af_thousands(text, count->class[i]));
	af_table_cell(table, count->refused ? AF_WARN : AF_PLAIN, "%s",
		      af_thousands(text, count->refused));
	af_table_cell(table, AF_PLAIN, "%s",
		      found && af_known(cgroup->max) ?
			      af_bytes(text, cgroup->max) :
			      "-");
	af_table_cell(table, AF_PLAIN, "%s",
		      af_duration(text,
				  now_us > last_us ? now_us - last_us : 0));
	af_where(where, &view->machine.cgroups, count->id);
	af_table_cell(table, AF_PLAIN, "%s", where);
	af_table_cell(table, AF_PLAIN, "%s",
		      found ? *cgroup->path ? cgroup->path : "/" : "-");
}

static void print_rest(const struct af_screen *screen,
		       const struct af_view *view)
{
	char number[AF_UNIT_LEN], text[160];

	if (!view->cgroups.nr)
		af_wrap(screen, 0, AF_PLAIN, "No failure of a task.");
	if (!view->totals.cgroups_dropped)
		return;
	snprintf(text, sizeof(text),
		 "%s of others: the table of cgroups was full (cgroups= of the module is its size)",
		 af_thousands(number, view->totals.cgroups_dropped));
	af_wrap(screen, 0, AF_WARN, text);
}

static int print_table(const struct af_options *options,
		       const struct af_view *view)
{
	const struct af_cgroup_count **sorted = af_where_sorted(&view->cgroups);
	struct af_column shown[NR_COLUMNS];
	struct af_screen screen;
	struct af_table table;
	size_t i;

	if (!sorted) {
		af_complain("cgroups: out of memory");
		return -1;
	}
	af_screen_init(&screen, options);
	memcpy(shown, columns, sizeof(shown));
	if (screen.width < NARROW)
		shown[COLUMN_WHERE].width = LEAST_WHERE;
	if (view->cgroups.nr) {
		af_table_open(&table, &screen, shown, NR_COLUMNS);
		af_table_heading(&table, AF_BOLD);
	}
	for (i = 0; i < view->cgroups.nr; i++)
		print_one(&table, view, sorted[i]);
	free(sorted);
	print_rest(&screen, view);
	return 0;
}

static void print_json(const struct af_view *view)
{
	json_t *all = af_json_begin(view);

	json_object_set_new(all, "cgroups", af_where_json(view));
	json_object_set_new(all, "dropped",
			    af_json_number(view->totals.cgroups_dropped));
	af_json_set_clock(all, view);
	af_json_print(all, stdout, JSON_INDENT(2));
}

/* Of who could not wait, or waited in vain. */
static bool matters(const struct af_view *view)
{
	size_t i;

	for (i = 0; i < view->cgroups.nr; i++)
		if (view->cgroups.all[i].class[AF_CLASS_ATOMIC] ||
		    view->cgroups.all[i].class[AF_CLASS_BLOCKING])
			return true;
	return false;
}

static int show(const struct af_options *options, const struct af_view *view)
{
	if (!view->cgroups_known) {
		af_complain("cgroups: the module has no such file: it is older than this program");
		return AF_EXIT_TROUBLE;
	}
	if (options->json)
		print_json(view);
	else if (print_table(options, view))
		return AF_EXIT_TROUBLE;
	return matters(view) ? AF_EXIT_MATTERS : AF_EXIT_FINE;
}

int af_show_cgroups(const struct af_options *options)
{
	struct af_view view;
	int code;

	if (af_view_read(&view, options->root,
			 AF_READ(AF_FILE_STATUS) | AF_READ(AF_FILE_COUNTERS) |
				 AF_READ(AF_FILE_CGROUPS)))
		return AF_EXIT_TROUBLE;
	code = show(options, &view);
	af_view_free(&view);
	return code;
}
