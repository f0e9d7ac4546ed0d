/* SPDX-License-Identifier: GPL-2.0-only */
/* Failures as rows of a table that is sorted: for top. */
#ifndef AF_ROWS_H
#define AF_ROWS_H

#include "advice/key.h"
#include "lib/table.h"
#include "state/filter.h"
#include "state/view.h"

enum af_sort {
	AF_SORT_RATE,
	AF_SORT_COUNT,
	AF_SORT_ORDER,
	AF_SORT_CAUSE,
	AF_SORT_TIME,
	AF_NR_SORTS
};

/* One signature, or all of one site, order, class and cause. */
struct af_row {
	struct af_key key; /* to find it in the next view; of this one */
	struct af_case facts;
	const struct af_signature *most; /* that with the highest count */
	u64 count;
	double rate; /* failures a second since the view before */
	u64 last_us;
	size_t nr;    /* signatures */
	u32 contexts; /* theirs, as bits */
};

/* The count of a record, for the rates in the next view. */
struct af_counted {
	u64 hash; /* of its key */
	u64 count;
};

struct af_rows {
	struct af_row *all;
	size_t nr;
	struct af_counted *counted; /* of the whole view, by hash */
	size_t nr_counted;
	u64 now_us; /* of the view */
};

/* Which rows there are to be. */
struct af_wanted {
	const struct af_filter *filter;
	bool each;	    /* a row a signature */
	const char *search; /* a part of a name; empty: any */
};

/* Columns of the table, in the order of the screen. */
#define AF_ROW_COLUMNS 9

extern const char *const af_sort_names[AF_NR_SORTS];

int af_rows_make(struct af_rows *rows, const struct af_view *view,
		 const struct af_rows *before, const struct af_wanted *wanted);
void af_rows_sort(struct af_rows *rows, enum af_sort sort);
void af_rows_free(struct af_rows *rows);
bool af_row_has(const struct af_row *row, const struct af_signature *signature,
		const struct af_wanted *wanted);
void af_row_columns(struct af_column columns[AF_ROW_COLUMNS], enum af_sort sort,
		    unsigned int width, const struct af_view *view);
void af_row_print(struct af_table *table, const struct af_row *row,
		  const struct af_view *view);

#endif /* AF_ROWS_H */
