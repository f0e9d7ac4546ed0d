// SPDX-License-Identifier: GPL-2.0-only
/* Memory cgroups by their ids, as a copy has them. Pure, but for their memory. */
#include <stdlib.h>

#include "lib/gate.h"
#include "state/cgroups.h"

static int compare_ids(const void *a, const void *b)
{
	const u64 left = *(const u64 *)a, right = *(const u64 *)b;

	return (left > right) - (left < right);
}

/* In order, each once. */
void af_ids_sort(struct af_ids *ids)
{
	size_t i, nr = 0;

	if (!ids->nr)
		return;
	qsort(ids->all, ids->nr, sizeof(*ids->all), compare_ids);
	for (i = 1; i < ids->nr; i++)
		if (ids->all[i] != ids->all[nr])
			ids->all[++nr] = ids->all[i];
	ids->nr = nr + 1;
}

bool af_ids_has(const struct af_ids *ids, u64 id)
{
	return ids->nr &&
	       bsearch(&id, ids->all, ids->nr, sizeof(id), compare_ids);
}

/* Take the path, which anybody may have chosen. One that is too long ends with "~". */
void af_cgroup_name(struct af_cgroup *cgroup, struct af_slice path)
{
	const size_t room = sizeof(cgroup->path) - 1;
	size_t length = af_gate(AF_GATE_NAME, cgroup->path, room, path);

	if (length < af_gate_length(AF_GATE_NAME, path))
		strcpy(cgroup->path + length, "~");
}

/* Return: 0, or -1 without memory */
int af_cgroups_add(struct af_cgroups *cgroups, const struct af_cgroup *cgroup)
{
	const size_t nr = cgroups->nr;
	struct af_cgroup *more;

	/* At each power of two there is no room left. */
	if (!(nr & (nr - 1))) {
		more = realloc(cgroups->all,
			       (nr ? 2 * nr : 1) * sizeof(*cgroups->all));
		if (!more)
			return -1;
		cgroups->all = more;
	}
	cgroups->all[cgroups->nr++] = *cgroup;
	return 0;
}

/* An id is the first member. */
static_assert(!offsetof(struct af_cgroup, id));

void af_cgroups_sort(struct af_cgroups *cgroups)
{
	if (cgroups->nr)
		qsort(cgroups->all, cgroups->nr, sizeof(*cgroups->all),
		      compare_ids);
}

/* NULL for one that is not there. */
struct af_cgroup *af_cgroups_find(const struct af_cgroups *cgroups, u64 id)
{
	return cgroups->nr ? bsearch(&id, cgroups->all, cgroups->nr,
				     sizeof(*cgroups->all), compare_ids) :
			     NULL;
}

static long long amount_of(struct af_slice word)
{
	s64 number;

	return af_slice_s64(word, &number) ? af_amount(number) : AF_UNKNOWN;
}

/* The rest of a line behind "id ". */
static bool parse_cgroup(struct af_slice line, struct af_cgroup *cgroup)
{
	struct af_slice id, max, current, refusals;

	*cgroup = (struct af_cgroup){ 0 };
	if (!af_slice_cut(&line, ' ', &id) || !af_slice_u64(id, &cgroup->id) ||
	    !af_slice_cut(&line, ' ', &max) ||
	    !af_slice_cut(&line, ' ', &current) ||
	    !af_slice_cut(&line, ' ', &refusals))
		return false;
	cgroup->max = amount_of(max);
	cgroup->current = amount_of(current);
	cgroup->refusals = amount_of(refusals);
	af_cgroup_name(cgroup, line);
	return true;
}

/**
 * af_cgroups_parse - the file cgroups of a copy
 * @cgroups: where to put them; those that are there already stay
 * @text: the file; lines that are not understood, as those of older copies, which have
 *	no ids, are passed over
 * @length: of it
 */
void af_cgroups_parse(struct af_cgroups *cgroups, const char *text,
		      size_t length)
{
	struct af_slice rest = { text, length }, line;
	struct af_cgroup cgroup;

	while (af_slice_cut(&rest, '\n', &line)) {
		if (af_slice_take(&line, "dying "))
			cgroups->dying = amount_of(line);
		else if (af_slice_is(line, "version 1"))
			cgroups->version1 = true;
		else if (af_slice_take(&line, "id ") &&
			 parse_cgroup(line, &cgroup))
			af_cgroups_add(cgroups, &cgroup);
	}
	af_cgroups_sort(cgroups);
}

static void print_amount(long long amount, FILE *out)
{
	if (af_known(amount))
		fprintf(out, " %lld", amount);
	else
		fputs(" -", out);
}

static void print_cgroup(const struct af_cgroup *cgroup, FILE *out)
{
	fprintf(out, "id %llu", (unsigned long long)cgroup->id);
	print_amount(cgroup->max, out);
	print_amount(cgroup->current, out);
	print_amount(cgroup->refusals, out);
	fprintf(out, " %s\n", cgroup->path);
}

/* The file cgroups of a copy. */
void af_cgroups_print(const struct af_cgroups *cgroups, FILE *out)
{
	size_t i;

	for (i = 0; i < cgroups->nr; i++)
		if (!cgroups->all[i].gone)
			print_cgroup(&cgroups->all[i], out);
	if (af_known(cgroups->dying))
		fprintf(out, "dying %lld\n", cgroups->dying);
	if (cgroups->version1)
		fputs("version 1\n", out);
}

void af_cgroups_free(struct af_cgroups *cgroups)
{
	free(cgroups->all);
	*cgroups = (struct af_cgroups){ .dying = AF_UNKNOWN };
}
