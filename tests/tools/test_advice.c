// SPDX-License-Identifier: GPL-2.0-only
/* Who asked, what is said of it, and the values for a machine. */
#include <stdio.h>

#include "unit.h"
#include "advice/advice.h"
#include "advice/values.h"
#include "state/filter.h"
#include "lib/release.h"
#include "state/meet.h"
#include "advice/reserved.h"
#include "lib/units.h"

#define MAX_FRAMES 8

static void test_sites(void **state)
{
	static const struct {
		const char *frames[MAX_FRAMES];
		const char *name, *function;
		enum af_place place;
	} cases[] = {
		/* A driver through the DMA functions. */
		{ { "dma_direct_alloc+0x1/0x2", "dma_alloc_attrs+0x1/0x2",
		    "tg3_open+0x1/0x2 [tg3]", "__dev_open+0x1/0x2" },
		  "tg3",
		  "tg3_open",
		  AF_PLACE_DMA },
		/* Receive: the driver's frame is further out. */
		{ { "page_frag_alloc_align+0x1/0x2",
		    "__netdev_alloc_skb+0x1/0x2",
		    "rtl8169_poll+0x1/0x2 [r8169]", "net_rx_action+0x1/0x2" },
		  "r8169",
		  "rtl8169_poll",
		  AF_PLACE_NETWORK },
		/* No module: the first function that is no plumbing. */
		{ { "___slab_alloc+0x1/0x2", "__kmalloc_node_noprof+0x1/0x2",
		    "__kvmalloc_node_noprof+0x1/0x2", "seq_buf_alloc+0x1/0x2",
		    "vfs_read+0x1/0x2" },
		  "seq_file",
		  "seq_buf_alloc",
		  AF_PLACE_VMALLOC },
		{ { "alloc_skb_with_frags+0x1/0x2",
		    "sock_alloc_send_pskb+0x1/0x2",
		    "unix_stream_sendmsg+0x1/0x2" },
		  "UNIX sockets",
		  "unix_stream_sendmsg",
		  AF_PLACE_NETWORK },
		{ { "vm_area_alloc_pages+0x1/0x2",
		    "__vmalloc_node_range+0x1/0x2", "vmalloc+0x1/0x2",
		    "some_ioctl+0x1/0x2" },
		  "",
		  "some_ioctl",
		  AF_PLACE_VMALLOC },
		{ { "vma_alloc_folio+0x1/0x2",
		    "do_huge_pmd_anonymous_page+0x1/0x2",
		    "handle_mm_fault+0x1/0x2" },
		  "transparent huge pages",
		  "do_huge_pmd_anonymous_page",
		  AF_PLACE_HUGE },
		{ { "__kmalloc+0x1/0x2", "init_one+0x1/0x2 [big]",
		    "do_init_module+0x1/0x2" },
		  "big",
		  "init_one",
		  AF_PLACE_LOADING },
		{ { "helper.constprop.0+0x1/0x2" },
		  "",
		  "helper",
		  AF_PLACE_OTHER },
		{ { "[unknown]", "vfs_write+0x1/0x2" }, "", "", AF_PLACE_OTHER },
		{ { "kmalloc+0x1/0x2" }, "", "kmalloc", AF_PLACE_OTHER },
		{ { NULL }, "", "", AF_PLACE_UNKNOWN },
	};
	struct af_slice frames[MAX_FRAMES];
	struct af_site site;
	size_t i, nr;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		for (nr = 0; cases[i].frames[nr]; nr++)
			frames[nr] = af_slice_string(cases[i].frames[nr]);
		af_site_of(&site, frames, nr);
		if (!af_slice_is(site.name, cases[i].name) ||
		    !af_slice_is(site.function, cases[i].function) ||
		    site.place != cases[i].place)
			fail_msg("%zu: %.*s, %.*s, %d", i, AF_SLICE(site.name),
				 AF_SLICE(site.function), site.place);
	}
}

