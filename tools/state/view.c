// SPDX-License-Identifier: GPL-2.0-only
/* Reads the module's files, or a saved copy of them. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/clock.h"
#include "lib/complain.h"
#include "state/view.h"

const char *const af_file_names[AF_NR_FILES] = {
	[AF_FILE_STATUS] = "status",
	[AF_FILE_COUNTERS] = "counters",
	[AF_FILE_SIGNATURES] = "signatures",
	[AF_FILE_EVENTS] = "events",
	[AF_FILE_SNAPSHOT] = "snapshot",
	[AF_FILE_FRAGMENTATION] = "fragmentation",
	[AF_FILE_FOLDED] = "folded",
	[AF_FILE_CGROUPS] = "cgroups",
};

/* What to do about a file that can't be read. */
static const char *hint(const char *root, int error)
{
	if (root)
		return error == ENOENT ? "; not a saved copy of " AF_DEBUGFS :
					 "";
	if (error == EACCES || error == EPERM)
		return "; only root may read it";
	if (error == ENOENT)
		return "; is the module loaded? See allocfail doctor";
	return "";
}

static int read_file(struct af_view *view, enum af_file file)
{
	const char *name = af_file_names[file];
	int result;
	char path[64];

	snprintf(path, sizeof(path), AF_DEBUGFS "/%s", name);
	if (view->root)
		result =
			af_read_text_below(view->root, name, &view->text[file]);
	else
		result = af_read_text(path, &view->text[file]);
	if (result && file == AF_FILE_CGROUPS && errno == ENOENT)
		return 0;
	if (result)
		af_complain("%s/%s: %s%s", view->root ? view->root : AF_DEBUGFS,
			    name, strerror(errno), hint(view->root, errno));
	return result;
}

static int parse_file(struct af_view *view, enum af_file file,
		      struct af_parse_error *error)
{
	const char *text = view->text[file].text;
	size_t length = view->text[file].length;

	switch (file) {
	case AF_FILE_STATUS:
		return af_parse_status(&view->status, text, length, error);
	case AF_FILE_COUNTERS:
		return af_parse_counters(&view->totals, text, length, error);
	case AF_FILE_SIGNATURES:
		return af_parse_signatures(&view->signatures, text, length,
					   error);
	case AF_FILE_EVENTS:
		return af_parse_events(&view->events, text, length, error);
	case AF_FILE_SNAPSHOT:
		return af_parse_snapshot(&view->snapshot, text, length, error);
	case AF_FILE_FRAGMENTATION:
		return af_parse_fragmentation(&view->fragmentation, text,
					      length, error);
	case AF_FILE_CGROUPS:
		view->cgroups_known = true;
		return af_parse_cgroups(&view->cgroups, text, length, error);
	default:
		return 0;
	}
}

static int take_file(struct af_view *view, enum af_file file)
{
	struct af_parse_error error;

	if (read_file(view, file))
		return -1;
	if (!view->text[file].text || !parse_file(view, file, &error))
		return 0;
	af_complain("%s/%s:%zu: not understood: %s",
		    view->root ? view->root : AF_DEBUGFS, af_file_names[file],
		    error.line, error.what);
	return -1;
}

static u64 later(u64 a, u64 b)
{
	return a > b ? a : b;
}

/* Of a copy without its uptime: the latest that happened in it. */
static u64 latest_us(const struct af_view *view)
{
	u64 latest = view->status.since_us;
	size_t i;

	for (i = 0; i < view->signatures.nr; i++)
		latest = later(latest, view->signatures.all[i].last_us);
	for (i = 0; i < view->events.nr; i++)
		latest = later(latest, view->events.all[i].time_us);
	return latest;
}

static u64 now_us(const struct af_view *view)
{
	if (!view->root)
		return af_boot_clock_us();
	return later(view->machine.uptime_us, latest_us(view));
}

/* The ids in what was read, in order. Return: 0, or -1 after a complaint */
static int find_ids(const struct af_view *view, struct af_ids *ids)
{
	const size_t most = view->cgroups.nr + view->events.nr + 1;
	size_t i;

	*ids = (struct af_ids){ .all = calloc(most, sizeof(*ids->all)) };
	if (!ids->all) {
		af_complain("out of memory");
		return -1;
	}
	for (i = 0; i < view->cgroups.nr; i++)
		ids->all[ids->nr++] = view->cgroups.all[i].id;
	for (i = 0; i < view->events.nr; i++)
		ids->all[ids->nr++] = view->events.all[i].cgroup;
	if (view->snapshot.has_event)
		ids->all[ids->nr++] = view->snapshot.event.cgroup;
	af_ids_sort(ids);
	return 0;
}

/* Refusers that no directory is found for. Return: 0, or -1 without memory */
static int add_gone(struct af_cgroups *cgroups,
		    const struct af_cgroup_counts *counts)
{
	const size_t found = cgroups->nr;
	struct af_cgroup gone = {
		.gone = true,
		.max = AF_UNKNOWN,
		.current = AF_UNKNOWN,
		.refusals = AF_UNKNOWN,
	};
	size_t i;

	for (i = 0; i < counts->nr; i++) {
		/* What has been added is not in order yet. */
		const struct af_cgroups sorted = { .all = cgroups->all,
						   .nr = found };

		if (!counts->all[i].refused ||
		    af_cgroups_find(&sorted, counts->all[i].id))
			continue;
		gone.id = counts->all[i].id;
		gone.refused = counts->all[i].refused;
		if (af_cgroups_add(cgroups, &gone))
			return -1;
	}
	af_cgroups_sort(cgroups);
	return 0;
}

/* To what the machine says of a group, what the module says of its refusals. */
static int join_refusals(struct af_cgroups *cgroups,
			 const struct af_cgroup_counts *counts)
{
	struct af_cgroup *cgroup;
	size_t i;

	for (i = 0; i < counts->nr; i++) {
		cgroup = af_cgroups_find(cgroups, counts->all[i].id);
		if (cgroup)
			cgroup->refused = counts->all[i].refused;
	}
	return add_gone(cgroups, counts);
}

static int read_machine(struct af_view *view)
{
	struct af_ids ids;

	if (find_ids(view, &ids))
		return -1;
	af_machine_read(&view->machine, view->root, &ids);
	free(ids.all);
	if (!join_refusals(&view->machine.cgroups, &view->cgroups))
		return 0;
	af_complain("out of memory");
	return -1;
}

/**
 * af_view_read - read files and parse them
 * @view: where to put it; to be given to af_view_free()
 * @root: a directory with a copy of them, NULL for this machine
 * @which: bits AF_READ(); the machine is always read
 *
 * Return: 0, or -1 after a complaint, with nothing to free
 */
int af_view_read(struct af_view *view, const char *root, unsigned int which)
{
	unsigned int file;

	*view = (struct af_view){ .root = root, .read = which };
	for (file = 0; file < AF_NR_FILES; file++) {
		if (!(which & AF_READ(file)) || !take_file(view, file))
			continue;
		af_view_free(view);
		return -1;
	}
	if (read_machine(view)) {
		af_view_free(view);
		return -1;
	}
	view->now_us = now_us(view);
	return 0;
}

void af_view_free(struct af_view *view)
{
	unsigned int file;

	af_signatures_free(&view->signatures);
	af_events_free(&view->events);
	af_zones_free(&view->fragmentation);
	af_zones_free(&view->snapshot);
	af_cgroup_counts_free(&view->cgroups);
	af_cgroups_free(&view->machine.cgroups);
	for (file = 0; file < AF_NR_FILES; file++)
		free(view->text[file].text);
	*view = (struct af_view){ 0 };
}
