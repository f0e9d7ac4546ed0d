// SPDX-License-Identifier: GPL-2.0-only
/* Options that do nothing beside each other, or without each other. */
#include <stdio.h>

#include "cli/command.h"
#include "cli/option_set.h"
#include "cli/option_table.h"

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
	{ AF_TAKES(COLOR) | AF_TAKES(WIDTH) | AF_TAKES(HEIGHT) |
		  AF_TAKES(FULL) | AF_TAKES(JSON),
	  0, AF_TAKES(HTML), "a page has all of it, for any screen", "report" },
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

static int complain_of_pair(const struct af_command *command, u64 option,
			    const char *beside, u64 other, const char *why)
{
	af_complain("%s: --%s does nothing %s --%s: %s", command->name,
		    name_of(option), beside, name_of(other), why);
	return -1;
}

int af_option_check_rules(const struct af_options *options,
			  const struct af_command *command)
{
	const u64 given = options->given;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rules); i++) {
		const u64 option = rules[i].option & given;
		const u64 needs = rules[i].needs & command->takes;

		if (!option ||
		    (rules[i].only && strcmp(rules[i].only, command->name)))
			continue;
		if (needs && !(needs & given))
			return complain_of_pair(command, option, "without",
						needs, rules[i].why);
		if (rules[i].beside & given)
			return complain_of_pair(command, option, "with",
						rules[i].beside & given,
						rules[i].why);
	}
	return 0;
}
