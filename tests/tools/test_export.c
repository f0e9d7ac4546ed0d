// SPDX-License-Identifier: GPL-2.0-only
/*
 * Exported figures: that no failure is lost between labels, and that nothing a
 * user can choose gets out of its place.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "commands/export.h"
#include "lib/output.h"

static char *export_with(void (*write)(FILE *, const struct af_view *,
				       const struct af_filter *),
			 const struct af_view *view)
{
	const struct af_filter all = { 0 };
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	write(out, view, &all);
	fclose(out);
	return text;
}

static void make(struct af_view *view, const char *text)
{
	struct af_parse_error error;

	*view = (struct af_view){ 0 };
	assert_int_equal(af_parse_signatures(&view->signatures, text,
					     strlen(text), &error),
			 0);
	view->totals.nr_orders = 11;
}

/* A record with what the tests change; "%s" three times. */
#define RECORD(count, order, cause, class, comm, frame)                         \
	"count=" count " order=" order " gfp=GFP_KERNEL gfp_mask=0xcc0 "        \
	"memalloc=0 context=task class=" class                                  \
		" cause=" cause " zone=DMA32"                                   \
		" first=1.000000 last=2.000000 cpu=0 pid=1 streak=1 comm=" comm \
		"\n\t" frame "\n"

static void expect_line(const char *text, const char *line)
{
	const char *at = strstr(text, line);

	if (!at)
		print_error("no line %s in:\n%s", line, text);
	assert_non_null(at);
	assert_true(at == text || at[-1] == '\n');
	assert_int_equal(at[strlen(line)], '\n');
}

static void test_joint(void **state)
{
	struct af_view view;
	char *text;

	make(&view,
	     RECORD("5", "3", "watermark", "atomic", "a", "f+0x1/0x2")
		     RECORD("7", "3", "watermark", "atomic", "b", "g+0x1/0x2")
			     RECORD("1", "11", "oversize", "blocking", "c",
				    "h+0x1/0x2")
				     RECORD("2", "0", "newcause", "atomic", "d",
					    "i+0x1/0x2"));
	view.totals.signatures_dropped = 40;
	view.totals.recursions = 2;
	text = export_with(af_export_prometheus, &view);
	expect_line(text,
		    "allocfail_failures_total{order=\"3\",cause=\"watermark\",class=\"atomic\"} 12");
	expect_line(text,
		    "allocfail_failures_total{order=\"over\",cause=\"oversize\",class=\"blocking\"} 1");
	expect_line(text,
		    "allocfail_failures_total{order=\"0\",cause=\"other\",class=\"atomic\"} 2");
	expect_line(text,
		    "allocfail_failures_total{order=\"unknown\",cause=\"unknown\",class=\"unknown\"} 42");
	free(text);
	af_view_free(&view);
}

static void test_armed(void **state)
{
	struct af_view view = { 0 };
	char *text = export_with(af_export_prometheus, &view);

	assert_null(strstr(text, "allocfail_armed"));
	free(text);
	view.status.armed_known = true;
	text = export_with(af_export_prometheus, &view);
	expect_line(text, "allocfail_armed 0");
	free(text);
}

static void test_label_escapes(void **state)
{
	struct af_view view = { 0 };
	char *text;

	view.totals.zone[0].name = af_slice_string("a\"b\\c");
	view.totals.nr_zones = 1;
	text = export_with(af_export_prometheus, &view);
	expect_line(text,
		    "allocfail_zone_failures_total{zone=\"a\\\"b\\\\c\"} 0");
	free(text);
}

static void test_csv(void **state)
{
	struct af_view view;
	char *text, *row;

	make(&view, RECORD("5", "3", "watermark", "atomic", "=1+\"a\",b",
			   "f+0x1/0x2 [m]\n\tg+0x3/0x4"));
	text = export_with(af_export_csv, &view);
	row = strstr(text,
		     "\r\n5,3,\"GFP_KERNEL\",0xcc0,0,task,atomic,watermark,\"DMA32\",1.000000,2.000000,0,1,1,\"\\x3d1+\"\"a\"\",b\",\"f+0x1/0x2 [m];g+0x3/0x4\"\r\n");
	assert_non_null(row);
	free(text);
	af_view_free(&view);
}

