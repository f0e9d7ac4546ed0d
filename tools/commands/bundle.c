// SPDX-License-Identifier: GPL-2.0-only
/*
 * allocfail bundle: a tar of the module's files, and of the machine's settings and
 * sizes, below machine/. Each file is what has passed the gate: whoever unpacks it
 * gets no surprise from a copy that was packed again.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "cli/command.h"
#include "commands/doctor.h"
#include "lib/output.h"
#include "lib/tar.h"
#include "state/view.h"

struct bundle {
	const struct af_view *view;
	FILE *out;
	char name[64]; /* of the directory that it unpacks to */
	time_t time;
	bool failed;
};

/* allocfail-20260102-030405: not the host's name, which is nobody's business. */
static void set_name(struct bundle *bundle)
{
	struct tm broken;

	bundle->time = time(NULL);
	gmtime_r(&bundle->time, &broken);
	strftime(bundle->name, sizeof(bundle->name), "allocfail-%Y%m%d-%H%M%S",
		 &broken);
}

static void add(struct bundle *bundle, const char *directory, const char *name,
		struct af_slice text)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s%s", bundle->name, directory, name);
	if (af_tar_add(bundle->out, path, text, bundle->time))
		bundle->failed = true;
}

static void add_module(struct bundle *bundle)
{
	unsigned int file;

	for (file = 0; file < AF_NR_FILES; file++)
		if (bundle->view->text[file].text)
			add(bundle, "", af_file_names[file],
			    af_slice_of(bundle->view->text[file].text,
					bundle->view->text[file].length));
}

/* What this kernel, or the copy, does not have is left out. */
static void add_file(struct bundle *bundle, const char *name)
{
	struct af_text text = af_machine_file(bundle->view->root, name);

	if (text.text)
		add(bundle, "machine/", name,
		    af_slice_of(text.text, text.length));
	free(text.text);
}

/* What is in no file: printed, and added under a name. */
static void add_print(struct bundle *bundle, const char *name,
		      void (*print)(const struct af_view *view, FILE *out))
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	if (!out) {
		bundle->failed = true;
		return;
	}
	print(bundle->view, out);
	if (fclose(out))
		bundle->failed = true;
	else if (length)
		add(bundle, "machine/", name, af_slice_of(text, length));
	free(text);
}

static void print_cgroups(const struct af_view *view, FILE *out)
{
	af_cgroups_print(&view->machine.cgroups, out);
}

/* So that times since boot can be told as times of the day. */
static void print_clock(const struct af_view *view, FILE *out)
{
	const long long offset = view->machine.wall_offset_us;

	if (af_known(offset))
		fprintf(out, "offset %lld.%06lld\n", offset / 1000000,
			offset % 1000000);
}

static void print_doctor(const struct af_view *view, FILE *out)
{
	const struct af_screen screen = { .out = out };
	struct af_findings findings;

	af_doctor_look(&findings, view, NULL);
	af_findings_print(&findings, &screen);
	af_findings_free(&findings);
}

static void add_machine(struct bundle *bundle)
{
	size_t i;

	for (i = 0; i < af_nr_machine_sources; i++)
		add_file(bundle, af_machine_sources[i].path);
	add_print(bundle, AF_CLOCK_FILE, print_clock);
	if (bundle->view->root) {
		/* As it is: an older copy says less in it. */
		add_file(bundle, "cgroups");
		add_file(bundle, "doctor");
	} else {
		add_print(bundle, "cgroups", print_cgroups);
		add_print(bundle, "doctor", print_doctor);
	}
}

/* Return: 0, or -1 after a complaint */
static int pack(struct bundle *bundle)
{
	add_module(bundle);
	add_machine(bundle);
	af_tar_end(bundle->out);
	if (!bundle->failed)
		return 0;
	af_complain("bundle: out of memory");
	return -1;
}

static int make(const struct af_view *view, const char *given)
{
	struct bundle bundle = { .view = view };
	bool to_stdout = given && !strcmp(given, "-");
	struct af_output output;
	char file[80];

	set_name(&bundle);
	snprintf(file, sizeof(file), "%s.tar", bundle.name);
	if (af_output_open_private(&output, to_stdout ? NULL :
					    given     ? given :
							file))
		return -1;
	bundle.out = output.file;
	if (af_output_close(&output, !pack(&bundle)))
		return -1;
	if (!given)
		printf("%s\n", file);
	return 0;
}

int af_bundle(const struct af_options *options)
{
	struct af_view view;
	int result;

	if (af_view_read(&view, options->root, AF_READ_ALL))
		return AF_EXIT_TROUBLE;
	result = make(&view,
		      options->nr_arguments ? options->arguments[0] : NULL);
	af_view_free(&view);
	return result ? AF_EXIT_TROUBLE : AF_EXIT_FINE;
}
