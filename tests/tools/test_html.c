// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages and pictures: whatever a saved copy has for names, all markup is ours, what
 * is drawn is what was counted, and its size is bounded.
 */
#include <stdio.h>
#include <unistd.h>

#include "commands/flamegraph.h"
#include "commands/html.h"
#include "lib/markup.h"
#include "unit.h"

/* --- markup */

static char *markup_of(struct af_slice text, size_t most)
{
	char *written = NULL;
	size_t length;
	FILE *out = open_memstream(&written, &length);

	af_markup(out, text, most);
	fclose(out);
	return written;
}

static void test_markup(void **state)
{
	char *text = markup_of(af_slice_string("a<b>&\"'\\x1b z"), 100);

	assert_string_equal(text, "a&lt;b&gt;&amp;&quot;&#39;\\x1b z");
	free(text);
	text = markup_of(af_slice_of("\0\n\x1b[0m\x7f\xc3\xa9", 9), 100);
	assert_string_equal(text, "\\x00\\x0a\\x1b[0m\\x7f\\xc3\\xa9");
	free(text);
	text = markup_of(af_slice_string("abc"), 3);
	assert_string_equal(text, "abc");
	free(text);
	text = markup_of(af_slice_string("<<<<"), 3);
	assert_string_equal(text, "&lt;&lt;&lt;&#8230;");
	free(text);
}

/* Each byte alone: printable, none that could begin or end markup. */
static void test_markup_bytes(void **state)
{
	unsigned int byte;

	for (byte = 0; byte < 256; byte++) {
		const char one = byte;
		char *text = markup_of(af_slice_of(&one, 1), 1), *at;

		assert_non_null(text);
		assert_null(strpbrk(text, "<>\"'"));
		for (at = text; *at; at++)
			assert_true(*at >= ' ' && *at <= '~');
		if (text[0] == '&')
			assert_int_equal(text[strlen(text) - 1], ';');
		free(text);
	}
}

/* Tags that the command writes; any other would be somebody else's. */
static bool is_ours(const char *name, size_t length)
{
	static const char *const tags[] = {
		"!DOCTYPE", "html", "head",   "meta", "title",
		"style",    "body", "header", "main", "footer",
		"section",  "h1",   "h2",     "h3",   "p",
		"ol",	    "li",   "strong", "code", "pre",
		"table",    "tr",   "th",     "td",   "i",
		"b",	    "a",    "div",    "span", "figure",
		"svg",	    "rect", "text",   "defs", "linearGradient",
		"stop",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tags); i++)
		if (strlen(tags[i]) == length && !memcmp(tags[i], name, length))
			return true;
	return false;
}

static bool is_attribute(const char *name, size_t length)
{
	static const char *const attributes[] = {
		"xmlns",	"lang",	       "charset",     "http-equiv",
		"content",	"name",	       "class",	      "style",
		"id",		"href",	       "x",	      "y",
		"width",	"height",      "role",	      "title",
		"fill",		"transform",   "aria-label",  "offset",
		"font-size",	"font-family", "font-weight", "stop-color",
		"stop-opacity",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(attributes); i++)
		if (strlen(attributes[i]) == length &&
		    !memcmp(attributes[i], name, length))
			return true;
	return false;
}

/* From the name of a tag to past its end. */
static const char *check_tag(const char *at)
{
	const char *name = at;

	at += strcspn(at, " />");
	assert_true(is_ours(name, at - name));
	if (*name == '!')
		return strchr(at, '>') + 1;
	while (*at == ' ') {
		name = ++at;
		at += strcspn(at, "= />");
		assert_true(is_attribute(name, at - name));
		assert_memory_equal(at, "=\"", 2);
		if (!strncmp(name, "href", 4))
			assert_int_equal(at[2], '#');
		at = strchr(at + 2, '"') + 1;
	}
	if (*at == '/')
		at++;
	assert_int_equal(*at, '>');
	return at + 1;
}

