// SPDX-License-Identifier: GPL-2.0-only
/*
 * The characters of a line, as the kernel printed them. Pure. What is undone:
 * escapes and colours (clean_escape.c), signs that stand for others (clean_sign.c),
 * and here quoted-printable, "=3D" and "=" at a line's end.
 *
 * Nothing gets longer by it.
 */
#include "log/clean.h"
#include "log/clean_copy.h"

static bool take_special(struct af_copy *copy, char c)
{
	switch (c) {
	case '\\':
		return af_copy_backslash(copy);
	case '#':
		return af_copy_octal(copy);
	case '&':
		return af_copy_entity(copy);
	case '^':
		if (!af_slice_begins(copy->rest, "[["))
			return false;
		af_slice_skip(&copy->rest, 1);
		af_copy_escape(copy);
		return true;
	case 0x1b:
		af_copy_escape(copy);
		return true;
	default:
		return false;
	}
}

/* A line's soft end at the beginning. Return: its length, 0 if there is none */
static size_t soft_end(struct af_slice text)
{
	size_t length = 0;

	while (length < text.length && text.text[length] == '\r')
		length++;
	if (length == text.length || text.text[length] != '\n')
		return 0;
	return length + 1;
}

/* Mails' "=3D" and "=" at the end of a line. Return: the length of the result */
static size_t decode_quoted(struct af_slice text, char *out, bool *quoted)
{
	unsigned int value;
	size_t length = 0;

	while (text.length) {
		char c = text.text[0];

		af_slice_skip(&text, 1);
		if (c == '=' && soft_end(text)) {
			*quoted = true;
			af_slice_skip(&text, soft_end(text));
			continue;
		}
		if (c == '=' && af_copy_hex(text, 2, &value) &&
		    (*quoted || value == '=')) {
			*quoted = true;
			af_slice_skip(&text, 2);
			c = value;
		}
		out[length++] = c;
	}
	return length;
}

/**
 * af_clean - copy a line as the kernel printed it
 * @text: the line, without its end
 * @out: room for as many bytes; may be where the line is
 * @quoted_printable: whether a mail's coding was seen; is set where it is
 *
 * The result may have several lines. Return: its length
 */
size_t af_clean(struct af_slice text, char *out, bool *quoted_printable)
{
	struct af_copy copy = { .out = out };

	copy.rest =
		af_slice_of(out, decode_quoted(text, out, quoted_printable));
	while (copy.rest.length) {
		unsigned char c = copy.rest.text[0];

		if (c == '[' && af_copy_skip_colour(&copy))
			continue;
		af_slice_skip(&copy.rest, 1);
		if (take_special(&copy, c))
			continue;
		if (c >= 0x80)
			af_copy_wide(&copy, c);
		else
			af_copy_control(&copy, c);
	}
	return copy.length;
}

/* A mail's lines are broken close to their longest, which is 76 or less. */
#define LEAST_BROKEN 60
#define MOST_BROKEN 78

/**
 * af_clean_is_soft_break - does a line of a mail go on in the next one
 * @line: without its end
 *
 * The kernel prints "nodemask=" at the end of a piece; a mail writes that as "=3D".
 */
bool af_clean_is_soft_break(struct af_slice line)
{
	while (line.length && line.text[line.length - 1] == '\r')
		line.length--;
	if (line.length < LEAST_BROKEN || line.length > MOST_BROKEN ||
	    line.text[line.length - 1] != '=')
		return false;
	line.length--;
	return line.text[line.length - 1] != '=' &&
	       memcmp(line.text + line.length - 8, "nodemask", 8) &&
	       memcmp(line.text + line.length - 6, "cpuset", 6);
}

/* Whether a character is more than itself, by what follows it. */
static bool is_special(struct af_slice text, size_t at, bool quoted_printable)
{
	struct af_slice after = af_slice_from(text, at + 1);
	unsigned char c = text.text[at];

	switch (c) {
	case '\r':
		return false;
	case '\\':
	case '&':
		return true;
	case '^':
		return af_slice_begins(after, "[[");
	case '#':
		return af_slice_first(after) == '0';
	case '=':
		return quoted_printable || af_slice_begins(after, "3D") ||
		       af_slice_first(after) == '\n' ||
		       af_slice_first(after) == '\r';
	case '[':
		return af_copy_colour(af_slice_from(text, at), false);
	default:
		return c < ' ' || c >= 0x7f;
	}
}

static const bool plain[256] = {
	[' ' ... '"'] = true, ['$' ... '%'] = true, ['\'' ... '<'] = true,
	['>' ... 'Z'] = true, [']'] = true,	    ['_' ... '~'] = true,
};

/**
 * af_clean_needed - is a line other than the kernel printed it
 * @text: of it
 * @quoted_printable: whether a mail's coding was seen
 */
bool af_clean_needed(struct af_slice text, bool quoted_printable)
{
	const char *at = text.text, *end = text.text + text.length;

	for (; at < end; at++)
		if (!plain[(unsigned char)*at] &&
		    is_special(text, at - text.text, quoted_printable))
			return true;
	return false;
}
