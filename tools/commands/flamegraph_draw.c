// SPDX-License-Identifier: GPL-2.0-only
/*
 * A flame graph as SVG: what a frame is wide is the share of failures that went
 * through it. Widths are percentages, so that it fits any screen; each frame is an
 * svg of its own, which cuts its text. Nothing in it is a script.
 */
#include "commands/flamegraph.h"
#include "lib/markup.h"
#include "lib/units.h"

#define ROW 18	       /* pixels a level */
#define LEAST 0.001    /* share of the width: what is narrower is left out */
#define LEAST_TEXT .02 /* narrower ones have no text, only a tooltip */
#define MAX_NAME 200

struct drawing {
	FILE *out;
	const struct af_flame *flame;
	double all;	 /* failures */
	double left_out; /* failures in frames that are too narrow */
};

/* Counts in a copy may be anything. */
static u64 count_of(double failures)
{
	return failures < 1e19 ? failures : 10000000000000000000ULL;
}

static void draw_name(const struct drawing *drawing,
		      const struct af_flame_frame *frame)
{
	af_markup(drawing->out, frame->symbol, MAX_NAME);
	if (!frame->module.length)
		return;
	fputs(" [", drawing->out);
	af_markup(drawing->out, frame->module, MAX_NAME);
	fputc(']', drawing->out);
}

/* The end of a text that is cut fades into its frame. */
static void draw_text(const struct drawing *drawing,
		      const struct af_flame_frame *frame, unsigned int color)
{
	fprintf(drawing->out, "<text x=\"4\" y=\"%d\">", ROW - 5);
	af_markup(drawing->out, frame->symbol, MAX_NAME);
	fprintf(drawing->out,
		"</text><rect x=\"100%%\" y=\"1\" width=\"12\" height=\"%d\" transform=\"translate(-12)\" fill=\"url(#af-fade%u)\"/>",
		ROW - 2, color);
}

static void draw_frame(struct drawing *drawing, size_t from, size_t to,
		       unsigned int level, const struct af_flame_frame *frame)
{
	const struct af_flame *flame = drawing->flame;
	const double failures = flame->before[to] - flame->before[from];
	const unsigned int color = level ? af_flame_color(flame, from, frame) :
					   AF_FLAME_COLORS - 1;
	const double share = failures / drawing->all;
	char number[AF_UNIT_LEN];

	fprintf(drawing->out,
		"<svg x=\"%.3f%%\" y=\"%u\" width=\"%.3f%%\" height=\"%d\"><title>",
		flame->before[from] / drawing->all * 100,
		(flame->levels - 1 - level) * ROW, share * 100, ROW);
	draw_name(drawing, frame);
	fprintf(drawing->out,
		": %s, %.3g %%</title><rect class=\"af-c%u\" width=\"100%%\" height=\"%d\"/>",
		af_thousands(number, count_of(failures)), share * 100, color,
		ROW);
	if (share >= LEAST_TEXT)
		draw_text(drawing, frame, color);
	fputs("</svg>\n", drawing->out);
}

static bool same_frame(const struct af_flame *flame, size_t stack,
		       unsigned int level, const struct af_flame_frame *as)
{
	struct af_flame_frame frame;

	return af_flame_frame(flame, stack, level, &frame) &&
	       af_slice_same(frame.symbol, as->symbol) &&
	       af_slice_same(frame.module, as->module);
}

/* The frames of stacks that are equal below this level. Not deeper than AF_FLAME_LEVELS. */
static void draw_level(struct drawing *drawing, size_t from, size_t to,
		       unsigned int level)
{
	const struct af_flame *flame = drawing->flame;
	struct af_flame_frame frame;
	double failures;
	size_t end;

	for (; from < to; from = end) {
		end = from + 1;
		if (!af_flame_frame(flame, from, level, &frame))
			continue;
		while (end < to && same_frame(flame, end, level, &frame))
			end++;
		failures = flame->before[end] - flame->before[from];
		if (failures < LEAST * drawing->all) {
			drawing->left_out += failures;
			continue;
		}
		draw_frame(drawing, from, end, level, &frame);
		draw_level(drawing, from, end, level + 1);
	}
}

static const char *const colors[AF_FLAME_COLORS] = {
	"#ddd5c3", "#f4a582", "#8fc3e8", "#a9d77a", "#fbd46d", "#cbaedc",
	"#f5b5cf", "#86d2c3", "#d8a878", "#b4b8e8", "#bdbdbd",
};

static void draw_fades(FILE *out)
{
	unsigned int i;

	fputs("<defs>", out);
	for (i = 0; i < AF_FLAME_COLORS; i++)
		fprintf(out,
			"<linearGradient id=\"af-fade%u\"><stop offset=\"0\" stop-color=\"%s\" stop-opacity=\"0\"/><stop offset=\"1\" stop-color=\"%s\"/></linearGradient>",
			i, colors[i], colors[i]);
	fputs("</defs>\n", out);
}

/* The rules that a page, or a picture, needs for what is drawn. */
void af_flame_style(FILE *out)
{
	unsigned int i;

	fputs(".af-flame{font:12px monospace}\n"
	      ".af-flame text{fill:#111}\n"
	      ".af-flame rect[class]{stroke:#fff;stroke-width:1}\n"
	      "@media (prefers-color-scheme:dark){.af-flame rect[class]{stroke:#14161a}}\n",
	      out);
	for (i = 0; i < AF_FLAME_COLORS; i++)
		fprintf(out, ".af-c%u{fill:%s;background:%s}\n", i, colors[i],
			colors[i]);
}

u64 af_flame_failures(const struct af_flame *flame)
{
	return count_of(flame->before[flame->nr]);
}

/* In pixels. */
unsigned int af_flame_height(const struct af_flame *flame)
{
	return flame->levels * ROW + 1;
}

/**
 * af_flame_draw - an element svg, in a page or in a picture
 * @out: where to
 * @flame: with at least one stack
 * @place: attributes of the element: its width, and where it is
 *
 * It needs the rules of af_flame_style().
 *
 * Return: failures of stacks whose ends are too narrow to be drawn
 */
u64 af_flame_draw(FILE *out, const struct af_flame *flame, const char *place)
{
	struct drawing drawing = {
		.out = out,
		.flame = flame,
		.all = flame->before[flame->nr],
	};

	fprintf(out,
		"<svg class=\"af-flame\" xmlns=\"http://www.w3.org/2000/svg\" %s height=\"%u\" role=\"img\" aria-label=\"Flame graph of the stacks\">\n",
		place, af_flame_height(flame));
	draw_fades(out);
	draw_level(&drawing, 0, flame->nr, 0);
	fputs("</svg>\n", out);
	return count_of(drawing.left_out);
}
