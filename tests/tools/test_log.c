// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reports in kernel logs: those in logs/ against what is expected of each, and the
 * same torn, spoilt, mixed, and behind what loggers put before their lines.
 */
#include <glob.h>
#include <stdio.h>

#include "unit.h"
#include "commands/explain.h"
#include "log/decode.h"
#include "log/line.h"
#include "lib/file.h"

#define LEAST_LOGS 50

/* A log, and what was understood of it. */
struct understood {
	struct af_text log;
	struct af_explanation explanation;
	char *lines;
};

static void add_slice(FILE *out, const char *key, struct af_slice value)
{
	fprintf(out, " %s=%.*s", key, AF_SLICE(value));
}

/* One line a kind of failure; what is not known is empty. */
static void describe(FILE *out, const struct af_explained *one)
{
	const struct af_log_report *report = one->report;
	const struct af_verdict_of_log *verdict = &one->verdict;
	char gfp[AF_GFP_TEXT];

	af_explain_gfp(gfp, one);
	fprintf(out, "count=%llu order=", (unsigned long long)one->count);
	if (report->order_known)
		fprintf(out, "%u", report->order);
	fprintf(out, " gfp=%s", gfp);
	add_slice(out, "caller", verdict->caller.symbol);
	add_slice(out, "module", verdict->caller.module);
	add_slice(out, "comm", report->comm);
	add_slice(out, "kernel", report->release_text);
	fprintf(out, " context=%s class=%s cause=%s%s%s%s",
		af_context_name(verdict->context),
		af_class_name(verdict->class), af_cause_name(verdict->cause),
		verdict->doubt ? " unsure" : "",
		verdict->cma_only ? " cma_only" : "",
		report->mixed ? " mixed" : "");
	if (verdict->zone)
		fprintf(out, " zone=%s usable=%lld needed=%lld",
			af_log_zone_names[verdict->zone->name],
			(long long)verdict->free, (long long)verdict->mark);
	fputc('\n', out);
}

static char *understand(struct af_explanation *explanation, const char *text,
			size_t length, u32 kernel)
{
	char *lines = NULL;
	size_t size, i;
	FILE *out = open_memstream(&lines, &size);

	assert_non_null(out);
	assert_int_equal(af_explain_text(explanation, text, length, kernel), 0);
	for (i = 0; i < explanation->nr; i++)
		describe(out, &explanation->all[i]);
	fclose(out);
	return lines;
}

static void read_log(struct understood *one, const char *path)
{
	if (af_read_bytes(path, &one->log))
		fail_msg("%s: cannot be read", path);
	assert_int_equal(af_decode(one->log.text, &one->log.length),
			 AF_CODING_TEXT);
	one->lines = understand(&one->explanation, one->log.text,
				one->log.length, 0);
}

static void forget(struct understood *one)
{
	af_explain_free(&one->explanation);
	free(one->lines);
	free(one->log.text);
}

static void all_logs(glob_t *paths)
{
	assert_int_equal(glob(TESTS "/logs/*.log", 0, NULL, paths), 0);
	assert_true(paths->gl_pathc >= LEAST_LOGS);
}

/* logs/NAME.log against logs/NAME.expect; EXPLAIN_BLESS=1 writes these. */
static void check_log(const char *path)
{
	char expect[4096];
	struct understood one;
	struct af_text text;
	FILE *file;

	snprintf(expect, sizeof(expect), "%.*sexpect",
		 (int)(strlen(path) - strlen("log")), path);
	read_log(&one, path);
	if (getenv("EXPLAIN_BLESS")) {
		file = fopen(expect, "w");
		assert_non_null(file);
		fputs(one.lines, file);
		fclose(file);
	}
	if (af_read_bytes(expect, &text))
		fail_msg("%s: cannot be read", expect);
	if (strcmp(one.lines, text.text))
		fail_msg("%s: expected\n%sgot\n%s", path, text.text, one.lines);
	free(text.text);
	forget(&one);
}

static void test_logs(void **state)
{
	glob_t paths;
	size_t i;

	all_logs(&paths);
	for (i = 0; i < paths.gl_pathc; i++)
		check_log(paths.gl_pathv[i]);
	globfree(&paths);
}

