// SPDX-License-Identifier: GPL-2.0-only
/* The files status and counters. Pure. */
#include "state/parse.h"

static bool set_version(void *record, struct af_slice value)
{
	((struct af_status *)record)->version = value;
	return value.length;
}

static bool set_kernel(void *record, struct af_slice value)
{
	((struct af_status *)record)->kernel = value;
	return value.length;
}

static bool set_hook(void *record, struct af_slice value)
{
	struct af_status *status = record;

	return af_slice_cut(&value, ' ', &status->hook) &&
	       af_slice_word(&value, &status->hook_place);
}

static bool set_blind_spots(void *record, struct af_slice value)
{
	((struct af_status *)record)->blind_spots = value;
	return true;
}

static bool set_flag(struct af_slice value, bool *flag)
{
	*flag = af_slice_is(value, "Y");
	return *flag || af_slice_is(value, "N");
}

static bool set_enabled(void *record, struct af_slice value)
{
	return set_flag(value, &((struct af_status *)record)->enabled);
}

static bool set_since(void *record, struct af_slice value)
{
	return af_slice_time(value, &((struct af_status *)record)->since_us);
}

static bool set_signatures(void *record, struct af_slice value)
{
	struct af_status *status = record;
	struct af_slice used, stroke, capacity;

	return af_slice_word(&value, &used) && af_slice_word(&value, &stroke) &&
	       af_slice_word(&value, &capacity) && af_slice_is(stroke, "/") &&
	       af_slice_u64(used, &status->signatures_used) &&
	       af_slice_u64(capacity, &status->signatures_capacity);
}

static bool set_stack_budget(void *record, struct af_slice value)
{
	return af_slice_u64(value, &((struct af_status *)record)->stack_budget);
}

static bool set_memory_bytes(void *record, struct af_slice value)
{
	return af_slice_u64(value, &((struct af_status *)record)->memory_bytes);
}

static bool set_nmissed(void *record, struct af_slice value)
{
	return af_slice_u64(value, &((struct af_status *)record)->nmissed);
}

static bool set_armed(void *record, struct af_slice value)
{
	struct af_status *status = record;

	status->armed_known = set_flag(value, &status->armed);
	return status->armed_known;
}

static bool set_rules(void *record, struct af_slice value)
{
	((struct af_status *)record)->rules = value;
	return value.length;
}

/* The first NR_REQUIRED must be there. */
static const struct af_field status_fields[] = {
	{ "version", set_version },
	{ "kernel", set_kernel },
	{ "hook", set_hook },
	{ "blind_spots", set_blind_spots },
	{ "enabled", set_enabled },
	{ "since", set_since },
	{ "signatures", set_signatures },
	{ "stack_budget", set_stack_budget },
	{ "memory_bytes", set_memory_bytes },
	{ "nmissed", set_nmissed },
	{ "armed", set_armed },
	{ "rules", set_rules },
};

#define NR_REQUIRED 10

/* Index of a key, the number of them for one that is not known. */
static size_t status_field(struct af_slice key)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(status_fields); i++)
		if (af_slice_is(key, status_fields[i].key))
			break;
	return i;
}

static int parse_status_line(struct af_lines *lines, struct af_slice line,
			     struct af_status *status, u32 *seen)
{
	struct af_slice key;
	size_t i;

	if (!memchr(line.text, ':', line.length))
		return af_lines_fail(lines, "no key");
	af_slice_cut(&line, ':', &key);
	if (af_slice_begins(line, " "))
		line = af_slice_from(line, 1);
	i = status_field(key);
	if (i == ARRAY_SIZE(status_fields))
		return 0;
	if (*seen & 1U << i)
		return af_lines_fail(lines, "a key that comes twice");
	if (!status_fields[i].set(status, line))
		return af_lines_fail(lines, status_fields[i].key);
	*seen |= 1U << i;
	return 0;
}

/**
 * af_parse_status - the file status
 * @status: where to put it
 * @text: the file, not ended by a NUL
 * @length: of it
 * @error: where and why it failed
 *
 * Return: 0, or -1
 */
int af_parse_status(struct af_status *status, const char *text, size_t length,
		    struct af_parse_error *error)
{
	struct af_lines lines;
	struct af_slice line;
	u32 seen = 0;
	size_t i;

