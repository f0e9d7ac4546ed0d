// SPDX-License-Identifier: GPL-2.0-only
/* Reads the machine's files, or those of a copy, and walks its memory cgroups. */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "lib/clock.h"
#include "lib/file.h"
#include "state/machine.h"

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
	char path[PATH_MAX];
	s64 number;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	if (af_read_text(path, &text))
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

static void look_at(struct af_cgroups *cgroups, const struct layout *layout,
		    const char *directory)
{
	struct af_cgroup cgroup = {
		.max = value_of(directory, layout->max, NULL),
		.current = value_of(directory, layout->current, NULL),
		.refusals = value_of(directory, layout->refusals, layout->key),
	};

	if (!af_known(cgroup.max) || !af_known(cgroup.refusals) ||
	    !cgroup.refusals)
		return;
	af_cgroup_name(&cgroup,
		       af_slice_string(directory + strlen(layout->top)));
	af_cgroups_keep(cgroups, &cgroup);
}

static void walk(struct af_cgroups *cgroups, const struct layout *layout,
		 const char *directory, unsigned int depth)
{
	struct dirent *entry;
	char path[PATH_MAX];
	DIR *dir;

	look_at(cgroups, layout, directory);
	dir = depth < MAX_DEPTH ? opendir(directory) : NULL;
	if (!dir)
		return;
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_type != DT_DIR || entry->d_name[0] == '.')
			continue;
		if (snprintf(path, sizeof(path), "%s/%s", directory,
			     entry->d_name) >= (int)sizeof(path))
			continue;
		walk(cgroups, layout, path, depth + 1);
	}
	closedir(dir);
}

/* Of this machine, version 2 of cgroups or version 1. */
static void walk_cgroups(struct af_cgroups *cgroups)
{
	const struct layout *layout = &version2;
	struct stat unused;

	if (!stat("/sys/fs/cgroup/memory/memory.limit_in_bytes", &unused))
		layout = &version1;
	cgroups->version1 = layout == &version1;
	walk(cgroups, layout, layout->top, 0);
	cgroups->dying =
		value_of(layout->top, "cgroup.stat", "nr_dying_descendants");
}

/**
 * af_machine_file - a file of this machine, or of a copy
 * @root: the directory of the copy, NULL for this machine
 * @path: of it on the machine, without the stroke at its beginning
 *
 * Return: its text, to be freed; empty if there is none
 */
struct af_text af_machine_file(const char *root, const char *path)
{
	struct af_text text = { 0 };
	char full[256];

	snprintf(full, sizeof(full), "%s/%s", root ? "machine" : "", path);
	if (root)
		af_read_text_below(root, full, &text);
	else
		af_read_text(full, &text);
	return text;
}

/* What only a copy has in a file. */
static void read_cgroups(struct af_machine *machine, const char *root)
{
	struct af_text cgroups = af_machine_file(root, "cgroups");

	if (cgroups.text)
		af_cgroups_parse(&machine->cgroups, cgroups.text,
				 cgroups.length);
	free(cgroups.text);
}

static void take_file(struct af_machine *machine, const char *root,
		      const struct af_machine_source *file)
{
	struct af_text text = af_machine_file(root, file->path);

	if (text.text)
		file->take(machine, file->offset,
			   af_slice_of(text.text, text.length));
	free(text.text);
}

/* Wall clock less boot clock, in microseconds; AF_UNKNOWN if a copy does not tell. */
long long af_machine_wall_offset(const char *root)
{
	struct af_machine machine;
	struct af_text clock;

	if (!root)
		return af_wall_offset_us();
	af_machine_unknown(&machine);
	clock = af_machine_file(root, AF_CLOCK_FILE);
	if (clock.text)
		af_machine_take_clock(&machine,
				      af_slice_of(clock.text, clock.length));
	free(clock.text);
	return machine.wall_offset_us;
}

/**
 * af_machine_read - of this machine, or of the one that a copy was made on
 * @machine: where to put it
 * @root: the copy's directory, NULL for this machine
 */
void af_machine_read(struct af_machine *machine, const char *root)
{
	size_t i;

	af_machine_unknown(machine);
	for (i = 0; i < af_nr_machine_sources; i++)
		if (af_machine_sources[i].take)
			take_file(machine, root, &af_machine_sources[i]);
	machine->wall_offset_us = af_machine_wall_offset(root);
	if (root)
		read_cgroups(machine, root);
	else
		walk_cgroups(&machine->cgroups);
}
