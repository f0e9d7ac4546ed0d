/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of af_options_parse(). */
#ifndef AF_OPTION_SET_H
#define AF_OPTION_SET_H

#include "cli/options.h"

/* Return: 0, or -1 where the value is not one */
int af_option_set(struct af_options *options, enum af_option option,
		  char *value, int word);

/* Return: 0, or -1 after a complaint */
int af_option_check_rules(const struct af_options *options,
			  const struct af_command *command);

#endif /* AF_OPTION_SET_H */
