/* SPDX-License-Identifier: GPL-2.0-only */
/* Which failures are to be looked at: the same options in every command. */
#ifndef AF_FILTER_H
#define AF_FILTER_H

#include "lib/moment.h"
#include "state/model.h"

/* Bit sets; all 0: everything. */
struct af_filter {
	u64 orders;
	u32 causes;
	u32 contexts;
	u32 classes;
	const char *comm; /* whole name, as in the files; NULL: any */
	u64 last_us;	  /* not older than that; 0: any */
	struct af_moment since;
	struct af_moment until;
};

int af_filter_orders(struct af_filter *filter, const char *list);
int af_filter_causes(struct af_filter *filter, const char *list);
int af_filter_contexts(struct af_filter *filter, const char *list);
int af_filter_classes(struct af_filter *filter, const char *list);
int af_filter_last(struct af_filter *filter, const char *duration);
void af_filter_set_clock(struct af_filter *filter, s64 wall_offset_us);
bool af_filter_any(const struct af_filter *filter);
bool af_filter_subject(const struct af_filter *filter,
		       const struct af_subject *subject);
bool af_filter_span(const struct af_filter *filter, u64 first_us, u64 last_us,
		    u64 now_us);

static inline bool af_filter_signature(const struct af_filter *filter,
				       const struct af_signature *signature,
				       u64 now_us)
{
	return af_filter_subject(filter, &signature->subject) &&
	       af_filter_span(filter, signature->first_us, signature->last_us,
			      now_us);
}

static inline bool af_filter_event(const struct af_filter *filter,
				   const struct af_event *event, u64 now_us)
{
	return af_filter_subject(filter, &event->subject) &&
	       af_filter_span(filter, event->time_us, event->time_us, now_us);
}

#endif /* AF_FILTER_H */
