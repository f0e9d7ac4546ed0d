// SPDX-License-Identifier: GPL-2.0-only
/*
 * The first line of a report, in all its forms. Pure.
 *
 *   Couldn't get a free page.....                                        1.0 to 2.0
 *   __alloc_pages: 0-order allocation failed (gfp=0x30/1)                2.4
 *   NAME: page allocation failure. order:4, mode:0x20                    2.6 to 3.1
 *   NAME: page allocation failure: order:4, mode:0x20                    to 4.5
 *   NAME: page allocation failure: order:4, mode:0x2084020(GFP_ATOMIC|__GFP_COMP),
 *   nodemask=(null),cpuset=/,mems_allowed=0                              since
 */
#include <ctype.h>

#include "log/header.h"

#define has af_line_has
#define from af_line_from
#define before af_line_before

/* "0-1,3", "(null)" */
static struct af_log_nodes nodes_of(struct af_slice text)
{
	struct af_log_nodes nodes = { 0 };
	u64 first, last;

	while (af_slice_number(&text, 10, &first)) {
		last = first;
		if (af_slice_take(&text, "-"))
			af_slice_number(&text, 10, &last);
		for (; first <= last && first < 64; first++)
			nodes.bits |= 1ULL << first;
		nodes.known = true;
		if (!af_slice_take(&text, ","))
			break;
	}
	return nodes;
}

/**
 * af_header_limits - take the nodes that a line names
 * @report: where to put them
 * @text: "nodemask=(null),cpuset=/,mems_allowed=0"
 */
void af_header_limits(struct af_log_report *report, struct af_slice text)
{
	struct af_slice rest = text;

	report->cpuset_said |= af_slice_has(text, ",cpuset=");
	report->nodemask_said |= af_slice_has(text, "nodemask=");
	if (af_slice_after(&rest, "nodemask="))
		report->nodemask = nodes_of(rest);
	rest = text;
	if (af_slice_after(&rest, "mems_allowed="))
		report->mems = nodes_of(rest);
}

/**
 * af_header_mask - take a mask
 * @report: where to put it, unless it has one
 * @text: "0x2084020(GFP_ATOMIC|__GFP_COMP)"
 */
void af_header_mask(struct af_log_report *report, struct af_slice text)
{
	size_t end;
	u64 mask;

	/* Nought has no "0x" before it in some releases. */
	if (report->mask_known ||
	    (!af_slice_take(&text, "0x") && !af_slice_begins(text, "0(") &&
	     !af_slice_begins(text, "0,")) ||
	    !af_slice_number(&text, 16, &mask) || mask > UINT32_MAX)
		return;
	report->mask_known = true;
	report->mask = mask;
	if (!af_slice_take(&text, "("))
		return;
	end = af_slice_find(text, ")");
	report->form = AF_LOG_NAMES;
	report->names_whole = end != AF_NOT_FOUND;
	report->names = report->names_whole ? af_slice_front(text, end) : text;
}

static bool take_order(struct af_log_report *report, struct af_slice text,
		       const char *word)
{
	u64 order;

	if (!af_slice_after(&text, word) ||
	    !af_slice_number(&text, 10, &order) || order >= 64)
		return false;
	report->order_known = true;
	report->order = order;
	return true;
}

/* ". order:4, mode:0x20", ": order:4, mode:0x20(GFP_ATOMIC), nodemask=(null)" */
static void read_failure(struct af_log_report *report,
			 const struct af_logline *line)
{
	struct af_slice text = from(line, AF_AT_FAILURE), rest;

	af_slice_take(&text, "page allocation failure");
	report->form = af_slice_first(text) == '.' ? AF_LOG_DOT : AF_LOG_COLON;
	take_order(report, text, "order:");
	rest = text;
	if (af_slice_after(&rest, "mode:"))
		af_header_mask(report, rest);
	af_header_limits(report, text);
}

/* "0-order", before "allocation failed"; 2.4 has an underscore too. */
static bool read_old_order(struct af_log_report *report, struct af_slice text)
{
	size_t begin = text.length;
	u64 order;

	while (begin && isdigit((unsigned char)text.text[begin - 1]))
		begin--;
	text = af_slice_from(text, begin);
	if (!af_slice_number(&text, 10, &order) || order >= 64)
		return false;
	report->order = order;
	return true;
}

