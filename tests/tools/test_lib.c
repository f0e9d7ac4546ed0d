// SPDX-License-Identifier: GPL-2.0-only
/* What the command's parts stand on: slices, strings that are kept, units, tar, clocks. */
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "unit.h"
#include "lib/clock.h"
#include "lib/file.h"
#include "lib/slice.h"
#include "lib/strings.h"
#include "lib/tar.h"
#include "lib/units.h"

/* --- slices */

static void test_numbers(void **state)
{
	static const struct {
		const char *text;
		u64 value;
	} good[] = {
		{ "0", 0 },   { "18446744073709551615", UINT64_MAX },
		{ "0x0", 0 }, { "0xffffffffffffffff", UINT64_MAX },
		{ "007", 7 },
	};
	static const char *const bad[] = {
		"",
		"0x",
		"18446744073709551616",
		"0x10000000000000000",
		"-",
		"-1",
		"+1",
		" 1",
		"1 ",
		"1a",
		"0xg",
	};
	u64 value;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(good); i++) {
		assert_true(af_slice_u64(af_slice_string(good[i].text),
					 &value));
		assert_int_equal(value, good[i].value);
	}
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		if (af_slice_u64(af_slice_string(bad[i]), &value))
			fail_msg("%s: taken", bad[i]);
}

static void test_signs(void **state)
{
	s64 value;

	assert_true(af_slice_s64(af_slice_string("-9223372036854775807"),
				 &value));
	assert_int_equal(value, -INT64_MAX);
	assert_true(af_slice_s64(af_slice_string("12"), &value));
	assert_int_equal(value, 12);
	assert_false(af_slice_s64(af_slice_string("9223372036854775808"),
				  &value));
	assert_false(af_slice_s64(af_slice_string("--1"), &value));
	assert_true(af_slice_fixed(af_slice_string("-0.031"), 3, &value));
	assert_int_equal(value, -31);
	assert_true(af_slice_fixed(af_slice_string("12.500000"), 6, &value));
	assert_int_equal(value, 12500000);
	assert_false(af_slice_fixed(af_slice_string("1.5"), 3, &value));
	assert_false(af_slice_fixed(af_slice_string("1"), 3, &value));
	assert_false(af_slice_fixed(af_slice_string(".500"), 3, &value));
	assert_false(af_slice_fixed(af_slice_string("9223372036854775.808"), 3,
				    &value));
}

/* What is too large is the largest, and taken whole. */
static void test_taken_numbers(void **state)
{
	struct af_slice rest = af_slice_string("99999999999999999999x7fFg");
	u64 number;

	assert_true(af_slice_number(&rest, 10, &number));
	assert_true(number == UINT64_MAX && af_slice_is(rest, "x7fFg"));
	assert_false(af_slice_number(&rest, 10, &number));
	assert_true(number == 0 && af_slice_take(&rest, "x"));
	assert_true(af_slice_number(&rest, 16, &number));
	assert_true(number == 0x7ff && af_slice_is(rest, "g"));
}

static void test_pieces(void **state)
{
	struct af_slice rest = af_slice_string("a,,b"), piece;

	assert_true(af_slice_cut(&rest, ',', &piece) &&
		    af_slice_is(piece, "a"));
	assert_true(af_slice_cut(&rest, ',', &piece) && af_slice_is(piece, ""));
	assert_true(af_slice_cut(&rest, ',', &piece) &&
		    af_slice_is(piece, "b"));
	assert_false(af_slice_cut(&rest, ',', &piece));
	rest = af_slice_string(" \tone  two\n");
	assert_true(af_slice_is(af_slice_next_word(&rest), "one"));
	assert_true(af_slice_is(af_slice_next_word(&rest), "two"));
	assert_true(af_slice_is(af_slice_next_word(&rest), ""));
	rest = af_slice_string("key=value");
	assert_true(af_slice_after(&rest, "=") && af_slice_is(rest, "value"));
	assert_false(af_slice_after(&rest, "="));
	assert_true(af_slice_is(rest, "value"));
	rest = af_slice_string("\t a b ");
	af_slice_trim(&rest);
	assert_true(af_slice_is(rest, "a b"));
	rest = af_slice_string("   ");
	af_slice_trim(&rest);
	assert_int_equal(rest.length, 0);
	/* Nothing is nowhere, and nothing behind the end is read. */
	assert_true(af_slice_find(af_slice_string(""), "") == AF_NOT_FOUND);
	assert_true(af_slice_find(af_slice_string("a"), "") == AF_NOT_FOUND);
	assert_true(af_slice_find(af_slice_string("a"), "ab") == AF_NOT_FOUND);
	assert_int_equal(af_slice_find(af_slice_string("abcabd"), "abd"), 3);
}

/* --- strings */

/* Each text once, however often it is kept and however many there are. */
static void test_strings(void **state)
{
	struct af_slice first[1000], again;
	struct af_strings strings = { 0 };
	char text[16];
	size_t i;

	for (i = 0; i < 2 * ARRAY_SIZE(first); i++) {
		snprintf(text, sizeof(text), "text %zu", i % ARRAY_SIZE(first));
		again = af_slice_string(text);
		assert_true(af_strings_keep(&strings, &again));
		assert_true(again.text != text && af_slice_is(again, text));
		if (i < ARRAY_SIZE(first))
			first[i] = again;
		else
			assert_ptr_equal(again.text,
					 first[i - ARRAY_SIZE(first)].text);
	}
	assert_int_equal(strings.nr, ARRAY_SIZE(first));
	again = af_slice_of(text, 0);
	assert_true(af_strings_keep(&strings, &again));
	assert_true(!again.length && again.text != text);
	assert_int_equal(strings.nr, ARRAY_SIZE(first));
	af_strings_free(&strings);
	assert_true(!strings.nr && !strings.buckets);
}

