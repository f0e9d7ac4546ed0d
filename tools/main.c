// SPDX-License-Identifier: GPL-2.0-only
/* The allocfail command: main, and the table of commands. */
#include <limits.h>

#include "cli/command.h"

/* What options of all commands are to one of them. */
static const struct af_wording report_wording[] = {
	{ AF_OPTION_FULL, "all of it, with the reasons of the advice", NULL },
	{ AF_OPTION_HEIGHT, "lines of the screen to fill", NULL },
	{ AF_OPTION_INTERVAL, "seconds between the two looks (1)", NULL },
	{ AF_OPTION_TIME, "boot: how long ago it was; iso: when", NULL },
	{ 0, NULL, NULL },
};

static const struct af_wording top_wording[] = {
	{ AF_OPTION_FULL, "a line a signature, not one for a site", NULL },
	{ AF_OPTION_WIDTH, "columns, with --batch; else nothing is cut", NULL },
	{ AF_OPTION_INTERVAL, "seconds between two looks (2)", NULL },
	{ AF_OPTION_COUNT, "so many looks, then end", NULL },
	{ 0, NULL, NULL },
};

static const struct af_wording events_wording[] = {
	{ AF_OPTION_FULL, "a line an event, also where neighbours are equal",
	  NULL },
	{ AF_OPTION_JSON, "one object, with --follow a line an event", NULL },
	{ AF_OPTION_FOLLOW, "go on with those that come", NULL },
	{ AF_OPTION_INTERVAL, "seconds between two looks (1), with --follow",
	  NULL },
	{ AF_OPTION_COUNT, "the last N of them", NULL },
	{ 0, NULL, NULL },
};

static const struct af_wording journal_wording[] = {
	{ AF_OPTION_FOLLOW, "go on with kinds that are new", NULL },
	{ AF_OPTION_INTERVAL, "seconds between two looks (1), with --follow",
	  NULL },
	{ AF_OPTION_COUNT, "so many looks, then end, with --follow", NULL },
	{ AF_OPTION_OUTPUT, "append to it, instead of the journal", NULL },
	{ 0, NULL, NULL },
};

static const struct af_wording explain_wording[] = {
	{ AF_OPTION_FULL, "all kinds of failure, not the 20 worst alone",
	  NULL },
	{ AF_OPTION_FORMAT, "text or json", "text json" },
	{ 0, NULL, NULL },
};

static const struct af_wording zones_wording[] = {
	{ AF_OPTION_ORDER, "show these orders, such as 0 or 2-4,9-", NULL },
	{ 0, NULL, NULL },
};

static const struct af_wording bundle_wording[] = {
	{ AF_OPTION_ROOT, "of a saved copy, not of this machine", NULL },
	{ 0, NULL, NULL },
};

static const struct af_wording export_wording[] = {
	{ AF_OPTION_FORMAT, "json, prometheus, folded or csv; must be given",
	  NULL },
	{ 0, NULL, NULL },
};

static const struct af_wording flamegraph_wording[] = {
	{ AF_OPTION_OUTPUT, "the picture, all of it or nothing", NULL },
	{ 0, NULL, NULL },
};

