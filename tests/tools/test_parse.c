// SPDX-License-Identifier: GPL-2.0-only
/* The parsers of the module's files: what is there, what is torn, what is new. */
#include <stdio.h>

#include "unit.h"
#include "lib/file.h"
#include "state/model.h"

/* Results of any of the parsers. */
union parsed {
	struct af_status status;
	struct af_totals totals;
	struct af_signatures signatures;
	struct af_events events;
	struct af_zones zones;
};

static int parse_signatures(union parsed *to, const char *text, size_t length,
			    struct af_parse_error *error)
{
	return af_parse_signatures(&to->signatures, text, length, error);
}

static int parse_events(union parsed *to, const char *text, size_t length,
			struct af_parse_error *error)
{
	return af_parse_events(&to->events, text, length, error);
}

static int parse_fragmentation(union parsed *to, const char *text,
			       size_t length, struct af_parse_error *error)
{
	return af_parse_fragmentation(&to->zones, text, length, error);
}

static int parse_snapshot(union parsed *to, const char *text, size_t length,
			  struct af_parse_error *error)
{
	return af_parse_snapshot(&to->zones, text, length, error);
}

static int parse_status(union parsed *to, const char *text, size_t length,
			struct af_parse_error *error)
{
	return af_parse_status(&to->status, text, length, error);
}

static int parse_counters(union parsed *to, const char *text, size_t length,
			  struct af_parse_error *error)
{
	return af_parse_counters(&to->totals, text, length, error);
}

static void free_nothing(union parsed *parsed)
{
}

static void free_signatures(union parsed *parsed)
{
	af_signatures_free(&parsed->signatures);
}

static void free_events(union parsed *parsed)
{
	af_events_free(&parsed->events);
}

static void free_zones(union parsed *parsed)
{
	af_zones_free(&parsed->zones);
}

static const struct {
	const char *name;
	int (*parse)(union parsed *to, const char *text, size_t length,
		     struct af_parse_error *error);
	void (*free)(union parsed *parsed);
} files[] = {
	{ "status", parse_status, free_nothing },
	{ "counters", parse_counters, free_nothing },
	{ "signatures", parse_signatures, free_signatures },
	{ "events", parse_events, free_events },
	{ "fragmentation", parse_fragmentation, free_zones },
	{ "snapshot", parse_snapshot, free_zones },
};

/* In memory of exactly that size, so that ASan sees a byte too many. */
static int parse_exactly(size_t file, const char *text, size_t length)
{
	struct af_parse_error error;
	union parsed parsed;
	char *copy = malloc(length ? length : 1);
	int result;

	assert_non_null(copy);
	memcpy(copy, text, length);
	result = files[file].parse(&parsed, copy, length, &error);
	if (result)
		assert_non_null(error.what);
	else
		files[file].free(&parsed);
	free(copy);
	return result;
}

static struct af_text read_root(const char *root, const char *name)
{
	struct af_text text;
	char path[512];

	snprintf(path, sizeof(path), TESTS "/roots/%s/%s", root, name);
	assert_int_equal(af_read_text(path, &text), 0);
	return text;
}

static const char *const roots[] = { "5.10-mixed",    "6.12-mixed",
				     "6.12-quiet",    "6.12-full",
				     "6.12-harmless", "6.12-unarmed" };

static void test_whole(void **state)
{
	struct af_text text;
	size_t root, file;

	for (root = 0; root < ARRAY_SIZE(roots); root++)
		for (file = 0; file < ARRAY_SIZE(files); file++) {
			text = read_root(roots[root], files[file].name);
			assert_int_equal(parse_exactly(file, text.text,
						       text.length),
					 0);
			free(text.text);
		}
}

/* Cut off anywhere within a line, it is torn. */
static void test_torn(void **state)
{
	struct af_text text;
	size_t file, length;

	for (file = 0; file < ARRAY_SIZE(files); file++) {
		text = read_root("6.12-mixed", files[file].name);
		for (length = 1; length < text.length; length++) {
			int result = parse_exactly(file, text.text, length);

			if (text.text[length - 1] != '\n')
				assert_int_equal(result, -1);
		}
		free(text.text);
	}
}

/* A line without its first half: what a read at the wrong place would give. */
static void test_beheaded(void **state)
{
	struct af_text text;
	size_t file;

	for (file = 0; file < ARRAY_SIZE(files); file++) {
		text = read_root("6.12-mixed", files[file].name);
		assert_int_equal(parse_exactly(file, text.text + 5,
					       text.length - 5),
				 -1);
		free(text.text);
	}
}

