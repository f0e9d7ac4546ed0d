// SPDX-License-Identifier: GPL-2.0-only
/* The options of all commands. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/options.h"
#include "lib/complain.h"

static const struct {
	const char *name;
	char letter;	      /* 0 for none */
	const char *argument; /* its name in the help, NULL if it takes none */
	const char *help;
} table[AF_NR_OPTIONS] = {
	[AF_OPTION_HELP] = { "help", 'h', NULL, "this text" },
	[AF_OPTION_ROOT] = { "root", 'r', "DIR",
			     "read a saved copy of the module's files" },
	[AF_OPTION_ORDER] = { "order", 'O', "LIST",
			      "orders, such as 0 or 2-4,9-" },
	[AF_OPTION_CAUSE] = { "cause", 'c', "LIST",
			      "causes, such as fragmentation,watermark" },
	[AF_OPTION_CONTEXT] = { "context", 'x', "LIST",
				"contexts: task,softirq,hardirq,nmi" },
	[AF_OPTION_CLASS] = { "class", 'k', "LIST",
			      "classes: opportunistic,atomic,blocking" },
	[AF_OPTION_COMM] = { "comm", 'p', "NAME", "name of the task" },
	[AF_OPTION_LAST] = { "last", 'l', "TIME",
			     "seen in the last 90s, 15m, 2h or 1d" },
	[AF_OPTION_COLOR] = { "color", 0, "WHEN", "auto, always or never" },
	[AF_OPTION_WIDTH] = { "width", 'w', "N", "columns to fill" },
	[AF_OPTION_HEIGHT] = { "height", 'H', "N", "lines of the screen" },
	[AF_OPTION_FULL] = { "full", 'a', NULL,
			     "all of it, more than a screen" },
	[AF_OPTION_FOLLOW] = { "follow", 'f', NULL, "wait for more" },
	[AF_OPTION_BATCH] = { "batch", 'b', NULL, "print, without a screen" },
	[AF_OPTION_SORT] = { "sort", 's', "KEY",
			     "rate, count, order, cause or time" },
	[AF_OPTION_INTERVAL] = { "interval", 'i', "SECONDS",
				 "between two looks" },
	[AF_OPTION_COUNT] = { "count", 'n', "N", "looks, then end" },
	[AF_OPTION_FORMAT] = { "format", 't', "FORMAT",
			       "json, prometheus, folded or csv" },
	[AF_OPTION_OUTPUT] = { "output", 'o', "FILE", "write there" },
	[AF_OPTION_KERNEL] = { "kernel", 'K', "RELEASE",
			       "release that the log is of" },
	[AF_OPTION_JOURNAL] = { "journal", 'j', NULL,
				"to the journal, a line a kind of failure" },
	[AF_OPTION_MARKDOWN] = { "markdown", 0, NULL, "as docs/advice.md" },
};

/* getopt's own tables, of the options that the command takes. */
struct getopt_tables {
	struct option longs[AF_NR_OPTIONS + 1];
	char letters[2 * AF_NR_OPTIONS + 1];
};

/* What getopt returns for an option: past all letters. */
#define CODE(option) (256 + (option))

static void add_option(struct getopt_tables *tables, unsigned int option,
		       unsigned int nr)
{
	char *end = tables->letters + strlen(tables->letters);

	tables->longs[nr] = (struct option){
		.name = table[option].name,
		.has_arg = table[option].argument ? required_argument :
						    no_argument,
		.val = CODE(option),
	};
	if (!table[option].letter)
		return;
	*end++ = table[option].letter;
	if (table[option].argument)
		*end++ = ':';
	*end = '\0';
}

static void make_tables(struct getopt_tables *tables, u32 takes)
{
	unsigned int option, nr = 0;

	*tables = (struct getopt_tables){ 0 };
	for (option = 0; option < AF_NR_OPTIONS; option++)
		if (takes & 1U << option)
			add_option(tables, option, nr++);
}

static int set_color(struct af_options *options, const char *when)
{
	static const char *const names[] = {
		[AF_COLOR_AUTO] = "auto",
		[AF_COLOR_ALWAYS] = "always",
		[AF_COLOR_NEVER] = "never",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		if (strcmp(when, names[i]))
			continue;
		options->color = i;
		return 0;
	}
	return -1;
}

