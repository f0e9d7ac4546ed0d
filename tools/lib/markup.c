// SPDX-License-Identifier: GPL-2.0-only
/* Text from outside in XML and HTML. */
#include "lib/markup.h"

/* One byte. A reference for what may be markup, \xHH for what is not printable. */
static void write_byte(FILE *out, unsigned char byte)
{
	switch (byte) {
	case '&':
		fputs("&amp;", out);
		break;
	case '<':
		fputs("&lt;", out);
		break;
	case '>':
		fputs("&gt;", out);
		break;
	case '"':
		fputs("&quot;", out);
		break;
	case '\'':
		fputs("&#39;", out);
		break;
	default:
		if (byte >= ' ' && byte <= '~')
			fputc(byte, out);
		else
			fprintf(out, "\\x%02x", byte);
	}
}

/**
 * af_markup - write a text between tags, or as the value of an attribute in quotes
 * @out: where to
 * @text: any bytes
 * @most: of them at most so many are written; an ellipsis says that there were more
 */
void af_markup(FILE *out, struct af_slice text, size_t most)
{
	size_t i;

	for (i = 0; i < text.length && i < most; i++)
		write_byte(out, text.text[i]);
	if (text.length > most)
		fputs("&#8230;", out);
}

/* A text of our own, or one that is known to be short. */
void af_markup_string(FILE *out, const char *text)
{
	af_markup(out, af_slice_string(text), SIZE_MAX);
}
