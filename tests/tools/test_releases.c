// SPDX-License-Identifier: GPL-2.0-only
/*
 * Functions that tell the release of a report, against the kernels' sources:
 * releases.list says which releases have them, and which have not.
 */
#include <stdio.h>

#include "unit.h"
#include "lib/file.h"
#include "lib/release.h"

/* The table is of this file alone: it is compiled once more. */
#define af_release_by_mask by_mask
#define af_release_within within_range
#define af_release_range_text range_text
#include "log/release_by_mask.c"
#undef af_release_by_mask
#undef af_release_within
#undef af_release_range_text

static struct af_text file;
static bool listed[ARRAY_SIZE(functions)];

static int read_list(void **state)
{
	return af_read_text(TESTS "/releases.list", &file);
}

static int forget_list(void **state)
{
	free(file.text);
	return 0;
}

static size_t row_of(struct af_slice name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(functions); i++)
		if (is_function(name, functions[i].text))
			return i;
	fail_msg("%.*s: no row", AF_SLICE(name));
	return 0;
}

static u32 next_release(struct af_slice *rest)
{
	u32 release = af_release_of(af_slice_next_word(rest));

	assert_true(release);
	return release;
}

static bool in_row(size_t row, u32 release)
{
	return release >= functions[row].from && release < functions[row].until;
}

static void check_line(struct af_slice line)
{
	struct af_slice rest = line;
	bool has = af_slice_take(&rest, "has ");
	size_t row;

	if (!has && !af_slice_take(&rest, "lacks "))
		fail_msg("%.*s?", AF_SLICE(line));
	row = row_of(af_slice_next_word(&rest));
	listed[row] |= has;
	if (in_row(row, next_release(&rest)) != has ||
	    (has && !in_row(row, next_release(&rest))))
		fail_msg("the table says otherwise: %.*s", AF_SLICE(line));
}

static void test_functions(void **state)
{
	struct af_slice rest = af_slice_of(file.text, file.length), line;
	size_t i;

	while (af_slice_cut(&rest, '\n', &line))
		if (line.length && line.text[0] != '#')
			check_line(line);
	for (i = 0; i < ARRAY_SIZE(functions); i++)
		if (!listed[i])
			fail_msg("%s: no release has it", functions[i].text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_functions),
	};

	return cmocka_run_group_tests(tests, read_list, forget_list);
}
