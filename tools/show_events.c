// SPDX-License-Identifier: GPL-2.0-only
/* allocfail events: the last failures one by one, and those that come. */
#include <errno.h>
#include <stdio.h>
#include <time.h>

#include "advice.h"
#include "command.h"
#include "journal.h"
#include "read.h"
#include "screen.h"
#include "units.h"

#define DEFAULT_INTERVAL 1.0 /* seconds */

static enum af_weight weigh(const struct af_event *event)
{
	struct af_case facts;

	af_case_unknown(&facts);
	facts.class = event->subject.class;
	facts.cause = event->subject.cause;
	facts.memalloc = af_fact(event->subject.memalloc);
	return af_weigh(&facts);
}

static enum af_style style_of(enum af_weight weight)
{
	static const enum af_style styles[AF_NR_WEIGHTS] = {
		[AF_HARMLESS] = AF_DIM,
		[AF_MATTERS] = AF_WARN,
		[AF_SERIOUS] = AF_BAD,
	};

	return styles[weight];
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
		af_style(screen, style_of(weigh(event))),
		af_class_name(subject->class), af_style(screen, AF_PLAIN),
		af_cause_name(subject->cause), AF_SLICE(subject->zone),
		af_pages(free, event->free), AF_SLICE(subject->comm));
}

/* What has been shown of the events: those up to a time, and of that time some. */
struct shown {
	u64 time_us;
	size_t at_that_time;
	bool matters;
};

/* Passes over what was shown before, by time and by number within it. */
static bool is_new(const struct shown *shown, const struct af_event *event,
		   size_t *same)
{
	if (event->time_us != shown->time_us)
		return event->time_us > shown->time_us;
	return ++*same > shown->at_that_time;
}

static void remember(struct shown *shown, const struct af_event *event)
{
	if (event->time_us != shown->time_us)
		shown->at_that_time = 0;
	shown->time_us = event->time_us;
	shown->at_that_time++;
}

static void print_new(const struct af_screen *screen,
		      const struct af_options *options,
		      const struct af_view *view, struct shown *shown)
{
	const struct shown before = *shown;
	size_t i, same = 0;

	for (i = 0; i < view->events.nr; i++) {
		const struct af_event *event = &view->events.all[i];

		if (!is_new(&before, event, &same))
			continue;
		remember(shown, event);
		if (!af_filter_event(&options->filter, event, view->now_us))
			continue;
		print_event(screen, event);
		shown->matters |= weigh(event) != AF_HARMLESS;
	}
	fflush(screen->out);
}

void af_sleep(double seconds)
{
	struct timespec left = {
		.tv_sec = seconds,
		.tv_nsec = (seconds - (time_t)seconds) * 1e9,
	};

	while (nanosleep(&left, &left) && errno == EINTR)
		;
}

/* A reset starts the clock of events anew: what is left is all new. */
static void notice_reset(const struct af_view *view, struct shown *shown)
{
	if (view->status.since_us > shown->time_us)
		*shown = (struct shown){ .matters = shown->matters };
}

int af_show_events(const struct af_options *options)
{
	const double interval = options->interval ? options->interval :
						    DEFAULT_INTERVAL;
	struct shown shown = { 0 };
	struct af_screen screen;
	struct af_view view;
	unsigned int looks = 0;

	if (options->journal)
		return af_journal(options);
	af_screen_init(&screen, options);
	print_heading(&screen);
	do {
		if (looks)
			af_sleep(interval);
		if (af_view_read(&view, options->root,
				 AF_READ(AF_FILE_STATUS) |
					 AF_READ(AF_FILE_EVENTS)))
			return AF_EXIT_TROUBLE;
		notice_reset(&view, &shown);
		print_new(&screen, options, &view, &shown);
		af_view_free(&view);
		looks++;
	} while (options->follow && !options->root &&
		 (!options->count || looks < options->count) &&
		 !ferror(screen.out));
	return shown.matters ? AF_EXIT_MATTERS : AF_EXIT_FINE;
}
