// SPDX-License-Identifier: GPL-2.0-only
/* What allocfail diff says: how many, of which kinds, by whom, and what else changed. */
#include "commands/diff.h"
#include "lib/gate.h"
#include "lib/table.h"
#include "lib/units.h"

static void print_side(const struct af_screen *screen, const char *letter,
		       const struct af_side *side)
{
	const struct af_status *status = &side->view.status;
	char number[AF_UNIT_LEN], text[AF_REPORT_TEXT], name[256];

	af_gate(AF_GATE_NAME, name, sizeof(name), af_slice_string(side->name));
	snprintf(text, sizeof(text), "%s  %s: Linux %.*s, %s failures", letter,
		 name, AF_SLICE(status->kernel),
		 af_thousands(number, side->view.totals.failures));
	af_wrap_item(screen, 0, 3, AF_DIM, text);
}

static void print_totals(const struct af_diff *diff,
			 const struct af_screen *screen)
{
	const struct af_view *a = &diff->sides[0].view;
	const struct af_view *b = &diff->sides[1].view;
	const u64 count = diff->count + diff->dropped;
	const u64 from_us = diff->continued ? a->now_us : b->status.since_us;
	const u64 for_us = af_more(from_us, b->now_us);
	char number[AF_UNIT_LEN], duration[AF_UNIT_LEN], rate[AF_UNIT_LEN];
	char text[AF_REPORT_TEXT];

	if (!diff->continued)
		af_wrap(screen, 0, AF_WARN,
			"The module was loaded or reset in between, or it is another machine: all of B is counted.");
	snprintf(text, sizeof(text), "%s more %s%s in %s; on average %s",
		 count ? af_thousands(number, count) : "No",
		 count == 1 ? "failure" : "failures",
		 af_filter_any(&diff->options->filter) ?
			 " that these options ask for" :
			 "",
		 af_duration(duration, for_us),
		 af_rate(rate, for_us ? count * 1e6 / for_us : 0));
	af_wrap(screen, 0, count ? AF_BOLD : AF_GOOD, text);
}

static void print_kinds(const struct af_diff *diff,
			const struct af_screen *screen)
{
	u64 class[AF_NR_CLASSES + 1] = { 0 }, cause[AF_NR_CAUSES + 1] = { 0 };
	size_t i;

	for (i = 0; i < diff->nr; i++) {
		const struct af_case *facts = &diff->added[i].group->facts;

		class[facts->class] += diff->added[i].count;
		cause[facts->cause] += diff->added[i].count;
	}
	af_print_counts(screen, "class", af_class_names, class, AF_NR_CLASSES);
	af_print_counts(screen, "cause", af_cause_names, cause, AF_NR_CAUSES);
}

static void print_added(struct af_table *table, const struct af_added *added)
{
	const struct af_group *group = added->group;
	char number[AF_UNIT_LEN], size[AF_UNIT_LEN];

	af_table_cell(table, AF_PLAIN, "+%s",
		      af_thousands(number, added->count));
	af_table_cell(table, AF_PLAIN, "%s",
		      added->is_new ? "new" :
				      af_thousands(number, group->count));
	af_table_cell(table, AF_PLAIN, "%s",
		      af_bytes(size, af_order_bytes(group->facts.order)));
	af_table_cell(table, af_weight_style(group->weight), "%s",
		      af_class_name(group->facts.class));
	af_table_cell(table, AF_PLAIN, "%s", af_cause_name(group->facts.cause));
	af_print_site(table->screen, af_table_rest(table), &group->facts.site);
}

static void print_all_added(const struct af_diff *diff,
			    const struct af_screen *screen)
{
	static const struct af_column columns[] = {
		{ "ADDED", 10, 0, true, false },
		{ "NOW", 9, 4, true, false },
		{ "SIZE", 8, 3, true, false },
		{ "CLASS", 13, 2, false, false },
		{ "CAUSE", 13, 1, false, false },
		{ "WHO", 12, 0, false, false },
	};
	char number[AF_UNIT_LEN], text[128];
	struct af_table table;
	size_t i;

	fputc('\n', screen->out);
	af_table_open(&table, screen, columns, ARRAY_SIZE(columns));
	af_table_heading(&table, AF_BOLD);
	for (i = 0; i < diff->nr; i++)
		print_added(&table, &diff->added[i]);
	if (!diff->dropped)
		return;
	snprintf(text, sizeof(text),
		 "+%s of others: the table of signatures was full",
		 af_thousands(number, diff->dropped));
	af_wrap_item(screen, 2, 4, AF_PLAIN, text);
}

