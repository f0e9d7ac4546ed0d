// SPDX-License-Identifier: GPL-2.0-only
/*
 * Escapes and colours in a line. Pure. What is undone:
 *
 *   ESC[32m  ^[[32m  [32m       colours, also where the escape itself is lost
 *   #033  #012  \x0a  \n  \t    escapes of syslog, /dev/kmsg and printf
 *   \*  \_  \[                  escapes of markdown
 */
#include <ctype.h>

#include "log/clean_copy.h"

/* Hexadecimal digits, exactly so many. Return: whether they are there */
bool af_copy_hex(struct af_slice text, size_t digits, unsigned int *value)
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
void af_copy_control(struct af_copy *copy, unsigned int c)
{
	if (c == '\n')
		af_copy_put(copy, '\n');
	else if (af_is_blank(c) || !c)
		af_copy_put(copy, ' ');
	else if (c >= ' ' && c < 0x7f)
		af_copy_put(copy, c);
}

/* "[32m", "[0;1;31m", "[K" after an escape. Return: its length, or 0 */
size_t af_copy_colour(struct af_slice text, bool escaped)
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
void af_copy_escape(struct af_copy *copy)
{
	size_t length = af_copy_colour(copy->rest, true);
	size_t end;

	if (!length && af_slice_first(copy->rest) == ']') {
		end = af_slice_find(copy->rest, "\a");
		length = end == AF_NOT_FOUND ? 0 : end + 1;
	}
	af_slice_skip(&copy->rest, length);
}

/* After "\": Return: whether it was an escape */
bool af_copy_backslash(struct af_copy *copy)
{
	char c = af_slice_first(copy->rest);
	unsigned int value;

	if (c == 'x' && af_copy_hex(af_slice_from(copy->rest, 1), 2, &value)) {
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
		af_copy_escape(copy);
	else
		af_copy_control(copy, value);
	return true;
}

/* After "#": three octal digits of a control character. */
bool af_copy_octal(struct af_copy *copy)
{
	const char *text = copy->rest.text;
	unsigned int value;

	if (copy->rest.length < 3 || text[0] != '0' || text[1] < '0' ||
	    text[1] > '3' || text[2] < '0' || text[2] > '7')
		return false;
	value = (text[1] - '0') << 3 | (text[2] - '0');
	af_slice_skip(&copy->rest, 3);
	if (value == 0x1b)
		af_copy_escape(copy);
	else
		af_copy_control(copy, value);
	return true;
}

bool af_copy_skip_colour(struct af_copy *copy)
{
	size_t length = af_copy_colour(copy->rest, false);

	af_slice_skip(&copy->rest, length);
	return length;
}