/* Random bytes in random places: an error or not, and nothing worse. */
static void test_noise(void **state)
{
	static const char bytes[] = "\n\t =:/-.0a9\\\xff";
	u64 random = unit_seed();
	struct af_text text;
	size_t file;
	int round, i;

	for (file = 0; file < ARRAY_SIZE(files); file++)
		for (round = 0; round < 300; round++) {
			text = read_root("6.12-mixed", files[file].name);
			for (i = unit_below(&random, 4); i >= 0; i--)
				text.text[unit_below(&random, text.length)] =
					bytes[unit_below(&random,
							 sizeof(bytes))];
			parse_exactly(file, text.text, text.length);
			free(text.text);
		}
}

/* In place of the first @old comes @new; to be freed. */
static char *replace(const char *text, const char *old, const char *new)
{
	const char *at = strstr(text, old);
	char *result;

	assert_non_null(at);
	assert_true(asprintf(&result, "%.*s%s%s", (int)(at - text), text, new,
			     at + strlen(old)) > 0);
	return result;
}

static void check_replaced(size_t file, const char *old, const char *new,
			   int expected)
{
	struct af_text text = read_root("6.12-mixed", files[file].name);
	char *changed = replace(text.text, old, new);
	int result = parse_exactly(file, changed, strlen(changed));

	if (result != expected)
		fail_msg("%s: %s in place of %s: %d", files[file].name, new,
			 old, result);
	free(changed);
	free(text.text);
}

/* The interface may get new lines, keys and names. */
static void test_newer(void **state)
{
	check_replaced(0, "armed:", "future: 1 2 3\narmed:", 0);
	check_replaced(0, "armed: Y\n", "", 0);
	check_replaced(1, "recursions 0\n", "recursions 0\nfuture_x 7\n", 0);
	check_replaced(1, "cause_transient", "cause_future 1\ncause_transient",
		       0);
	check_replaced(2, " comm=", " future=x comm=", 0);
	check_replaced(2, "cause=fragmentation", "cause=future", 0);
	check_replaced(3, " comm=", " future=x comm=", 0);
	check_replaced(4, "swap_free", "future 5\nswap_free", 0);
	check_replaced(4, " managed ", " future 1 managed ", 0);
	check_replaced(4, "  fragindex:", "  future: 1\n  fragindex:", 0);
}

/* What can't be right. */
static void test_wrong(void **state)
{
	check_replaced(0, "enabled: Y", "enabled: maybe", -1);
	check_replaced(0, "since: ", "since: x", -1);
	check_replaced(0, "hook: ", "kook: ", -1);
	check_replaced(0, "hook: ", "hook: x y\nhook: ", -1);
	check_replaced(1, "failures 1279", "failures -1279", -1);
	check_replaced(1, "failures 1279", "failures 12x", -1);
	check_replaced(1, "failures 1279", "failures 99999999999999999999", -1);
	check_replaced(2, "count=300 ", "count=0 ", -1);
	check_replaced(2, " order=", " border=", -1);
	check_replaced(1, "stacks_skipped", "stacks_slipped", -1);
	check_replaced(2, " order=", " order=3 order=", -1);
	check_replaced(2, "memalloc=0", "memalloc=2", -1);
	check_replaced(3, " cpu=", " cpu=x", -1);
	check_replaced(3, "time=", "time=.", -1);
	check_replaced(4, "dirty ", "thirty ", -1);
	check_replaced(4, "  unusable:", "  unusable: 1.000", -1);
	check_replaced(4, "  fragindex: -1.000", "  fragindex:", -1);
	check_replaced(4, " min ", " max ", -1);
	check_replaced(4, "Node 0,", "Node x,", -1);
	check_replaced(5, "time=", "tame=", -1);
}

static void test_status_values(void **state)
{
	struct af_text text = read_root("6.12-mixed", "status");
	struct af_parse_error error;
	struct af_status status;

	assert_int_equal(af_parse_status(&status, text.text, text.length,
					 &error),
			 0);
	assert_true(af_slice_is(status.hook, "tracepoint"));
	assert_true(af_slice_is(status.hook_place, "kmem:mm_page_alloc"));
	assert_true(af_slice_begins(status.kernel, "6.12."));
	assert_true(status.enabled && status.armed && status.armed_known);
	assert_int_equal(status.signatures_capacity, 2048);
	assert_int_equal(status.stack_budget, 1000);
	free(text.text);
}

