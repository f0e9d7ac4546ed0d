// SPDX-License-Identifier: GPL-2.0-only
/* What each option is: for the parser, the help and completion. */
#include <stdio.h>

#include "cli/command.h"
#include "cli/option_table.h"

#define MOMENTS                                                           \
	"a day and time (2026-01-02 03:04:05), a time of today (03:04), " \
	"seconds of the boot clock (1234.5), @ and seconds since 1970, "  \
	"or how long ago (-15m)"

const struct af_option_row af_option_rows[AF_NR_OPTIONS] = {
	[AF_OPTION_HELP] = { .name = "help", .letter = 'h', .help = "this text" },
	[AF_OPTION_ROOT] = {
		.name = "root",
		.letter = 'r',
		.argument = "DIR",
		.help = "look at a saved copy, such as an unpacked bundle",
	},
	[AF_OPTION_ORDER] = {
		.name = "order",
		.letter = 'O',
		.argument = "LIST",
		.help = "only these orders, such as 0 or 2-4,9-",
		.range = "orders from 0 to 63 and ranges of them, such as 0 or 2-4,9-",
	},
	[AF_OPTION_CAUSE] = {
		.name = "cause",
		.letter = 'c',
		.argument = "LIST",
		.help = "only these causes, such as fragmentation,watermark",
		.names = af_cause_names,
		.nr_names = AF_NR_CAUSES,
	},
	[AF_OPTION_CONTEXT] = {
		.name = "context",
		.letter = 'x',
		.argument = "LIST",
		.help = "only these contexts: task, softirq, hardirq, nmi",
		.names = af_context_names,
		.nr_names = AF_NR_CONTEXTS,
	},
	[AF_OPTION_CLASS] = {
		.name = "class",
		.letter = 'k',
		.argument = "LIST",
		.help = "only these classes: opportunistic, atomic, blocking",
		.names = af_class_names,
		.nr_names = AF_NR_CLASSES,
	},
	[AF_OPTION_COMM] = {
		.name = "comm",
		.letter = 'p',
		.argument = "NAME",
		.help = "only tasks of this name",
	},
	[AF_OPTION_LAST] = {
		.name = "last",
		.letter = 'l',
		.argument = "TIME",
		.help = "only what was seen in the last 90s, 15m, 2h or 1d",
		.range = "a number of seconds, or one with s, m, h or d behind it",
	},
	[AF_OPTION_SINCE] = {
		.name = "since",
		.letter = 'S',
		.argument = "WHEN",
		.help = "only what was seen then or later",
		.range = MOMENTS,
	},
	[AF_OPTION_UNTIL] = {
		.name = "until",
		.letter = 'U',
		.argument = "WHEN",
		.help = "only what was seen then or before",
		.range = MOMENTS,
	},
	[AF_OPTION_TIME] = {
		.name = "time",
		.argument = "CLOCK",
		.help = "times as seconds since boot, or as times of the day",
		.values = "boot iso",
	},
	[AF_OPTION_COLOR] = {
		.name = "color",
		.argument = "WHEN",
		.help = "auto, always or never",
		.values = "auto always never",
	},
	[AF_OPTION_WIDTH] = {
		.name = "width",
		.letter = 'w',
		.argument = "N",
		.help = "columns to fill, 40 or more",
		.range = "columns, from 40 to 1000",
	},
	[AF_OPTION_HEIGHT] = {
		.name = "height",
		.letter = 'H',
		.argument = "N",
		.help = "lines of the screen",
		.range = "lines, from 5 to 1000",
	},
	[AF_OPTION_FULL] = {
		.name = "full",
		.letter = 'a',
		.help = "all of it, however long it is",
	},
	[AF_OPTION_JSON] = {
		.name = "json",
		.letter = 'J',
		.help = "one object, for other programs",
	},
	[AF_OPTION_FOLLOW] = {
		.name = "follow",
		.letter = 'f',
		.help = "wait for more",
	},
	[AF_OPTION_BATCH] = {
		.name = "batch",
		.letter = 'b',
		.help = "print, without a screen",
	},
	[AF_OPTION_SORT] = {
		.name = "sort",
		.letter = 's',
		.argument = "KEY",
		.help = "rate, count, order, cause or time",
		.values = "rate count order cause time",
	},
	[AF_OPTION_INTERVAL] = {
		.name = "interval",
		.letter = 'i',
		.argument = "SECONDS",
		.help = "between two looks",
		.range = "seconds, from 0.1 to 86400",
	},
	[AF_OPTION_COUNT] = {
		.name = "count",
		.letter = 'n',
		.argument = "N",
		.help = "so many looks, then end",
		.range = "a number from 1 to 4294967295",
	},
	[AF_OPTION_FORMAT] = {
		.name = "format",
		.letter = 't',
		.argument = "FORMAT",
		.help = "json, prometheus, folded or csv",
		.values = "json prometheus folded csv",
	},
	[AF_OPTION_OUTPUT] = {
		.name = "output",
		.letter = 'o',
		.argument = "FILE",
		.help = "write there, all of it or nothing",
	},
	[AF_OPTION_KERNEL] = {
		.name = "kernel",
		.letter = 'K',
		.argument = "RELEASE",
		.help = "release that the log is of",
	},
	[AF_OPTION_MARKDOWN] = {
		.name = "markdown",
		.help = "as docs/advice.md",
	},
	[AF_OPTION_BY] = {
		.name = "by",
		.argument = "WHAT",
		.help = "colour by module, cause or class",
		.values = "module cause class",
	},
	[AF_OPTION_HTML] = {
		.name = "html",
		.argument = "FILE",
		.help = "a page for a browser, - for standard output",
	},
	[AF_OPTION_MODULE] = {
		.name = "module",
		.argument = "NAME",
		.help = "only requests that come by this module",
	},
	[AF_OPTION_ALL] = {
		.name = "all",
		.help = "each request, also from where one has been failed",
	},
	[AF_OPTION_TIMEOUT] = {
		.name = "timeout",
		.argument = "SECONDS",
		.help = "of a run, before it is taken for hung (60)",
		.range = "seconds, from 0.1 to 86400",
	},
	[AF_OPTION_JUNIT] = {
		.name = "junit",
		.argument = "FILE",
		.help = "JUnit XML, for a driver's CI, - for standard output",
	},
};

