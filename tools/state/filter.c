// SPDX-License-Identifier: GPL-2.0-only
/* Which failures are to be looked at. Pure. */
#include "state/filter.h"

/* Sets the bits of a list of names: -1 if one of them is none. */
static int set_names(u32 *bits, const char *list, const char *const *names,
		     unsigned int nr)
{
	struct af_slice rest = af_slice_string(list), name;
	unsigned int i;

	while (af_slice_cut(&rest, ',', &name)) {
		for (i = 0; i < nr; i++)
			if (af_slice_is(name, names[i]))
				break;
		if (i == nr)
			return -1;
		*bits |= 1U << i;
	}
	return *bits ? 0 : -1;
}

int af_filter_causes(struct af_filter *filter, const char *list)
{
	return set_names(&filter->causes, list, af_cause_names, AF_NR_CAUSES);
}

int af_filter_contexts(struct af_filter *filter, const char *list)
{
	return set_names(&filter->contexts, list, af_context_names,
			 AF_NR_CONTEXTS);
}

int af_filter_classes(struct af_filter *filter, const char *list)
{
	return set_names(&filter->classes, list, af_class_names, AF_NR_CLASSES);
}

/* "3", "3-5", "3-": past 62 all orders are one. */
static int set_range(u64 *bits, struct af_slice range)
{
	bool open = memchr(range.text, '-', range.length);
	u64 from, to = 63, order;
	struct af_slice first;

	if (!af_slice_cut(&range, '-', &first) || !af_slice_u64(first, &from))
		return -1;
	if (!open)
		to = from;
	else if (range.length && !af_slice_u64(range, &to))
		return -1;
	if (from > 63 || to > 63 || from > to)
		return -1;
	for (order = from; order <= to; order++)
		*bits |= 1ULL << order;
	return 0;
}

/* A list of orders and ranges of them. */
int af_filter_orders(struct af_filter *filter, const char *list)
{
	struct af_slice rest = af_slice_string(list), range;

	while (af_slice_cut(&rest, ',', &range))
		if (set_range(&filter->orders, range))
			return -1;
	return filter->orders ? 0 : -1;
}

/* "90", "90s", "15m", "2h", "1d" */
int af_filter_last(struct af_filter *filter, const char *duration)
{
	return af_duration_parse(af_slice_string(duration), &filter->last_us) ?
		       0 :
		       -1;
}

static void set_clock(struct af_moment *moment, s64 wall_offset_us)
{
	if (moment->of != AF_MOMENT_WALL)
		return;
	moment->of = AF_MOMENT_BOOT;
	moment->us -= wall_offset_us;
}

/* Times of the day as times of the boot clock, which may be before the boot. */
void af_filter_set_clock(struct af_filter *filter, s64 wall_offset_us)
{
	set_clock(&filter->since, wall_offset_us);
	set_clock(&filter->until, wall_offset_us);
}

/* Does it leave anything out. */
bool af_filter_any(const struct af_filter *filter)
{
	return filter->orders || filter->causes || filter->contexts ||
	       filter->classes || filter->comm || filter->last_us ||
	       filter->since.of || filter->until.of;
}

static bool has(u32 bits, unsigned int bit)
{
	return !bits || (bits & 1U << bit);
}

bool af_filter_subject(const struct af_filter *filter,
		       const struct af_subject *subject)
{
	u32 order = min_t(u32, subject->order, 63);

	return (!filter->orders || filter->orders & 1ULL << order) &&
	       has(filter->causes, subject->cause) &&
	       has(filter->contexts, subject->context) &&
	       has(filter->classes, subject->class) &&
	       (!filter->comm || af_slice_is(subject->comm, filter->comm));
}

/* On the boot clock. Those of the copies that are read are far from overflow. */
static s64 boot_of(const struct af_moment *moment, u64 now_us)
{
	return moment->of == AF_MOMENT_AGO ? (s64)now_us - moment->us :
					     moment->us;
}

/**
 * af_filter_span - was something of it in the time that is looked at
 * @filter: says which time
 * @first_us: boot clock, when it was seen first
 * @last_us: and last
 * @now_us: boot clock
 */
bool af_filter_span(const struct af_filter *filter, u64 first_us, u64 last_us,
		    u64 now_us)
{
	if (filter->last_us && now_us > filter->last_us &&
	    last_us < now_us - filter->last_us)
		return false;
	if (filter->since.of && (s64)last_us < boot_of(&filter->since, now_us))
		return false;
	return !filter->until.of ||
	       (s64)first_us <= boot_of(&filter->until, now_us);
}
