// SPDX-License-Identifier: GPL-2.0-only
/* allocfail top: who asks, live. */
#include <curses.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "commands/top.h"
#include "lib/clock.h"
#include "lib/units.h"

#define DEFAULT_INTERVAL 2.0 /* seconds */

static enum af_sort sort_of(const char *name)
{
	unsigned int i;

	for (i = 0; name && i < AF_NR_SORTS; i++)
		if (!strcmp(name, af_sort_names[i]))
			return i;
	return AF_SORT_RATE;
}

/* The same row stays selected, wherever it goes. */
static void select_again(struct af_top_state *top, const struct af_rows *rows,
			 const struct af_row *was)
{
	size_t i;

	for (i = 0; was && i < rows->nr; i++)
		if (af_key_same(&rows->all[i].key, &was->key))
			top->selected = i;
	if (top->selected >= rows->nr)
		top->selected = rows->nr ? rows->nr - 1 : 0;
}

/* Rows of @view, in the place of those there were. */
static int take(struct af_top_state *top, const struct af_view *view,
		const struct af_rows *before)
{
	const struct af_wanted wanted = {
		.filter = &top->options->filter,
		.each = top->each,
		.search = top->search,
	};
	struct af_rows rows;

	if (af_rows_make(&rows, view, before, &wanted))
		return -1;
	af_rows_sort(&rows, top->sort);
	select_again(top, &rows,
		     top->selected < top->rows.nr ?
			     &top->rows.all[top->selected] :
			     NULL);
	af_rows_free(&top->rows);
	top->rows = rows;
	return 0;
}

/**
 * af_top_arrange - make the rows of the same view anew
 * @top: whose sort, grouping or search has changed
 *
 * Rates are there again after the next look. Return: 0, or -1 after a complaint
 */
int af_top_arrange(struct af_top_state *top)
{
	return take(top, &top->view, NULL);
}

/* Reads once more; what was there is what the rates are taken from. */
static int look(struct af_top_state *top)
{
	struct af_view view;

	if (af_view_read(&view, top->options->root,
			 AF_READ(AF_FILE_STATUS) | AF_READ(AF_FILE_COUNTERS) |
				 AF_READ(AF_FILE_SIGNATURES) |
				 AF_READ(AF_FILE_EVENTS)))
		return -1;
	if (take(top, &view, top->view.read ? &top->rows : NULL)) {
		af_view_free(&view);
		return -1;
	}
	af_view_free(&top->view);
	top->view = view;
	return 0;
}

static double total_rate(const struct af_top_state *top)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < top->rows.nr; i++)
		sum += top->rows.all[i].rate;
	return sum;
}

bool af_top_deaf(const struct af_top_state *top)
{
	const struct af_status *status = &top->view.status;

	return !status->enabled || (status->armed_known && !status->armed);
}

/* The first line: what there is, and what is not as usual. */
void af_top_summary(const struct af_top_state *top, char *text, size_t size)
{
	char failures[AF_UNIT_LEN], rate[AF_UNIT_LEN], since[AF_UNIT_LEN];
	int length;

	length = snprintf(text, size,
			  "allocfail: %s failures in %s, now %s; %zu %s%s%s",
			  af_thousands(failures, top->view.totals.failures),
			  af_duration(since, top->view.now_us -
						     top->view.status.since_us),
			  af_rate(rate, total_rate(top)), top->rows.nr,
			  top->each ? "signature" : "site",
			  top->rows.nr == 1 ? "" : "s",
			  af_top_deaf(top) ? "; IT HEARS NOTHING" : "");
	if (top->paused && length < (int)size)
		length += snprintf(text + length, size - length, "; PAUSED");
	if (*top->search && length < (int)size)
		snprintf(text + length, size - length, "; with \"%s\"",
			 top->search);
}

