// SPDX-License-Identifier: GPL-2.0-only
/* allocfail top: what is on the screen. */
#include <curses.h>
#include <stdarg.h>
#include <stdlib.h>

#include "advice/advice.h"
#include "commands/top.h"
#include "lib/units.h"

#define HEAD 3 /* lines above the first row */

/* What is cut ends with "~". The last cell of the screen would make it scroll. */
static void put_line(int line, attr_t attributes, struct af_slice text)
{
	const int room = line == LINES - 1 ? COLS - 1 : COLS;

	attrset(attributes);
	if ((int)text.length > room) {
		mvaddnstr(line, 0, text.text, room - 1);
		addch('~');
	} else {
		mvaddnstr(line, 0, text.text, text.length);
		clrtoeol();
	}
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
	const enum af_weight weight = af_weigh(&row->facts);

	return top->color ? (attr_t)COLOR_PAIR(af_weight_style(weight)) :
			    plain[weight];
}

/* Between the heading and the line of keys. */
static size_t lines_for_rows(void)
{
	int lines = LINES - HEAD - 1;

	return lines > 0 ? lines : 1;
}

/* Text that is printed first, and then put on the screen line by line. */
struct page {
	char *text;
	size_t length;
	struct af_screen screen;
	struct af_table table;
	struct af_column columns[AF_ROW_COLUMNS];
};

static bool begin_page(struct page *page, const struct af_top_state *top)
{
	*page = (struct page){ .screen = { .width = COLS } };
	page->screen.out = open_memstream(&page->text, &page->length);
	af_row_columns(page->columns, top->sort, COLS, &top->view);
	if (page->screen.out)
		af_table_open(&page->table, &page->screen, page->columns,
			      AF_ROW_COLUMNS);
	return page->screen.out;
}

/* Return: what was printed, as long as the page is there */
static struct af_slice end_page(struct page *page)
{
	if (fclose(page->screen.out))
		return af_slice_string("");
	return af_slice_of(page->text, page->length);
}

static void keep_selected_in_sight(struct af_top_state *top, size_t room)
{
	if (top->selected < top->first)
		top->first = top->selected;
	if (top->selected >= top->first + room)
		top->first = top->selected - room + 1;
}

static void draw_rows(struct af_top_state *top)
{
	const size_t room = lines_for_rows();
	struct af_slice rest, line;
	struct page page;
	size_t i;

	keep_selected_in_sight(top, room);
	if (!begin_page(&page, top))
		return;
	af_table_heading(&page.table, AF_PLAIN);
	for (i = top->first; i < top->first + room && i < top->rows.nr; i++)
		af_row_print(&page.table, &top->rows.all[i], &top->view);
	rest = end_page(&page);
	if (af_slice_cut(&rest, '\n', &line))
		put_line(HEAD - 1, A_REVERSE, line);
	for (i = 0; af_slice_cut(&rest, '\n', &line); i++)
		put_line(HEAD + i,
			 attributes_of(top, &top->rows.all[top->first + i]) |
				 (top->first + i == top->selected ? A_REVERSE :
								    0),
			 line);
	free(page.text);
	if (!top->rows.nr)
		put_line(HEAD, A_NORMAL, af_slice_string("No failures."));
}

/* A line of the page, broken where the screen is too narrow for it. */
static void say(const struct af_screen *screen, unsigned int indent,
		const char *format, ...) __attribute__((format(printf, 3, 4)));

static void say(const struct af_screen *screen, unsigned int indent,
		const char *format, ...)
{
	char text[2048];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	af_wrap_item(screen, indent, indent + 2, AF_PLAIN, text);
}

/* Of one signature: how many, which request, whose, and the stack. */
static void print_signature(const struct af_screen *screen,
			    const struct af_signature *signature)
{
	const struct af_subject *subject = &signature->subject;
	char count[AF_UNIT_LEN];
	size_t i;

	fputc('\n', screen->out);
	say(screen, 0, "%s: %s%.*s", af_thousands(count, signature->count),
	    subject->memalloc ? "in PF_MEMALLOC, " : "",
	    AF_SLICE(subject->gfp));
	say(screen, 2, "%s, zone %.*s, longest streak %llu",
	    af_context_name(subject->context), AF_SLICE(subject->zone),
	    (unsigned long long)signature->streak);
	say(screen, 2, "first on CPU %lld in task %.*s, pid %lld",
	    (long long)subject->cpu, AF_SLICE(subject->comm),
	    (long long)subject->pid);
	for (i = 0; i < signature->nr_frames; i++)
		say(screen, 4, "%.*s", AF_SLICE(signature->frames[i]));
}

/* What the row's signatures have in common, then each of them. */
static void print_detail(const struct af_screen *screen,
			 const struct af_top_state *top,
			 const struct af_row *row)
{
	const struct af_wanted wanted = { .each = top->each };
	char size[AF_UNIT_LEN];
	size_t i;

	say(screen, 0, "order %lld (%s), %s, cause %s",
	    (long long)row->facts.order,
	    af_bytes(size, af_order_bytes(row->facts.order)),
	    af_class_name(row->facts.class), af_cause_name(row->facts.cause));
	say(screen, 0, "%s: allocfail advice %s",
	    af_weight_name(af_weigh(&row->facts)), af_advise(&row->facts)->id);
	print_signature(screen, row->most);
	for (i = 0; row->nr > 1 && i < top->view.signatures.nr; i++) {
		const struct af_signature *one = &top->view.signatures.all[i];

		if (one != row->most && af_row_has(row, one, &wanted))
			print_signature(screen, one);
	}
}

