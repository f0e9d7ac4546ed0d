// SPDX-License-Identifier: GPL-2.0-only
/* allocfail top: what a key does. */
#include <curses.h>

#include "commands/top.h"

#define ESCAPE 27
#define DELETE 127
#define LONGEST 86400.0 /* seconds between two looks */
#define SHORTEST 0.1

static size_t last_row(const struct af_top_state *top)
{
	return top->rows.nr ? top->rows.nr - 1 : 0;
}

/* Far too many lines to scroll are as good as all: drawing knows how many there are. */
static void move_by(struct af_top_state *top, long by)
{
	const bool rows = top->page == AF_TOP_ROWS;
	size_t *place = rows ? &top->selected : &top->scroll;

	if (by < 0 && *place < (size_t)-by)
		*place = 0;
	else
		*place += by;
	if (rows && top->selected > last_row(top))
		top->selected = last_row(top);
}

static void sort_by(struct af_top_state *top, enum af_sort sort)
{
	top->sort = sort;
	af_rows_sort(&top->rows, sort);
	top->selected = 0;
}

static void change_interval(struct af_top_state *top, double times)
{
	top->interval *= times;
	if (top->interval < SHORTEST)
		top->interval = SHORTEST;
	if (top->interval > LONGEST)
		top->interval = LONGEST;
}

static void show(struct af_top_state *top, enum af_top_page page)
{
	top->page = top->page == page ? AF_TOP_ROWS : page;
	top->scroll = 0;
}

static void group(struct af_top_state *top)
{
	top->each = !top->each;
	top->page = AF_TOP_ROWS;
	af_top_arrange(top);
}

static void search_for(struct af_top_state *top, size_t length)
{
	top->search[length] = '\0';
	af_top_arrange(top);
}

/* A key of a name that is looked for. */
static void type(struct af_top_state *top, int key)
{
	size_t length = strlen(top->search);

	if (key == '\n' || key == '\r' || key == KEY_ENTER) {
		top->typing = false;
	} else if (key == ESCAPE) {
		top->typing = false;
		search_for(top, 0);
	} else if (key == KEY_BACKSPACE || key == DELETE || key == '\b') {
		search_for(top, length ? length - 1 : 0);
	} else if (key >= ' ' && key <= '~' &&
		   length + 1 < sizeof(top->search)) {
		top->search[length] = key;
		search_for(top, length + 1);
	}
}

static bool press_to_move(struct af_top_state *top, int key)
{
	switch (key) {
	case KEY_UP:
	case 'k':
		move_by(top, -1);
		return true;
	case KEY_DOWN:
	case 'j':
		move_by(top, 1);
		return true;
	case KEY_PPAGE:
		move_by(top, -(LINES / 2));
		return true;
	case KEY_NPAGE:
	case ' ':
		move_by(top, LINES / 2);
		return true;
	case KEY_HOME:
		move_by(top, -1000000);
		return true;
	case KEY_END:
		move_by(top, 1000000);
		return true;
	}
	return false;
}

static bool press_to_sort(struct af_top_state *top, int key)
{
	static const char keys[AF_NR_SORTS] = {
		[AF_SORT_RATE] = 'r',  [AF_SORT_COUNT] = 'n',
		[AF_SORT_ORDER] = 'o', [AF_SORT_CAUSE] = 'c',
		[AF_SORT_TIME] = 't',
	};
	unsigned int sort;

	for (sort = 0; sort < AF_NR_SORTS; sort++) {
		if (key != keys[sort])
			continue;
		sort_by(top, sort);
		return true;
	}
	return false;
}

static void press_other(struct af_top_state *top, int key)
{
	switch (key) {
	case '\n':
	case '\r':
	case KEY_ENTER:
		if (top->page != AF_TOP_ROWS)
			show(top, top->page);
		else if (top->rows.nr)
			show(top, AF_TOP_DETAIL);
		break;
	case '?':
	case 'h':
		show(top, AF_TOP_KEYS);
		break;
	case ESCAPE:
	case KEY_LEFT:
	case KEY_BACKSPACE:
		if (top->page == AF_TOP_ROWS && *top->search)
			search_for(top, 0);
		top->page = AF_TOP_ROWS;
		break;
	case '/':
		top->page = AF_TOP_ROWS;
		top->typing = true;
		break;
	case 'g':
		group(top);
		break;
	case 'p':
		top->paused = !top->paused;
		break;
	case '+':
		change_interval(top, 2);
		break;
	case '-':
		change_interval(top, 0.5);
		break;
	}
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
	if (top->typing)
		type(top, key);
	else if (key == 'q')
		return false;
	else if (!press_to_move(top, key) && !press_to_sort(top, key))
		press_other(top, key);
	return true;
}