/* A setting that advice is about, if it is known on both sides and has changed. */
static void print_setting(const struct af_screen *screen, const char *name,
			  long long before, long long now)
{
	char text[128];

	if (before == now || !af_known(before) || !af_known(now))
		return;
	snprintf(text, sizeof(text), "%s was %lld, is %lld", name, before, now);
	af_wrap_item(screen, 2, 4, AF_PLAIN, text);
}

static void print_settings(const struct af_diff *diff,
			   const struct af_screen *screen)
{
	const struct af_machine *a = &diff->sides[0].view.machine;
	const struct af_machine *b = &diff->sides[1].view.machine;

	print_setting(screen, "vm.min_free_kbytes", a->min_free_kbytes,
		      b->min_free_kbytes);
	print_setting(screen, "vm.watermark_scale_factor",
		      a->watermark_scale_factor, b->watermark_scale_factor);
	print_setting(screen, "vm.watermark_boost_factor",
		      a->watermark_boost_factor, b->watermark_boost_factor);
	print_setting(screen, "vm.compaction_proactiveness",
		      a->compaction_proactiveness, b->compaction_proactiveness);
	print_setting(screen, "vm.extfrag_threshold", a->extfrag_threshold,
		      b->extfrag_threshold);
}

static const struct af_zone_shape *zone_like(const struct af_zones *zones,
					     const struct af_zone_shape *like)
{
	size_t i;

	for (i = 0; i < zones->nr; i++)
		if (zones->all[i].node == like->node &&
		    af_slice_same(zones->all[i].name, like->name))
			return &zones->all[i];
	return NULL;
}

static void print_zone(struct af_table *table,
		       const struct af_zone_shape *before,
		       const struct af_zone_shape *now)
{
	char text[AF_UNIT_LEN];

	af_table_cell(table, AF_PLAIN, "  node %-2lld %.*s",
		      (long long)now->node, AF_SLICE(now->name));
	af_table_cell(table, AF_PLAIN, "%s", af_pages(text, before->free));
	af_table_cell(table, AF_PLAIN, "%s", af_pages(text, now->free));
	af_table_cell(table, AF_PLAIN, "%s", af_pages(text, before->min));
	af_table_cell(table, AF_PLAIN, "%s", af_pages(text, now->min));
}

static void print_zones(const struct af_diff *diff,
			const struct af_screen *screen)
{
	static const struct af_column columns[] = {
		{ "Zones", 17, 0, false, false },
		{ "FREE IN A", 9, 0, true, false },
		{ "IN B", 9, 0, true, false },
		{ "MIN IN A", 9, 1, true, false },
		{ "IN B", 9, 1, true, false },
	};
	const struct af_zones *a = &diff->sides[0].view.fragmentation;
	const struct af_zones *b = &diff->sides[1].view.fragmentation;
	struct af_table table;
	size_t i;

	fputc('\n', screen->out);
	af_table_open(&table, screen, columns, ARRAY_SIZE(columns));
	af_table_heading(&table, AF_BOLD);
	for (i = 0; i < b->nr; i++) {
		const struct af_zone_shape *before = zone_like(a, &b->all[i]);

		if (before)
			print_zone(&table, before, &b->all[i]);
	}
}

static void print_verdict(const struct af_diff *diff,
			  const struct af_screen *screen)
{
	static const char *const verdicts[AF_NR_WEIGHTS] = {
		[AF_HARMLESS] = "What was added is harmless.",
		[AF_MATTERS] = "What was added is worth a look.",
		[AF_SERIOUS] = "What was added is serious.",
	};
	const enum af_weight weight = af_diff_worst(diff);

	fputc('\n', screen->out);
	af_wrap(screen, 0, af_weight_style(weight), verdicts[weight]);
}

void af_diff_print(const struct af_diff *diff)
{
	struct af_screen screen;

	af_screen_init(&screen, diff->options);
	print_side(&screen, "A", &diff->sides[0]);
	print_side(&screen, "B", &diff->sides[1]);
	print_totals(diff, &screen);
	if (diff->nr || diff->dropped) {
		print_kinds(diff, &screen);
		print_all_added(diff, &screen);
	}
	print_zones(diff, &screen);
	print_settings(diff, &screen);
	if (diff->nr || diff->dropped)
		print_verdict(diff, &screen);
}
