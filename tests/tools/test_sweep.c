// SPDX-License-Identifier: GPL-2.0-only
/* What a sweep reads: the injector's records, and lines of the kernel log. */
#include "unit.h"

#include "commands/sweep.h"

static const char records[] =
	"n=7 time=1.000000 cpu=0 pid=9 order=3 gfp=GFP_KERNEL|__GFP_NOWARN gfp_mask=0x2cc0 context=task site=00ab00000000cd12 outcome=nofail comm=n=99 order=7\n"
	"\talloc_pages_mpol_noprof+0xd7/0x1c0\n"
	"\talloc_pages_noprof+0x5/0x10\n"
	"\tring_alloc.isra.0+0x1c/0x50 [drv]\n"
	"\tdrv_open+0x5/0x10 [other]\n"
	"n=8 time=2.000000 cpu=0 pid=9 order=0 gfp=GFP_ATOMIC gfp_mask=0x820 context=task site=1 comm=sh\n"
	"\t__alloc_pages+0x1/0x2\n"
	"\tnew_slab+0x1/0x2\n"
	"\tinet_create+0x10/0x20\n"
	"\tdrv_open+0x5/0x10 [drv]\n"
	"n=9 time=3.000000 cpu=0 pid=9 order=1 gfp= gfp_mask=0 context=task site=2 comm=sh\n";

static void parse(u64 after, struct af_sweep_failed *failed)
{
	af_sweep_parse(af_slice_string(records), after, failed);
}

static void test_records(void **unused)
{
	struct af_sweep_failed failed;

	parse(0, &failed);
	assert_int_equal(failed.number, 7);
	assert_int_equal(failed.order, 3);
	assert_true(failed.hash == 0xab00000000cd12);
	assert_string_equal(failed.gfp, "GFP_KERNEL|__GFP_NOWARN");
	assert_string_equal(failed.outcome, "nofail");
	assert_string_equal(failed.place, "ring_alloc.isra.0+0x1c [drv]");
	assert_string_equal(failed.module, "ring_alloc.isra.0+0x1c [drv]");
	assert_true(af_sweep_may_fail(&failed));
	parse(7, &failed);
	assert_int_equal(failed.number, 8);
	assert_string_equal(failed.place, "inet_create+0x10");
	assert_string_equal(failed.module, "drv_open+0x5 [drv]");
	assert_false(af_sweep_may_fail(&failed));
	parse(8, &failed);
	assert_int_equal(failed.number, 9);
	assert_string_equal(failed.place, "");
	parse(9, &failed);
	assert_int_equal(failed.number, 0);
}

/* Torn at each byte, it is no more than it is. */
static void test_torn(void **unused)
{
	struct af_sweep_failed failed;
	size_t i;

	for (i = 0; i < sizeof(records); i++) {
		char *copy = malloc(i + 1);

		memcpy(copy, records, i);
		af_sweep_parse(af_slice_of(copy, i), 0, &failed);
		assert_true(failed.number == 0 || failed.number == 7);
		free(copy);
	}
}

static void test_copy(void **unused)
{
	char text[AF_SWEEP_NAME], longest[400];

	af_sweep_copy(text, af_slice_string("a\x1b[31m\tb\xff"));
	assert_string_equal(text, "a?[31m?b?");
	memset(longest, 'x', sizeof(longest));
	af_sweep_copy(text, af_slice_of(longest, sizeof(longest)));
	assert_int_equal(strlen(text), AF_SWEEP_NAME - 1);
}

static void test_log(void **unused)
{
	struct af_sweep_said said = { 0 };

	af_sweep_log_line(af_slice_string("usb 1-1: new device"), &said);
	af_sweep_log_line(af_slice_string("sh: page allocation failure: order:1"),
			  &said);
	assert_false(said.crash || said.warning);
	af_sweep_log_line(af_slice_string("WARNING: CPU: 1 PID: 2 at lib/x.c:3"),
			  &said);
	assert_true(said.warning && !said.crash);
	af_sweep_log_line(af_slice_string("UBSAN: shift"), &said);
	assert_string_equal(said.line, "WARNING: CPU: 1 PID: 2 at lib/x.c:3");
	af_sweep_log_line(af_slice_string("BUG: kernel NULL pointer"), &said);
	assert_true(said.crash);
	af_sweep_log_line(af_slice_string("Oops: 0002 [#1]"), &said);
	assert_string_equal(said.line, "BUG: kernel NULL pointer");
}

static void test_reached(void **unused)
{
	struct af_sweep_place places[] = {
		{ .request = { .hash = 5, .outcome = "passed" } },
		{ .request = { .hash = 6, .outcome = "nofail" } },
	};
	struct af_sweep sweep = { .places = places, .nr_places = 2 };

	assert_int_equal(af_sweep_unreached(&sweep), 2);
	assert_non_null(strstr(af_sweep_why(&sweep, &places[0]),
			       "no later run"));
	assert_non_null(strstr(af_sweep_why(&sweep, &places[1]), "NOFAIL"));
	sweep.stopped = "for a test";
	assert_non_null(strstr(af_sweep_why(&sweep, &places[0]), "stopped"));
	assert_non_null(strstr(af_sweep_why(&sweep, &places[1]), "NOFAIL"));
	af_sweep_reached(&sweep, 7);
	assert_int_equal(af_sweep_unreached(&sweep), 2);
	af_sweep_reached(&sweep, 5);
	assert_int_equal(af_sweep_unreached(&sweep), 1);
	assert_true(places[0].reached && !places[1].reached);
}

/* The worst that is known of a run. */
static void test_verdict(void **unused)
{
	struct af_sweep_run run = { .end = { .status = 1 << 8 } };

	assert_int_equal(af_sweep_judge(&run), AF_SWEEP_HANDLED);
	run.end.status = 0;
	assert_int_equal(af_sweep_judge(&run), AF_SWEEP_UNNOTICED);
	strcpy(run.failed.gfp, "GFP_KERNEL|__GFP_NOWARN");
	assert_int_equal(af_sweep_judge(&run), AF_SWEEP_HANDLED);
	run.end.status = 9;
	assert_int_equal(af_sweep_judge(&run), AF_SWEEP_KILLED);
	run.leaked = 1;
	assert_int_equal(af_sweep_judge(&run), AF_SWEEP_LEAKED);
	run.leaked = 0;
	run.objects.nr = 1;
	assert_int_equal(af_sweep_judge(&run), AF_SWEEP_LEAKED);
	run.said.warning = true;
	assert_int_equal(af_sweep_judge(&run), AF_SWEEP_WARNED);
	run.end.hung = true;
	assert_int_equal(af_sweep_judge(&run), AF_SWEEP_HUNG);
	run.said.crash = true;
	assert_int_equal(af_sweep_judge(&run), AF_SWEEP_CRASHED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_records), cmocka_unit_test(test_torn),
		cmocka_unit_test(test_copy),	cmocka_unit_test(test_log),
		cmocka_unit_test(test_reached), cmocka_unit_test(test_verdict),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
