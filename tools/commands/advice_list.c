// SPDX-License-Identifier: GPL-2.0-only
/* allocfail advice: the table of advice, for a person or as docs/advice.md. */
#include <stdio.h>

#include "advice/advice.h"
#include "cli/command.h"
#include "lib/screen.h"

static void print_markdown(const struct af_advice *advice)
{
	printf("\n## %s\n\n%s\n\n", advice->id, advice->symptom);
	printf("- **What it is**: %s\n", advice->cause);
	printf("- **Told by**: %s\n", advice->evidence);
	printf("- **Effect**: %s\n", advice->effect);
	printf("- **What to do**: %s\n", advice->remedy);
	printf("- **See**: %s\n", advice->source);
	if (advice->also)
		puts("- Said beside another, never alone.");
}

static void print_all_markdown(void)
{
	size_t i;

	printf("<!-- %s: GPL-2.0-only -->\n", "SPDX-License-Identifier");
	puts("<!-- Printed by: allocfail advice --markdown -->\n"
	     "# Advice\n\n"
	     "What `allocfail report` and `allocfail explain` say of a failure. The first of these\n"
	     "that fits is said, with values for the machine where there are some; those that\n"
	     "are marked so are said beside it. The table is in `tools/advice/table.c`. What some of\n"
	     "the values are worth has been measured: [testing.md](testing.md#advice).");
	for (i = 0; i < af_nr_advices; i++)
		print_markdown(&af_advices[i]);
}

static void print_text(const struct af_screen *screen,
		       const struct af_advice *advice)
{
	char see[256];

	af_heading(screen, advice->id);
	af_wrap(screen, 2, AF_PLAIN, advice->symptom);
	af_wrap(screen, 2, AF_PLAIN, advice->cause);
	af_wrap(screen, 2, AF_PLAIN, advice->effect);
	af_wrap(screen, 2, AF_BOLD, advice->remedy);
	snprintf(see, sizeof(see), "See %s", advice->source);
	af_wrap(screen, 2, AF_PLAIN, see);
}

/* All of it, or one row by its name. */
int af_show_advice(const struct af_options *options)
{
	const char *id = options->nr_arguments ? options->arguments[0] : NULL;
	struct af_screen screen;
	size_t i, found = 0;

	af_screen_init(&screen, options);
	if (options->markdown) {
		print_all_markdown();
		return AF_EXIT_FINE;
	}
	for (i = 0; i < af_nr_advices; i++) {
		if (id && strcmp(id, af_advices[i].id))
			continue;
		print_text(&screen, &af_advices[i]);
		found++;
	}
	if (!found)
		af_complain("no advice %s", id);
	return found ? AF_EXIT_FINE : AF_EXIT_TROUBLE;
}
