/* SPDX-License-Identifier: GPL-2.0-only */
/* What each option is, for all commands. */
#ifndef AF_OPTION_TABLE_H
#define AF_OPTION_TABLE_H

#include "cli/options.h"

struct af_option_row {
	const char *name;
	char letter;	      /* 0 for none */
	const char *argument; /* its name in the help, NULL if it takes none */
	const char *help;
	const char *range;  /* what the argument may be, for complaints */
	const char *values; /* or one of these words */
	/* Or some of these, separated by commas. */
	const char *const *names;
	unsigned int nr_names;
};

extern const struct af_option_row af_option_rows[AF_NR_OPTIONS];

enum af_option af_option_named(struct af_slice name);
const char *af_option_values(enum af_option option,
			     const struct af_command *command);
const char *af_option_help(enum af_option option,
			   const struct af_command *command);

#endif /* AF_OPTION_TABLE_H */
