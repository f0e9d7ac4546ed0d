// SPDX-License-Identifier: GPL-2.0-only
/*
 * allocfail bundle: a tar of the module's files, and of the machine's settings and
 * sizes, below machine/. The system's tar packs it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli/command.h"
#include "lib/file.h"
#include "state/view.h"

static int write_file(const char *directory, const char *name,
		      const struct af_text *text)
{
	char path[4096];
	FILE *file;
	int failed;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	file = fopen(path, "w");
	if (file) {
		fwrite(text->text, 1, text->length, file);
		failed = ferror(file);
		if (!fclose(file) && !failed)
			return 0;
	}
	af_complain("%s: %s", path, strerror(errno));
	return -1;
}

/* The directories that a path leads through. */
static int make_parents(const char *directory, const char *path)
{
	char full[4096];
	char *stroke;

	snprintf(full, sizeof(full), "%s/%s", directory, path);
	for (stroke = strchr(full + strlen(directory) + 1, '/'); stroke;
	     stroke = strchr(stroke + 1, '/')) {
		*stroke = '\0';
		if (mkdir(full, 0700) && errno != EEXIST) {
			af_complain("%s: %s", full, strerror(errno));
			return -1;
		}
		*stroke = '/';
	}
	return 0;
}

/* A setting that this kernel does not have is left out. */
static int save_machine_file(const char *directory, const char *root,
			     const char *path)
{
	struct af_text text;
	char from[4096];
	int result;

	snprintf(from, sizeof(from), "%s%s/%s", root ? root : "",
		 root ? "/machine" : "", path);
	if (af_read_text(from, &text))
		return 0;
	result = make_parents(directory, path) ||
				 write_file(directory, path, &text) ?
			 -1 :
			 0;
	free(text.text);
	return result;
}

static int save_cgroups(const char *directory, const struct af_view *view)
{
	struct af_text text = { 0 };
	FILE *out = open_memstream(&text.text, &text.length);
	int result;

	if (!out)
		return -1;
	af_cgroups_print(&view->machine.cgroups, out);
	fclose(out);
	result = write_file(directory, "cgroups", &text);
	free(text.text);
	return result;
}

static int save_machine(const char *directory, const struct af_view *view)
{
	char machine[1200];
	size_t i;

	snprintf(machine, sizeof(machine), "%s/machine", directory);
	if (mkdir(machine, 0700)) {
		af_complain("%s: %s", machine, strerror(errno));
		return -1;
	}
	for (i = 0; i < af_nr_machine_files; i++)
		if (save_machine_file(machine, view->root,
				      af_machine_files[i].path))
			return -1;
	return save_cgroups(machine, view);
}

static int save(const char *directory, const struct af_view *view)
{
	unsigned int file;

	for (file = 0; file < AF_NR_FILES; file++)
		if (write_file(directory, af_file_names[file],
			       &view->text[file]))
			return -1;
	return save_machine(directory, view);
}

/* Runs a program, and waits: 0 if it ended well. */
static int run(const char *const arguments[])
{
	int status = -1;
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid) {
		execvp(arguments[0], (char *const *)arguments);
		af_complain("%s: %s", arguments[0], strerror(errno));
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		af_complain("%s: %s", arguments[0], strerror(errno));
	return status ? -1 : 0;
}

/* No names of users. Other options than these are not every tar's. */
static int pack(const char *directory, const char *name, const char *file)
{
	const char *const arguments[] = {
		"tar", "-c", "-f", file, "-C", directory, "--numeric-owner",
		name,  NULL
	};

	return run(arguments);
}

static void remove_tree(const char *directory)
{
	const char *const arguments[] = { "rm", "-rf", "--", directory, NULL };

	run(arguments);
}

/* allocfail-20260102-030405: not the host's name, which is nobody's business. */
static void make_name(char *name, size_t size)
{
	time_t now = time(NULL);
	struct tm broken;

	gmtime_r(&now, &broken);
	strftime(name, size, "allocfail-%Y%m%d-%H%M%S", &broken);
}

static int make(const struct af_view *view, const char *given)
{
	const char *tmp = getenv("TMPDIR");
	char place[1024], directory[1100], name[64], file[80];
	int result = -1;

	make_name(name, sizeof(name));
	snprintf(file, sizeof(file), "%s.tar", name);
	snprintf(place, sizeof(place), "%s/allocfail.XXXXXX",
		 tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(place)) {
		af_complain("%s: %s", place, strerror(errno));
		return -1;
	}
	snprintf(directory, sizeof(directory), "%s/%s", place, name);
	if (mkdir(directory, 0700))
		af_complain("%s: %s", directory, strerror(errno));
	else if (!save(directory, view))
		result = pack(place, name, given ? given : file);
	remove_tree(place);
	if (!result && !given)
		printf("%s\n", file);
	return result;
}

int af_bundle(const struct af_options *options)
{
	struct af_view view;
	int result;

	if (af_view_read(&view, options->root, AF_READ_ALL))
		return AF_EXIT_TROUBLE;
	umask(077);
	result = make(&view,
		      options->nr_arguments ? options->arguments[0] : NULL);
	af_view_free(&view);
	return result ? AF_EXIT_TROUBLE : AF_EXIT_FINE;
}
