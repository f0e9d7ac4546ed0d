/* SPDX-License-Identifier: GPL-2.0-only */
/* allocfail top: what its parts have in common. */
#ifndef AF_TOP_H
#define AF_TOP_H

#include "cli/command.h"
#include "commands/rows.h"

struct af_top_state {
	const struct af_options *options;
	enum af_sort sort;
	double interval;
	bool color;
	struct af_view view; /* empty at first */
	struct af_rows rows;
	size_t selected;
	size_t first;  /* row at the top of the screen */
	bool detail;   /* the selected row's stack */
	size_t scroll; /* lines of it that are off the screen */
};

bool af_top_deaf(const struct af_top_state *top);
void af_top_summary(const struct af_top_state *top, char *text, size_t size);
void af_top_start_screen(struct af_top_state *top);
void af_top_draw(struct af_top_state *top);
bool af_top_press(struct af_top_state *top, int key);

#endif /* AF_TOP_H */
