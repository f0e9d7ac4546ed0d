// SPDX-License-Identifier: GPL-2.0-only
/* The advice in a report. */
#include <stdlib.h>

#include "advice/advice.h"
#include "commands/report.h"
#include "lib/units.h"

/* Values that were said, each a line: said once, however many need them. */
struct said {
	char *text;
	size_t length;
};

/**
 * af_report_choose - what is advised
 * @chosen: where to put it: each row of the table once, worst first
 * @groups: what there is to advise on
 */
void af_report_choose(struct af_chosen *chosen, const struct af_groups *groups)
{
	const struct af_advice *advice;
	size_t group, i;

	chosen->nr = 0;
	for (group = 0; group < groups->nr; group++) {
		advice = af_advise(&groups->all[group].facts);
		for (i = 0; i < chosen->nr && chosen->advice[i] != advice; i++)
			;
		if (i < chosen->nr || i == AF_MAX_ADVICE)
			continue;
		chosen->groups[i] = &groups->all[group];
		chosen->advice[i] = advice;
		chosen->nr++;
	}
}

size_t af_report_nr_advice(const struct af_report *report)
{
	struct af_chosen chosen;

	af_report_choose(&chosen, &report->groups);
	return chosen.nr;
}

/* Lines of values for one case; to be freed; NULL if there are none. */
char *af_report_values(const struct af_report *report,
		       const struct af_advice *advice,
		       const struct af_case *facts)
{
	char *text = NULL;
	size_t length;
	FILE *out = advice->values ? open_memstream(&text, &length) : NULL;

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

/* What there is now, rather than what to set: the zones are above. */
static bool is_state(struct af_slice line)
{
	return af_slice_begins(line, "now ");
}

static void print_values(const struct af_report *report, struct said *said,
			 const struct af_advice *advice,
			 const struct af_case *facts, bool full)
{
	char *text = af_report_values(report, advice, facts);
	struct af_slice rest = af_slice_string(text ? text : ""), line;

	while (af_slice_cut(&rest, '\n', &line)) {
		if (said_before(said, line) || (!full && is_state(line)))
			continue;
		remember(said, line);
		af_print_remedy(&report->screen, 5, AF_BOLD, line);
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
	char text[128] = "Advice";

	if (!extent->full && extent->advice < nr)
		snprintf(text, sizeof(text),
			 "Advice, %zu of %zu; all, and why: allocfail report --full",
			 extent->advice, nr);
	else if (!extent->full)
		strcpy(text, "Advice; why: allocfail report --full");
	af_wrap(screen, 0, AF_BOLD, text);
}

void af_report_print_advice(const struct af_report *report,
			    const struct af_extent *extent)
{
	struct said said = { 0 };
	struct af_chosen chosen;
	size_t i;

	af_report_choose(&chosen, &report->groups);
	if (!chosen.nr)
		return;
	print_heading(report, chosen.nr, extent);
	for (i = 0; i < chosen.nr && i < extent->advice; i++)
		print_one(report, &said, chosen.groups[i], chosen.advice[i],
			  i + 1, extent->full);
	free(said.text);
}
