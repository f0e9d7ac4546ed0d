// SPDX-License-Identifier: GPL-2.0-only
/* Escapes, times and the allocator's own functions. */
#include "unit.h"
#include "files/text.h"

#define COMM_LEN 16

static bool is_plain(unsigned char byte)
{
	return byte >= 0x20 && byte < 0x7f && byte != '\\';
}

/* In memory of exactly that size, so that ASan sees a byte too many. */
static void *exactly(const void *bytes, size_t len)
{
	void *copy = malloc(len ? len : 1);

	assert_non_null(copy);
	memcpy(copy, bytes, len);
	return copy;
}

static char *escape(const void *bytes, size_t len, size_t size)
{
	char *from = exactly(bytes, len);
	char *to = malloc(size);
	size_t written;

	assert_non_null(to);
	memset(to, 'x', size);
	written = af_escape(to, size, from, len);
	assert_true(written < size);
	assert_int_equal(to[written], '\0');
	assert_int_equal(strlen(to), written);
	free(from);
	return to;
}

/* The same, byte by byte with printf, ending before what would not fit. */
static void model_escape(char *to, size_t size, const unsigned char *from,
			 size_t len)
{
	char unit[8];
	size_t i;

	*to = '\0';
	for (i = 0; i < len && from[i]; i++) {
		snprintf(unit, sizeof(unit),
			 is_plain(from[i]) ? "%c" : "\\x%02x", from[i]);
		if (strlen(to) + strlen(unit) + 1 > size)
			return;
		strcat(to, unit);
	}
}

/* Returns the number of bytes, -1 if the text is not a valid escape. */
static int decode(unsigned char *to, const char *text)
{
	unsigned char *const start = to;
	unsigned int byte;

	for (; *text; text++, to++) {
		*to = *text;
		if (*text != '\\')
			continue;
		if (sscanf(text, "\\x%2x", &byte) != 1)
			return -1;
		*to = byte;
		text += 3;
	}
	return to - start;
}

static void test_escape_bytes(void **state)
{
	static const struct {
		const char *from;
		size_t len;
		const char *expected;
	} cases[] = {
		{ "kworker/0:1-mm", 15, "kworker/0:1-mm" },
		{ "two words", 9, "two words" },
		{ "order=3 cpu=1", 13, "order=3 cpu=1" },
		{ " !\"'#$%/<>[]~", 13, " !\"'#$%/<>[]~" },
		{ "a\nb", 3, "a\\x0ab" },
		{ "a\tb\rc", 5, "a\\x09b\\x0dc" },
		{ "\\", 1, "\\x5c" },
		{ "\\x41", 4, "\\x5cx41" },
		{ "caf\xc3\xa9", 5, "caf\\xc3\\xa9" },
		{ "\xff\x80\x7f\x1f\x01", 5, "\\xff\\x80\\x7f\\x1f\\x01" },
		{ "\x1b[31m", 5, "\\x1b[31m" },
		{ "ab\0cd", 5, "ab" },
		{ "\0cd", 3, "" },
		{ "abc", 2, "ab" },
		{ "abc", 0, "" },
		{ "0123456789abcdef", 16, "0123456789abcdef" },
	};
	char *text;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		text = escape(cases[i].from, cases[i].len,
			      AF_ESCAPED_LEN(COMM_LEN));
		assert_string_equal(text, cases[i].expected);
		free(text);
	}
}

static void test_escape_all_bytes(void **state)
{
	char expected[8], *text;
	unsigned char byte;
	int i;

	for (i = 1; i < 256; i++) {
		byte = i;
		model_escape(expected, sizeof(expected), &byte, 1);
		text = escape(&byte, 1, AF_ESCAPED_LEN(1));
		assert_string_equal(text, expected);
		free(text);
	}
}

/* Everything escaped needs the last byte of what AF_ESCAPED_LEN() says. */
static void test_escape_longest(void **state)
{
	unsigned char from[COMM_LEN];
	char *text;

	memset(from, 0xff, sizeof(from));
	text = escape(from, sizeof(from), AF_ESCAPED_LEN(COMM_LEN));
	assert_int_equal(strlen(text), AF_ESCAPED_LEN(COMM_LEN) - 1);
	free(text);
}

static void random_bytes(u64 *seed, unsigned char *bytes, size_t len)
{
	static const unsigned char odd[] = "\\\n\t=x\x7f\xff\xc3";

	while (len--) {
		u64 dice = unit_random(seed);

		*bytes++ = dice & 1 ? odd[(dice >> 1) % sizeof(odd)] :
				      dice >> 8;
	}
}

static void test_escape_any_size(void **state)
{
	char expected[AF_ESCAPED_LEN(COMM_LEN)], *text;
	unsigned char from[COMM_LEN];
	u64 seed = unit_seed();
	size_t len, size;
	int round;

	for (round = 0; round < 200; round++) {
		len = unit_below(&seed, COMM_LEN + 1);
		random_bytes(&seed, from, len);
		for (size = 1; size <= AF_ESCAPED_LEN(COMM_LEN); size++) {
			model_escape(expected, size, from, len);
			text = escape(from, len, size);
			assert_string_equal(text, expected);
			free(text);
		}
	}
}

static void test_escape_round_trip(void **state)
{
	unsigned char from[COMM_LEN], back[AF_ESCAPED_LEN(COMM_LEN)];
	u64 seed = unit_seed();
	size_t len, i;
	char *text;
	int round;

	for (round = 0; round < 10000; round++) {
		len = unit_below(&seed, COMM_LEN + 1);
		random_bytes(&seed, from, len);
		text = escape(from, len, AF_ESCAPED_LEN(COMM_LEN));
		for (i = 0; text[i]; i++)
			assert_true(text[i] >= ' ' && text[i] <= '~');
		len = strnlen((char *)from, len);
		assert_int_equal(decode(back, text), len);
		assert_memory_equal(back, from, len);
		free(text);
	}
}

