// SPDX-License-Identifier: GPL-2.0-only
/* Values for the advice on memory cgroups: those that have refused, by name. Pure. */
#include "advice/values.h"
#include "lib/shell.h"
#include "lib/units.h"

#define NAMED 3 /* refusers that are named, at most */

/* The unit of systemd that a path ends with, empty if it is none. */
static struct af_slice unit_of(const char *path)
{
	struct af_slice rest = af_slice_string(path), part, unit = { "", 0 };

	while (af_slice_cut(&rest, '/', &part))
		if (af_slice_has(part, ".service") ||
		    af_slice_has(part, ".slice") ||
		    af_slice_has(part, ".scope"))
			unit = part;
		else
			unit = af_slice_of("", 0);
	return unit;
}

/* Where the limit of a group is set, for one that is no unit of systemd. */
static bool limit_file(char *quoted, size_t size, const char *path,
		       bool version1)
{
	char full[AF_CGROUP_PATH + 64];

	snprintf(full, sizeof(full), "/sys/fs/cgroup%s%s/%s",
		 version1 ? "/memory" : "", path,
		 version1 ? "memory.limit_in_bytes" : "memory.max");
	return (!*path || *path == '/') &&
	       af_shell_quote(quoted, size, af_slice_string(full));
}

/* A name that does not fit a command gets none: it says enough itself. */
static void say_limit(const struct af_cgroup *cgroup, bool version1, FILE *out)
{
	const long long mib = (cgroup->max + cgroup->max / 4) >> 20 ?: 1;
	struct af_slice unit = unit_of(cgroup->path);
	char quoted[AF_CGROUP_PATH + 80];

	if (unit.length && af_shell_quote(quoted, sizeof(quoted), unit))
		fprintf(out, "systemctl set-property %s MemoryMax=%lldM\n",
			quoted, mib);
	else if (!unit.length &&
		 limit_file(quoted, sizeof(quoted), cgroup->path, version1))
		fprintf(out, "echo %lldM > %s\n", mib, quoted);
}

/* What it refused, and what it may have now; a larger limit only if it has one. */
static void say_refuser(const struct af_cgroup *cgroup, bool version1,
			FILE *out)
{
	char refused[AF_UNIT_LEN], max[AF_UNIT_LEN], current[AF_UNIT_LEN];

	af_thousands(refused, cgroup->refused);
	if (cgroup->gone) {
		fprintf(out, "a cgroup that is gone, id %llu, refused %s\n",
			(unsigned long long)cgroup->id, refused);
		return;
	}
	fprintf(out,
		"cgroup %s refused %s: ", *cgroup->path ? cgroup->path : "/",
		refused);
	if (!af_known(cgroup->max)) {
		fputs("now it has no limit of memory\n", out);
		return;
	}
	fprintf(out, "limit %s", af_bytes(max, cgroup->max));
	if (af_known(cgroup->current))
		fprintf(out, ", in use %s", af_bytes(current, cgroup->current));
	fputc('\n', out);
	say_limit(cgroup, version1, out);
}

/* Does @a come before @b: by refusals, then by id. */
static bool is_before(const struct af_cgroup *a, const struct af_cgroup *b)
{
	return a->refused != b->refused ? a->refused > b->refused : a < b;
}

/* Of those that have refused the first behind @after, which may be NULL. */
static const struct af_cgroup *next_refuser(const struct af_cgroups *cgroups,
					    const struct af_cgroup *after)
{
	const struct af_cgroup *one, *best = NULL;
	size_t i;

	for (i = 0; i < cgroups->nr; i++) {
		one = &cgroups->all[i];
		if (one->refused && (!after || is_before(after, one)) &&
		    (!best || is_before(one, best)))
			best = one;
	}
	return best;
}

/* Who has refused is known by the module; nobody else is named. */
void af_values_cgroup(const struct af_case *facts,
		      const struct af_machine *machine,
		      const struct af_zones *now, FILE *out)
{
	const struct af_cgroups *cgroups = &machine->cgroups;
	const struct af_cgroup *one = next_refuser(cgroups, NULL);
	unsigned int i;

	(void)facts;
	(void)now;
	if (!one)
		fputs("which cgroup refused is not known\n", out);
	for (i = 0; one && i < NAMED; i++) {
		say_refuser(one, cgroups->version1, out);
		one = next_refuser(cgroups, one);
	}
	if (one)
		fputs("more cgroups refused: allocfail cgroups\n", out);
	if (af_known(cgroups->dying) && cgroups->dying > 1000)
		fprintf(out,
			"%lld cgroups are removed and still hold memory: something pins their pages\n",
			cgroups->dying);
}
