// SPDX-License-Identifier: GPL-2.0-only
/* The allocfail command: main, and the table of commands. */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"

/* The first one is what allocfail does without a command. */
static const struct af_command commands[] = {
	{
		.name = "report",
		.arguments = "",
		.help = "what failed, why, whether it matters, what to do",
		.more = "Looks twice, a second apart, to tell how fast failures come. Takes no\n"
			"more than the screen, 24 lines of 80 columns if there is none, and says\n"
			"what it leaves out.\n",
		.takes = AF_TAKES(HELP) | AF_TAKES(ROOT) | AF_TAKES_FILTERS |
			 AF_TAKES_SCREEN | AF_TAKES(HEIGHT) | AF_TAKES(FULL) |
			 AF_TAKES(INTERVAL),
		.run = af_report,
	},
	{
		.name = "top",
		.arguments = "",
		.help = "who asks, live",
		.takes = AF_TAKES(HELP) | AF_TAKES(ROOT) | AF_TAKES_FILTERS |
			 AF_TAKES(COLOR) | AF_TAKES(BATCH) | AF_TAKES(SORT) |
			 AF_TAKES(INTERVAL) | AF_TAKES(COUNT),
		.run = af_top,
	},
	{
		.name = "events",
		.arguments = "",
		.help = "the last failures, one by one",
		.more = "--journal: a line for each kind of failure instead, at most ten a\n"
			"minute, to the journal or to FILE; with --follow only for kinds that\n"
			"are new.\n",
		.takes = AF_TAKES(HELP) | AF_TAKES(ROOT) | AF_TAKES_FILTERS |
			 AF_TAKES_SCREEN | AF_TAKES(FOLLOW) |
			 AF_TAKES(INTERVAL) | AF_TAKES(COUNT) |
			 AF_TAKES(JOURNAL) | AF_TAKES(OUTPUT),
		.run = af_show_events,
	},
	{
		.name = "explain",
		.arguments = "[FILE]",
		.help = "failures that a kernel log reports; needs no module",
		.more = "FILE is a log: of dmesg, of syslog, a pasted text; - or nothing is\n"
			"standard input. --kernel RELEASE tells whose it is, where the log does\n"
			"not.\n",
		.takes = AF_TAKES(HELP) | AF_TAKES_SCREEN | AF_TAKES(FORMAT) |
			 AF_TAKES(KERNEL) | AF_TAKES(FULL),
		.max_arguments = 1,
		.run = af_explain,
	},
	{
		.name = "zones",
		.arguments = "",
		.help = "free memory now, and what a request would meet",
		.takes = AF_TAKES(HELP) | AF_TAKES(ROOT) | AF_TAKES(ORDER) |
			 AF_TAKES_SCREEN,
		.run = af_show_zones,
	},
	{
		.name = "doctor",
		.arguments = "",
		.help = "does the module work here, and if not, why",
		.takes = AF_TAKES(HELP) | AF_TAKES(ROOT) | AF_TAKES_SCREEN,
		.run = af_doctor,
	},
	{
		.name = "bundle",
		.arguments = "[FILE]",
		.help = "a tar with the module's files, to be sent to somebody",
		.more = "FILE is allocfail-DATE.tar by default, - is standard output. It has no\n"
			"addresses and no command lines; names of tasks and of memory cgroups it has.\n"
			"Unpacked, it can be looked at with --root.\n",
		.takes = AF_TAKES(HELP) | AF_TAKES(ROOT),
		.max_arguments = 1,
		.run = af_bundle,
	},
	{
		.name = "export",
		.arguments = "",
		.help = "all of it for other programs",
		.more = "json: everything. prometheus: figures, for the node exporter's\n"
			"textfile collector. folded: stacks with counts. csv: signatures as a\n"
			"table.\n",
		.takes = AF_TAKES(HELP) | AF_TAKES(ROOT) | AF_TAKES_FILTERS |
			 AF_TAKES(FORMAT) | AF_TAKES(OUTPUT),
		.run = af_export,
	},
	{
		.name = "flamegraph",
		.arguments = "",
		.help = "the stacks as a picture (SVG), by a flame graph tool",
		.more = "The tool is flamegraph.pl or inferno-flamegraph.\n",
		.takes = AF_TAKES(HELP) | AF_TAKES(ROOT) | AF_TAKES_FILTERS |
			 AF_TAKES(OUTPUT),
		.run = af_flamegraph,
	},
	{
		.name = "advice",
		.arguments = "[NAME]",
		.help = "all advice that report and explain may give",
		.takes = AF_TAKES(HELP) | AF_TAKES(MARKDOWN) | AF_TAKES_SCREEN,
		.max_arguments = 1,
		.run = af_show_advice,
	},
};

static int usage(FILE *out)
{
	size_t i;

	fputs("usage: allocfail [COMMAND] [OPTION...]\n"
	      "Page allocations that failed, from the kernel module allocfail.\n\n",
	      out);
	for (i = 0; i < ARRAY_SIZE(commands); i++)
		fprintf(out, "  %-12s%s%s\n", commands[i].name,
			commands[i].help, i ? "" : " (the default)");
	fputs("\nallocfail COMMAND --help has the options of each. Exits with 0: nothing that\n"
	      "matters, 1: failures that matter, 2: it could not be found out.\n",
	      out);
	return out == stderr ? AF_EXIT_TROUBLE : AF_EXIT_FINE;
}

static int help(const struct af_command *command)
{
	printf("usage: allocfail %s [OPTION...]%s%s\n%c%s.\n", command->name,
	       *command->arguments ? " " : "", command->arguments,
	       command->help[0] - 'a' + 'A', command->help + 1);
	if (command->more)
		fputs(command->more, stdout);
	printf("\n");
	af_options_help(command->takes);
	return AF_EXIT_FINE;
}

static const struct af_command *find(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static int run(const struct af_command *command, int argc, char **argv)
{
	struct af_options options;

	if (af_options_parse(&options, command->takes, argc, argv))
		return AF_EXIT_TROUBLE;
	if (options.help)
		return help(command);
	if (options.nr_arguments > command->max_arguments) {
		af_complain("%s: too much: see allocfail %s --help",
			    options.arguments[command->max_arguments],
			    command->name);
		return AF_EXIT_TROUBLE;
	}
	return command->run(&options);
}

/* A full disk, or a pipe that nobody reads any more. */
static int flushed(int code)
{
	if (!fflush(stdout) && !ferror(stdout))
		return code;
	if (errno != EPIPE)
		af_complain("standard output: %s", strerror(errno));
	return AF_EXIT_TROUBLE;
}

int main(int argc, char **argv)
{
	const struct af_command *command = &commands[0];

	setlocale(LC_CTYPE, "");
	if (argc > 1 && !strcmp(argv[1], "--version"))
		return puts("allocfail " ALLOCFAIL_VERSION) < 0;
	if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") ||
			 !strcmp(argv[1], "help")))
		return flushed(usage(stdout));
	if (argc > 1 && argv[1][0] != '-') {
		command = find(argv[1]);
		if (!command) {
			af_complain("no command %s", argv[1]);
			return usage(stderr);
		}
		argc--;
		argv++;
	}
	return flushed(run(command, argc, argv));
}