/* What the scene in capture.sh makes. */
static void test_counter_values(void **state)
{
	struct af_text text = read_root("6.12-mixed", "counters");
	struct af_parse_error error;
	struct af_totals totals;

	assert_int_equal(af_parse_counters(&totals, text.text, text.length,
					   &error),
			 0);
	assert_int_equal(totals.failures, 1279);
	assert_int_equal(totals.order[3], 812);
	assert_int_equal(totals.order[9], 300);
	assert_int_equal(totals.nr_orders, 11);
	assert_int_equal(totals.class[AF_CLASS_ATOMIC], 908);
	assert_int_equal(totals.class[AF_CLASS_BLOCKING], 24);
	assert_int_equal(totals.memalloc, 24);
	assert_int_equal(totals.cause[AF_CAUSE_CGROUP], 40);
	assert_int_equal(totals.context[AF_CONTEXT_HARDIRQ], 96);
	assert_int_equal(totals.stacks_captured, 1279);
	assert_true(af_slice_is(totals.zone[2].name, "Normal"));
	free(text.text);
}

/* The counts of the records add up to the counter, frames are found. */
static void test_signature_values(void **state)
{
	struct af_text text = read_root("6.12-mixed", "signatures");
	struct af_signatures signatures;
	struct af_parse_error error;
	size_t i, frames = 0;
	u64 sum = 0;

	assert_int_equal(af_parse_signatures(&signatures, text.text,
					     text.length, &error),
			 0);
	for (i = 0; i < signatures.nr; i++) {
		sum += signatures.all[i].count;
		frames += signatures.all[i].nr_frames;
		assert_true(signatures.all[i].last_us >=
			    signatures.all[i].first_us);
		assert_true(af_slice_has(signatures.all[i].frames[0],
					 "[af_stimulus]"));
	}
	assert_int_equal(sum, 1279);
	for (i = 0; text.text[i]; i++)
		frames -= text.text[i] == '\t';
	assert_int_equal(frames, 0);
	af_signatures_free(&signatures);
	free(text.text);
}

/* A task may call itself anything: comm runs to the end of the line. */
static void test_comm(void **state)
{
	static const char head[] =
		"time=1.000002 cpu=0 pid=1 order=4 gfp= gfp_mask=0x0 memalloc=0";
	static const char middle[] =
		" context=nmi class=atomic cause=reserve zone=- node=-1 free=0 min=0";
	char line[256];
	struct af_parse_error error;
	struct af_events events;
	struct af_event *event;

	snprintf(line, sizeof(line),
		 "%s%s blocks=0 comm=a order=9 cgroup=1 =b\n", head, middle);
	assert_int_equal(af_parse_events(&events, line, strlen(line), &error),
			 0);
	assert_int_equal(events.nr, 1);
	event = &events.all[0];
	assert_true(af_slice_is(event->subject.comm, "a order=9 cgroup=1 =b"));
	/* Of an older module: not known, and not an id. */
	assert_false(event->cgroup_known);
	assert_int_equal(event->cgroup, 0);
	assert_int_equal(event->subject.order, 4);
	assert_int_equal(event->subject.gfp.length, 0);
	assert_int_equal(event->subject.context, AF_CONTEXT_NMI);
	assert_int_equal(event->subject.cause, AF_CAUSE_RESERVE);
	assert_int_equal(event->time_us, 1000002);
	assert_int_equal(event->node, -1);
	af_events_free(&events);
	snprintf(line, sizeof(line),
		 "%s%s blocks=0 cgroup=18446744073709551615 comm=sh\n", head,
		 middle);
	assert_int_equal(af_parse_events(&events, line, strlen(line), &error),
			 0);
	assert_true(events.all[0].cgroup_known);
	assert_true(events.all[0].cgroup == UINT64_MAX);
	af_events_free(&events);
	snprintf(line, sizeof(line), "%s%s blocks=0 cgroup=- comm=sh\n", head,
		 middle);
	assert_int_equal(af_parse_events(&events, line, strlen(line), &error),
			 -1);
	assert_string_equal(error.what, "cgroup");
}

