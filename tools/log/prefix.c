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

/* "[ 1234.567890]", "[+0.000005]" at the beginning, of a prefix */
static bool is_seconds(struct af_slice text)
{
	struct af_slice inside = af_slice_from(text, 1);
	struct af_logline unused;
	size_t end;

	while (af_slice_first(inside) == ' ')
		af_slice_skip(&inside, 1);
	if (!af_prefix_digit(inside, 0) && af_slice_first(inside) != '+')
		return false;
	end = af_slice_find(inside, "]");
	if (end == AF_NOT_FOUND)
		return false;
	inside = af_slice_front(inside, end);
	af_slice_trim(&inside);
	return af_prefix_seconds(&unused, inside);
}

/* The kernel's time nearest to its text. Return: whether there is one */
static bool jump_to_seconds(struct af_logline *line, struct af_slice *text)
{
	struct af_slice rest = af_prefix_front(*text), last = *text;
	bool found = false;
	size_t at;

	for (;;) {
		at = af_slice_find(rest, "[");
		if (at == AF_NOT_FOUND)
			break;
		af_slice_skip(&rest, at);
		at = rest.text - text->text;
		if (is_seconds(af_prefix_front(af_slice_from(*text, at)))) {
			last = af_slice_from(*text, at);
			found = true;
		}
		af_slice_skip(&rest, 1);
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
