// SPDX-License-Identifier: GPL-2.0-only
/* allocfail report: what failed, why, whether it matters, what to do. */
#include <stdlib.h>

#include "command.h"
#include "groups.h"
#include "read.h"
#include "screen.h"
#include "units.h"

#define DEFAULT_INTERVAL 1.0 /* seconds between the two looks */
#define MAX_SITES 8
#define MAX_ADVICE 3
#define OVER_US (3600 * 1000000ULL) /* nothing for so long: it is over */

/* All that a report is made of. */
struct report {
	struct af_screen screen;
	const struct af_options *options;
	struct af_view before; /* unless a copy is looked at */
	struct af_view view;
	struct af_groups groups_before;
	struct af_groups groups;
	double seconds; /* between the two; 0: one look only */
	bool filtered;
	char *values; /* that were said, each a line */
	size_t values_length;
};

static const enum af_style weight_styles[AF_NR_WEIGHTS] = {
	[AF_HARMLESS] = AF_GOOD,
	[AF_MATTERS] = AF_WARN,
	[AF_SERIOUS] = AF_BAD,
};

static int look(const struct report *report, struct af_view *view,
		struct af_groups *groups)
{
	const unsigned int files =
		AF_READ(AF_FILE_STATUS) | AF_READ(AF_FILE_COUNTERS) |
		AF_READ(AF_FILE_SIGNATURES) | AF_READ(AF_FILE_FRAGMENTATION);

	if (af_view_read(view, report->options->root, files))
		return -1;
	if (!af_groups_make(groups, view, &report->options->filter))
		return 0;
	af_view_free(view);
	return -1;
}

/* A copy is looked at once, and so is a module without failures. */
static int look_twice(struct report *report)
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

/* After a reset in between there is less than before. */
static double rate(const struct report *report, u64 before, u64 now)
{
	return now > before && report->seconds > 0 ?
		       (now - before) / report->seconds :
		       0;
}

static double group_rate(const struct report *report,
			 const struct af_group *group)
{
	const struct af_group *before =
		af_groups_find(&report->groups_before, group);

	return rate(report, before ? before->count : 0, group->count);
}

static bool listening(const struct af_status *status)
{
	return status->enabled && (!status->armed_known || status->armed);
}

/* What the hook is deaf to: all of it if it is off. */
static void print_hook(const struct report *report)
{
	const struct af_screen *screen = &report->screen;
	const struct af_status *status = &report->view.status;

	fprintf(screen->out,
		"%sallocfail %.*s, Linux %.*s, listening at %.*s%s\n",
		af_style(screen, AF_DIM), AF_SLICE(status->version),
		AF_SLICE(status->kernel), AF_SLICE(status->hook_place),
		af_style(screen, AF_PLAIN));
	if (!status->enabled)
		af_wrap(screen, 0, AF_BAD,
			"It does not listen: the hook is detached (enabled: N). To attach it: echo Y > /sys/module/allocfail/parameters/enabled");
	else if (!listening(status))
		af_wrap(screen, 0, AF_BAD,
			"It hears nothing: somebody has switched off what the hook stands on (armed: N). See allocfail doctor.");
}

static void print_blind_spots(const struct report *report)
{
	const struct af_status *status = &report->view.status;
	char text[1024];

	if (!status->blind_spots.length)
		return;
	snprintf(text, sizeof(text), "Not seen by this hook: %.*s.",
		 AF_SLICE(status->blind_spots));
	af_wrap(&report->screen, 0, AF_DIM, text);
}

static void print_none(const struct report *report)
{
	const struct af_screen *screen = &report->screen;
	u64 for_us = report->view.now_us - report->view.status.since_us;
	char duration[AF_UNIT_LEN];

	if (report->view.totals.failures)
		fprintf(screen->out,
			"\n%sNo failure%s that these options ask for.\n",
			af_style(screen, AF_GOOD), af_style(screen, AF_PLAIN));
	else if (listening(&report->view.status))
		fprintf(screen->out,
			"\n%sNo page allocation has failed%s in the %s since it was loaded or reset.\n",
			af_style(screen, AF_GOOD), af_style(screen, AF_PLAIN),
			af_duration(duration, for_us));
	else
		fputs("\nNothing was counted, and nothing could have been.\n",
		      screen->out);
}

