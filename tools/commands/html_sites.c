// SPDX-License-Identifier: GPL-2.0-only
/* Who asked, in a page: a table of kinds of failure, their stacks, the flame graph. */
#include "commands/flamegraph.h"
#include "commands/html.h"
#include "lib/markup.h"
#include "lib/units.h"

static void write_who(FILE *out, const struct af_site *site)
{
	af_markup(out, af_site_name(site), AF_HTML_NAME);
	if (!site->name.length || !site->function.length)
		return;
	fputs(" <code>", out);
	af_markup(out, site->function, AF_HTML_NAME);
	fputs("</code>", out);
}

static void write_site(FILE *out, const struct af_group *group, size_t number)
{
	char count[AF_UNIT_LEN], size[AF_UNIT_LEN];

	fprintf(out,
		"<tr><td class=\"n\"><strong>%s</strong></td><td class=\"n\">%s</td><td class=\"%s\">%s</td><td>%s</td><td class=\"who\">",
		af_thousands(count, group->count),
		af_bytes(size, af_order_bytes(group->facts.order)),
		af_html_class(group->weight), af_class_name(group->facts.class),
		af_cause_name(group->facts.cause));
	if (number < AF_HTML_STACKS)
		fprintf(out, "<a href=\"#kind%zu\">", number + 1);
	write_who(out, &group->facts.site);
	fprintf(out, "%s</td></tr>\n", number < AF_HTML_STACKS ? "</a>" : "");
}

static void write_more(FILE *out, const struct af_report *report, size_t shown)
{
	const u64 dropped = report->view.totals.signatures_dropped;
	const size_t nr = report->groups.nr;
	char number[AF_UNIT_LEN];

	if (nr > shown)
		fprintf(out, "<p class=\"dim\">And %zu more kinds.</p>\n",
			nr - shown);
	if (dropped)
		fprintf(out,
			"<p class=\"dim\">And %s failures of others: the table of signatures was full.</p>\n",
			af_thousands(number, dropped));
}

void af_html_sites(FILE *out, const struct af_report *report)
{
	size_t i;

	fputs("<section>\n<h2>Who asked</h2>\n<table class=\"sites\">\n"
	      "<tr class=\"head\"><th class=\"n\">Count</th><th class=\"n\">Size</th><th>Class</th><th>Cause</th><th>Who</th></tr>\n",
	      out);
	for (i = 0; i < report->groups.nr && i < AF_HTML_SITES; i++)
		write_site(out, &report->groups.all[i], i);
	fputs("</table>\n", out);
	write_more(out, report, i);
	fputs("</section>\n", out);
}

/* --- stacks */

static void write_request(FILE *out, const struct af_signature *signature)
{
	const struct af_subject *subject = &signature->subject;
	char number[AF_UNIT_LEN];

	fprintf(out, "<p class=\"dim\">%s of them in ",
		af_thousands(number, signature->count));
	fprintf(out, "%s, order %u, ", af_context_name(subject->context),
		subject->order);
	af_markup(out, subject->gfp, AF_HTML_LINE);
	fprintf(out, " (0x%llx)%s, zone ",
		(unsigned long long)subject->gfp_mask,
		subject->memalloc ? ", PF_MEMALLOC" : "");
	af_markup(out, subject->zone, AF_HTML_NAME);
	fputs(", task ", out);
	af_markup(out, subject->comm, AF_HTML_NAME);
	fprintf(out, ", from %.6f to %.6f s, longest streak %llu:</p>\n",
		signature->first_us / 1e6, signature->last_us / 1e6,
		(unsigned long long)signature->streak);
}

static void write_frames(FILE *out, const struct af_signature *signature)
{
	size_t i;

	fputs("<pre>", out);
	if (!signature->nr_frames)
		fputs("no stack was taken", out);
	for (i = 0; i < signature->nr_frames && i < AF_FLAME_LEVELS; i++) {
		af_markup(out, signature->frames[i], AF_HTML_NAME);
		fputc('\n', out);
	}
	if (signature->nr_frames > i)
		fprintf(out, "and %zu more", signature->nr_frames - i);
	fputs("</pre>\n", out);
}

static void write_stack(FILE *out, const struct af_group *group, size_t number)
{
	char count[AF_UNIT_LEN], size[AF_UNIT_LEN];

	fprintf(out, "<h3 id=\"kind%zu\">%s &#215; %s, %s: ", number + 1,
		af_thousands(count, group->count),
		af_bytes(size, af_order_bytes(group->facts.order)),
		af_cause_name(group->facts.cause));
	write_who(out, &group->facts.site);
	fputs("</h3>\n", out);
	write_request(out, group->most);
	write_frames(out, group->most);
	if (group->nr_signatures > 1)
		fprintf(out,
			"<p class=\"dim\">%zu other stacks or masks are of this kind.</p>\n",
			group->nr_signatures - 1);
}

/* Of each kind the stack that was seen most. */
void af_html_stacks(FILE *out, const struct af_report *report)
{
	size_t i;

	if (!report->groups.nr)
		return;
	fputs("<section>\n<h2>Stacks</h2>\n", out);
	for (i = 0; i < report->groups.nr && i < AF_HTML_STACKS; i++)
		write_stack(out, &report->groups.all[i], i);
	if (report->groups.nr > i)
		fprintf(out,
			"<p class=\"dim\">And %zu more kinds, without their stacks here.</p>\n",
			report->groups.nr - i);
	fputs("</section>\n", out);
}

/* --- the flame graph */

static void write_keys(FILE *out, const struct af_flame *flame)
{
	unsigned int i;

	fputs("<p class=\"dim\">", out);
	for (i = 0; i < flame->nr_keys; i++) {
		fprintf(out, "<span class=\"key\"><i class=\"af-c%u\"></i>", i);
		af_markup(out, flame->keys[i], AF_HTML_NAME);
		fputs("</span> ", out);
	}
	fputs("</p>\n", out);
}

void af_html_flame(FILE *out, const struct af_report *report)
{
	char number[AF_UNIT_LEN];
	struct af_flame flame;
	u64 left_out;

	if (af_flame_make(&flame, &report->view.signatures,
			  &report->options->filter, report->view.now_us,
			  AF_FLAME_MODULE)) {
		fputs("<p>No memory for the flame graph.</p>\n", out);
		return;
	}
	if (flame.nr) {
		fputs("<section>\n<h2>All stacks, merged</h2>\n"
		      "<p class=\"dim\">Callers are below; as wide as a frame is\n"
		      "the share of failures that went through it.</p>\n",
		      out);
		write_keys(out, &flame);
		fputs("<figure>\n", out);
		left_out = af_flame_draw(out, &flame, "width=\"100%\"");
		fputs("</figure>\n", out);
		if (left_out)
			fprintf(out,
				"<p class=\"dim\">Stacks that end too narrow to be drawn: %s failures.</p>\n",
				af_thousands(number, left_out));
		fputs("</section>\n", out);
	}
	af_flame_free(&flame);
}
