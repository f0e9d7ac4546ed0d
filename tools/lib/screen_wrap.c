// SPDX-License-Identifier: GPL-2.0-only
/* Paragraphs on a screen. */
#include "lib/screen.h"

#define WIDEST 100 /* columns: longer lines are hard to read */

/* Behind these a name may be broken. */
static bool ends_part(char c)
{
	return c && strchr("/|.,:;=_-", c);
}

/* How much of a word that is longer than @most stays, with room for the mark. */
static size_t break_word(struct af_slice word, size_t most)
{
	size_t at;

	for (at = most - 1; at >= most / 2 && at; at--)
		if (ends_part(word.text[at - 1]))
			return at;
	return most > 1 ? most - 1 : 1;
}

/*
 * One line of a paragraph: as many words as fit. A word that does not fit a line by
 * itself is broken; @broken says so, and wants a mark.
 */
static struct af_slice take_line(struct af_slice *rest, size_t most,
				 bool *broken)
{
	struct af_slice line = { rest->text, 0 }, word, before = *rest;

	*broken = false;
	while (af_slice_cut(rest, ' ', &word)) {
		size_t length = word.text + word.length - line.text;

		if (length > most) {
			*rest = before;
			break;
		}
		line.length = length;
		before = *rest;
	}
	if (line.length || !rest->length)
		return line;
	*broken = true;
	line = af_slice_front(*rest, break_word(*rest, most));
	af_slice_skip(rest, line.length);
	return line;
}

/* Lines between two margins. */
struct block {
	unsigned int first;  /* where the first line begins */
	unsigned int indent; /* where the others do */
	unsigned int width;
	const char *mark; /* in front of each line */
	bool begun;	  /* the first line is, already */
};

static void print_block(const struct af_screen *screen, struct block block,
			enum af_style style, struct af_slice text)
{
	unsigned int column = block.first, used;
	const bool plain = style == AF_PLAIN;
	struct af_slice line;
	bool broken;

	while (text.length) {
		used = column + strlen(block.mark);
		line = take_line(&text,
				 block.width > used + 1 ? block.width - used :
							  2,
				 &broken);
		fprintf(screen->out, "%*s%s%s%.*s%s%s\n",
			block.begun ? 0 : (int)column, "",
			plain ? "" : af_style(screen, style), block.mark,
			AF_SLICE(line), broken ? "\\" : "",
			plain ? "" : af_style(screen, AF_PLAIN));
		while (af_slice_begins(text, " "))
			af_slice_skip(&text, 1);
		column = block.indent;
		block.begun = false;
	}
}

static unsigned int readable(const struct af_screen *screen)
{
	return screen->width < WIDEST ? screen->width : WIDEST;
}

/*
 * An item of a list, between @indent and the right margin, at most 100 columns wide; its
 * first line begins at @first. A word that is longer than a line is broken, with a
 * backslash at the end of the line.
 */
void af_wrap_item(const struct af_screen *screen, unsigned int first,
		  unsigned int indent, enum af_style style, const char *text)
{
	const struct block block = {
		.first = first,
		.indent = indent,
		.width = readable(screen),
		.mark = "",
	};

	print_block(screen, block, style, af_slice_string(text));
}

/* A paragraph whose first line has already begun, just before @indent. */
void af_wrap_rest(const struct af_screen *screen, unsigned int indent,
		  const char *text)
{
	const struct block block = {
		.first = indent,
		.indent = indent,
		.width = screen->width,
		.mark = "",
		.begun = true,
	};

	print_block(screen, block, AF_PLAIN, af_slice_string(text));
}

/* A paragraph with @mark in front of each line, such as a comment's. */
void af_wrap_marked(const struct af_screen *screen, unsigned int indent,
		    enum af_style style, const char *mark, struct af_slice text)
{
	const struct block block = {
		.first = indent,
		.indent = indent,
		.width = readable(screen),
		.mark = mark,
	};

	print_block(screen, block, style, text);
}

/* A paragraph between @indent and the right margin. */
void af_wrap(const struct af_screen *screen, unsigned int indent,
	     enum af_style style, const char *text)
{
	af_wrap_item(screen, indent, indent, style, text);
}

/* A blank line, then the text. */
void af_heading(const struct af_screen *screen, const char *text)
{
	fputc('\n', screen->out);
	af_wrap(screen, 0, AF_BOLD, text);
}
