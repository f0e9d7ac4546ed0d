// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines that were broken where they were too long for a mail or a terminal. Pure.
 *
 * A line of a report is not whole without certain words; what follows is the rest
 * of it if it has no time or tag of its own and begins like such a rest. Lines of
 * other programs are left alone.
 */
#include <ctype.h>

#include "log/unwrap.h"

/* How a line is joined with the next, if it is. */
enum join {
	JOIN_NOT,
	JOIN_WITH_BLANK,
	JOIN_WITHOUT, /* it was broken within a word */
};

/* A report's line is no longer than so many lines of a mail. */
#define MOST_JOINS 12

static bool has(const struct af_logline *line, enum af_anchor anchor)
{
	return af_anchored(&line->anchors, anchor);
}

static char last_of(struct af_slice text)
{
	return text.length ? text.text[text.length - 1] : 0;
}

static bool begins_with_any(struct af_slice text, const char *const *texts,
			    size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (af_slice_begins(text, texts[i]))
			return true;
	return false;
}

/* "swapper/0: page" and "allocation failure: order:0, mode:0x20" */
static enum join join_title(const struct af_logline *line,
			    const struct af_logline *next)
{
	static const char *const middles[] = {
		"allocation failure: order:",
		"allocation failure. order:",
		"failure: order:",
		"failure. order:",
	};
	struct af_slice text = line->text;

	if (has(line, AF_AT_FAILURE))
		return JOIN_NOT;
	if (last_of(text) == ':' && text.length <= 20 &&
	    af_slice_begins(next->text, "page allocation failure"))
		return JOIN_WITH_BLANK;
	if (!begins_with_any(next->text, middles, ARRAY_SIZE(middles)))
		return JOIN_NOT;
	return JOIN_WITH_BLANK;
}

/* The names of a mask have begun and not ended. */
static bool in_names(const struct af_logline *line)
{
	struct af_slice rest = line->text;

	return af_slice_after(&rest, "mode:0x") && af_slice_after(&rest, "(") &&
	       !af_slice_has(rest, ")");
}

/* What a line that asks for pages goes on with. */
static const char *const request_parts[] = {
	"order:", "mode:", "GFP_",	"__GFP",	"|",
	"0x",	  ",",	   "nodemask=", "cpuset=",	"mems_allowed",
	"(gfp=",  "(GFP",  "(__GFP",	"failed (gfp=", "(null)",
};

static enum join join_request(const struct af_logline *line,
			      const struct af_logline *next)
{
	char last = last_of(line->text);
	struct af_slice rest = next->text;
	u64 digits;

	if (!has(line, AF_AT_FAILURE) && !has(line, AF_AT_FAILED) &&
	    !(has(line, AF_AT_MODE) && has(line, AF_AT_NODEMASK)) &&
	    !has(line, AF_AT_VMALLOC_ERROR) && !has(line, AF_AT_STALLS))
		return JOIN_NOT;
	if (in_names(line))
		return JOIN_WITHOUT;
	/* "mode:0x40c" and "04(GFP_NOIO..." */
	if (has(line, AF_AT_MODE) && af_slice_number(&rest, 16, &digits) &&
	    (af_slice_begins(rest, "(GFP_") || af_slice_begins(rest, "(__GFP")))
		return JOIN_WITHOUT;
	if (last == ':' && af_slice_begins(next->text, "order:"))
		return JOIN_WITH_BLANK;
	if (last == ':' || last == '=' || last == 'x')
		return isalnum((unsigned char)af_slice_first(next->text)) ?
			       JOIN_WITHOUT :
			       JOIN_NOT;
	return begins_with_any(next->text, request_parts,
			       ARRAY_SIZE(request_parts)) ?
		       JOIN_WITH_BLANK :
		       JOIN_NOT;
}

/* "#1", the number of the build, ends what a line says of task and kernel. */
static bool has_build(struct af_slice text)
{
	while (af_slice_after(&text, "#"))
		if (isdigit((unsigned char)af_slice_first(text)))
			return true;
	return false;
}

static enum join join_task(const struct af_logline *line,
			   const struct af_logline *next)
{
	struct af_slice text = line->text, rest = next->text;

	if (!has(line, AF_AT_CPU) && !has(line, AF_AT_PID))
		return JOIN_NOT;
	if (has(line, AF_AT_WARNING))
		return JOIN_NOT;
	if (!has(line, AF_AT_COMM))
		return has(next, AF_AT_COMM) || has_build(rest) ?
			       JOIN_WITH_BLANK :
			       JOIN_NOT;
	if (has_build(text) ||
	    (!has_build(rest) && !af_slice_has(rest, "ainted")))
		return JOIN_NOT;
	return last_of(text) == '-' ? JOIN_WITHOUT : JOIN_WITH_BLANK;
}

