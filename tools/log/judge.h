/* SPDX-License-Identifier: GPL-2.0-only */
/* Why the request of a report failed, as far as the report tells. */
#ifndef AF_LOGCAUSE_H
#define AF_LOGCAUSE_H

#include "why/decide.h"
#include "log/context.h"
#include "log/release_by_mask.h"
#include "log/report.h"

/* Where the kernel's release is known from. */
enum af_release_from {
	AF_RELEASE_REPORT,
	AF_RELEASE_LOG,	   /* "Linux version ..." somewhere in the log */
	AF_RELEASE_OPTION, /* --kernel */
	AF_RELEASE_MASK,   /* a range, by mask, functions and form */
};

struct af_verdict_of_log {
	u32 release; /* one of the range, if it is by the mask */
	enum af_release_from release_from;
	struct af_release_range range;

	bool flags_known; /* all of them */
	u64 flags;
	u32 unknown_bits; /* of the mask */

	struct af_log_caller caller;

	/* AF_NR_...: not known. */
	enum af_context context;
	bool interrupt; /* of whichever kind */
	enum af_class class;
	enum af_cause cause;
	const char *doubt;  /* why the cause is not known, or not for sure */
	bool no_watermarks; /* by its right to reserves */
	bool memalloc;	    /* its task is in PF_MEMALLOC */

	u64 page_kb;
	enum af_page_from page_from;

	enum af_log_zone_name highest;	/* zone that it may use */
	const struct af_log_zone *zone; /* that came closest; may be NULL */
	s64 free, mark; /* there, in pages: usable, needed; free may be < 0 */
	u64 pages_free, pages_cma, pages_highatomic; /* there, in pages */
	bool cma_only;	      /* blocks large enough are CMA's only */
	bool highatomic_only; /* the same, or reserved */
	bool highatomic_any;  /* free pages of that reserve may be there */
	u64 held_back;	    /* blocks, by the marks of each order; up to 4.3 */
	bool boost_hidden;  /* a boost seems to be in min, and is not told */
	bool nothing_there; /* no memory in the zones it asked for */
	u64 elsewhere;	    /* free pages in zones that it may not use */
	u64 highmem;	    /* the same, in HighMem */
	bool served_zones;  /* the zones of the moment are known */
};

void af_log_judge(struct af_verdict_of_log *verdict, const struct af_log *log,
		  const struct af_log_report *report, u32 kernel);

/* Not sure of the cause, and why: the rest of "Not for sure: ". */
static inline void af_verdict_doubts(struct af_verdict_of_log *verdict,
				     const char *why)
{
	verdict->doubt = why;
}

#endif /* AF_LOGCAUSE_H */
