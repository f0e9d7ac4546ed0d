/* SPDX-License-Identifier: GPL-2.0-only */
/* allocfail report: what it is made of, and how much of it is shown. */
#ifndef AF_REPORT_H
#define AF_REPORT_H

#include "advice/advice.h"
#include "advice/groups.h"
#include "cli/command.h"
#include "lib/screen.h"
#include "state/view.h"

/* How much is shown of what may be long. */
struct af_extent {
	size_t sites;
	size_t zones;
	size_t advice;
	bool gaps; /* between the parts */
	bool full; /* all of these, and advice with its reasons */
};

struct af_report {
	struct af_screen screen;
	const struct af_options *options;
	struct af_view before; /* unless a copy is looked at */
	struct af_view view;
	struct af_groups groups_before;
	struct af_groups groups;
	double seconds; /* between the two; 0: one look only */
	bool filtered;
};

#define AF_MAX_ADVICE 32 /* more than the table has rows */

/* The groups that are advised on, worst first: each row of the table once. */
struct af_chosen {
	const struct af_group *groups[AF_MAX_ADVICE];
	const struct af_advice *advice[AF_MAX_ADVICE];
	size_t nr;
};

/* All of it, or as much as @extent says, to the report's screen. */
void af_report_print(const struct af_report *report,
		     const struct af_extent *extent);
void af_report_print_sites(const struct af_report *report, size_t most);
void af_report_print_zones(const struct af_report *report, size_t most);
void af_report_print_advice(const struct af_report *report,
			    const struct af_extent *extent);
void af_report_print_json(const struct af_report *report);
void af_report_choose(struct af_chosen *chosen, const struct af_groups *groups);
char *af_report_values(const struct af_report *report,
		       const struct af_advice *advice,
		       const struct af_case *facts);
/* Rows of the table of advice that the report has, each once. */
size_t af_report_nr_advice(const struct af_report *report);

double af_report_rate(const struct af_report *report, u64 before, u64 now);
bool af_report_nothing(const struct af_report *report);
bool af_report_listening(const struct af_report *report);
enum af_weight af_report_worst(const struct af_report *report);

#endif /* AF_REPORT_H */
