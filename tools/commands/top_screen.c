// SPDX-License-Identifier: GPL-2.0-only
/* allocfail top: what is on the screen. */
#include <curses.h>

#include "advice/advice.h"
#include "commands/top.h"
#include "lib/units.h"

#define HEAD 3 /* lines above the first row */

/* At most as wide as the screen; the last column would wrap. */
static void put_line(int line, attr_t attributes, const char *text)
{
	attrset(attributes);
	mvaddnstr(line, 0, text, COLS - 1);
	clrtoeol();
	attrset(A_NORMAL);
}

static attr_t attributes_of(const struct af_top_state *top,
			    const struct af_row *row)
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

static void draw_rows(struct af_top_state *top)
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
static size_t detail_lines(const struct af_top_state *top,
			   char (*lines)[AF_ROW_LEN], size_t most)
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

static void draw_detail(struct af_top_state *top)
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

void af_top_draw(struct af_top_state *top)
{
	static const char keys[] =
		"q quit  up/down Enter stack  sort: r rate n count o order c cause t time";
	static const char detail_keys[] = "q quit  up/down scroll  Enter back";
	char text[AF_ROW_LEN];

	erase();
	af_top_summary(top, text, sizeof(text));
	put_line(0, af_top_deaf(top) ? A_BOLD | A_REVERSE : A_BOLD, text);
	if (top->detail && top->selected < top->rows.nr)
		draw_detail(top);
	else
		draw_rows(top);
	put_line(LINES - 1, A_DIM, top->detail ? detail_keys : keys);
	refresh();
}

void af_top_start_screen(struct af_top_state *top)
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
