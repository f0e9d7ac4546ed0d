// SPDX-License-Identifier: GPL-2.0-only
/* What a report says, part by part, and the verdict. */
#include <stdlib.h>

#include "commands/report.h"
#include "commands/where.h"
#include "lib/units.h"

#define OVER_US (3600 * 1000000ULL) /* nothing for so long: it is over */

/* After a reset in between there is less than before. */
double af_report_rate(const struct af_report *report, u64 before, u64 now)
{
	return now > before && report->seconds > 0 ?
		       (now - before) / report->seconds :
		       0;
}

bool af_report_listening(const struct af_report *report)
{
	const struct af_status *status = &report->view.status;

	return status->enabled && (!status->armed_known || status->armed);
}

bool af_report_nothing(const struct af_report *report)
{
	return !report->groups.nr &&
	       (report->filtered || !report->view.totals.failures);
}

/* What the hook is deaf to: all of it if it is off. */
static void print_hook(const struct af_report *report)
{
	const struct af_screen *screen = &report->screen;
	const struct af_status *status = &report->view.status;
	char text[512];

	snprintf(text, sizeof(text),
		 "allocfail %.*s, Linux %.*s, listening at %.*s",
		 AF_SLICE(status->version), AF_SLICE(status->kernel),
		 AF_SLICE(status->hook_place));
	af_wrap(screen, 0, AF_DIM, text);
	if (!status->enabled)
		af_wrap(screen, 0, AF_BAD,
			"It does not listen: the hook is detached (enabled: N). To attach it: echo Y > /sys/module/allocfail/parameters/enabled");
	else if (!af_report_listening(report))
		af_wrap(screen, 0, AF_BAD,
			"It hears nothing: somebody has switched off what the hook stands on (armed: N). See allocfail doctor.");
}

static void print_blind_spots(const struct af_report *report)
{
	const struct af_status *status = &report->view.status;
	char text[1024];

	if (!status->blind_spots.length)
		return;
	snprintf(text, sizeof(text), "Not seen by this hook: %.*s.",
		 AF_SLICE(status->blind_spots));
	af_wrap(&report->screen, 0, AF_DIM, text);
}

/*
 * Whose reserves the module takes this kernel's for, if that is assumed. Only
 * who cannot wait has a share of them that differs between releases.
 */
static void print_rules(const struct af_report *report)
{
	struct af_slice release, why;
	char text[512];

	if (!af_status_assumes(&report->view.status, &release, &why))
		return;
	snprintf(text, sizeof(text),
		 "It is assumed that this kernel shares out its reserves as %.*s does: %.*s. For requests that cannot wait, watermark, fragmentation and transient may be taken for each other.",
		 AF_SLICE(release), AF_SLICE(why));
	af_wrap(&report->screen, 0, AF_DIM, text);
}

static void print_none(const struct af_report *report)
{
	const struct af_screen *screen = &report->screen;
	u64 for_us = report->view.now_us - report->view.status.since_us;
	char duration[AF_UNIT_LEN], text[256];

	fputc('\n', screen->out);
	if (report->view.totals.failures) {
		af_wrap(screen, 0, AF_GOOD,
			"No failure that these options ask for.");
	} else if (af_report_listening(report)) {
		snprintf(text, sizeof(text),
			 "No page allocation has failed in the %s since it was loaded or reset.",
			 af_duration(duration, for_us));
		af_wrap(screen, 0, AF_GOOD, text);
	} else {
		af_wrap(screen, 0, AF_PLAIN,
			"Nothing was counted, and nothing could have been.");
	}
}

/* ", the last 5 s ago", or when, if times of the day are asked for. */
static void say_last(char text[128], const struct af_report *report)
{
	const struct af_view *view = &report->view;
	char duration[AF_UNIT_LEN], moment[AF_MOMENT_LEN];

	if (report->options->iso)
		snprintf(text, 128, ", the last at %s",
			 af_moment_iso(moment,
				       report->groups.last_us +
					       view->machine.wall_offset_us));
	else
		snprintf(text, 128, ", the last %s ago",
			 af_duration(duration,
				     view->now_us - report->groups.last_us));
}

void af_report_say_totals(const struct af_report *report,
			  char text[AF_REPORT_TEXT])
{
	const struct af_view *view = &report->view;
	u64 for_us = view->now_us - view->status.since_us;
	u64 count = report->filtered ? report->groups.count :
				       view->totals.failures;
	u64 before = report->filtered ? report->groups_before.count :
					report->before.totals.failures;
	char number[AF_UNIT_LEN], duration[AF_UNIT_LEN], rates[AF_UNIT_LEN];
	char last[128] = "", now[64] = "";

	if (report->groups.nr)
		say_last(last, report);
	if (report->seconds > 0)
		snprintf(now, sizeof(now), "now %s, ",
			 af_rate(rates, af_report_rate(report, before, count)));
	snprintf(text, AF_REPORT_TEXT, "%s %s%s in %s%s; %son average %s",
		 af_thousands(number, count),
		 count == 1 ? "failure" : "failures",
		 report->filtered ? " that these options ask for" : "",
		 af_duration(duration, for_us), last, now,
		 af_rate(rates, for_us ? count * 1e6 / for_us : 0));
}

static void print_totals(const struct af_report *report)
{
	char text[AF_REPORT_TEXT];

	af_report_say_totals(report, text);
	af_wrap(&report->screen, 0, AF_BOLD, text);
}

