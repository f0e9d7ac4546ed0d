// SPDX-License-Identifier: GPL-2.0-only
/* What a sweep reads of kmemleak: by text, and by a made-up file that is written and read. */
#include "unit.h"

#include <stdio.h>
#include <unistd.h>

#include "commands/sweep.h"

/* Of 5.10, of 6.12, and of 7.2 with the kind of an object. */
static const char text[] =
	"unreferenced object 0xffff888104f6a3c0 (size 64):\n"
	"  comm \"sh\", pid 123, jiffies 4294894652 (age 12.345s)\n"
	"  hex dump (first 32 bytes):\n"
	"    75 6e 72 65 66 65 72 65 6e 63 65 64 20 00 00 00  unreferenced ...\n"
	"  backtrace:\n"
	"    [<000000006a2b5c5e>] __kmalloc+0x1a/0x30\n"
	"    [<00000000deadbeef>] ring_new.isra.0+0x1c/0x50 [drv]\n"
	"    [<00000000deadbeef>] drv_open+0x5/0x10 [drv]\n"
	"unreferenced object 0xffff888104f6a400 (size 4096):\n"
	"  comm \"backtrace\", pid 1, jiffies 4294894653\n"
	"  backtrace (crc 9e0f3f2f):\n"
	"    kmem_cache_alloc_noprof+0x1a/0x30\n"
	"    other_new+0x1/0x2 [other]\n"
	"unreferenced object (percpu) 0x607dbfc0 (size 8):\n"
	"  comm \"sh\", pid 9, jiffies 4294894659\n"
	"  backtrace (crc 0):\n";

static void test_text(void **unused)
{
	struct af_kmemleak kmemleak = { 0 };
	struct af_sweep_objects found;

	assert_true(af_kmemleak_parse(&kmemleak, af_slice_string(text),
				      &found));
	assert_int_equal(found.nr, 3);
	assert_int_equal(found.size, 64);
	assert_string_equal(found.place, "ring_new.isra.0+0x1c [drv]");
	assert_int_equal(kmemleak.nr_known, 3);
	assert_true(kmemleak.known[2] == 0x607dbfc0);
	/* The same again is nothing new. */
	assert_true(af_kmemleak_parse(&kmemleak, af_slice_string(text),
				      &found));
	assert_int_equal(found.nr, 0);
	/* The first that is new is told, whatever is before it. */
	kmemleak.nr_known = 1;
	assert_true(af_kmemleak_parse(&kmemleak, af_slice_string(text),
				      &found));
	assert_int_equal(found.nr, 2);
	assert_int_equal(found.size, 4096);
	assert_string_equal(found.place, "other_new+0x1 [other]");
	/* It has no stack: that of the next would be another's. */
	kmemleak.nr_known = 2;
	assert_true(af_kmemleak_parse(&kmemleak, af_slice_string(text),
				      &found));
	assert_int_equal(found.nr, 1);
	assert_string_equal(found.place, "[no stack]");
	free(kmemleak.known);
}

/* Torn at each byte, it is no more than it is. */
static void test_torn(void **unused)
{
	size_t i;

	for (i = 0; i < sizeof(text); i++) {
		struct af_kmemleak kmemleak = { 0 };
		struct af_sweep_objects found;
		char *copy = malloc(i + 1);

		memcpy(copy, text, i);
		af_kmemleak_parse(&kmemleak, af_slice_of(copy, i), &found);
		assert_true(found.nr <= 3);
		free(kmemleak.known);
		free(copy);
	}
}

/* What a terminal would obey is not kept. */
static void test_hostile(void **unused)
{
	static const char evil[] =
		"unreferenced object 0xffffffffffffffffff (size 1):\n"
		"  backtrace:\n"
		"    [<\n"
		"    \x1b[31m%s%n+0x1/0x2 [\x07]\n";
	struct af_kmemleak kmemleak = { 0 };
	struct af_sweep_objects found;

	assert_true(af_kmemleak_parse(&kmemleak, af_slice_string(evil),
				      &found));
	assert_int_equal(found.nr, 1);
	assert_string_equal(found.place, "?[31m%s%n+0x1 [?]");
	free(kmemleak.known);
}

static void test_too_many(void **unused)
{
	const size_t room = (AF_KMEMLEAK_MOST + 1) * 48;
	struct af_kmemleak kmemleak = { 0 };
	struct af_sweep_objects found;
	char *many = malloc(room);
	size_t i, length = 0;

	for (i = 0; i < AF_KMEMLEAK_MOST; i++)
		length += sprintf(many + length,
				  "unreferenced object 0x%zx (size 1):\n",
				  i + 1);
	assert_true(af_kmemleak_parse(&kmemleak, af_slice_of(many, length),
				      &found));
	assert_int_equal(found.nr, AF_KMEMLEAK_MOST);
	assert_false(af_kmemleak_parse(&kmemleak, af_slice_string(text),
				       &found));
	assert_int_equal(kmemleak.nr_known, AF_KMEMLEAK_MOST);
	free(kmemleak.known);
	free(many);
}

/* What is written into the made-up file takes the place of its first bytes. */
static void put(const char *path, const char *more)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fprintf(file, "----\n%s", more);
	fclose(file);
}

static void test_file(void **unused)
{
	char path[] = "/tmp/kmemleak-XXXXXX", head[5] = "";
	struct af_kmemleak kmemleak = { .path = path };
	struct af_sweep_objects found;
	int file = mkstemp(path);

	put(path, "unreferenced object 0x1 (size 1):\n");
	af_kmemleak_begin(&kmemleak);
	assert_true(kmemleak.asked);
	assert_int_equal(pread(file, head, 4, 0), 4);
	assert_string_equal(head, "scan");
	put(path, text);
	af_kmemleak_after(&kmemleak, &found);
	assert_int_equal(found.nr, 3);
	/* What is lost with nothing failed is not counted. */
	kmemleak.nr_known = 3;
	af_kmemleak_usual(&kmemleak);
	assert_int_equal(kmemleak.usual, 1);
	kmemleak.nr_known = 2;
	af_kmemleak_after(&kmemleak, &found);
	assert_int_equal(found.nr, 1);
	kmemleak.nr_known = 3;
	af_kmemleak_after(&kmemleak, &found);
	assert_int_equal(found.nr, 0);
	af_kmemleak_after(&kmemleak, &found);
	assert_int_equal(found.nr, 0);
	/* Where it ends to be there, that is said once, and nothing is found. */
	unlink(path);
	af_kmemleak_after(&kmemleak, &found);
	assert_false(kmemleak.asked);
	assert_int_equal(found.nr, 0);
	/* Where it never was, it is not asked. */
	af_kmemleak_begin(&kmemleak);
	assert_false(kmemleak.asked);
	close(file);
	free(kmemleak.known);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),	cmocka_unit_test(test_torn),
		cmocka_unit_test(test_hostile), cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
