// SPDX-License-Identifier: GPL-2.0-only
/* Memory cgroups that have met their limit, version 2 and version 1. */
#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "state/cgroups.h"
#include "state/read.h"

#define MAX_DEPTH 16 /* of directories: systemd and containers use fewer */

/* Which files say it, in one version of cgroups. */
struct layout {
	const char *top;
	const char *max;
	const char *current;
	const char *refusals;
	const char *key; /* of the line in refusals; NULL: it is one number */
};

static const struct layout version2 = { "/sys/fs/cgroup", "memory.max",
					"memory.current", "memory.events",
					"max" };

static const struct layout version1 = { "/sys/fs/cgroup/memory",
					"memory.limit_in_bytes",
					"memory.usage_in_bytes",
					"memory.failcnt", NULL };

/* The number in a file, after @key if that is not NULL. */
static long long value_of(const char *directory, const char *name,
			  const char *key)
{
	struct af_slice rest, line, word;
	long long value = AF_UNKNOWN;
	struct af_text text;
	char path[4096];
	int64_t number;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	if (af_read_text(path, &text))
		return AF_UNKNOWN;
	rest = af_slice_of(text.text, text.length);
	while (af_slice_cut(&rest, '\n', &line)) {
		if (key &&
		    (!af_slice_word(&line, &word) || !af_slice_is(word, key)))
			continue;
		if (af_slice_word(&line, &word) && af_slice_s64(word, &number))
			value = number;
	}
	free(text.text);
	return value;
}

/* Keeps those with the most refusals, in order. */
static void keep(struct af_machine *machine, const struct af_cgroup *cgroup)
{
	unsigned int i = machine->nr_cgroups;

	if (i < AF_MAX_CGROUPS)
		machine->nr_cgroups++;
	else if (machine->cgroups[--i].refusals >= cgroup->refusals)
		return;
	for (; i && machine->cgroups[i - 1].refusals < cgroup->refusals; i--)
		machine->cgroups[i] = machine->cgroups[i - 1];
	machine->cgroups[i] = *cgroup;
}

static void look_at(struct af_machine *machine, const struct layout *layout,
		    const char *directory)
{
	struct af_cgroup cgroup = {
		.max = value_of(directory, layout->max, NULL),
		.current = value_of(directory, layout->current, NULL),
		.refusals = value_of(directory, layout->refusals, layout->key),
	};

	if (cgroup.max == AF_UNKNOWN || cgroup.refusals <= 0)
		return;
	snprintf(cgroup.path, sizeof(cgroup.path), "%s",
		 directory + strlen(layout->top));
	keep(machine, &cgroup);
}

static void walk(struct af_machine *machine, const struct layout *layout,
		 const char *directory, unsigned int depth)
{
	struct dirent *entry;
	char path[4096];
	DIR *dir;

	look_at(machine, layout, directory);
	dir = depth < MAX_DEPTH ? opendir(directory) : NULL;
	if (!dir)
		return;
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_type != DT_DIR || entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", directory, entry->d_name);
		walk(machine, layout, path, depth + 1);
	}
	closedir(dir);
}

/* Of this machine. */
void af_cgroups_walk(struct af_machine *machine)
{
	const struct layout *layout = &version2;
	struct stat unused;

	if (!stat("/sys/fs/cgroup/memory/memory.limit_in_bytes", &unused))
		layout = &version1;
	walk(machine, layout, layout->top, 0);
	machine->dying_cgroups =
		value_of(layout->top, "cgroup.stat", "nr_dying_descendants");
}

static bool parse_cgroup(struct af_slice line, struct af_cgroup *cgroup)
{
	struct af_slice max, current, refusals;
	int64_t numbers[3];

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

/* Of a copy. Lines that are not understood are passed over. */
void af_cgroups_parse(struct af_machine *machine, const char *text,
		      size_t length)
{
	struct af_slice rest = { text, length }, line;
	struct af_cgroup cgroup;
	int64_t dying;

	while (af_slice_cut(&rest, '\n', &line)) {
		if (af_slice_begins(line, "dying ")) {
			if (af_slice_s64(af_slice_from(line, 6), &dying))
				machine->dying_cgroups = dying;
		} else if (parse_cgroup(line, &cgroup)) {
			keep(machine, &cgroup);
		}
	}
}

/* For a copy. */
void af_cgroups_print(const struct af_machine *machine, FILE *out)
{
	unsigned int i;

	for (i = 0; i < machine->nr_cgroups; i++)
		fprintf(out, "%lld %lld %lld %s\n", machine->cgroups[i].max,
			machine->cgroups[i].current,
			machine->cgroups[i].refusals, machine->cgroups[i].path);
	if (machine->dying_cgroups != AF_UNKNOWN)
		fprintf(out, "dying %lld\n", machine->dying_cgroups);
}
