// SPDX-License-Identifier: GPL-2.0-only
/* The advice in a report. */
#include <stdlib.h>

#include "advice/advice.h"
#include "commands/report.h"
#include "lib/units.h"

#define MAX_ADVICE 32 /* more than the table has rows */

/* The groups that are advised on, worst first: each row of the table once. */
struct chosen {
	const struct af_group *groups[MAX_ADVICE];
	const struct af_advice *advice[MAX_ADVICE];
	size_t nr;
};

/* Values that were said, each a line: said once, however many need them. */
struct said {
	char *text;
	size_t length;
};

static void choose(struct chosen *chosen, const struct af_groups *groups)
{
	const struct af_advice *advice;
	size_t group, i;

	chosen->nr = 0;
	for (group = 0; group < groups->nr; group++) {
		advice = af_advise(&groups->all[group].facts);
		for (i = 0; i < chosen->nr && chosen->advice[i] != advice; i++)
			;
		if (i < chosen->nr || i == MAX_ADVICE)
			continue;
		chosen->groups[i] = &groups->all[group];
		chosen->advice[i] = advice;
		chosen->nr++;
	}
}

size_t af_report_nr_advice(const struct af_report *report)
{
	struct chosen chosen;

	choose(&chosen, &report->groups);
	return chosen.nr;
}

/* Lines of values for one case; to be freed. */
static char *values_of(const struct af_report *report,
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

static bool said_before(const struct said *said, struct af_slice line)
{
	struct af_slice rest = { said->text, said->length }, one;

	while (af_slice_cut(&rest, '\n', &one))
		if (af_slice_same(one, line))
			return true;
	return false;
}

static void remember(struct said *said, struct af_slice line)
{
	size_t length = said->length + line.length + 1;
	char *longer = realloc(said->text, length);

	if (!longer)
		return;
	memcpy(longer + said->length, line.text, line.length);
	longer[length - 1] = '\n';
	said->text = longer;
	said->length = length;
}

/* To be copied, so never broken. */
static bool is_command(struct af_slice line)
{
	return af_slice_begins(line, "sysctl ") ||
	       af_slice_begins(line, "systemctl ") ||
	       af_slice_begins(line, "echo ");
}

static void print_sentence(const struct af_screen *screen, struct af_slice line)
{
	char text[1024];

	snprintf(text, sizeof(text), "%.*s", AF_SLICE(line));
	af_wrap(screen, 5, AF_BOLD, text);
}

/* A comment that has no room goes to a line of its own. */
static void print_value(const struct af_screen *screen, struct af_slice line)
{
	const char *comment = memmem(line.text, line.length, "  # ", 4);
	struct af_slice command = line;

	if (line.length + 5 <= screen->width)
		comment = NULL;
	else if (!comment && !is_command(line))
		return print_sentence(screen, line);
	if (comment)
		command.length = comment - line.text;
	fprintf(screen->out, "     %s%.*s%s\n", af_style(screen, AF_BOLD),
		AF_SLICE(command), af_style(screen, AF_PLAIN));
	if (command.length < line.length)
		fprintf(screen->out, "     %.*s\n",
			AF_SLICE(af_slice_from(line, command.length)));
}

/* What there is now, rather than what to set: the zones are above. */
static bool is_state(struct af_slice line)
{
	return af_slice_begins(line, "now ");
}

static void print_values(const struct af_report *report, struct said *said,
			 const struct af_advice *advice,
			 const struct af_case *facts, bool full)
{
	char *text = advice->values ? values_of(report, advice, facts) : NULL;
	struct af_slice rest = af_slice_string(text ? text : ""), line;

	while (af_slice_cut(&rest, '\n', &line)) {
		if (said_before(said, line) || (!full && is_state(line)))
			continue;
		remember(said, line);
		print_value(&report->screen, line);
	}
	free(text);
}

/* On one screen what to do, in a line; else also what it is, and why. */
static void print_one(const struct af_report *report, struct said *said,
		      const struct af_group *group,
		      const struct af_advice *advice, size_t number, bool full)
{
	const struct af_screen *screen = &report->screen;
	struct af_slice name = af_site_name(&group->facts.site);
	char size[AF_UNIT_LEN], text[1024];

	snprintf(text, sizeof(text), "%zu. %.*s, %s: %s", number,
		 AF_SLICE(name),
		 af_bytes(size, af_order_bytes(group->facts.order)),
		 full ? advice->cause : advice->brief);
	af_wrap_item(screen, 2, 5, AF_PLAIN, text);
	if (full)
		af_wrap(screen, 5, AF_PLAIN, advice->remedy);
	print_values(report, said, advice, &group->facts, full);
	advice = af_advise_also(&group->facts);
	if (full && advice && group->weight != AF_HARMLESS)
		af_wrap(screen, 5, AF_PLAIN, advice->remedy);
}

/* On one screen, the heading says what is left out. */
static void print_heading(const struct af_report *report, size_t nr,
			  const struct af_extent *extent)
{
	const struct af_screen *screen = &report->screen;

	fprintf(screen->out, "%sAdvice%s", af_style(screen, AF_BOLD),
		af_style(screen, AF_PLAIN));
	if (!extent->full && extent->advice < nr)
		fprintf(screen->out,
			", %zu of %zu; all, and why: allocfail report --full",
			extent->advice, nr);
	else if (!extent->full)
		fputs("; why: allocfail report --full", screen->out);
	fputc('\n', screen->out);
}

void af_report_print_advice(const struct af_report *report,
			    const struct af_extent *extent)
{
	struct said said = { 0 };
	struct chosen chosen;
	size_t i;

	choose(&chosen, &report->groups);
	if (!chosen.nr)
		return;
	print_heading(report, chosen.nr, extent);
	for (i = 0; i < chosen.nr && i < extent->advice; i++)
		print_one(report, &said, chosen.groups[i], chosen.advice[i],
			  i + 1, extent->full);
	free(said.text);
}
