// SPDX-License-Identifier: GPL-2.0-only
/*
 * The command's gfp masks against what the kernels' sources say: masks.list has the
 * values of some eighty releases, and the order in which names are printed.
 */
#include <stdio.h>

#include "unit.h"
#include "lib/file.h"
#include "lib/release.h"
#include "lib/slice.h"
#include "log/gfp.h"

#define MOST 512
#define MOST_NAMES 64

/* Masks began to be printed by name. */
#define NAMED KERNEL_VERSION(4, 6, 0)
/* 2.4.0's bits were others, and it did not print them. */
#define PRINTED KERNEL_VERSION(2, 4, 10)
/* From here on an option that is off leaves its bit to the next flag. */
#define SHARED KERNEL_VERSION(6, 10, 0)

struct mask {
	struct af_slice name;
	u32 from, to;
	u32 value;
	bool config;
};

struct order {
	u32 from, to;
	struct af_slice names[MOST_NAMES];
	size_t nr;
};

static u32 sources[MOST];
static struct mask masks[MOST];
static struct order orders[32];
static size_t nr_sources, nr_masks, nr_orders;
static struct af_text file;

static u32 next_release(struct af_slice *rest)
{
	u32 release = af_release_of(af_slice_next_word(rest));

	assert_true(release);
	return release;
}

static void add_mask(struct af_slice rest)
{
	struct mask *mask = &masks[nr_masks++];
	u64 value;

	assert_true(nr_masks < MOST);
	mask->name = af_slice_next_word(&rest);
	mask->from = next_release(&rest);
	mask->to = next_release(&rest);
	assert_true(af_slice_u64(af_slice_next_word(&rest), &value));
	mask->value = value;
	mask->config = af_slice_next_word(&rest).length;
}

static void add_order(struct af_slice rest)
{
	struct order *order = &orders[nr_orders++];

	assert_true(nr_orders < ARRAY_SIZE(orders));
	order->from = next_release(&rest);
	order->to = next_release(&rest);
	while (af_slice_word(&rest, &order->names[order->nr]))
		assert_true(++order->nr < MOST_NAMES);
}

static int read_list(void **state)
{
	struct af_slice rest, line;

	if (af_read_text(TESTS "/masks.list", &file))
		return -1;
	rest = af_slice_of(file.text, file.length);
	while (af_slice_cut(&rest, '\n', &line)) {
		if (af_slice_take(&line, "source "))
			sources[nr_sources++] = next_release(&line);
		else if (af_slice_take(&line, "mask "))
			add_mask(line);
		else if (af_slice_take(&line, "print "))
			add_order(line);
		else
			assert_true(!line.length || line.text[0] == '#');
	}
	assert_true(nr_sources > 70 && nr_masks > 150 && nr_orders > 5);
	return 0;
}

static int forget_list(void **state)
{
	free(file.text);
	return 0;
}

static bool has(const struct mask *mask, u32 release)
{
	return release >= mask->from && release <= mask->to;
}

/* 4.14.y took over that 4.15 has none; 4.14 itself had it. */
static bool was_taken_back(u32 release, u32 bit)
{
	return release == KERNEL_VERSION(4, 14, 177) && bit == 0x200000;
}

/* A single bit, and what it must be. */
static void check_bit(u32 release, u32 bit)
{
	struct af_slice name = { 0 };
	u32 unknown;
	u64 flags, named;
	size_t i, names = 0;

	for (i = 0; i < nr_masks; i++) {
		if (!has(&masks[i], release) || masks[i].value != bit ||
		    !af_slice_begins(masks[i].name, "__GFP_"))
			continue;
		names += !af_slice_same(name, masks[i].name);
		name = masks[i].name;
	}
	af_gfp_of_mask(bit, release, &flags, &unknown);
	if (was_taken_back(release, bit))
		return;
	if (release >= SHARED && bit > 0x800000) {
		assert_int_equal(unknown, bit);
		assert_true(af_gfp_config_bits(release) & bit);
		return;
	}
	assert_false(af_gfp_config_bits(release) & bit);
	if (names > 1)
		fail_msg("%x: bit %#x has %zu names", release, bit, names);
	if (names == (size_t)(unknown == bit))
		fail_msg("%x: bit %#x is %s in the source", release, bit,
			 names ? "known" : "unknown");
	if (!names)
		return;
	assert_true(af_gfp_of_names(name, release, &named));
	if (flags != named)
		fail_msg("%x: bit %#x is %.*s", release, bit, AF_SLICE(name));
}

static void test_bits(void **state)
{
	size_t i, bit;

	for (i = 0; i < nr_sources; i++)
		for (bit = 0; sources[i] >= PRINTED && bit < 32; bit++)
			check_bit(sources[i], 1U << bit);
}

/* --- printing */

static u32 value_of(struct af_slice name, u32 release)
{
	size_t i;

	for (i = 0; i < nr_masks; i++)
		if (!masks[i].config && has(&masks[i], release) &&
		    af_slice_same(masks[i].name, name))
			return masks[i].value;
	return 0;
}

