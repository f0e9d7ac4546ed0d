// SPDX-License-Identifier: GPL-2.0-only
/* A paragraph of explain, beside its title. */
#include <stdarg.h>
#include <stdlib.h>

#include "commands/explain_say.h"

#define COLUMN 12 /* where paragraphs begin, beside their titles */

/* A paragraph beside its title. */
static void paragraph(const struct af_screen *screen, const char *title,
		      enum af_style style, const char *text)
{
	struct af_screen inner = *screen;
	char *lines = NULL;
	size_t length;

	inner.out = open_memstream(&lines, &length);
	if (!inner.out)
		return;
	af_wrap(&inner, COLUMN, style, text);
	fclose(inner.out);
	fprintf(screen->out, "  %-*s%s", COLUMN - 2, title,
		length > COLUMN ? lines + COLUMN : "\n");
	free(lines);
}

/* Names in a log may hold anything, and a terminal obeys some of it. */
void af_explain_plain(char *text)
{
	for (; *text; text++)
		if (*text < ' ' || *text > '~')
			*text = '?';
}

void af_explain_say(const struct af_screen *screen, const char *title,
		    enum af_style style, const char *format, ...)
{
	char text[AF_EXPLAIN_TEXT];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	af_explain_plain(text);
	paragraph(screen, title, style, text);
}
