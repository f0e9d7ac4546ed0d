// SPDX-License-Identifier: GPL-2.0-only
/* allocfail top: who asks, live. */
#include <curses.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "commands/top.h"
#include "lib/clock.h"
#include "lib/units.h"

#define DEFAULT_INTERVAL 2.0 /* seconds */

static int sort_of(const char *name, enum af_sort *sort)
{
	unsigned int i;

	for (i = 0; i < AF_NR_SORTS; i++) {
		if (strcmp(name, af_sort_names[i]))
			continue;
		*sort = i;
		return 0;
	}
	af_complain("--sort %s: not one of rate, count, order, cause, time",
		    name);
	return -1;
}

/* The same record stays selected, wherever it goes. */
static void select_again(struct af_top_state *top, const struct af_key *was)
{
	size_t i;

	for (i = 0; i < top->rows.nr; i++)
		if (af_key_same(&top->rows.all[i].key, was))
			top->selected = i;
	if (top->selected >= top->rows.nr)
		top->selected = top->rows.nr ? top->rows.nr - 1 : 0;
}

/* Reads once more; what was there is what the rates are taken from. */
static int look(struct af_top_state *top)
{
	struct af_key was = { .who = af_slice_string("") };
	struct af_rows rows;
	struct af_view view;

	if (af_view_read(&view, top->options->root,
			 AF_READ(AF_FILE_STATUS) | AF_READ(AF_FILE_COUNTERS) |
				 AF_READ(AF_FILE_SIGNATURES)))
		return -1;
	if (af_rows_make(&rows, &view, top->view.read ? &top->rows : NULL,
			 &top->options->filter)) {
		af_view_free(&view);
		return -1;
	}
	if (top->selected < top->rows.nr)
		was = top->rows.all[top->selected].key;
	af_rows_free(&top->rows);
	af_view_free(&top->view);
	top->rows = rows;
	top->view = view;
	af_rows_sort(&top->rows, top->sort);
	select_again(top, &was);
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

void af_top_summary(const struct af_top_state *top, char *text, size_t size)
{
	char failures[AF_UNIT_LEN], rate[AF_UNIT_LEN], since[AF_UNIT_LEN];

	snprintf(text, size,
		 "allocfail: %s failures in %s, now %s; %zu signatures by %s%s",
		 af_thousands(failures, top->view.totals.failures),
		 af_duration(since,
			     top->view.now_us - top->view.status.since_us),
		 af_rate(rate, total_rate(top)), top->rows.nr,
		 af_sort_names[top->sort],
		 af_top_deaf(top) ? "; IT HEARS NOTHING" : "");
}

/* Nothing is cut off: a log may be as wide as it likes. */
static void print_batch(const struct af_top_state *top)
{
	char text[AF_ROW_LEN];
	size_t i;

	af_top_summary(top, text, sizeof(text));
	puts(text);
	af_row_heading(text, UINT_MAX);
	puts(text);
	for (i = 0; i < top->rows.nr; i++) {
		af_row_text(text, &top->rows.all[i], top->view.now_us,
			    UINT_MAX);
		puts(text);
	}
	putchar('\n');
	fflush(stdout);
}

/* A copy is shown once. */
static int run_batch(struct af_top_state *top)
{
	unsigned int looks = 0;

	do {
		if (looks)
			af_sleep(top->interval);
		if (look(top))
			return AF_EXIT_TROUBLE;
		/* The first look has no rates. */
		if (!looks && !top->options->root && top->options->count != 1)
			af_sleep(top->interval < 1 ? top->interval : 1);
		if (!looks && !top->options->root && top->options->count != 1 &&
		    look(top))
			return AF_EXIT_TROUBLE;
		print_batch(top);
		looks++;
	} while (!top->options->root && !ferror(stdout) &&
		 (!top->options->count || looks < top->options->count));
	return AF_EXIT_FINE;
}

/* Milliseconds until the next look. */
static int until_next(const struct af_top_state *top)
{
	double left = top->interval * 1e3 -
		      (af_boot_clock_us() - top->view.now_us) / 1e3;

	return left > 0 ? left : 0;
}

/* A key may come at any time: it is drawn at once, and not read for. */
static int wait_for_key(const struct af_top_state *top)
{
	timeout(top->options->root ? -1 : until_next(top));
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
		if (key == ERR && at_end())
			break;
		if (key != ERR) {
			if (!af_top_press(top, key))
				break;
		} else if (top->options->root) {
			break;
		} else if (!look(top)) {
			looks++;
		} else {
			/* What it complained of is not on this screen. */
			endwin();
			af_complain("the module's files can't be read any more");
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
		af_complain("top: needs a terminal to read from and to write to; without one: allocfail top --batch");
		return AF_EXIT_TROUBLE;
	}
	if (look(top))
		return AF_EXIT_TROUBLE;
	af_screen_init(&screen, top->options);
	top->color = screen.color;
	if (!newterm(NULL, stdout, stdin)) {
		af_complain("this terminal can't show it: try --batch");
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
		.interval = options->interval ? options->interval :
						DEFAULT_INTERVAL,
	};
	int code;

	if (options->sort && sort_of(options->sort, &top.sort))
		return AF_EXIT_TROUBLE;
	code = run(&top);
	af_rows_free(&top.rows);
	af_view_free(&top.view);
	return code;
}
