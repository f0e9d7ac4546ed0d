// SPDX-License-Identifier: GPL-2.0-only
/* The last failures in a page: on a time line, a lane a cause, and the latest in words. */
#include <stdlib.h>

#include "commands/events.h"
#include "commands/html.h"
#include "lib/markup.h"
#include "lib/units.h"

#define BINS 200 /* of the time line: each at most one mark */
#define LANE 26	 /* pixels */

struct bin {
	u64 count;
	enum af_weight weight; /* of the worst */
};

/* Time from the first event that is shown to the last, by cause. */
struct time_line {
	const struct af_report *report;
	u64 from_us;
	u64 to_us;
	u64 count;
	struct bin bins[AF_NR_CAUSES + 1][BINS];
	u64 lanes[AF_NR_CAUSES + 1];
};

static bool wanted(const struct af_report *report, const struct af_event *event)
{
	return af_filter_event(&report->options->filter, event,
			       report->view.now_us);
}

static void span(struct time_line *line, const struct af_report *report)
{
	const struct af_events *events = &report->view.events;
	size_t i;

	line->from_us = UINT64_MAX;
	for (i = 0; i < events->nr; i++) {
		const u64 time_us = events->all[i].time_us;

		if (!wanted(report, &events->all[i]))
			continue;
		line->count++;
		if (time_us < line->from_us)
			line->from_us = time_us;
		if (time_us > line->to_us)
			line->to_us = time_us;
	}
}

static void fill(struct time_line *line, const struct af_report *report)
{
	const struct af_events *events = &report->view.events;
	const double width = (double)(line->to_us - line->from_us) + 1;
	unsigned int place;
	struct bin *bin;
	size_t i;

	for (i = 0; i < events->nr; i++) {
		const struct af_event *event = &events->all[i];

		if (!wanted(report, event))
			continue;
		place = (event->time_us - line->from_us) / width * BINS;
		bin = &line->bins[event->subject.cause]
				 [place < BINS ? place : BINS - 1];
		bin->count++;
		if (af_event_weigh(event) > bin->weight)
			bin->weight = af_event_weigh(event);
		line->lanes[event->subject.cause]++;
	}
}

/* Taller for more, by doublings: 1, 2, 4 ... */
static unsigned int height_of(u64 count)
{
	unsigned int height = 6;

	while (count > 1 && height < LANE - 2) {
		height += 3;
		count /= 2;
	}
	return height < LANE - 2 ? height : LANE - 2;
}

/* Seconds since boot, or the time of the day where that is asked for. */
static const char *time_of(char text[AF_MOMENT_LEN],
			   const struct af_report *report, u64 time_us)
{
	if (report->options->iso)
		return af_moment_iso(text, time_us + report->view.machine
							     .wall_offset_us);
	return af_moment_boot(text, time_us);
}

static void write_bin(FILE *out, const struct time_line *line,
		      const struct bin *bin, unsigned int place)
{
	const double step = (double)(line->to_us - line->from_us) / BINS;
	const unsigned int height = height_of(bin->count);
	char number[AF_UNIT_LEN], moment[AF_MOMENT_LEN];

	fprintf(out,
		"<rect class=\"%s\" x=\"%.1f%%\" y=\"%u\" width=\"%.1f%%\" height=\"%u\"><title>%s at %s</title></rect>",
		af_html_class(bin->weight), 100.0 * place / BINS, LANE - height,
		100.0 / BINS, height, af_thousands(number, bin->count),
		time_of(moment, line->report, line->from_us + step * place));
}

static void write_lane(FILE *out, const struct time_line *line,
		       unsigned int cause)
{
	char number[AF_UNIT_LEN];
	unsigned int place;

	fprintf(out,
		"<div class=\"lane\"><span>%s</span><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100%%\" height=\"%d\" role=\"img\" aria-label=\"%s over time\">",
		af_cause_name(cause), LANE, af_cause_name(cause));
	for (place = 0; place < BINS; place++)
		if (line->bins[cause][place].count)
			write_bin(out, line, &line->bins[cause][place], place);
	fprintf(out, "</svg><span class=\"n\">%s</span></div>\n",
		af_thousands(number, line->lanes[cause]));
}