static int set_number(unsigned int *number, const char *text, u64 min, u64 max)
{
	u64 value;

	if (!af_slice_u64(af_slice_string(text), &value) || value < min ||
	    value > max)
		return -1;
	*number = value;
	return 0;
}

static int set_interval(struct af_options *options, const char *text)
{
	char *end;

	options->interval = strtod(text, &end);
	return *end || end == text || !(options->interval >= 0.1) ||
			       !(options->interval <= 86400) ?
		       -1 :
		       0;
}

static int set(struct af_options *options, enum af_option option, char *value)
{
	struct af_filter *filter = &options->filter;

	switch (option) {
	case AF_OPTION_HELP:
		options->help = true;
		return 0;
	case AF_OPTION_ROOT:
		options->root = value;
		return 0;
	case AF_OPTION_ORDER:
		return af_filter_orders(filter, value);
	case AF_OPTION_CAUSE:
		return af_filter_causes(filter, value);
	case AF_OPTION_CONTEXT:
		return af_filter_contexts(filter, value);
	case AF_OPTION_CLASS:
		return af_filter_classes(filter, value);
	case AF_OPTION_COMM:
		filter->comm = value;
		return 0;
	case AF_OPTION_LAST:
		return af_filter_last(filter, value);
	case AF_OPTION_COLOR:
		return set_color(options, value);
	case AF_OPTION_WIDTH:
		return set_number(&options->width, value, 20, 1000);
	case AF_OPTION_HEIGHT:
		return set_number(&options->height, value, 5, 1000);
	case AF_OPTION_FULL:
		options->full = true;
		return 0;
	case AF_OPTION_FOLLOW:
		options->follow = true;
		return 0;
	case AF_OPTION_BATCH:
		options->batch = true;
		return 0;
	case AF_OPTION_SORT:
		options->sort = value;
		return 0;
	case AF_OPTION_INTERVAL:
		return set_interval(options, value);
	case AF_OPTION_COUNT:
		return set_number(&options->count, value, 1, U32_MAX);
	case AF_OPTION_FORMAT:
		options->format = value;
		return 0;
	case AF_OPTION_OUTPUT:
		options->output = value;
		return 0;
	case AF_OPTION_KERNEL:
		options->kernel = value;
		return 0;
	case AF_OPTION_JOURNAL:
		options->journal = true;
		return 0;
	case AF_OPTION_MARKDOWN:
		options->markdown = true;
		return 0;
	case AF_NR_OPTIONS:
		break;
	}
	return -1;
}

/* The option that getopt found, AF_NR_OPTIONS if it is none of ours. */
static enum af_option option_of(int found)
{
	unsigned int option;

	if (found >= CODE(0))
		return found - CODE(0);
	for (option = 0; option < AF_NR_OPTIONS; option++)
		if (found == table[option].letter)
			break;
	return option;
}

/**
 * af_options_parse - of one command
 * @options: where to put them
 * @takes: those that the command takes
 * @argc: of the command
 * @argv: the command's name first
 *
 * Return: 0, or -1 after a complaint
 */
int af_options_parse(struct af_options *options, u32 takes, int argc,
		     char **argv)
{
	struct getopt_tables tables;
	enum af_option option;
	int found;

	*options = (struct af_options){ 0 };
	make_tables(&tables, takes);
	optind = 0;
	while ((found = getopt_long(argc, argv, tables.letters, tables.longs,
				    NULL)) != -1) {
		option = option_of(found);
		if (option == AF_NR_OPTIONS)
			return -1;
		if (!set(options, option, optarg))
			continue;
		af_complain("--%s %s: not understood: %s", table[option].name,
			    optarg, table[option].help);
		return -1;
	}
	options->arguments = argv + optind;
	options->nr_arguments = argc - optind;
	return 0;
}

static void help_line(unsigned int option)
{
	char letter[8] = "    ", name[40];

	if (table[option].letter)
		snprintf(letter, sizeof(letter), "-%c, ", table[option].letter);
	snprintf(name, sizeof(name), "--%s %s", table[option].name,
		 table[option].argument ? table[option].argument : "");
	printf("  %s%-20s%s\n", letter, name, table[option].help);
}

/* The options that a command takes, a line each. */
void af_options_help(u32 takes)
{
	unsigned int option;

	for (option = 0; option < AF_NR_OPTIONS; option++)
		if (takes & 1U << option)
			help_line(option);
}
