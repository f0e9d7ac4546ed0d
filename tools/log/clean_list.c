// SPDX-License-Identifier: GPL-2.0-only
/* A list of free blocks whose "*" were lost on the way. Pure. */
#include <ctype.h>
#include <stdio.h>

#include "log/clean.h"
#include "log/clean_copy.h"

/* "1234kB", of which 4 is the size: 123. Return: whether it ends so */
static bool put_blocks(struct af_copy *copy, struct af_slice digits, u64 size)
{
	char text[24];
	size_t length =
		snprintf(text, sizeof(text), "%llu", (unsigned long long)size);

	if (digits.length <= length ||
	    memcmp(digits.text + digits.length - length, text, length))
		return false;
	memcpy(copy->out + copy->length, digits.text, digits.length - length);
	copy->length += digits.length - length;
	af_copy_put(copy, '*');
	memcpy(copy->out + copy->length, text, length);
	copy->length += length;
	return true;
}

/* "1_4kB", "1x4kB": Return: whether the word was one */
static bool put_other_sign(struct af_copy *copy, struct af_slice word)
{
	struct af_slice rest = word;
	u64 blocks;
	char sign;

	if (!af_slice_number(&rest, 10, &blocks))
		return false;
	sign = af_slice_first(rest);
	if (!sign || isalnum((unsigned char)sign) != (sign == 'x') ||
	    !af_copy_is_size(af_slice_from(rest, 1)))
		return false;
	memcpy(copy->out + copy->length, word.text, word.length);
	copy->out[copy->length + (rest.text - word.text)] = '*';
	copy->length += word.length;
	return true;
}

static void put_word(struct af_copy *copy, struct af_slice word, u64 *size)
{
	struct af_slice digits = word;
	size_t before = copy->length;
	u64 number;

	if (copy->length)
		af_copy_put(copy, ' ');
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
	struct af_copy copy = { .out = out };
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
			af_copy_put(&copy, ' ');
		memcpy(copy.out + copy.length, word.text, word.length);
		copy.length += word.length;
		list = word.text[word.length - 1] == ':';
	}
	return copy.length;
}
