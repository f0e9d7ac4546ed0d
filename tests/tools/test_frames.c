// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tables of functions against the kernels' sources: each row must fit a function
 * that some release has, and a function must fit the row that it is there for.
 * frames.list has them.
 */
#include <stdio.h>

#include "unit.h"
#include "lib/file.h"
#include "lib/release.h"

/* The tables are of these files alone: they are compiled once more. */
#define af_log_plumbing of_plumbing
#define af_log_fits_whole fits_whole
#include "log/plumbing.c"
#undef af_log_plumbing
#undef af_log_fits_whole
#define af_way_of of_way
#define af_way_matches way_matches
#include "log/context_table.c"
#undef af_way_of
#undef af_way_matches

#define MOST 1024

struct function {
	struct af_slice name;
	struct af_slice row;
};

static struct function functions[MOST];
static size_t nr_functions;
static struct af_text file;

/* Does a log have a name. */
static bool in_log(struct af_slice log, struct af_slice name)
{
	char path[256], word[128];
	struct af_text text;
	bool found;

	snprintf(path, sizeof(path), TESTS "/logs/%.*s.log", AF_SLICE(log));
	snprintf(word, sizeof(word), "%.*s", AF_SLICE(name));
	if (af_read_text(path, &text))
		return false;
	found = af_slice_has(af_slice_of(text.text, text.length), word);
	free(text.text);
	return found;
}

static bool is_shown(struct af_slice rest, struct af_slice name)
{
	struct af_slice by = af_slice_next_word(&rest);
	u32 first, last;

	if (af_slice_is(by, "spl") || af_slice_is(by, "patch"))
		return true;
	if (af_slice_is(by, "log"))
		return in_log(af_slice_next_word(&rest), name);
	if (!af_slice_is(by, "kernel"))
		return false;
	first = af_release_of(af_slice_next_word(&rest));
	last = af_release_of(af_slice_next_word(&rest));
	return first && last && first <= last;
}

/* "ROW NAME BY ..." */
static void add(struct af_slice line)
{
	struct function *function = &functions[nr_functions++];

	assert_true(nr_functions < MOST);
	function->row = af_slice_next_word(&line);
	function->name = af_slice_next_word(&line);
	if (!function->name.length || !is_shown(line, function->name))
		fail_msg("%.*s: who has this?", AF_SLICE(function->row));
}

static int read_list(void **state)
{
	struct af_slice rest, line;

	if (af_read_text(TESTS "/frames.list", &file))
		return -1;
	rest = af_slice_of(file.text, file.length);
	while (af_slice_cut(&rest, '\n', &line))
		if (line.length && line.text[0] != '#')
			add(line);
	return 0;
}

static int forget_list(void **state)
{
	free(file.text);
	return 0;
}

/* A function of the list that is there for a row. */
static const struct function *function_of(const char *row)
{
	size_t i;

	for (i = 0; i < nr_functions; i++)
		if (af_slice_is(functions[i].row, row))
			return &functions[i];
	return NULL;
}

static void test_plumbing(void **state)
{
	const struct function *function;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		/* Two bytes tell the most rows apart. */
		assert_true(strlen(names[i].text) >= 2);
		function = function_of(names[i].text);
		if (!function)
			fail_msg("%s: no release has such a function",
				 names[i].text);
		if (!af_log_fits(function->name, names[i].text))
			fail_msg("%s does not fit %.*s", names[i].text,
				 AF_SLICE(function->name));
		if (of_plumbing(function->name) != names[i].kind)
			fail_msg("%.*s is of another row than %s",
				 AF_SLICE(function->name), names[i].text);
	}
}

static void test_ways(void **state)
{
	const struct function *function;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(entries); i++) {
		const char *text = entries[i].text;

		assert_true(text[0] == '*' ||
			    (strlen(text) >= 2 && text[1] != '*'));
		function = function_of(text);
		if (!function)
			fail_msg("%s: no release has such a function", text);
		if (!way_matches(function->name, text))
			fail_msg("%s does not fit %.*s", text,
				 AF_SLICE(function->name));
		if (of_way(function->name) != entries[i].way)
			fail_msg("%.*s is of another row than %s",
				 AF_SLICE(function->name), text);
	}
}

/* Nothing is listed that no row is for. */
static void test_rows(void **state)
{
	size_t i, j;
	bool found;

	for (i = 0; i < nr_functions; i++) {
		found = false;
		for (j = 0; j < ARRAY_SIZE(names); j++)
			found |= af_slice_is(functions[i].row, names[j].text);
		for (j = 0; j < ARRAY_SIZE(entries); j++)
			found |= af_slice_is(functions[i].row, entries[j].text);
		if (!found)
			fail_msg("%.*s: no row", AF_SLICE(functions[i].row));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plumbing),
		cmocka_unit_test(test_ways),
		cmocka_unit_test(test_rows),
	};

	return cmocka_run_group_tests(tests, read_list, forget_list);
}
