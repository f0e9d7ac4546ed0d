// SPDX-License-Identifier: GPL-2.0-only
/*
 * The characters of a line, as the kernel printed them. Pure. What is undone:
 *
 *   ESC[32m  ^[[32m  [32m       colours, also where the escape itself is lost
 *   #033  #012  \x0a  \n  \t    escapes of syslog, /dev/kmsg and printf
 *   \*  \_  \[                  escapes of markdown
 *   &lt;  &nbsp;  &#91;         entities of HTML
 *   =3D  = at the end           quoted-printable
 *   non-breaking and other blanks, zero width, BOM; the signs for "times"
 *
 * Nothing gets longer by it.
 */
#include <ctype.h>
#include <stdio.h>

#include "log/clean.h"

/* Where a line is being copied from and to. */
struct copy {
	struct af_slice rest;
	char *out;
	size_t length;
};

static void put(struct copy *copy, char c)
{
	copy->out[copy->length++] = c;
}

/* Hexadecimal digits, exactly so many. Return: whether they are there */
static bool hex(struct af_slice text, size_t digits, unsigned int *value)
{
	size_t i;

	if (text.length < digits)
		return false;
	for (*value = 0, i = 0; i < digits; i++) {
		unsigned int digit = af_digit(text.text[i]);

		if (digit > 15)
			return false;
		*value = *value << 4 | digit;
	}
	return true;
}

/* A line's end or a blank stays one; other control characters are nothing. */
static void put_control(struct copy *copy, unsigned int c)
{
	if (c == '\n')
		put(copy, '\n');
	else if (af_is_blank(c) || !c)
		put(copy, ' ');
	else if (c >= ' ' && c < 0x7f)
		put(copy, c);
}

/* "[32m", "[0;1;31m", "[K" after an escape. Return: its length, or 0 */
static size_t colour(struct af_slice text, bool escaped)
{
	size_t i = 1, digits = 0;

	if (af_slice_first(text) != '[')
		return 0;
	for (; i < text.length && i < 16; i++) {
		if (isdigit((unsigned char)text.text[i]))
			digits++;
		else if (text.text[i] != ';')
			break;
	}
	if (i == text.length)
		return 0;
	if (text.text[i] == 'm' && (digits || escaped))
		return i + 1;
	return escaped && isalpha((unsigned char)text.text[i]) ? i + 1 : 0;
}

/* What follows an escape character goes with it. */
static void skip_escape(struct copy *copy)
{
	size_t length = colour(copy->rest, true);
	size_t end;

	if (!length && af_slice_first(copy->rest) == ']') {
		end = af_slice_find(copy->rest, "\a");
		length = end == AF_NOT_FOUND ? 0 : end + 1;
	}
	af_slice_skip(&copy->rest, length);
}

/* After "\": Return: whether it was an escape */
static bool take_backslash(struct copy *copy)
{
	char c = af_slice_first(copy->rest);
	unsigned int value;

	if (c == 'x' && hex(af_slice_from(copy->rest, 1), 2, &value)) {
		af_slice_skip(&copy->rest, 3);
	} else if (c == 'n' || c == 'r' || c == 't') {
		af_slice_skip(&copy->rest, 1);
		value = c == 'n' ? '\n' : ' ';
	} else if (c == '"' || c == '\'' || (ispunct((unsigned char)c))) {
		af_slice_skip(&copy->rest, 1);
		value = c;
	} else {
		return false;
	}
	if (value == 0x1b)
		skip_escape(copy);
	else
		put_control(copy, value);
	return true;
}

/* After "#": three octal digits of a control character. */
static bool take_octal(struct copy *copy)
{
	const char *text = copy->rest.text;
	unsigned int value;

	if (copy->rest.length < 3 || text[0] != '0' || text[1] < '0' ||
	    text[1] > '3' || text[2] < '0' || text[2] > '7')
		return false;
	value = (text[1] - '0') << 3 | (text[2] - '0');
	af_slice_skip(&copy->rest, 3);
	if (value == 0x1b)
		skip_escape(copy);
	else
		put_control(copy, value);
	return true;
}

struct entity {
	const char *name;
	char character;
};

static const struct entity entities[] = {
	{ "lt;", '<' },	   { "gt;", '>' },     { "amp;", '&' },
	{ "quot;", '"' },  { "apos;", '\'' },  { "nbsp;", ' ' },
	{ "times;", '*' }, { "lowbar;", '_' }, { "ast;", '*' },
	{ "lsqb;", '[' },  { "rsqb;", ']' },   { "vert;", '|' },
};

