// SPDX-License-Identifier: GPL-2.0-only
/* Memory cgroups that have met their limit, as a copy has them. Pure. */
#include "lib/gate.h"
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

/* Take the path, which anybody may have chosen. One that is too long ends with "~". */
void af_cgroup_name(struct af_cgroup *cgroup, struct af_slice path)
{
	const size_t room = sizeof(cgroup->path) - 1;
	size_t length = af_gate(AF_GATE_NAME, cgroup->path, room, path);

	if (length < af_gate_length(AF_GATE_NAME, path))
		strcpy(cgroup->path + length, "~");
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
	cgroup->max = af_amount(numbers[0]);
	cgroup->current = af_amount(numbers[1]);
	cgroup->refusals = af_amount(numbers[2]);
	af_cgroup_name(cgroup, line);
	return af_known(cgroup->max) && af_known(cgroup->refusals);
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
				cgroups->dying = af_amount(dying);
		} else if (af_slice_is(line, "version 1")) {
			cgroups->version1 = true;
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
			af_known(cgroups->all[i].current) ?
				cgroups->all[i].current :
				0,
			cgroups->all[i].refusals, cgroups->all[i].path);
	if (af_known(cgroups->dying))
		fprintf(out, "dying %lld\n", cgroups->dying);
	if (cgroups->version1)
		fputs("version 1\n", out);
}
