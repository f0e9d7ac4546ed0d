// SPDX-License-Identifier: GPL-2.0-only
/* The file cgroups of the module. Pure, but for the memory of what is found. */
#include <stdlib.h>

#include "state/parse.h"

static bool set_count(void *record, struct af_slice value)
{
	return af_slice_u64(value, &((struct af_cgroup_count *)record)->count);
}

static bool set_id(void *record, struct af_slice value)
{
	return af_slice_u64(value, &((struct af_cgroup_count *)record)->id);
}

static bool set_class(void *record, enum af_class class, struct af_slice value)
{
	struct af_cgroup_count *to = record;

	return af_slice_u64(value, &to->class[class]);
}

static bool set_opportunistic(void *record, struct af_slice value)
{
	return set_class(record, AF_CLASS_OPPORTUNISTIC, value);
}

static bool set_atomic(void *record, struct af_slice value)
{
	return set_class(record, AF_CLASS_ATOMIC, value);
}

static bool set_blocking(void *record, struct af_slice value)
{
	return set_class(record, AF_CLASS_BLOCKING, value);
}

static bool set_refused(void *record, struct af_slice value)
{
	return af_slice_u64(value,
			    &((struct af_cgroup_count *)record)->refused);
}

static bool set_last(void *record, struct af_slice value)
{
	return af_slice_time(value,
			     &((struct af_cgroup_count *)record)->last_us);
}

static const struct af_field fields[] = {
	{ "count", set_count },	    { "id", set_id },
	{ "atomic", set_atomic },   { "opportunistic", set_opportunistic },
	{ "last", set_last },	    { "blocking", set_blocking },
	{ "refused", set_refused },
};

static int parse_counts(struct af_lines *lines, struct af_cgroup_counts *counts)
{
	struct af_slice line;

	while (af_lines_next(lines, &line)) {
		if (!af_slice_begins(line, "count="))
			return af_lines_fail(lines, "no cgroup");
		if (af_parse_pairs(lines, line, fields, ARRAY_SIZE(fields),
				   ARRAY_SIZE(fields),
				   &counts->all[counts->nr]))
			return -1;
		counts->nr++;
	}
	return 0;
}

/**
 * af_parse_cgroups - the file cgroups
 * @counts: where to put it; to be given to af_cgroup_counts_free()
 * @text: the file, not ended by a NUL
 * @length: of it
 * @error: where and why it failed
 *
 * Return: 0, or -1, with nothing to free
 */
int af_parse_cgroups(struct af_cgroup_counts *counts, const char *text,
		     size_t length, struct af_parse_error *error)
{
	size_t nr = af_lines_count(text, length, "count=");
	struct af_lines lines;

	*counts = (struct af_cgroup_counts){ 0 };
	if (af_lines_begin(&lines, text, length, error))
		return -1;
	counts->all = calloc(nr + 1, sizeof(*counts->all));
	if (!counts->all)
		return af_lines_fail(&lines, "out of memory");
	if (!parse_counts(&lines, counts))
		return 0;
	af_cgroup_counts_free(counts);
	return -1;
}

void af_cgroup_counts_free(struct af_cgroup_counts *counts)
{
	free(counts->all);
	*counts = (struct af_cgroup_counts){ 0 };
}