/* The pairs of symptom and remedy that practice has, and each row of the table. */
static const struct {
	const char *id;
	enum af_weight weight;
	struct af_case facts;
} cases[] = {
#define CASE(o, cl, ca) \
	.order = o, .class = AF_CLASS_##cl, .cause = AF_CAUSE_##ca
	{ "injected", AF_HARMLESS, { CASE(0, BLOCKING, INJECTED) } },
	{ "oversize", AF_SERIOUS, { CASE(11, BLOCKING, OVERSIZE) } },
	{ "optional-large",
	  AF_HARMLESS,
	  { CASE(10, OPPORTUNISTIC, FRAGMENTATION) } },
	{ "optional-large",
	  AF_HARMLESS,
	  { CASE(2, OPPORTUNISTIC, WATERMARK),
	    .site.place = AF_PLACE_VMALLOC } },
	{ "cgroup-limit", AF_SERIOUS, { CASE(0, BLOCKING, CGROUP) } },
	{ "cgroup-limit", AF_HARMLESS, { CASE(0, OPPORTUNISTIC, CGROUP) } },
	{ "optional", AF_HARMLESS, { CASE(1, OPPORTUNISTIC, WATERMARK) } },
	{ "reserve-io",
	  AF_SERIOUS,
	  { CASE(0, ATOMIC, RESERVE), .memalloc = AF_FACT_YES } },
	{ "memalloc-pieces",
	  AF_SERIOUS,
	  { CASE(1, BLOCKING, FRAGMENTATION), .memalloc = AF_FACT_YES } },
	{ "reserve", AF_SERIOUS, { CASE(0, BLOCKING, RESERVE) } },
	{ "placement", AF_SERIOUS, { CASE(0, BLOCKING, PLACEMENT) } },
	{ "dma-zone", AF_SERIOUS, { CASE(0, BLOCKING, LOWMEM) } },
	{ "dma-zone",
	  AF_MATTERS,
	  { CASE(5, ATOMIC, WATERMARK), .low_zone = AF_FACT_YES } },
	{ "cma-only",
	  AF_MATTERS,
	  { CASE(2, ATOMIC, FRAGMENTATION), .cma_only = AF_FACT_YES } },
	{ "highatomic-only",
	  AF_SERIOUS,
	  { CASE(2, BLOCKING, FRAGMENTATION), .highatomic = AF_FACT_YES } },
	{ "network-receive",
	  AF_MATTERS,
	  { CASE(0, ATOMIC, WATERMARK), .site.place = AF_PLACE_NETWORK } },
	{ "atomic-page", AF_MATTERS, { CASE(0, ATOMIC, WATERMARK) } },
	{ "jumbo-frames",
	  AF_MATTERS,
	  { CASE(2, ATOMIC, FRAGMENTATION), .site.place = AF_PLACE_NETWORK } },
	{ "load-early",
	  AF_SERIOUS,
	  { CASE(6, BLOCKING, FRAGMENTATION),
	    .site.place = AF_PLACE_LOADING } },
	{ "kvmalloc", AF_SERIOUS, { CASE(4, BLOCKING, FRAGMENTATION) } },
	{ "pieces", AF_MATTERS, { CASE(5, ATOMIC, FRAGMENTATION) } },
	{ "memory-short", AF_SERIOUS, { CASE(0, BLOCKING, WATERMARK) } },
	{ "transient", AF_SERIOUS, { CASE(0, BLOCKING, TRANSIENT) } },
	{ "unknown",
	  AF_MATTERS,
	  { .order = -1, .class = AF_NR_CLASSES, .cause = AF_NR_CAUSES } },
};

static void test_cases(void **state)
{
	const struct af_advice *advice;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		advice = af_advise(&cases[i].facts);
		assert_non_null(advice);
		assert_string_equal(advice->id, cases[i].id);
		assert_int_equal(af_weigh(&cases[i].facts), cases[i].weight);
	}
}

/* A row that nothing leads to is a mistake, and so is one without a text. */
static void test_rows(void **state)
{
	const struct af_advice *advice;
	size_t i, row;

	for (row = 0; row < af_nr_advices; row++) {
		advice = &af_advices[row];
		assert_true(advice->symptom && advice->cause &&
			    advice->evidence && advice->effect &&
			    advice->remedy && advice->source);
		/* With the site before it, one line of a screen. */
		assert_non_null(advice->brief);
		assert_true(strlen(advice->brief) <= 56);
		for (i = 0; i < ARRAY_SIZE(cases); i++)
			if (!strcmp(cases[i].id, advice->id))
				break;
		if (!advice->also && i == ARRAY_SIZE(cases))
			fail_msg("%s: no case", advice->id);
	}
}

/* Facts that are not known lead nowhere that needs them. */
static void test_unknown(void **state)
{
	struct af_case facts;

	af_case_unknown(&facts);
	assert_string_equal(af_advise(&facts)->id, "unknown");
	assert_null(af_advise_also(&facts));
	facts.streak = 100;
	assert_string_equal(af_advise_also(&facts)->id, "retry-storm");
	facts.order = 0;
	facts.class = AF_CLASS_ATOMIC;
	assert_string_equal(af_advise(&facts)->id, "atomic-page");
}

