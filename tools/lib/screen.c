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
	screen->width = size.ws_col >= AF_MIN_WIDTH ?
				size.ws_col :
				size_of("COLUMNS", AF_MIN_WIDTH, DEFAULT_WIDTH);
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

/* A blank line, then the text. */
void af_heading(const struct af_screen *screen, const char *text)
{
	fprintf(screen->out, "\n%s%s%s\n", af_style(screen, AF_BOLD), text,
		af_style(screen, AF_PLAIN));
}

/* One line of a paragraph: as many words as fit, at least one. */
static struct af_slice take_line(struct af_slice *rest, size_t most)
{
	struct af_slice line = { rest->text, 0 }, word, before = *rest;

	while (af_slice_cut(rest, ' ', &word)) {
		size_t length = word.text + word.length - line.text;

		if (line.length && length > most) {
			*rest = before;
			break;
		}
		line.length = length;
		before = *rest;
	}
	return line;
}

/*
 * An item of a list, between @indent and the right margin, at most 100 columns wide; its
 * first line begins at @first.
 */
void af_wrap_item(const struct af_screen *screen, unsigned int first,
		  unsigned int indent, enum af_style style, const char *text)
{
	struct af_slice rest = af_slice_string(text), line;
	unsigned int width = screen->width < 100 ? screen->width : 100;
	unsigned int column = first;

	while (rest.length) {
		line = take_line(&rest, width > column ? width - column : 1);
		fprintf(screen->out, "%*s%s%.*s%s\n", (int)column, "",
			af_style(screen, style), AF_SLICE(line),
			style == AF_PLAIN ? "" : af_style(screen, AF_PLAIN));
		column = indent;
	}
}

/* A paragraph whose first line has already begun, just before @indent. */
void af_wrap_rest(const struct af_screen *screen, unsigned int indent,
		  const char *text)
{
	struct af_slice rest = af_slice_string(text), line;
	bool first = true;

	while (rest.length) {
		line = take_line(&rest, screen->width > indent ?
						screen->width - indent :
						1);
		fprintf(screen->out, "%*s%.*s\n", first ? 0 : (int)indent, "",
			AF_SLICE(line));
		first = false;
	}
}

/* A paragraph between @indent and the right margin. */
void af_wrap(const struct af_screen *screen, unsigned int indent,
	     enum af_style style, const char *text)
{
	af_wrap_item(screen, indent, indent, style, text);
}

/* To be copied, so a line that breaks must still be one to the shell. */
static bool is_command(struct af_slice text)
{
	static const char *const programs[] = {
		"allocfail", "apt-get",	  "dkms",   "dnf",    "echo",
		"ln",	     "modprobe",  "mount",  "pacman", "sudo",
		"sysctl",    "systemctl", "zypper",
	};
	struct af_slice word;
	size_t i;

	af_slice_word(&text, &word);
	for (i = 0; i < ARRAY_SIZE(programs); i++)
		if (af_slice_is(word, programs[i]))
			return true;
	return false;
}

/* Lines of words between @indent and the margin, with something before and behind each. */
static void break_lines(const struct af_screen *screen, unsigned int indent,
			enum af_style style, struct af_slice text,
			const char *before, const char *behind)
{
	const unsigned int used = indent + strlen(before) + strlen(behind);
	const size_t most = screen->width > used ? screen->width - used : 1;
	struct af_slice line;

	while (text.length) {
		/* Nothing is behind the last one, so it may be longer. */
		if (text.length <= most + strlen(behind)) {
			line = text;
			text.length = 0;
		} else {
			line = take_line(&text, most);
		}
		fprintf(screen->out, "%*s%s%s%.*s%s%s\n", (int)indent, "",
			af_style(screen, style), before, AF_SLICE(line),
			text.length ? behind : "",
			style == AF_PLAIN ? "" : af_style(screen, AF_PLAIN));
	}
}

/**
 * af_print_remedy - what to do: a command, maybe with a comment, or a sentence
 * @screen: where to
 * @indent: column of its lines
 * @style: of the command
 * @text: in one line. A command that has no room is broken as a shell takes it; its
 * comment, behind "  # ", goes to lines of its own
 */
void af_print_remedy(const struct af_screen *screen, unsigned int indent,
		     enum af_style style, struct af_slice text)
{
	const size_t comment = af_slice_find(text, "  # ");
	struct af_slice command = text;

	if (!is_command(text)) {
		break_lines(screen, indent, style, text, "", "");
		return;
	}
	if (comment == AF_NOT_FOUND || indent + text.length <= screen->width) {
		break_lines(screen, indent, style, text, "", " \\");
		return;
	}
	command.length = comment;
	break_lines(screen, indent, style, command, "", " \\");
	break_lines(screen, indent, AF_PLAIN, af_slice_from(text, comment + 4),
		    "# ", "");
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