/* Nothing is cut off without --width: a log may be as wide as it likes. */
static void print_batch(const struct af_top_state *top)
{
	const struct af_screen screen = {
		.out = stdout,
		.width = top->options->width ?: AF_TABLE_WIDE,
	};
	struct af_column columns[AF_ROW_COLUMNS];
	struct af_table table;
	char text[256];
	size_t i;

	af_top_summary(top, text, sizeof(text));
	af_wrap_rest(&screen, 0, text);
	af_row_columns(columns, top->sort, screen.width, &top->view);
	af_table_open(&table, &screen, columns, AF_ROW_COLUMNS);
	af_table_heading(&table, AF_PLAIN);
	for (i = 0; i < top->rows.nr; i++)
		af_row_print(&table, &top->rows.all[i], &top->view);
	putchar('\n');
	fflush(stdout);
}

/* The first look has no rates: there is a second one soon. */
static int first_look(struct af_top_state *top)
{
	if (look(top))
		return -1;
	if (top->options->root || top->options->count == 1)
		return 0;
	af_sleep(top->interval < 1 ? top->interval : 1);
	return look(top);
}

/* A copy is shown once. */
static int run_batch(struct af_top_state *top)
{
	const struct af_options *options = top->options;
	unsigned int looks = 0;

	do {
		if (looks)
			af_sleep(top->interval);
		if (looks ? look(top) : first_look(top))
			return AF_EXIT_TROUBLE;
		print_batch(top);
		looks++;
	} while (!options->root && !ferror(stdout) &&
		 (!options->count || looks < options->count));
	return AF_EXIT_FINE;
}

/* Milliseconds until the next look. */
static int until_next(const struct af_top_state *top)
{
	double left = top->interval * 1e3 -
		      (af_boot_clock_us() - top->view.now_us) / 1e3;

	return left > 0 ? left : 0;
}

static bool is_still(const struct af_top_state *top)
{
	return top->options->root || top->paused;
}

/* A key may come at any time: it is drawn at once, and not read for. */
static int wait_for_key(const struct af_top_state *top)
{
	timeout(is_still(top) ? -1 : until_next(top));
	return getch();
}

/* No key, and none will come: the terminal is gone. */
static bool at_end(void)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };

	return poll(&input, 1, 0) > 0 &&
	       input.revents & (POLLHUP | POLLERR | POLLNVAL);
}

static int run_screen(struct af_top_state *top)
{
	unsigned int looks = 1;
	int key;

	af_top_draw(top);
	while (!top->options->count || looks < top->options->count) {
		key = wait_for_key(top);
		if (key == ERR && (at_end() || is_still(top)))
			break;
		if (key != ERR) {
			if (!af_top_press(top, key))
				break;
		} else if (!look(top)) {
			looks++;
		} else {
			/* What it complained of is not on this screen. */
			endwin();
			af_complain("top: the module's files can't be read any more");
			return AF_EXIT_TROUBLE;
		}
		af_top_draw(top);
	}
	return AF_EXIT_FINE;
}

static int run(struct af_top_state *top)
{
	struct af_screen screen;
	int code;

	if (top->options->batch)
		return run_batch(top);
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		af_complain("top: needs a terminal at both ends; without: allocfail top --batch");
		return AF_EXIT_TROUBLE;
	}
	if (look(top))
		return AF_EXIT_TROUBLE;
	af_screen_init(&screen, top->options);
	top->color = screen.color;
	if (!newterm(NULL, stdout, stdin)) {
		af_complain("top: this terminal can't show it: try --batch");
		return AF_EXIT_TROUBLE;
	}
	af_top_start_screen(top);
	code = run_screen(top);
	endwin();
	return code;
}

int af_top(const struct af_options *options)
{
	struct af_top_state top = {
		.options = options,
		.sort = sort_of(options->sort),
		.each = options->full,
		.interval = options->interval ? options->interval :
						DEFAULT_INTERVAL,
	};
	int code = run(&top);

	af_rows_free(&top.rows);
	af_view_free(&top.view);
	return code;
}