static const struct order *order_of(u32 release)
{
	size_t i;

	for (i = 0; i < nr_orders; i++)
		if (release >= orders[i].from && release <= orders[i].to)
			return &orders[i];
	return NULL;
}

/* Is a name one of those between bars. */
static bool is_in(struct af_slice names, struct af_slice name)
{
	struct af_slice one;

	while (af_slice_cut(&names, '|', &one))
		if (af_slice_same(one, name))
			return true;
	return false;
}

static size_t count_names(struct af_slice names)
{
	struct af_slice one;
	size_t nr = 0;

	while (af_slice_cut(&names, '|', &one))
		nr++;
	return nr;
}

/* As the kernel does: the first name that fits, and so on with the rest. */
static void check_printed(u32 release, u32 mask, struct af_slice text)
{
	const struct order *order = order_of(release);
	size_t i, nr = 0;
	u32 rest = mask, value;

	assert_non_null(order);
	for (i = 0; i < order->nr; i++) {
		value = value_of(order->names[i], release);
		if (!value || (rest & value) != value)
			continue;
		rest &= ~value;
		nr++;
		if (!is_in(text, order->names[i]))
			fail_msg("%x: %#x is %.*s, without %.*s", release, mask,
				 AF_SLICE(text), AF_SLICE(order->names[i]));
	}
	assert_int_equal(rest, 0);
	if (count_names(text) != nr)
		fail_msg("%x: %#x is %.*s, which has %zu names", release, mask,
			 AF_SLICE(text), nr);
}

/* Before there were names in the log: one that has this value. */
static void check_named(u32 release, const struct mask *mask,
			struct af_slice text)
{
	size_t i;

	for (i = 0; i < nr_masks; i++)
		if (has(&masks[i], release) && masks[i].value == mask->value &&
		    af_slice_same(masks[i].name, text))
			return;
	/* Those of the page cache were names for two others together. */
	if (af_slice_has(mask->name, "_PAGECACHE"))
		return;
	fail_msg("%x: %.*s is %.*s", release, AF_SLICE(mask->name),
		 AF_SLICE(text));
}

/* There and back. Return: the text, in @text */
static struct af_slice there_and_back(u32 release, u32 mask,
				      char text[AF_GFP_TEXT])
{
	u64 flags, back;
	u32 unknown;

	if (!af_gfp_of_mask(mask, release, &flags, &unknown))
		fail_msg("%x: %#x has unknown bits", release, mask);
	af_gfp_text(text, flags, release);
	if (!af_gfp_of_names(af_slice_string(text), release, &back) ||
	    back != flags)
		fail_msg("%x: %#x is %s, which is something else", release,
			 mask, text);
	return af_slice_string(text);
}

/* Each composed mask, alone and with each bit that there is. */
static void test_composed(void **state)
{
	char room[AF_GFP_TEXT];
	struct af_slice text;
	size_t i, j, k;

	for (i = 0; i < nr_sources; i++)
		for (j = 0; j < nr_masks; j++) {
			u32 release = sources[i], mask = masks[j].value;

			if (release < PRINTED || masks[j].config ||
			    !has(&masks[j], release) ||
			    mask & af_gfp_config_bits(release))
				continue;
			text = there_and_back(release, mask, room);
			if (release < NAMED)
				check_named(release, &masks[j], text);
			for (k = 0; release >= NAMED && k < nr_masks; k++) {
				u32 both = mask | masks[k].value;

				if (masks[k].config ||
				    !has(&masks[k], release) ||
				    both & af_gfp_config_bits(release))
					continue;
				text = there_and_back(release, both, room);
				check_printed(release, both, text);
			}
		}
}

/* With bits that have no name in the list, as that of lockdep in 5.10. */
static void test_rest(void **state)
{
	u64 flags;

	assert_true(af_gfp_of_names(af_slice_string("GFP_KERNEL|0x800000"),
				    KERNEL_VERSION(5, 10, 0), &flags));
	assert_true(flags & AF_GFP(NOLOCKDEP) && flags & AF_GFP(FS));
	assert_true(af_gfp_of_names(af_slice_string("GFP_KERNEL|0x4000000"),
				    KERNEL_VERSION(7, 2, 0), &flags));
	assert_false(flags & AF_GFP(NOLOCKDEP));
	assert_false(af_gfp_of_names(af_slice_string("GFP_KERNEL|0x10000000"),
				     KERNEL_VERSION(5, 10, 0), &flags));
	assert_false(af_gfp_of_names(af_slice_string("GFP_KERNEL|0x"),
				     KERNEL_VERSION(5, 10, 0), &flags));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bits),
		cmocka_unit_test(test_composed),
		cmocka_unit_test(test_rest),
	};

	return cmocka_run_group_tests(tests, read_list, forget_list);
}
