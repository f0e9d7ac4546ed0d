// SPDX-License-Identifier: GPL-2.0-only
/* The advice in a page, with its reasons. */
#include <stdlib.h>

#include "commands/html.h"
#include "lib/markup.h"
#include "lib/units.h"

static void write_paragraph(FILE *out, const char *text)
{
	fputs("<p>", out);
	af_markup_string(out, text);
	fputs("</p>\n", out);
}

/* Commands are to be copied; the rest is a sentence about this machine. */
static void write_value(FILE *out, struct af_slice line)
{
	const char *tag = af_is_command(line) ? "pre" : "p";

	fprintf(out, "<%s>", tag);
	af_markup(out, line, AF_HTML_LINE);
	fprintf(out, "</%s>\n", tag);
}

/* What there is now, the page draws. */
static void write_values(FILE *out, const struct af_report *report,
			 struct af_said *said, const struct af_chosen *chosen,
			 size_t which)
{
	char *text = af_report_values(report, chosen->advice[which],
				      &chosen->groups[which]->facts);
	struct af_slice rest = af_slice_string(text ? text : ""), line;

	while (af_slice_cut(&rest, '\n', &line))
		if (!af_report_is_state(line) && af_say_once(said, line))
			write_value(out, line);
	free(text);
}

static void write_one(FILE *out, const struct af_report *report,
		      struct af_said *said, const struct af_chosen *chosen,
		      size_t which)
{
	const struct af_group *group = chosen->groups[which];
	const struct af_advice *advice = chosen->advice[which];
	char size[AF_UNIT_LEN];

	fprintf(out, "<li><strong class=\"%s\">", af_html_class(group->weight));
	af_markup(out, af_site_name(&group->facts.site), AF_HTML_NAME);
	fprintf(out, ", %s:</strong> ",
		af_bytes(size, af_order_bytes(group->facts.order)));
	af_markup_string(out, advice->cause);
	fputs(" <span class=\"dim\">", out);
	af_markup_string(out, advice->effect);
	fputs("</span>", out);
	write_paragraph(out, advice->remedy);
	write_values(out, report, said, chosen, which);
	advice = af_advise_also(&group->facts);
	if (advice && group->weight != AF_HARMLESS)
		write_paragraph(out, advice->remedy);
	fputs("</li>\n", out);
}

void af_html_advice(FILE *out, const struct af_report *report)
{
	struct af_said said = { 0 };
	struct af_chosen chosen;
	size_t i;

	af_report_choose(&chosen, &report->groups);
	if (!chosen.nr)
		return;
	fputs("<section>\n<h2>What to do</h2>\n<ol>\n", out);
	for (i = 0; i < chosen.nr; i++)
		write_one(out, report, &said, &chosen, i);
	fputs("</ol>\n</section>\n", out);
	free(said.text);
}