static void check_markup(const char *text)
{
	const char *at = text, *end;

	while ((at = strchr(at, '<'))) {
		if (at[1] == '/') {
			end = at + 2 + strcspn(at + 2, ">");
			assert_true(is_ours(at + 2, end - at - 2));
			at = end;
		} else {
			at = check_tag(at + 1);
		}
	}
}

/* --- flame graphs */

static void parse(struct af_view *view, const char *text)
{
	struct af_parse_error error;

	*view = (struct af_view){
		.status = { .version = af_slice_string("1"),
			    .kernel = af_slice_string("6.12.1"),
			    .hook_place = af_slice_string("here"),
			    .enabled = true },
	};
	assert_int_equal(af_parse_signatures(&view->signatures, text,
					     strlen(text), &error),
			 0);
	view->totals.nr_orders = 11;
}

/* A record: cause, count and frames. */
#define RECORD(count, cause, frames)                                      \
	"count=" count " order=0 gfp=GFP_ATOMIC gfp_mask=0x820 "          \
	"memalloc=0 context=task class=atomic cause=" cause               \
	" zone=Normal first=1.000000 last=2.000000 cpu=0 pid=1 streak=1 " \
	"comm=a\n" frames

static char *draw(const struct af_view *view, enum af_flame_by by,
		  u64 *left_out)
{
	const struct af_filter all = { 0 };
	struct af_flame flame;
	char *text = NULL;
	size_t length;
	FILE *out;

	assert_int_equal(af_flame_make(&flame, &view->signatures, &all, 0, by),
			 0);
	out = open_memstream(&text, &length);
	*left_out = af_flame_draw(out, &flame, "width=\"100%\"");
	fclose(out);
	af_flame_free(&flame);
	check_markup(text);
	return text;
}

static void expect(const char *text, const char *part)
{
	if (!strstr(text, part))
		print_error("no %s in:\n%s", part, text);
	assert_non_null(strstr(text, part));
}

/* Callers that are equal are one frame; the innermost ones are on top. */
static void test_merge(void **state)
{
	struct af_view view;
	u64 left_out;
	char *text;

	parse(&view,
	      RECORD("2", "watermark", "\tx+0x1/0x9\n\tmain+0x1/0x9\n")
		      RECORD("1", "lowmem", "\ty+0x2/0x9 [m]\n\tmain+0x5/0x9\n")
			      RECORD("1", "lowmem",
				     "\tx+0x2/0x9\n\tmain+0x1/0x9\n"));
	text = draw(&view, AF_FLAME_MODULE, &left_out);
	expect(text,
	       "y=\"36\" width=\"100.000%\" height=\"18\"><title>all: 4, 100 %");
	expect(text,
	       "x=\"0.000%\" y=\"18\" width=\"100.000%\" height=\"18\"><title>main: 4, 100 %");
	expect(text,
	       "x=\"0.000%\" y=\"0\" width=\"75.000%\" height=\"18\"><title>x: 3, 75 %");
	expect(text,
	       "x=\"75.000%\" y=\"0\" width=\"25.000%\" height=\"18\"><title>y [m]: 1, 25 %");
	free(text);
	text = draw(&view, AF_FLAME_CAUSE, &left_out);
	expect(text,
	       "y=\"36\" width=\"50.000%\" height=\"18\"><title>lowmem: 2, 50 %");
	expect(text,
	       "y=\"36\" width=\"50.000%\" height=\"18\"><title>watermark: 2, 50 %");
	expect(text,
	       "y=\"18\" width=\"50.000%\" height=\"18\"><title>main: 2, 50 %");
	assert_int_equal(left_out, 0);
	free(text);
	af_view_free(&view);
}

static void test_no_stack(void **state)
{
	struct af_view view;
	u64 left_out;
	char *text;

	parse(&view, RECORD("3", "watermark", "")
			     RECORD("1", "lowmem", "\t[unknown]\n"));
	text = draw(&view, AF_FLAME_MODULE, &left_out);
	expect(text, "<title>[no stack]: 3, 75 %");
	expect(text, "<title>[unknown]: 1, 25 %");
	free(text);
	af_view_free(&view);
}

