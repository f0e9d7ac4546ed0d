// SPDX-License-Identifier: GPL-2.0-only
/* allocfail events: the last failures one by one, and those that come. */
#include <stdio.h>
#include <stdlib.h>

#include "advice/weight.h"
#include "cli/command.h"
#include "commands/journal.h"
#include "lib/clock.h"
#include "lib/complain.h"
#include "lib/screen.h"
#include "lib/units.h"
#include "state/view.h"

#define DEFAULT_INTERVAL 1.0 /* seconds */
#define MAX_CPUS 8192	     /* of any kernel of Debian */

static enum af_weight weigh(const struct af_event *event)
{
	struct af_case facts;

	af_case_unknown(&facts);
	facts.class = event->subject.class;
	facts.cause = event->subject.cause;
	facts.memalloc = af_fact(event->subject.memalloc);
	return af_weigh(&facts);
}

static void print_heading(const struct af_screen *screen)
{
	fprintf(screen->out, "%s%12s %3s %5s %7s %-13s %-13s %-8s %7s %s%s\n",
		af_style(screen, AF_BOLD), "TIME", "CPU", "ORDER", "CONTEXT",
		"CLASS", "CAUSE", "ZONE", "FREE", "TASK",
		af_style(screen, AF_PLAIN));
}

static void print_event(const struct af_screen *screen,
			const struct af_event *event)
{
	const struct af_subject *subject = &event->subject;
	char free[AF_UNIT_LEN];

	fprintf(screen->out,
		"%5llu.%06llu %3lld %5u %7s %s%-13s%s %-13s %-8.*s %7s %.*s\n",
		(unsigned long long)event->time_us / 1000000,
		(unsigned long long)event->time_us % 1000000,
		(long long)subject->cpu, subject->order,
		af_context_name(subject->context),
		af_style(screen, af_weight_style(weigh(event))),
		af_class_name(subject->class), af_style(screen, AF_PLAIN),
		af_cause_name(subject->cause), AF_SLICE(subject->zone),
		af_pages(free, event->free), AF_SLICE(subject->comm));
}

/* What has been shown of a CPU's events: those up to a time, of that time some. */
struct mark {
	u64 time_us;
	size_t at_that_time;
	size_t passed; /* of that time, in this look */
};

struct following {
	const struct af_options *options;
	struct af_screen screen;
	struct mark marks[MAX_CPUS];
	u64 since_us; /* of what is counted below */
	u64 counted;  /* failures with an event, when the first look ended */
	u64 seen;     /* events that were new since, shown or not */
	u64 told;     /* failures that were said to be unseen */
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

static void print_new(struct following *following, const struct af_view *view)
{
	size_t i;

	for (i = 0; i < MAX_CPUS; i++)
		following->marks[i].passed = 0;
	for (i = 0; i < view->events.nr; i++) {
		const struct af_event *event = &view->events.all[i];

		if (!is_new(following, event))
			continue;
		following->seen++;
		if (!af_filter_event(&following->options->filter, event,
				     view->now_us))
			continue;
		print_event(&following->screen, event);
		following->matters |= weigh(event) != AF_HARMLESS;
	}
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

	if (read_view(following, &view))
		return -1;
	*count = count_of(&view);
	print_new(following, &view);
	af_view_free(&view);
	return 0;
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
	unsigned int looks = 0;

	print_heading(&following->screen);
	do {
		if (looks)
			af_sleep(options->interval ? options->interval :
						     DEFAULT_INTERVAL);
		if (look_once_more(following, !looks))
			return AF_EXIT_TROUBLE;
		fflush(following->screen.out);
		looks++;
	} while (options->follow && !options->root &&
		 (!options->count || looks < options->count) &&
		 !ferror(following->screen.out));
	return following->matters ? AF_EXIT_MATTERS : AF_EXIT_FINE;
}

int af_show_events(const struct af_options *options)
{
	struct following *following;
	int code;

	if (options->journal)
		return af_journal(options);
	following = calloc(1, sizeof(*following));
	if (!following) {
		af_complain("out of memory");
		return AF_EXIT_TROUBLE;
	}
	following->options = options;
	af_screen_init(&following->screen, options);
	code = follow(following);
	free(following);
	return code;
}
