// SPDX-License-Identifier: GPL-2.0-only
/* What is put on a screen: paragraphs, commands to be pasted, bars and tables. */
#include <stdio.h>
#include <unistd.h>

#include "unit.h"
#include "lib/table.h"

/* What was printed, in memory. */
static char *printed;
static size_t printed_length;

static struct af_screen open_screen(unsigned int width)
{
	const struct af_screen screen = {
		.out = open_memstream(&printed, &printed_length),
		.width = width,
	};

	assert_non_null(screen.out);
	return screen;
}

/* The text; to be freed. */
static char *close_screen(const struct af_screen *screen)
{
	fclose(screen->out);
	return printed;
}

static void expect(const struct af_screen *screen, const char *expected)
{
	char *text = close_screen(screen);

	assert_string_equal(text, expected);
	free(text);
}

static void test_wrap(void **state)
{
	struct af_screen screen = open_screen(40);

	af_wrap(&screen, 2, AF_PLAIN,
		"one line of forty columns is too short for this");
	af_wrap_item(&screen, 0, 4, AF_PLAIN,
		     "1. an item whose other lines are further in");
	fputs("key   ", screen.out);
	af_wrap_rest(&screen, 6, "and what stands beside it, in a second line");
	af_wrap_marked(&screen, 2, AF_PLAIN, "# ",
		       af_slice_string("a comment that is longer than one line"));
	af_heading(&screen, "A heading");
	af_wrap(&screen, 0, AF_PLAIN, "");
	expect(&screen, "  one line of forty columns is too short\n"
			"  for this\n"
			"1. an item whose other lines are further\n"
			"    in\n"
			"key   and what stands beside it, in a\n"
			"      second line\n"
			"  # a comment that is longer than one\n"
			"  # line\n"
			"\nA heading\n");
}

/* Behind a stroke or the like, if there is one in the second half; with a mark. */
static void test_long_words(void **state)
{
	struct af_screen screen = open_screen(24);

	af_wrap(&screen, 4, AF_PLAIN,
		"See /sys/module/allocfail/parameters/reset or 0123456789abcdefghijkl.");
	af_wrap(&screen, 0, AF_PLAIN, "exactly-so-long-as-it-is");
	af_wrap(&screen, 23, AF_PLAIN, "abc");
	expect(&screen, "    See\n"
			"    /sys/module/\\\n"
			"    allocfail/\\\n"
			"    parameters/reset or\n"
			"    0123456789abcdefghi\\\n"
			"    jkl.\n"
			"exactly-so-long-as-it-is\n"
			"                       a\\\n"
			"                       bc\n");
}

static void test_styles(void **state)
{
	struct af_screen screen = open_screen(40);

	screen.color = true;
	af_wrap(&screen, 1, AF_BOLD, "bold");
	af_wrap(&screen, 0, AF_PLAIN, "plain");
	expect(&screen, " \033[1mbold\033[0m\nplain\n");
}

static void test_rows(void **state)
{
	const struct af_screen screen = { .width = 10 };

	assert_int_equal(af_rows_of(&screen, ""), 0);
	assert_int_equal(af_rows_of(&screen, "a\n\nb\n"), 3);
	assert_int_equal(af_rows_of(&screen, "0123456789\n"), 1);
	assert_int_equal(af_rows_of(&screen, "0123456789a\n"), 2);
	/* Colours take no room, and a bar's block is one column. */
	assert_int_equal(af_rows_of(&screen, "\033[1;31m01234\033[0m56789\n"),
			 1);
	assert_int_equal(af_rows_of(&screen, "██████████\n"), 1);
}

static void test_bar(void **state)
{
	struct af_screen screen = open_screen(40);

	af_bar(&screen, 0.5, 8);
	af_bar(&screen, 0, 3);
	af_bar(&screen, 2, 3);
	af_bar(&screen, 0.0001, 3);
	screen.utf8 = true;
	fputc('|', screen.out);
	af_bar(&screen, 0.5, 3);
	af_bar(&screen, 0.0001, 2);
	expect(&screen, "####       ####  |█▌ ▏ ");
}

static void test_commands(void **state)
{
	assert_true(af_is_command(af_slice_string("sysctl -w a=1")));
	assert_true(af_is_command(af_slice_string("apt-get install x")));
	assert_false(af_is_command(af_slice_string("raise signatures=")));
	assert_false(af_is_command(af_slice_string("echoes")));
	assert_false(af_is_command(af_slice_string("")));
}