static void put_wide(struct copy *copy, unsigned int code);

/* "#91;", "#x27;" */
static bool take_number(struct copy *copy)
{
	struct af_slice rest = copy->rest;
	u64 code;
	bool any;

	if (!af_slice_take(&rest, "#"))
		return false;
	any = af_slice_take(&rest, "x") || af_slice_take(&rest, "X") ?
		      af_slice_number(&rest, 16, &code) :
		      af_slice_number(&rest, 10, &code);
	if (!any || !af_slice_take(&rest, ";"))
		return false;
	copy->rest = rest;
	if (code < 0x80)
		put_control(copy, code);
	else
		put_wide(copy, code < 0x10ffff ? code : '?');
	return true;
}

/* After "&" */
static bool take_entity(struct copy *copy)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(entities); i++) {
		if (!af_slice_take(&copy->rest, entities[i].name))
			continue;
		put(copy, entities[i].character);
		return true;
	}
	return take_number(copy);
}

/* "3kB" or "16 kB" follows: the sign before it is that of blocks. */
static bool is_size(struct af_slice text)
{
	u64 number;

	return af_slice_number(&text, 10, &number) &&
	       (af_slice_begins(text, "kB") || af_slice_begins(text, "KB"));
}

/* The sign of multiplication stands for "*", and in "0\u00d720" for "x". */
static void put_times(struct copy *copy)
{
	bool zero = copy->length && copy->out[copy->length - 1] == '0';

	put(copy, zero && !is_size(copy->rest) ? 'x' : '*');
}

struct sign {
	unsigned int first, last;
	char as; /* 0: nothing */
};

static const struct sign signs[] = {
	{ 0x80, 0x9f, 0 },	  { 0xa0, 0xa0, ' ' },
	{ 0xad, 0xad, 0 },	  { 0x2000, 0x200a, ' ' },
	{ 0x200b, 0x200f, 0 },	  { 0x2010, 0x2015, '-' },
	{ 0x2018, 0x2019, '\'' }, { 0x201c, 0x201d, '"' },
	{ 0x2028, 0x2029, ' ' },  { 0x202f, 0x202f, ' ' },
	{ 0x205f, 0x205f, ' ' },  { 0x2060, 0x2060, 0 },
	{ 0x2217, 0x2217, '*' },  { 0x2502, 0x2503, '|' },
	{ 0x3000, 0x3000, ' ' },  { 0xfeff, 0xfeff, 0 },
	{ 0xfe0f, 0xfe0f, 0 },
};

/* Signs that stand for those of ASCII; fullwidth ones too; others are "?". */
static void put_wide(struct copy *copy, unsigned int code)
{
	size_t i;

	if (code == 0xd7 || code == 0x2715 || code == 0x2716) {
		put_times(copy);
		return;
	}
	if (code >= 0xff01 && code <= 0xff5e) {
		put(copy, code - 0xff00 + ' ');
		return;
	}
	for (i = 0; i < ARRAY_SIZE(signs); i++) {
		if (code < signs[i].first || code > signs[i].last)
			continue;
		if (signs[i].as)
			put(copy, signs[i].as);
		return;
	}
	put(copy, '?');
}

/* Bytes that follow the first of a character in UTF-8, -1: none begins so. */
static int followers(unsigned char first)
{
	if (first >= 0xc2 && first <= 0xdf)
		return 1;
	if (first >= 0xe0 && first <= 0xef)
		return 2;
	return first >= 0xf0 && first <= 0xf4 ? 3 : -1;
}

/* What is no UTF-8 is taken for Latin-1. */
static void take_wide(struct copy *copy, unsigned char first)
{
	int more = followers(first), i;
	unsigned int code = first & (0x3f >> (more > 0 ? more : 0));

	for (i = 0; i < more && (size_t)i < copy->rest.length; i++) {
		unsigned char byte = copy->rest.text[i];

		if ((byte & 0xc0) != 0x80)
			break;
		code = code << 6 | (byte & 0x3f);
	}
	if (more < 0 || i < more) {
		put_wide(copy, first);
		return;
	}
	af_slice_skip(&copy->rest, more);
	put_wide(copy, code);
}

