// SPDX-License-Identifier: GPL-2.0-only
/* allocfail advice: the table of advice, for a person or as docs/advice.md. */
#include <stdio.h>
#include <stdlib.h>

#include "advice/advice.h"
#include "cli/command.h"
#include "lib/screen.h"

/* Columns of a line in the tree's documents. */
#define MARKDOWN_WIDTH 100

/* One item of a list, its further lines below the words of the first. */
static void print_item(const char *name, const char *text)
{
	const struct af_screen page = { .out = stdout,
					.width = MARKDOWN_WIDTH };
	char *item;

	if (asprintf(&item, "- **%s**: %s", name, text) < 0) {
		af_complain("no memory");
		return;
	}
	af_wrap_item(&page, 0, 2, AF_PLAIN, item);
	free(item);
}

static void print_markdown(const struct af_advice *advice)
{
	const struct af_screen page = { .out = stdout,
					.width = MARKDOWN_WIDTH };

	printf("\n## %s\n\n", advice->id);
	af_wrap(&page, 0, AF_PLAIN, advice->symptom);
	putchar('\n');
	print_item("What it is", advice->cause);
	print_item("Told by", advice->evidence);
	print_item("Effect", advice->effect);
	print_item("What to do", advice->remedy);
	print_item("See", advice->source);
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
