// SPDX-License-Identifier: GPL-2.0-only
/* What explain says, for people. */
#include <stdarg.h>
#include <stdlib.h>

#include "commands/explain.h"
#include "lib/units.h"

#define TEXT_LEN 1024
#define INDENT 2
#define COLUMN 12 /* where paragraphs begin, beside their titles */

/* Where the mask is by name in the log, as it stands there. */
void af_explain_gfp(char text[AF_GFP_TEXT], const struct af_explained *one)
{
	const struct af_log_report *report = one->report;

	text[0] = '\0';
	if (report->names.length && report->names_whole)
		snprintf(text, AF_GFP_TEXT, "%.*s", AF_SLICE(report->names));
	else if (report->mask_known)
		af_gfp_text(text, one->verdict.flags, one->verdict.release);
}

u64 af_explain_bytes(const struct af_explained *one)
{
	return one->report->memory.page_kb * 1024 << one->report->order;
}

/* A paragraph beside its title. */
static void paragraph(const struct af_screen *screen, const char *title,
		      enum af_style style, const char *text)
{
	struct af_screen inner = *screen;
	char *lines = NULL;
	size_t length;

	inner.out = open_memstream(&lines, &length);
	if (!inner.out)
		return;
	af_wrap(&inner, COLUMN, style, text);
	fclose(inner.out);
	fprintf(screen->out, "  %-*s%s", COLUMN - 2, title,
		length > COLUMN ? lines + COLUMN : "\n");
	free(lines);
}

/* Names in a log may hold anything, and a terminal obeys some of it. */
static void make_plain(char *text)
{
	for (; *text; text++)
		if (*text < ' ' || *text > '~')
			*text = '?';
}