static void print_keys(const struct af_screen *screen)
{
	static const struct {
		const char *keys, *what;
	} all[] = {
		{ "up, down, PgUp, PgDn", "move" },
		{ "Home, End", "first, last" },
		{ "Enter", "stacks, and back" },
		{ "r n o c t", "sort by rate, number, order, cause, time" },
		{ "g", "a row a site, or a signature" },
		{ "/", "only what has this in its names" },
		{ "p", "pause" },
		{ "+ -", "look half as often, twice as often" },
		{ "?", "these keys, and back" },
		{ "q", "quit" },
	};
	char text[128];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(all); i++) {
		snprintf(text, sizeof(text), "%-23s%s", all[i].keys,
			 all[i].what);
		af_wrap_item(screen, 0, 23, AF_PLAIN, text);
	}
}

/* Lines below the heading, from where they are scrolled to. */
static void put_page(struct af_top_state *top, struct af_slice text)
{
	const size_t room = lines_for_rows();
	struct af_slice rest = text, line;
	size_t nr = 0, i;

	while (af_slice_cut(&rest, '\n', &line))
		nr++;
	if (top->scroll + room > nr)
		top->scroll = nr > room ? nr - room : 0;
	for (i = 0; af_slice_cut(&text, '\n', &line); i++)
		if (i >= top->scroll && i < top->scroll + room)
			put_line(HEAD + i - top->scroll, A_NORMAL, line);
}

static void draw_detail(struct af_top_state *top)
{
	const struct af_row *row = &top->rows.all[top->selected];
	struct af_slice rest, line;
	struct page page;

	if (!begin_page(&page, top))
		return;
	af_row_print(&page.table, row, &top->view);
	print_detail(&page.screen, top, row);
	rest = end_page(&page);
	if (af_slice_cut(&rest, '\n', &line))
		put_line(HEAD - 1, A_REVERSE, line);
	put_page(top, rest);
	free(page.text);
}

static void draw_keys(struct af_top_state *top)
{
	struct page page;

	if (!begin_page(&page, top))
		return;
	print_keys(&page.screen);
	put_page(top, end_page(&page));
	free(page.text);
}

/* Two lines above the heading, the second of which is empty as a rule. */
static void draw_summary(struct af_top_state *top)
{
	const attr_t attributes = af_top_deaf(top) ? A_BOLD | A_REVERSE :
						     A_BOLD;
	struct af_slice rest, line;
	struct page page;
	char text[256];
	size_t i;

	if (!begin_page(&page, top))
		return;
	af_top_summary(top, text, sizeof(text));
	af_wrap_rest(&page.screen, 0, text);
	rest = end_page(&page);
	if (af_slice_cut(&rest, '\n', &line))
		put_line(0, attributes, line);
	/* All that is left, in one line. */
	for (i = 0; i < rest.length; i++)
		if (rest.text[i] == '\n')
			page.text[rest.text + i - page.text] = ' ';
	af_slice_trim(&rest);
	if (rest.length)
		put_line(1, attributes, rest);
	free(page.text);
}

static void draw_foot(const struct af_top_state *top)
{
	char text[128], interval[AF_UNIT_LEN];

	if (top->typing)
		snprintf(text, sizeof(text), "/%s_", top->search);
	else if (top->page != AF_TOP_ROWS)
		snprintf(text, sizeof(text), "q quit  Enter back  ? keys");
	else if (top->options->root)
		snprintf(text, sizeof(text), "q quit  ? keys  a copy");
	else
		snprintf(text, sizeof(text), "q quit  ? keys  every %s",
			 af_duration(interval, top->interval * 1e6));
	put_line(LINES - 1, top->typing ? A_BOLD : A_DIM,
		 af_slice_string(text));
}

/* All of the screen. */
void af_top_draw(struct af_top_state *top)
{
	erase();
	draw_summary(top);
	if (top->page == AF_TOP_KEYS)
		draw_keys(top);
	else if (top->page == AF_TOP_DETAIL && top->selected < top->rows.nr)
		draw_detail(top);
	else
		draw_rows(top);
	draw_foot(top);
	refresh();
}

/* The colours of the styles that weights have. */
void af_top_start_screen(struct af_top_state *top)
{
	static const short colors[AF_NR_STYLES] = {
		[AF_PLAIN] = -1,
		[AF_BOLD] = -1,
		[AF_DIM] = -1,
		[AF_GOOD] = COLOR_GREEN,
		[AF_WARN] = COLOR_YELLOW,
		[AF_BAD] = COLOR_RED,
	};
	short style;

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
	for (style = 1; style < AF_NR_STYLES; style++)
		init_pair(style, colors[style], -1);
}