/* "[<c0011130>]" at the end */
static bool ends_with_address(struct af_slice text)
{
	return text.length > 3 && last_of(text) == ']' &&
	       text.text[text.length - 2] == '>';
}

/* "[module]" alone */
static bool is_module(struct af_slice text)
{
	return text.length > 2 && af_slice_first(text) == '[' &&
	       last_of(text) == ']' && isalpha((unsigned char)text.text[1]) &&
	       !af_slice_has(text, ":") && !af_slice_has(text, "<");
}

/* "+0x1", "+0x1/", "+0x1/0": an offset that is not whole */
static bool in_offset(struct af_slice text)
{
	size_t plus = text.length;
	struct af_slice rest;
	u64 number;

	while (plus && text.text[plus - 1] != '+' && text.text[plus - 1] != ' ')
		plus--;
	if (!plus || text.text[plus - 1] != '+')
		return false;
	rest = af_slice_from(text, plus);
	if (!rest.length || af_slice_is(rest, "0"))
		return true;
	if (!af_slice_take(&rest, "0x"))
		return false;
	af_slice_number(&rest, 16, &number);
	return !rest.length || af_slice_is(rest, "/") ||
	       af_slice_is(rest, "/0") || af_slice_is(rest, "/0x");
}

/* "from [<c0011130>] (show_st": the symbol is not whole */
static bool in_symbol(struct af_slice text)
{
	size_t open = text.length;

	while (open && (isalnum((unsigned char)text.text[open - 1]) ||
			strchr("_.", text.text[open - 1])))
		open--;
	return open > 2 && open < text.length && text.text[open - 1] == '(' &&
	       text.text[open - 2] == ' ' && af_slice_has(text, "[<");
}

/* "[<c0011130>] ?": the symbol is not there yet */
static bool ends_with_mark(struct af_slice text)
{
	if (last_of(text) != '?')
		return false;
	text.length--;
	while (last_of(text) == ' ')
		text.length--;
	return ends_with_address(text);
}

static bool ends_before_symbol(const struct af_logline *line,
			       const struct af_logline *next)
{
	return has(next, AF_AT_OFFSET) && ends_with_mark(line->text);
}

static bool is_from(struct af_slice text)
{
	return af_slice_begins(text, "from ") || af_slice_is(text, "from");
}

static enum join join_frame(const struct af_logline *line,
			    const struct af_logline *next)
{
	struct af_slice text = line->text;
	bool frame = has(line, AF_AT_OFFSET);

	if (frame && is_module(next->text) && last_of(text) != ']')
		return JOIN_WITH_BLANK;
	if (in_offset(text) &&
	    (af_slice_begins(next->text, "/0x") ||
	     isxdigit((unsigned char)af_slice_first(next->text)) ||
	     af_slice_first(next->text) == 'x'))
		return JOIN_WITHOUT;
	if (in_symbol(text) && has(next, AF_AT_OFFSET))
		return JOIN_WITHOUT;
	if (!has(next, AF_AT_OFFSET) && !is_from(next->text))
		return JOIN_NOT;
	if (frame && is_from(next->text))
		return JOIN_WITH_BLANK;
	if (ends_with_address(text) && (frame || !af_slice_has(text, " ")))
		return af_slice_first(next->text) == '[' ? JOIN_NOT :
							   JOIN_WITH_BLANK;
	if (frame && text.length > 5 &&
	    !memcmp(text.text + text.length - 5, " from", 5))
		return JOIN_WITH_BLANK;
	return JOIN_NOT;
}

/* "WARNING: CPU: 3 PID: 42 at mm/page_alloc.c:5402" and the function */
static enum join join_warning(const struct af_logline *line,
			      const struct af_logline *next)
{
	if (!has(line, AF_AT_WARNING) || !has(next, AF_AT_OFFSET) ||
	    !isdigit((unsigned char)last_of(line->text)))
		return JOIN_NOT;
	return has(line, AF_AT_PAGE_ALLOC_C) || has(line, AF_AT_UTIL_C) ?
		       JOIN_WITH_BLANK :
		       JOIN_NOT;
}

/* "active_anon:0kB", "isolated(anon):0kB", "all_unreclaimable? no" */
static bool begins_with_amount(struct af_slice text)
{
	struct af_slice word = af_slice_next_word(&text);
	size_t colon = af_slice_find(word, ":");
	u64 number;

	if (af_slice_begins(word, "all_unreclaimable?"))
		return true;
	if (colon == AF_NOT_FOUND || !isalpha((unsigned char)word.text[0]))
		return false;
	word = af_slice_from(word, colon + 1);
	return af_slice_number(&word, 10, &number) &&
	       (!word.length || af_slice_is(word, "kB") ||
		af_slice_is(word, "KB"));
}

