// SPDX-License-Identifier: GPL-2.0-only
/* Which charges to a memory cgroup may be refused, kernel by kernel. */
#include "unit.h"
#include "why/charge.h"

enum kernel {
	K5_10,
	K6_1,
	K6_12,
	K7_2,
	KERNELS
};

static const u32 kernel_release[KERNELS] = {
	[K5_10] = KERNEL_VERSION(5, 10, 255),
	[K6_1] = KERNEL_VERSION(6, 1, 192),
	[K6_12] = KERNEL_VERSION(6, 12, 118),
	[K7_2] = KERNEL_VERSION(7, 2, 12),
};

/* What may refuse it. */
#define NONE 0
#define MEMORY 1
#define KMEM 2
#define BOTH 3

struct vector {
	const char *name;
	struct af_charge charge;
	int expected[KERNELS];
};

/* clang-format off */

/* By hand, from mm/memcontrol.c of each. */
static const struct vector vectors[] = {
	{ "GFP_KERNEL_ACCOUNT", {}, { BOTH, MEMORY, MEMORY, MEMORY } },
	{ "__GFP_NOFAIL", { .nofail = true }, { NONE, NONE, NONE, NONE } },
	{ "PF_MEMALLOC", { .memalloc = true }, { KMEM, NONE, NONE, NONE } },
	{ "GFP_ATOMIC of 5.10", { .high = true, .atomic = true },
	  { KMEM, NONE, NONE, NONE } },
	{ "__GFP_HIGH alone", { .high = true }, { BOTH, NONE, NONE, NONE } },
	{ "__GFP_ATOMIC alone", { .atomic = true },
	  { KMEM, MEMORY, MEMORY, MEMORY } },
	{ "kernel thread", { .kthread = true, .no_mm = true },
	  { NONE, NONE, NONE, NONE } },
	{ "kernel thread that borrows memory", { .kthread = true },
	  { NONE, NONE, NONE, NONE } },
	{ "kernel thread for another group",
	  { .kthread = true, .no_mm = true, .remote = true },
	  { BOTH, MEMORY, MEMORY, MEMORY } },
	{ "task that is ending", { .no_mm = true },
	  { NONE, NONE, MEMORY, MEMORY } },
	{ "bottom halves off", { .in_interrupt = true },
	  { NONE, MEMORY, MEMORY, MEMORY } },
	{ "__GFP_NOFAIL in PF_MEMALLOC", { .nofail = true, .memalloc = true },
	  { NONE, NONE, NONE, NONE } },
};

/* clang-format on */

static void test_vectors(void **state)
{
	struct af_charge_rules rules;
	enum kernel kernel;
	size_t i;
	int got;

	for (i = 0; i < ARRAY_SIZE(vectors); i++)
		for (kernel = 0; kernel < KERNELS; kernel++) {
			rules = af_charge_rules(kernel_release[kernel],
						&vectors[i].charge);
			got = rules.memory * MEMORY + rules.kmem * KMEM;
			if (got != vectors[i].expected[kernel])
				fail_msg("%s, release %#x: %d", vectors[i].name,
					 kernel_release[kernel], got);
		}
}

/* The releases at which something changed, and the last before. */
static void test_changes(void **state)
{
	const struct af_charge plain = {}, high = { .high = true };
	const struct af_charge no_mm = { .no_mm = true };
	const struct af_charge halves = { .in_interrupt = true };

	assert_false(af_charge_rules(KERNEL_VERSION(5, 14, 21), &halves).memory);
	assert_true(af_charge_rules(KERNEL_VERSION(5, 15, 0), &halves).memory);
	assert_true(af_charge_rules(KERNEL_VERSION(5, 15, 255), &plain).kmem);
	assert_false(af_charge_rules(KERNEL_VERSION(5, 16, 0), &plain).kmem);
	assert_true(af_charge_rules(KERNEL_VERSION(5, 17, 15), &high).memory);
	assert_false(af_charge_rules(KERNEL_VERSION(5, 18, 0), &high).memory);
	assert_false(af_charge_rules(KERNEL_VERSION(6, 6, 255), &no_mm).memory);
	assert_true(af_charge_rules(KERNEL_VERSION(6, 7, 0), &no_mm).memory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vectors),
		cmocka_unit_test(test_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
