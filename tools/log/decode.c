// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files that are no text, and those whose text has two bytes a character, as
 * PowerShell writes it. Pure.
 */
#include "log/decode.h"
#include "lib/slice.h"

struct magic {
	const char *bytes;
	size_t length;
	const char *program;
};

/* What the programs that unpack a file know it by. */
static const struct magic magics[] = {
	{ "\x1f\x8b", 2, "gzip" },	   { "\3757zXZ\0", 6, "xz" },
	{ "\x28\xb5\x2f\xfd", 4, "zstd" }, { "BZh", 3, "bzip2" },
	{ "\x04\x22\x4d\x18", 4, "lz4" },
};

static bool begins(struct af_slice bytes, const char *with, size_t length)
{
	return bytes.length >= length && !memcmp(bytes.text, with, length);
}

/**
 * af_decode_program - what unpacks a file
 * @bytes: of the file
 *
 * Return: the name of a program that does so with -dc, or NULL
 */
const char *af_decode_program(struct af_slice bytes)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(magics); i++)
		if (begins(bytes, magics[i].bytes, magics[i].length))
			return magics[i].program;
	return NULL;
}

/* Without a mark, by the zeroes: every second byte of English. */
static bool mostly_zero(struct af_slice bytes, size_t from)
{
	size_t i, zero = 0, all = 0;

	for (i = from; i < bytes.length && i < 4096; i += 2, all++)
		zero += !bytes.text[i];
	return all >= 8 && zero * 10 > all * 8;
}

static bool mostly_set(struct af_slice bytes, size_t from)
{
	size_t i, zero = 0, all = 0;

	for (i = from; i < bytes.length && i < 4096; i += 2, all++)
		zero += !bytes.text[i];
	return zero * 10 < all;
}

/* Where the lower byte of a character of two bytes is; -1: it has one byte. */
static int low_byte(struct af_slice bytes)
{
	if (begins(bytes, "\xff\xfe", 2))
		return 0;
	if (begins(bytes, "\xfe\xff", 2))
		return 1;
	if (mostly_zero(bytes, 1) && mostly_set(bytes, 0))
		return 0;
	return mostly_zero(bytes, 0) && mostly_set(bytes, 1) ? 1 : -1;
}

/* In place: a character of two bytes is at most two bytes long, or a "?". */
static size_t narrow(char *text, size_t length, int low)
{
	size_t i, to = 0;

	for (i = 0; i + 1 < length; i += 2) {
		unsigned int code = (unsigned char)text[i + low] |
				    (unsigned char)text[i + 1 - low] << 8;

		if (code == 0xfeff)
			continue;
		if (code >= 0x2010 && code <= 0x202f)
			code = code < 0x2016 ? '-' : ' ';
		if (code < 0x80) {
			text[to++] = code;
		} else if (code < 0x800) {
			text[to++] = 0xc0 | code >> 6;
			text[to++] = 0x80 | (code & 0x3f);
		} else {
			text[to++] = '?';
		}
	}
	return to;
}

/* Of a file, so many pieces of so many bytes are looked at. */
#define PIECES 16
#define PIECE 65536

struct census {
	size_t printable, blank, zero, other;
};

/* A byte of a character in UTF-8, by the one before or after it. */
static bool is_wide(struct af_slice bytes, size_t i)
{
	unsigned char c = bytes.text[i];

	if (c >= 0xc2 && c < 0xf5)
		return i + 1 < bytes.length &&
		       ((unsigned char)bytes.text[i + 1] & 0xc0) == 0x80;
	return (c & 0xc0) == 0x80 && i &&
	       (unsigned char)bytes.text[i - 1] >= 0x80;
}

static void count(struct census *census, struct af_slice bytes)
{
	size_t i;

	for (i = 0; i < bytes.length; i++) {
		unsigned char c = bytes.text[i];

		if (!c)
			census->zero++;
		else if ((c > ' ' && c < 0x7f) || is_wide(bytes, i))
			census->printable++;
		else if (af_is_blank(c) || c == 0x1b || c == '\b' || c == '\a')
			census->blank++;
		else
			census->other++;
	}
}

static void count_pieces(struct census *census, struct af_slice bytes)
{
	size_t i, step = bytes.length / PIECES;

	if (bytes.length <= PIECES * PIECE) {
		count(census, bytes);
		return;
	}
	for (i = 0; i < PIECES; i++)
		count(census, af_slice_of(bytes.text + i * step, PIECE));
}

/* A log may have zeroes, where the power went; a few other bytes, too. */
static enum af_coding by_census(struct af_slice bytes)
{
	struct census census = { 0 };

	count_pieces(&census, bytes);
	if (!census.printable && !census.other)
		return AF_CODING_EMPTY;
	if (census.other * 4 > census.printable + census.blank)
		return AF_CODING_BINARY;
	return AF_CODING_TEXT;
}

/**
 * af_decode - find out what a file is, and make one byte a character of it
 * @text: its bytes, which are changed
 * @length: of them; becomes that of the text
 */
enum af_coding af_decode(char *text, size_t *length)
{
	struct af_slice bytes = af_slice_of(text, *length);
	int low;

	if (af_decode_program(bytes))
		return AF_CODING_PACKED;
	if (begins(bytes, "LPKSHHRH", 8))
		return AF_CODING_JOURNAL;
	if (begins(bytes, "\177ELF", 4))
		return AF_CODING_BINARY;
	low = low_byte(bytes);
	if (low >= 0) {
		*length = narrow(text, *length, low);
		bytes.length = *length;
	}
	return by_census(bytes);
}
