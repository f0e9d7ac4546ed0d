/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The allocfail command: its parts, and what they have in common.
 *
 *   allocfail.c          main, the table of commands
 *   options.c filter.c   options of all commands; which failures to look at
 *   read.c               files of the module or of a saved copy
 *   model.h parse*.c     what is in them; pure
 *   names.c              names of causes, classes, contexts: the module's
 *   doctor_dkms.c        what dkms knows of the module
 *   machine.c cgroups.c  settings and sizes of the machine
 *   site.c               who asked, by a stack; pure
 *   advice.c             what to do: the table behind docs/advice.md; pure
 *   export_*.c           a format each
 *   explain*.c           the reports in a kernel log: what to say of them
 *   logline.c log.c      its lines, and which report each is of; pure
 *   logtrace.c logmem.c  call traces and zones in it; pure
 *   gfp.c logcause.c     masks of all releases; the cause by the log; pure
 *   journal.c log_write.c lines for the journal
 *   output.c             a file that appears whole or not at all
 *   screen.c             colour, width, characters of the terminal
 *   report*.c            how much of a report is shown; its parts
 *   reserved.c           blocks that were free, and kept for others; pure
 *   COMMAND.c            one command each
 *
 * From the module: failure.h, cause.[ch], counters.c, text.c.
 */
#ifndef AF_COMMAND_H
#define AF_COMMAND_H

#include "cli/options.h"

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
	u32 takes;	       /* options, AF_TAKES() */
	int max_arguments;
	int (*run)(const struct af_options *options);
};

int af_report(const struct af_options *options);
int af_top(const struct af_options *options);
int af_show_events(const struct af_options *options);
int af_show_zones(const struct af_options *options);
int af_doctor(const struct af_options *options);
int af_explain(const struct af_options *options);
int af_bundle(const struct af_options *options);
int af_export(const struct af_options *options);
int af_flamegraph(const struct af_options *options);
int af_show_advice(const struct af_options *options);

void af_sleep(double seconds);

/* A line to standard error, with the program's name before it. */
__attribute__((format(printf, 1, 2))) void af_complain(const char *format, ...);

#endif /* AF_COMMAND_H */
