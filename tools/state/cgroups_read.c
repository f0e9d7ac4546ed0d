// SPDX-License-Identifier: GPL-2.0-only
/* Finds memory cgroups of this machine by the inode numbers of their directories. */
#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "lib/file.h"
#include "state/cgroups.h"

#define MAX_DEPTH 32 /* of directories: systemd and containers use fewer */

/* Which files say it, in one version of cgroups. */
struct layout {
	const char *mark; /* the top has it */
	const char *max;
	const char *current;
	const char *refusals;
	const char *key; /* of the line in refusals; NULL: it is one number */
};

static const struct layout version2 = { "cgroup.controllers", "memory.max",
					"memory.current", "memory.events",
					"max" };

static const struct layout version1 = { "memory.limit_in_bytes",
					"memory.limit_in_bytes",
					"memory.usage_in_bytes",
					"memory.failcnt", NULL };

/* What is looked for, and where. */
struct search {
	struct af_cgroups *cgroups;
	const struct af_ids *wanted;
	const struct layout *layout;
	char top[PATH_MAX];
};

/* The number in a file, after @key if that is not NULL. */
static long long value_of(const char *directory, const char *name,
			  const char *key)
{
	struct af_slice rest, line, word;
	long long value = AF_UNKNOWN;
	struct af_text text;
	char path[PATH_MAX];
	s64 number;

	if (snprintf(path, sizeof(path), "%s/%s", directory, name) >=
		    (int)sizeof(path) ||
	    af_read_text(path, &text))
		return AF_UNKNOWN;
	rest = af_slice_of(text.text, text.length);
	while (af_slice_cut(&rest, '\n', &line)) {
		if (key &&
		    (!af_slice_word(&line, &word) || !af_slice_is(word, key)))
			continue;
		if (af_slice_word(&line, &word) && af_slice_s64(word, &number))
			value = af_amount(number);
	}
	free(text.text);
	return value;
}

static void look_at(const struct search *search, const char *directory, u64 id)
{
	const struct layout *layout = search->layout;
	struct af_cgroup cgroup = { .id = id };

	if (!af_ids_has(search->wanted, id))
		return;
	cgroup.max = value_of(directory, layout->max, NULL);
	cgroup.current = value_of(directory, layout->current, NULL);
	cgroup.refusals = value_of(directory, layout->refusals, layout->key);
	af_cgroup_name(&cgroup,
		       af_slice_string(directory + strlen(search->top)));
	af_cgroups_add(search->cgroups, &cgroup);
}

static void walk(const struct search *search, const char *directory,
		 unsigned int depth)
{
	DIR *dir = depth < MAX_DEPTH ? opendir(directory) : NULL;
	struct dirent *entry;
	char path[PATH_MAX];

	if (!dir)
		return;
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_type != DT_DIR || !strcmp(entry->d_name, ".") ||
		    !strcmp(entry->d_name, ".."))
			continue;
		if (snprintf(path, sizeof(path), "%s/%s", directory,
			     entry->d_name) >= (int)sizeof(path))
			continue;
		look_at(search, path, entry->d_ino);
		walk(search, path, depth + 1);
	}
	closedir(dir);
}

/* One of the options of a mount. */
static bool has_option(struct af_slice options, const char *wanted)
{
	struct af_slice option;

	while (af_slice_cut(&options, ',', &option))
		if (af_slice_is(option, wanted))
			return true;
	return false;
}

/* Is that still what is seen there: another mount may hide it. */
static bool is_top(struct af_slice where, const struct layout *layout)
{
	char path[PATH_MAX];
	struct stat unused;

	return snprintf(path, sizeof(path), "%.*s/%s", AF_SLICE(where),
			layout->mark) < (int)sizeof(path) &&
	       !stat(path, &unused);
}

/* A line of /proc/mounts: is memory controlled there; version 1 goes before 2. */
static void take_mount(struct search *search, struct af_slice line)
{
	const struct layout *layout = &version2;
	struct af_slice where, type;

	af_slice_next_word(&line);
	where = af_slice_next_word(&line);
	type = af_slice_next_word(&line);
	if (af_slice_is(type, "cgroup") &&
	    has_option(af_slice_next_word(&line), "memory"))
		layout = &version1;
	else if (!af_slice_is(type, "cgroup2"))
		return;
	if (search->layout == &version1 || !is_top(where, layout))
		return;
	search->layout = layout;
	snprintf(search->top, sizeof(search->top), "%.*s", AF_SLICE(where));
}

/* Where they are by custom, if no mount says so. */
static void find_top(struct search *search)
{
	struct af_slice rest, line;
	struct af_text mounts;

	if (!af_read_text("/proc/self/mounts", &mounts)) {
		rest = af_slice_of(mounts.text, mounts.length);
		while (af_slice_cut(&rest, '\n', &line))
			take_mount(search, line);
		free(mounts.text);
	}
	if (search->layout)
		return;
	search->layout = &version2;
	strcpy(search->top, "/sys/fs/cgroup");
}

/**
 * af_cgroups_read - of this machine, version 2 of cgroups or version 1
 * @cgroups: where to put them
 * @wanted: the ids of those that are looked for; without any, nothing is searched
 */
void af_cgroups_read(struct af_cgroups *cgroups, const struct af_ids *wanted)
{
	struct search search = { .cgroups = cgroups, .wanted = wanted };
	struct stat top;

	find_top(&search);
	cgroups->version1 = search.layout == &version1;
	cgroups->dying =
		value_of(search.top, "cgroup.stat", "nr_dying_descendants");
	if (!wanted->nr || stat(search.top, &top))
		return;
	look_at(&search, search.top, top.st_ino);
	walk(&search, search.top, 0);
	af_cgroups_sort(cgroups);
}
