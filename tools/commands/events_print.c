// SPDX-License-Identifier: GPL-2.0-only
/* allocfail events: as a table, or as JSON. */
#include "advice/key.h"
#include "commands/events.h"
#include "commands/json.h"
#include "commands/where.h"
#include "lib/units.h"
#include "state/machine.h"

/* In the order of the screen. */
enum column {
	COLUMN_TIME,
	COLUMN_TIMES,
	COLUMN_CPU,
	COLUMN_ORDER,
	COLUMN_CONTEXT,
	COLUMN_CLASS,
	COLUMN_CAUSE,
	COLUMN_ZONE,
	COLUMN_FREE,
	COLUMN_GFP,
	COLUMN_WHERE,
	COLUMN_PID,
	COLUMN_TASK,
	NR_COLUMNS
};

static const struct af_column columns[NR_COLUMNS] = {
	[COLUMN_TIME] = { "TIME", 12, 0, true, false },
	[COLUMN_TIMES] = { "TIMES", 5, 0, true, false },
	[COLUMN_CPU] = { "CPU", 3, 8, true, false },
	[COLUMN_ORDER] = { "ORD", 3, 2, true, false },
	[COLUMN_CONTEXT] = { "CONTEXT", 7, 5, false, false },
	[COLUMN_CLASS] = { "CLASS", 13, 4, false, false },
	[COLUMN_CAUSE] = { "CAUSE", 13, 0, false, false },
	[COLUMN_ZONE] = { "ZONE", 8, 6, false, false },
	[COLUMN_FREE] = { "FREE", 8, 10, true, false },
	[COLUMN_GFP] = { "GFP", 48, 12, false, false },
	[COLUMN_WHERE] = { "WHERE", 20, 9, false, false },
	[COLUMN_PID] = { "PID", 7, 11, true, false },
	[COLUMN_TASK] = { "TASK", 12, 3, false, false },
};

/* How much it matters, as far as an event tells. */
enum af_weight af_event_weigh(const struct af_event *event)
{
	struct af_case facts;

	af_case_unknown(&facts);
	facts.class = event->subject.class;
	facts.cause = event->subject.cause;
	facts.memalloc = af_fact(event->subject.memalloc);
	return af_weigh(&facts);
}

/**
 * af_events_table_open - the table of events for a screen
 * @table: where to put it
 * @screen: where it is shown
 * @options: how times are shown, and whether each event has a line
 */
void af_events_table_open(struct af_events_table *table,
			  const struct af_screen *screen,
			  const struct af_options *options)
{
	struct af_column *all = table->columns;

	static_assert(ARRAY_SIZE(table->columns) == NR_COLUMNS);
	*table = (struct af_events_table){
		.each = options->full,
		.iso = options->iso,
	};
	memcpy(all, columns, sizeof(columns));
	if (table->iso) {
		table->wall_offset_us = af_machine_wall_offset(options->root);
		all[COLUMN_TIME].width = screen->width < 80 ? 19 : 29;
		all[COLUMN_TIME].right = false;
	}
	all[COLUMN_TIMES].hidden = table->each;
	af_table_open(&table->table, screen, all, NR_COLUMNS);
	af_table_heading(&table->table, AF_BOLD);
}

static void print_time(struct af_events_table *table,
		       const struct af_event *event)
{
	char text[AF_MOMENT_LEN];

	if (!table->iso)
		af_moment_boot(text, event->time_us);
	else
		af_moment_iso(text, event->time_us + table->wall_offset_us);
	af_table_cell(&table->table, AF_PLAIN, "%.*s",
		      (int)table->columns[COLUMN_TIME].width, text);
}

static void print_line(struct af_events_table *table,
		       const struct af_view *view, const struct af_event *event,
		       size_t times)
{
	const struct af_subject *subject = &event->subject;
	struct af_table *to = &table->table;
	char free[AF_UNIT_LEN], count[AF_UNIT_LEN] = "";
	char where[AF_WHERE_LEN];

	if (times > 1)
		snprintf(count, sizeof(count), "%zu", times);
	print_time(table, event);
	af_table_cell(to, AF_BOLD, "%s", count);
	af_table_cell(to, AF_PLAIN, "%lld", (long long)subject->cpu);
	af_table_cell(to, AF_PLAIN, "%u", subject->order);
	af_table_cell(to, AF_PLAIN, "%s", af_context_name(subject->context));
	af_table_cell(to, af_weight_style(af_event_weigh(event)), "%s",
		      af_class_name(subject->class));
	af_table_cell(to, AF_PLAIN, "%s", af_cause_name(subject->cause));
	af_table_cell(to, AF_PLAIN, "%.*s", AF_SLICE(subject->zone));
	af_table_cell(to, AF_PLAIN, "%s", af_pages(free, event->free));
	af_table_cell(to, AF_PLAIN, "%.*s", AF_SLICE(subject->gfp));
	af_where_of_event(where, view, event);
	af_table_cell(to, AF_PLAIN, "%s", where);
	af_table_cell(to, AF_PLAIN, "%lld", (long long)subject->pid);
	af_table_cell(to, AF_PLAIN, "%.*s", AF_SLICE(subject->comm));
}

/* The same request of the same task, refused for the same reason. */
bool af_event_equal(const struct af_event *a, const struct af_event *b)
{
	const struct af_key left = af_key_of_subject(&a->subject);
	const struct af_key right = af_key_of_subject(&b->subject);

	return af_key_same(&left, &right) && a->cgroup == b->cgroup &&
	       af_slice_same(a->subject.zone, b->subject.zone) &&
	       af_slice_same(a->subject.comm, b->subject.comm);
}

/**
 * af_events_print - lines of the table
 * @table: from af_events_table_open()
 * @view: what they are of
 * @events: oldest first; equal neighbours are one line, with the time of the first
 * @nr: of them
 */
void af_events_print(struct af_events_table *table, const struct af_view *view,
		     const struct af_event *const *events, size_t nr)
{
	size_t i, times;

	for (i = 0; i < nr; i += times) {
		times = 1;
		while (!table->each && i + times < nr &&
		       af_event_equal(events[i], events[i + times]))
			times++;
		print_line(table, view, events[i], times);
	}
}

static json_t *weighed(const struct af_view *view, const struct af_event *event)
{
	json_t *one = af_json_event(event);
	char where[AF_WHERE_LEN];

	af_where_of_event(where, view, event);
	json_object_set_new(one, "where",
			    event->cgroup ? json_string(where) : json_null());

	json_object_set_new(one, "weight",
			    json_string(af_weight_name(af_event_weigh(event))));
	return one;
}

/* One object with all of them; or, for who follows, a line each. */
void af_events_print_json(const struct af_view *view,
			  const struct af_event *const *events, size_t nr,
			  bool lines)
{
	json_t *all, *list;
	size_t i;

	for (i = 0; lines && i < nr; i++)
		af_json_print(weighed(view, events[i]), stdout, JSON_COMPACT);
	if (lines)
		return;
	all = af_json_begin(view);
	list = json_array();
	for (i = 0; i < nr; i++)
		json_array_append_new(list, weighed(view, events[i]));
	json_object_set_new(all, "events", list);
	af_json_set_clock(all, view);
	af_json_print(all, stdout, JSON_INDENT(2));
}
