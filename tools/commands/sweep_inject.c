// SPDX-License-Identifier: GPL-2.0-only
/* The files of allocfail_inject, as a sweep uses them. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "commands/sweep.h"
#include "lib/file.h"
#include "log/plumbing.h"

#define INJECT "/sys/kernel/debug/allocfail_inject/"

/* As much as has room, and printable: whatever it was. */
void af_sweep_copy(char to[AF_SWEEP_NAME], struct af_slice from)
{
	size_t i;

	for (i = 0; i < from.length && i < AF_SWEEP_NAME - 1; i++)
		to[i] = from.text[i] >= ' ' && from.text[i] <= '~' ?
				from.text[i] :
				'?';
	to[i] = '\0';
}

/* Closed on exec: what the command leaves running does not hold it. */
int af_sweep_open(struct af_sweep *sweep)
{
	const char *command = sweep->options->arguments[0];

	sweep->session = open(INJECT "session", O_WRONLY | O_CLOEXEC);
	if (sweep->session >= 0)
		return 0;
	if (errno == ENOENT)
		af_complain("sweep: %s is not run: no module: modprobe allocfail_inject",
			    command);
	else if (errno == EBUSY)
		af_complain("sweep: %s is not run: something is armed already: see " INJECT
			    "status",
			    command);
	else
		af_complain("sweep: %s is not run: " INJECT "session: %s",
			    command, strerror(errno));
	return -1;
}

/* The value of a line "key: value", empty if there is none. */
static struct af_slice value_of(const struct af_text *text, const char *key)
{
	struct af_slice rest = af_slice_of(text->text, text->length), line;

	while (af_slice_cut(&rest, '\n', &line))
		if (af_slice_take(&line, key) && af_slice_take(&line, ": "))
			return line;
	return af_slice_of("", 0);
}

/* Return: 0, or -1 after a complaint, with the module's reason */
int af_sweep_arm(struct af_sweep *sweep, const char *line)
{
	char reason[AF_SWEEP_NAME];
	struct af_text text;
	int err;

	if (write(sweep->session, line, strlen(line)) == (ssize_t)strlen(line))
		return 0;
	err = errno;
	if (err == EINVAL && !af_read_text(INJECT "status", &text)) {
		af_sweep_copy(reason, value_of(&text, "refused"));
		af_complain("sweep: the module refuses \"%s\": %s", line,
			    reason);
		free(text.text);
	} else {
		af_complain("sweep: " INJECT "session: %s", strerror(err));
	}
	return -1;
}

/* A number of status, 0 if it cannot be read, after a complaint. */
u64 af_sweep_status(const char *key)
{
	struct af_text text;
	u64 value = 0;

	if (af_read_text(INJECT "status", &text))
		return 0;
	if (!af_slice_u64(value_of(&text, key), &value))
		af_complain("sweep: " INJECT "status has no %s", key);
	free(text.text);
	return value;
}

/* Is there no room to know one more place: then none is new. */
bool af_sweep_is_full(void)
{
	struct af_slice value, used, slash, room;
	struct af_text text;
	bool full;

	if (af_read_text(INJECT "status", &text))
		return false;
	value = value_of(&text, "sites");
	full = af_slice_word(&value, &used) && af_slice_word(&value, &slash) &&
	       af_slice_word(&value, &room) && af_slice_same(used, room);
	free(text.text);
	return full;
}

static void parse_head(struct af_slice line, struct af_sweep_failed *failed)
{
	struct af_slice word, value;
	u64 number;

	while (af_slice_word(&line, &word)) {
		value = word;
		if (af_slice_take(&value, "n="))
			af_slice_u64(value, &failed->number);
		else if (af_slice_take(&value, "order=") &&
			 af_slice_u64(value, &number))
			failed->order = number;
		else if (af_slice_take(&value, "gfp="))
			af_sweep_copy(failed->gfp, value);
		else if (af_slice_take(&value, "site="))
			af_slice_number(&value, 16, &failed->hash);
		else if (af_slice_take(&value, "outcome="))
			af_sweep_copy(failed->outcome, value);
		else if (af_slice_begins(word, "comm="))
			return;
	}
}

/**
 * af_sweep_frame - take who asked from a stack, frame by frame
 * @frame: function+0x1/0x2 [module]: the place is that without the size
 * @failed: where to put it
 */
void af_sweep_frame(struct af_slice frame, struct af_sweep_failed *failed)
{
	const struct af_slice none = af_slice_of("", 0);
	struct af_slice rest = frame, place = none, symbol = none, size;
	struct af_slice module;
	char text[2 * AF_SWEEP_NAME];

	af_slice_cut(&rest, '/', &place);
	af_slice_cut(&rest, ' ', &size);
	module = rest;
	snprintf(text, sizeof(text), "%.*s%s%.*s", AF_SLICE(place),
		 module.length ? " " : "", AF_SLICE(module));
	rest = place;
	af_slice_cut(&rest, '+', &symbol);
	if (!failed->place[0]) {
		if (!module.length &&
		    af_log_plumbing(af_log_base(symbol)) != AF_NO_PLUMBING)
			return;
		af_sweep_copy(failed->place, af_slice_string(text));
		if (module.length)
			af_sweep_copy(failed->module, af_slice_string(text));
	} else if (module.length && !failed->module[0]) {
		af_sweep_copy(failed->module, af_slice_string(text));
	}
}

/**
 * af_sweep_parse - the first request that was failed later
 * @text: of the module's file failed
 * @after: number of the last one that is known
 * @failed: where to put it; its number is 0 if there is none
 */
void af_sweep_parse(struct af_slice text, u64 after,
		    struct af_sweep_failed *failed)
{
	struct af_slice line;

	*failed = (struct af_sweep_failed){ 0 };
	while (af_slice_cut(&text, '\n', &line)) {
		if (af_slice_take(&line, "\t")) {
			if (failed->number > after)
				af_sweep_frame(line, failed);
			continue;
		}
		if (failed->number > after)
			return;
		*failed = (struct af_sweep_failed){ 0 };
		parse_head(line, failed);
	}
	if (failed->number <= after)
		*failed = (struct af_sweep_failed){ 0 };
}

/* Return: 0, or -1 after a complaint */
int af_sweep_latest(struct af_sweep_failed *failed, u64 after)
{
	struct af_text text;

	if (af_read_text(INJECT "failed", &text))
		return -1;
	af_sweep_parse(af_slice_of(text.text, text.length), after, failed);
	free(text.text);
	if (!failed->place[0])
		strcpy(failed->place, "[no stack]");
	return 0;
}

/* What was failed before is not ours. Return: 0, or -1 after a complaint */
int af_sweep_skip(struct af_sweep *sweep)
{
	struct af_sweep_failed failed;
	struct af_text text;

	if (af_read_text(INJECT "failed", &text))
		return -1;
	do {
		af_sweep_parse(af_slice_of(text.text, text.length), sweep->seen,
			       &failed);
		if (failed.number)
			sweep->seen = failed.number;
	} while (failed.number);
	free(text.text);
	return 0;
}