/* Whatever it is, it is read without a mistake in memory, and ends. */
/* Return: failures; @reports counts vmalloc()'s too, unless NULL */
static u64 swallow(const char *text, size_t length, u64 *reports)
{
	/* A copy of its own, so that a byte too far is found. */
	char *copy = malloc(length ? length : 1);
	struct af_explanation explanation;
	u64 count;

	assert_non_null(copy);
	memcpy(copy, text, length);
	free(understand(&explanation, copy, length, 0));
	count = explanation.log.count[AF_LOG_FAILURE];
	if (reports)
		*reports = count + explanation.log.count[AF_LOG_VMALLOC];
	af_explain_free(&explanation);
	free(copy);
	return count;
}

/*
 * A part of a log has no more failures than the whole. A report of vmalloc() that
 * has lost its first line looks like one of a failure: there no more of both.
 */
static void test_torn(void **state)
{
	struct understood one;
	glob_t paths;
	size_t i, cut, step;
	u64 failures, reports, tail, both;

	all_logs(&paths);
	for (i = 0; i < paths.gl_pathc; i++) {
		read_log(&one, paths.gl_pathv[i]);
		failures = one.explanation.log.count[AF_LOG_FAILURE];
		reports = failures + one.explanation.log.count[AF_LOG_VMALLOC];
		step = one.log.length / 150 + 1;
		for (cut = 0; cut < one.log.length; cut += step) {
			assert_true(swallow(one.log.text, cut, NULL) <=
				    failures);
			tail = swallow(one.log.text + cut, one.log.length - cut,
				       &both);
			if (both > reports ||
			    (reports == failures && tail > failures))
				fail_msg("%s: more from byte %zu on",
					 paths.gl_pathv[i], cut);
		}
		forget(&one);
	}
	globfree(&paths);
}

static void spoil(char *text, size_t length, u64 *random)
{
	static const char bytes[] = "0123456789\n :[]<>()*=.,/+{}#\0\xff";
	u32 i, changes = 1 + unit_below(random, 20);

	for (i = 0; i < changes; i++)
		text[unit_below(random, length)] =
			bytes[unit_below(random, sizeof(bytes))];
}

static void test_spoilt(void **state)
{
	u64 random = unit_seed();
	struct understood one;
	glob_t paths;
	size_t i;
	int round;

	all_logs(&paths);
	for (i = 0; i < paths.gl_pathc; i++) {
		read_log(&one, paths.gl_pathv[i]);
		for (round = 0; round < 60; round++) {
			char *text = malloc(one.log.length);

			assert_non_null(text);
			memcpy(text, one.log.text, one.log.length);
			spoil(text, one.log.length, &random);
			swallow(text, one.log.length, NULL);
			free(text);
		}
		forget(&one);
	}
	globfree(&paths);
}

struct mask {
	u32 mask;
	u32 release;
	const char *text;
};

