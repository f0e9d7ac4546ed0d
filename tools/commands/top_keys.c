// SPDX-License-Identifier: GPL-2.0-only
/* allocfail top: what a key does. */
#include <curses.h>

#include "commands/top.h"

#define ESCAPE 27

static void move_by(struct af_top_state *top, long by)
{
	size_t *place = top->detail ? &top->scroll : &top->selected;
	size_t last = top->rows.nr ? top->rows.nr - 1 : 0;

	if (by < 0 && *place < (size_t)-by)
		*place = 0;
	else
		*place += by;
	if (!top->detail && top->selected > last)
		top->selected = last;
}

static void sort_by(struct af_top_state *top, enum af_sort sort)
{
	top->sort = sort;
	af_rows_sort(&top->rows, sort);
	top->selected = 0;
}

/**
 * af_top_press - do what a key asks for
 * @top: what is shown
 * @key: of curses
 *
 * Return: false to quit
 */
bool af_top_press(struct af_top_state *top, int key)
{
	switch (key) {
	case 'q':
		return false;
	case KEY_UP:
	case 'k':
		move_by(top, -1);
		break;
	case KEY_DOWN:
	case 'j':
		move_by(top, 1);
		break;
	case KEY_PPAGE:
		move_by(top, -(LINES / 2));
		break;
	case KEY_NPAGE:
	case ' ':
		move_by(top, LINES / 2);
		break;
	case '\n':
	case '\r':
	case KEY_ENTER:
		top->detail = !top->detail && top->rows.nr;
		top->scroll = 0;
		break;
	case ESCAPE:
	case KEY_LEFT:
	case KEY_BACKSPACE:
		top->detail = false;
		break;
	case 'r':
		sort_by(top, AF_SORT_RATE);
		break;
	case 'n':
		sort_by(top, AF_SORT_COUNT);
		break;
	case 'o':
		sort_by(top, AF_SORT_ORDER);
		break;
	case 'c':
		sort_by(top, AF_SORT_CAUSE);
		break;
	case 't':
		sort_by(top, AF_SORT_TIME);
		break;
	}
	return true;
}