/* "0-order allocation failed (gfp=0x30/1)", or its end. */
static void read_2_4(struct af_log_report *report,
		     const struct af_logline *line)
{
	struct af_slice text;
	u64 mask, memalloc = 0;

	report->form = AF_LOG_2_4;
	if (has(line, AF_AT_FAILED)) {
		text = before(line, AF_AT_FAILED);
		if (text.length)
			text.length--;
		report->order_known = read_old_order(report, text);
	}
	if (!has(line, AF_AT_GFP))
		return;
	text = from(line, AF_AT_GFP);
	af_slice_take(&text, "(gfp=0x");
	if (!af_slice_number(&text, 16, &mask) || mask > UINT32_MAX)
		return;
	report->mask_known = true;
	report->mask = mask;
	report->memalloc_known = af_slice_take(&text, "/") &&
				 af_slice_number(&text, 10, &memalloc);
	report->memalloc = report->memalloc_known && memalloc;
}

static bool read_bytes(struct af_slice text, const char *words, u64 *bytes)
{
	return af_slice_after(&text, words) &&
	       af_slice_number(&text, 10, bytes);
}

/*
 * "vmalloc: allocation failure: 0 bytes"                        to 3.x
 * "vmalloc: allocation failure, allocated 1 of 2 bytes"         to 4.x, and a mode
 * "vmalloc error: size 1, page order 0, failed to allocate pages, mode:0xcc0(...)"
 * "vmap allocation for size 1 failed: use vmalloc=<size> to increase size"
 */
static void read_vmalloc(struct af_log_report *report,
			 const struct af_logline *line)
{
	struct af_slice text = line->text, rest = text;

	report->form = AF_LOG_COLON;
	report->no_space = has(line, AF_AT_VMAP) ||
			   af_slice_has(text, "vm_struct allocation failed");
	report->got_known = read_bytes(text, "allocated ", &report->got);
	report->size_known = read_bytes(text, " of ", &report->size) ||
			     read_bytes(text, "size ", &report->size) ||
			     read_bytes(text, "failure: ", &report->size);
	/* Up to 7.1 this form says what it had got by then. */
	if (af_slice_has(text, "failed to allocate pages")) {
		report->got = report->size;
		report->got_known = report->size_known;
		report->size_known = false;
		report->size = 0;
	}
	take_order(report, text, "page order ");
	if (af_slice_after(&rest, "mode:"))
		af_header_mask(report, rest);
	af_header_limits(report, text);
}

/**
 * af_header_read - take what the first line of a report says
 * @report: where to put it
 * @line: the line
 * @header: which form it has
 */
void af_header_read(struct af_log_report *report, const struct af_logline *line,
		    enum af_header header)
{
	switch (header) {
	case AF_HEADER_1990S:
		report->form = AF_LOG_1990S;
		break;
	case AF_HEADER_2_4:
		read_2_4(report, line);
		break;
	case AF_HEADER_FAILURE:
	case AF_HEADER_BARE:
		read_failure(report, line);
		break;
	case AF_HEADER_VMALLOC:
		read_vmalloc(report, line);
		break;
	default:
		report->form = AF_LOG_NAMES;
	}
}

/* "WARNING: CPU: 3 PID: 4242 at mm/page_alloc.c:4724 __alloc_pages_nodemask+..." */
static bool is_oversize(const struct af_logline *line)
{
	struct af_slice rest;

	if (!has(line, AF_AT_WARNING))
		return false;
	if (has(line, AF_AT_UTIL_C))
		return af_slice_has(from(line, AF_AT_UTIL_C), "kvmalloc");
	if (!has(line, AF_AT_PAGE_ALLOC_C))
		return false;
	rest = from(line, AF_AT_PAGE_ALLOC_C);
	return af_slice_has(rest, "__alloc_pages") ||
	       af_slice_has(rest, "__alloc_frozen_pages");
}