/* Values of include/linux/gfp.h of these releases. */
static const struct mask masks[] = {
	{ 0x1f0, KERNEL_VERSION(2, 4, 18), "GFP_KERNEL" },
	{ 0x20, KERNEL_VERSION(2, 4, 18), "GFP_ATOMIC" },
	{ 0xd0, KERNEL_VERSION(2, 6, 0), "GFP_KERNEL" },
	{ 0x2020, KERNEL_VERSION(2, 6, 18), "GFP_ATOMIC|__GFP_NO_GROW" },
	{ 0x2020, KERNEL_VERSION(3, 6, 0), "GFP_ATOMIC|__GFP_MEMALLOC" },
	{ 0xa00d2, KERNEL_VERSION(2, 6, 23), "GFP_HIGHUSER_MOVABLE" },
	{ 0x1200d2, KERNEL_VERSION(2, 6, 24), "GFP_HIGHUSER_MOVABLE" },
	{ 0x1200d2, KERNEL_VERSION(2, 6, 30), "GFP_HIGHUSER_MOVABLE" },
	{ 0x200da, KERNEL_VERSION(2, 6, 31), "GFP_HIGHUSER_MOVABLE" },
	{ 0x800d0, KERNEL_VERSION(3, 10, 0), "GFP_TEMPORARY" },
	{ 0x100020, KERNEL_VERSION(3, 10, 0), "GFP_ATOMIC|__GFP_KMEMCG" },
	{ 0x1000d0, KERNEL_VERSION(4, 2, 0), "GFP_KERNEL|__GFP_NOACCOUNT" },
	{ 0x2080020, KERNEL_VERSION(4, 4, 0), "GFP_ATOMIC" },
	{ 0x24000c0, KERNEL_VERSION(4, 4, 0), "GFP_KERNEL" },
	{ 0x2500000, KERNEL_VERSION(4, 5, 0), "GFP_NOIO|__GFP_ACCOUNT" },
	{ 0x2000000, KERNEL_VERSION(4, 4, 0), "GFP_NOWAIT" },
	{ 0x0, KERNEL_VERSION(2, 6, 32), "GFP_NOWAIT" },
	{ 0x24200ca, KERNEL_VERSION(4, 9, 0), "GFP_HIGHUSER_MOVABLE" },
	{ 0x14000c0, KERNEL_VERSION(4, 10, 0), "GFP_KERNEL" },
	{ 0x1080020, KERNEL_VERSION(4, 14, 0), "GFP_ATOMIC" },
	{ 0x14200ca, KERNEL_VERSION(4, 14, 0), "GFP_HIGHUSER_MOVABLE" },
	{ 0x14040c0, KERNEL_VERSION(4, 17, 0), "GFP_KERNEL|__GFP_COMP" },
	{ 0x1400400, KERNEL_VERSION(4, 12, 0), "GFP_NOIO|__GFP_REPEAT" },
	{ 0x1400400, KERNEL_VERSION(4, 13, 0), "GFP_NOIO|__GFP_RETRY_MAYFAIL" },
	{ 0x1800000, KERNEL_VERSION(4, 17, 0), "GFP_NOWAIT|__GFP_WRITE" },
	{ 0x6000c0, KERNEL_VERSION(4, 18, 0), "GFP_KERNEL" },
	{ 0x480020, KERNEL_VERSION(4, 19, 0), "GFP_ATOMIC" },
	{ 0x6200ca, KERNEL_VERSION(5, 0, 0), "GFP_HIGHUSER_MOVABLE" },
	{ 0x400100, KERNEL_VERSION(5, 0, 0), "GFP_NOWAIT|__GFP_WRITE" },
	{ 0x100cca, KERNEL_VERSION(5, 1, 0), "GFP_HIGHUSER_MOVABLE" },
	{ 0x40dc0, KERNEL_VERSION(5, 4, 0),
	  "GFP_KERNEL|__GFP_COMP|__GFP_ZERO" },
	{ 0xcc0, KERNEL_VERSION(5, 10, 0), "GFP_KERNEL" },
	{ 0xa20, KERNEL_VERSION(5, 10, 0), "GFP_ATOMIC" },
	{ 0x820, KERNEL_VERSION(6, 12, 0), "GFP_ATOMIC" },
	{ 0x40cc0, KERNEL_VERSION(6, 12, 0), "GFP_KERNEL|__GFP_COMP" },
};

static void test_masks(void **state)
{
	char text[AF_GFP_TEXT];
	u32 unknown;
	u64 flags, named;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(masks); i++) {
		const struct mask *mask = &masks[i];

		assert_true(af_gfp_of_mask(mask->mask, mask->release, &flags,
					   &unknown));
		af_gfp_text(text, flags, mask->release);
		assert_string_equal(text, mask->text);
		/* By name it means the same; of nothing there is no name. */
		if (!mask->mask)
			continue;
		assert_true(af_gfp_of_names(af_slice_string(text),
					    mask->release, &named));
		assert_int_equal(named, flags);
	}
}