static bool take_special(struct copy *copy, char c)
{
	switch (c) {
	case '\\':
		return take_backslash(copy);
	case '#':
		return take_octal(copy);
	case '&':
		return take_entity(copy);
	case '^':
		if (!af_slice_begins(copy->rest, "[["))
			return false;
		af_slice_skip(&copy->rest, 1);
		skip_escape(copy);
		return true;
	case 0x1b:
		skip_escape(copy);
		return true;
	default:
		return false;
	}
}

static bool skip_colour(struct copy *copy)
{
	size_t length = colour(copy->rest, false);

	af_slice_skip(&copy->rest, length);
	return length;
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
		if (c == '=' && hex(text, 2, &value) &&
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
	struct copy copy = { .out = out };

	copy.rest =
		af_slice_of(out, decode_quoted(text, out, quoted_printable));
	while (copy.rest.length) {
		unsigned char c = copy.rest.text[0];

		if (c == '[' && skip_colour(&copy))
			continue;
		af_slice_skip(&copy.rest, 1);
		if (take_special(&copy, c))
			continue;
		if (c >= 0x80)
			take_wide(&copy, c);
		else
			put_control(&copy, c);
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
		return colour(af_slice_from(text, at), false);
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
	size_t i;

	for (i = 0; i < text.length; i++)
		if (!plain[(unsigned char)text.text[i]] &&
		    is_special(text, i, quoted_printable))
			return true;
	return false;
}

/* "1234kB", of which 4 is the size: 123. Return: whether it ends so */
static bool put_blocks(struct copy *copy, struct af_slice digits, u64 size)
{
	char text[24];
	size_t length =
		snprintf(text, sizeof(text), "%llu", (unsigned long long)size);

	if (digits.length <= length ||
	    memcmp(digits.text + digits.length - length, text, length))
		return false;
	memcpy(copy->out + copy->length, digits.text, digits.length - length);
	copy->length += digits.length - length;
	put(copy, '*');
	memcpy(copy->out + copy->length, text, length);
	copy->length += length;
	return true;
}

/* "1_4kB", "1x4kB": Return: whether the word was one */
static bool put_other_sign(struct copy *copy, struct af_slice word)
{
	struct af_slice rest = word;
	u64 blocks;
	char sign;

	if (!af_slice_number(&rest, 10, &blocks))
		return false;
	sign = af_slice_first(rest);
	if (!sign || isalnum((unsigned char)sign) != (sign == 'x') ||
	    !is_size(af_slice_from(rest, 1)))
		return false;
	memcpy(copy->out + copy->length, word.text, word.length);
	copy->out[copy->length + (rest.text - word.text)] = '*';
	copy->length += word.length;
	return true;
}

static void put_word(struct copy *copy, struct af_slice word, u64 *size)
{
	struct af_slice digits = word;
	size_t before = copy->length;
	u64 number;

	if (copy->length)
		put(copy, ' ');
	if (put_other_sign(copy, word)) {
		*size *= 2;
		return;
	}
	if (af_slice_number(&digits, 10, &number) &&
	    af_slice_is(digits, "kB") &&
	    put_blocks(copy, af_slice_front(word, word.length - 2), *size)) {
		memcpy(copy->out + copy->length, "kB", 2);
		copy->length += 2;
		*size *= 2;
		return;
	}
	copy->length = before ? before + 1 : 0;
	memcpy(copy->out + copy->length, word.text, word.length);
	copy->length += word.length;
}

/**
 * af_clean_list - put back the "*" in a list of free blocks
 * @text: "DMA: 1_4kB 0x8kB ...", or "DMA: 14kB 08kB ..." where it is lost
 * @out: room for twice as many bytes
 *
 * Blanks between the words become one. Return: the length of the result
 */
size_t af_clean_list(struct af_slice text, char *out)
{
	struct copy copy = { .out = out };
	u64 size = 4;
	bool list = false;

	while (text.length) {
		struct af_slice word = af_slice_next_word(&text);

		if (!word.length)
			break;
		if (af_slice_is(word, "="))
			list = false;
		if (list) {
			put_word(&copy, word, &size);
			continue;
		}
		if (copy.length)
			put(&copy, ' ');
		memcpy(copy.out + copy.length, word.text, word.length);
		copy.length += word.length;
		list = word.text[word.length - 1] == ':';
	}
	return copy.length;
}
