// SPDX-License-Identifier: GPL-2.0-only
/* One kind of failure, for people. */
#include <stdarg.h>
#include <stdlib.h>

#include "commands/explain_counsel.h"
#include "commands/explain_one.h"
#include "lib/units.h"

#define TEXT_LEN 1024
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
	return one->verdict.page_kb * 1024 << one->report->order;
}

/* As in the log; an interrupt of a kind that is not known is one all the same. */
const char *af_explain_context(const struct af_verdict_of_log *verdict)
{
	if (verdict->context < AF_NR_CONTEXTS)
		return af_context_name(verdict->context);
	return verdict->interrupt ? "interrupt" : NULL;
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

static void print_vmalloc(const struct af_screen *screen,
			  const struct af_explained *one, const char *gfp)
{
	const struct af_log_report *report = one->report;
	char size[AF_UNIT_LEN], got[AF_UNIT_LEN];

	if (report->size_known && report->got_known)
		say(screen, "asked for", AF_PLAIN,
		    "vmalloc: %s (%llu bytes), and got %s of it%s%s",
		    af_bytes(size, report->size),
		    (unsigned long long)report->size,
		    af_bytes(got, report->got), gfp[0] ? "; " : "", gfp);
	else if (report->size_known)
		say(screen, "asked for", AF_PLAIN,
		    "vmalloc: %s (%llu bytes)%s%s",
		    af_bytes(size, report->size),
		    (unsigned long long)report->size, gfp[0] ? "; " : "", gfp);
	else
		say(screen, "asked for", AF_PLAIN,
		    "vmalloc: a size that is not in the log%s%s",
		    gfp[0] ? "; " : "", gfp);
}

static void print_request(const struct af_screen *screen,
			  const struct af_explained *one)
{
	const struct af_log_report *report = one->report;
	char bytes[AF_UNIT_LEN], gfp[AF_GFP_TEXT], mask[32] = "";
	const char *names = gfp;

	af_explain_gfp(gfp, one);
	if (report->kind == AF_LOG_VMALLOC) {
		print_vmalloc(screen, one, gfp);
		return;
	}
	if (report->mask_known)
		snprintf(mask, sizeof(mask), " (0x%x)", report->mask);
	if (!strcmp(gfp, "0"))
		names = "no flags";
	else if (!gfp[0])
		names = "its mask is not in the log";
	if (report->kind == AF_LOG_OVERSIZE && !report->order_known)
		say(screen, "asked for", AF_PLAIN,
		    "more than the allocator ever gives; how much is not in the log");
	else if (report->order_known)
		say(screen, "asked for", AF_PLAIN, "order %u: %s%s; %s%s",
		    report->order, af_bytes(bytes, af_explain_bytes(one)),
		    report->order ? " in one piece" : "", names, mask);
	else
		say(screen, "asked for", AF_PLAIN,
		    "its order is not in the log; %s%s", names, mask);
}

static const char *context_text(const struct af_verdict_of_log *verdict)
{
	static const char *const texts[AF_NR_CONTEXTS] = {
		[AF_CONTEXT_TASK] = "in a task",
		[AF_CONTEXT_SOFTIRQ] = "in a soft interrupt",
		[AF_CONTEXT_HARDIRQ] = "in a hard interrupt",
		[AF_CONTEXT_NMI] = "in an NMI",
	};

	if (verdict->context < AF_NR_CONTEXTS)
		return texts[verdict->context];
	return verdict->interrupt ? "in an interrupt" :
				    "in which context the log does not say";
}

static void caller_text(char *text, size_t size, const struct af_explained *one)
{
	const struct af_log_caller *caller = &one->verdict.caller;

	if (caller->known)
		snprintf(text, size, "%.*s%s%.*s%s%s", AF_SLICE(caller->symbol),
			 caller->module.length ? " [" : "",
			 AF_SLICE(caller->module),
			 caller->module.length ? "]" : "",
			 caller->guess ? " (a guess)" : "");
	else if (caller->cut)
		snprintf(text, size,
			 "not in the log: the trace ends before the caller");
	else if (caller->bare)
		snprintf(text, size,
			 "not in the log: the trace has no names of functions");
	else
		snprintf(text, size, "not in the log: there is no call trace");
}

static void print_caller(const struct af_screen *screen,
			 const struct af_explained *one)
{
	const struct af_slice comm = one->report->comm;
	char who[256];

	caller_text(who, sizeof(who), one);
	if (one->verdict.interrupt && comm.length)
		say(screen, "by", AF_PLAIN, "%s; %s, while %.*s was running",
		    who, context_text(&one->verdict), AF_SLICE(comm));
	else
		say(screen, "by", AF_PLAIN, "%s; %s%s%.*s", who,
		    context_text(&one->verdict), comm.length ? "; comm " : "",
		    AF_SLICE(comm));
}

static void print_kernel(const struct af_screen *screen,
			 const struct af_explained *one,
			 const struct af_log *log)
{
	const struct af_verdict_of_log *verdict = &one->verdict;
	char range[AF_RANGE_TEXT];

	switch (verdict->release_from) {
	case AF_RELEASE_REPORT:
		say(screen, "kernel", AF_PLAIN, "%.*s",
		    AF_SLICE(one->report->release_text));
		break;
	case AF_RELEASE_LOG:
		say(screen, "kernel", AF_PLAIN,
		    "%.*s, by other lines of the log",
		    AF_SLICE(log->release_text));
		break;
	case AF_RELEASE_OPTION:
		say(screen, "kernel", AF_PLAIN, "%u.%u, by --kernel",
		    verdict->release >> 16, verdict->release >> 8 & 0xff);
		break;
	case AF_RELEASE_MASK:
		say(screen, "kernel", AF_PLAIN,
		    "not in the log; by the mask and the form of the report %s. If you know it: --kernel",
		    af_release_range_text(range, &verdict->range));
		break;
	}
}

static const char *cause_text(const struct af_verdict_of_log *verdict)
{
	static const char *const texts[AF_NR_CAUSES] = {
		[AF_CAUSE_FRAGMENTATION] =
			"memory was free, but not in one piece of this size that it may have",
		[AF_CAUSE_WATERMARK] =
			"memory was short: down to what such a request must leave",
		[AF_CAUSE_RESERVE] =
			"even the reserves for those who free memory were used up",
		[AF_CAUSE_LOWMEM] =
			"it had to be low memory, and that was short; other zones had plenty",
		[AF_CAUSE_CGROUP] = "a memory cgroup was at its limit",
		[AF_CAUSE_PLACEMENT] =
			"the nodes that it was bound to were short, others were not",
		[AF_CAUSE_OVERSIZE] =
			"more at once than the allocator ever gives",
		[AF_CAUSE_INJECTED] = "fault injection",
		[AF_CAUSE_TRANSIENT] =
			"by the figures it could have been served: they are of a moment later",
	};

	if (verdict->nothing_there)
		return "it had to be low memory, and this machine has none there";
	return verdict->cause < AF_NR_CAUSES ? texts[verdict->cause] : "";
}

/* What the blocks are that the request could not have. */
static const char *kinds_text(const struct af_verdict_of_log *verdict)
{
	if (verdict->cause == AF_CAUSE_TRANSIENT)
		return "";
	if (verdict->cma_only)
		return ". What is free and large enough is CMA's, which only movable pages may use";
	if (verdict->highatomic_only)
		return ". What is free and large enough is kept for atomic requests (highatomic)";
	return "";
}

static void print_zone(const struct af_screen *screen,
		       const struct af_explained *one)
{
	const struct af_verdict_of_log *verdict = &one->verdict;
	const struct af_log_zone *zone = verdict->zone;
	long long usable = verdict->free < 0 ? 0 : verdict->free;
	bool none = verdict->cause == AF_CAUSE_WATERMARK &&
		    verdict->free > verdict->mark && !verdict->doubt;

	if (!zone)
		return;
	say(screen, "zone", AF_PLAIN,
	    "%s of node %lld came closest: %llu kB free. That is %lld %s for such a request%s, and more than %lld are needed",
	    af_log_zone_names[zone->name], (long long)zone->node,
	    (unsigned long long)zone->free, usable,
	    usable == 1 ? "page" : "pages",
	    none ? " by the count, but none in its lists" : "",
	    (long long)verdict->mark);
}

static void print_cause(const struct af_screen *screen,
			const struct af_explained *one)
{
	const struct af_verdict_of_log *verdict = &one->verdict;

	if (one->report->kind == AF_LOG_VMALLOC)
		return;
	if (verdict->cause == AF_NR_CAUSES)
		say(screen, "cause", AF_BOLD, "not known: %s",
		    verdict->doubt ? verdict->doubt : "");
	else
		say(screen, "cause", AF_BOLD, "%s: %s%s",
		    af_cause_name(verdict->cause), cause_text(verdict),
		    kinds_text(verdict));
	if (verdict->doubt && verdict->cause != AF_NR_CAUSES)
		say(screen, "", AF_DIM, "Not for sure: %s", verdict->doubt);
	print_zone(screen, one);
}

struct part {
	enum af_log_fill fill;
	const char *name;
};

/* What memory is full of, the parts of 5 % and more. */
static void print_memory(const struct af_screen *screen,
			 const struct af_counsel *counsel)
{
	static const struct part parts[] = {
		{ AF_FILL_SLAB_UN, "unreclaimable slab" },
		{ AF_FILL_ANON, "anonymous" },
		{ AF_FILL_SHARED, "shared" },
		{ AF_FILL_FILE, "page cache" },
		{ AF_FILL_SLAB, "reclaimable slab" },
		{ AF_FILL_TABLES, "page tables" },
		{ AF_FILL_FREE, "free" },
	};
	const struct af_log_fills *fills = &counsel->fills;
	char text[TEXT_LEN] = "", amount[AF_UNIT_LEN], all[AF_UNIT_LEN];
	u64 whole = fills->total;
	size_t i, length = 0;

	if (!fills->known)
		return;
	for (i = 0; !fills->total && i < AF_NR_FILLS; i++)
		whole += fills->kb[i];
	for (i = 0; i < ARRAY_SIZE(parts); i++) {
		u64 kb = fills->kb[parts[i].fill];

		if (!kb || kb < whole / 20)
			continue;
		length += snprintf(text + length, sizeof(text) - length,
				   "%s%s %s", length ? ", " : "", parts[i].name,
				   af_bytes(amount, kb * 1024));
	}
	if (fills->swap_known && fills->swap_total)
		snprintf(text + length, sizeof(text) - length,
			 "; swap: %s of %s free",
			 af_bytes(amount, fills->swap_free * 1024),
			 af_bytes(all, fills->swap_total * 1024));
	else if (fills->swap_known)
		snprintf(text + length, sizeof(text) - length, "; no swap");
	say(screen, "memory", AF_PLAIN, "%s%s%s",
	    fills->total ? af_bytes(all, fills->total * 1024) : "",
	    fills->total ? ": " : "", text);
}

static void print_allocs(const struct af_screen *screen,
			 const struct af_log_memory *memory)
{
	char text[TEXT_LEN] = "", amount[AF_UNIT_LEN];
	size_t length = 0;
	unsigned int i;

	for (i = 0; i < memory->nr_allocs; i++)
		length += snprintf(text + length, sizeof(text) - length,
				   "%s%s %s", i ? ", " : "",
				   memory->allocs[i].what,
				   af_bytes(amount, memory->allocs[i].bytes));
	if (length)
		say(screen, "", AF_PLAIN, "By the kernel's own list: %s", text);
}

static void print_known(const struct af_screen *screen,
			const struct af_explained *one,
			const struct af_counsel *counsel)
{
	size_t i;

	for (i = 0; i < counsel->nr_known; i++) {
		const struct af_known *known = counsel->known[i];

		say(screen, i ? "" : "known", AF_PLAIN, "%s (Known; %s.%s)",
		    known->problem, known->mended,
		    known->stable[0] && one->verdict.release_from ==
						AF_RELEASE_REPORT ?
			    " A distribution may have it earlier." :
			    "");
		say(screen, "", AF_DIM, "%s", known->source);
	}
}

static const enum af_style weight_styles[AF_NR_WEIGHTS] = {
	[AF_HARMLESS] = AF_GOOD,
	[AF_MATTERS] = AF_WARN,
	[AF_SERIOUS] = AF_BAD,
};

static void print_lines(const struct af_screen *screen, const char *title,
			const struct af_counsel_lines *lines, bool numbers)
{
	unsigned int i;

	for (i = 0; i < lines->nr; i++)
		if (numbers && lines->nr > 1)
			say(screen, i ? "" : title, AF_PLAIN, "%u. %s", i + 1,
			    lines->text[i]);
		else
			say(screen, i ? "" : title, AF_PLAIN, "%s",
			    lines->text[i]);
}

static void print_advice(const struct af_screen *screen,
			 const struct af_explained *one,
			 const struct af_counsel *counsel)
{
	say(screen, "verdict", weight_styles[one->weight], "%s: %s",
	    af_weight_name(one->weight), counsel->effect);
	print_lines(screen, "advice", &counsel->remedies, true);
	if (one->advice)
		say(screen, "", AF_DIM, "More: allocfail advice %s",
		    one->advice->id);
	print_lines(screen, "note", &counsel->notes, false);
}

/* What in the log is not to be relied on. */
static void print_doubts(const struct af_screen *screen,
			 const struct af_explained *one)
{
	const struct af_log_report *report = one->report;

	if (one->verdict.unknown_bits && !report->names_whole)
		say(screen, "unknown", AF_DIM, "bits 0x%x of the mask",
		    one->verdict.unknown_bits);
	if (report->mixed)
		say(screen, "unknown", AF_DIM,
		    "reports of several CPUs are mixed in the log: %s",
		    one->verdict.caller.known && one->verdict.caller.mixed ?
			    "caller and context may be another report's" :
			    "who asked is sure, of the rest a part may be another report's");
	if (report->order_known && !report->mask_known &&
	    report->kind == AF_LOG_FAILURE && report->form > AF_LOG_2_4)
		say(screen, "unknown", AF_DIM, "the report is torn");
}

static void print_heading(const struct af_screen *screen,
			  const struct af_explained *one)
{
	char heading[TEXT_LEN], number[AF_UNIT_LEN], span[160] = "";

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
	make_plain(heading);
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
	print_request(screen, one);
	print_caller(screen, one);
	print_kernel(screen, one, log);
	print_cause(screen, one);
	print_memory(screen, &counsel);
	print_allocs(screen, &one->report->memory);
	print_known(screen, one, &counsel);
	print_advice(screen, one, &counsel);
	print_doubts(screen, one);
}