static void test_cgroup_values(void **state)
{
	struct af_text text = read_root("../made/cgroups", "cgroups");
	struct af_cgroup_counts counts;
	struct af_parse_error error;
	struct af_cgroup_count *one;
	u64 sum = 0, classes = 0;
	size_t i;

	assert_int_equal(af_parse_cgroups(&counts, text.text, text.length,
					  &error),
			 0);
	assert_int_equal(counts.nr, 5);
	for (one = counts.all; one < counts.all + counts.nr; one++) {
		sum += one->count;
		for (i = 0; i < AF_NR_CLASSES; i++)
			classes += one->class[i];
	}
	assert_int_equal(sum, 371);
	assert_int_equal(classes, 371);
	assert_int_equal(counts.all[2].id, 3055);
	assert_int_equal(counts.all[2].refused, 30);
	assert_int_equal(counts.all[0].class[AF_CLASS_BLOCKING], 24);
	assert_int_equal(counts.all[2].last_us / 1000000, 34);
	af_cgroup_counts_free(&counts);
	/* Cut off anywhere within a line, it is torn. */
	for (i = 0; i < text.length; i++)
		if (af_parse_cgroups(&counts, text.text, i, &error))
			assert_true(text.text[i - 1] != '\n');
		else
			af_cgroup_counts_free(&counts);
	free(text.text);
}

#define COUNTS "opportunistic=1 atomic=0 blocking=0 refused=0 last=1.000000"

/* A line of the file cgroups, and what is wrong with it; NULL: nothing. */
static void test_wrong_cgroups(void **state)
{
	static const struct {
		const char *line, *what;
	} cases[] = {
		{ "count=1 id=7 " COUNTS "\n", NULL },
		{ "count=1 id=7 " COUNTS " new=x\n", NULL },
		{ "count=1 " COUNTS "\n", "id" },
		{ "count=1 id=-7 " COUNTS "\n", "id" },
		{ "count=1 id=7 id=8 " COUNTS "\n", "a key that comes twice" },
		{ "id=7 count=1\n", "no cgroup" },
		{ "count=1 id=7\n", "atomic" },
		{ "count=1 id=7", "the last line is torn" },
	};
	struct af_cgroup_counts counts;
	struct af_parse_error error;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		if (!af_parse_cgroups(&counts, cases[i].line,
				      strlen(cases[i].line), &error)) {
			af_cgroup_counts_free(&counts);
			error.what = NULL;
		}
		if (strcmp(error.what ?: "", cases[i].what ?: ""))
			fail_msg("%s: %s", cases[i].line, error.what);
	}
}

/* The snapshot is its event's: the zone that came closest is in it. */
static void test_zone_values(void **state)
{
	struct af_text text = read_root("6.12-mixed", "snapshot");
	struct af_parse_error error;
	struct af_zones zones;
	unsigned int order;
	u64 pages, drift;
	size_t i;

	assert_int_equal(af_parse_snapshot(&zones, text.text, text.length,
					   &error),
			 0);
	assert_true(zones.has_event);
	assert_true(zones.nr > 0);
	for (i = 0; i < zones.nr; i++) {
		pages = 0;
		for (order = 0; order < zones.all[i].nr_orders; order++)
			pages += zones.all[i].blocks[order] << order;
		/* The zone's own count of them is a little off by drift. */
		drift = zones.all[i].free / 8 + 8;
		assert_true(pages + drift >= zones.all[i].free &&
			    pages <= zones.all[i].free + drift);
		assert_int_equal(zones.all[i].nr_orders, 11);
	}
	af_zones_free(&zones);
	free(text.text);
}

static void test_numbers(void **state)
{
	static const struct {
		const char *text;
		int good;
		s64 value;
	} cases[] = {
		{ "0.000", 1, 0 },
		{ "-0.031", 1, -31 },
		{ "-1.000", 1, -1000 },
		{ "0.-31", 0, 0 },
		{ "1.00", 0, 0 },
		{ ".000", 0, 0 },
		{ "1.0000", 0, 0 },
		{ "", 0, 0 },
		{ "-", 0, 0 },
		{ "9223372036854775.807", 1, INT64_MAX },
		{ "9223372036854775.808", 0, 0 },
	};
	int64_t value;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		int good = af_slice_fixed(af_slice_string(cases[i].text), 3,
					  &value);

		if (good != cases[i].good || (good && value != cases[i].value))
			fail_msg("%s", cases[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_torn),
		cmocka_unit_test(test_beheaded),
		cmocka_unit_test(test_noise),
		cmocka_unit_test(test_newer),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_status_values),
		cmocka_unit_test(test_counter_values),
		cmocka_unit_test(test_signature_values),
		cmocka_unit_test(test_comm),
		cmocka_unit_test(test_zone_values),
		cmocka_unit_test(test_cgroup_values),
		cmocka_unit_test(test_wrong_cgroups),
		cmocka_unit_test(test_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