static void test_remedies(void **state)
{
	struct af_screen screen = open_screen(40);

	af_print_remedy(&screen, 5, AF_PLAIN,
			af_slice_string("sysctl -w vm.a=4096  # now 1"));
	af_print_remedy(&screen, 5, AF_PLAIN,
			af_slice_string("sysctl -w vm.a=4096  # now 1775, 0.9 % of memory"));
	af_print_remedy(&screen, 5, AF_PLAIN,
			af_slice_string("echo 5M > '/sys/fs/cgroup/a/b/memory.max'"));
	af_print_remedy(&screen, 5, AF_PLAIN,
			af_slice_string("echo 5M > '/sys/fs/cgroup/machine.slice/a/b/memory.max'"));
	af_print_remedy(&screen, 5, AF_PLAIN,
			af_slice_string("a sentence, which is no command at all"));
	expect(&screen, "     sysctl -w vm.a=4096  # now 1\n"
			"     sysctl -w vm.a=4096\n"
			"     # now 1775, 0.9 % of memory\n"
			"     echo 5M > \\\n"
			"     '/sys/fs/cgroup/a/b/memory.max'\n"
			"     echo 5M > \\\n"
			"     '/sys/fs/cgroup/machine.slice/a/b'\\\n"
			"'/memory.max'\n"
			"     a sentence, which is no command at\n"
			"     all\n");
}

/* There is no place to break it: it ends, and is as it was. */
static void test_backslashes(void **state)
{
	static const char text[] =
		"echo \\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\\";
	struct af_screen screen = open_screen(20);
	char expected[128];

	snprintf(expected, sizeof(expected), "echo \\\n%s\n", text + 5);
	af_print_remedy(&screen, 0, AF_PLAIN, af_slice_string(text));
	expect(&screen, expected);
}

/* What a shell makes of a text; to be freed. */
static char *shell(const char *text)
{
	char path[] = "/tmp/af-screen-XXXXXX", command[64], *said = NULL;
	size_t room = 0;
	FILE *file, *output;
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	file = fdopen(fd, "w");
	fputs(text, file);
	fclose(file);
	snprintf(command, sizeof(command), "sh %s 2>&1", path);
	output = popen(command, "r");
	assert_non_null(output);
	if (getdelim(&said, &room, '\0', output) < 0)
		said = strdup("");
	assert_int_equal(pclose(output), 0);
	unlink(path);
	return said;
}

/* A word of a command, as lib/shell.h lets one through, or quoted otherwise. */
static void add_word(char *to, struct choices *choices)
{
	static const char letters[] = "abcXYZ019:_.@/-";
	static const char *const quotes[] = { "", "'", "\"" };
	const char *quote = quotes[choose_below(choices, 3)];
	u32 length = choose_below(choices, 90) + 1, i;

	to += strlen(to);
	*to++ = ' ';
	to = stpcpy(to, quote);
	for (i = 0; i < length; i++) {
		*to++ = letters[choose_below(choices, sizeof(letters) - 1)];
		/* A backslash by itself is one in single quotes only. */
		if (*quote == '\'' && !choose_below(choices, 6))
			*to++ = '\\';
		if (*quote && !choose_below(choices, 8))
			*to++ = ' ';
	}
	strcpy(to, quote);
}

static void check_width(const char *text, unsigned int width)
{
	struct af_slice rest = af_slice_string(text), line;

	while (af_slice_cut(&rest, '\n', &line))
		if (!line.length || line.length > width)
			fail_msg("not of 1 to %u columns:\n%s", width, text);
}

/* Broken or not, it is the same command to a shell, and no line sticks out. */
static void test_same_command(void **state)
{
	struct choices choices = unit_choices();
	char text[1024];
	int round;

	for (round = 0; round < 60; round++) {
		const u32 width = 20 + choose_below(&choices, 60);
		struct af_screen screen = open_screen(width);
		char *broken, *expected, *got;
		u32 words = choose_below(&choices, 4) + 1;

		strcpy(text, "echo");
		while (words--)
			add_word(text, &choices);
		af_print_remedy(&screen, choose_below(&choices, 8), AF_PLAIN,
				af_slice_string(text));
		broken = close_screen(&screen);
		check_width(broken, width);
		expected = shell(text);
		got = shell(broken);
		if (strcmp(expected, got))
			fail_msg("%s\nis not\n%s", text, broken);
		free(broken);
		free(expected);
		free(got);
	}
}