static void test_mask_unknown(void **state)
{
	u32 unknown;
	u64 flags;

	/* A bit that 4.14 does not have. */
	assert_false(af_gfp_of_mask(0x41080020, KERNEL_VERSION(4, 14, 0),
				    &flags, &unknown));
	assert_int_equal(unknown, 0x40000000);
	assert_int_equal(flags, AF_GFP(HIGH) | AF_GFP(ATOMIC) |
					AF_GFP(KSWAPD_RECLAIM));
	assert_false(af_gfp_of_mask(0x1000020, KERNEL_VERSION(5, 1, 0), &flags,
				    &unknown));
	assert_int_equal(unknown, 0x1000000);
	assert_int_equal(flags, AF_GFP(HIGH));
	assert_false(af_gfp_of_names(af_slice_string("GFP_ATOMIC|__GFP_CO"),
				     KERNEL_VERSION(6, 12, 0), &flags));
	assert_int_equal(flags, AF_GFP(HIGH) | AF_GFP(KSWAPD_RECLAIM));
}

struct form {
	const char *line;
	const char *text;
	u64 time_us;
	char caller;
	u32 caller_id;
};

static const struct form forms[] = {
	{ "a: b", "a: b", 0, 0, 0 },
	{ "[   12.345678] a: b", "a: b", 12345678, 0, 0 },
	{ "<4>[   12.345678] a: b", "a: b", 12345678, 0, 0 },
	{ "[   12.345678][  T123] a: b", "a: b", 12345678, 'T', 123 },
	{ "[   12.345678] [    C2] a: b", "a: b", 12345678, 'C', 2 },
	{ "Jul 15 03:01:26 host kernel: a: b", "a: b", 0, 0, 0 },
	{ "Jul 15 03:01:26 host kernel: [   12.345678] a: b", "a: b", 12345678,
	  0, 0 },
	{ "2026-07-15T03:01:26.123456+02:00 host kernel: a: b", "a: b", 0, 0,
	  0 },
	{ "[Mon Apr 20 15:08:07 2020] a: b", "a: b", 0, 0, 0 },
	{ "kern  :warn  : [   12.345678] a: b", "a: b", 12345678, 0, 0 },
	{ "> > [   12.345678] a: b\r", "a: b", 12345678, 0, 0 },
	{ "[<c0140781>] f+0x1/0x2", "[<c0140781>] f+0x1/0x2", 0, 0, 0 },
	{ "<ffffffff8015b0de>{f+878}", "<ffffffff8015b0de>{f+878}", 0, 0, 0 },
};

static void test_forms(void **state)
{
	struct af_loglines lines;
	const struct af_logline *line;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		const struct form *form = &forms[i];

		af_loglines_begin(&lines, form->line, strlen(form->line));
		line = af_loglines_next(&lines);
		assert_non_null(line);
		if (!af_slice_is(line->text, form->text))
			fail_msg("%s: got %.*s", form->line,
				 AF_SLICE(line->text));
		assert_int_equal(line->time_us, form->time_us);
		assert_int_equal(line->caller, form->caller);
		assert_int_equal(line->caller_id, form->caller_id);
		assert_null(af_loglines_next(&lines));
		af_loglines_end(&lines);
	}
}

/* Reports of two callers, a line of one and a line of the other. */
static void interleave(FILE *out, const struct understood *a,
		       const struct understood *b, bool numbers)
{
	struct af_loglines of[2];
	const struct af_logline *line;
	bool more = true;
	int i;

	af_loglines_begin(&of[0], a->log.text, a->log.length);
	af_loglines_begin(&of[1], b->log.text, b->log.length);
	while (more) {
		more = false;
		for (i = 0; i < 2; i++) {
			line = af_loglines_next(&of[i]);
			if (!line)
				continue;
			more = true;
			if (numbers)
				fprintf(out, "[    1.000000][    C%d] ", i);
			fprintf(out, "%.*s\n", AF_SLICE(line->text));
		}
	}
	af_loglines_end(&of[0]);
	af_loglines_end(&of[1]);
}

static char *mixed(size_t *length, bool numbers)
{
	struct understood a, b;
	char *text = NULL;
	FILE *out = open_memstream(&text, length);

	assert_non_null(out);
	read_log(&a, TESTS "/logs/2.6.31-e100-order5.log");
	read_log(&b, TESTS "/logs/4.4-no-min-free.log");
	interleave(out, &a, &b, numbers);
	fclose(out);
	forget(&a);
	forget(&b);
	return text;
}

