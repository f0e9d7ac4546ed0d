// SPDX-License-Identifier: GPL-2.0-only
/* Which command a line asks for, and the help. */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"

/* The commands; the first one is what allocfail does without a command. */
struct list {
	const struct af_command *commands;
	size_t nr;
};

/* As wide as the terminal, and without colour. */
static struct af_screen plain_screen(FILE *out)
{
	struct af_screen screen;

	af_screen_open(&screen, AF_COLOR_NEVER, 0, 0);
	screen.out = out;
	return screen;
}

static int usage(const struct list *list, FILE *out)
{
	const struct af_screen screen = plain_screen(out);
	char line[256];
	size_t i;

	af_wrap(&screen, 0, AF_PLAIN, "usage: allocfail [COMMAND] [OPTION...]");
	af_wrap(&screen, 0, AF_PLAIN,
		"Page allocations that failed, from the kernel module allocfail.");
	fputc('\n', out);
	for (i = 0; i < list->nr; i++) {
		snprintf(line, sizeof(line), "%-12s%s%s",
			 list->commands[i].name, list->commands[i].help,
			 i ? "" : " (the default)");
		af_wrap_item(&screen, 2, 14, AF_PLAIN, line);
	}
	fputc('\n', out);
	af_wrap(&screen, 0, AF_PLAIN,
		"allocfail help COMMAND has the options of each, allocfail --version the version. Exits with 0: nothing that matters, 1: failures that matter, 2: it could not be found out.");
	return out == stderr ? AF_EXIT_TROUBLE : AF_EXIT_FINE;
}

static int help(const struct af_command *command)
{
	const struct af_screen screen = plain_screen(stdout);
	char text[512], *end;

	snprintf(text, sizeof(text), "usage: allocfail %s [OPTION...]%s%s",
		 command->name, *command->arguments ? " " : "",
		 command->arguments);
	af_wrap(&screen, 0, AF_PLAIN, text);
	snprintf(text, sizeof(text), "%c%s.%s%s", command->help[0] - 'a' + 'A',
		 command->help + 1, command->more ? " " : "",
		 command->more ?: "");
	/* The table's lines end where the source's do. */
	for (end = text; (end = strchr(end, '\n'));)
		*end = ' ';
	af_wrap(&screen, 0, AF_PLAIN, text);
	fputc('\n', stdout);
	af_options_help(command, &screen);
	return AF_EXIT_FINE;
}

static const struct af_command *find(const struct list *list, const char *name)
{
	size_t i;

	for (i = 0; i < list->nr; i++)
		if (!strcmp(list->commands[i].name, name))
			return &list->commands[i];
	return NULL;
}

static int no_command(const struct list *list, const char *name)
{
	af_complain("no command %s", name);
	return usage(list, stderr);
}

/* allocfail help [COMMAND] */
static int give_help(const struct list *list, int argc, char **argv)
{
	const struct af_command *command;

	if (argc < 3)
		return usage(list, stdout);
	command = find(list, argv[2]);
	return command ? help(command) : no_command(list, argv[2]);
}

/*
 * allocfail complete [COMMAND [OPTION]]: for the completion of shells. Commands, the
 * options of one, or what may stand behind one of these.
 */
static int complete(const struct list *list, int argc, char **argv)
{
	const struct af_command *command = argc > 2 ? find(list, argv[2]) :
						      NULL;
	size_t i;

	if (argc > 2 && !command)
		return AF_EXIT_TROUBLE;
	for (i = 0; !command && i < list->nr; i++)
		printf("%s\t%s\n", list->commands[i].name,
		       list->commands[i].help);
	if (argc > 3)
		af_options_values(command, argv[3]);
	else if (command)
		af_options_list(command);
	return AF_EXIT_FINE;
}

static int run(const struct af_command *command, int argc, char **argv)
{
	struct af_options options;

	if (af_options_parse(&options, command, argc, argv))
		return AF_EXIT_TROUBLE;
	if (options.help)
		return help(command);
	if (options.nr_arguments > command->max_arguments) {
		af_complain("%s: %s is too much: see allocfail help %s",
			    command->name,
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

static int version(void)
{
	puts("allocfail " ALLOCFAIL_VERSION);
	return AF_EXIT_FINE;
}

/* Where the command's name is: options may stand before it. */
static int find_command(int argc, char **argv)
{
	int at = 1;

	while (at < argc && argv[at][0] == '-' && argv[at][1] &&
	       strcmp(argv[at], "--"))
		at += af_options_skip(argv[at]);
	return at < argc ? at : 0;
}

/* Puts the command's name first, where getopt expects that of a program. */
static void move_to_front(char **argv, int at)
{
	char *name = argv[at];

	for (; at; at--)
		argv[at] = argv[at - 1];
	argv[0] = name;
}

static int dispatch(const struct list *list, int argc, char **argv)
{
	const struct af_command *command = &list->commands[0];
	int at = find_command(argc, argv);

	if (!at)
		return run(command, argc, argv);
	command = find(list, argv[at]);
	if (!command)
		return no_command(list, argv[at]);
	/* The program's own name makes room. */
	argc--;
	argv++;
	move_to_front(argv, at - 1);
	return run(command, argc, argv);
}

/**
 * af_cli - do what a command line asks for
 * @commands: all there are, the first is the default
 * @nr: of them
 * @argc: as main() has it
 * @argv: the same; its order may change
 *
 * Return: the exit status
 */
int af_cli(const struct af_command *commands, size_t nr, int argc, char **argv)
{
	const struct list list = { commands, nr };
	const char *first = argc > 1 ? argv[1] : "";

	setlocale(LC_CTYPE, "");
	if (!strcmp(first, "--version"))
		return flushed(version());
	if (!strcmp(first, "--help") || !strcmp(first, "-h") ||
	    !strcmp(first, "help"))
		return flushed(give_help(&list, argc, argv));
	if (!strcmp(first, "complete"))
		return flushed(complete(&list, argc, argv));
	return flushed(dispatch(&list, argc, argv));
}
