// SPDX-License-Identifier: GPL-2.0-only
/* Text for a terminal or a file. */
#include <langinfo.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "lib/screen.h"

#define DEFAULT_WIDTH 80
#define DEFAULT_HEIGHT 24

/* Of the environment: for who is no terminal, or does not know its size. */
static unsigned int size_of(const char *name, unsigned int min,
			    unsigned int otherwise)
{
	const char *text = getenv(name);
	u64 size;

	if (text && af_slice_u64(af_slice_string(text), &size) && size >= min &&
	    size <= 1000)
		return size;
	return otherwise;
}

static void measure(struct af_screen *screen)
{
	struct winsize size = { 0 };

	ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	screen->width = size.ws_col ? size.ws_col :
				      size_of("COLUMNS", 1, DEFAULT_WIDTH);
	if (screen->width < AF_MIN_WIDTH)
		screen->width = AF_MIN_WIDTH;
	screen->height =
		size.ws_row >= AF_MIN_HEIGHT ?
			size.ws_row :
			size_of("LINES", AF_MIN_HEIGHT, DEFAULT_HEIGHT);
}

/* no-color.org: set and not empty */
static bool wants_color(enum af_color color)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (color != AF_COLOR_AUTO)
		return color == AF_COLOR_ALWAYS;
	if (no_color && *no_color)
		return false;
	return isatty(STDOUT_FILENO) && term && strcmp(term, "dumb");
}

/**
 * af_screen_open - standard output, as a screen
 * @screen: where to put it
 * @color: when to use colours
 * @width: columns, 0: those of the terminal, or of the environment, or 80
 * @height: rows, 0: the same, or 24
 */
void af_screen_open(struct af_screen *screen, enum af_color color,
		    unsigned int width, unsigned int height)
{
	*screen = (struct af_screen){
		.out = stdout,
		.color = wants_color(color),
		.utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8"),
	};
	measure(screen);
	if (width)
		screen->width = width;
	if (height)
		screen->height = height;
}

/* What switches a style on; AF_PLAIN switches all off. */
const char *af_style(const struct af_screen *screen, enum af_style style)
{
	static const char *const codes[AF_NR_STYLES] = {
		[AF_PLAIN] = "\033[0m", [AF_BOLD] = "\033[1m",
		[AF_DIM] = "\033[2m",	[AF_GOOD] = "\033[32m",
		[AF_WARN] = "\033[33m", [AF_BAD] = "\033[1;31m",
	};

	return screen->color ? codes[style] : "";
}

/* Past a sequence of escape, as af_style() has them. */
static const char *skip_style(const char *text)
{
	return text + strcspn(text, "m");
}

/**
 * af_rows_of - rows that a text takes on the screen
 * @screen: whose width breaks lines that are longer
 * @text: whole lines
 *
 * Return: their number
 */
size_t af_rows_of(const struct af_screen *screen, const char *text)
{
	size_t rows = 0, columns = 0;

	for (; *text; text++) {
		if (*text == '\n') {
			rows += columns ? (columns - 1) / screen->width + 1 : 1;
			columns = 0;
		} else if (*text == '\033') {
			text = skip_style(text);
		} else if ((*text & 0xc0) != 0x80) { /* starts a character */
			columns++;
		}
	}
	return rows;
}

/* A bar of @width columns, filled by @share, with eighths where there are some. */
void af_bar(const struct af_screen *screen, double share, unsigned int width)
{
	static const char *const eighths[] = { "",  "▏", "▎", "▍",
					       "▌", "▋", "▊", "▉" };
	unsigned int parts, i, used;

	share = share < 0 ? 0 : share > 1 ? 1 : share;
	parts = share * width * 8 + 0.5;
	if (share > 0 && !parts)
		parts = 1;
	if (!screen->utf8)
		parts = parts && parts < 4 ? 8 : (parts + 4) / 8 * 8;
	for (i = 0; i < parts / 8; i++)
		fputs(screen->utf8 ? "█" : "#", screen->out);
	used = parts / 8 + !!(parts % 8);
	fputs(eighths[parts % 8], screen->out);
	fprintf(screen->out, "%*s", (int)(width - used), "");
}
