// SPDX-License-Identifier: GPL-2.0-only
/*
 * Objects that nobody points to any more, as kmemleak finds them, where the kernel has
 * it. What it said before a run is not the run's. Nothing is cleared, so that whoever
 * reads it later finds all.
 *
 * kmemleak leaves out what is younger than five seconds, and what has changed since
 * the scan before: so a run is followed by a wait, and two scans.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "commands/sweep.h"
#include "lib/clock.h"
#include "lib/file.h"

#define SCANS 2

/* Return: 0 or an error number */
static int scan(const struct af_kmemleak *kmemleak)
{
	static const char word[] = "scan";
	int file = open(kmemleak->path, O_WRONLY | O_CLOEXEC), err = 0;

	if (file < 0)
		return errno;
	if (write(file, word, strlen(word)) != (ssize_t)strlen(word))
		err = errno;
	close(file);
	return err;
}

static bool is_known(const struct af_kmemleak *kmemleak, u64 address)
{
	size_t i;

	for (i = 0; i < kmemleak->nr_known; i++)
		if (kmemleak->known[i] == address)
			return true;
	return false;
}

/* Return: whether there was room */
static bool remember(struct af_kmemleak *kmemleak, u64 address)
{
	u64 *more;

	if (kmemleak->nr_known == AF_KMEMLEAK_MOST)
		return false;
	more = reallocarray(kmemleak->known, kmemleak->nr_known + 1,
			    sizeof(*more));
	if (!more)
		return false;
	more[kmemleak->nr_known++] = address;
	kmemleak->known = more;
	return true;
}

/* unreferenced object 0xffff888104f6a3c0 (size 64): the kind may stand behind object. */
static bool parse_head(struct af_slice line, u64 *address, u64 *size)
{
	return af_slice_take(&line, "unreferenced object") &&
	       af_slice_after(&line, " 0x") &&
	       af_slice_number(&line, 16, address) &&
	       af_slice_take(&line, " (size ") &&
	       af_slice_number(&line, 10, size) && af_slice_is(line, "):");
}

/* A frame below "backtrace"; older kernels have its address before it. */
static void parse_frame(struct af_slice line, struct af_sweep_objects *found)
{
	struct af_sweep_failed who = { 0 };

	af_slice_trim(&line);
	if (af_slice_begins(line, "[<") && !af_slice_after(&line, "] "))
		return;
	af_sweep_frame(line, &who);
	af_sweep_copy(found->place, af_slice_string(who.place));
}

/**
 * af_kmemleak_parse - count the objects that are not known yet, and know them
 * @kmemleak: what is known
 * @text: of the kernel's file
 * @found: how many there are, and the first of them
 *
 * Return: whether there was room for all
 */
bool af_kmemleak_parse(struct af_kmemleak *kmemleak, struct af_slice text,
		       struct af_sweep_objects *found)
{
	bool first = false, frames = false, room = true;
	struct af_slice line;
	u64 address, size;

	*found = (struct af_sweep_objects){ 0 };
	while (af_slice_cut(&text, '\n', &line)) {
		if (parse_head(line, &address, &size)) {
			frames = false;
			first = false;
			if (is_known(kmemleak, address))
				continue;
			room &= remember(kmemleak, address);
			first = !found->nr++;
			if (first)
				found->size = size;
		} else if (af_slice_begins(line, "  backtrace")) {
			frames = true;
		} else if (first && frames && !found->place[0]) {
			parse_frame(line, found);
		}
	}
	if (!found->place[0])
		af_sweep_copy(found->place, af_slice_string("[no stack]"));
	return room;
}

static void give_up(struct af_kmemleak *kmemleak, const char *why)
{
	af_complain("sweep: %s: %s: objects are not compared", kmemleak->path,
		    why);
	kmemleak->asked = false;
}

/* Scan, and see what is new. If that cannot be, it is said, and tried no more. */
static void look(struct af_kmemleak *kmemleak, struct af_sweep_objects *found)
{
	struct af_text text;
	int i, err = 0;

	for (i = 0; i < SCANS && !err; i++)
		err = scan(kmemleak);
	if (!err && af_read_bytes(kmemleak->path, &text))
		err = errno;
	if (err) {
		give_up(kmemleak, strerror(err));
		return;
	}
	if (!af_kmemleak_parse(kmemleak, af_slice_of(text.text, text.length),
			       found))
		give_up(kmemleak, "it has too many");
	free(text.text);
}

/* Before the first run: what is there already is nobody's of the sweep. */
void af_kmemleak_begin(struct af_kmemleak *kmemleak)
{
	struct af_sweep_objects before;

	kmemleak->asked = !access(kmemleak->path, F_OK);
	if (kmemleak->asked)
		look(kmemleak, &before);
}

/**
 * af_kmemleak_after - what a run has left behind
 * @kmemleak: what was there before it
 * @found: what was not, beyond the usual; of that the first may be one
 */
void af_kmemleak_after(struct af_kmemleak *kmemleak,
		       struct af_sweep_objects *found)
{
	*found = (struct af_sweep_objects){ 0 };
	if (!kmemleak->asked)
		return;
	af_sleep(kmemleak->age);
	look(kmemleak, found);
	found->nr -= found->nr < kmemleak->usual ? found->nr : kmemleak->usual;
}

/* After a run with nothing failed: what it has left behind any other does. */
void af_kmemleak_usual(struct af_kmemleak *kmemleak)
{
	struct af_sweep_objects found;

	kmemleak->usual = 0;
	af_kmemleak_after(kmemleak, &found);
	kmemleak->usual = found.nr;
}