/* --- units */

static void test_units(void **state)
{
	char text[AF_UNIT_LEN];

	assert_string_equal(af_bytes(text, 0), "0 B");
	assert_string_equal(af_bytes(text, 1023), "1023 B");
	assert_string_equal(af_bytes(text, 1024), "1 KiB");
	assert_string_equal(af_bytes(text, 10 * 1024 + 512), "10 KiB");
	assert_string_equal(af_pages(text, UINT64_MAX), "16 EiB");
	assert_string_equal(af_thousands(text, 0), "0");
	assert_string_equal(af_thousands(text, 999), "999");
	assert_string_equal(af_thousands(text, 1000), "1,000");
	assert_string_equal(af_thousands(text, UINT64_MAX),
			    "18,446,744,073,709,551,615");
	assert_string_equal(af_duration(text, 9999999), "9.9 s");
	assert_string_equal(af_duration(text, 59 * 1000000ULL), "59 s");
	assert_string_equal(af_duration(text, 3661 * 1000000ULL), "1 h 1 min");
	assert_string_equal(af_duration(text, 90000 * 1000000ULL), "1 d 1 h");
	assert_string_equal(af_duration(text, UINT64_MAX), "213503982 d 8 h");
	assert_string_equal(af_rate(text, -1), "0/s");
	assert_string_equal(af_rate(text, 12.4), "12/s");
	assert_string_equal(af_rate(text, 0.5), "0.5/s");
	assert_string_equal(af_rate(text, 0.1), "6.0/min");
	assert_string_equal(af_rate(text, 0.001), "3.6/h");
	assert_string_equal(af_rate(text, 0.000001), "0.1/day");
	assert_true(af_order_bytes(3) == 32768 &&
		    af_order_bytes(40) == UINT64_MAX);
}

/* --- tar */

/* Paths at the limits of the two fields, and what has no room in them. */
static void test_tar_paths(void **state)
{
	char path[300], *bytes = NULL;
	size_t length;
	FILE *out = open_memstream(&bytes, &length);

	memset(path, 'x', sizeof(path));
	path[100] = '\0';
	assert_int_equal(af_tar_add(out, path, af_slice_string("12345"), 7), 0);
	path[100] = 'x';
	path[101] = '\0';
	assert_int_equal(af_tar_add(out, path, af_slice_string(""), 0), -1);
	path[155] = '/';
	path[101] = 'x';
	path[256] = '\0';
	assert_int_equal(af_tar_add(out, path, af_slice_string(""), 0), 0);
	path[256] = 'x';
	path[257] = '\0';
	assert_int_equal(af_tar_add(out, path, af_slice_string(""), 0), -1);
	af_tar_end(out);
	fclose(out);
	/* Header, a block of text, header, end. */
	assert_int_equal(length, 5 * 512);
	assert_memory_equal(bytes + 257,
			    "ustar\0"
			    "00",
			    8);
	assert_string_equal(bytes + 100, "0000600");
	assert_string_equal(bytes + 124, "00000000005");
	assert_string_equal(bytes + 136, "00000000007");
	assert_memory_equal(bytes + 512, "12345\0", 6);
	assert_memory_equal(bytes + 1024 + 345, path, 155);
	assert_int_equal(bytes[1024 + 99], 'x');
	free(bytes);
}

/* --- files and clocks */

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

/* Of a copy: no link, no way up, no pipe; what comes in has passed the gate. */
static void test_files(void **state)
{
	char directory[] = "/tmp/af-lib-XXXXXX", path[64], link[64], pipe[64];
	struct af_text text;

	assert_non_null(mkdtemp(directory));
	snprintf(path, sizeof(path), "%s/file", directory);
	snprintf(link, sizeof(link), "%s/link", directory);
	snprintf(pipe, sizeof(pipe), "%s/pipe", directory);
	write_file(path, "a\033b\n");
	assert_int_equal(symlink(path, link), 0);
	assert_int_equal(mkfifo(pipe, 0600), 0);
	assert_int_equal(af_read_text_below(directory, "file", &text), 0);
	assert_string_equal(text.text, "a\\x1bb\n");
	free(text.text);
	assert_int_equal(af_read_bytes(path, &text), 0);
	assert_string_equal(text.text, "a\033b\n");
	free(text.text);
	assert_int_equal(af_read_text_below(directory, "link", &text), -1);
	assert_int_equal(af_read_text_below(directory, "pipe", &text), -1);
	assert_int_equal(af_read_text_below(directory, "none", &text), -1);
	assert_int_equal(af_read_text_below(directory, "../file", &text), -1);
	assert_int_equal(af_read_text_below(directory, "", &text), -1);
	assert_int_equal(af_read_text_below("/none", "file", &text), -1);
	assert_int_equal(af_read_text(pipe, &text), -1);
	unlink(path);
	unlink(link);
	unlink(pipe);
	rmdir(directory);
}

static void test_clocks(void **state)
{
	const u64 before = af_boot_clock_us();
	const s64 offset = af_wall_offset_us();
	const time_t now = time(NULL);
	s64 wall;

	af_sleep(0.05);
	assert_true(af_boot_clock_us() - before >= 50000);
	wall = (before + offset) / 1000000;
	assert_true(wall >= now - 2 && wall <= now + 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_signs),
		cmocka_unit_test(test_taken_numbers),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_strings),
		cmocka_unit_test(test_units),
		cmocka_unit_test(test_tar_paths),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_clocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
