// SPDX-License-Identifier: GPL-2.0-only
/* A report as a page: the frame, and what is said first. */
#include "commands/flamegraph.h"
#include "commands/html.h"
#include "lib/markup.h"
#include "lib/output.h"
#include "lib/units.h"

/* When it was looked at, or saved, where that is known. */
static void write_moment(FILE *out, const struct af_view *view)
{
	const long long offset = view->machine.wall_offset_us;
	char text[AF_MOMENT_LEN];

	if (af_known(offset))
		fprintf(out, "; %s",
			af_moment_iso(text, view->now_us + offset));
}

static void write_title(FILE *out, const struct af_report *report)
{
	const struct af_status *status = &report->view.status;

	fputs("<header>\n<h1>Failed page allocations</h1>\n<p class=\"dim\">Linux ",
	      out);
	af_markup(out, status->kernel, AF_HTML_NAME);
	fputs(", allocfail ", out);
	af_markup(out, status->version, AF_HTML_NAME);
	fputs(", listening at ", out);
	af_markup(out, status->hook_place, AF_HTML_NAME);
	write_moment(out, &report->view);
	fputs("</p>\n", out);
	if (!status->enabled)
		fputs("<p class=\"serious\">It did not listen: the hook was\n"
		      "detached (enabled: N).</p>\n",
		      out);
	else if (!af_report_listening(report))
		fputs("<p class=\"serious\">It heard nothing: somebody had\n"
		      "switched off what the hook stands on (armed: N).</p>\n",
		      out);
	fputs("</header>\n", out);
}

static void write_none(FILE *out, const struct af_report *report)
{
	const u64 for_us = report->view.now_us - report->view.status.since_us;
	char duration[AF_UNIT_LEN];

	if (report->view.totals.failures)
		fputs("<p class=\"verdict harmless\">No failure that the options ask for.</p>\n",
		      out);
	else if (af_report_listening(report))
		fprintf(out,
			"<p class=\"verdict harmless\">No page allocation has failed\n"
			"in the %s since it was loaded or reset.</p>\n",
			af_duration(duration, for_us));
	else
		fputs("<p class=\"verdict matters\">Nothing was counted, and\n"
		      "nothing could have been.</p>\n",
		      out);
}

static void write_verdict(FILE *out, const struct af_report *report)
{
	char text[AF_REPORT_TEXT];

	af_report_say_verdict(report, text);
	fprintf(out, "<p class=\"verdict %s\">",
		af_html_class(af_report_worst(report)));
	af_markup_string(out, text);
	fputs("</p>\n<p class=\"totals\">", out);
	af_report_say_totals(report, text);
	af_markup_string(out, text);
	fputs(".</p>\n", out);
}

/* Counts that are not 0, as bars, in the order of the names. */
static void write_counts(FILE *out, const char *title, const char *const *names,
			 const u64 *counts, size_t nr)
{
	char number[AF_UNIT_LEN];
	u64 most = 1;
	size_t i;

	for (i = 0; i < nr; i++)
		most = counts[i] > most ? counts[i] : most;
	fprintf(out, "<div><h3>%s</h3>\n<table class=\"bars\">\n", title);
	for (i = 0; i < nr; i++)
		if (counts[i])
			fprintf(out,
				"<tr><td>%s</td><td class=\"wide\"><i class=\"bar\" style=\"width:%.1f%%\"></i></td><td class=\"n\">%s</td></tr>\n",
				names[i], (double)counts[i] / most * 100,
				af_thousands(number, counts[i]));
	fputs("</table></div>\n", out);
}

static void write_kinds(FILE *out, const struct af_report *report)
{
	u64 class[AF_NR_CLASSES + 1], cause[AF_NR_CAUSES + 1];

	af_report_kinds(report, class, cause);
	fputs("<section class=\"two\">\n", out);
	write_counts(out, "Why the allocator refused", af_cause_names, cause,
		     AF_NR_CAUSES);
	write_counts(out, "What the callers said of themselves", af_class_names,
		     class, AF_NR_CLASSES);
	fputs("</section>\n", out);
}

static void write_foot(FILE *out, const struct af_report *report)
{
	const struct af_slice blind_spots = report->view.status.blind_spots;

	fputs("<footer class=\"dim\">\n", out);
	if (blind_spots.length) {
		fputs("<p>Not seen by this hook: ", out);
		af_markup(out, blind_spots, AF_HTML_LINE);
		fputs(".</p>\n", out);
	}
	if (!report->options->iso)
		fputs("<p>Times are seconds since boot.</p>\n", out);
	fputs("<p>A failure is a request that the page allocator refused: many\n"
	      "callers then try something else.\n"
	      "opportunistic: the caller has a fallback, and said so. atomic: it could not wait.\n"
	      "blocking: it was willing to wait.\n"
	      "Made by allocfail " ALLOCFAIL_VERSION
	      " report --html.</p>\n</footer>\n",
	      out);
}

static void write_page(FILE *out, const struct af_report *report)
{
	af_html_head(out, "Failed page allocations",
		     report->view.status.kernel);
	af_flame_style(out);
	af_html_body(out);
	write_title(out, report);
	fputs("<main>\n", out);
	if (af_report_nothing(report)) {
		write_none(out, report);
		af_html_zones(out, report);
	} else {
		write_verdict(out, report);
		write_kinds(out, report);
		af_html_advice(out, report);
		af_html_sites(out, report);
		af_html_time_line(out, report);
		af_html_zones(out, report);
		af_html_flame(out, report);
		af_html_stacks(out, report);
	}
	fputs("</main>\n", out);
	write_foot(out, report);
	fputs("</body>\n</html>\n", out);
}

/**
 * af_html_write - write a report as a page
 * @report: of a module or a copy, looked at
 * @path: the file, - for standard output
 *
 * Return: 0, or -1 after a complaint
 */
int af_html_write(const struct af_report *report, const char *path)
{
	struct af_output output;

	if (af_output_open(&output, strcmp(path, "-") ? path : NULL))
		return -1;
	write_page(output.file, report);
	return af_output_close(&output, true);
}
