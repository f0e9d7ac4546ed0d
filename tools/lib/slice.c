// SPDX-License-Identifier: GPL-2.0-only
/* Pieces of a text. Pure: no allocation, nothing but the text is read. */
#include "lib/slice.h"

/* Does it contain @string. */
bool af_slice_has(struct af_slice slice, const char *string)
{
	size_t length = strlen(string);
	size_t i;

	for (i = 0; i + length <= slice.length; i++)
		if (!memcmp(slice.text + i, string, length))
			return true;
	return false;
}

/**
 * af_slice_cut - take off what is before the next @at
 * @rest: what is left; without @at nothing is
 * @at: goes away with the piece
 * @piece: where to put what is before it
 *
 * Return: false if there was nothing left, not even an @at
 */
bool af_slice_cut(struct af_slice *rest, char at, struct af_slice *piece)
{
	const char *end;

	if (!rest->length)
		return false;
	end = memchr(rest->text, at, rest->length);
	if (!end) {
		*piece = *rest;
		*rest = af_slice_from(*rest, rest->length);
		return true;
	}
	*piece = af_slice_of(rest->text, end - rest->text);
	*rest = af_slice_from(*rest, piece->length + 1);
	return true;
}

/* The next word between blanks and tabs; false if there is none. */
bool af_slice_word(struct af_slice *rest, struct af_slice *word)
{
	size_t i = 0, from;

	while (i < rest->length &&
	       (rest->text[i] == ' ' || rest->text[i] == '\t'))
		i++;
	from = i;
	while (i < rest->length && rest->text[i] != ' ' &&
	       rest->text[i] != '\t')
		i++;
	*word = af_slice_of(rest->text + from, i - from);
	*rest = af_slice_from(*rest, i);
	return word->length;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 16;
}

static bool number(struct af_slice slice, unsigned int base, uint64_t *value)
{
	size_t i;

	*value = 0;
	for (i = 0; i < slice.length; i++) {
		unsigned int next = digit(slice.text[i]);

		if (next >= base ||
		    __builtin_mul_overflow(*value, base, value) ||
		    __builtin_add_overflow(*value, next, value))
			return false;
	}
	return slice.length;
}

/* All of it is a number: decimal, or hexadecimal after 0x. */
bool af_slice_u64(struct af_slice slice, uint64_t *value)
{
	if (af_slice_begins(slice, "0x"))
		return number(af_slice_from(slice, 2), 16, value);
	return number(slice, 10, value);
}

/* The same with a sign; what does not fit is none. */
bool af_slice_s64(struct af_slice slice, int64_t *value)
{
	bool minus = af_slice_begins(slice, "-");
	uint64_t amount;

	if (!af_slice_u64(minus ? af_slice_from(slice, 1) : slice, &amount) ||
	    amount > INT64_MAX)
		return false;
	*value = minus ? -(int64_t)amount : (int64_t)amount;
	return true;
}

/**
 * af_slice_fixed - a number with just so many decimals
 * @slice: all of it is the number, for instance -0.031
 * @digits: after the point
 * @value: the number without its point, for instance -31
 *
 * Return: whether it is one
 */
bool af_slice_fixed(struct af_slice slice, unsigned int digits, int64_t *value)
{
	bool minus = af_slice_begins(slice, "-");
	struct af_slice whole,
		decimals = minus ? af_slice_from(slice, 1) : slice;
	uint64_t amount, part, scale = 1;
	unsigned int i;

	for (i = 0; i < digits; i++)
		scale *= 10;
	if (!af_slice_cut(&decimals, '.', &whole) ||
	    decimals.length != digits || !number(whole, 10, &amount) ||
	    !number(decimals, 10, &part) ||
	    __builtin_mul_overflow(amount, scale, &amount) ||
	    __builtin_add_overflow(amount, part, &amount) || amount > INT64_MAX)
		return false;
	*value = minus ? -(int64_t)amount : (int64_t)amount;
	return true;
}
