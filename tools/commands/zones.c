// SPDX-License-Identifier: GPL-2.0-only
/* allocfail zones: free memory now, drawn, and what a request would meet. */
#include "cli/command.h"
#include "lib/release.h"
#include "lib/screen.h"
#include "lib/units.h"
#include "state/meet.h"
#include "state/view.h"

static const struct {
	const char *text;
	enum af_style style;
} verdicts[] = {
	[AF_ZONE_NONE] = { "-", AF_DIM },
	[AF_ZONE_SHORT] = { "short", AF_BAD },
	[AF_ZONE_FRAGMENTED] = { "pieces", AF_WARN },
	[AF_ZONE_OK] = { "ok", AF_GOOD },
};

/* What is drawn, and how wide. */
struct drawing {
	struct af_screen screen;
	const struct af_view *view;
	const struct af_rules *rules;
	u64 orders; /* bits; 0: all */
	unsigned int bar;
};

static void print_verdict(const struct drawing *drawing,
			  enum af_verdict verdict)
{
	fprintf(drawing->screen.out, " %s%-10s%s",
		af_style(&drawing->screen, verdicts[verdict].style),
		verdicts[verdict].text, af_style(&drawing->screen, AF_PLAIN));
}

static bool wanted(const struct drawing *drawing, unsigned int order)
{
	return !drawing->orders || drawing->orders & 1ULL << order;
}

/* Where the free memory stands between nothing and all, and the watermarks. */
static void print_amounts(const struct drawing *drawing,
			  const struct af_zone_shape *zone)
{
	const struct af_screen *screen = &drawing->screen;
	char text[5][AF_UNIT_LEN];
	enum af_style style = zone->free <= zone->min ? AF_BAD :
			      zone->free <= zone->low ? AF_WARN :
							AF_GOOD;

	fprintf(screen->out, "\n%sNode %lld, zone %.*s%s  ",
		af_style(screen, AF_BOLD), (long long)zone->node,
		AF_SLICE(zone->name), af_style(screen, AF_PLAIN));
	fprintf(screen->out, "%s%s free%s of %s; min %s, low %s, high %s\n",
		af_style(screen, style), af_pages(text[0], zone->free),
		af_style(screen, AF_PLAIN), af_pages(text[1], zone->managed),
		af_pages(text[2], zone->min), af_pages(text[3], zone->low),
		af_pages(text[4], zone->high));
	if (zone->boost || zone->highatomic || zone->cma)
		fprintf(screen->out,
			"  marks raised by %s, highatomic reserve %s, free CMA %s\n",
			af_pages(text[0], zone->boost),
			af_pages(text[1], zone->highatomic),
			af_pages(text[2], zone->cma));
}

static unsigned int normal(const struct drawing *drawing)
{
	return af_zone_index(&drawing->view->totals, af_slice_string("Normal"));
}

static void print_order(const struct drawing *drawing,
			const struct af_zone_shape *zone, unsigned int order)
{
	const struct af_screen *screen = &drawing->screen;
	u64 pages = zone->blocks[order] << order;
	char size[AF_UNIT_LEN], sum[AF_UNIT_LEN], number[AF_UNIT_LEN];
	unsigned int kind;

	fprintf(screen->out, "%5u %8s %10s %9s ", order,
		af_bytes(size, af_order_bytes(order)),
		af_thousands(number, zone->blocks[order]),
		af_pages(sum, pages));
	af_bar(screen, zone->free ? (double)pages / zone->free : 0,
	       drawing->bar);
	for (kind = 0; kind < AF_NR_KINDS; kind++)
		print_verdict(drawing, af_meet_zone(zone, drawing->rules, kind,
						    order, normal(drawing)));
	fputc('\n', screen->out);
}

static void print_zone(const struct drawing *drawing,
		       const struct af_zone_shape *zone)
{
	const struct af_screen *screen = &drawing->screen;
	unsigned int order;

	print_amounts(drawing, zone);
	fprintf(screen->out, "%s%5s %8s %10s %9s %-*s %-10s %-10s%s\n",
		af_style(screen, AF_DIM), "ORDER", "SIZE", "BLOCKS", "FREE",
		(int)drawing->bar, "", af_kind_names[AF_KIND_KERNEL],
		af_kind_names[AF_KIND_ATOMIC], af_style(screen, AF_PLAIN));
	for (order = 0; order < zone->nr_orders; order++)
		if (wanted(drawing, order))
			print_order(drawing, zone, order);
}

/* Orders that some zone up to Normal would serve, for one kind of request. */
static void print_kind(const struct drawing *drawing, enum af_kind kind)
{
	const struct af_view *view = drawing->view;
	const struct af_screen *screen = &drawing->screen;
	enum af_verdict verdict;
	unsigned int order;

	fprintf(screen->out, "  %-11s", af_kind_names[kind]);
	for (order = 0; order < view->totals.nr_orders; order++) {
		if (!wanted(drawing, order))
			continue;
		verdict = af_meet_all(&view->fragmentation, drawing->rules,
				      kind, order, &view->totals);
		fprintf(screen->out, " %s%u:%s%s",
			af_style(screen, verdicts[verdict].style), order,
			verdicts[verdict].text, af_style(screen, AF_PLAIN));
	}
	fputc('\n', screen->out);
}

static void print_summary(const struct drawing *drawing)
{
	unsigned int kind;

	af_heading(&drawing->screen,
		   "A request, by its order, in all zones up to Normal");
	for (kind = 0; kind < AF_NR_KINDS; kind++)
		print_kind(drawing, kind);
	af_wrap(&drawing->screen, 2, AF_DIM,
		"ok: it would be served. short: free memory is at the mark that it must leave. pieces: there is enough, but not in one piece. GFP_KERNEL may wait: it fails only if reclaim and compaction do not change that.");
}

int af_show_zones(const struct af_options *options)
{
	struct drawing drawing = { .orders = options->filter.orders };
	struct af_view view;
	size_t i;

	af_screen_init(&drawing.screen, options);
	if (af_view_read(&view, options->root,
			 AF_READ(AF_FILE_STATUS) | AF_READ(AF_FILE_COUNTERS) |
				 AF_READ(AF_FILE_FRAGMENTATION)))
		return AF_EXIT_TROUBLE;
	drawing.view = &view;
	drawing.rules = af_rules_of(af_release_of(view.status.kernel));
	drawing.bar = drawing.screen.width < 78	 ? 10 :
		      drawing.screen.width < 130 ? drawing.screen.width - 59 :
						   70;
	for (i = 0; i < view.fragmentation.nr; i++)
		print_zone(&drawing, &view.fragmentation.all[i]);
	print_summary(&drawing);
	af_view_free(&view);
	return AF_EXIT_FINE;
}