/* The first one is what allocfail does without a command. */
static const struct af_command commands[] = {
	{
		.name = "report",
		.arguments = "",
		.help = "what failed, why, whether it matters, what to do",
		.more = "Looks twice, a second apart, to tell how fast failures come. Takes no\n"
			"more than the screen, 24 lines of 80 columns if there is none, and says\n"
			"what it leaves out.\n",
		.takes = AF_TAKES(HELP) | AF_TAKES(ROOT) | AF_TAKES_FILTERS |
			 AF_TAKES_SCREEN | AF_TAKES(HEIGHT) | AF_TAKES(FULL) |
			 AF_TAKES(JSON) | AF_TAKES(HTML) | AF_TAKES(TIME) |
			 AF_TAKES(INTERVAL),
		.wording = report_wording,
		.run = af_report,
	},
	{
		.name = "top",
		.arguments = "",
		.help = "who asks, live",
		.more = "? shows the keys.\n",
		.takes = AF_TAKES(HELP) | AF_TAKES(ROOT) | AF_TAKES_FILTERS |
			 AF_TAKES_SCREEN | AF_TAKES(FULL) | AF_TAKES(BATCH) |
			 AF_TAKES(SORT) | AF_TAKES(INTERVAL) | AF_TAKES(COUNT),
		.wording = top_wording,
		.run = af_top,
	},
	{
		.name = "events",
		.arguments = "",
		.help = "the last failures, one by one",
		.more = "Neighbours that are equal are one line, with their number and the\n"
			"time of the first.\n",
		.takes = AF_TAKES(HELP) | AF_TAKES(ROOT) | AF_TAKES_FILTERS |
			 AF_TAKES_SCREEN | AF_TAKES(FULL) | AF_TAKES(JSON) |
			 AF_TAKES(TIME) | AF_TAKES(FOLLOW) |
			 AF_TAKES(INTERVAL) | AF_TAKES(COUNT),
		.wording = events_wording,
		.gone = "journal",
		.instead =
			"events: --journal is a command now: allocfail journal",
		.run = af_show_events,
	},
	{
		.name = "journal",
		.arguments = "",
		.help = "a line in the journal for each kind of failure",
		.more = "At most ten a minute. With --follow only kinds that are new; without,\n"
			"all there are, once.\n",
		.takes = AF_TAKES(HELP) | AF_TAKES(ROOT) | AF_TAKES_FILTERS |
			 AF_TAKES(FOLLOW) | AF_TAKES(INTERVAL) |
			 AF_TAKES(COUNT) | AF_TAKES(OUTPUT),
		.wording = journal_wording,
		.run = af_journal,
	},
	{
		.name = "explain",
		.arguments = "[FILE]",
		.help = "failures that a kernel log reports; needs no module",
		.more = "FILE is a log: of dmesg, of syslog, a pasted text; - or nothing is\n"
			"standard input. --kernel RELEASE tells whose it is, where the log does\n"
			"not.\n",
		.takes = AF_TAKES(HELP) | AF_TAKES_SCREEN | AF_TAKES(FORMAT) |
			 AF_TAKES(KERNEL) | AF_TAKES(FULL),
		.wording = explain_wording,
		.max_arguments = 1,
		.run = af_explain,
	},
	{
		.name = "zones",
		.arguments = "",
		.help = "free memory now, and what a request would meet",
		.takes = AF_TAKES(HELP) | AF_TAKES(ROOT) | AF_TAKES(ORDER) |
			 AF_TAKES_SCREEN | AF_TAKES(JSON),
		.wording = zones_wording,
		.run = af_show_zones,
	},
	{
		.name = "cgroups",
		.arguments = "",
		.help = "in which containers and services failures were",
		.more = "By memory cgroup; REFUSED counts the requests that the group itself\n"
			"refused. Failures in interrupts are in none.\n",
		.takes = AF_TAKES(HELP) | AF_TAKES(ROOT) | AF_TAKES_SCREEN |
			 AF_TAKES(JSON),
		.run = af_show_cgroups,
	},
	{
		.name = "doctor",
		.arguments = "",
		.help = "does the module work here, and if not, why",
		.takes = AF_TAKES(HELP) | AF_TAKES(ROOT) | AF_TAKES_SCREEN |
			 AF_TAKES(JSON),
		.run = af_doctor,
	},
	{
		.name = "bundle",
		.arguments = "[FILE]",
		.help = "a tar with the module's files, to be sent to somebody",
		.more = "FILE is allocfail-DATE.tar by default, - is standard output. It has no\n"
			"addresses and no command lines; names of tasks and of memory cgroups it has.\n"
			"Unpacked, it can be looked at with --root.\n",
		.takes = AF_TAKES(HELP) | AF_TAKES(ROOT),
		.wording = bundle_wording,
		.max_arguments = 1,
		.run = af_bundle,
	},
	{
		.name = "diff",
		.arguments = "A [B]",
		.help = "what was added between two saved copies, and by whom",
		.more = "A and B are directories, such as unpacked bundles, A the older\n"
			"one; without B, it is what was added until now.\n",
		.takes =
			AF_TAKES(HELP) | AF_TAKES_SCREEN |
			(AF_TAKES_FILTERS &
			 ~(AF_TAKES(LAST) | AF_TAKES(SINCE) | AF_TAKES(UNTIL))),
		.max_arguments = 2,
		.run = af_diff,
	},
	{
		.name = "export",
		.arguments = "",
		.help = "all of it for other programs",
		.more = "json: everything. prometheus: figures, for the node exporter's\n"
			"textfile collector. folded: stacks with counts. csv: signatures as a\n"
			"table.\n",
		.takes = AF_TAKES(HELP) | AF_TAKES(ROOT) | AF_TAKES_FILTERS |
			 AF_TAKES(FORMAT) | AF_TAKES(OUTPUT),
		.wording = export_wording,
		.run = af_export,
	},
	{
		.name = "flamegraph",
		.arguments = "",
		.help = "the stacks as one picture (SVG), for a browser",
		.more = "As wide as a frame is the share of failures that went through it; its\n"
			"name and count show under the mouse. By cause or class, it is split by\n"
			"that first.\n",
		.takes = AF_TAKES(HELP) | AF_TAKES(ROOT) | AF_TAKES_FILTERS |
			 AF_TAKES(OUTPUT) | AF_TAKES(BY),
		.wording = flamegraph_wording,
		.run = af_flamegraph,
	},
	{
		.name = "sweep",
		.arguments = "-- COMMAND [ARGUMENT...]",
		.help = "run a command again and again, failing one allocation each time",
		.more = "Needs the module allocfail_inject. For a machine that may be lost:\n"
			"where a driver cannot take a failed allocation, the kernel may crash.\n",
		.takes = AF_TAKES(HELP) | AF_TAKES_SCREEN | AF_TAKES(JSON) |
			 AF_TAKES(MODULE) | AF_TAKES(ALL) | AF_TAKES(TIMEOUT) |
			 AF_TAKES(JUNIT) | AF_TAKES(HTML),
		.max_arguments = INT_MAX,
		.run = af_do_sweep,
	},
	{
		.name = "advice",
		.arguments = "[NAME]",
		.help = "all advice that report and explain may give",
		.takes = AF_TAKES(HELP) | AF_TAKES(MARKDOWN) | AF_TAKES_SCREEN,
		.max_arguments = 1,
		.run = af_show_advice,
	},
};

int main(int argc, char **argv)
{
	return af_cli(commands, ARRAY_SIZE(commands), argc, argv);
}