/* What is narrower than 0.1 % is counted, and not drawn. */
static void test_narrow(void **state)
{
	struct af_view view;
	u64 left_out;
	char *text;

	parse(&view, RECORD("99999", "watermark", "\tmany+0x1/0x9\n")
			     RECORD("1", "lowmem", "\tfew+0x1/0x9\n"));
	text = draw(&view, AF_FLAME_MODULE, &left_out);
	assert_null(strstr(text, "few"));
	assert_int_equal(left_out, 1);
	free(text);
	af_view_free(&view);
}

/* Sums of counts do not overflow. */
static void test_counts(void **state)
{
	struct af_view view;
	u64 left_out;
	char *text;

	parse(&view, RECORD("18446744073709551615", "watermark",
			    "\ta+0x1/0x9\n") RECORD("18446744073709551615",
						    "lowmem", "\tb+0x1/0x9\n"));
	text = draw(&view, AF_FLAME_MODULE, &left_out);
	expect(text, "<title>a: 10,000,000,000,000,000,000, 50 %");
	free(text);
	af_view_free(&view);
}

/* A copy may have deeper stacks than any kernel. */
static void test_deep(void **state)
{
	char *record = calloc(1, 100000), *end, *text;
	struct af_view view;
	unsigned int i;
	u64 left_out;

	strcpy(record, RECORD("1", "lowmem", ""));
	end = record + strlen(record);
	for (i = 0; i < 5000; i++)
		end += sprintf(end, "\tf%u+0x1/0x9\n", i);
	parse(&view, record);
	text = draw(&view, AF_FLAME_CLASS, &left_out);
	expect(text, "<title>f4999: 1");
	expect(text, "<title>[and more]: 1");
	assert_null(strstr(text, "<title>f4900: 1"));
	free(text);
	free(record);
	af_view_free(&view);
}

/* More modules than colours. */
static void test_modules(void **state)
{
	char *records = calloc(1, 100000), *end = records, *text;
	struct af_view view;
	unsigned int i;
	u64 left_out;

	for (i = 0; i < 100; i++)
		end += sprintf(end,
			       RECORD("%u", "lowmem", "\tf+0x1/0x9 [m%u]\n"),
			       200 - i, i);
	parse(&view, records);
	text = draw(&view, AF_FLAME_MODULE, &left_out);
	expect(text, "<title>f [m0]: 200, 1.33 %</title><rect class=\"af-c1\"");
	expect(text,
	       "<title>f [m99]: 101, 0.671 %</title><rect class=\"af-c10\"");
	free(text);
	free(records);
	af_view_free(&view);
}

/* --- pages */

/* As it is in the file: af_read_text() is for what comes from outside. */
static char *read_back(const char *path)
{
	char *text = calloc(1, 1 << 22);
	FILE *file = fopen(path, "r");
	size_t length;

	assert_non_null(text);
	assert_non_null(file);
	length = fread(text, 1, (1 << 22) - 1, file);
	assert_true(length >= 1 && length <= (1 << 22) - 2);
	fclose(file);
	return text;
}

static char *page_of(struct af_report *report, const struct af_options *options)
{
	char path[] = "/tmp/allocfail-XXXXXX";
	int fd = mkstemp(path);
	char *text;

	assert_true(fd >= 0);
	close(fd);
	report->options = options;
	assert_int_equal(af_groups_make(&report->groups, &report->view,
					&options->filter),
			 0);
	assert_int_equal(af_html_write(report, path), 0);
	text = read_back(path);
	unlink(path);
	af_groups_free(&report->groups);
	check_markup(text);
	return text;
}

static char *page_of_root(const char *root, const struct af_options *options)
{
	struct af_report report = { .filtered = false };
	char path[4096], *text;

	snprintf(path, sizeof(path), "%s/roots/%s", TESTS, root);
	assert_int_equal(af_view_read(&report.view, path, AF_READ_ALL), 0);
	text = page_of(&report, options);
	af_view_free(&report.view);
	return text;
}

