/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Taking a text apart whose form is not known before: what takes from a slice
 * moves its beginning, what only looks does not.
 */
#ifndef AF_SCAN_H
#define AF_SCAN_H

#include <ctype.h>

#include "kernel/pure.h"
#include "lib/slice.h"

#define AF_NOT_FOUND SIZE_MAX

static inline void af_scan_skip(struct af_slice *slice, size_t length)
{
	*slice = af_slice_from(*slice, length);
}

static inline struct af_slice af_scan_front(struct af_slice slice,
					    size_t length)
{
	return af_slice_of(slice.text, length);
}

/* The first byte, 0 if there is none. */
static inline char af_scan_first(struct af_slice slice)
{
	return slice.length ? slice.text[0] : 0;
}

/* Offset of a text in it, or AF_NOT_FOUND. */
static inline size_t af_scan_find(struct af_slice slice, const char *text)
{
	const char *found = NULL;

	if (slice.length)
		found = memmem(slice.text, slice.length, text, strlen(text));
	return found ? (size_t)(found - slice.text) : AF_NOT_FOUND;
}

static inline bool af_scan_has(struct af_slice slice, const char *text)
{
	return af_scan_find(slice, text) != AF_NOT_FOUND;
}

/* Return: whether it begins with the text, which is then taken */
static inline bool af_scan_take(struct af_slice *slice, const char *text)
{
	if (!af_slice_begins(*slice, text))
		return false;
	af_scan_skip(slice, strlen(text));
	return true;
}

/* Take all up to a text, and the text. Return: whether it is there */
static inline bool af_scan_after(struct af_slice *slice, const char *text)
{
	size_t offset = af_scan_find(*slice, text);

	if (offset == AF_NOT_FOUND)
		return false;
	af_scan_skip(slice, offset + strlen(text));
	return true;
}

static inline bool af_scan_blank(char c)
{
	return isspace((unsigned char)c);
}

static inline void af_scan_trim(struct af_slice *slice)
{
	while (slice->length && af_scan_blank(slice->text[0]))
		af_scan_skip(slice, 1);
	while (slice->length && af_scan_blank(slice->text[slice->length - 1]))
		slice->length--;
}

static inline unsigned int af_scan_digit(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	digit |= 0x20;
	return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : 16;
}

/* Take the digits. Too large a number is the largest. Return: were there any */
static inline bool af_scan_number(struct af_slice *slice, unsigned int base,
				  u64 *number)
{
	size_t taken = 0;

	for (*number = 0; taken < slice->length; taken++) {
		unsigned int digit = af_scan_digit(slice->text[taken]);

		if (digit >= base)
			break;
		if (__builtin_mul_overflow(*number, base, number) ||
		    __builtin_add_overflow(*number, digit, number))
			*number = UINT64_MAX;
	}
	af_scan_skip(slice, taken);
	return taken;
}

/* Take the next word, of what is between blanks. Return: it, empty at the end */
static inline struct af_slice af_scan_word(struct af_slice *slice)
{
	struct af_slice word;
	size_t length = 0;

	af_scan_trim(slice);
	while (length < slice->length && !af_scan_blank(slice->text[length]))
		length++;
	word = af_scan_front(*slice, length);
	af_scan_skip(slice, length);
	return word;
}

#endif /* AF_SCAN_H */
