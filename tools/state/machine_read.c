// SPDX-License-Identifier: GPL-2.0-only
/* Reads the machine's files, or those of a copy. */
#include <stdio.h>
#include <stdlib.h>

#include "lib/clock.h"
#include "lib/file.h"
#include "state/machine.h"

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
 * @wanted: ids of the memory cgroups that are to be found
 *
 * What is in it is to be given to af_cgroups_free().
 */
void af_machine_read(struct af_machine *machine, const char *root,
		     const struct af_ids *wanted)
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
		af_cgroups_read(&machine->cgroups, wanted);
}
