// SPDX-License-Identifier: GPL-2.0-only
/*
 * Task and kernel of a report. Pure.
 *
 *   CPU: 0 [UID: 0 ]PID: 1 Comm: init Not tainted 6.12.0 #1
 *   Pid: 1, comm: init Tainted: P           2.6.32-21-server #32-Ubuntu
 */
#include <ctype.h>

#include "lib/release.h"
#include "log/who.h"

#define has af_line_has
#define from af_line_from
#define before af_line_before

/**
 * af_who_version - does a line say which kernel it is of
 * @line: the line: "Linux version 6.12.0 ..."
 * @release: where to put the kernel's name
 */
bool af_who_version(const struct af_logline *line, struct af_slice *release)
{
	struct af_slice rest;

	if (has(line, AF_AT_VERSION)) {
		rest = from(line, AF_AT_VERSION);
		af_slice_take(&rest, "Linux version ");
	} else if (has(line, AF_AT_MATCH_VERSION)) {
		rest = from(line, AF_AT_MATCH_VERSION);
		af_slice_take(&rest, "match kernel version ");
	} else {
		return false;
	}
	*release = af_slice_next_word(&rest);
	if (release->length && release->text[release->length - 1] == '.')
		release->length--;
	return af_release_of(*release);
}

/* Where in its text the line of a task begins. */
size_t af_who_task_begins(const struct af_logline *line)
{
	return line->anchors.at[has(line, AF_AT_CPU) ? AF_AT_CPU : AF_AT_PID];
}

/* Return: whether a line says which task it was */
bool af_who_is_task(const struct af_logline *line)
{
	if (!has(line, AF_AT_COMM) || has(line, AF_AT_WARNING))
		return false;
	if (has(line, AF_AT_CPU))
		return af_slice_has(from(line, AF_AT_CPU), "PID: ");
	return has(line, AF_AT_PID);
}

/* Up to the word "tainted": the name may have blanks in it. */
static struct af_slice take_comm(struct af_slice *rest)
{
	static const char *const ends[] = { " Not tainted", " Tainted",
					    " Kdump:" };
	struct af_slice comm;
	size_t i, at, length = rest->length;

	for (i = 0; i < ARRAY_SIZE(ends); i++) {
		at = af_slice_find(*rest, ends[i]);
		if (at < length)
			length = at;
	}
	comm = af_slice_front(*rest, length);
	af_slice_skip(rest, length);
	af_slice_trim(&comm);
	return comm;
}

/* The name of the task that a line is of, which af_who_is_task() takes for one. */
struct af_slice af_who_comm(const struct af_logline *line)
{
	struct af_slice rest = from(line, AF_AT_COMM);

	af_slice_take(&rest, "omm: ");
	return take_comm(&rest);
}

/* The first word that begins like a release: before it are flags of the taint. */
static void take_release(struct af_log_report *report, struct af_slice rest)
{
	while (rest.length) {
		struct af_slice word = af_slice_next_word(&rest);

		af_slice_take(&word, "(");
		while (word.length &&
		       strchr("),\"", word.text[word.length - 1]))
			word.length--;
		if (!af_release_of(word))
			continue;
		report->release_text = word;
		report->release = af_release_of(word);
		return;
	}
}

/**
 * af_who_read - take processor, task and kernel from their line
 * @report: where to put them
 * @line: the line, for which af_who_is_task() holds
 */
void af_who_read(struct af_log_report *report, const struct af_logline *line)
{
	struct af_slice text =
		af_slice_from(line->text, af_who_task_begins(line));
	struct af_slice rest = text;

	if (af_slice_take(&rest, "CPU: "))
		report->cpu_known = af_slice_number(&rest, 10, &report->cpu);
	rest = text;
	if (af_slice_after(&rest, "PID: ") || af_slice_take(&rest, "Pid: "))
		report->pid_known = af_slice_number(&rest, 10, &report->pid);
	rest = from(line, AF_AT_COMM);
	af_slice_take(&rest, "omm: ");
	report->comm = take_comm(&rest);
	take_release(report, rest);
}

/* Blanks, and the colon that ends a name. */
static struct af_slice without_colon(struct af_slice text)
{
	af_slice_trim(&text);
	if (text.length && text.text[text.length - 1] == ':')
		text.length--;
	return text;
}

/**
 * af_who_ends_with - is a name the end of what stands before a message
 * @before: what stands there
 * @comm: the name
 */
bool af_who_ends_with(struct af_slice before, struct af_slice comm)
{
	size_t at;

	before = without_colon(before);
	if (!comm.length || comm.length > before.length)
		return false;
	at = before.length - comm.length;
	if (memcmp(before.text + at, comm.text, comm.length))
		return false;
	return !at || (!isalnum((unsigned char)before.text[at - 1]) &&
		       before.text[at - 1] != '_');
}

/* After the last of what ends a part of a prefix. */
static struct af_slice after_last(struct af_slice text)
{
	static const char *const ends[] = { "] ", "]:", "> ", "} ", "| ",
					    ": ", "; ", ", ", "\t", "- " };
	size_t i, at;

	for (i = 0; i < ARRAY_SIZE(ends); i++)
		while ((at = af_slice_find(text, ends[i])) != AF_NOT_FOUND)
			af_slice_skip(&text, at + strlen(ends[i]));
	/* Some write no blank after a bracket; a name may end with one. */
	for (at = text.length; at; at--)
		if (strchr("]>}", text.text[at - 1]) && at < text.length)
			return af_slice_from(text, at);
	return text;
}

/**
 * af_who_before - the name of the task in what stands before a message
 * @before: what stands there
 * @prefix: the form of the prefix, as far as it was learnt
 *
 * Return: the name, empty if there is none
 */
struct af_slice af_who_before(struct af_slice before,
			      const struct af_prefix *prefix)
{
	struct af_slice comm = before;
	size_t at;

	af_slice_skip(&comm, af_prefix_match(prefix, comm));
	comm = without_colon(comm);
	/* Some write a blank after each colon, the one in a name too. */
	at = af_slice_find(comm, "kworker/");
	comm = at == AF_NOT_FOUND ? after_last(comm) : af_slice_from(comm, at);
	af_slice_trim(&comm);
	while (comm.length > AF_LONGEST_COMM) {
		struct af_slice shorter = comm;

		af_slice_next_word(&shorter);
		if (!shorter.length)
			break;
		comm = shorter;
		af_slice_trim(&comm);
	}
	if (comm.length > AF_LONGEST_COMM)
		comm = af_slice_from(comm, comm.length - AF_LONGEST_COMM);
	return comm;
}
