// SPDX-License-Identifier: GPL-2.0-only
/* The options of a command, as they were given. */
#include <getopt.h>
#include <stdio.h>

#include "cli/command.h"
#include "cli/option_set.h"
#include "cli/option_table.h"
#include "state/machine.h"

/* What is being parsed. */
struct parsing {
	struct af_options *options;
	const struct af_command *command;
	struct option longs[AF_NR_OPTIONS + 1]; /* getopt's own tables */
	char letters[2 * AF_NR_OPTIONS + 2];
};

/* What getopt returns for an option: past all letters. */
#define CODE(option) (256 + (option))

static void add_option(struct parsing *parsing, unsigned int option,
		       unsigned int nr)
{
	const struct af_option_row *row = &af_option_rows[option];
	char *end = parsing->letters + strlen(parsing->letters);

	parsing->longs[nr] = (struct option){
		.name = row->name,
		.has_arg = row->argument ? required_argument : no_argument,
		.val = CODE(option),
	};
	if (!row->letter)
		return;
	*end++ = row->letter;
	if (row->argument)
		*end++ = ':';
	*end = '\0';
}

/* The colon has getopt tell what is missing from what is unknown. */
static void make_tables(struct parsing *parsing)
{
	unsigned int option, nr = 0;

	strcpy(parsing->letters, ":");
	for (option = 0; option < AF_NR_OPTIONS; option++)
		if (parsing->command->takes & 1ULL << option)
			add_option(parsing, option, nr++);
}

/* The number of a word among those that may stand there, -1 if it is none. */
static int number_of(const char *words, const char *wanted)
{
	struct af_slice rest = af_slice_string(words), word;
	int number = 0;

	for (; af_slice_word(&rest, &word); number++)
		if (af_slice_is(word, wanted))
			return number;
	return -1;
}

/* "a, b or c", of what may stand behind an option. */
static void print_choice(FILE *out, const struct af_option_row *row,
			 const char *words)
{
	struct af_slice rest = af_slice_string(words ?: ""), word;
	unsigned int i;

	for (i = 0; i < row->nr_names; i++)
		fprintf(out, "%s%s", i ? ", " : "", row->names[i]);
	for (; !row->nr_names && af_slice_word(&rest, &word); i++)
		fprintf(out, "%s%.*s", i ? ", " : "", AF_SLICE(word));
}

static void complain_of_value(const struct parsing *parsing,
			      enum af_option option, const char *value)
{
	const struct af_option_row *row = &af_option_rows[option];
	char choice[512] = "";
	FILE *out = fmemopen(choice, sizeof(choice), "w");

	if (out) {
		print_choice(out, row,
			     af_option_values(option, parsing->command));
		fclose(out);
	}
	if (row->names)
		af_complain("%s: --%s %s: not in the list: %s",
			    parsing->command->name, row->name, value, choice);
	else
		af_complain("%s: --%s %s: it must be %s%s",
			    parsing->command->name, row->name, value,
			    *choice ? "one of " : "",
			    *choice ? choice : row->range);
}

/* An option by itself, in the words that it was given in. */
static void complain_of_option(const struct parsing *parsing, int found,
			       const char *given)
{
	const struct af_command *command = parsing->command;
	char letter[3] = { '-', optopt, '\0' };
	const struct af_option_row *row = NULL;
	unsigned int option;

	for (option = 0; option < AF_NR_OPTIONS; option++) {
		row = &af_option_rows[option];
		if (optopt == (int)CODE(option) ||
		    (optopt && row->letter == optopt))
			break;
	}
	if (!optopt || option == AF_NR_OPTIONS)
		af_complain("%s: no option %s: see allocfail help %s",
			    command->name, optopt ? letter : given,
			    command->name);
	else if (found == ':')
		af_complain("%s: --%s: %s is missing: %s", command->name,
			    row->name, row->argument,
			    row->range ?: af_option_help(option, command));
	else
		af_complain("%s: --%s does nothing here: see allocfail help %s",
			    command->name, row->name, command->name);
	if (command->gone && strstr(given, command->gone))
		af_complain("%s", command->instead);
}

static int take_option(struct parsing *parsing, int found, const char *given)
{
	enum af_option option = AF_NR_OPTIONS;
	const char *words;
	int word = 0;

	if (found >= CODE(0))
		option = found - CODE(0);
	else
		for (option = 0; option < AF_NR_OPTIONS; option++)
			if (found == af_option_rows[option].letter)
				break;
	if (found == '?' || found == ':' || option == AF_NR_OPTIONS) {
		complain_of_option(parsing, found, given);
		return -1;
	}
	words = af_option_values(option, parsing->command);
	if (words)
		word = number_of(words, optarg);
	if (word < 0 || af_option_set(parsing->options, option, optarg, word)) {
		complain_of_value(parsing, option, optarg);
		return -1;
	}
	parsing->options->given |= 1ULL << option;
	return 0;
}

/* Times of the day are turned into those of the boot clock. */
static int set_clock(const struct parsing *parsing)
{
	struct af_options *options = parsing->options;
	long long offset;

	if (!options->iso && options->filter.since.of != AF_MOMENT_WALL &&
	    options->filter.until.of != AF_MOMENT_WALL)
		return 0;
	offset = af_machine_wall_offset(options->root);
	if (!af_known(offset)) {
		af_complain("%s: %s: this copy has the boot clock only, no time of the day",
			    parsing->command->name, options->root);
		return -1;
	}
	af_filter_set_clock(&options->filter, offset);
	return 0;
}

/**
 * af_options_parse - of one command
 * @options: where to put them
 * @command: what takes them
 * @argc: of the command
 * @argv: the command's name first
 *
 * Return: 0, or -1 after a complaint
 */
int af_options_parse(struct af_options *options,
		     const struct af_command *command, int argc, char **argv)
{
	struct parsing parsing = { .options = options, .command = command };
	int found;

	*options = (struct af_options){ 0 };
	make_tables(&parsing);
	optind = 0;
	opterr = 0;
	while ((found = getopt_long(argc, argv, parsing.letters, parsing.longs,
				    NULL)) != -1)
		if (take_option(&parsing, found, argv[optind - 1]))
			return -1;
	options->arguments = argv + optind;
	options->nr_arguments = argc - optind;
	if (options->help)
		return 0;
	return af_option_check_rules(options, command) || set_clock(&parsing) ?
		       -1 :
		       0;
}

/**
 * af_options_skip - is the next word the value of an option
 * @argument: that begins with a dash, of whatever command
 *
 * Return: words that it takes, 1 or 2
 */
int af_options_skip(const char *argument)
{
	struct af_slice rest = af_slice_string(argument), name;
	unsigned int option;

	if (af_slice_take(&rest, "--")) {
		if (af_slice_has(rest, "="))
			return 1;
		af_slice_cut(&rest, '=', &name);
		option = af_option_named(name);
		return option < AF_NR_OPTIONS &&
				       af_option_rows[option].argument ?
			       2 :
			       1;
	}
	for (option = 0; option < AF_NR_OPTIONS; option++)
		if (af_option_rows[option].argument &&
		    af_option_rows[option].letter &&
		    argument[strlen(argument) - 1] ==
			    af_option_rows[option].letter)
			return 2;
	return 1;
}
