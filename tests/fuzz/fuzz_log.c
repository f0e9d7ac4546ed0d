// SPDX-License-Identifier: GPL-2.0-only
/*
 * The command's parser of kernel logs, and its judge: any text. What they
 * say must be a part of the text or in range, and a whole report must be found
 * whatever stands before it.
 */
#include "fuzz.h"
#include "log/gfp.h"
#include "log/judge.h"

static const char whole_report[] =
	"\n"
	"[ 9999.000001] af_fuzz: page allocation failure: order:7, mode:0xcc0(GFP_KERNEL)\n";

/* A piece of the text that was parsed, or nothing. */
static void check_slice(struct af_slice text, struct af_slice slice)
{
	fuzz_check(!slice.length ||
		   (slice.text >= text.text &&
		    slice.text + slice.length <= text.text + text.length));
}

static void check_trace(struct af_slice text, const struct af_log_trace *trace)
{
	unsigned int i;

	fuzz_check(trace->nr <= AF_LOG_FRAMES);
	for (i = 0; i < trace->nr; i++) {
		check_slice(text, trace->frames[i].symbol);
		check_slice(text, trace->frames[i].module);
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

static void check_report(struct af_slice text, const struct af_log *log,
			 const struct af_log_report *report)
{
	fuzz_check(report->kind < AF_NR_LOG_KINDS);
	fuzz_check(report->form <= AF_LOG_NAMES);
	fuzz_check(report->line >= 1 && report->line <= log->lines);
	check_slice(text, report->names);
	check_slice(text, report->comm);
	check_slice(text, report->release_text);
	check_trace(text, &report->trace);
	if (report->mem_info)
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

static void check_log(struct af_slice text, const struct af_log *log,
		      u32 release)
{
	const struct af_log_report *report;
	size_t i;

	for (i = 0; i < log->nr; i++) {
		report = &log->reports[i];
		check_report(text, log, report);
		if (report->kind == AF_LOG_FAILURE)
			check_verdict(log, report, release);
	}
}

static bool is_whole_report(const struct af_log_report *report)
{
	return report->kind == AF_LOG_FAILURE && report->order_known &&
	       report->order == 7 && report->mask_known &&
	       report->mask == 0xcc0 && af_slice_is(report->comm, "af_fuzz");
}

/* The same text, then a report. */
static void check_found(struct af_slice text)
{
	size_t length = text.length + sizeof(whole_report) - 1, i;
	char *both = fuzz_zalloc(length);
	struct af_log log;

	memcpy(both, text.text, text.length);
	memcpy(both + text.length, whole_report, sizeof(whole_report) - 1);
	fuzz_check(!af_log_parse(&log, both, length));
	for (i = 0; i < log.nr; i++)
		if (is_whole_report(&log.reports[i]))
			break;
	fuzz_check(i < log.nr);
	af_log_free(&log);
	free(both);
}

static void fuzz(struct choices *choices)
{
	/* One of the releases whose masks differ, or none. */
	static const u32 releases[] = { 0,	 0x20436, 0x2061a, 0x30a00,
					0x40500, 0x40900, 0x50a00, 0x60c00 };
	u32 release = releases[choose_below(choices, ARRAY_SIZE(releases))];
	size_t length = choices->left;
	char *bytes = fuzz_bytes(choices, &length);
	struct af_slice text = { bytes, length };
	struct af_log log;

	fuzz_check(!af_log_parse(&log, bytes, length));
	check_log(text, &log, release);
	check_found(text);
	af_log_free(&log);
	free(bytes);
}
