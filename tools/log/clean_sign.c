// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signs that stand for those of ASCII. Pure. What is undone:
 *
 *   &lt;  &nbsp;  &#91;         entities of HTML
 *   non-breaking and other blanks, zero width, BOM; the signs for "times"
 */
#include "log/clean_copy.h"

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

static void put_wide(struct af_copy *copy, unsigned int code);

/* "3kB" or "16 kB" follows: the sign before it is that of blocks. */
bool af_copy_is_size(struct af_slice text)
{
	u64 number;

	return af_slice_number(&text, 10, &number) &&
	       (af_slice_begins(text, "kB") || af_slice_begins(text, "KB"));
}

/* The sign of multiplication stands for "*", and in "0\u00d720" for "x". */
static void put_times(struct af_copy *copy)
{
	bool zero = copy->length && copy->out[copy->length - 1] == '0';

	af_copy_put(copy, zero && !af_copy_is_size(copy->rest) ? 'x' : '*');
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

/* "#91;", "#x27;" */
static bool take_number(struct af_copy *copy)
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
		af_copy_control(copy, code);
	else
		put_wide(copy, code < 0x10ffff ? code : '?');
	return true;
}

/* After "&" */
bool af_copy_entity(struct af_copy *copy)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(entities); i++) {
		if (!af_slice_take(&copy->rest, entities[i].name))
			continue;
		af_copy_put(copy, entities[i].character);
		return true;
	}
	return take_number(copy);
}

/* Signs that stand for those of ASCII; fullwidth ones too; others are "?". */
static void put_wide(struct af_copy *copy, unsigned int code)
{
	size_t i;

	if (code == 0xd7 || code == 0x2715 || code == 0x2716) {
		put_times(copy);
		return;
	}
	if (code >= 0xff01 && code <= 0xff5e) {
		af_copy_put(copy, code - 0xff00 + ' ');
		return;
	}
	for (i = 0; i < ARRAY_SIZE(signs); i++) {
		if (code < signs[i].first || code > signs[i].last)
			continue;
		if (signs[i].as)
			af_copy_put(copy, signs[i].as);
		return;
	}
	af_copy_put(copy, '?');
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
void af_copy_wide(struct af_copy *copy, unsigned char first)
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
