// SPDX-License-Identifier: GPL-2.0-only
/* What a sweep has found: the table, and JSON. */
#include <stdio.h>
#include <sys/wait.h>

#include "commands/json.h"
#include "commands/sweep.h"
#include "lib/table.h"
#include "lib/units.h"

enum column {
	COLUMN_RUNS,
	COLUMN_SIZE,
	COLUMN_VERDICT,
	COLUMN_PLACE,
	NR_COLUMNS
};

static const struct af_column columns[NR_COLUMNS] = {
	[COLUMN_RUNS] = { "RUNS", 5, 2, true, false },
	[COLUMN_SIZE] = { "SIZE", 8, 1, true, false },
	[COLUMN_VERDICT] = { "VERDICT", 9, 0, false, false },
	[COLUMN_PLACE] = { "WHO ASKED", 30, 0, false, false },
};

static const enum af_style styles[AF_SWEEP_NR_VERDICTS] = {
	[AF_SWEEP_HANDLED] = AF_GOOD, [AF_SWEEP_UNNOTICED] = AF_WARN,
	[AF_SWEEP_KILLED] = AF_WARN,  [AF_SWEEP_LEAKED] = AF_BAD,
	[AF_SWEEP_WARNED] = AF_BAD,   [AF_SWEEP_HUNG] = AF_BAD,
	[AF_SWEEP_CRASHED] = AF_BAD,
};

static void say_leak(char text[AF_SWEEP_NAME], const struct af_sweep_run *run)
{
	const struct af_sweep_objects *objects = &run->objects;
	char pages[AF_UNIT_LEN];
	int length = 0;

	if (run->leaked)
		length = snprintf(text, AF_SWEEP_NAME,
				  "%s were not given back, each time%s",
				  af_pages(pages, run->leaked),
				  objects->nr ? "; " : "");
	if (objects->nr)
		snprintf(text + length, AF_SWEEP_NAME - length,
			 "objects were lost, each time: %llu, the first of %llu bytes, by %s",
			 (unsigned long long)objects->nr,
			 (unsigned long long)objects->size, objects->place);
}

/* In words, for who wants to know more than the verdict. */
void af_sweep_how(char text[AF_SWEEP_NAME], const struct af_sweep_run *run)
{
	switch (run->verdict) {
	case AF_SWEEP_CRASHED:
	case AF_SWEEP_WARNED:
		snprintf(text, AF_SWEEP_NAME, "%s", run->said.line);
		break;
	case AF_SWEEP_HUNG:
		snprintf(text, AF_SWEEP_NAME, "it did not end in time%s",
			 run->end.stays ? ", and cannot be killed" : "");
		break;
	case AF_SWEEP_LEAKED:
		say_leak(text, run);
		break;
	case AF_SWEEP_KILLED:
		snprintf(text, AF_SWEEP_NAME, "killed by signal %d",
			 WTERMSIG(run->end.status));
		break;
	case AF_SWEEP_UNNOTICED:
		snprintf(text, AF_SWEEP_NAME,
			 "the command ended as if nothing had failed");
		break;
	default:
		snprintf(text, AF_SWEEP_NAME, "exit status %d",
			 WEXITSTATUS(run->end.status));
		break;
	}
}

/* The first of a module on the stack, if that is not who asked; else empty. */
const char *af_sweep_for(const struct af_sweep_failed *failed)
{
	return strcmp(failed->module, failed->place) ? failed->module : "";
}

static void print_row(struct af_table *table, u32 times,
		      const struct af_sweep_failed *failed, enum af_style style,
		      const char *verdict)
{
	const char *module = af_sweep_for(failed);
	char text[AF_UNIT_LEN];

	af_table_cell(table, AF_PLAIN, "%u", times);
	af_table_cell(table, AF_PLAIN, "%s",
		      af_bytes(text, af_order_bytes(failed->order)));
	af_table_cell(table, style, "%s", verdict);
	af_table_cell(table, AF_PLAIN, "%s%s%s", failed->place,
		      module[0] ? ", for " : "", module);
}

/* How many came to what. */
void af_sweep_sum(const struct af_sweep *sweep, char text[AF_SWEEP_TEXT])
{
	size_t count[AF_SWEEP_NR_VERDICTS] = { 0 }, i;
	const size_t unreached = af_sweep_unreached(sweep);
	int length;

	if (!sweep->nr) {
		length =
			snprintf(text, AF_SWEEP_TEXT,
				 "The command makes no page allocation that could be failed.");
		if (unreached)
			snprintf(text + length, AF_SWEEP_TEXT - length,
				 " Never reached: %zu places.", unreached);
		return;
	}
	for (i = 0; i < sweep->nr; i++)
		count[sweep->runs[i].verdict]++;
	length = snprintf(text, AF_SWEEP_TEXT,
			  "%zu runs, %zu places:", sweep->done, sweep->nr);
	for (i = AF_SWEEP_NR_VERDICTS; i--;)
		if (count[i])
			length += snprintf(text + length,
					   AF_SWEEP_TEXT - length, " %s %zu",
					   af_sweep_names[i], count[i]);
	if (unreached)
		snprintf(text + length, AF_SWEEP_TEXT - length,
			 "; never reached: %zu", unreached);
}