static void check_seconds(u64 ns, const char *expected)
{
	char *text = malloc(AF_SECONDS_LEN);

	assert_non_null(text);
	assert_ptr_equal(af_seconds(text, ns), text);
	assert_string_equal(text, expected);
	free(text);
}

static void test_seconds(void **state)
{
	check_seconds(0, "0.000000");
	check_seconds(999, "0.000000");
	check_seconds(1000, "0.000001");
	check_seconds(999999999, "0.999999");
	check_seconds(1000000000, "1.000000");
	check_seconds(1000000999, "1.000000");
	check_seconds(12345678901ULL, "12.345678");
	check_seconds(60000000000ULL, "60.000000");
	check_seconds(UINT64_MAX, "18446744073.709551");
}

static void test_seconds_random(void **state)
{
	char text[AF_SECONDS_LEN], *point, *end;
	u64 seed = unit_seed(), ns, seconds;
	int round;

	for (round = 0; round < 10000; round++) {
		ns = unit_random(&seed) >> unit_below(&seed, 64);
		af_seconds(text, ns);
		seconds = strtoull(text, &point, 10);
		assert_int_equal(*point, '.');
		assert_int_equal(strlen(point + 1), 6);
		assert_int_equal(seconds * 1000000 +
					 strtoull(point + 1, &end, 10),
				 ns / 1000);
		assert_int_equal(*end, '\0');
	}
}

/* In a copy without a spare byte, so that ASan sees a read past its end. */
static void check_allocator(const char *text, bool expected)
{
	char *symbol = exactly(text, strlen(text) + 1);

	if (af_is_allocator(symbol) != expected)
		fail_msg("%s is %sthe allocator's", text,
			 expected ? "" : "not ");
	free(symbol);
}

/* As the four kernels print them. */
static void test_allocator(void **state)
{
	static const char *const symbols[] = {
		"alloc_pages",
		"__alloc_pages+0x1a3/0x330",
		"__alloc_pages_nodemask+0x161/0x310",
		"__alloc_pages_slowpath.constprop.0+0xc9e/0xdd0",
		"__alloc_pages_noprof+0x2f6/0x340",
		"__alloc_frozen_pages_noprof+0x30d/0x370",
		"alloc_pages_current+0x87/0x110",
		"alloc_pages_mpol+0x86/0x170",
		"alloc_pages_mpol_noprof+0x86/0x170",
		"alloc_pages_node_noprof.constprop.0+0x16/0x30",
		"alloc_pages_preferred_many.isra.0+0x52/0x90",
		"folio_alloc_noprof.isra.0.cold+0x12/0x34",
		"vma_alloc_folio_noprof+0x6a/0xe0",
		"__get_free_pages+0x9/0x40",
		"get_free_pages_noprof+0x11/0x50",
		"get_zeroed_page_noprof+0x9/0x20",
		"trace_mm_page_alloc+0xbc/0x120",
		"__do_trace_mm_page_alloc.constprop.0+0x4e/0x90",
		"warn_alloc.cold+0x75/0xdd",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(symbols); i++)
		check_allocator(symbols[i], true);
}

/* Those that take many pages at once and fail as a single one does. */
static void test_allocator_bulk(void **state)
{
	static const char *const symbols[] = {
		"__alloc_pages_bulk+0x4e1/0x6a0",
		"alloc_pages_bulk_noprof+0x3d0/0x510",
		"alloc_pages_bulk_array_mempolicy+0x19b/0x2c0",
		"alloc_pages_bulk_array_mempolicy_noprof+0x19b/0x2c0",
		"alloc_pages_bulk_mempolicy_noprof+0x19b/0x2c0",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(symbols); i++)
		check_allocator(symbols[i], true);
}

static void test_not_allocator(void **state)
{
	static const char *const symbols[] = {
		"",
		"+0x1/0x2",
		".isra.0",
		"_noprof",
		"_noprof+0x1/0x2",
		"a",
		"alloc_page",
		"alloc_pages_",
		"alloc_pagesX",
		"alloc_pages_noprofX",
		"alloc_pages_noprof_",
		"alloc_pagesnoprof",
		"xalloc_pages",
		"_alloc_pages+0x1a3/0x330",
		"alloc_pages_bulk_array_mempolicyX",
		"alloc_pages_exact_nid2",
		"__alloc_skb+0x8a/0x1c0",
		"__alloc_pages_noprofs+0x1/0x2",
		"skb_page_frag_refill+0x8b/0x110",
		"kmalloc_large_node_noprof+0x3c/0xc0",
		"__vmalloc_node_range_noprof+0x1a6/0x8b0",
		"new_slab+0x7c/0x110",
		"[unknown]",
		"alloc_pages+0x1a3/0x330 [driver]",
		"alloc_pages_node+0x16/0x30 [driver 0123456789abcdef]",
		"get_zeroed_page [driver]",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(symbols); i++)
		check_allocator(symbols[i], false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escape_bytes),
		cmocka_unit_test(test_escape_all_bytes),
		cmocka_unit_test(test_escape_longest),
		cmocka_unit_test(test_escape_any_size),
		cmocka_unit_test(test_escape_round_trip),
		cmocka_unit_test(test_seconds),
		cmocka_unit_test(test_seconds_random),
		cmocka_unit_test(test_allocator),
		cmocka_unit_test(test_allocator_bulk),
		cmocka_unit_test(test_not_allocator),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