/* --- tables */

static const struct af_column columns[] = {
	{ "NAME", 6, 0, false, false },	 { "LEAST", 5, 3, true, false },
	{ "HIDDEN", 6, 0, false, true }, { "MORE", 5, 1, true, false },
	{ "LAST", 8, 0, false, false },
};

static void fill(struct af_table *table, const char *name, const char *last)
{
	af_table_cell(table, AF_PLAIN, "%s", name);
	af_table_cell(table, AF_PLAIN, "%d", 12);
	af_table_cell(table, AF_PLAIN, "hidden");
	af_table_cell(table, AF_PLAIN, "%d", 345);
	af_table_cell(table, AF_PLAIN, "%s", last);
}

static void test_table(void **state)
{
	struct af_screen screen = open_screen(30);
	struct af_table table;

	af_table_open(&table, &screen, columns, ARRAY_SIZE(columns));
	af_table_heading(&table, AF_PLAIN);
	fill(&table, "short", "a last one");
	fill(&table, "too long", "a last one that is");
	fill(&table, "sixsix", "of 10 here");
	expect(&screen, "NAME   LEAST  MORE LAST\n"
			"short     12   345 a last one\n"
			"too l~    12   345 a last one~\n"
			"sixsix    12   345 of 10 here\n");
}

/* The columns that matter least go first; the last one takes what is left. */
static void test_narrow_table(void **state)
{
	struct af_screen screen = open_screen(24);
	struct af_table table;

	af_table_open(&table, &screen, columns, ARRAY_SIZE(columns));
	assert_true(af_table_has(&table, 0) && af_table_has(&table, 3));
	assert_false(af_table_has(&table, 1) || af_table_has(&table, 2));
	fill(&table, "a", "eleven char");
	fill(&table, "b", "twelve chars");
	expect(&screen, "a        345 eleven char\n"
			"b        345 twelve cha~\n");
	screen = open_screen(15);
	af_table_open(&table, &screen, columns, ARRAY_SIZE(columns));
	fill(&table, "a", "eight888");
	fill(&table, "b", "nine99999");
	expect(&screen, "a      eight888\n"
			"b      nine999~\n");
}

/* Bars, the caller's own last cell, and columns at the end that are not there. */
static void test_other_cells(void **state)
{
	static const struct af_column bars[] = {
		{ "N", 3, 0, true, false },
		{ "", 4, 1, false, false },
		{ "AWAY", 4, 0, false, true },
	};
	struct af_screen screen = open_screen(12);
	struct af_table table;

	af_table_open(&table, &screen, bars, ARRAY_SIZE(bars));
	af_table_cell(&table, AF_PLAIN, "%d", 7);
	af_table_bar(&table, 1);
	af_table_cell(&table, AF_PLAIN, "away");
	af_table_cell(&table, AF_PLAIN, "%d", 8);
	assert_int_equal(af_table_rest(&table), 8);
	fputs("own\n", screen.out);
	af_table_cell(&table, AF_PLAIN, "%d", 9);
	expect(&screen, "  7 ########\n  8 own\n  9 ");
}

/* Whatever is in the cells: no line is wider than the screen, none is without its end. */
static void test_any_table(void **state)
{
	struct choices choices = unit_choices();
	int round;
	u32 cell;

	for (round = 0; round < 2000; round++) {
		const u32 width = 15 + choose_below(&choices, 60);
		struct af_screen screen = open_screen(width);
		struct af_table table;
		char text[80], *got;

		af_table_open(&table, &screen, columns, ARRAY_SIZE(columns));
		for (cell = 0; cell < ARRAY_SIZE(columns); cell++) {
			memset(text, 'x', sizeof(text));
			text[choose_below(&choices, sizeof(text))] = '\0';
			text[sizeof(text) - 1] = '\0';
			af_table_cell(&table, AF_PLAIN, "%s", text);
		}
		got = close_screen(&screen);
		assert_true(printed_length && printed_length <= width + 1);
		assert_ptr_equal(strchr(got, '\n'), got + printed_length - 1);
		free(got);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_long_words),
		cmocka_unit_test(test_styles),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_bar),
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_remedies),
		cmocka_unit_test(test_backslashes),
		cmocka_unit_test(test_same_command),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_narrow_table),
		cmocka_unit_test(test_other_cells),
		cmocka_unit_test(test_any_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
