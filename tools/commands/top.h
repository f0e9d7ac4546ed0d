/* SPDX-License-Identifier: GPL-2.0-only */
/* allocfail top: what its parts have in common. */
#ifndef AF_TOP_H
#define AF_TOP_H

#include "cli/command.h"
#include "commands/rows.h"

/* What is on the screen. */
enum af_top_page {
	AF_TOP_ROWS,
	AF_TOP_DETAIL, /* of the row that is selected */
	AF_TOP_KEYS,
};

struct af_top_state {
	const struct af_options *options;
	enum af_sort sort;
	double interval;
	bool color;
	bool each;   /* a row a signature */
	bool paused; /* nothing new is read */
	bool typing; /* keys go to the search */
	char search[64];
	struct af_view view; /* empty at first */
	struct af_rows rows;
	enum af_top_page page;
	size_t selected;
	size_t first;  /* row at the top of the screen */
	size_t scroll; /* lines of the page that are off the screen */
};

int af_top_arrange(struct af_top_state *top);
void af_top_summary(const struct af_top_state *top, char *text, size_t size);
bool af_top_deaf(const struct af_top_state *top);
void af_top_start_screen(struct af_top_state *top);
void af_top_draw(struct af_top_state *top);
bool af_top_press(struct af_top_state *top, int key);

#endif /* AF_TOP_H */
