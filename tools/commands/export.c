// SPDX-License-Identifier: GPL-2.0-only
/* allocfail export: what the module knows, for other programs. */
#include <string.h>

#include "cli/command.h"
#include "commands/export.h"
#include "lib/output.h"

/* A format: what it is made from, and whether filters make sense in it. */
struct format {
	const char *name;
	unsigned int reads;
	bool whole; /* of sums that no filter can be applied to */
	void (*write)(FILE *out, const struct af_view *view,
		      const struct af_filter *filter);
	/* What it says if nothing can be read; NULL: nothing. */
	void (*write_down)(FILE *out);
};

static const struct format formats[] = {
	{
		.name = "json",
		.reads = AF_READ_ALL & ~AF_READ(AF_FILE_FOLDED),
		.write = af_export_json,
	},
	{
		.name = "prometheus",
		.reads = AF_READ(AF_FILE_STATUS) | AF_READ(AF_FILE_COUNTERS) |
			 AF_READ(AF_FILE_SIGNATURES),
		.whole = true,
		.write = af_export_prometheus,
		.write_down = af_export_prometheus_down,
	},
	{
		.name = "folded",
		.reads = AF_READ(AF_FILE_SIGNATURES),
		.write = af_export_folded,
	},
	{
		.name = "csv",
		.reads = AF_READ(AF_FILE_SIGNATURES),
		.write = af_export_csv,
	},
};

static const struct format *find(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(formats); i++)
		if (!strcmp(formats[i].name, name))
			return &formats[i];
	return NULL;
}

static int write_view(const struct format *format, const struct af_view *view,
		      const struct af_options *options)
{
	struct af_output output;

	if (af_output_open(&output, options->output))
		return AF_EXIT_TROUBLE;
	if (view)
		format->write(output.file, view, &options->filter);
	else
		format->write_down(output.file);
	return af_output_close(&output, true) ? AF_EXIT_TROUBLE : AF_EXIT_FINE;
}

/* A directory that was named and can't be read is a mistake, not a state. */
static int export(const struct format *format, const struct af_options *options)
{
	struct af_view view;
	int code;

	if (!af_view_read(&view, options->root, format->reads)) {
		code = write_view(format, &view, options);
		af_view_free(&view);
		return code;
	}
	if (options->root || !format->write_down)
		return AF_EXIT_TROUBLE;
	return write_view(format, NULL, options);
}

int af_export(const struct af_options *options)
{
	const struct format *format;

	if (!options->format) {
		af_complain("export: --format is missing: json, prometheus, folded or csv");
		return AF_EXIT_TROUBLE;
	}
	format = find(options->format);
	if (format->whole && af_filter_any(&options->filter)) {
		af_complain("export: %s is of all failures: filters are for the query",
			    format->name);
		return AF_EXIT_TROUBLE;
	}
	return export(format, options);
}