/* An end of the line: when it was, and how long before the look. */
static void write_end(FILE *out, const struct time_line *line, u64 time_us)
{
	const u64 now_us = line->report->view.now_us;
	char moment[AF_MOMENT_LEN], ago[AF_UNIT_LEN];

	fprintf(out, "<span>%s, %s before</span>",
		time_of(moment, line->report, time_us),
		af_duration(ago, now_us > time_us ? now_us - time_us : 0));
}

static void write_axis(FILE *out, const struct time_line *line)
{
	fputs("<p class=\"axis dim\">", out);
	write_end(out, line, line->from_us);
	write_end(out, line, line->to_us);
	fputs("</p>\n", out);
}

/* A row for one, or for @count equal ones, of which it is the latest. */
static void write_event(FILE *out, const struct af_report *report,
			const struct af_event *event, u64 count)
{
	const struct af_subject *subject = &event->subject;
	char free[AF_UNIT_LEN], size[AF_UNIT_LEN], number[AF_UNIT_LEN];
	char moment[AF_MOMENT_LEN];

	fprintf(out,
		"<tr><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%lld</td><td class=\"n\">%s</td><td>%s</td><td class=\"%s\">%s</td><td>%s</td><td>",
		time_of(moment, report, event->time_us),
		af_thousands(number, count), (long long)subject->cpu,
		af_bytes(size, af_order_bytes(subject->order)),
		af_context_name(subject->context),
		af_html_class(af_event_weigh(event)),
		af_class_name(subject->class), af_cause_name(subject->cause));
	af_markup(out, subject->zone, AF_HTML_NAME);
	fprintf(out, "</td><td class=\"n\">%s</td><td>",
		af_pages(free, event->free));
	af_markup(out, subject->comm, AF_HTML_NAME);
	fputs("</td></tr>\n", out);
}

static void write_latest(FILE *out, const struct af_report *report)
{
	const struct af_events *events = &report->view.events;
	const struct af_event *latest = NULL;
	size_t i = events->nr, shown = 0;
	u64 count = 0;

	fputs("<h3>The latest</h3>\n<div class=\"scroll\"><table class=\"events\">\n"
	      "<tr class=\"head\"><th class=\"n\">Time</th><th class=\"n\">Count</th><th class=\"n\">CPU</th><th class=\"n\">Size</th><th>Context</th><th>Class</th><th>Cause</th><th>Zone</th><th class=\"n\">Free there</th><th>Task</th></tr>\n",
	      out);
	while (i-- && shown < AF_HTML_EVENTS) {
		if (!wanted(report, &events->all[i]))
			continue;
		if (latest && af_event_equal(latest, &events->all[i]) &&
		    latest->subject.cpu == events->all[i].subject.cpu) {
			count++;
			continue;
		}
		if (latest)
			write_event(out, report, latest, count);
		shown += !!latest;
		latest = &events->all[i];
		count = 1;
	}
	if (latest && shown < AF_HTML_EVENTS)
		write_event(out, report, latest, count);
	fputs("</table></div>\n", out);
}

static void write_line(FILE *out, const struct time_line *line)
{
	char number[AF_UNIT_LEN];
	unsigned int cause;

	fprintf(out,
		"<section>\n<h2>When: the last %s</h2>\n<p class=\"dim\">The module keeps the last ones of each CPU. The taller a mark, the more at that moment; <span class=\"serious\">serious</span>, <span class=\"matters\">worth a look</span>, <span class=\"harmless\">harmless</span>.</p>\n<figure>\n",
		af_thousands(number, line->count));
	for (cause = 0; cause <= AF_NR_CAUSES; cause++)
		if (line->lanes[cause])
			write_lane(out, line, cause);
	write_axis(out, line);
	fputs("</figure>\n", out);
	write_latest(out, line->report);
	fputs("</section>\n", out);
}

void af_html_time_line(FILE *out, const struct af_report *report)
{
	struct time_line *line = calloc(1, sizeof(*line));

	if (!line) {
		fputs("<p>No memory for the time line.</p>\n", out);
		return;
	}
	line->report = report;
	span(line, report);
	if (line->count) {
		fill(line, report);
		write_line(out, line);
	}
	free(line);
}
