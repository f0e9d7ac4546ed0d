/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A table on a screen: columns that have no room are left out, those that matter least
 * first; a cell that is cut says so.
 */
#ifndef AF_TABLE_H
#define AF_TABLE_H

#include "lib/screen.h"

struct af_column {
	const char *title;
	unsigned int width; /* of the last one: at least */
	unsigned int rank;  /* 0: always there; the highest goes first */
	bool right;	    /* aligned to the right */
	bool hidden;	    /* there is nothing to show in it */
};

struct af_table {
	const struct af_screen *screen;
	const struct af_column *columns;
	size_t nr;
	u64 shown;	   /* bits */
	unsigned int last; /* width of the last column */
	size_t next;	   /* column of the next cell */
};

#define AF_TABLE_WIDE UINT32_MAX /* of a table that nothing is cut from */

void af_table_open(struct af_table *table, const struct af_screen *screen,
		   const struct af_column *columns, size_t nr);
void af_table_heading(struct af_table *table, enum af_style style);
void af_table_cell(struct af_table *table, enum af_style style,
		   const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void af_table_bar(struct af_table *table, double share);
unsigned int af_table_rest(struct af_table *table);

/* Is that column on the screen. */
static inline bool af_table_has(const struct af_table *table, size_t column)
{
	return table->shown & 1ULL << column;
}

#endif /* AF_TABLE_H */
