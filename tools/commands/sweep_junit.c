// SPDX-License-Identifier: GPL-2.0-only
/* What a sweep has found, as JUnit XML: a test a place, for a driver's CI. */
#include <stdio.h>

#include "commands/sweep.h"
#include "lib/markup.h"
#include "lib/output.h"

static void begin_case(FILE *out, const struct af_sweep_failed *request)
{
	fputs("<testcase classname=\"allocfail.sweep\" name=\"", out);
	af_markup_string(out, request->place);
	fprintf(out, " order %u\"", request->order);
}

static void write_one(FILE *out, const struct af_sweep_run *run)
{
	char how[AF_SWEEP_NAME];

	begin_case(out, &run->failed);
	if (run->verdict == AF_SWEEP_HANDLED) {
		fputs("/>\n", out);
		return;
	}
	af_sweep_how(how, run);
	fprintf(out, ">\n<failure type=\"%s\" message=\"",
		af_sweep_names[run->verdict]);
	af_markup_string(out, how);
	fputs("\">", out);
	af_markup_string(out, run->failed.gfp);
	fputs("</failure>\n</testcase>\n", out);
}

static void write_unreached(FILE *out, const struct af_sweep *sweep)
{
	size_t i;

	for (i = 0; i < sweep->nr_places; i++) {
		if (sweep->places[i].reached)
			continue;
		begin_case(out, &sweep->places[i].request);
		fputs(">\n<skipped message=\"", out);
		af_markup_string(out, af_sweep_why(sweep, &sweep->places[i]));
		fputs("\"/>\n</testcase>\n", out);
	}
}

/* Return: 0, or -1 after a complaint */
int af_sweep_junit(const struct af_sweep *sweep, const char *path)
{
	struct af_output output;
	const size_t unreached = af_sweep_unreached(sweep);
	size_t i, failures = 0;

	for (i = 0; i < sweep->nr; i++)
		failures += sweep->runs[i].verdict != AF_SWEEP_HANDLED;
	if (af_output_open(&output, strcmp(path, "-") ? path : NULL))
		return -1;
	fprintf(output.file,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"allocfail sweep\" tests=\"%zu\" failures=\"%zu\" errors=\"%d\" skipped=\"%zu\">\n",
		sweep->nr + unreached + !!sweep->stopped, failures,
		!!sweep->stopped, unreached);
	for (i = 0; i < sweep->nr; i++)
		write_one(output.file, &sweep->runs[i]);
	write_unreached(output.file, sweep);
	if (sweep->stopped) {
		fputs("<testcase classname=\"allocfail.sweep\" name=\"all\">\n<error message=\"",
		      output.file);
		af_markup_string(output.file, sweep->stopped);
		fputs("\"/>\n</testcase>\n", output.file);
	}
	fputs("</testsuite>\n", output.file);
	return af_output_close(&output, true);
}
