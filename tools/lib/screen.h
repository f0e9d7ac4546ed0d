/* SPDX-License-Identifier: GPL-2.0-only */
/* Text for a terminal or a file: width, colour, characters. */
#ifndef AF_SCREEN_H
#define AF_SCREEN_H

#include <stdio.h>

#include "lib/slice.h"

/* Tables have no room on fewer columns: the terminal breaks their lines then. */
#define AF_MIN_WIDTH 40
#define AF_MIN_HEIGHT 5

/* When to use colours. */
enum af_color {
	AF_COLOR_AUTO, /* on a terminal, unless the environment has NO_COLOR */
	AF_COLOR_ALWAYS,
	AF_COLOR_NEVER,
};

enum af_style {
	AF_PLAIN,
	AF_BOLD,
	AF_DIM,
	AF_GOOD,
	AF_WARN,
	AF_BAD,
	AF_NR_STYLES
};

struct af_screen {
	FILE *out;
	unsigned int width;  /* columns */
	unsigned int height; /* rows */
	bool color;
	bool utf8;
};

void af_screen_open(struct af_screen *screen, enum af_color color,
		    unsigned int width, unsigned int height);
const char *af_style(const struct af_screen *screen, enum af_style style);
size_t af_rows_of(const struct af_screen *screen, const char *text);
void af_bar(const struct af_screen *screen, double share, unsigned int width);

/* screen_wrap.c: paragraphs. */
void af_heading(const struct af_screen *screen, const char *text);
void af_wrap_item(const struct af_screen *screen, unsigned int first,
		  unsigned int indent, enum af_style style, const char *text);
void af_wrap(const struct af_screen *screen, unsigned int indent,
	     enum af_style style, const char *text);
void af_wrap_rest(const struct af_screen *screen, unsigned int indent,
		  const char *text);
void af_wrap_marked(const struct af_screen *screen, unsigned int indent,
		    enum af_style style, const char *mark,
		    struct af_slice text);

/* screen_remedy.c: commands to be pasted. */
bool af_is_command(struct af_slice text);
void af_print_remedy(const struct af_screen *screen, unsigned int indent,
		     enum af_style style, struct af_slice text);

#endif /* AF_SCREEN_H */