static void print_totals(const struct report *report)
{
	const struct af_screen *screen = &report->screen;
	const struct af_view *view = &report->view;
	u64 for_us = view->now_us - view->status.since_us;
	u64 count = report->filtered ? report->groups.count :
				       view->totals.failures;
	u64 before = report->filtered ? report->groups_before.count :
					report->before.totals.failures;
	char number[AF_UNIT_LEN], duration[AF_UNIT_LEN], ago[AF_UNIT_LEN];
	char now[AF_UNIT_LEN], mean[AF_UNIT_LEN];

	fprintf(screen->out, "\n%s%s %s%s%s in %s, ", af_style(screen, AF_BOLD),
		af_thousands(number, count),
		count == 1 ? "failure" : "failures",
		report->filtered ? " that these options ask for" : "",
		af_style(screen, AF_PLAIN), af_duration(duration, for_us));
	if (report->groups.nr)
		fprintf(screen->out, "the last %s ago; ",
			af_duration(ago,
				    view->now_us - report->groups.last_us));
	if (report->seconds > 0)
		fprintf(screen->out, "now %s, ",
			af_rate(now, rate(report, before, count)));
	fprintf(screen->out, "on average %s\n",
		af_rate(mean, for_us ? count * 1e6 / for_us : 0));
}