	*status = (struct af_status){ 0 };
	if (af_lines_begin(&lines, text, length, error))
		return -1;
	while (af_lines_next(&lines, &line))
		if (parse_status_line(&lines, line, status, &seen))
			return -1;
	for (i = 0; i < NR_REQUIRED; i++)
		if (!(seen & 1U << i))
			return af_lines_fail(&lines, status_fields[i].key);
	return 0;
}

#define TOTAL(member)                                       \
	{                                                   \
#member, offsetof(struct af_totals, member) \
	}

/* Lines with a name of their own, and where each goes; the first must be there. */
static const struct {
	const char *name;
	size_t offset;
} scalars[] = {
	TOTAL(failures),
	{ "failures_nowarn", offsetof(struct af_totals, nowarn) },
	{ "failures_memalloc", offsetof(struct af_totals, memalloc) },
	TOTAL(order_over),
	TOTAL(stacks_captured),
	TOTAL(stacks_skipped),
	TOTAL(signatures_dropped),
	TOTAL(recursions),
	TOTAL(snapshots_taken),
	TOTAL(snapshots_skipped),
	TOTAL(recognised_stacks),
	TOTAL(recognised_wrong),
	TOTAL(names_dropped),
	TOTAL(cgroups_dropped),
	TOTAL(callers_hidden),
};

#define NR_REQUIRED_SCALARS 10

static u64 *scalar(struct af_totals *totals, struct af_slice name, u32 *seen)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(scalars); i++) {
		if (!af_slice_is(name, scalars[i].name))
			continue;
		*seen |= 1U << i;
		return (u64 *)((char *)totals + scalars[i].offset);
	}
	return NULL;
}

/* Takes @prefix off @name, if it begins so. */
static bool strip(struct af_slice *name, const char *prefix)
{
	if (!af_slice_begins(*name, prefix))
		return false;
	*name = af_slice_from(*name, strlen(prefix));
	return true;
}

static u64 *order_total(struct af_totals *totals, struct af_slice number)
{
	u64 order;

	if (!af_slice_u64(number, &order) || order >= AF_MAX_ORDERS)
		return NULL;
	if (order >= totals->nr_orders)
		totals->nr_orders = order + 1;
	return &totals->order[order];
}

static u64 *zone_total(struct af_totals *totals, struct af_slice name)
{
	if (totals->nr_zones == AF_MAX_ZONES)
		return NULL;
	totals->zone[totals->nr_zones].name = name;
	return &totals->zone[totals->nr_zones++].count;
}

static u64 *cause_total(struct af_totals *totals, struct af_slice name)
{
	enum af_cause cause = af_cause_of(name);

	return cause < AF_NR_CAUSES ? &totals->cause[cause] :
				      &totals->cause_other;
}

/* Where a counter goes, NULL if it is not known. */
static u64 *total_of(struct af_totals *totals, struct af_slice name, u32 *seen)
{
	u64 *total = scalar(totals, name, seen);

	if (total)
		return total;
	if (strip(&name, "order_"))
		return order_total(totals, name);
	if (strip(&name, "zone_"))
		return zone_total(totals, name);
	if (strip(&name, "cause_"))
		return cause_total(totals, name);
	if (strip(&name, "class_") && af_class_of(name) < AF_NR_CLASSES)
		return &totals->class[af_class_of(name)];
	if (strip(&name, "context_") && af_context_of(name) < AF_NR_CONTEXTS)
		return &totals->context[af_context_of(name)];
	return NULL;
}

/**
 * af_parse_counters - the file counters
 * @totals: where to put it
 * @text: the file, not ended by a NUL
 * @length: of it
 * @error: where and why it failed
 *
 * Return: 0, or -1
 */
int af_parse_counters(struct af_totals *totals, const char *text, size_t length,
		      struct af_parse_error *error)
{
	struct af_slice line, name;
	struct af_lines lines;
	const u32 required = (1U << NR_REQUIRED_SCALARS) - 1;
	u64 value, *total;
	u32 seen = 0;

	*totals = (struct af_totals){ 0 };
	if (af_lines_begin(&lines, text, length, error))
		return -1;
	while (af_lines_next(&lines, &line)) {
		if (!af_slice_cut(&line, ' ', &name) ||
		    !af_slice_u64(line, &value))
			return af_lines_fail(&lines, "no count");
		total = total_of(totals, name, &seen);
		if (total)
			*total += value;
	}
	if ((seen & required) != required || !totals->nr_orders ||
	    !totals->nr_zones)
		return af_lines_fail(&lines, "lines are missing");
	return 0;
}
