// SPDX-License-Identifier: GPL-2.0-only
/* A table on a screen. */
#include <stdarg.h>
#include <stdio.h>

#include "lib/table.h"

/* Of all columns that are shown, a blank between two. */
static unsigned int width_of(const struct af_table *table)
{
	unsigned int width = 0;
	size_t i;

	for (i = 0; i < table->nr; i++)
		if (af_table_has(table, i))
			width += table->columns[i].width + !!width;
	return width;
}

/* The column that matters least of those that are shown, nr if all must stay. */
static size_t least(const struct af_table *table)
{
	size_t i, found = table->nr;

	for (i = 0; i < table->nr; i++)
		if (af_table_has(table, i) && table->columns[i].rank &&
		    (found == table->nr ||
		     table->columns[i].rank >= table->columns[found].rank))
			found = i;
	return found;
}

/**
 * af_table_open - find out which columns there is room for
 * @table: where to put it
 * @screen: whose width it keeps, if all columns of rank 0 fit
 * @columns: all there are; must outlive the table
 * @nr: of columns, at most 64
 */
void af_table_open(struct af_table *table, const struct af_screen *screen,
		   const struct af_column *columns, size_t nr)
{
	unsigned int width;
	size_t out;

	*table = (struct af_table){
		.screen = screen,
		.columns = columns,
		.nr = nr,
	};
	for (out = 0; out < nr; out++)
		if (!columns[out].hidden)
			table->shown |= 1ULL << out;
	while ((width = width_of(table)) > screen->width) {
		out = least(table);
		if (out == nr)
			break;
		table->shown &= ~(1ULL << out);
	}
	while (nr && !af_table_has(table, nr - 1))
		nr--;
	table->last = columns[nr - 1].width;
	if (screen->width > width)
		table->last += screen->width - width;
}

static bool is_last(const struct af_table *table, size_t column)
{
	return !(table->shown >> column >> 1);
}

/* A line of the terminal is as long as its characters, all of them ASCII. */
static void print_cell(struct af_table *table, enum af_style style,
		       const char *text)
{
	const struct af_screen *screen = table->screen;
	const size_t at = table->next++;
	const struct af_column *column = &table->columns[at];
	const bool last = is_last(table, at);
	const size_t room = last ? table->last : column->width;
	const size_t length = strlen(text);

	if (!af_table_has(table, at))
		return;
	if (style != AF_PLAIN)
		fputs(af_style(screen, style), screen->out);
	if (length > room)
		fprintf(screen->out, "%.*s~", (int)room - 1, text);
	else if (column->right)
		fprintf(screen->out, "%*s", (int)column->width, text);
	else if (last)
		fputs(text, screen->out);
	else
		fprintf(screen->out, "%-*s", (int)room, text);
	if (style != AF_PLAIN)
		fputs(af_style(screen, AF_PLAIN), screen->out);
	fputc(last ? '\n' : ' ', screen->out);
}

static void wrap_around(struct af_table *table)
{
	if (table->next == table->nr)
		table->next = 0;
}

/**
 * af_table_cell - the next cell; after the last one the line ends
 * @table: from af_table_open()
 * @style: of the cell
 * @format: of its text, printable ASCII; it is cut to the column, and marked so
 */
void af_table_cell(struct af_table *table, enum af_style style,
		   const char *format, ...)
{
	char text[2048];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	print_cell(table, style, text);
	wrap_around(table);
}

/* The next cell is a bar, as wide as its column. */
void af_table_bar(struct af_table *table, double share)
{
	const size_t at = table->next++;

	if (!af_table_has(table, at))
		return;
	af_bar(table->screen, share,
	       is_last(table, at) ? table->last : table->columns[at].width);
	fputc(is_last(table, at) ? '\n' : ' ', table->screen->out);
	wrap_around(table);
}

/* The caller prints the last cell itself, and ends the line. Return: its width */
unsigned int af_table_rest(struct af_table *table)
{
	table->next = 0;
	return table->last;
}

void af_table_heading(struct af_table *table, enum af_style style)
{
	size_t i;

	for (i = 0; i < table->nr; i++)
		af_table_cell(table, style, "%s", table->columns[i].title);
}