/* With their numbers they are told apart, as if one came after the other. */
static void test_callers(void **state)
{
	struct af_explanation explanation;
	struct understood a, b;
	char *text, *lines, *expected;
	size_t length;

	text = mixed(&length, true);
	lines = understand(&explanation, text, length, 0);
	read_log(&a, TESTS "/logs/2.6.31-e100-order5.log");
	read_log(&b, TESTS "/logs/4.4-no-min-free.log");
	assert_true(asprintf(&expected, "%s%s", b.lines, a.lines) > 0);
	/* In which order depends on the first line of each. */
	if (strncmp(lines, b.lines, 30)) {
		free(expected);
		assert_true(asprintf(&expected, "%s%s", a.lines, b.lines) > 0);
	}
	assert_string_equal(lines, expected);
	free(expected);
	forget(&a);
	forget(&b);
	af_explain_free(&explanation);
	free(lines);
	free(text);
}

/* Without, both are found, and it is said that they are mixed. */
static void test_mixed(void **state)
{
	struct af_explanation explanation;
	char *text, *lines;
	size_t length, i;

	text = mixed(&length, false);
	lines = understand(&explanation, text, length, 0);
	assert_int_equal(explanation.nr, 2);
	for (i = 0; i < 2; i++)
		assert_true(explanation.all[i].report->mixed);
	af_explain_free(&explanation);
	free(lines);
	free(text);
}

/* Where the log does not say whose it is. */
static void test_kernel_option(void **state)
{
	static const char log[] =
		"x: page allocation failure. order:0, mode:0x100000\n";
	struct af_explanation explanation;

	free(understand(&explanation, log, strlen(log),
			KERNEL_VERSION(2, 6, 24)));
	assert_int_equal(explanation.all[0].verdict.flags, AF_GFP(MOVABLE));
	af_explain_free(&explanation);
	free(understand(&explanation, log, strlen(log),
			KERNEL_VERSION(3, 10, 0)));
	assert_int_equal(explanation.all[0].verdict.flags, AF_GFP(KMEMCG));
	af_explain_free(&explanation);
	free(understand(&explanation, log, strlen(log), 0));
	/* Not known: by the mask it was movable, which this bit meant then. */
	assert_int_equal(explanation.all[0].verdict.range.from,
			 KERNEL_VERSION(2, 6, 24));
	assert_int_equal(explanation.all[0].verdict.range.until,
			 KERNEL_VERSION(2, 6, 31));
	af_explain_free(&explanation);
}

/* What a hostile log tells the terminal does not get there. */
static void test_plain(void **state)
{
	static const char log[] =
		"\033[31mx: page allocation failure: order:0, mode:0x20(\033[2J)\n"
		"CPU: 0 PID: 1 Comm: \033[31mx Not tainted 6.12.0\033]0;x\007 #1\n";
	struct af_explanation explanation;
	struct af_screen screen = { .width = 80 };
	char *printed = NULL;
	size_t size, i;

	free(understand(&explanation, log, strlen(log), 0));
	assert_int_equal(explanation.nr, 1);
	screen.out = open_memstream(&printed, &size);
	assert_non_null(screen.out);
	af_explain_print(&explanation, &screen, false);
	fclose(screen.out);
	for (i = 0; i < size; i++)
		assert_true(printed[i] == '\n' ||
			    (printed[i] >= ' ' && printed[i] <= '~'));
	assert_non_null(strstr(printed, "order 0"));
	free(printed);
	af_explain_free(&explanation);
}

/* Who writes of such lines has no failure to report. */
static void test_prose(void **state)
{
	static const char text[] =
		"A line as \"kernel: cat: page allocation failure. order:5, mode:0xd0\" says\n"
		"that a process asked for 2^5 pages. I get many of \"swapper: page\n"
		"allocation failure\"; the page allocation failure count goes up.\n";

	assert_int_equal(swallow(text, strlen(text), NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_logs),
		cmocka_unit_test(test_torn),
		cmocka_unit_test(test_spoilt),
		cmocka_unit_test(test_masks),
		cmocka_unit_test(test_mask_unknown),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_callers),
		cmocka_unit_test(test_mixed),
		cmocka_unit_test(test_kernel_option),
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_prose),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
