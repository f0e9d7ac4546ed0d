// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a sweep prints: of the same runs the table, JSON, JUnit XML and a page, each
 * against golden/sweep-NAME. SWEEP_BLESS=1, of run --bless, writes these anew.
 */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "commands/sweep.h"
#include "lib/file.h"
#include "unit.h"

/* What a kernel, a module or a command would be called to get out of its place. */
#define EVIL "</td><script>alert(1)</script>&\"' ]]>"

static char words[3][64] = { "sh", "-c", EVIL };
static char *command[] = { words[0], words[1], words[2], NULL };
static struct af_options options = {
	.color = AF_COLOR_NEVER,
	.width = 80,
	.arguments = command,
	.nr_arguments = 3,
};

#define REQUEST(name, bytes, mask)                             \
	{                                                      \
		.number = 1, .hash = 0xab00cd, .order = bytes, \
		.place = name "+0x1c [drv]", .gfp = mask,      \
		.module = name "+0x1c [drv]"                   \
	}

static struct af_sweep_run all_runs[] = {
	{ .failed = REQUEST("drv_scratch", 0, "GFP_KERNEL"),
	  .said = { .crash = true,
		    .line = "BUG: kernel NULL pointer dereference" },
	  .verdict = AF_SWEEP_CRASHED,
	  .times = 1 },
	{ .failed = REQUEST("drv_wait", 1, "GFP_KERNEL"),
	  .end = { .hung = true, .stays = true },
	  .verdict = AF_SWEEP_HUNG,
	  .times = 1 },
	{ .failed = REQUEST("drv_ring", 4, "GFP_KERNEL|__GFP_COMP"),
	  .said = { .warning = true, .line = "WARNING: " EVIL },
	  .verdict = AF_SWEEP_WARNED,
	  .times = 2 },
	{ .failed = REQUEST("drv_table", 1, "GFP_KERNEL"),
	  .leaked = 3,
	  .verdict = AF_SWEEP_LEAKED,
	  .times = 1 },
	{ .failed = REQUEST("drv_both", 1, "GFP_KERNEL"),
	  .leaked = 1,
	  .objects = { .nr = 2, .size = 64, .place = "drv_new+0x5 [drv]" },
	  .verdict = AF_SWEEP_LEAKED,
	  .times = 1 },
	{ .failed = REQUEST("drv_object", 1, "GFP_KERNEL"),
	  .objects = { .nr = 1, .size = 96, .place = EVIL },
	  .verdict = AF_SWEEP_LEAKED,
	  .times = 1 },
	{ .failed = REQUEST("drv_exec", 0, "GFP_KERNEL_ACCOUNT"),
	  .end = { .status = 9 },
	  .verdict = AF_SWEEP_KILLED,
	  .times = 1 },
	{ .failed = { .number = 1,
		      .hash = 1,
		      .place = EVIL,
		      .module = "drv_open+0x5 [drv]",
		      .gfp = EVIL },
	  .verdict = AF_SWEEP_UNNOTICED,
	  .times = 1 },
	{ .failed = REQUEST("drv_name", 0, "GFP_ATOMIC"),
	  .end = { .status = 1 << 8 },
	  .verdict = AF_SWEEP_HANDLED,
	  .times = 12 },
};

#define NOTED(name, what, is_reached)             \
	{                                         \
		.request = { .number = 1,         \
			     .order = 1,          \
			     .place = name,       \
			     .gfp = "GFP_KERNEL", \
			     .outcome = what },   \
		.reached = is_reached             \
	}

static struct af_sweep_place all_places[] = {
	NOTED("drv_scratch+0x1c [drv]", "passed", true),
	NOTED("drv_last+0x5 [drv]", "passed", false),
	NOTED("drv_must+0x5 [drv]", "nofail", false),
	NOTED("drv_shrink+0x5 [drv]", "recursion", false),
	NOTED(EVIL, "would_loop", false),
};

/* All that may be, with a reason to have stopped. */
static const struct af_sweep all_of_it = {
	.options = &options,
	.kernel = "6.12-" EVIL,
	.runs = all_runs,
	.nr = ARRAY_SIZE(all_runs),
	.done = 21,
	.kmemleak = { .asked = true },
	.places = all_places,
	.nr_places = ARRAY_SIZE(all_places),
	.stopped = "the command hangs, and cannot be killed",
};

/* To its end, with one that came once by chance. */
static const struct af_sweep ended = {
	.options = &options,
	.kernel = "6.12",
	.runs = all_runs + ARRAY_SIZE(all_runs) - 1,
	.nr = 1,
	.done = 12,
	.places = all_places,
	.nr_places = 2,
};

/* None was failed, since none may be. */
static const struct af_sweep spared = {
	.options = &options,
	.kernel = "6.12",
	.places = all_places + 2,
	.nr_places = 2,
};

/* None was failed. */
static const struct af_sweep nothing = {
	.options = &options,
	.kernel = "6.12",
};

/* Standard output as a text, while @print prints. */
static char *printed(const struct af_sweep *sweep,
		     void (*print)(const struct af_sweep *sweep))
{
	char path[] = "/tmp/sweep-XXXXXX";
	int file = mkstemp(path), before = dup(STDOUT_FILENO);
	struct af_text text;

	assert_true(file >= 0 && before >= 0);
	fflush(stdout);
	dup2(file, STDOUT_FILENO);
	print(sweep);
	fflush(stdout);
	dup2(before, STDOUT_FILENO);
	close(before);
	close(file);
	assert_int_equal(af_read_bytes(path, &text), 0);
	unlink(path);
	return text.text;
}

static void print_junit(const struct af_sweep *sweep)
{
	assert_int_equal(af_sweep_junit(sweep, "-"), 0);
}

static void print_html(const struct af_sweep *sweep)
{
	assert_int_equal(af_sweep_html(sweep, "-"), 0);
}

static void bless(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void check(const struct af_sweep *sweep, const char *name,
		  void (*print)(const struct af_sweep *sweep))
{
	char *text = printed(sweep, print), path[4096];
	struct af_text expected;

	snprintf(path, sizeof(path), "%s/golden/sweep-%s", TESTS, name);
	if (getenv("SWEEP_BLESS"))
		bless(path, text);
	if (af_read_bytes(path, &expected))
		fail_msg("%s: cannot be read", path);
	if (strcmp(text, expected.text))
		fail_msg("%s: expected\n%sgot\n%s", path, expected.text, text);
	free(expected.text);
	free(text);
}

static void test_table(void **unused)
{
	check(&all_of_it, "all.txt", af_sweep_table);
	check(&ended, "ended.txt", af_sweep_table);
	check(&spared, "spared.txt", af_sweep_table);
	check(&nothing, "nothing.txt", af_sweep_table);
}

static void test_json(void **unused)
{
	check(&all_of_it, "all.json", af_sweep_json);
	check(&ended, "ended.json", af_sweep_json);
	check(&nothing, "nothing.json", af_sweep_json);
}

static void test_junit(void **unused)
{
	check(&all_of_it, "all.xml", print_junit);
	check(&ended, "ended.xml", print_junit);
	check(&nothing, "nothing.xml", print_junit);
}

static void test_html(void **unused)
{
	char *text = printed(&all_of_it, print_html);

	assert_null(strstr(text, "<script"));
	free(text);
	check(&all_of_it, "all.html", print_html);
	check(&ended, "ended.html", print_html);
	check(&nothing, "nothing.html", print_html);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_junit),
		cmocka_unit_test(test_html),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