/* The option of a long name, without its dashes; AF_NR_OPTIONS if there is none. */
enum af_option af_option_named(struct af_slice name)
{
	unsigned int option;

	for (option = 0; option < AF_NR_OPTIONS; option++)
		if (af_slice_is(name, af_option_rows[option].name))
			break;
	return option;
}

static const struct af_wording *wording_of(enum af_option option,
					   const struct af_command *command)
{
	const struct af_wording *wording = command->wording;

	for (; wording && wording->help; wording++)
		if (wording->option == option)
			return wording;
	return NULL;
}

/* The words that it may be for a command, NULL if any will do. */
const char *af_option_values(enum af_option option,
			     const struct af_command *command)
{
	const struct af_wording *wording = wording_of(option, command);

	if (wording && wording->values)
		return wording->values;
	return af_option_rows[option].values;
}

/* What it does for a command. */
const char *af_option_help(enum af_option option,
			   const struct af_command *command)
{
	const struct af_wording *wording = wording_of(option, command);

	return wording ? wording->help : af_option_rows[option].help;
}

/* On narrow screens what it does stands below its name. */
static void help_line(enum af_option option, const struct af_command *command,
		      const struct af_screen *screen)
{
	const struct af_option_row *row = &af_option_rows[option];
	const char *what = af_option_help(option, command);
	const bool narrow = screen->width < 60;
	char letter[8] = "    ", name[40], line[256];

	if (row->letter)
		snprintf(letter, sizeof(letter), "-%c, ", row->letter);
	snprintf(name, sizeof(name), "--%s %s", row->name, row->argument ?: "");
	snprintf(line, sizeof(line), "%s%-*s%s", letter, narrow ? 0 : 20, name,
		 narrow ? "" : what);
	af_wrap_item(screen, 2, 26, AF_PLAIN, line);
	if (narrow)
		af_wrap(screen, 8, AF_PLAIN, what);
}

static bool takes(const struct af_command *command, enum af_option option)
{
	return command->takes & 1ULL << option;
}

/* The options that a command takes, a line each. */
void af_options_help(const struct af_command *command,
		     const struct af_screen *screen)
{
	unsigned int option;

	for (option = 0; option < AF_NR_OPTIONS; option++)
		if (takes(command, option))
			help_line(option, command, screen);
}

/* For completion: a line each of name, tab and what it does. */
void af_options_list(const struct af_command *command)
{
	unsigned int option;

	for (option = 0; option < AF_NR_OPTIONS; option++)
		if (takes(command, option))
			printf("--%s\t%s\n", af_option_rows[option].name,
			       af_option_help(option, command));
}

static void list_names(const struct af_option_row *row)
{
	unsigned int i;

	puts("list");
	for (i = 0; i < row->nr_names; i++)
		puts(row->names[i]);
}

static void list_words(const char *words)
{
	struct af_slice rest = af_slice_string(words), word;

	puts("one");
	while (af_slice_word(&rest, &word))
		printf("%.*s\n", AF_SLICE(word));
}

static bool is_file(enum af_option option)
{
	return option == AF_OPTION_OUTPUT || option == AF_OPTION_HTML ||
	       option == AF_OPTION_JUNIT;
}

/*
 * For completion: what may stand behind an option, given as it was typed. First what kind
 * it is: list, one, directory, file, any or none; then the words of a list or one.
 */
void af_options_values(const struct af_command *command, const char *name)
{
	const bool is_long = name[0] == '-' && name[1] == '-';
	unsigned int option;
	const struct af_option_row *row = NULL;

	for (option = 0; option < AF_NR_OPTIONS; option++) {
		row = &af_option_rows[option];
		if (!takes(command, option))
			continue;
		if (is_long ? !strcmp(row->name, name + 2) :
			      row->letter && name[0] == '-' &&
				      name[1] == row->letter && !name[2])
			break;
	}
	if (option == AF_NR_OPTIONS || !row->argument)
		puts("none");
	else if (row->names)
		list_names(row);
	else if (af_option_values(option, command))
		list_words(af_option_values(option, command));
	else if (option == AF_OPTION_ROOT)
		puts("directory");
	else
		puts(is_file(option) ? "file" : "any");
}
