// SPDX-License-Identifier: GPL-2.0-only
/* The gate for text from outside. Pure. */
#include "lib/gate.h"

#define ESCAPED 4 /* length of \xHH */

static bool passes(enum af_gate gate, char c)
{
	if (gate == AF_GATE_TEXT && (c == '\t' || c == '\n'))
		return true;
	return c >= ' ' && c <= '~';
}

/**
 * af_gate_length - how long a text is behind the gate
 * @gate: what passes
 * @from: the text
 *
 * Return: bytes, as many as before if all of it passes
 */
size_t af_gate_length(enum af_gate gate, struct af_slice from)
{
	size_t length = from.length, i;

	for (i = 0; i < from.length; i++)
		if (!passes(gate, from.text[i]))
			length += ESCAPED - 1;
	return length;
}

/**
 * af_gate - let a text pass the gate
 * @gate: what passes
 * @to: where to put it, with a NUL at its end; cut after a whole character
 * @size: bytes that there is room for, at least 1
 * @from: the text
 *
 * Return: its length, without the NUL
 */
size_t af_gate(enum af_gate gate, char *to, size_t size, struct af_slice from)
{
	static const char digits[] = "0123456789abcdef";
	size_t length = 0, i;

	for (i = 0; i < from.length; i++) {
		const unsigned char c = from.text[i];

		if (passes(gate, c)) {
			if (length + 1 >= size)
				break;
			to[length++] = c;
			continue;
		}
		if (length + ESCAPED >= size)
			break;
		to[length++] = '\\';
		to[length++] = 'x';
		to[length++] = digits[c >> 4];
		to[length++] = digits[c & 15];
	}
	to[length] = '\0';
	return length;
}