static bool first_has_unit(struct af_slice text)
{
	struct af_slice word = af_slice_next_word(&text);

	return last_of(word) == 'B';
}

/* "pagetables:8176" and "kB", "pagetables:8176k" and "B" */
static bool in_amount(struct af_slice text, struct af_slice next)
{
	struct af_slice word = af_slice_next_word(&next);
	size_t end = text.length;

	if (last_of(text) == 'k' && end > 1) {
		end--;
		return isdigit((unsigned char)text.text[end - 1]) &&
		       af_slice_is(word, "B");
	}
	return isdigit((unsigned char)last_of(text)) && af_slice_is(word, "kB");
}

static enum join join_zone(const struct af_logline *line,
			   const struct af_logline *next)
{
	if (!has(line, AF_AT_FREE))
		return JOIN_NOT;
	/* Of the sum of all zones, in pages, there are several lines. */
	if (!has(line, AF_AT_KB) && !has(line, AF_AT_NODE) &&
	    !af_slice_has(line->text, "kB"))
		return JOIN_NOT;
	if (has(next, AF_AT_RESERVE))
		return JOIN_NOT;
	if (in_amount(line->text, next->text))
		return JOIN_WITHOUT;
	/* "active_anon:1 inactive_anon:2" begins the sum of all zones. */
	return begins_with_amount(next->text) &&
			       (!has(next, AF_AT_ACTIVE) ||
				next->anchors.at[AF_AT_ACTIVE] ||
				first_has_unit(next->text)) ?
		       JOIN_WITH_BLANK :
		       JOIN_NOT;
}

/* "12*16kB (UM)", "(UM)", "= 9300kB" */
static bool begins_with_blocks(struct af_slice text)
{
	struct af_slice word = af_slice_next_word(&text);
	u64 number;

	if (af_slice_is(word, "="))
		return true;
	if (af_slice_first(word) == '(')
		return last_of(word) == ')';
	return af_slice_number(&word, 10, &number) &&
	       (af_slice_begins(word, "*") || af_slice_begins(word, "kB"));
}

static enum join join_list(const struct af_logline *line,
			   const struct af_logline *next)
{
	struct af_slice text = line->text;

	if (!af_slice_has(text, "*4kB") && !af_slice_has(text, "kB (") &&
	    !af_slice_has(text, "*"))
		return JOIN_NOT;
	if (!af_slice_has(text, "kB") || af_slice_has(text, "= "))
		return JOIN_NOT;
	if (last_of(text) == '=')
		return JOIN_WITH_BLANK;
	return begins_with_blocks(next->text) ? JOIN_WITH_BLANK : JOIN_NOT;
}

static enum join how(const struct af_logline *line,
		     const struct af_logline *next)
{
	static enum join (*const ways[])(const struct af_logline *,
					 const struct af_logline *) = {
		join_request, join_warning, join_task,
		join_frame,   join_zone,    join_list,
	};
	enum join join;
	size_t i;

	if (next->own || next->piece || !next->text.length)
		return JOIN_NOT;
	join = join_title(line, next);
	if (!join && ends_before_symbol(line, next))
		return JOIN_WITH_BLANK;
	if (join || !af_any_anchor(&line->anchors))
		return join;
	for (i = 0; i < ARRAY_SIZE(ways); i++) {
		join = ways[i](line, next);
		if (join)
			return join;
	}
	return JOIN_NOT;
}

/* Most lines of most logs are neither. */
static bool matters(const struct af_logline *line,
		    const struct af_logline *next)
{
	return af_any_anchor(&line->anchors) || has(next, AF_AT_ORDER) ||
	       has(next, AF_AT_FAILURE) || ends_before_symbol(line, next);
}

/**
 * af_unwrap - join a line with those that were broken off it
 * @lines: of the log
 * @line: that was taken; becomes the whole line
 */
void af_unwrap(struct af_loglines *lines, struct af_logline **line)
{
	int joins;

	for (joins = 0; joins < MOST_JOINS; joins++) {
		const struct af_logline *next = af_loglines_ahead(lines, 0);
		enum join join;

		if (!next || !matters(*line, next))
			return;
		join = how(*line, next);
		if (!join || !af_loglines_join(lines, join == JOIN_WITH_BLANK))
			return;
		/* The joined line is where the next one was. */
		*line = af_loglines_taken(lines);
	}
}
