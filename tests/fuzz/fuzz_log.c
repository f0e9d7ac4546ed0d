// SPDX-License-Identifier: GPL-2.0-only
/*
 * The command's reader of kernel logs, and its judge: any text. What they say must
 * be in range and have storage of its own, and a whole report must be found
 * whatever stands before it.
 */
#include "fuzz.h"
#include "log/decode.h"
#include "log/gfp.h"
#include "log/judge.h"

static const char whole_report[] =
	"\n"
	"[ 9999.000001] af_fuzz: page allocation failure: order:7, mode:0xcc0(GFP_KERNEL)\n";

/* What a report keeps is a copy of its own: any byte of it may be read. */
static void check_slice(struct af_slice slice)
{
	size_t i;

	for (i = 0; i < slice.length; i++)
		(void)READ_ONCE(slice.text[i]);
}

static void check_trace(const struct af_log_trace *trace)
{
	unsigned int i;

	fuzz_check(trace->nr <= AF_LOG_FRAMES);
	for (i = 0; i < trace->nr; i++) {
		check_slice(trace->frames[i].symbol);
		check_slice(trace->frames[i].module);
	}
}

static void check_memory(const struct af_log_memory *memory)
{
	const struct af_log_zone *zone;
	size_t i;

	fuzz_check(!memory->nr || memory->page_kb);
	for (i = 0; i < memory->nr; i++) {
		zone = &memory->zones[i];
		fuzz_check(zone->name < AF_NR_LOG_ZONES);
		fuzz_check(zone->nr_orders <= AF_LOG_ORDERS);
		fuzz_check(zone->nr_reserves <= AF_LOG_RESERVES);
	}
}

static void check_report(const struct af_log_report *report)
{
	fuzz_check(report->kind < AF_LOG_OTHER);
	fuzz_check(report->form <= AF_LOG_NAMES);
	fuzz_check(report->line >= 1);
	fuzz_check(report->repeated >= 1);
	fuzz_check(memchr(report->stamp, '\0', sizeof(report->stamp)));
	check_slice(report->names);
	check_slice(report->comm);
	check_slice(report->release_text);
	check_slice(report->said);
	check_slice(report->slab);
	check_trace(&report->trace);
	check_memory(&report->memory);
}

static void check_verdict(const struct af_log *log,
			  const struct af_log_report *report, u32 release)
{
	struct af_verdict_of_log verdict;
	char *text = fuzz_zalloc(AF_GFP_TEXT);

	memset(text, 'x', AF_GFP_TEXT);
	af_log_judge(&verdict, log, report, release);
	fuzz_check(verdict.cause <= AF_NR_CAUSES);
	fuzz_check(verdict.class <= AF_NR_CLASSES);
	fuzz_check(verdict.context <= AF_NR_CONTEXTS);
	fuzz_check(verdict.highest < AF_NR_LOG_ZONES);
	af_gfp_text(text, verdict.flags, verdict.release);
	fuzz_check(memchr(text, '\0', AF_GFP_TEXT));
	free(text);
}

/* What the reader was told, and what came of it. */
struct reading {
	u32 release;
	u64 reports;
	bool whole; /* the report that was put behind the text was found */
};

static bool is_whole_report(const struct af_log_report *report)
{
	/* The words of vmalloc() may stand before it: then it is that. */
	return report->kind <= AF_LOG_VMALLOC && report->order_known &&
	       report->order == 7 && report->mask_known &&
	       report->mask == 0xcc0 && af_slice_is(report->comm, "af_fuzz");
}

static int take(void *context, const struct af_log *log,
		struct af_log_report *report)
{
	struct reading *reading = context;

	reading->reports++;
	reading->whole |= is_whole_report(report);
	check_report(report);
	check_verdict(log, report, reading->release);
	/* To keep it, and to leave it, must both leak nothing. */
	if (reading->reports % 2)
		af_log_report_free(af_log_report_keep(report));
	return 0;
}

static void read_log(struct reading *reading, struct af_slice text)
{
	const struct af_log_sink sink = { .take = take, .context = reading };
	struct af_log log;

	fuzz_check(!af_log_read(&log, text.text, text.length, &sink));
	/* No text has more reports than lines, or lines than bytes. */
	fuzz_check(log.lines <= text.length);
	fuzz_check(log.events.nr <= AF_LOG_EVENTS);
	af_log_free(&log);
}

/* The same text, then a report. */
static void check_found(struct af_slice text)
{
	size_t length = text.length + sizeof(whole_report) - 1;
	char *both = fuzz_zalloc(length);
	struct reading reading = { 0 };

	memcpy(both, text.text, text.length);
	memcpy(both + text.length, whole_report, sizeof(whole_report) - 1);
	read_log(&reading, af_slice_of(both, length));
	fuzz_check(reading.whole);
	free(both);
}

/* As a file that may be of another coding. */
static void check_decoded(struct af_slice text)
{
	char *copy = fuzz_zalloc(text.length);
	struct reading reading = { 0 };
	size_t length = text.length;

	memcpy(copy, text.text, text.length);
	af_decode(copy, &length);
	fuzz_check(length <= text.length);
	read_log(&reading, af_slice_of(copy, length));
	free(copy);
}

static void fuzz(struct choices *choices)
{
	/* One of the releases whose masks differ, or none. */
	static const u32 releases[] = { 0,	 0x20436, 0x2061a, 0x30a00,
					0x40500, 0x40900, 0x50a00, 0x60c00 };
	struct reading reading = {
		.release =
			releases[choose_below(choices, ARRAY_SIZE(releases))],
	};
	size_t length = choices->left;
	char *bytes = fuzz_bytes(choices, &length);
	struct af_slice text = { bytes, length };

	read_log(&reading, text);
	check_found(text);
	check_decoded(text);
	free(bytes);
}