/* Twice as much, but not past 3 % of memory. */
static void test_min_free(void **state)
{
	static const struct {
		long long now, total, better;
	} machines[] = {
		{ 67584, 16 << 20, 135168 },
		{ 1775, 246304, 4096 },
		{ 400000, 16 << 20, 503808 - 503808 % 1024 },
		{ 600000, 16 << 20, AF_UNKNOWN },
		{ AF_UNKNOWN, 16 << 20, AF_UNKNOWN },
		{ 67584, AF_UNKNOWN, AF_UNKNOWN },
	};
	struct af_machine machine;
	long long better;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(machines); i++) {
		af_machine_unknown(&machine);
		machine.min_free_kbytes = machines[i].now;
		machine.mem_total_kb = machines[i].total;
		better = af_better_min_free(&machine);
		if (machines[i].better == AF_UNKNOWN)
			assert_true(better == AF_UNKNOWN);
		else
			assert_true(better >= machines[i].better - 1024 &&
				    better <= machines[i].better);
	}
}

/* Of each row, on a machine of which nothing is known. */
static void test_values_unknown(void **state)
{
	struct af_machine machine;
	char *text = NULL;
	size_t length, i;
	FILE *out = open_memstream(&text, &length);

	af_machine_unknown(&machine);
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct af_advice *advice = af_advise(&cases[i].facts);

		if (advice->values)
			advice->values(&cases[i].facts, &machine, NULL, out);
	}
	fclose(out);
	assert_null(strstr(text, "-9223372036854775808"));
	free(text);
}

static void test_filter(void **state)
{
	struct af_subject subject = {
		.order = 3,
		.context = AF_CONTEXT_SOFTIRQ,
		.class = AF_CLASS_ATOMIC,
		.cause = AF_CAUSE_FRAGMENTATION,
		.comm = { "sh", 2 },
	};
	struct af_filter filter = { 0 };

	assert_true(af_filter_subject(&filter, &subject));
	assert_int_equal(af_filter_orders(&filter, "0,2-4"), 0);
	assert_int_equal(af_filter_causes(&filter, "reserve,fragmentation"), 0);
	assert_int_equal(af_filter_contexts(&filter, "softirq"), 0);
	assert_int_equal(af_filter_classes(&filter, "atomic,blocking"), 0);
	filter.comm = "sh";
	assert_true(af_filter_subject(&filter, &subject));
	filter.comm = "s";
	assert_false(af_filter_subject(&filter, &subject));
	filter.comm = NULL;
	subject.order = 5;
	assert_false(af_filter_subject(&filter, &subject));
	assert_int_equal(af_filter_orders(&filter, "5-"), 0);
	assert_true(af_filter_subject(&filter, &subject));
	subject.cause = AF_NR_CAUSES;
	assert_false(af_filter_subject(&filter, &subject));
	assert_int_equal(af_filter_orders(&filter, "4-2"), -1);
	assert_int_equal(af_filter_orders(&filter, "x"), -1);
	assert_int_equal(af_filter_causes(&filter, "luck"), -1);
	assert_int_equal(af_filter_causes(&filter, ""), 0);
}

static void test_last(void **state)
{
	struct af_filter filter = { 0 };

	assert_int_equal(af_filter_last(&filter, "15m"), 0);
	assert_int_equal(filter.last_us, 900 * 1000000ULL);
	assert_true(af_filter_span(&filter, 0, 100 * 1000000, 1000 * 1000000));
	assert_false(af_filter_span(&filter, 0, 99 * 1000000, 1000 * 1000000));
	assert_int_equal(af_filter_last(&filter, "0"), -1);
	assert_int_equal(af_filter_last(&filter, "1w"), -1);
	assert_int_equal(af_filter_last(&filter, "99999999999999d"), -1);
}

static void test_units(void **state)
{
	char text[AF_UNIT_LEN];

	assert_string_equal(af_bytes(text, 4096), "4 KiB");
	assert_string_equal(af_bytes(text, 1536 * 1024), "1.5 MiB");
	assert_string_equal(af_bytes(text, UINT64_MAX), "16 EiB");
	assert_string_equal(af_thousands(text, 1279), "1,279");
	assert_string_equal(af_thousands(text, 999), "999");
	assert_string_equal(af_thousands(text, UINT64_MAX),
			    "18,446,744,073,709,551,615");
	assert_string_equal(af_duration(text, 1300000), "1.3 s");
	assert_string_equal(af_duration(text, 725 * 1000000ULL), "12 min 5 s");
	assert_string_equal(af_rate(text, 0.001), "3.6/h");
}