static void say(const struct af_screen *screen, const char *title,
		enum af_style style, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

static void say(const struct af_screen *screen, const char *title,
		enum af_style style, const char *format, ...)
{
	char text[TEXT_LEN];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	make_plain(text);
	paragraph(screen, title, style, text);
}

static void print_request(const struct af_screen *screen,
			  const struct af_explained *one)
{
	const struct af_log_report *report = one->report;
	char bytes[AF_UNIT_LEN], gfp[AF_GFP_TEXT], mask[32] = "";

	af_explain_gfp(gfp, one);
	if (report->mask_known && report->mask)
		snprintf(mask, sizeof(mask), " (0x%x)", report->mask);
	if (report->order_known)
		say(screen, "asked for", AF_PLAIN, "order %u: %s%s; %s%s",
		    report->order, af_bytes(bytes, af_explain_bytes(one)),
		    report->order ? " in one piece" : "",
		    gfp[0] ? gfp : "mask not in the log", mask);
	else
		say(screen, "asked for", AF_PLAIN, "order not in the log; %s%s",
		    gfp[0] ? gfp : "mask not in the log", mask);
}

static const char *context_text(enum af_context context)
{
	static const char *const texts[AF_NR_CONTEXTS] = {
		[AF_CONTEXT_TASK] = "a task",
		[AF_CONTEXT_SOFTIRQ] = "a soft interrupt",
		[AF_CONTEXT_HARDIRQ] = "a hard interrupt",
		[AF_CONTEXT_NMI] = "an NMI",
	};

	return context < AF_NR_CONTEXTS ?
		       texts[context] :
		       "a context that the log does not tell";
}

static void print_caller(const struct af_screen *screen,
			 const struct af_explained *one)
{
	const struct af_log_frame *caller = one->caller;
	const struct af_slice comm = one->report->comm;
	char who[2 * AF_EXPLAIN_NAME + 8];

	if (!caller)
		snprintf(who, sizeof(who), "%s",
			 "somebody: the log has no call trace");
	else if (caller->module.length)
		snprintf(who, sizeof(who), "%.*s [%.*s]",
			 AF_SLICE(caller->symbol), AF_SLICE(caller->module));
	else
		snprintf(who, sizeof(who), "%.*s%s%s%s",
			 AF_SLICE(caller->symbol),
			 one->site_name[0] ? " (" : "", one->site_name,
			 one->site_name[0] ? ")" : "");
	say(screen, "by", AF_PLAIN, "%s, in %s%s%.*s", who,
	    context_text(one->verdict.context), comm.length ? "; comm " : "",
	    AF_SLICE(comm));
}

static void print_kernel(const struct af_screen *screen,
			 const struct af_explained *one,
			 const struct af_log *log)
{
	const struct af_log_report *report = one->report;

	switch (one->verdict.release_from) {
	case AF_RELEASE_REPORT:
		say(screen, "kernel", AF_PLAIN, "%.*s",
		    AF_SLICE(report->release_text));
		break;
	case AF_RELEASE_LOG:
		say(screen, "kernel", AF_PLAIN, "%.*s, says the log elsewhere",
		    AF_SLICE(log->release_text));
		break;
	case AF_RELEASE_OPTION:
		say(screen, "kernel", AF_PLAIN, "%u.%u, by --kernel",
		    one->verdict.release >> 16,
		    one->verdict.release >> 8 & 0xff);
		break;
	case AF_RELEASE_FORM:
		say(screen, "kernel", AF_PLAIN,
		    "not in the log; the report looks like %u.%u's: --kernel says otherwise",
		    one->verdict.release >> 16,
		    one->verdict.release >> 8 & 0xff);
		break;
	}
}

/* What an order of blocks is called that the request could not have. */
static const char *kinds_text(const struct af_verdict_of_log *verdict)
{
	if (verdict->cma_only)
		return ": those that are large enough are CMA's, which only movable pages may use";
	if (verdict->highatomic_only)
		return ": those that are large enough are kept for atomic requests (highatomic)";
	return "";
}

static void zone_text(char *text, size_t size,
		      const struct af_verdict_of_log *verdict)
{
	const struct af_log_zone *zone = verdict->zone;

	text[0] = '\0';
	if (!zone)
		return;
	snprintf(text, size,
		 "; zone %s of node %lld came closest: %lld pages%s, of which it must leave %lld",
		 af_log_zone_names[zone->name], (long long)zone->node,
		 (long long)verdict->free,
		 verdict->cause == AF_CAUSE_WATERMARK &&
				 verdict->free > verdict->mark ?
			 " by the count, but none in its lists" :
			 "",
		 (long long)verdict->mark);
}

static const char *cause_text(enum af_cause cause)
{
	static const char *const texts[AF_NR_CAUSES] = {
		[AF_CAUSE_FRAGMENTATION] =
			"memory was free, but not in one piece of this size that it may have",
		[AF_CAUSE_WATERMARK] =
			"memory was short: down to what such a request must leave",
		[AF_CAUSE_RESERVE] =
			"even the reserves for those who free memory were used up",
		[AF_CAUSE_LOWMEM] =
			"it had to be low memory, and that was short; higher zones had it",
		[AF_CAUSE_CGROUP] = "a memory cgroup was at its limit",
		[AF_CAUSE_PLACEMENT] =
			"the nodes that it was bound to were short, others were not",
		[AF_CAUSE_OVERSIZE] =
			"more at once than the allocator ever gives",
		[AF_CAUSE_INJECTED] = "fault injection",
		[AF_CAUSE_TRANSIENT] =
			"by the figures it could have been served: they are of a moment later",
	};

	return cause < AF_NR_CAUSES ? texts[cause] : "";
}

static void print_cause(const struct af_screen *screen,
			const struct af_explained *one)
{
	const struct af_verdict_of_log *verdict = &one->verdict;
	char zone[TEXT_LEN / 4];

	zone_text(zone, sizeof(zone), verdict);
	if (verdict->cause == AF_NR_CAUSES)
		say(screen, "cause", AF_BOLD, "not known: %s",
		    verdict->doubt ? verdict->doubt : "");
	else
		say(screen, "cause", AF_BOLD, "%s: %s%s%s",
		    af_cause_name(verdict->cause), cause_text(verdict->cause),
		    verdict->cause == AF_CAUSE_FRAGMENTATION ?
			    kinds_text(verdict) :
			    "",
		    zone);
	if (verdict->doubt && verdict->cause != AF_NR_CAUSES)
		say(screen, "", AF_DIM, "not for sure: %s", verdict->doubt);
}

static const enum af_style weight_styles[AF_NR_WEIGHTS] = {
	[AF_HARMLESS] = AF_GOOD,
	[AF_MATTERS] = AF_WARN,
	[AF_SERIOUS] = AF_BAD,
};

static void print_advice(const struct af_screen *screen,
			 const struct af_explained *one)
{
	const struct af_advice *advice = one->advice;

	say(screen, "verdict", weight_styles[one->weight], "%s%s%s",
	    af_weight_name(one->weight), advice ? ": " : "",
	    advice ? advice->effect : "");
	if (!advice)
		return;
	say(screen, "advice", AF_PLAIN, "%s", advice->remedy);
	say(screen, "", AF_DIM, "See %s; allocfail advice %s", advice->source,
	    advice->id);
}

/* What in the log is not to be relied on. */
static void print_doubts(const struct af_screen *screen,
			 const struct af_explained *one)
{
	const struct af_log_report *report = one->report;

	if (one->verdict.unknown_bits)
		say(screen, "unknown", AF_DIM, "bits 0x%x of the mask",
		    one->verdict.unknown_bits);
	if (report->mixed)
		say(screen, "unknown", AF_DIM,
		    "reports of several CPUs are mixed in the log: %s",
		    one->caller && one->caller->mixed ?
			    "caller and context may be another report's" :
			    "who asked is sure, of the rest a part may be another report's");
	if (report->order_known && !report->mask_known &&
	    report->form > AF_LOG_2_4)
		say(screen, "unknown", AF_DIM, "the report is torn");
}

static void print_one(const struct af_screen *screen,
		      const struct af_explained *one, const struct af_log *log)
{
	char heading[TEXT_LEN], number[AF_UNIT_LEN];

	if (one->count > 1)
		snprintf(heading, sizeof(heading),
			 "%s failures like this, the first in line %u",
			 af_thousands(number, one->count), one->report->line);
	else
		snprintf(heading, sizeof(heading), "A failure, in line %u",
			 one->report->line);
	af_heading(screen, heading);
	print_request(screen, one);
	print_caller(screen, one);
	print_kernel(screen, one, log);
	print_cause(screen, one);
	print_advice(screen, one);
	print_doubts(screen, one);
}

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
	u64 count = log->count[AF_LOG_FAILURE];

	af_thousands(lines, log->lines);
	if (!count)
		snprintf(text, sizeof(text),
			 "No failed page allocation in %s lines. The kernel reports one in ten seconds at most, and none with __GFP_NOWARN.",
			 lines);
	else
		snprintf(text, sizeof(text),
			 "%s failed page %s reported in %s lines, of %zu %s. The kernel reports one in ten seconds at most, and none with __GFP_NOWARN: there may have been many more.",
			 af_thousands(failures, count),
			 count == 1 ? "allocation" : "allocations", lines,
			 explanation->nr,
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
		print_one(screen, &explanation->all[i], &explanation->log);
	print_rest(explanation, screen, shown);
	af_explain_print_events(explanation, screen);
}