static void test_page(void **state)
{
	const struct af_options options = { 0 };
	char *text = page_of_root("6.12-mixed", &options);

	expect(text, "<p class=\"verdict serious\">Verdict: serious.");
	expect(text, "1,279 failures in 10 s");
	expect(text, "<pre>sysctl -w vm.min_free_kbytes=4096");
	expect(text, "<a href=\"#kind6\">af_stimulus <code>stimulus_site_0");
	expect(text, "<h3 id=\"kind6\">7 &#215; 128 KiB, lowmem");
	expect(text, "<h2>When: the last 159</h2>");
	expect(text, "<h3>Node 0, zone DMA32</h3>");
	expect(text, "<svg class=\"af-flame\"");
	free(text);
}

static void test_page_filter(void **state)
{
	const struct af_options options = {
		.filter = { .classes = 1U << AF_CLASS_BLOCKING },
	};
	char *text = page_of_root("6.12-mixed", &options);

	expect(text, "<h2>When: the last 24</h2>");
	assert_null(strstr(text, "id=\"kind2\""));
	assert_null(strstr(text, "tasklet_action_common"));
	free(text);
}

static void test_page_quiet(void **state)
{
	const struct af_options options = { 0 };
	char *text = page_of_root("6.12-quiet", &options);

	expect(text,
	       "<p class=\"verdict harmless\">No page allocation has failed");
	expect(text, "<h2>Zones, when it was saved</h2>");
	assert_null(strstr(text, "Who asked"));
	free(text);
}

static void test_page_hostile(void **state)
{
	const struct af_options options = { 0 };
	char *text = page_of_root("hostile-markup", &options);

	expect(text, "&lt;script&gt;alert(1)&lt;/script&gt;");
	free(text);
}

static u64 seed;

/* A name without blanks and newlines, mostly of bytes that mean something. */
static char *random_name(char *end)
{
	static const char bytes[] = "<>\"'&;/=-!?[]#%()+{}ax\\\x7f\xff\xc3\xa9";
	unsigned int length =
		unit_below(&seed, 12) ? 1 + unit_below(&seed, 20) : 700;

	while (length--)
		*end++ = bytes[unit_below(&seed, sizeof(bytes) - 1)];
	*end = '\0';
	return end;
}

static char *random_record(char *end)
{
	unsigned int frames = unit_below(&seed, 5);

	end += sprintf(end,
		       "count=%u order=%u gfp=", 1 + unit_below(&seed, 100),
		       unit_below(&seed, 12));
	end = random_name(end);
	end += sprintf(end,
		       " gfp_mask=0x%x memalloc=0 context=task class=%s cause=%s zone=",
		       unit_below(&seed, 1000),
		       unit_below(&seed, 2) ? "atomic" : "blocking",
		       unit_below(&seed, 2) ? "cgroup" : "lowmem");
	end = random_name(end);
	end += sprintf(end,
		       " first=1.000000 last=2.000000 cpu=0 pid=1 streak=1 comm=");
	end = random_name(end);
	while (frames--) {
		end = random_name(stpcpy(end, "\n\t"));
		end = random_name(stpcpy(end, "+0x1/0x2 ["));
		end = stpcpy(end, "]");
	}
	return stpcpy(end, "\n");
}

static void test_page_random(void **state)
{
	const struct af_options options = { 0 };
	char *records = malloc(1 << 20), *end;
	unsigned int round, nr;

	seed = unit_seed();
	for (round = 0; round < 200; round++) {
		struct af_report report = { .filtered = true };

		end = records;
		*end = '\0';
		for (nr = unit_below(&seed, 20); nr; nr--)
			end = random_record(end);
		parse(&report.view, records);
		free(page_of(&report, &options));
		af_view_free(&report.view);
	}
	free(records);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_markup),
		cmocka_unit_test(test_markup_bytes),
		cmocka_unit_test(test_merge),
		cmocka_unit_test(test_no_stack),
		cmocka_unit_test(test_narrow),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_deep),
		cmocka_unit_test(test_modules),
		cmocka_unit_test(test_page),
		cmocka_unit_test(test_page_filter),
		cmocka_unit_test(test_page_quiet),
		cmocka_unit_test(test_page_hostile),
		cmocka_unit_test(test_page_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
