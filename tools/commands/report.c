// SPDX-License-Identifier: GPL-2.0-only
/* allocfail report: what failed, why, whether it matters, what to do. */
#include <stdlib.h>

#include "advice/reserved.h"
#include "commands/html.h"
#include "commands/report.h"
#include "lib/clock.h"

#define DEFAULT_INTERVAL 1.0 /* seconds between the two looks */

static int look(const struct af_report *report, struct af_view *view,
		struct af_groups *groups)
{
	const unsigned int files =
		AF_READ(AF_FILE_STATUS) | AF_READ(AF_FILE_COUNTERS) |
		AF_READ(AF_FILE_SIGNATURES) | AF_READ(AF_FILE_EVENTS) |
		AF_READ(AF_FILE_SNAPSHOT) | AF_READ(AF_FILE_FRAGMENTATION) |
		AF_READ(AF_FILE_CGROUPS);

	if (af_view_read(view, report->options->root, files))
		return -1;
	if (!af_groups_make(groups, view, &report->options->filter)) {
		af_reserved_find(groups, view);
		return 0;
	}
	af_view_free(view);
	return -1;
}

/* A copy is looked at once, and so is a module without failures. */
static int look_twice(struct af_report *report)
{
	const double interval = report->options->interval ?
					report->options->interval :
					DEFAULT_INTERVAL;

	if (look(report, &report->view, &report->groups))
		return -1;
	if (report->view.root || !report->view.totals.failures)
		return 0;
	report->before = report->view;
	report->groups_before = report->groups;
	af_sleep(interval);
	if (look(report, &report->view, &report->groups)) {
		report->view = (struct af_view){ 0 };
		report->groups = (struct af_groups){ 0 };
		return -1;
	}
	report->seconds = (report->view.now_us - report->before.now_us) / 1e6;
	return 0;
}

/* The text of a report, to be freed; NULL after a complaint. */
static char *print(struct af_report *report, const struct af_extent *extent)
{
	FILE *out = report->screen.out;
	char *text = NULL;
	size_t length;

	report->screen.out = open_memstream(&text, &length);
	if (report->screen.out) {
		af_report_print(report, extent);
		if (fclose(report->screen.out)) {
			free(text);
			text = NULL;
		}
	}
	report->screen.out = out;
	if (!text)
		af_complain("out of memory");
	return text;
}

/* The last line is the prompt's. */
static bool fits(const struct af_report *report, const char *text)
{
	return af_rows_of(&report->screen, text) < report->screen.height;
}

/* What is on the screen so far. */
struct filling {
	struct af_report *report;
	struct af_extent extent;
	char *text;
};

/* If there is room for @wish, it is the better one. */
static bool take(struct filling *filling, const struct af_extent *wish)
{
	char *longer = print(filling->report, wish);

	if (!longer || !fits(filling->report, longer)) {
		free(longer);
		return false;
	}
	free(filling->text);
	filling->text = longer;
	filling->extent = *wish;
	return true;
}

static void take_gaps(struct filling *filling)
{
	struct af_extent wish = filling->extent;

	wish.gaps = true;
	take(filling, &wish);
}

/* As many sites, zones, pieces of advice as there is room for, up to these. */
static void take_more(struct filling *filling, size_t sites, size_t zones,
		      size_t advice)
{
	struct af_extent wish = filling->extent;

	do {
		wish.sites += wish.sites < sites;
		wish.zones += wish.zones < zones;
		wish.advice += wish.advice < advice;
	} while (memcmp(&wish, &filling->extent, sizeof(wish)) &&
		 take(filling, &wish));
}

static size_t min_of(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * As much as the screen has room for: all of it; or the least, and then what
 * matters most first. A part that is cut says what it leaves out.
 */
static char *fill_screen(struct af_report *report)
{
	const size_t sites = report->groups.nr;
	const size_t zones = report->view.fragmentation.nr;
	const size_t advice = af_report_nr_advice(report);
	const struct af_extent full = { sites, zones, advice, true, true };
	struct filling filling = {
		.report = report,
		.extent = { .sites = min_of(sites, 3),
			    .zones = min_of(zones, 2),
			    .advice = 1 },
	};

	filling.text = print(report, &filling.extent);
	if (!filling.text || take(&filling, &full))
		return filling.text;
	take_gaps(&filling);
	take_more(&filling, min_of(sites, 5), 0, 0);
	take_more(&filling, 0, zones, 0);
	take_more(&filling, 0, 0, advice);
	take_more(&filling, sites, 0, 0);
	return filling.text;
}

static char *all_of_it(struct af_report *report)
{
	const struct af_extent full = { SIZE_MAX, SIZE_MAX, SIZE_MAX, true,
					true };

	return print(report, &full);
}

static int print_text(struct af_report *report)
{
	char *text = report->options->full ? all_of_it(report) :
					     fill_screen(report);

	if (!text)
		return -1;
	fputs(text, report->screen.out);
	free(text);
	return 0;
}

static int show(struct af_report *report)
{
	const struct af_options *options = report->options;

	if (options->html) {
		if (af_html_write(report, options->html))
			return AF_EXIT_TROUBLE;
	} else if (options->json) {
		af_report_print_json(report);
	} else if (print_text(report)) {
		return AF_EXIT_TROUBLE;
	}
	if (!af_report_listening(report))
		return AF_EXIT_TROUBLE;
	return af_report_worst(report) == AF_HARMLESS ? AF_EXIT_FINE :
							AF_EXIT_MATTERS;
}

int af_report(const struct af_options *options)
{
	struct af_report report = {
		.options = options,
		.filtered = af_filter_any(&options->filter),
	};
	int code = AF_EXIT_TROUBLE;

	af_screen_init(&report.screen, options);
	if (!look_twice(&report))
		code = show(&report);
	af_groups_free(&report.groups_before);
	af_groups_free(&report.groups);
	af_view_free(&report.before);
	af_view_free(&report.view);
	return code;
}
