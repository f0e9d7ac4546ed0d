// SPDX-License-Identifier: GPL-2.0-only
/* One kind of failure, for people. */
#include "commands/explain_one.h"
#include "commands/explain_say.h"
#include "lib/units.h"

static void print_known(const struct af_screen *screen,
			const struct af_explained *one,
			const struct af_counsel *counsel)
{
	size_t i;

	for (i = 0; i < counsel->nr_known; i++) {
		const struct af_known *known = counsel->known[i];

		af_explain_say(screen, i ? "" : "known", AF_PLAIN,
			       "%s%s (Known; %s.%s)",
			       known->conditions == AF_KNOWN_ATOMIC_PAGE &&
					       !one->verdict.zone ?
				       "Perhaps this: " :
				       "",
			       known->problem, known->mended,
			       known->stable[0] && one->verdict.release_from ==
							   AF_RELEASE_REPORT ?
				       " A distribution may have the fix earlier." :
				       "");
		af_explain_say(screen, "", AF_DIM, "%s", known->source);
	}
}

static void print_lines(const struct af_screen *screen, const char *title,
			const struct af_counsel_lines *lines, bool numbers)
{
	unsigned int i;

	for (i = 0; i < lines->nr; i++)
		if (numbers && lines->nr > 1)
			af_explain_say(screen, i ? "" : title, AF_PLAIN,
				       "%u. %s", i + 1, lines->text[i]);
		else
			af_explain_say(screen, i ? "" : title, AF_PLAIN, "%s",
				       lines->text[i]);
}

static void print_advice(const struct af_screen *screen,
			 const struct af_explained *one,
			 const struct af_counsel *counsel)
{
	af_explain_say(screen, "verdict", af_weight_style(one->weight),
		       "%s: %s", af_weight_name(one->weight), counsel->effect);
	print_lines(screen, "advice", &counsel->remedies, true);
	if (one->advice)
		af_explain_say(screen, "", AF_DIM, "More: allocfail advice %s",
			       one->advice->id);
	print_lines(screen, "note", &counsel->notes, false);
}

/* What in the log is not to be relied on. */
static void print_doubts(const struct af_screen *screen,
			 const struct af_explained *one)
{
	const struct af_log_report *report = one->report;

	if (one->verdict.unknown_bits && !report->names_whole)
		af_explain_say(screen, "unknown", AF_DIM,
			       "bits 0x%x of the mask",
			       one->verdict.unknown_bits);
	if (report->mixed)
		af_explain_say(screen, "unknown", AF_DIM,
			       "reports of several CPUs are mixed in the log: %s",
			       one->verdict.caller.known &&
					       one->verdict.caller.mixed ?
				       "caller and context may be another report's" :
				       "who asked is sure, of the rest a part may be another report's");
	if (report->order_known && !report->mask_known &&
	    report->kind == AF_LOG_FAILURE && report->form > AF_LOG_2_4)
		af_explain_say(screen, "unknown", AF_DIM, "the report is torn");
}

static void print_heading(const struct af_screen *screen,
			  const struct af_explained *one)
{
	char heading[AF_EXPLAIN_TEXT], number[AF_UNIT_LEN], span[160] = "";

	if (one->count > 1 && one->first_stamp[0] &&
	    strcmp(one->first_stamp, one->last_stamp))
		snprintf(span, sizeof(span), ", from %s to %s",
			 one->first_stamp, one->last_stamp);
	if (one->count > 1)
		snprintf(heading, sizeof(heading),
			 "%s failures like this, the first in line %u%s",
			 af_thousands(number, one->count), one->first_line,
			 span);
	else
		snprintf(heading, sizeof(heading), "A failure, in line %u",
			 one->first_line);
	af_explain_plain(heading);
	af_heading(screen, heading);
}

/**
 * af_explain_print_one - all about one kind of failure
 * @screen: where to
 * @one: the kind
 * @log: that it is from
 */
void af_explain_print_one(const struct af_screen *screen,
			  const struct af_explained *one,
			  const struct af_log *log)
{
	struct af_counsel counsel;

	af_counsel_make(&counsel, one);
	print_heading(screen, one);
	af_explain_print_request(screen, one);
	af_explain_print_caller(screen, one);
	af_explain_print_kernel(screen, one, log);
	af_explain_print_cause(screen, one);
	af_explain_print_memory(screen, one, &counsel.fills);
	print_known(screen, one, &counsel);
	print_advice(screen, one, &counsel);
	print_doubts(screen, one);
}
