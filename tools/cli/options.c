// SPDX-License-Identifier: GPL-2.0-only
/* The options of a command, as they were given. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"
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

static int set_filter(struct af_filter *filter, enum af_option option,
		      const char *value)
{
	switch (option) {
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
	case AF_OPTION_SINCE:
		return af_moment_parse(value, &filter->since) ? 0 : -1;
	case AF_OPTION_UNTIL:
		return af_moment_parse(value, &filter->until) ? 0 : -1;
	default:
		return -1;
	}
}

static int set(struct af_options *options, enum af_option option, char *value,
	       int word)
{
	switch (option) {
	case AF_OPTION_HELP:
		options->help = true;
		return 0;
	case AF_OPTION_ROOT:
		options->root = value;
		return 0;
	case AF_OPTION_TIME:
		options->iso = word;
		return 0;
	case AF_OPTION_COLOR:
		options->color = word;
		return 0;
	case AF_OPTION_WIDTH:
		return set_number(&options->width, value, AF_MIN_WIDTH, 1000);
	case AF_OPTION_HEIGHT:
		return set_number(&options->height, value, AF_MIN_HEIGHT, 1000);
	case AF_OPTION_FULL:
		options->full = true;
		return 0;
	case AF_OPTION_JSON:
		options->json = true;
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
	case AF_OPTION_MARKDOWN:
		options->markdown = true;
		return 0;
	default:
		return set_filter(&options->filter, option, value);
	}
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
	if (word < 0 || set(parsing->options, option, optarg, word)) {
		complain_of_value(parsing, option, optarg);
		return -1;
	}
	parsing->options->given |= 1ULL << option;
	return 0;
}

/*
 * Options that do nothing: @option without @needs, or with one of @beside, where a
 * command takes them. Each is refused: who gives it expects something of it.
 */
static const struct {
	u64 option;
	u64 needs;
	u64 beside;
	const char *why;
	const char *only; /* name of the one command that it is for; NULL: any */
} rules[] = {
	{ AF_TAKES(INTERVAL), AF_TAKES(FOLLOW), 0, "there is one look only",
	  NULL },
	{ AF_TAKES(COUNT), AF_TAKES(FOLLOW), 0, "there is one look only",
	  "journal" },
	{ AF_TAKES(INTERVAL) | AF_TAKES(FOLLOW), 0, AF_TAKES(ROOT),
	  "a copy does not change", NULL },
	{ AF_TAKES(COUNT), 0, AF_TAKES(ROOT), "a copy does not change", "top" },
	{ AF_TAKES(COLOR) | AF_TAKES(WIDTH) | AF_TAKES(HEIGHT) |
		  AF_TAKES(FULL) | AF_TAKES(TIME),
	  0, AF_TAKES(JSON), "it is for people", NULL },
	{ AF_TAKES(COLOR) | AF_TAKES(WIDTH), 0, AF_TAKES(MARKDOWN),
	  "it is for a terminal", NULL },
	{ AF_TAKES(COLOR), 0, AF_TAKES(BATCH), "it is for a screen", NULL },
	{ AF_TAKES(WIDTH), AF_TAKES(BATCH), 0, "a screen has its own", NULL },
	{ AF_TAKES(HEIGHT), 0, AF_TAKES(FULL), "all of it may be longer",
	  NULL },
};

static const char *name_of(u64 bits)
{
	return af_option_rows[__builtin_ctzll(bits)].name;
}

static int complain_of_pair(const struct parsing *parsing, u64 option,
			    const char *beside, u64 other, const char *why)
{
	af_complain("%s: --%s does nothing %s --%s: %s", parsing->command->name,
		    name_of(option), beside, name_of(other), why);
	return -1;
}

static int check_rules(const struct parsing *parsing)
{
	const struct af_command *command = parsing->command;
	const u64 given = parsing->options->given;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rules); i++) {
		const u64 option = rules[i].option & given;
		const u64 needs = rules[i].needs & command->takes;

		if (!option ||
		    (rules[i].only && strcmp(rules[i].only, command->name)))
			continue;
		if (needs && !(needs & given))
			return complain_of_pair(parsing, option, "without",
						needs, rules[i].why);
		if (rules[i].beside & given)
			return complain_of_pair(parsing, option, "with",
						rules[i].beside & given,
						rules[i].why);
	}
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
	return check_rules(&parsing) || set_clock(&parsing) ? -1 : 0;
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