/* Names and counts that are not 0, highest first, as many as fit a line. */
static void print_counts(const struct af_screen *screen, const char *title,
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

static void print_kinds(const struct report *report)
{
	u64 class[AF_NR_CLASSES + 1], cause[AF_NR_CAUSES + 1];
	const struct af_totals *totals = &report->view.totals;

	if (report->filtered) {
		sum_groups(&report->groups, class, cause);
	} else {
		memcpy(class, totals->class, sizeof(totals->class));
		memcpy(cause, totals->cause, sizeof(totals->cause));
	}
	print_counts(&report->screen, "class", af_class_names, class,
		     AF_NR_CLASSES);
	print_counts(&report->screen, "cause", af_cause_names, cause,
		     AF_NR_CAUSES);
}

static void print_site(const struct report *report,
		       const struct af_group *group, unsigned int room)
{
	const struct af_screen *screen = &report->screen;
	const struct af_site *site = &group->facts.site;
	struct af_slice name = af_site_name(site), function = site->function;
	char number[AF_UNIT_LEN], size[AF_UNIT_LEN], now[AF_UNIT_LEN] = "";

	if (report->seconds > 0)
		af_rate(now, group_rate(report, group));
	if (name.length > room)
		name.length = room;
	fprintf(screen->out, "%9s %7s %8s  %s%-13s%s %-13s %s%.*s%s",
		af_thousands(number, group->count), now,
		af_bytes(size, af_order_bytes(group->facts.order)),
		af_style(screen, weight_styles[group->weight]),
		af_class_name(group->facts.class), af_style(screen, AF_PLAIN),
		af_cause_name(group->facts.cause), af_style(screen, AF_BOLD),
		AF_SLICE(name), af_style(screen, AF_PLAIN));
	room -= name.length;
	if (site->name.length && function.length + 1 <= room)
		fprintf(screen->out, " %.*s", AF_SLICE(function));
	fputc('\n', screen->out);
}

#define SITE_COLUMN 57 /* columns before a site's name */

static void print_sites(const struct report *report)
{
	const struct af_screen *screen = &report->screen;
	const struct af_groups *groups = &report->groups;
	unsigned int room = screen->width > SITE_COLUMN + 19 ?
				    screen->width - SITE_COLUMN :
				    19;
	size_t i;

	fprintf(screen->out, "\n%s%9s %7s %8s  %-13s %-13s %s%s\n",
		af_style(screen, AF_BOLD), "COUNT",
		report->seconds > 0 ? "NOW" : "", "SIZE", "CLASS", "CAUSE",
		"WHO", af_style(screen, AF_PLAIN));
	for (i = 0; i < groups->nr && i < MAX_SITES; i++)
		print_site(report, &groups->all[i], room);
	if (groups->nr > MAX_SITES)
		fprintf(screen->out, "%9s and %zu more: allocfail top\n", "",
			groups->nr - MAX_SITES);
	if (report->view.totals.signatures_dropped)
		fprintf(screen->out,
			"%9llu of others: the table of signatures was full\n",
			(unsigned long long)
				report->view.totals.signatures_dropped);
}

static u64 largest_block(const struct af_zone_shape *zone)
{
	unsigned int order = zone->nr_orders;

	while (order--)
		if (zone->blocks[order])
			return af_order_bytes(order);
	return 0;
}

static void print_zone(const struct af_screen *screen,
		       const struct af_zone_shape *zone)
{
	char free[AF_UNIT_LEN], managed[AF_UNIT_LEN], min[AF_UNIT_LEN];
	char block[AF_UNIT_LEN];
	enum af_style style = zone->free <= zone->min ? AF_BAD :
			      zone->free <= zone->low ? AF_WARN :
							AF_PLAIN;

	fprintf(screen->out, "  node %lld %-8.*s ", (long long)zone->node,
		AF_SLICE(zone->name));
	af_bar(screen, (double)zone->free / (zone->managed ?: 1), 10);
	fprintf(screen->out, " %s%s free%s of %s, min %s, largest block %s\n",
		af_style(screen, style), af_pages(free, zone->free),
		af_style(screen, AF_PLAIN), af_pages(managed, zone->managed),
		af_pages(min, zone->min), af_bytes(block, largest_block(zone)));
}

static void print_zones(const struct report *report)
{
	size_t i;

	af_heading(&report->screen,
		   report->view.root ? "Zones then" : "Zones now");
	for (i = 0; i < report->view.fragmentation.nr; i++)
		print_zone(&report->screen, &report->view.fragmentation.all[i]);
}

/* What was dropped from the table is weighed by the class alone. */
static enum af_weight worst(const struct report *report)
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
		"Harmless: every caller has a fallback, and said so. Nothing is to be done.",
	[AF_MATTERS] =
		"Worth a look: callers that could not wait got nothing. They mostly drop a packet or a command, which is then sent again.",
	[AF_SERIOUS] =
		"Serious: callers that could wait for memory, or that free it, were refused. System calls failed, or writing out stopped.",
};

static void print_verdict(const struct report *report)
{
	const struct af_screen *screen = &report->screen;
	const struct af_groups *groups = &report->groups;
	u64 ago = report->view.now_us - groups->last_us;
	enum af_weight weight = worst(report);
	char serious[AF_UNIT_LEN], matters[AF_UNIT_LEN], text[256];

	af_heading(screen, "Verdict");
	af_wrap(screen, 2, weight_styles[weight], verdicts[weight]);
	if (weight != AF_HARMLESS) {
		snprintf(text, sizeof(text),
			 "Serious: %s. Worth a look: %s. %s",
			 af_thousands(serious, groups->by_weight[AF_SERIOUS]),
			 af_thousands(matters, groups->by_weight[AF_MATTERS]),
			 ago > OVER_US ?
				 "It is over: there was none in the last hour." :
				 "");
		af_wrap(screen, 2, AF_PLAIN, text);
	}
}

/* Lines of values for one case; to be freed. */
static char *values_of(const struct report *report,
		       const struct af_advice *advice,
		       const struct af_case *facts)
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	if (!out)
		return NULL;
	advice->values(facts, &report->view.machine,
		       &report->view.fragmentation, out);
	fclose(out);
	return text;
}