/* What begins something else with a call trace or zones. */
static bool is_other(const struct af_logline *line)
{
	static const u8 others[] = {
		AF_AT_CUT_HERE,	  AF_AT_WARNING,      AF_AT_BUG,
		AF_AT_OOPS,	  AF_AT_INFO,	      AF_AT_PANIC,
		AF_AT_SYSRQ,	  AF_AT_SYSRQ_OLD,    AF_AT_OOM,
		AF_AT_CGROUP_OOM, AF_AT_CGROUP_STATS, AF_AT_STALLS,
		AF_AT_OOM_KILL,	  AF_AT_OOM_KILL_OLD,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(others); i++)
		if (has(line, others[i]))
			return true;
	/* warn_alloc() with another message. */
	return has(line, AF_AT_MODE) && has(line, AF_AT_NODEMASK) &&
	       af_slice_first(line->text) != ',';
}

/* Somebody quotes the line in a sentence: A line as "cat: page allocation ... */
static bool is_quoted(const struct af_logline *line)
{
	const char *begin = line->whole.text;
	const char *at = line->text.text + line->anchors.at[AF_AT_FAILURE];

	if (at < begin || at > begin + line->whole.length)
		return false;
	while (at > begin && at[-1] != '"')
		at--;
	return at - begin > 2 && at[-2] == ' ' &&
	       isalpha((unsigned char)at[-3]);
}

static enum af_header failure_of(const struct af_logline *line)
{
	struct af_slice rest = from(line, AF_AT_FAILURE);

	af_slice_take(&rest, "page allocation failure");
	if ((af_slice_first(rest) != ':' && af_slice_first(rest) != '.') ||
	    is_quoted(line))
		return AF_HEADER_NONE;
	return af_slice_has(rest, "order:") || af_slice_has(rest, "mode:") ?
		       AF_HEADER_FAILURE :
		       AF_HEADER_BARE;
}

/**
 * af_header_of - which report a line is the first of
 * @line: the line, with its anchors
 */
enum af_header af_header_of(const struct af_logline *line)
{
	if (has(line, AF_AT_VMALLOC_FAILURE) ||
	    has(line, AF_AT_VMALLOC_ERROR) || has(line, AF_AT_VMAP))
		return AF_HEADER_VMALLOC;
	if (has(line, AF_AT_FAILURE))
		return failure_of(line);
	if (has(line, AF_AT_FAILED) &&
	    (has(line, AF_AT_GFP) ||
	     af_slice_has(line->text, "__alloc_pages:")))
		return AF_HEADER_2_4;
	if (has(line, AF_AT_GFP) &&
	    af_slice_has(before(line, AF_AT_GFP), "cation failed "))
		return AF_HEADER_2_4;
	if (has(line, AF_AT_FREE_PAGE))
		return AF_HEADER_1990S;
	if (is_oversize(line))
		return AF_HEADER_OVERSIZE;
	return is_other(line) ? AF_HEADER_OTHER : AF_HEADER_NONE;
}

/**
 * af_header_before - what stands before the message in the first line
 * @line: the line
 * @header: which form it has
 *
 * That is the rest of a prefix, and the name of a task.
 */
struct af_slice af_header_before(const struct af_logline *line,
				 enum af_header header)
{
	static const u8 vmallocs[] = { AF_AT_VMALLOC_FAILURE,
				       AF_AT_VMALLOC_ERROR, AF_AT_VMAP };
	size_t i, at;

	switch (header) {
	case AF_HEADER_FAILURE:
	case AF_HEADER_BARE:
		return before(line, AF_AT_FAILURE);
	case AF_HEADER_2_4:
		at = af_slice_find(line->text, "__alloc_pages:");
		return af_slice_front(line->text, at == AF_NOT_FOUND ? 0 : at);
	case AF_HEADER_VMALLOC:
		for (i = 0; i < ARRAY_SIZE(vmallocs); i++)
			if (has(line, vmallocs[i]))
				return before(line, vmallocs[i]);
		break;
	case AF_HEADER_OTHER:
		if (has(line, AF_AT_OOM))
			return before(line, AF_AT_OOM);
		break;
	default:
		break;
	}
	return af_slice_of(line->text.text, 0);
}
