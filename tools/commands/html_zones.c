// SPDX-License-Identifier: GPL-2.0-only
/* The zones in a page: how much is free, in which pieces, and whom they would serve. */
#include "commands/html.h"
#include "lib/markup.h"
#include "lib/release.h"
#include "lib/units.h"
#include "state/meet.h"

/* By enum af_verdict: the words of allocfail zones, and a class of the style sheet. */
static const struct {
	const char *text;
	const char *class;
} verdicts[] = {
	[AF_ZONE_NONE] = { "-", "dim" },
	[AF_ZONE_SHORT] = { "short", "serious" },
	[AF_ZONE_FRAGMENTED] = { "pieces", "matters" },
	[AF_ZONE_OK] = { "ok", "harmless" },
};

static double share_of(u64 part, u64 all)
{
	return !all ? 0 : part < all ? 100.0 * part / all : 100;
}

static void write_mark(FILE *out, const char *name, u64 mark, u64 managed)
{
	char size[AF_UNIT_LEN];

	fprintf(out, "<b style=\"left:%.2f%%\" title=\"%s %s\"></b>",
		share_of(mark, managed), name, af_pages(size, mark));
}

/* Free memory as a part of the zone's, with its three watermarks. */
static void write_gauge(FILE *out, const struct af_zone_shape *zone)
{
	char text[5][AF_UNIT_LEN];

	fprintf(out,
		"<p>%s free of %s <span class=\"dim\">min %s, low %s, high %s</span></p>\n<div class=\"gauge\"><i style=\"width:%.2f%%\"></i>",
		af_pages(text[0], zone->free), af_pages(text[1], zone->managed),
		af_pages(text[2], zone->min), af_pages(text[3], zone->low),
		af_pages(text[4], zone->high),
		share_of(zone->free, zone->managed));
	write_mark(out, "min", zone->min, zone->managed);
	write_mark(out, "low", zone->low, zone->managed);
	write_mark(out, "high", zone->high, zone->managed);
	fputs("</div>\n", out);
	if (zone->boost || zone->highatomic || zone->cma)
		fprintf(out,
			"<p class=\"dim\">Marks raised by %s, highatomic reserve %s, free CMA %s</p>\n",
			af_pages(text[0], zone->boost),
			af_pages(text[1], zone->highatomic),
			af_pages(text[2], zone->cma));
}

static void write_order(FILE *out, const struct af_view *view,
			const struct af_zone_shape *zone, unsigned int order)
{
	const struct af_rules *rules =
		af_rules_of(af_release_of(view->status.kernel));
	const unsigned int normal =
		af_zone_index(&view->totals, af_slice_string("Normal"));
	const u64 pages = zone->blocks[order] << order;
	char size[AF_UNIT_LEN], number[AF_UNIT_LEN];
	enum af_verdict verdict;
	unsigned int kind;

	fprintf(out, "<tr><td class=\"n\">%s</td><td class=\"wide\">",
		af_bytes(size, af_order_bytes(order)));
	if (pages)
		fprintf(out, "<i class=\"bar\" style=\"width:%.1f%%\"></i>",
			share_of(pages, zone->free));
	fprintf(out, "</td><td class=\"n\">%s</td>",
		af_thousands(number, zone->blocks[order]));
	for (kind = 0; kind < AF_NR_KINDS; kind++) {
		verdict = af_meet_zone(zone, rules, kind, order, normal);
		fprintf(out, "<td class=\"%s\">%s</td>",
			verdicts[verdict].class, verdicts[verdict].text);
	}
	fputs("</tr>\n", out);
}

static void write_zone(FILE *out, const struct af_view *view,
		       const struct af_zone_shape *zone)
{
	unsigned int order;

	fprintf(out, "<div>\n<h3>Node %lld, zone ", (long long)zone->node);
	af_markup(out, zone->name, AF_HTML_NAME);
	fputs("</h3>\n", out);
	write_gauge(out, zone);
	fprintf(out,
		"<table>\n<tr><th class=\"n\">Block</th><th>Free memory</th><th class=\"n\">Blocks</th><th>%s</th><th>%s</th></tr>\n",
		af_kind_names[AF_KIND_KERNEL], af_kind_names[AF_KIND_ATOMIC]);
	for (order = 0; order < zone->nr_orders; order++)
		write_order(out, view, zone, order);
	fputs("</table>\n</div>\n", out);
}

void af_html_zones(FILE *out, const struct af_report *report)
{
	const struct af_zones *zones = &report->view.fragmentation;
	size_t i;

	if (!zones->nr)
		return;
	fprintf(out,
		"<section>\n<h2>Zones%s</h2>\n<p class=\"dim\">The red marks are the watermarks min, low and high. ok: a request of this size would be served. short: free memory is at the mark that it must leave. pieces: there is enough, but not in one piece.</p>\n<div class=\"zones\">\n",
		report->view.root ? ", when it was saved" : " now");
	for (i = 0; i < zones->nr && i < AF_HTML_ZONES; i++)
		write_zone(out, &report->view, &zones->all[i]);
	fputs("</div>\n", out);
	if (zones->nr > i)
		fprintf(out, "<p class=\"dim\">And %zu more zones.</p>\n",
			zones->nr - i);
	fputs("</section>\n", out);
}
