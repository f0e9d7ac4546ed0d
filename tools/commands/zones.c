// SPDX-License-Identifier: GPL-2.0-only
/* allocfail zones: free memory now, and what a request would meet. */
#include "cli/command.h"
#include "commands/json.h"
#include "lib/release.h"
#include "lib/table.h"
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

/* What is drawn. */
struct drawing {
	struct af_screen screen;
	const struct af_view *view;
	const struct af_rules *rules;
	u64 orders; /* bits; 0: all */
};

static bool wanted(const struct drawing *drawing, unsigned int order)
{
	return !drawing->orders || drawing->orders & 1ULL << order;
}

/* Where the free memory stands between nothing and all, and the watermarks. */
static void print_amounts(const struct drawing *drawing,
			  const struct af_zone_shape *zone)
{
	const struct af_screen *screen = &drawing->screen;
	char amounts[5][AF_UNIT_LEN], text[512];
	enum af_style style = zone->free <= zone->min ? AF_BAD :
			      zone->free <= zone->low ? AF_WARN :
							AF_GOOD;

	snprintf(text, sizeof(text), "Node %lld, zone %.*s",
		 (long long)zone->node, AF_SLICE(zone->name));
	af_heading(screen, text);
	snprintf(text, sizeof(text), "%s free of %s; min %s, low %s, high %s",
		 af_pages(amounts[0], zone->free),
		 af_pages(amounts[1], zone->managed),
		 af_pages(amounts[2], zone->min),
		 af_pages(amounts[3], zone->low),
		 af_pages(amounts[4], zone->high));
	af_wrap(screen, 2, style, text);
	if (!zone->boost && !zone->highatomic && !zone->cma)
		return;
	snprintf(text, sizeof(text),
		 "marks raised by %s, highatomic reserve %s, free CMA %s",
		 af_pages(amounts[0], zone->boost),
		 af_pages(amounts[1], zone->highatomic),
		 af_pages(amounts[2], zone->cma));
	af_wrap(screen, 2, AF_PLAIN, text);
}

static unsigned int normal(const struct drawing *drawing)
{
	return af_zone_index(&drawing->view->totals, af_slice_string("Normal"));
}

static enum af_verdict verdict_of(const struct drawing *drawing,
				  const struct af_zone_shape *zone,
				  enum af_kind kind, unsigned int order)
{
	return af_meet_zone(zone, drawing->rules, kind, order, normal(drawing));
}

static void print_order(const struct drawing *drawing, struct af_table *table,
			const struct af_zone_shape *zone, unsigned int order)
{
	const u64 pages = af_bounded(zone->blocks[order]) << order;
	char size[AF_UNIT_LEN], sum[AF_UNIT_LEN], number[AF_UNIT_LEN];
	enum af_verdict verdict;
	unsigned int kind;

	af_table_cell(table, AF_PLAIN, "%u", order);
	af_table_cell(table, AF_PLAIN, "%s",
		      af_bytes(size, af_order_bytes(order)));
	af_table_cell(table, AF_PLAIN, "%s",
		      af_thousands(number, zone->blocks[order]));
	af_table_cell(table, AF_PLAIN, "%s", af_pages(sum, pages));
	af_table_bar(table, zone->free ? (double)pages / zone->free : 0);
	for (kind = 0; kind < AF_NR_KINDS; kind++) {
		verdict = verdict_of(drawing, zone, kind, order);
		af_table_cell(table, verdicts[verdict].style, "%s",
			      verdicts[verdict].text);
	}
}

static void print_zone(const struct drawing *drawing,
		       const struct af_zone_shape *zone)
{
	const unsigned int width = drawing->screen.width;
	const struct af_column columns[] = {
		{ "ORDER", 5, 0, true, false },
		{ "SIZE", 8, 3, true, false },
		{ "BLOCKS", 10, 0, true, false },
		{ "FREE", 9, 2, true, false },
		{ "",
		  width < 78  ? 10 :
		  width < 130 ? width - 59 :
				70,
		  4, false, false },
		{ af_kind_names[AF_KIND_KERNEL], 10, 0, false, false },
		{ af_kind_names[AF_KIND_ATOMIC], 10, 0, false, false },
	};
	struct af_table table;
	unsigned int order;

	print_amounts(drawing, zone);
	af_table_open(&table, &drawing->screen, columns, ARRAY_SIZE(columns));
	af_table_heading(&table, AF_DIM);
	for (order = 0; order < zone->nr_orders; order++)
		if (wanted(drawing, order))
			print_order(drawing, &table, zone, order);
}

