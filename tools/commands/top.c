// SPDX-License-Identifier: GPL-2.0-only
/* allocfail top: who asks, live. */
#include <curses.h>
#include <limits.h>
#include <stdlib.h>

#include "cli/command.h"
#include "state/read.h"
#include "commands/rows.h"
#include "lib/screen.h"
#include "lib/units.h"

#define DEFAULT_INTERVAL 2.0 /* seconds */
#define ESCAPE 27
#define HEAD 3 /* lines above the first row */

struct top {
	const struct af_options *options;
	enum af_sort sort;
	double interval;
	bool color;
	struct af_view before; /* empty at first */
	struct af_view view;
	struct af_rows rows;
	size_t selected;
	size_t first;  /* row at the top of the screen */
	bool detail;   /* the selected row's stack */
	size_t scroll; /* lines of it that are off the screen */
};

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

/* The same signature stays selected, wherever it goes. */
static void select_again(struct top *top, const struct af_signature *was)
{
	size_t i;

	for (i = 0; was && i < top->rows.nr; i++)
		if (af_same_signature(top->rows.all[i].signature, was))
			top->selected = i;
	if (top->selected >= top->rows.nr)
		top->selected = top->rows.nr ? top->rows.nr - 1 : 0;
}

/* Reads once more; what was there becomes the view before. */
static int look(struct top *top)
{
	const struct af_signature *was = NULL;
	struct af_rows old = top->rows;
	struct af_view view;

	if (af_view_read(&view, top->options->root,
			 AF_READ(AF_FILE_STATUS) | AF_READ(AF_FILE_COUNTERS) |
				 AF_READ(AF_FILE_SIGNATURES)))
		return -1;
	if (top->selected < old.nr)
		was = old.all[top->selected].signature;
	af_view_free(&top->before);
	top->before = top->view;
	top->view = view;
	if (af_rows_make(&top->rows, &top->view,
			 top->before.read ? &top->before : NULL,
			 &top->options->filter)) {
		top->rows = old;
		return -1;
	}
	af_rows_sort(&top->rows, top->sort);
	select_again(top, was);
	af_rows_free(&old);
	return 0;
}

static double total_rate(const struct top *top)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < top->rows.nr; i++)
		sum += top->rows.all[i].rate;
	return sum;
}

static bool deaf(const struct top *top)
{
	const struct af_status *status = &top->view.status;

	return !status->enabled || (status->armed_known && !status->armed);
}

static void summary(const struct top *top, char *text, size_t size)
{
	char failures[AF_UNIT_LEN], rate[AF_UNIT_LEN], since[AF_UNIT_LEN];

	snprintf(text, size,
		 "allocfail: %s failures in %s, now %s; %zu signatures by %s%s",
		 af_thousands(failures, top->view.totals.failures),
		 af_duration(since,
			     top->view.now_us - top->view.status.since_us),
		 af_rate(rate, total_rate(top)), top->rows.nr,
		 af_sort_names[top->sort],
		 deaf(top) ? "; IT HEARS NOTHING" : "");
}

