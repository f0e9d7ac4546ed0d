// SPDX-License-Identifier: GPL-2.0-only
/* What explain says, for people: which failures, and what else is in the log. */
#include "commands/explain.h"
#include "commands/explain_one.h"
#include "lib/units.h"

#define TEXT_LEN 1024

/* So many kinds are shown, the worst, unless all are wanted. */
#define SHOWN 20

static void print_rest(const struct af_explanation *explanation,
		       const struct af_screen *screen, size_t shown)
{
	char text[TEXT_LEN], number[AF_UNIT_LEN];

	if (shown < explanation->nr) {
		snprintf(text, sizeof(text),
			 "%s more kinds are not shown: --full shows them.",
			 af_thousands(number, explanation->nr - shown));
		af_heading(screen, text);
	}
	if (explanation->beyond) {
		snprintf(text, sizeof(text),
			 "%s more failures are of kinds that were too many to keep apart.",
			 af_thousands(number, explanation->beyond));
		af_heading(screen, text);
	}
	if (!explanation->log.suppressed)
		return;
	snprintf(text, sizeof(text),
		 "The kernel says that it left out %s more messages.",
		 af_thousands(number, explanation->log.suppressed));
	af_heading(screen, text);
}

static void print_summary(const struct af_explanation *explanation,
			  const struct af_screen *screen)
{
	const struct af_log *log = &explanation->log;
	char lines[AF_UNIT_LEN], failures[AF_UNIT_LEN], text[TEXT_LEN];
	u64 count = log->count[AF_LOG_FAILURE] + log->headless;

	af_thousands(lines, log->lines);
	if (!count)
		snprintf(text, sizeof(text),
			 "No failed page allocation in %s %s. The kernel reports one in ten seconds at most, and none with __GFP_NOWARN.",
			 lines, log->lines == 1 ? "line" : "lines");
	else
		snprintf(text, sizeof(text),
			 "%s failed page %s reported in %s %s, of %zu %s. The kernel reports one in ten seconds at most, and none with __GFP_NOWARN: there may have been many more.",
			 af_thousands(failures, count),
			 count == 1 ? "allocation" : "allocations", lines,
			 log->lines == 1 ? "line" : "lines", explanation->nr,
			 explanation->nr == 1 ? "kind" : "kinds");
	af_wrap(screen, 0, AF_PLAIN, text);
}

void af_explain_print(const struct af_explanation *explanation,
		      const struct af_screen *screen, bool full)
{
	size_t i, shown = explanation->nr;

	if (!full && shown > SHOWN)
		shown = SHOWN;
	print_summary(explanation, screen);
	for (i = 0; i < shown; i++)
		af_explain_print_one(screen, &explanation->all[i],
				     &explanation->log);
	print_rest(explanation, screen, shown);
	af_explain_print_events(explanation, screen);
}
