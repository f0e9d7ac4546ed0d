// SPDX-License-Identifier: GPL-2.0-only
/* What was asked for, by whom, and on which kernel: for people, and for JSON. */
#include "commands/explain_one.h"
#include "commands/explain_say.h"
#include "lib/units.h"

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

static void print_vmalloc(const struct af_screen *screen,
			  const struct af_explained *one, const char *gfp)
{
	const struct af_log_report *report = one->report;
	char size[AF_UNIT_LEN], got[AF_UNIT_LEN];

	if (report->size_known && report->got_known)
		af_explain_say(screen, "asked for", AF_PLAIN,
			       "vmalloc: %s (%llu bytes), and got %s of it%s%s",
			       af_bytes(size, report->size),
			       (unsigned long long)report->size,
			       af_bytes(got, report->got), gfp[0] ? "; " : "",
			       gfp);
	else if (report->size_known)
		af_explain_say(screen, "asked for", AF_PLAIN,
			       "vmalloc: %s (%llu bytes)%s%s",
			       af_bytes(size, report->size),
			       (unsigned long long)report->size,
			       gfp[0] ? "; " : "", gfp);
	else
		af_explain_say(screen, "asked for", AF_PLAIN,
			       "vmalloc: a size that is not in the log%s%s",
			       gfp[0] ? "; " : "", gfp);
}

void af_explain_print_request(const struct af_screen *screen,
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
		af_explain_say(screen, "asked for", AF_PLAIN,
			       "more than the allocator ever gives; how much is not in the log");
	else if (report->order_known)
		af_explain_say(screen, "asked for", AF_PLAIN,
			       "order %u: %s%s; %s%s", report->order,
			       af_bytes(bytes, af_explain_bytes(one)),
			       report->order ? " in one piece" : "", names,
			       mask);
	else if (!gfp[0])
		af_explain_say(screen, "asked for", AF_PLAIN,
			       "not in the log: neither order nor mask");
	else
		af_explain_say(screen, "asked for", AF_PLAIN,
			       "an order that is not in the log; %s%s", names,
			       mask);
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
				    "the log does not say in which context";
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

void af_explain_print_caller(const struct af_screen *screen,
			     const struct af_explained *one)
{
	const struct af_slice comm = one->report->comm;
	char who[256];

	caller_text(who, sizeof(who), one);
	if (one->verdict.interrupt && comm.length)
		af_explain_say(screen, "by", AF_PLAIN,
			       "%s; %s, while %.*s was running", who,
			       context_text(&one->verdict), AF_SLICE(comm));
	else
		af_explain_say(screen, "by", AF_PLAIN, "%s; %s%s%.*s", who,
			       context_text(&one->verdict),
			       comm.length ? "; comm " : "", AF_SLICE(comm));
}

void af_explain_print_kernel(const struct af_screen *screen,
			     const struct af_explained *one,
			     const struct af_log *log)
{
	const struct af_verdict_of_log *verdict = &one->verdict;
	char range[AF_RANGE_TEXT];

	switch (verdict->release_from) {
	case AF_RELEASE_REPORT:
		af_explain_say(screen, "kernel", AF_PLAIN, "%.*s",
			       AF_SLICE(one->report->release_text));
		break;
	case AF_RELEASE_LOG:
		af_explain_say(screen, "kernel", AF_PLAIN,
			       "%.*s, by other lines of the log",
			       AF_SLICE(log->release_text));
		break;
	case AF_RELEASE_OPTION:
		af_explain_say(screen, "kernel", AF_PLAIN, "%u.%u, by --kernel",
			       verdict->release >> 16,
			       verdict->release >> 8 & 0xff);
		break;
	case AF_RELEASE_MASK:
		af_explain_say(screen, "kernel", AF_PLAIN,
			       "not in the log; by the mask and the form of the report %s. If you know it: --kernel",
			       af_release_range_text(range, &verdict->range));
		break;
	}
}
