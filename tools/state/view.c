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
	default:
		return 0;
	}
}

static int take_file(struct af_view *view, enum af_file file)
{
	struct af_parse_error error;

	if (read_file(view, file))
		return -1;
	if (!parse_file(view, file, &error))
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
	af_machine_read(&view->machine, root);
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
	for (file = 0; file < AF_NR_FILES; file++)
		free(view->text[file].text);
	*view = (struct af_view){ 0 };
}