static enum af_verdict verdict_of_all(const struct drawing *drawing,
				      enum af_kind kind, unsigned int order)
{
	return af_meet_all(&drawing->view->fragmentation, drawing->rules, kind,
			   order, &drawing->view->totals);
}

/* Orders that some zone up to Normal would serve, for one kind of request. */
static void print_kind(const struct drawing *drawing, enum af_kind kind)
{
	const struct af_screen *screen = &drawing->screen;
	unsigned int order, column = 13, length;
	char text[16];

	fprintf(screen->out, "  %-11s", af_kind_names[kind]);
	for (order = 0; order < drawing->view->totals.nr_orders; order++) {
		const enum af_verdict verdict =
			verdict_of_all(drawing, kind, order);

		if (!wanted(drawing, order))
			continue;
		length = snprintf(text, sizeof(text), "%u:%s", order,
				  verdicts[verdict].text);
		if (column + length + 1 > screen->width) {
			fprintf(screen->out, "\n%13s", "");
			column = 13;
		}
		column += length + 1;
		fprintf(screen->out, " %s%s%s",
			af_style(screen, verdicts[verdict].style), text,
			af_style(screen, AF_PLAIN));
	}
	fputc('\n', screen->out);
}

static void print_summary(const struct drawing *drawing)
{
	unsigned int kind;

	fputc('\n', drawing->screen.out);
	af_wrap(&drawing->screen, 0, AF_BOLD,
		"A request, by its order, in all zones up to Normal");
	for (kind = 0; kind < AF_NR_KINDS; kind++)
		print_kind(drawing, kind);
	af_wrap(&drawing->screen, 2, AF_DIM,
		"ok: it would be served. short: free memory is at the mark that it must leave. pieces: there is enough, but not in one piece. GFP_KERNEL may wait: it fails only if reclaim and compaction do not change that.");
}

static void print_text(const struct drawing *drawing)
{
	const struct af_zones *zones = &drawing->view->fragmentation;
	size_t i;

	for (i = 0; i < zones->nr; i++)
		print_zone(drawing, &zones->all[i]);
	print_summary(drawing);
}

static void set_verdict(json_t *to, unsigned int order, enum af_verdict verdict)
{
	char name[16];

	snprintf(name, sizeof(name), "%u", order);
	json_object_set_new(to, name, json_string(verdicts[verdict].text));
}

/* By kind of request and order: of one zone, or of all with @zone NULL. */
static json_t *meets(const struct drawing *drawing,
		     const struct af_zone_shape *zone)
{
	json_t *to = json_object(), *of_kind;
	unsigned int kind, order;

	for (kind = 0; kind < AF_NR_KINDS; kind++) {
		of_kind = json_object();
		for (order = 0; order < drawing->view->totals.nr_orders;
		     order++)
			if (wanted(drawing, order))
				set_verdict(of_kind, order,
					    zone ? verdict_of(drawing, zone,
							      kind, order) :
						   verdict_of_all(drawing, kind,
								  order));
		json_object_set_new(to, af_kind_names[kind], of_kind);
	}
	return to;
}

static void print_json(const struct drawing *drawing)
{
	const struct af_zones *zones = &drawing->view->fragmentation;
	json_t *all = af_json_begin(drawing->view), *list = json_array(), *one;
	size_t i;

	json_object_set_new(all, "memory", af_json_memory(&zones->memory));
	for (i = 0; i < zones->nr; i++) {
		one = af_json_zone(&zones->all[i]);
		json_object_set_new(one, "meets",
				    meets(drawing, &zones->all[i]));
		json_array_append_new(list, one);
	}
	json_object_set_new(all, "zones", list);
	json_object_set_new(all, "meets", meets(drawing, NULL));
	af_json_set_clock(all, drawing->view);
	af_json_print(all, stdout, JSON_INDENT(2));
}

int af_show_zones(const struct af_options *options)
{
	struct drawing drawing = { .orders = options->filter.orders };
	struct af_view view;

	af_screen_init(&drawing.screen, options);
	if (af_view_read(&view, options->root,
			 AF_READ(AF_FILE_STATUS) | AF_READ(AF_FILE_COUNTERS) |
				 AF_READ(AF_FILE_FRAGMENTATION)))
		return AF_EXIT_TROUBLE;
	drawing.view = &view;
	drawing.rules = af_rules_of(af_release_of(view.status.kernel));
	if (options->json)
		print_json(&drawing);
	else
		print_text(&drawing);
	af_view_free(&view);
	return AF_EXIT_FINE;
}
