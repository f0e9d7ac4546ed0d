// SPDX-License-Identifier: GPL-2.0-only
/* allocfail flamegraph: the stacks as a picture, by a flame graph tool. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/command.h"
#include "commands/export.h"
#include "lib/output.h"

/* Both take folded stacks from standard input, and these options. */
static const char *const tools[] = { "flamegraph.pl", "inferno-flamegraph" };

#define NOT_FOUND 127 /* as a shell says it */

/* Does a directory of PATH have it? */
static bool in_directory(struct af_slice directory, const char *tool)
{
	char path[4096];

	snprintf(path, sizeof(path), "%.*s/%s", AF_SLICE(directory), tool);
	return !access(path, X_OK);
}

static bool is_there(const char *tool)
{
	const char *variable = getenv("PATH");
	struct af_slice rest = af_slice_string(variable ? variable : "");
	struct af_slice directory;

	while (af_slice_cut(&rest, ':', &directory))
		if (in_directory(directory, tool))
			return true;
	return false;
}

static const char *find_tool(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tools); i++)
		if (is_there(tools[i]))
			return tools[i];
	return NULL;
}

static int say_how(void)
{
	af_complain("flamegraph: there is neither flamegraph.pl nor inferno-flamegraph in PATH.\n"
		    "Debian 11 to 13 have no package of either. Get one of them:\n"
		    "  flamegraph.pl, one Perl script, from github.com/brendangregg/FlameGraph\n"
		    "  inferno-flamegraph, by cargo install inferno\n"
		    "or take the stacks to another machine, for such a tool or for speedscope:\n"
		    "  allocfail export --format folded >allocfail.folded");
	return AF_EXIT_TROUBLE;
}

/* In the child: standard input is the pipe, standard output the picture. */
static void run_tool(const char *tool, int from, int to)
{
	if (dup2(from, STDIN_FILENO) >= 0 && dup2(to, STDOUT_FILENO) >= 0)
		execlp(tool, tool, "--title", "Failed page allocations",
		       "--countname", "failures", (char *)NULL);
	_exit(NOT_FOUND);
}

/* A tool that ends early must not end this program. */
static void write_stacks(int fd, const struct af_view *view,
			 const struct af_options *options)
{
	FILE *out = fdopen(fd, "w");

	if (!out) {
		close(fd);
		return;
	}
	signal(SIGPIPE, SIG_IGN);
	af_export_folded(out, view, &options->filter);
	fclose(out);
}

static int wait_for(pid_t child, const char *tool)
{
	int status;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	if (WIFEXITED(status) && !WEXITSTATUS(status))
		return 0;
	af_complain("flamegraph: %s failed", tool);
	return -1;
}

static int draw(const char *tool, int to, const struct af_view *view,
		const struct af_options *options)
{
	int ends[2];
	pid_t child;

	if (pipe2(ends, O_CLOEXEC)) {
		af_complain("flamegraph: %s", strerror(errno));
		return -1;
	}
	child = fork();
	if (!child)
		run_tool(tool, ends[0], to);
	close(ends[0]);
	if (child < 0) {
		close(ends[1]);
		af_complain("flamegraph: %s", strerror(errno));
		return -1;
	}
	write_stacks(ends[1], view, options);
	return wait_for(child, tool);
}

static bool any_signature(const struct af_view *view,
			  const struct af_filter *filter)
{
	size_t i;

	for (i = 0; i < view->signatures.nr; i++)
		if (af_filter_signature(filter, &view->signatures.all[i],
					view->now_us))
			return true;
	return false;
}

static int draw_view(const char *tool, const struct af_view *view,
		     const struct af_options *options)
{
	struct af_output output;
	int result;

	if (!any_signature(view, &options->filter)) {
		af_complain("flamegraph: no failures, nothing to draw");
		return AF_EXIT_TROUBLE;
	}
	if (af_output_open(&output, options->output))
		return AF_EXIT_TROUBLE;
	result = draw(tool, fileno(output.file), view, options);
	return af_output_close(&output, !result) ? AF_EXIT_TROUBLE :
						   AF_EXIT_FINE;
}

int af_flamegraph(const struct af_options *options)
{
	const char *tool = find_tool();
	struct af_view view;
	int code;

	if (!tool)
		return say_how();
	if (af_view_read(&view, options->root, AF_READ(AF_FILE_SIGNATURES)))
		return AF_EXIT_TROUBLE;
	code = draw_view(tool, &view, options);
	af_view_free(&view);
	return code;
}