/* Names and counts that are not 0, highest first, as many as fit a line. */
void af_print_counts(const struct af_screen *screen, const char *title,
		     const char *const *names, const u64 *counts, size_t nr)
{
	unsigned int column = 9, length;
	char number[AF_UNIT_LEN];
	u64 limit = UINT64_MAX;
	size_t i, best, left = nr;
	u64 done = 0;

	fprintf(screen->out, "  %-7s", title);
	while (left--) {
		best = nr;
		for (i = 0; i < nr; i++)
			if (counts[i] && !(done & 1ULL << i) &&
			    counts[i] <= limit &&
			    (best == nr || counts[i] > counts[best]))
				best = i;
		if (best == nr)
			break;
		done |= 1ULL << best;
		af_thousands(number, counts[best]);
		length = strlen(names[best]) + strlen(number) + 3;
		if (column + length > screen->width) {
			fprintf(screen->out, "\n%9s", "");
			column = 9;
		}
		fprintf(screen->out, "%s%s %s%s%s", column > 9 ? "  " : "",
			names[best], af_style(screen, AF_BOLD), number,
			af_style(screen, AF_PLAIN));
		column += length;
	}
	fputc('\n', screen->out);
}

/* Sums over the groups: with a filter, the counters say nothing. */
static void sum_groups(const struct af_groups *groups,
		       u64 class[AF_NR_CLASSES + 1],
		       u64 cause[AF_NR_CAUSES + 1])
{
	size_t i;

	memset(class, 0, (AF_NR_CLASSES + 1) * sizeof(*class));
	memset(cause, 0, (AF_NR_CAUSES + 1) * sizeof(*cause));
	for (i = 0; i < groups->nr; i++) {
		class[groups->all[i].facts.class] += groups->all[i].count;
		cause[groups->all[i].facts.cause] += groups->all[i].count;
	}
}

/* Failures by class and by cause, of those that the options ask for. */
void af_report_kinds(const struct af_report *report,
		     u64 class[AF_NR_CLASSES + 1], u64 cause[AF_NR_CAUSES + 1])
{
	const struct af_totals *totals = &report->view.totals;

	if (report->filtered) {
		sum_groups(&report->groups, class, cause);
	} else {
		memcpy(class, totals->class, sizeof(totals->class));
		memcpy(cause, totals->cause, sizeof(totals->cause));
	}
}

static void print_kinds(const struct af_report *report)
{
	u64 class[AF_NR_CLASSES + 1], cause[AF_NR_CAUSES + 1];

	af_report_kinds(report, class, cause);
	af_print_counts(&report->screen, "class", af_class_names, class,
			AF_NR_CLASSES);
	af_print_counts(&report->screen, "cause", af_cause_names, cause,
			AF_NR_CAUSES);
	/* The counts of cgroups know of no filter. */
	if (!report->filtered)
		af_where_print_line(&report->screen, &report->view);
}

/* What was dropped from the table is weighed by the class alone. */
enum af_weight af_report_worst(const struct af_report *report)
{
	const struct af_totals *totals = &report->view.totals;
	enum af_weight weight = AF_HARMLESS;

	if (report->groups.nr)
		weight = report->groups.all[0].weight;
	if (report->filtered || !totals->signatures_dropped)
		return weight;
	if (totals->class[AF_CLASS_BLOCKING] || totals->cause[AF_CAUSE_RESERVE])
		return AF_SERIOUS;
	return totals->class[AF_CLASS_ATOMIC] && !weight ? AF_MATTERS : weight;
}

static const char *const verdicts[AF_NR_WEIGHTS] = {
	[AF_HARMLESS] =
		"harmless. Every caller has a fallback, and said so. Nothing is to be done.",
	[AF_MATTERS] =
		"worth a look. Callers that could not wait got nothing: mostly a packet or a command is dropped, and sent again.",
	[AF_SERIOUS] =
		"serious. Who could wait for memory, or frees it, was refused: system calls failed, or writing out stopped.",
};

/* How many failures, of those that have a record, are behind the verdict. */
static void count_weights(char text[128], const struct af_groups *groups)
{
	char serious[AF_UNIT_LEN], matters[AF_UNIT_LEN];

	snprintf(text, 128, " Serious: %s. Worth a look: %s.",
		 af_thousands(serious, groups->by_weight[AF_SERIOUS]),
		 af_thousands(matters, groups->by_weight[AF_MATTERS]));
}

void af_report_say_verdict(const struct af_report *report,
			   char text[AF_REPORT_TEXT])
{
	enum af_weight weight = af_report_worst(report);
	u64 ago = report->view.now_us - report->groups.last_us;
	char counts[128] = "";

	if (weight != AF_HARMLESS)
		count_weights(counts, &report->groups);
	snprintf(text, AF_REPORT_TEXT, "Verdict: %s%s%s", verdicts[weight],
		 counts, ago > OVER_US ? " None in the last hour." : "");
}

static void print_verdict(const struct af_report *report)
{
	char text[AF_REPORT_TEXT];

	af_report_say_verdict(report, text);
	af_wrap(&report->screen, 0, af_weight_style(af_report_worst(report)),
		text);
}

static void print_gap(const struct af_report *report,
		      const struct af_extent *extent)
{
	if (extent->gaps)
		fputc('\n', report->screen.out);
}

void af_report_print(const struct af_report *report,
		     const struct af_extent *extent)
{
	print_hook(report);
	if (af_report_nothing(report)) {
		print_none(report);
		print_blind_spots(report);
		return;
	}
	print_totals(report);
	print_kinds(report);
	print_rules(report);
	print_gap(report, extent);
	af_report_print_sites(report, extent->sites);
	print_gap(report, extent);
	af_report_print_zones(report, extent->zones);
	print_gap(report, extent);
	print_verdict(report);
	print_gap(report, extent);
	af_report_print_advice(report, extent);
}