static void test_folded(void **state)
{
	struct af_view view;
	char *text;

	make(&view,
	     RECORD("5", "3", "watermark", "atomic", "a",
		    "f.part.0+0x1/0x2 [m]\n\t[unknown]\n\tg+0x3/0x4")
		     RECORD("6", "3", "watermark", "atomic", "a", "g+0x1/0x2"));
	view.signatures.all[1].nr_frames = 0;
	text = export_with(af_export_folded, &view);
	assert_string_equal(text, "g;[unknown];f.part.0 [m] 5\n[no stack] 6\n");
	free(text);
	af_view_free(&view);
}

/* Bytes that are no UTF-8 can come from a copy only; the rest must not go. */
static void test_json_bytes(void **state)
{
	struct af_view view;
	char *text;

	make(&view,
	     RECORD("5", "3", "watermark", "atomic", "a\xff\"b", "f+0x1/0x2"));
	text = export_with(af_export_json, &view);
	assert_non_null(strstr(text, "\"comm\": \"a?\\\"b\""));
	assert_non_null(strstr(text, "\"count\": 5"));
	assert_non_null(strstr(text, "\"snapshot\": null"));
	free(text);
	af_view_free(&view);
}

static void read_back(const char *path, char *text, size_t size)
{
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	text[fread(text, 1, size - 1, file)] = '\0';
	fclose(file);
}

/* Until it is closed the old file is there, and if it is given up, after. */
static void test_output(void **state)
{
	char directory[] = "/tmp/allocfail-XXXXXX", path[64], text[64];
	struct af_output output;
	struct stat known;

	umask(022);
	assert_non_null(mkdtemp(directory));
	snprintf(path, sizeof(path), "%s/x.prom", directory);
	assert_int_equal(af_output_open(&output, path), 0);
	fputs("old", output.file);
	assert_int_equal(stat(path, &known), -1);
	assert_int_equal(af_output_close(&output, true), 0);
	assert_int_equal(stat(path, &known), 0);
	assert_int_equal(known.st_mode & 0777, 0644);

	assert_int_equal(af_output_open(&output, path), 0);
	fputs("new", output.file);
	fflush(output.file);
	read_back(path, text, sizeof(text));
	assert_string_equal(text, "old");
	assert_int_equal(af_output_close(&output, false), -1);
	read_back(path, text, sizeof(text));
	assert_string_equal(text, "old");
	assert_int_equal(unlink(path), 0);
	/* No temporary file is left behind. */
	assert_int_equal(rmdir(directory), 0);
}

/* A link stays one: /dev/stdout is. */
static void test_output_link(void **state)
{
	char directory[] = "/tmp/allocfail-XXXXXX", path[64], link[64];
	char text[64];
	struct af_output output;
	struct stat known;

	assert_non_null(mkdtemp(directory));
	snprintf(path, sizeof(path), "%s/x", directory);
	snprintf(link, sizeof(link), "%s/link", directory);
	assert_int_equal(symlink("x", link), 0);
	assert_int_equal(af_output_open(&output, link), 0);
	fputs("new", output.file);
	assert_int_equal(af_output_close(&output, true), 0);
	assert_int_equal(lstat(link, &known), 0);
	assert_true(S_ISLNK(known.st_mode));
	read_back(path, text, sizeof(text));
	assert_string_equal(text, "new");
	assert_int_equal(unlink(link) | unlink(path) | rmdir(directory), 0);
}

static void test_output_full(void **state)
{
	struct af_output output;

	assert_int_equal(af_output_open(&output, "/dev/full"), 0);
	fputs("text", output.file);
	assert_int_equal(af_output_close(&output, true), -1);
	assert_int_equal(af_output_open(&output, "/nowhere/x"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_joint),
		cmocka_unit_test(test_armed),
		cmocka_unit_test(test_label_escapes),
		cmocka_unit_test(test_csv),
		cmocka_unit_test(test_folded),
		cmocka_unit_test(test_json_bytes),
		cmocka_unit_test(test_output),
		cmocka_unit_test(test_output_link),
		cmocka_unit_test(test_output_full),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
