// SPDX-License-Identifier: GPL-2.0-only
/* allocfail events: the last failures one by one, and those that come. */
#include <stdio.h>
#include <stdlib.h>

#include "commands/events.h"
#include "lib/clock.h"
#include "lib/complain.h"
#include "lib/units.h"

#define DEFAULT_INTERVAL 1.0 /* seconds */
#define MAX_CPUS 8192	     /* of any kernel of Debian */

/* What has been shown of a CPU's events: those up to a time, of that time some. */
struct mark {
	u64 time_us;
	size_t at_that_time;
	size_t passed; /* of that time, in this look */
};

struct following {
	const struct af_options *options;
	struct af_screen screen;
	struct af_events_table table;
	struct mark marks[MAX_CPUS];
	u64 since_us; /* of what is counted below */
	u64 counted;  /* failures with an event, when the first look ended */
	u64 seen;     /* events that were new since, shown or not */
	u64 told;     /* failures that were said to be unseen */
	unsigned int looks;
	bool matters;
};

static struct mark *mark_of(struct following *following,
			    const struct af_event *event)
{
	const s64 cpu = event->subject.cpu;

	return &following->marks[cpu >= 0 && cpu < MAX_CPUS ? cpu : 0];
}

/* Passes over what was shown before, by time and by number within it. */
static bool is_new(struct following *following, const struct af_event *event)
{
	struct mark *mark = mark_of(following, event);

	if (event->time_us < mark->time_us)
		return false;
	if (event->time_us > mark->time_us)
		*mark = (struct mark){ .time_us = event->time_us };
	if (++mark->passed <= mark->at_that_time)
		return false;
	mark->at_that_time++;
	return true;
}

/* Those that are new and wanted, the last of them if there are more than asked for. */
static size_t choose(struct following *following, const struct af_view *view,
		     const struct af_event **chosen)
{
	const struct af_options *options = following->options;
	size_t i, nr = 0, over;

	for (i = 0; i < MAX_CPUS; i++)
		following->marks[i].passed = 0;
	for (i = 0; i < view->events.nr; i++) {
		const struct af_event *event = &view->events.all[i];

		if (!is_new(following, event))
			continue;
		following->seen++;
		if (af_filter_event(&options->filter, event, view->now_us))
			chosen[nr++] = event;
	}
	if (!options->count || following->looks || nr <= options->count)
		return nr;
	over = nr - options->count;
	memmove(chosen, chosen + over, options->count * sizeof(*chosen));
	return options->count;
}

static int print_new(struct following *following, const struct af_view *view)
{
	const struct af_event **chosen =
		calloc(view->events.nr + 1, sizeof(*chosen));
	size_t nr, i;

	if (!chosen) {
		af_complain("events: out of memory");
		return -1;
	}
	nr = choose(following, view, chosen);
	for (i = 0; i < nr; i++)
		following->matters |= af_event_weigh(chosen[i]) != AF_HARMLESS;
	if (following->options->json)
		af_events_print_json(view, chosen, nr,
				     following->options->follow);
	else
		af_events_print(&following->table, view, chosen, nr);
	following->looks++;
	free(chosen);
	return 0;
}

/* Each of these failures has had its event. */
static u64 count_of(const struct af_view *view)
{
	return view->totals.failures - view->totals.recursions;
}

/*
 * Failures that came and were overwritten between two looks, of those that were
 * counted before the last look.
 */
static u64 unseen(const struct following *following, u64 count)
{
	const u64 known =
		following->counted + following->seen + following->told;

	return count > known ? count - known : 0;
}

static void tell_unseen(struct following *following, u64 count)
{
	const u64 nr = unseen(following, count);
	char number[AF_UNIT_LEN], text[200];

	if (!nr)
		return;
	following->told += nr;
	if (following->options->json) {
		af_complain("events: %llu were overwritten between two looks",
			    (unsigned long long)nr);
		return;
	}
	snprintf(text, sizeof(text),
		 "-- %s not shown: overwritten between two looks (a shorter --interval, or events= of the module, keeps them)",
		 af_thousands(number, nr));
	af_wrap(&following->screen, 0, AF_WARN, text);
}

static int read_view(const struct following *following, struct af_view *view)
{
	return af_view_read(view, following->options->root,
			    AF_READ(AF_FILE_STATUS) |
				    AF_READ(AF_FILE_COUNTERS) |
				    AF_READ(AF_FILE_EVENTS));
}

/* Shows what is new. The counters are read before the events: in *@count. */
static int look(struct following *following, u64 *count)
{
	struct af_view view;
	int result;

	if (read_view(following, &view))
		return -1;
	*count = count_of(&view);
	result = print_new(following, &view);
	af_view_free(&view);
	return result;
}

/*
 * The first look, or the first after a reset, which starts the clock and the
 * counts anew. What is older than the rings is not told of. The counters are read
 * again, after the events: what came in between is seen later, so too few may be
 * called unseen, never too many.
 */
static int begin(struct following *following, u64 since_us)
{
	struct af_view view;
	u64 count;

	memset(following->marks, 0, sizeof(following->marks));
	following->since_us = since_us;
	if (look(following, &count))
		return -1;
	if (af_view_read(&view, following->options->root,
			 AF_READ(AF_FILE_COUNTERS)))
		return -1;
	following->counted = count_of(&view);
	following->seen = 0;
	following->told = 0;
	af_view_free(&view);
	return 0;
}

/* An event may be on its way when its failure is counted: look twice. */
static int go_on(struct following *following)
{
	u64 count, later;

	if (look(following, &count))
		return -1;
	if (unseen(following, count) && look(following, &later))
		return -1;
	tell_unseen(following, count);
	return 0;
}

static int look_once_more(struct following *following, bool first)
{
	struct af_view view;
	u64 since_us;

	if (af_view_read(&view, following->options->root,
			 AF_READ(AF_FILE_STATUS)))
		return -1;
	since_us = view.status.since_us;
	af_view_free(&view);
	return first || since_us != following->since_us ?
		       begin(following, since_us) :
		       go_on(following);
}

static int follow(struct following *following)
{
	const struct af_options *options = following->options;
	bool first = true;

	do {
		if (!first)
			af_sleep(options->interval ? options->interval :
						     DEFAULT_INTERVAL);
		if (look_once_more(following, first))
			return AF_EXIT_TROUBLE;
		fflush(following->screen.out);
		first = false;
	} while (options->follow && !ferror(following->screen.out));
	return following->matters ? AF_EXIT_MATTERS : AF_EXIT_FINE;
}

int af_show_events(const struct af_options *options)
{
	struct following *following = calloc(1, sizeof(*following));
	int code;

	if (!following) {
		af_complain("events: out of memory");
		return AF_EXIT_TROUBLE;
	}
	following->options = options;
	af_screen_init(&following->screen, options);
	if (!options->json)
		af_events_table_open(&following->table, &following->screen,
				     options);
	code = follow(following);
	free(following);
	return code;
}
