// SPDX-License-Identifier: GPL-2.0-only
/*
 * The known parts of a line's prefix, one after the other. Pure.
 *
 *   <4>  kern  :warn  :                 the level
 *   [Mon Apr 20 15:08:07 2020]  2026-01-05T03:10:00,000000+00:00    a time
 *   [  T123]  [    C0]                  CONFIG_PRINTK_CALLER
 *   [pid:1361,cpu5,name]  (3)[2576:name]  [3:  name:  123]   vendors of phones
 */
#include "log/prefix_part.h"

/* "T123", "C0", "T123@C0" */
static bool take_caller(struct af_logline *line, struct af_slice inside)
{
	char kind = af_slice_first(inside);
	u64 id;

	if (kind != 'T' && kind != 'C')
		return false;
	af_slice_skip(&inside, 1);
	if (!af_slice_number(&inside, 10, &id) || id > UINT32_MAX ||
	    (inside.length && !af_slice_begins(inside, "@")))
		return false;
	line->caller = kind;
	line->caller_id = id;
	return true;
}

/*
 * Of vendors: which task was running, on which processor. The kernel's own "C" is of
 * what is no task at all. The idle task is another on each processor.
 */
static void set_caller(struct af_logline *line, bool pid_known, u64 pid,
		       bool cpu_known, u64 cpu)
{
	if (pid_known && pid && pid <= UINT32_MAX) {
		line->caller = 't';
		line->caller_id = pid;
	} else if (cpu_known && cpu <= UINT32_MAX) {
		line->caller = 'c';
		line->caller_id = cpu;
	}
}

/* "pid:1361,cpu5,name", "cpu 3 pid 12", in any order */
static bool take_pid_cpu(struct af_logline *line, struct af_slice inside)
{
	struct af_slice rest = inside;
	u64 pid = 0, cpu = 0;
	bool pid_known = false, cpu_known = false;

	if (af_slice_after(&rest, "pid")) {
		while (af_slice_take(&rest, ":") || af_slice_take(&rest, " ") ||
		       af_slice_take(&rest, "="))
			;
		pid_known = af_slice_number(&rest, 10, &pid);
	}
	rest = inside;
	if (af_slice_after(&rest, "cpu") || af_slice_after(&rest, "CPU")) {
		while (af_slice_take(&rest, ":") || af_slice_take(&rest, " ") ||
		       af_slice_take(&rest, "="))
			;
		cpu_known = af_slice_number(&rest, 10, &cpu);
	}
	set_caller(line, pid_known, pid, cpu_known, cpu);
	return pid_known || cpu_known;
}

/* "3:    kworker/3:1: 1234": processor, name and number of the task */
static bool take_cpu_name_pid(struct af_logline *line, struct af_slice inside)
{
	size_t colon = inside.length;
	struct af_slice rest = inside;
	u64 cpu, pid;

	if (!af_slice_number(&rest, 10, &cpu) || !af_slice_take(&rest, ":"))
		return false;
	while (colon && inside.text[colon - 1] != ':')
		colon--;
	if (inside.text + colon <= rest.text)
		return false;
	rest = af_slice_from(inside, colon);
	af_slice_trim(&rest);
	if (!af_slice_number(&rest, 10, &pid) || rest.length)
		return false;
	set_caller(line, true, pid, true, cpu);
	return true;
}

/* "(3)[2576:name]": Return: whether it was there */
static bool take_cpu_pid_name(struct af_logline *line, struct af_slice *text)
{
	struct af_slice rest = *text;
	bool pid_known;
	u64 cpu, pid = 0;

	if (!af_slice_take(&rest, ".") && !af_slice_take(&rest, "-"))
		af_slice_take(&rest, "+");
	if (!af_slice_take(&rest, "(") || !af_slice_number(&rest, 10, &cpu) ||
	    !af_slice_take(&rest, ")"))
		return false;
	pid_known = af_slice_take(&rest, "[") &&
		    af_slice_number(&rest, 10, &pid);
	if (!pid_known || !af_slice_take(&rest, ":") ||
	    !af_slice_after(&rest, "]"))
		return false;
	set_caller(line, true, pid, true, cpu);
	*text = rest;
	return true;
}

/* Return: whether there was one that is known */
bool af_prefix_bracket(struct af_logline *line, struct af_slice *text)
{
	struct af_slice inside;
	size_t end;

	if (af_slice_first(*text) != '[')
		return false;
	end = af_slice_find(af_prefix_front(*text), "]");
	if (end == AF_NOT_FOUND)
		return false;
	inside = af_slice_of(text->text + 1, end - 1);
	af_slice_trim(&inside);
	if (!af_prefix_seconds(line, inside) && !take_caller(line, inside) &&
	    !take_cpu_name_pid(line, inside) && !af_prefix_date(line, inside) &&
	    !take_pid_cpu(line, inside))
		return false;
	af_slice_skip(text, end + 1);
	return true;
}

/* "<4>", "<c>" */
static bool take_level(struct af_slice *text)
{
	struct af_slice rest = *text;
	u64 level;

	if (!af_slice_take(&rest, "<"))
		return false;
	if (!af_slice_number(&rest, 10, &level) && !af_slice_take(&rest, "c"))
		return false;
	if (!af_slice_take(&rest, ">"))
		return false;
	*text = rest;
	return true;
}

/* "kern  :warn  : " */
static bool take_facility(struct af_slice *text)
{
	struct af_slice rest = *text;

	if (!af_slice_take(&rest, "kern"))
		return false;
	af_prefix_trim(&rest);
	if (!af_slice_take(&rest, ":"))
		return false;
	rest = af_prefix_front(rest);
	if (!af_slice_after(&rest, ":"))
		return false;
	*text = af_slice_of(rest.text, text->length - (rest.text - text->text));
	return true;
}

/* "-;", "-,caller=T12;": what /dev/kmsg has after its numbers */
static bool take_kmsg(struct af_logline *line, struct af_slice *text)
{
	struct af_slice rest = *text, fields;
	size_t end = af_slice_find(af_prefix_front(*text), ";");

	if (!line->timed || end == AF_NOT_FOUND ||
	    (!af_slice_take(&rest, "-") && !af_slice_take(&rest, "c") &&
	     !af_slice_take(&rest, "+")))
		return false;
	fields = af_slice_front(*text, end);
	if (af_slice_after(&fields, "caller="))
		take_caller(line, fields);
	af_slice_skip(text, end + 1);
	return true;
}

/* The first bracket was not copied: "    4.795291] " */
static bool take_half_bracket(struct af_logline *line, struct af_slice *text)
{
	size_t end = af_slice_find(af_prefix_front(*text), "]");

	if (end == AF_NOT_FOUND || !af_prefix_digit(*text, 0) ||
	    !af_prefix_seconds(line, af_slice_front(*text, end)))
		return false;
	/* Some of its digits may be lost, too. */
	line->timed = false;
	line->time_us = 0;
	af_slice_skip(text, end + 1);
	return true;
}

bool af_prefix_part(struct af_logline *line, struct af_slice *text)
{
	bool taken = af_prefix_bracket(line, text) || take_level(text) ||
		     take_facility(text) || take_kmsg(line, text) ||
		     take_cpu_pid_name(line, text) ||
		     take_half_bracket(line, text) ||
		     af_prefix_clock_word(line, text);

	if (taken)
		af_prefix_trim(text);
	line->own |= taken;
	return taken;
}