static bool said_before(const struct report *report, struct af_slice line)
{
	struct af_slice rest = { report->values, report->values_length }, said;

	while (af_slice_cut(&rest, '\n', &said))
		if (af_slice_same(said, line))
			return true;
	return false;
}

static void remember(struct report *report, struct af_slice line)
{
	size_t length = report->values_length + line.length + 1;
	char *longer = realloc(report->values, length);

	if (!longer)
		return;
	memcpy(longer + report->values_length, line.text, line.length);
	longer[length - 1] = '\n';
	report->values = longer;
	report->values_length = length;
}

/* Each line is said once in a report, however many have need of it. */
static void print_values(struct report *report, const struct af_advice *advice,
			 const struct af_case *facts)
{
	const struct af_screen *screen = &report->screen;
	char *text = advice->values ? values_of(report, advice, facts) : NULL;
	struct af_slice rest = af_slice_string(text ? text : ""), line;

	while (af_slice_cut(&rest, '\n', &line)) {
		if (said_before(report, line))
			continue;
		remember(report, line);
		fprintf(screen->out, "     %s%.*s%s\n",
			af_style(screen, AF_BOLD), AF_SLICE(line),
			af_style(screen, AF_PLAIN));
	}
	free(text);
}

static void print_one_advice(struct report *report,
			     const struct af_group *group,
			     const struct af_advice *advice,
			     unsigned int number)
{
	const struct af_screen *screen = &report->screen;
	struct af_slice name = af_site_name(&group->facts.site);
	char size[AF_UNIT_LEN], text[1024];

	snprintf(text, sizeof(text), "%u. %.*s, %s: %s", number, AF_SLICE(name),
		 af_bytes(size, af_order_bytes(group->facts.order)),
		 advice->cause);
	af_wrap(screen, 2, AF_PLAIN, text);
	af_wrap(screen, 5, AF_PLAIN, advice->remedy);
	print_values(report, advice, &group->facts);
	advice = af_advise_also(&group->facts);
	if (advice && group->weight != AF_HARMLESS)
		af_wrap(screen, 5, AF_PLAIN, advice->remedy);
}

/* Of the worst groups, each row of the table once. */
static void print_advice(struct report *report)
{
	const struct af_advice *said[MAX_ADVICE], *advice;
	const struct af_groups *groups = &report->groups;
	unsigned int nr = 0, i;
	size_t group;

	af_heading(&report->screen, "Advice");
	for (group = 0; group < groups->nr && nr < MAX_ADVICE; group++) {
		advice = af_advise(&groups->all[group].facts);
		for (i = 0; i < nr && said[i] != advice; i++)
			;
		if (i < nr)
			continue;
		said[nr++] = advice;
		print_one_advice(report, &groups->all[group], advice, nr);
	}
}

static int print_report(struct report *report)
{
	print_hook(report);
	if (!report->groups.nr &&
	    (report->filtered || !report->view.totals.failures)) {
		print_none(report);
		print_blind_spots(report);
		return listening(&report->view.status) ? AF_EXIT_FINE :
							 AF_EXIT_TROUBLE;
	}
	print_totals(report);
	print_kinds(report);
	print_sites(report);
	print_zones(report);
	print_verdict(report);
	print_advice(report);
	if (!listening(&report->view.status))
		return AF_EXIT_TROUBLE;
	return worst(report) == AF_HARMLESS ? AF_EXIT_FINE : AF_EXIT_MATTERS;
}

int af_report(const struct af_options *options)
{
	struct report report = {
		.options = options,
		.filtered = af_filter_any(&options->filter),
	};
	int code = AF_EXIT_TROUBLE;

	af_screen_init(&report.screen, options);
	if (!look_twice(&report))
		code = print_report(&report);
	free(report.values);
	af_groups_free(&report.groups_before);
	af_groups_free(&report.groups);
	af_view_free(&report.before);
	af_view_free(&report.view);
	return code;
}