/* Nothing is cut off: a log may be as wide as it likes. */
static void print_batch(const struct top *top)
{
	char text[AF_ROW_LEN];
	size_t i;

	summary(top, text, sizeof(text));
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
static int run_batch(struct top *top)
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

/* --- the screen */

/* At most as wide as the screen; the last column would wrap. */
static void put_line(int line, attr_t attributes, const char *text)
{
	attrset(attributes);
	mvaddnstr(line, 0, text, COLS - 1);
	clrtoeol();
	attrset(A_NORMAL);
}

static attr_t attributes_of(const struct top *top, const struct af_row *row)
{
	static const attr_t plain[AF_NR_WEIGHTS] = {
		[AF_HARMLESS] = A_DIM,
		[AF_MATTERS] = A_NORMAL,
		[AF_SERIOUS] = A_BOLD,
	};
	enum af_weight weight = af_weigh(&row->facts);

	return top->color ? (attr_t)COLOR_PAIR(weight + 1) : plain[weight];
}

/* Between the heading and the line of keys. */
static size_t lines_for_rows(void)
{
	int lines = LINES - HEAD - 1;

	return lines > 0 ? lines : 1;
}

static void draw_rows(struct top *top)
{
	size_t room = lines_for_rows(), i;
	char text[AF_ROW_LEN];
	attr_t attributes;

	if (top->selected < top->first)
		top->first = top->selected;
	if (top->selected >= top->first + room)
		top->first = top->selected - room + 1;
	af_row_heading(text, COLS);
	put_line(2, A_REVERSE, text);
	for (i = 0; i < room && top->first + i < top->rows.nr; i++) {
		const struct af_row *row = &top->rows.all[top->first + i];

		attributes = attributes_of(top, row);
		if (top->first + i == top->selected)
			attributes |= A_REVERSE;
		af_row_text(text, row, top->view.now_us, COLS);
		put_line(HEAD + i, attributes, text);
	}
	if (!top->rows.nr)
		put_line(HEAD, A_NORMAL, "No failures.");
}

/* The facts of the selected signature, a line each, then its stack. */
static size_t detail_lines(const struct top *top, char (*lines)[AF_ROW_LEN],
			   size_t most)
{
	const struct af_row *row = &top->rows.all[top->selected];
	const struct af_signature *signature = row->signature;
	const struct af_subject *subject = &signature->subject;
	const struct af_advice *advice = af_advise(&row->facts);
	char size[AF_UNIT_LEN];
	size_t nr = 0, i;

	snprintf(lines[nr++], AF_ROW_LEN, "order %u (%s), %.1000s%.*s",
		 subject->order, af_bytes(size, af_order_bytes(subject->order)),
		 subject->memalloc ? "in PF_MEMALLOC, " : "",
		 (int)min_t(u32, subject->gfp.length, 900), subject->gfp.text);
	snprintf(lines[nr++], AF_ROW_LEN,
		 "%s, %s, cause %s, zone %.*s, longest streak %llu",
		 af_class_name(subject->class),
		 af_context_name(subject->context),
		 af_cause_name(subject->cause), AF_SLICE(subject->zone),
		 (unsigned long long)signature->streak);
	snprintf(lines[nr++], AF_ROW_LEN,
		 "first seen on CPU %lld in task %.*s, pid %lld",
		 (long long)subject->cpu, AF_SLICE(subject->comm),
		 (long long)subject->pid);
	snprintf(lines[nr++], AF_ROW_LEN, "%s: allocfail advice %s",
		 af_weight_name(af_weigh(&row->facts)), advice->id);
	lines[nr++][0] = '\0';
	for (i = 0; i < signature->nr_frames && nr < most; i++)
		snprintf(lines[nr++], AF_ROW_LEN, "  %.*s",
			 (int)min_t(u32, signature->frames[i].length, 1000),
			 signature->frames[i].text);
	return nr;
}

#define MAX_DETAIL 80 /* lines: the module keeps at most 64 frames */

static void draw_detail(struct top *top)
{
	static char lines[MAX_DETAIL][AF_ROW_LEN];
	size_t room = lines_for_rows(), i;
	size_t nr = detail_lines(top, lines, MAX_DETAIL);
	char text[AF_ROW_LEN];

	if (top->scroll + room > nr)
		top->scroll = nr > room ? nr - room : 0;
	af_row_text(text, &top->rows.all[top->selected], top->view.now_us,
		    COLS);
	put_line(2, A_REVERSE, text);
	for (i = 0; i < room && top->scroll + i < nr; i++)
		put_line(HEAD + i, A_NORMAL, lines[top->scroll + i]);
}

static void draw(struct top *top)
{
	static const char keys[] =
		"q quit  up/down Enter stack  sort: r rate n count o order c cause t time";
	static const char detail_keys[] = "q quit  up/down scroll  Enter back";
	char text[AF_ROW_LEN];

	erase();
	summary(top, text, sizeof(text));
	put_line(0, deaf(top) ? A_BOLD | A_REVERSE : A_BOLD, text);
	if (top->detail && top->selected < top->rows.nr)
		draw_detail(top);
	else
		draw_rows(top);
	put_line(LINES - 1, A_DIM, top->detail ? detail_keys : keys);
	refresh();
}

static void move_by(struct top *top, long by)
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

static void sort_by(struct top *top, enum af_sort sort)
{
	top->sort = sort;
	af_rows_sort(&top->rows, sort);
	top->selected = 0;
}

/* False: quit. */
static bool press(struct top *top, int key)
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

static void start_screen(struct top *top)
{
	static const short colors[AF_NR_WEIGHTS] = {
		[AF_HARMLESS] = COLOR_GREEN,
		[AF_MATTERS] = COLOR_YELLOW,
		[AF_SERIOUS] = COLOR_RED,
	};
	short weight;

	cbreak();
	noecho();
	keypad(stdscr, TRUE);
	set_escdelay(100);
	curs_set(0);
	top->color = top->color && has_colors();
	if (!top->color)
		return;
	start_color();
	use_default_colors();
	for (weight = 0; weight < AF_NR_WEIGHTS; weight++)
		init_pair(weight + 1, colors[weight], -1);
}

/* Milliseconds until the next look. */
static int until_next(const struct top *top)
{
	double left = top->interval * 1e3 -
		      (af_boot_clock_us() - top->view.now_us) / 1e3;

	return left > 0 ? left : 0;
}

/* A key may come at any time: it is drawn at once, and not read for. */
static int wait_for_key(const struct top *top)
{
	timeout(top->options->root ? -1 : until_next(top));
	return getch();
}

static int run_screen(struct top *top)
{
	unsigned int looks = 1;
	int key;

	draw(top);
	while (!top->options->count || looks < top->options->count) {
		key = wait_for_key(top);
		if (key != ERR) {
			if (!press(top, key))
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
		draw(top);
	}
	return AF_EXIT_FINE;
}

static int run(struct top *top)
{
	struct af_screen screen;
	int code;

	if (top->options->batch)
		return run_batch(top);
	if (look(top))
		return AF_EXIT_TROUBLE;
	af_screen_init(&screen, top->options);
	top->color = screen.color;
	if (!newterm(NULL, stdout, stdin)) {
		af_complain("this terminal can't show it: try --batch");
		return AF_EXIT_TROUBLE;
	}
	start_screen(top);
	code = run_screen(top);
	endwin();
	return code;
}

int af_top(const struct af_options *options)
{
	struct top top = {
		.options = options,
		.interval = options->interval ? options->interval :
						DEFAULT_INTERVAL,
	};
	int code;

	if (options->sort && sort_of(options->sort, &top.sort))
		return AF_EXIT_TROUBLE;
	code = run(&top);
	af_rows_free(&top.rows);
	af_view_free(&top.before);
	af_view_free(&top.view);
	return code;
}
