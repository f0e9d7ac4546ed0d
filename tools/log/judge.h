/* SPDX-License-Identifier: GPL-2.0-only */
/* Why the request of a report failed, as far as the report tells. */
#ifndef AF_LOGCAUSE_H
#define AF_LOGCAUSE_H

#include "why/cause.h"
#include "log/report.h"

/* Where the kernel's release is known from. */
enum af_release_from {
	AF_RELEASE_REPORT,
	AF_RELEASE_LOG,	   /* "Linux version ..." somewhere in the log */
	AF_RELEASE_OPTION, /* --kernel */
	AF_RELEASE_FORM,   /* guessed by the form of the report */
};

struct af_verdict_of_log {
	u32 release;
	enum af_release_from release_from;

	bool flags_known; /* all of them */
	u64 flags;
	u32 unknown_bits; /* of the mask */

	/* AF_NR_...: not known. */
	enum af_context context;
	enum af_class class;
	enum af_cause cause;
	const char *doubt; /* why the cause is not known, or not for sure */
	bool memalloc;	   /* of a task that frees memory, or by its mask */

	enum af_log_zone_name highest;	/* zone that it may use */
	const struct af_log_zone *zone; /* that came closest; may be NULL */
	s64 free, mark;			/* there, in pages: usable, needed */
	bool cma_only;	      /* there, blocks large enough: CMA's only */
	bool highatomic_only; /* the same, or reserved */
};

void af_log_judge(struct af_verdict_of_log *verdict, const struct af_log *log,
		  const struct af_log_report *report, u32 kernel);

#endif /* AF_LOGCAUSE_H */
