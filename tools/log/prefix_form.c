// SPDX-License-Identifier: GPL-2.0-only
/*
 * A prefix that is not known: its form is learnt from a line with words of the
 * kernel at a known place, and is taken off other lines then. Pure.
 */
#include <ctype.h>

#include "log/prefix_part.h"

/**
 * af_prefix_learn - keep the form of a prefix
 * @prefix: where to keep it
 * @text: what stood before the kernel's text, after the known parts
 */
void af_prefix_learn(struct af_prefix *prefix, struct af_slice text)
{
	text = af_prefix_front(text);
	if (text.length)
		memcpy(prefix->text, text.text, text.length);
	prefix->length = text.length;
}

/* The next part of a form: a word, blanks, or a character. */
static struct af_slice next_part(struct af_slice *text)
{
	const char *from = text->text;
	size_t length = 1;

	if (isalnum((unsigned char)from[0]))
		while (length < text->length &&
		       isalnum((unsigned char)from[length]))
			length++;
	else if (af_is_blank(from[0]))
		while (length < text->length && af_is_blank(from[length]))
			length++;
	*text = af_slice_from(*text, length);
	return af_slice_of(from, length);
}

static bool has_digit(struct af_slice text)
{
	size_t i;

	for (i = 0; i < text.length; i++)
		if (af_prefix_digit(text, i))
			return true;
	return false;
}

/* Words with a number in them may differ, and so may how many blanks there are. */
static bool same_part(struct af_slice a, struct af_slice b)
{
	if (af_is_blank(a.text[0]))
		return af_is_blank(b.text[0]);
	if (has_digit(a))
		return has_digit(b);
	return af_slice_same(a, b);
}

/**
 * af_prefix_match - has a line a prefix of the same form
 * @prefix: that was learnt
 * @text: of the line, after the known parts
 *
 * Return: its length, 0 if there is none
 */
size_t af_prefix_match(const struct af_prefix *prefix, struct af_slice text)
{
	struct af_slice form = af_slice_of(prefix->text, prefix->length);
	struct af_slice rest = text, part;

	/* The last word of a line's prefix may be longer in another line. */
	while (form.length) {
		if (!rest.length)
			return 0;
		part = next_part(&form);
		if (!same_part(part, next_part(&rest)))
			return 0;
	}
	return rest.text - text.text;
}