/* A zone with free pages in single ones only: enough, but in pieces. */
static void test_meet(void **state)
{
	const struct af_rules *rules =
		af_rules_of(af_release_of(af_slice_string("6.12.117+deb13")));
	struct af_zone_shape zone = {
		.nr_orders = 11,
		.free = 5000,
		.min = 1000,
		.blocks = { 5000 },
	};

	assert_int_equal(af_meet_zone(&zone, rules, AF_KIND_KERNEL, 0, 0),
			 AF_ZONE_OK);
	assert_int_equal(af_meet_zone(&zone, rules, AF_KIND_KERNEL, 3, 0),
			 AF_ZONE_FRAGMENTED);
	zone.free = 900;
	assert_int_equal(af_meet_zone(&zone, rules, AF_KIND_KERNEL, 0, 0),
			 AF_ZONE_SHORT);
	assert_int_equal(af_meet_zone(&zone, rules, AF_KIND_ATOMIC, 0, 0),
			 AF_ZONE_OK);
	zone.cma = 900;
	assert_int_equal(af_meet_zone(&zone, rules, AF_KIND_ATOMIC, 0, 0),
			 AF_ZONE_SHORT);
	assert_int_equal(af_release_of(af_slice_string("5.10.0-46-amd64")),
			 5 << 16 | 10 << 8);
}

/* Memory that is free and kept for others: with figures on both sides. */
static void test_reserved(void **state)
{
	static const struct {
		enum af_cause cause;
		u32 order;
		u64 free, min, blocks, cma, highatomic;
		enum af_fact cma_only, highatomic_only;
	} shapes[] = {
		/* In pieces: there were blocks, and somebody has as much. */
		{ AF_CAUSE_FRAGMENTATION, 3, 5000, 1000, 4, 64, 0, AF_FACT_YES,
		  AF_FACT_NO },
		{ AF_CAUSE_FRAGMENTATION, 3, 5000, 1000, 4, 0, 8, AF_FACT_NO,
		  AF_FACT_YES },
		{ AF_CAUSE_FRAGMENTATION, 3, 5000, 1000, 4, 7, 7, AF_FACT_NO,
		  AF_FACT_NO },
		{ AF_CAUSE_FRAGMENTATION, 3, 5000, 1000, 0, 64, 64, AF_FACT_NO,
		  AF_FACT_NO },
		/* Short: it would not have been with these pages. */
		{ AF_CAUSE_WATERMARK, 0, 1500, 1000, 9, 500, 0, AF_FACT_YES,
		  AF_FACT_NO },
		{ AF_CAUSE_WATERMARK, 0, 1500, 1000, 9, 499, 0, AF_FACT_NO,
		  AF_FACT_NO },
		{ AF_CAUSE_WATERMARK, 0, 1000, 1000, 9, 900, 900, AF_FACT_NO,
		  AF_FACT_NO },
		/* Nothing is known of others. */
		{ AF_CAUSE_LOWMEM, 0, 1500, 1000, 9, 500, 500, AF_FACT_UNKNOWN,
		  AF_FACT_UNKNOWN },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(shapes); i++) {
		struct af_subject subject = {
			.order = shapes[i].order,
			.cause = shapes[i].cause,
			.zone = af_slice_string("Normal"),
		};
		struct af_signature signature = { .subject = subject };
		struct af_group group = {
			.most = &signature,
			.facts = { .cause = shapes[i].cause },
		};
		struct af_groups groups = { .all = &group, .nr = 1 };
		struct af_event event = {
			.subject = subject,
			.free = shapes[i].free,
			.min = shapes[i].min,
			.blocks = shapes[i].blocks,
		};
		struct af_zone_shape zones[] = {
			{
				.name = af_slice_string("Normal"),
				.free = shapes[i].free,
				.min = shapes[i].min,
				.cma = shapes[i].cma,
				.highatomic = shapes[i].highatomic,
			},
			/* Above it: not for this request. */
			{
				.name = af_slice_string("Movable"),
				.free = 2000,
				.min = 1000,
				.cma = 2000,
				.highatomic = 2000,
			},
		};
		struct af_view view = {
			.events = { &event, 1 },
			.fragmentation = { .all = zones, .nr = 2 },
			.snapshot = { .has_event = true,
				      .event = event,
				      .all = zones,
				      .nr = 2 },
		};

		af_reserved_find(&groups, &view);
		if (group.facts.cma_only != shapes[i].cma_only ||
		    group.facts.highatomic != shapes[i].highatomic_only)
			fail_msg("%zu: %d %d", i, group.facts.cma_only,
				 group.facts.highatomic);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sites),
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_min_free),
		cmocka_unit_test(test_values_unknown),
		cmocka_unit_test(test_filter),
		cmocka_unit_test(test_last),
		cmocka_unit_test(test_units),
		cmocka_unit_test(test_reserved),
		cmocka_unit_test(test_meet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
