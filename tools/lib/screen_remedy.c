// SPDX-License-Identifier: GPL-2.0-only
/* Commands to be pasted: a line that breaks must still be one to the shell. */
#include "lib/screen.h"

bool af_is_command(struct af_slice text)
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

/* The quote that is open behind a character, 0 if none is. */
static char quote_behind(char quote, char c)
{
	if (quote)
		return c == quote ? 0 : quote;
	return c == '\'' || c == '"' ? c : 0;
}

/* Where a line ends. */
struct cut {
	size_t length; /* of the line, in bytes */
	char quote;    /* that is open there: it is in a word */
};

/*
 * The end of a line of @most columns, of a command that is longer: at its last blank,
 * which makes room for a backslash; else in a word, in front of a backslash, and of a
 * quote where one is open.
 */
static struct cut find_cut(struct af_slice text, char quote, size_t most)
{
	struct cut blank = { 0 }, word = { 0 };
	size_t i;

	for (i = 0; i + 1 < text.length && i < most; i++) {
		const char c = text.text[i];

		if (c == ' ' && !quote && i && i + 2 <= most)
			blank = (struct cut){ i, 0 };
		quote = quote_behind(quote, c);
		if (i + 2 + (quote == '\'') <= most &&
		    (quote == '\'' || c != '\\') &&
		    (quote || text.text[i + 1] != ' '))
			word = (struct cut){ i + 1, quote };
	}
	return blank.length ? blank : word;
}

/*
 * Lines of a command. Between words, a line ends with a blank and a backslash, and the
 * next one begins at @indent. A word that has no room goes on at the left margin: blanks
 * would be part of it. In single quotes a backslash is one: they end and begin again.
 */
static void print_command(const struct af_screen *screen, unsigned int indent,
			  enum af_style style, struct af_slice text)
{
	const char *end = style == AF_PLAIN ? "" : af_style(screen, AF_PLAIN);
	const char *again = ""; /* the quote that goes on */
	unsigned int column = indent;
	struct cut cut = { 0 };
	bool word;

	while (column + strlen(again) + text.length > screen->width) {
		cut = find_cut(text, cut.quote,
			       screen->width - column - strlen(again));
		/* Nothing but backslashes. */
		if (!cut.length)
			break;
		word = cut.quote || text.text[cut.length] != ' ';
		fprintf(screen->out, "%*s%s%s%.*s%s\\%s\n", (int)column, "",
			af_style(screen, style), again, (int)cut.length,
			text.text,
			!word		  ? " " :
			cut.quote == '\'' ? "'" :
					    "",
			end);
		af_slice_skip(&text, cut.length + !word);
		again = cut.quote == '\'' ? "'" : "";
		column = word ? 0 : indent;
	}
	fprintf(screen->out, "%*s%s%s%.*s%s\n", (int)column, "",
		af_style(screen, style), again, AF_SLICE(text), end);
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

	if (!af_is_command(text)) {
		af_wrap_marked(screen, indent, style, "", text);
	} else if (comment == AF_NOT_FOUND ||
		   indent + text.length <= screen->width) {
		print_command(screen, indent, style, text);
	} else {
		print_command(screen, indent, style,
			      af_slice_front(text, comment));
		af_wrap_marked(screen, indent, AF_PLAIN, "# ",
			       af_slice_from(text, comment + 4));
	}
}
