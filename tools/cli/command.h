/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The allocfail command: what a command is, and the list of them.
 *
 *   main.c     names the commands
 *   cli/       options of all commands
 *   lib/       texts, numbers, files, clocks and screens; knows nothing of failures
 *   state/     what the module's files and the machine say; which failures to look at
 *   log/       what a kernel log says
 *   advice/    who asked, how much it matters, what to do
 *   commands/  one command each, COMMAND.c, and its parts, COMMAND_PART.c
 *
 * Includes go one way: lib <- state <- advice <- commands, lib <- log <- commands, and
 * lib, state <- cli <- commands. From the module: failure.h, cause.[ch], counters.c,
 * text.c.
 */
#ifndef AF_COMMAND_H
#define AF_COMMAND_H

#include "cli/options.h"
#include "lib/complain.h"

#ifndef ALLOCFAIL_VERSION
#define ALLOCFAIL_VERSION "unknown" /* the Makefile has it of dkms.conf */
#endif

/* Exit codes: also of a monitoring check. */
enum af_exit {
	AF_EXIT_FINE = 0,    /* no failure, or none that matters */
	AF_EXIT_MATTERS = 1, /* failures that matter */
	AF_EXIT_TROUBLE = 2, /* it could not be found out */
};

struct af_command {
	const char *name;
	const char *arguments; /* for the help, "" if it takes none */
	const char *help;      /* one line */
	const char *more;      /* of --help, may be NULL */
	u64 takes;	       /* options, AF_TAKES() */
	/* Of options that mean something of their own here; NULL help ends it. */
	const struct af_wording *wording;
	const char *gone; /* an option that was here, and what is there instead */
	const char *instead;
	int max_arguments;
	int (*run)(const struct af_options *options);
};

int af_cli(const struct af_command *commands, size_t nr, int argc, char **argv);

int af_report(const struct af_options *options);
int af_top(const struct af_options *options);
int af_show_events(const struct af_options *options);
int af_show_zones(const struct af_options *options);
int af_show_cgroups(const struct af_options *options);
int af_doctor(const struct af_options *options);
int af_journal(const struct af_options *options);
int af_explain(const struct af_options *options);
int af_bundle(const struct af_options *options);
int af_export(const struct af_options *options);
int af_diff(const struct af_options *options);
int af_flamegraph(const struct af_options *options);
int af_show_advice(const struct af_options *options);
int af_do_sweep(const struct af_options *options);

#endif /* AF_COMMAND_H */
