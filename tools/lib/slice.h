/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pieces of a text that somebody else holds: no copies, no NUL at the end. What
 * takes a pointer to a slice takes what it found off its beginning.
 */
#ifndef AF_SLICE_H
#define AF_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "kernel/pure.h"

#define AF_NOT_FOUND SIZE_MAX

struct af_slice {
	const char *text;
	size_t length;
};

/* For printf's "%.*s". */
#define AF_SLICE(slice) (int)(slice).length, (slice).text

static inline struct af_slice af_slice_of(const char *text, size_t length)
{
	return (struct af_slice){ text, length };
}

static inline struct af_slice af_slice_string(const char *string)
{
	return af_slice_of(string, strlen(string));
}

static inline bool af_slice_is(struct af_slice slice, const char *string)
{
	return slice.length == strlen(string) &&
	       !memcmp(slice.text, string, slice.length);
}

static inline bool af_slice_same(struct af_slice a, struct af_slice b)
{
	return a.length == b.length && !memcmp(a.text, b.text, a.length);
}

static inline bool af_slice_begins(struct af_slice slice, const char *string)
{
	size_t length = strlen(string);

	return slice.length >= length && !memcmp(slice.text, string, length);
}

/* The first byte, 0 if there is none. */
static inline char af_slice_first(struct af_slice slice)
{
	return slice.length ? slice.text[0] : 0;
}

/* Does it begin with one of several; a byte tells the most apart. */
static inline bool af_slice_begins_any(struct af_slice slice,
				       const char *const *strings, size_t nr)
{
	char first = af_slice_first(slice);
	size_t i;

	for (i = 0; i < nr; i++)
		if (strings[i][0] == first &&
		    af_slice_begins(slice, strings[i]))
			return true;
	return false;
}

/* The first @length bytes; there must be as many. */
static inline struct af_slice af_slice_front(struct af_slice slice,
					     size_t length)
{
	return af_slice_of(slice.text, length);
}

/* The rest, without the first @length bytes; there must be as many. */
static inline struct af_slice af_slice_from(struct af_slice slice,
					    size_t length)
{
	return af_slice_of(slice.text + length, slice.length - length);
}

static inline void af_slice_skip(struct af_slice *slice, size_t length)
{
	*slice = af_slice_from(*slice, length);
}

/* A blank, a tab, or what else ends a word. */
static inline bool af_is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

size_t af_slice_find_bytes(struct af_slice slice, const char *bytes,
			   size_t length);

/*
 * Those with a string are here, so that the compiler counts its length.
 *
 * Offset of a text in it, or AF_NOT_FOUND.
 */
static inline size_t af_slice_find(struct af_slice slice, const char *string)
{
	return af_slice_find_bytes(slice, string, strlen(string));
}

/* Return: whether it begins with the text, which is then taken */
static inline bool af_slice_take(struct af_slice *rest, const char *string)
{
	if (!af_slice_begins(*rest, string))
		return false;
	af_slice_skip(rest, strlen(string));
	return true;
}

/* Take all up to a text, and the text. Return: whether it is there */
static inline bool af_slice_after(struct af_slice *rest, const char *string)
{
	size_t offset = af_slice_find(*rest, string);

	if (offset == AF_NOT_FOUND)
		return false;
	af_slice_skip(rest, offset + strlen(string));
	return true;
}

unsigned int af_digit(char c);
bool af_slice_cut(struct af_slice *rest, char at, struct af_slice *piece);
bool af_slice_word(struct af_slice *rest, struct af_slice *word);
bool af_slice_number(struct af_slice *rest, unsigned int base, u64 *number);
void af_slice_trim(struct af_slice *slice);

/* The next word, of what is between blanks; empty at the end. */
static inline struct af_slice af_slice_next_word(struct af_slice *rest)
{
	struct af_slice word;

	af_slice_word(rest, &word);
	return word;
}

bool af_slice_u64(struct af_slice slice, u64 *value);
bool af_slice_s64(struct af_slice slice, s64 *value);
bool af_slice_fixed(struct af_slice slice, unsigned int digits, s64 *value);

static inline bool af_slice_has(struct af_slice slice, const char *string)
{
	return af_slice_find(slice, string) != AF_NOT_FOUND;
}

#endif /* AF_SLICE_H */
