// SPDX-License-Identifier: GPL-2.0-only
/* Pieces of a text. Pure: no allocation, nothing but the text is read. */
#include "lib/slice.h"

/* In less than so many bytes, memmem() takes longer to begin than to search. */
#define SHORT_TEXT 512

/**
 * af_slice_find_bytes - where a text has another one
 * @slice: the text
 * @bytes: what is looked for
 * @length: of it; what is empty is nowhere
 *
 * Return: its offset, or AF_NOT_FOUND
 */
size_t af_slice_find_bytes(struct af_slice slice, const char *bytes,
			   size_t length)
{
	const char *found = slice.text, *end = slice.text + slice.length;

	if (!length || slice.length < length)
		return AF_NOT_FOUND;
	if (slice.length > SHORT_TEXT && length > 1) {
		found = memmem(slice.text, slice.length, bytes, length);
		return found ? (size_t)(found - slice.text) : AF_NOT_FOUND;
	}
	while ((size_t)(end - found) >= length) {
		found = memchr(found, bytes[0], end - found - length + 1);
		if (!found)
			break;
		if (!memcmp(found, bytes, length))
			return found - slice.text;
		found++;
	}
	return AF_NOT_FOUND;
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

/* Take the next word between blanks; it is empty, and false said, at the end. */
bool af_slice_word(struct af_slice *rest, struct af_slice *word)
{
	size_t from = 0, to;

	while (from < rest->length && af_is_blank(rest->text[from]))
		from++;
	to = from;
	while (to < rest->length && !af_is_blank(rest->text[to]))
		to++;
	*word = af_slice_of(rest->text + from, to - from);
	af_slice_skip(rest, to);
	return word->length;
}

/* Without the blanks at both ends. */
void af_slice_trim(struct af_slice *slice)
{
	while (slice->length && af_is_blank(slice->text[0]))
		af_slice_skip(slice, 1);
	while (slice->length && af_is_blank(slice->text[slice->length - 1]))
		slice->length--;
}

unsigned int af_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 16;
}

/* Take the digits. Too large a number is the largest. Return: were there any */
bool af_slice_number(struct af_slice *rest, unsigned int base, u64 *number)
{
	bool over = false;
	size_t taken = 0;

	for (*number = 0; taken < rest->length; taken++) {
		unsigned int next = af_digit(rest->text[taken]);

		if (next >= base)
			break;
		over = over || __builtin_mul_overflow(*number, base, number) ||
		       __builtin_add_overflow(*number, next, number);
	}
	if (over)
		*number = UINT64_MAX;
	af_slice_skip(rest, taken);
	return taken;
}

/* All of it is a number that fits. */
static bool whole_number(struct af_slice slice, unsigned int base, u64 *value)
{
	size_t i;

	*value = 0;
	for (i = 0; i < slice.length; i++) {
		unsigned int next = af_digit(slice.text[i]);

		if (next >= base ||
		    __builtin_mul_overflow(*value, base, value) ||
		    __builtin_add_overflow(*value, next, value))
			return false;
	}
	return slice.length;
}

/* All of it is a number: decimal, or hexadecimal after 0x. */
bool af_slice_u64(struct af_slice slice, u64 *value)
{
	if (af_slice_begins(slice, "0x"))
		return whole_number(af_slice_from(slice, 2), 16, value);
	return whole_number(slice, 10, value);
}

/* The same with a sign; what does not fit is none. */
bool af_slice_s64(struct af_slice slice, s64 *value)
{
	bool minus = af_slice_begins(slice, "-");
	u64 amount;

	if (!af_slice_u64(minus ? af_slice_from(slice, 1) : slice, &amount) ||
	    amount > INT64_MAX)
		return false;
	*value = minus ? -(s64)amount : (s64)amount;
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
bool af_slice_fixed(struct af_slice slice, unsigned int digits, s64 *value)
{
	bool minus = af_slice_begins(slice, "-");
	struct af_slice whole,
		decimals = minus ? af_slice_from(slice, 1) : slice;
	u64 amount, part, scale = 1;
	unsigned int i;

	for (i = 0; i < digits; i++)
		scale *= 10;
	if (!af_slice_cut(&decimals, '.', &whole) ||
	    decimals.length != digits || !whole_number(whole, 10, &amount) ||
	    !whole_number(decimals, 10, &part) ||
	    __builtin_mul_overflow(amount, scale, &amount) ||
	    __builtin_add_overflow(amount, part, &amount) || amount > INT64_MAX)
		return false;
	*value = minus ? -(s64)amount : (s64)amount;
	return true;
}
