// SPDX-License-Identifier: GPL-2.0-only
/* allocfail flamegraph: the stacks as one picture. */
#include "cli/command.h"
#include "commands/flamegraph.h"
#include "lib/markup.h"
#include "lib/output.h"
#include "lib/units.h"
#include "state/view.h"

/* Pixels. */
#define WIDTH 1200
#define MARGIN 10
#define TITLE 34
#define ROW 20
#define LETTER 7.3 /* of a font of 12 pixels */

#define MAX_KEY 40 /* letters of a name in the legend */

/* Where the next key of the legend goes. */
struct place {
	double x;
	unsigned int y;
};

/* Moves on to where a key goes, and returns how wide it is. */
static double place_key(struct place *place, struct af_slice name)
{
	const size_t shown = name.length < MAX_KEY ? name.length : MAX_KEY + 1;
	const double width = 34 + shown * LETTER;

	if (place->x > MARGIN && place->x + width > WIDTH - MARGIN) {
		place->x = MARGIN;
		place->y += ROW;
	}
	return width;
}

static unsigned int legend_end(const struct af_flame *flame)
{
	struct place place = { MARGIN, TITLE };
	unsigned int i;

	for (i = 0; i < flame->nr_keys; i++)
		place.x += place_key(&place, flame->keys[i]);
	return place.y + ROW;
}

static void draw_legend(FILE *out, const struct af_flame *flame)
{
	struct place place = { MARGIN, TITLE };
	unsigned int i;
	double width;

	for (i = 0; i < flame->nr_keys; i++) {
		width = place_key(&place, flame->keys[i]);
		fprintf(out,
			"<rect class=\"af-c%u\" x=\"%.0f\" y=\"%u\" width=\"12\" height=\"12\"/><text x=\"%.0f\" y=\"%u\">",
			i, place.x, place.y, place.x + 17, place.y + 10);
		af_markup(out, flame->keys[i], MAX_KEY);
		fputs("</text>\n", out);
		place.x += width;
	}
}

static void draw_head(FILE *out, const struct af_view *view,
		      const struct af_flame *flame, unsigned int height)
{
	char number[AF_UNIT_LEN];

	fprintf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%u\" font-family=\"monospace\" font-size=\"12\">\n<title>Failed page allocations</title>\n<style>\n",
		WIDTH, height);
	af_flame_style(out);
	fputs("svg{background:#fff}\ntext{fill:#111}\n"
	      "@media (prefers-color-scheme:dark){svg{background:#14161a}text{fill:#ddd}}\n"
	      "</style>\n",
	      out);
	fprintf(out,
		"<text x=\"%d\" y=\"22\" font-size=\"15\" font-weight=\"bold\">Failed page allocations: %s, Linux ",
		MARGIN, af_thousands(number, af_flame_failures(flame)));
	af_markup(out, view->status.kernel, MAX_KEY);
	fputs("</text>\n", out);
}

static void draw(FILE *out, const struct af_view *view,
		 const struct af_flame *flame)
{
	const unsigned int top = legend_end(flame);
	const unsigned int end = top + af_flame_height(flame);
	char place[80], number[AF_UNIT_LEN];
	u64 left_out;

	draw_head(out, view, flame, end + ROW);
	draw_legend(out, flame);
	snprintf(place, sizeof(place), "x=\"%d\" y=\"%u\" width=\"%d\"", MARGIN,
		 top, WIDTH - 2 * MARGIN);
	left_out = af_flame_draw(out, flame, place);
	if (left_out)
		fprintf(out,
			"<text x=\"%d\" y=\"%u\">Stacks that end too narrow to be drawn: %s failures.</text>\n",
			MARGIN, end + ROW - 6, af_thousands(number, left_out));
	fputs("</svg>\n", out);
}

static int write_picture(const struct af_view *view,
			 const struct af_flame *flame,
			 const struct af_options *options)
{
	struct af_output output;

	if (!flame->nr) {
		af_complain("flamegraph: no failures, nothing to draw");
		return AF_EXIT_TROUBLE;
	}
	if (af_output_open(&output, options->output))
		return AF_EXIT_TROUBLE;
	draw(output.file, view, flame);
	return af_output_close(&output, true) ? AF_EXIT_TROUBLE : AF_EXIT_FINE;
}

static int draw_view(const struct af_view *view,
		     const struct af_options *options)
{
	struct af_flame flame;
	int code;

	if (af_flame_make(&flame, &view->signatures, &options->filter,
			  view->now_us, options->by)) {
		af_complain("flamegraph: out of memory");
		return AF_EXIT_TROUBLE;
	}
	code = write_picture(view, &flame, options);
	af_flame_free(&flame);
	return code;
}

int af_flamegraph(const struct af_options *options)
{
	struct af_view view;
	int code;

	if (af_view_read(&view, options->root,
			 AF_READ(AF_FILE_STATUS) | AF_READ(AF_FILE_SIGNATURES)))
		return AF_EXIT_TROUBLE;
	code = draw_view(&view, options);
	af_view_free(&view);
	return code;
}