static void print_sum(const struct af_sweep *sweep,
		      const struct af_screen *screen)
{
	char text[AF_SWEEP_TEXT];

	af_sweep_sum(sweep, text);
	af_wrap(screen, 0, AF_BOLD, text);
	if (!sweep->stopped)
		return;
	snprintf(text, sizeof(text),
		 "Stopped: %s. What comes later was not reached.",
		 sweep->stopped);
	af_wrap(screen, 0, AF_BAD, text);
}

static void print_run(struct af_table *table, const struct af_sweep_run *run)
{
	char how[AF_SWEEP_NAME];

	print_row(table, run->times, &run->failed, styles[run->verdict],
		  af_sweep_names[run->verdict]);
	if (run->verdict == AF_SWEEP_HANDLED)
		return;
	af_sweep_how(how, run);
	af_wrap(table->screen, 8, AF_DIM, how);
}

static void print_unreached(struct af_table *table,
			    const struct af_sweep *sweep)
{
	size_t i;

	for (i = 0; i < sweep->nr_places; i++) {
		if (sweep->places[i].reached)
			continue;
		print_row(table, 0, &sweep->places[i].request, AF_DIM,
			  AF_SWEEP_UNREACHED);
		af_wrap(table->screen, 8, AF_DIM,
			af_sweep_why(sweep, &sweep->places[i]));
	}
}

/* The worst first; below what is not handled, how. At the end what was never reached. */
void af_sweep_table(const struct af_sweep *sweep)
{
	struct af_screen screen;
	struct af_table table;
	size_t i;

	af_screen_init(&screen, sweep->options);
	print_sum(sweep, &screen);
	if (!sweep->nr && !af_sweep_unreached(sweep))
		return;
	fputc('\n', screen.out);
	af_table_open(&table, &screen, columns, NR_COLUMNS);
	af_table_heading(&table, AF_BOLD);
	for (i = 0; i < sweep->nr; i++)
		print_run(&table, &sweep->runs[i]);
	print_unreached(&table, sweep);
}

/* What is known of a request. */
static void set_request(json_t *to, const struct af_sweep_failed *request)
{
	char site[32];

	snprintf(site, sizeof(site), "%#llx",
		 (unsigned long long)request->hash);
	json_object_set_new(to, "place", json_string(request->place));
	json_object_set_new(to, "module", json_string(request->module));
	json_object_set_new(to, "order", json_integer(request->order));
	json_object_set_new(to, "gfp", json_string(request->gfp));
	json_object_set_new(to, "site", json_string(site));
}

static json_t *json_of(const struct af_sweep_run *run)
{
	json_t *to = json_object();
	char how[AF_SWEEP_NAME];

	af_sweep_how(how, run);
	json_object_set_new(to, "verdict",
			    json_string(af_sweep_names[run->verdict]));
	json_object_set_new(to, "how", json_string(how));
	set_request(to, &run->failed);
	json_object_set_new(to, "runs", json_integer(run->times));
	json_object_set_new(to, "leaked_pages", af_json_number(run->leaked));
	json_object_set_new(to, "leaked_objects",
			    af_json_number(run->objects.nr));
	return to;
}

static json_t *json_of_unreached(const struct af_sweep *sweep)
{
	json_t *list = json_array(), *to;
	size_t i;

	for (i = 0; i < sweep->nr_places; i++) {
		if (sweep->places[i].reached)
			continue;
		to = json_object();
		json_object_set_new(to, "why",
				    json_string(af_sweep_why(sweep,
							     &sweep->places[i])));
		set_request(to, &sweep->places[i].request);
		json_array_append_new(list, to);
	}
	return list;
}

void af_sweep_json(const struct af_sweep *sweep)
{
	json_t *all = json_object(), *list = json_array();
	size_t i;

	for (i = 0; i < sweep->nr; i++)
		json_array_append_new(list, json_of(&sweep->runs[i]));
	json_object_set_new(all, "schema", json_integer(AF_JSON_SCHEMA));
	json_object_set_new(all, "version", json_string(ALLOCFAIL_VERSION));
	json_object_set_new(all, "runs", json_integer(sweep->done));
	json_object_set_new(all, "stopped",
			    sweep->stopped ? json_string(sweep->stopped) :
					     json_null());
	json_object_set_new(all, "places", list);
	json_object_set_new(all, "unreached", json_of_unreached(sweep));
	json_object_set_new(all, "kmemleak",
			    json_boolean(sweep->kmemleak.asked));
	af_json_print(all, stdout, JSON_INDENT(2));
}
