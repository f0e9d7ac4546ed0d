// SPDX-License-Identifier: GPL-2.0-only
/*
 * What stands before the kernel's text is taken off. Pure.
 *
 * Two things are looked for anywhere in the beginning of a line, and all before
 * them goes: the kernel's own time, and the tag "kernel:" of syslog. So nobody has
 * to know what docker, grep or a shell write there. What follows them is known:
 * prefix_part.c, and prefix_time.c where it is a time.
 *
 * Where neither is there, a line with words of the kernel at a known place shows
 * how long the prefix is; the same form is then taken off other lines:
 * prefix_form.c.
 */
#include <ctype.h>

#include "log/prefix_part.h"

/* Mails quote with ">", some with "|". */
static void strip_quotes(struct af_slice *text)
{
	af_slice_trim(text);
	while (af_slice_take(text, "> ") || af_slice_take(text, ">") ||
	       af_slice_take(text, "| "))
		af_prefix_trim(text);
}

/* The kernel's time nearest to its text. Return: whether there is one */
static bool jump_to_seconds(struct af_logline *line, struct af_slice *text)
{
	struct af_slice begin = af_prefix_front(*text), last = *text;
	bool found = false;
	size_t at;

	for (at = 0; at < begin.length; at++) {
		struct af_slice rest = af_slice_from(*text, at);
		struct af_logline unused;
		size_t next = at + 1;

		if (text->text[at] != '[')
			continue;
		while (next < begin.length && begin.text[next] == ' ')
			next++;
		if (!af_prefix_digit(begin, next) &&
		    (next == begin.length || begin.text[next] != '+'))
			continue;
		rest = af_prefix_front(rest);
		next = af_slice_find(rest, "]");
		if (next == AF_NOT_FOUND)
			break;
		rest = af_slice_of(rest.text + 1, next - 1);
		af_slice_trim(&rest);
		if (!af_prefix_seconds(&unused, rest))
			continue;
		last = af_slice_from(*text, at);
		found = true;
	}
	if (!found)
		return false;
	af_prefix_bracket(line, &last);
	af_prefix_clock(line, af_slice_of(text->text, last.text - text->text));
	*text = last;
	return true;
}

/* "kernel:", "kernel[0]:", "kernel  :", "kernel - - -": Return: after it */
static bool after_tag(struct af_slice *rest)
{
	struct af_slice text = *rest;
	size_t end;

	if (af_slice_first(text) == '[') {
		end = af_slice_find(af_prefix_front(text), "]");
		if (end == AF_NOT_FOUND || end > 12)
			return false;
		af_slice_skip(&text, end + 1);
	}
	if (af_slice_begins(text, " - ") || af_slice_begins(text, " -- ")) {
		while (af_slice_take(&text, " -") || af_slice_take(&text, "-"))
			;
		*rest = text;
		return true;
	}
	while (af_slice_first(text) == ' ')
		af_slice_skip(&text, 1);
	if (!af_slice_take(&text, ":"))
		return false;
	*rest = text;
	return true;
}

static bool jump_to_tag(struct af_logline *line, struct af_slice *text)
{
	struct af_slice begin = af_prefix_front(*text), rest = begin;

	while (af_slice_after(&rest, "kernel")) {
		size_t at = rest.text - begin.text - strlen("kernel");
		struct af_slice after =
			af_slice_from(*text, rest.text - begin.text);

		if (at && (isalnum((unsigned char)begin.text[at - 1]) ||
			   begin.text[at - 1] == '_'))
			continue;
		if (!after_tag(&after))
			continue;
		af_prefix_clock(line, af_slice_front(*text, at));
		*text = after;
		return true;
	}
	return false;
}

/* "message repeated 3 times: [ text]" is the text, as often. */
static void strip_repeated(struct af_logline *line, struct af_slice *text)
{
	struct af_slice rest = af_prefix_front(*text);
	u64 times;

	if (!af_slice_after(&rest, "message repeated ") ||
	    !af_slice_number(&rest, 10, &times) ||
	    !af_slice_take(&rest, " times"))
		return;
	line->repeated = times;
	rest = af_slice_from(*text, rest.text - text->text);
	line->only_count = !af_slice_take(&rest, ": [");
	if (line->only_count)
		return;
	af_prefix_clock(line, af_prefix_front(*text));
	if (rest.length && rest.text[rest.length - 1] == ']')
		rest.length--;
	*text = rest;
	af_slice_trim(text);
}

/**
 * af_prefix_strip - take off what is known of a line's prefix
 * @line: the line; sets its text, time and caller
 */
void af_prefix_strip(struct af_logline *line)
{
	struct af_slice text = line->whole;
	int parts = 0;

	strip_quotes(&text);
	strip_repeated(line, &text);
	line->own |= jump_to_seconds(line, &text) || jump_to_tag(line, &text);
	af_prefix_trim(&text);
	while (parts < 8 && af_prefix_part(line, &text))
		parts++;
	/* Some write the date before the tag. */
	if (parts && jump_to_tag(line, &text))
		af_prefix_trim(&text);
	line->text = text;
}
