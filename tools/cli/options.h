/* SPDX-License-Identifier: GPL-2.0-only */
/* The options of all commands: one table says what each is and what it takes. */
#ifndef AF_OPTIONS_H
#define AF_OPTIONS_H

#include "lib/screen.h"
#include "state/filter.h"

enum af_option {
	AF_OPTION_HELP,
	AF_OPTION_ROOT,
	AF_OPTION_ORDER,
	AF_OPTION_CAUSE,
	AF_OPTION_CONTEXT,
	AF_OPTION_CLASS,
	AF_OPTION_COMM,
	AF_OPTION_LAST,
	AF_OPTION_SINCE,
	AF_OPTION_UNTIL,
	AF_OPTION_TIME,
	AF_OPTION_COLOR,
	AF_OPTION_WIDTH,
	AF_OPTION_HEIGHT,
	AF_OPTION_FULL,
	AF_OPTION_JSON,
	AF_OPTION_FOLLOW,
	AF_OPTION_BATCH,
	AF_OPTION_SORT,
	AF_OPTION_INTERVAL,
	AF_OPTION_COUNT,
	AF_OPTION_FORMAT,
	AF_OPTION_OUTPUT,
	AF_OPTION_KERNEL,
	AF_OPTION_MARKDOWN,
	AF_OPTION_BY,
	AF_OPTION_HTML,
	AF_OPTION_MODULE,
	AF_OPTION_ALL,
	AF_OPTION_TIMEOUT,
	AF_OPTION_JUNIT,
	AF_NR_OPTIONS
};

/* Sets of options, as bits. */
#define AF_TAKES(option) (1ULL << AF_OPTION_##option)
#define AF_TAKES_FILTERS                                                       \
	(AF_TAKES(ORDER) | AF_TAKES(CAUSE) | AF_TAKES(CONTEXT) |               \
	 AF_TAKES(CLASS) | AF_TAKES(COMM) | AF_TAKES(LAST) | AF_TAKES(SINCE) | \
	 AF_TAKES(UNTIL))
#define AF_TAKES_SCREEN (AF_TAKES(COLOR) | AF_TAKES(WIDTH))

/* What was given; NULL and 0 for what was not. */
struct af_options {
	u64 given; /* bits */
	bool help;
	const char *root;
	struct af_filter filter;
	bool iso; /* times of the day, not of the boot clock */
	enum af_color color;
	unsigned int width;  /* columns */
	unsigned int height; /* rows */
	bool full;
	bool json;
	bool follow;
	bool batch;
	const char *sort;
	double interval; /* seconds */
	unsigned int count;
	const char *format;
	const char *output;
	const char *kernel;
	bool markdown;
	unsigned int by; /* enum af_flame_by */
	const char *html;
	const char *module;
	bool all;
	double timeout; /* seconds */
	const char *junit;
	char **arguments; /* that are no options */
	int nr_arguments;
};

/* What an option is to one command, where that is not what it is to all. */
struct af_wording {
	enum af_option option;
	const char *help;
	const char *values; /* one of these words; NULL: as for all */
};

struct af_command;

int af_options_parse(struct af_options *options,
		     const struct af_command *command, int argc, char **argv);
void af_options_help(const struct af_command *command,
		     const struct af_screen *screen);
int af_options_skip(const char *argument);

/* For completion: the options of a command, the values of one of them. */
void af_options_list(const struct af_command *command);
void af_options_values(const struct af_command *command, const char *name);

/* Standard output, as the options and the environment want it. */
static inline void af_screen_init(struct af_screen *screen,
				  const struct af_options *options)
{
	af_screen_open(screen, options->color, options->width, options->height);
}

#endif /* AF_OPTIONS_H */
