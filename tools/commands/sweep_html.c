// SPDX-License-Identifier: GPL-2.0-only
/* What a sweep has found, as a page: as that of a report, and with its style. */
#include "commands/html.h"
#include "commands/sweep.h"
#include "lib/markup.h"
#include "lib/output.h"
#include "lib/units.h"

/* Classes of the style sheet. */
static const char *const classes[AF_SWEEP_NR_VERDICTS] = {
	[AF_SWEEP_HANDLED] = "harmless", [AF_SWEEP_UNNOTICED] = "matters",
	[AF_SWEEP_KILLED] = "matters",	 [AF_SWEEP_LEAKED] = "serious",
	[AF_SWEEP_WARNED] = "serious",	 [AF_SWEEP_HUNG] = "serious",
	[AF_SWEEP_CRASHED] = "serious",
};

static void write_name(FILE *out, const char *name)
{
	af_markup(out, af_slice_string(name), AF_HTML_NAME);
}

static void write_command(FILE *out, const struct af_options *options)
{
	int i;

	for (i = 0; i < options->nr_arguments; i++) {
		fputs(i ? " " : "", out);
		af_markup(out, af_slice_string(options->arguments[i]),
			  AF_HTML_LINE);
	}
}

static void write_title(FILE *out, const struct af_sweep *sweep)
{
	fputs("<header>\n<h1>Page allocations failed one by one</h1>\n"
	      "<p class=\"dim\">Linux ",
	      out);
	write_name(out, sweep->kernel);
	fputs(", allocfail " ALLOCFAIL_VERSION, out);
	if (sweep->options->module) {
		fputs(", only requests that come by module ", out);
		write_name(out, sweep->options->module);
	}
	fputs(", of the command:</p>\n<pre>", out);
	write_command(out, sweep->options);
	fputs("</pre>\n</header>\n", out);
}

/* The runs are sorted, the worst first. */
static void write_verdict(FILE *out, const struct af_sweep *sweep)
{
	char text[AF_SWEEP_TEXT];

	af_sweep_sum(sweep, text);
	fprintf(out, "<p class=\"verdict %s\">",
		sweep->nr ? classes[sweep->runs[0].verdict] : "harmless");
	af_markup_string(out, text);
	fputs("</p>\n", out);
	if (!sweep->stopped)
		return;
	fputs("<p class=\"serious\">Stopped: ", out);
	af_markup_string(out, sweep->stopped);
	fputs(". What comes later was not reached.</p>\n", out);
}

static void write_who(FILE *out, const struct af_sweep_failed *failed)
{
	const char *module = af_sweep_for(failed);

	fputs("<code>", out);
	write_name(out, failed->place);
	fputs("</code>", out);
	if (module[0]) {
		fputs(", for <code>", out);
		write_name(out, module);
		fputs("</code>", out);
	}
	fputs("<p class=\"dim\">", out);
	af_markup(out, af_slice_string(failed->gfp), AF_HTML_LINE);
}

static void write_row(FILE *out, u32 times,
		      const struct af_sweep_failed *request, const char *class,
		      const char *verdict, const char *how)
{
	char size[AF_UNIT_LEN];

	fprintf(out,
		"<tr><td class=\"n\">%u</td><td class=\"n\">%s</td><td class=\"%s\">%s</td><td class=\"who\">",
		times, af_bytes(size, af_order_bytes(request->order)), class,
		verdict);
	write_who(out, request);
	fputs("; ", out);
	af_markup_string(out, how);
	fputs("</p></td></tr>\n", out);
}

static void write_run(FILE *out, const struct af_sweep_run *run)
{
	char how[AF_SWEEP_NAME];

	af_sweep_how(how, run);
	write_row(out, run->times, &run->failed, classes[run->verdict],
		  af_sweep_names[run->verdict], how);
}

static void write_table(FILE *out, const struct af_sweep *sweep)
{
	size_t i;

	fputs("<section>\n<h2>Who asked</h2>\n<table class=\"sites\">\n"
	      "<tr class=\"head\"><th class=\"n\">Runs</th><th class=\"n\">Size</th><th>Verdict</th><th>Who, with what mask, and how it ended</th></tr>\n",
	      out);
	for (i = 0; i < sweep->nr; i++)
		write_run(out, &sweep->runs[i]);
	for (i = 0; i < sweep->nr_places; i++)
		if (!sweep->places[i].reached)
			write_row(out, 0, &sweep->places[i].request, "dim",
				  AF_SWEEP_UNREACHED,
				  af_sweep_why(sweep, &sweep->places[i]));
	fputs("</table>\n</section>\n", out);
}

static void write_foot(FILE *out)
{
	fputs("<footer class=\"dim\">\n<p>In each run one page allocation of the command\n"
	      "was failed.\n"
	      "crashed: the kernel log has an oops or worse.\n"
	      "hung: the command did not end in time.\n"
	      "warning: the kernel log has a warning.\n"
	      "leaked: pages, or objects by kmemleak, were not given back, twice.\n"
	      "killed: the command was killed by a signal.\n"
	      "unnoticed: the command succeeded, and the mask of the request does not\n"
	      "say that there is something else to try.\n"
	      "handled: none of these.\n"
	      "unreached: it asked with nothing failed, and no run failed it.</p>\n"
	      "<p>Made by allocfail " ALLOCFAIL_VERSION
	      " sweep --html.</p>\n</footer>\n",
	      out);
}

/**
 * af_sweep_html - write what a sweep has found as a page
 * @sweep: its runs sorted, the worst first
 * @path: the file, - for standard output
 *
 * Return: 0, or -1 after a complaint
 */
int af_sweep_html(const struct af_sweep *sweep, const char *path)
{
	struct af_output output;

	if (af_output_open(&output, strcmp(path, "-") ? path : NULL))
		return -1;
	af_html_head(output.file, "Page allocations failed one by one",
		     af_slice_string(sweep->kernel));
	af_html_body(output.file);
	write_title(output.file, sweep);
	fputs("<main>\n", output.file);
	write_verdict(output.file, sweep);
	if (sweep->nr || af_sweep_unreached(sweep))
		write_table(output.file, sweep);
	fputs("</main>\n", output.file);
	write_foot(output.file);
	fputs("</body>\n</html>\n", output.file);
	return af_output_close(&output, true);
}
