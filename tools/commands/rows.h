/* SPDX-License-Identifier: GPL-2.0-only */
/* Signatures as rows of a table that is sorted: for top. */
#ifndef AF_ROWS_H
#define AF_ROWS_H

#include "advice/key.h"
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

struct af_row {
	struct af_case facts;
	struct af_key key; /* of the record, to find it in the next view */
	const struct af_signature *signature;
	double rate; /* failures a second since the view before */
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

/* One line of the table without its newline, and some more. */
#define AF_ROW_LEN 1100

extern const char *const af_sort_names[AF_NR_SORTS];

int af_rows_make(struct af_rows *rows, const struct af_view *view,
		 const struct af_rows *before, const struct af_filter *filter);
void af_rows_sort(struct af_rows *rows, enum af_sort sort);
void af_rows_free(struct af_rows *rows);
void af_row_heading(char text[AF_ROW_LEN], unsigned int width);
void af_row_text(char text[AF_ROW_LEN], const struct af_row *row, u64 now_us,
		 unsigned int width);

#endif /* AF_ROWS_H */
