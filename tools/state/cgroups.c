// SPDX-License-Identifier: GPL-2.0-only
/* Memory cgroups that have met their limit, as a copy has them. Pure. */
#include "state/cgroups.h"

/* Keeps those with the most refusals, in order. */
void af_cgroups_keep(struct af_cgroups *cgroups, const struct af_cgroup *cgroup)
{
	unsigned int i = cgroups->nr;

	if (i < AF_MAX_CGROUPS)
		cgroups->nr++;
	else if (cgroups->all[--i].refusals >= cgroup->refusals)
		return;
	for (; i && cgroups->all[i - 1].refusals < cgroup->refusals; i--)
		cgroups->all[i] = cgroups->all[i - 1];
	cgroups->all[i] = *cgroup;
}

static bool parse_cgroup(struct af_slice line, struct af_cgroup *cgroup)
{
	struct af_slice max, current, refusals;
	s64 numbers[3];

	if (!af_slice_cut(&line, ' ', &max) ||
	    !af_slice_cut(&line, ' ', &current) ||
	    !af_slice_cut(&line, ' ', &refusals) ||
	    !af_slice_s64(max, &numbers[0]) ||
	    !af_slice_s64(current, &numbers[1]) ||
	    !af_slice_s64(refusals, &numbers[2]))
		return false;
	cgroup->max = numbers[0];
	cgroup->current = numbers[1];
	cgroup->refusals = numbers[2];
	snprintf(cgroup->path, sizeof(cgroup->path), "%.*s", AF_SLICE(line));
	return true;
}

/**
 * af_cgroups_parse - the file cgroups of a copy
 * @cgroups: where to put them; those that are there already stay
 * @text: the file; lines that are not understood are passed over
 * @length: of it
 */
void af_cgroups_parse(struct af_cgroups *cgroups, const char *text,
		      size_t length)
{
	struct af_slice rest = { text, length }, line;
	struct af_cgroup cgroup;
	s64 dying;

	while (af_slice_cut(&rest, '\n', &line)) {
		if (af_slice_begins(line, "dying ")) {
			if (af_slice_s64(af_slice_from(line, 6), &dying))
				cgroups->dying = dying;
		} else if (parse_cgroup(line, &cgroup)) {
			af_cgroups_keep(cgroups, &cgroup);
		}
	}
}

/* The file cgroups of a copy. */
void af_cgroups_print(const struct af_cgroups *cgroups, FILE *out)
{
	unsigned int i;

	for (i = 0; i < cgroups->nr; i++)
		fprintf(out, "%lld %lld %lld %s\n", cgroups->all[i].max,
			cgroups->all[i].current, cgroups->all[i].refusals,
			cgroups->all[i].path);
	if (af_known(cgroups->dying))
		fprintf(out, "dying %lld\n", cgroups->dying);
}
