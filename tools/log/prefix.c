// SPDX-License-Identifier: GPL-2.0-only
/*
 * What stands before the kernel's text. Pure.
 *
 * Two things are looked for anywhere in the beginning of a line, and all before
 * them goes: the kernel's own time, and the tag "kernel:" of syslog. So nobody has
 * to know what docker, grep or a shell write there. What follows them is known:
 *
 *   <4>  kern  :warn  :                 the level
 *   [Mon Apr 20 15:08:07 2020]  2026-01-05T03:10:00,000000+00:00    a time
 *   [  T123]  [    C0]                  CONFIG_PRINTK_CALLER
 *   [pid:1361,cpu5,name]  (3)[2576:name]  [3:  name:  123]   vendors of phones
 *
 * Where neither is there, a line with words of the kernel at a known place shows
 * how long the prefix is; the same form is then taken off other lines.
 */
#include <ctype.h>

#include "log/prefix.h"

static struct af_slice front(struct af_slice text)
{
	return af_slice_front(text, text.length < AF_LONGEST_PREFIX ?
					    text.length :
					    AF_LONGEST_PREFIX);
}

static void trim_left(struct af_slice *text)
{
	while (text->length && af_is_blank(text->text[0]))
		af_slice_skip(text, 1);
}

static bool is_digit(struct af_slice text, size_t at)
{
	return at < text.length && isdigit((unsigned char)text.text[at]);
}

/**
 * af_prefix_stamp - keep the time of a line as text
 * @line: the line
 * @stamp: the time; what is too long is cut, what is not printable is "?"
 */
void af_prefix_stamp(struct af_logline *line, struct af_slice stamp)
{
	size_t i;

	af_slice_trim(&stamp);
	for (i = 0; i < stamp.length && i + 1 < AF_LOG_STAMP; i++)
		line->stamp[i] = stamp.text[i] >= ' ' && stamp.text[i] <= '~' ?
					 stamp.text[i] :
					 '?';
	line->stamp[i] = '\0';
}

/* "12:34:56" at this place */
static bool is_clock(struct af_slice text, size_t at)
{
	return is_digit(text, at) && is_digit(text, at + 1) &&
	       at + 8 <= text.length && text.text[at + 2] == ':' &&
	       is_digit(text, at + 3) && is_digit(text, at + 4) &&
	       text.text[at + 5] == ':' && is_digit(text, at + 6) &&
	       is_digit(text, at + 7);
}

static size_t find_clock(struct af_slice text)
{
	size_t at;

	for (at = 0; at + 8 <= text.length; at++)
		if (is_clock(text, at))
			return at;
	return AF_NOT_FOUND;
}

/* The date before the time: "2026-01-05T", "Jan  5 ", "07-13 ", or none. */
static size_t date_before(struct af_slice text, size_t clock)
{
	if (clock >= 11 && is_digit(text, clock - 11) &&
	    text.text[clock - 7] == '-' && text.text[clock - 4] == '-')
		return clock - 11;
	if (clock >= 7 && isalpha((unsigned char)text.text[clock - 7]) &&
	    is_digit(text, clock - 2))
		return clock - 7;
	if (clock >= 6 && is_digit(text, clock - 6) &&
	    text.text[clock - 4] == '-' && is_digit(text, clock - 2))
		return clock - 6;
	return clock;
}

/* The time of day in a prefix says more than the seconds since the boot. */
static void take_clock(struct af_logline *line, struct af_slice prefix)
{
	size_t clock = find_clock(prefix), begin;

	if (clock == AF_NOT_FOUND)
		return;
	begin = date_before(prefix, clock);
	af_prefix_stamp(line,
			af_slice_of(prefix.text + begin, clock + 8 - begin));
}

/*
 * "123.456789", "123.456789s", "123.456789 <    0.000003>"; "+0.000005" after a
 * line with the date. Return: whether it is one
 */
static bool take_seconds(struct af_logline *line, struct af_slice inside)
{
	bool relative = af_slice_take(&inside, "+");
	struct af_slice all = inside;
	u64 seconds, fraction, scale = 1000000;
	size_t digits;

	if (!af_slice_number(&inside, 10, &seconds) ||
	    !af_slice_take(&inside, ".") || seconds > UINT32_MAX)
		return false;
	digits = inside.length;
	if (!af_slice_number(&inside, 10, &fraction))
		return false;
	digits -= inside.length;
	if (digits < 3 || digits > 9)
		return false;
	af_slice_take(&inside, "s");
	trim_left(&inside);
	if (inside.length && af_slice_first(inside) != '<')
		return false;
	if (relative)
		return true;
	for (; digits > 6; digits--)
		fraction /= 10;
	for (; digits; digits--)
		scale /= 10;
	line->timed = true;
	line->time_us = seconds * 1000000 + fraction * scale;
	af_prefix_stamp(line, af_slice_front(all, all.length - inside.length));
	return true;
}

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

/* The idle task is another on each processor. */
static void set_caller(struct af_logline *line, bool pid_known, u64 pid,
		       bool cpu_known, u64 cpu)
{
	if (pid_known && pid && pid <= UINT32_MAX) {
		line->caller = 'T';
		line->caller_id = pid;
	} else if (cpu_known && cpu <= UINT32_MAX) {
		line->caller = 'C';
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

/* "Mon Apr 20 15:08:07 2020", "Jun12 03:10": a time of day is in it. */
static bool take_date(struct af_logline *line, struct af_slice inside)
{
	size_t at;

	for (at = 0; at + 3 < inside.length && inside.length <= 64; at++) {
		if (!is_digit(inside, at) || inside.text[at + 1] != ':' ||
		    !is_digit(inside, at + 2) || !is_digit(inside, at + 3) ||
		    (at + 4 < inside.length && is_digit(inside, at + 4)))
			continue;
		at = af_slice_find(inside, "<");
		af_prefix_stamp(line, at == AF_NOT_FOUND ?
					      inside :
					      af_slice_front(inside, at));
		return true;
	}
	return false;
}

/* Return: whether there was one that is known */
static bool take_bracket(struct af_logline *line, struct af_slice *text)
{
	struct af_slice inside;
	size_t end;

	if (af_slice_first(*text) != '[')
		return false;
	end = af_slice_find(front(*text), "]");
	if (end == AF_NOT_FOUND)
		return false;
	inside = af_slice_of(text->text + 1, end - 1);
	af_slice_trim(&inside);
	if (!take_seconds(line, inside) && !take_caller(line, inside) &&
	    !take_cpu_name_pid(line, inside) && !take_date(line, inside) &&
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
	trim_left(&rest);
	if (!af_slice_take(&rest, ":"))
		return false;
	rest = front(rest);
	if (!af_slice_after(&rest, ":"))
		return false;
	*text = af_slice_of(rest.text, text->length - (rest.text - text->text));
	return true;
}

/* "-;", "-,caller=T12;": what /dev/kmsg has after its numbers */
static bool take_kmsg(struct af_logline *line, struct af_slice *text)
{
	struct af_slice rest = *text, fields;
	size_t end = af_slice_find(front(*text), ";");

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

/* "2026-01-05T03:10:00,000000+00:00 ", "Jan  5 03:10:00 ", "07-13 08:41:51.341 " */
static bool take_clock_word(struct af_logline *line, struct af_slice *text)
{
	struct af_slice begin =
		af_slice_front(*text, text->length < AF_LOG_STAMP ?
					      text->length :
					      AF_LOG_STAMP);
	size_t clock = find_clock(begin), date;

	if (clock == AF_NOT_FOUND)
		return false;
	date = date_before(begin, clock);
	/* "Mon " may stand before the date, and nothing else. */
	if (date > 4)
		return false;
	take_clock(line, begin);
	af_slice_skip(text, clock);
	while (text->length && !af_is_blank(text->text[0]) &&
	       text->text[0] != '[' && text->text[0] != '|')
		af_slice_skip(text, 1);
	return true;
}

/* The first bracket was not copied: "    4.795291] " */
static bool take_half_bracket(struct af_logline *line, struct af_slice *text)
{
	size_t end = af_slice_find(front(*text), "]");

	if (end == AF_NOT_FOUND || !is_digit(*text, 0) ||
	    !take_seconds(line, af_slice_front(*text, end)))
		return false;
	/* Some of its digits may be lost, too. */
	line->timed = false;
	line->time_us = 0;
	af_slice_skip(text, end + 1);
	return true;
}

static bool take_part(struct af_logline *line, struct af_slice *text)
{
	bool taken = take_bracket(line, text) || take_level(text) ||
		     take_facility(text) || take_kmsg(line, text) ||
		     take_cpu_pid_name(line, text) ||
		     take_half_bracket(line, text) ||
		     take_clock_word(line, text);

	if (taken)
		trim_left(text);
	line->own |= taken;
	return taken;
}

/* Mails quote with ">", some with "|". */
static void strip_quotes(struct af_slice *text)
{
	af_slice_trim(text);
	while (af_slice_take(text, "> ") || af_slice_take(text, ">") ||
	       af_slice_take(text, "| "))
		trim_left(text);
}

/* The kernel's time nearest to its text. Return: whether there is one */
static bool jump_to_seconds(struct af_logline *line, struct af_slice *text)
{
	struct af_slice begin = front(*text), last = *text;
	bool found = false;
	size_t at;

	for (at = 0; at < begin.length; at++) {
		struct af_slice rest = af_slice_from(*text, at);
		struct af_logline unused;
		size_t next = at + 1;

		if (text->text[at] != '[')
			continue;
		while (next < begin.length && begin.text[next] == ' ')
			next++;
		if (!is_digit(begin, next) &&
		    (next == begin.length || begin.text[next] != '+'))
			continue;
		rest = front(rest);
		next = af_slice_find(rest, "]");
		if (next == AF_NOT_FOUND)
			break;
		rest = af_slice_of(rest.text + 1, next - 1);
		af_slice_trim(&rest);
		if (!take_seconds(&unused, rest))
			continue;
		last = af_slice_from(*text, at);
		found = true;
	}
	if (!found)
		return false;
	take_bracket(line, &last);
	take_clock(line, af_slice_of(text->text, last.text - text->text));
	*text = last;
	return true;
}

/* "kernel:", "kernel[0]:", "kernel  :", "kernel - - -": Return: after it */
static bool after_tag(struct af_slice *rest)
{
	struct af_slice text = *rest;
	size_t end;

	if (af_slice_first(text) == '[') {
		end = af_slice_find(front(text), "]");
		if (end == AF_NOT_FOUND || end > 12)
			return false;
		af_slice_skip(&text, end + 1);
	}
	if (af_slice_begins(text, " - ") || af_slice_begins(text, " -- ")) {
		while (af_slice_take(&text, " -") || af_slice_take(&text, "-"))
			;
		*rest = text;
		return true;
	}
	while (af_slice_first(text) == ' ')
		af_slice_skip(&text, 1);
	if (!af_slice_take(&text, ":"))
		return false;
	*rest = text;
	return true;
}

static bool jump_to_tag(struct af_logline *line, struct af_slice *text)
{
	struct af_slice begin = front(*text), rest = begin;

	while (af_slice_after(&rest, "kernel")) {
		size_t at = rest.text - begin.text - strlen("kernel");
		struct af_slice after =
			af_slice_from(*text, rest.text - begin.text);

		if (at && (isalnum((unsigned char)begin.text[at - 1]) ||
			   begin.text[at - 1] == '_'))
			continue;
		if (!after_tag(&after))
			continue;
		take_clock(line, af_slice_front(*text, at));
		*text = after;
		return true;
	}
	return false;
}

/* "message repeated 3 times: [ text]" is the text, as often. */
static void strip_repeated(struct af_logline *line, struct af_slice *text)
{
	struct af_slice rest = front(*text);
	u64 times;

	if (!af_slice_after(&rest, "message repeated ") ||
	    !af_slice_number(&rest, 10, &times) ||
	    !af_slice_take(&rest, " times"))
		return;
	line->repeated = times;
	rest = af_slice_from(*text, rest.text - text->text);
	line->only_count = !af_slice_take(&rest, ": [");
	if (line->only_count)
		return;
	take_clock(line, front(*text));
	if (rest.length && rest.text[rest.length - 1] == ']')
		rest.length--;
	*text = rest;
	af_slice_trim(text);
}

/**
 * af_prefix_strip - take off what is known of a line's prefix
 * @line: the line; sets its text, time and caller
 */
void af_prefix_strip(struct af_logline *line)
{
	struct af_slice text = line->whole;
	int parts = 0;

	strip_quotes(&text);
	strip_repeated(line, &text);
	line->own |= jump_to_seconds(line, &text) || jump_to_tag(line, &text);
	trim_left(&text);
	while (parts < 8 && take_part(line, &text))
		parts++;
	/* Some write the date before the tag. */
	if (parts && jump_to_tag(line, &text))
		trim_left(&text);
	line->text = text;
}

/**
 * af_prefix_learn - keep the form of a prefix
 * @prefix: where to keep it
 * @text: what stood before the kernel's text, after the known parts
 */
void af_prefix_learn(struct af_prefix *prefix, struct af_slice text)
{
	text = front(text);
	if (text.length)
		memcpy(prefix->text, text.text, text.length);
	prefix->length = text.length;
}

/* The next part of a form: a word, blanks, or a character. */
static struct af_slice next_part(struct af_slice *text)
{
	const char *from = text->text;
	size_t length = 1;

	if (isalnum((unsigned char)from[0]))
		while (length < text->length &&
		       isalnum((unsigned char)from[length]))
			length++;
	else if (af_is_blank(from[0]))
		while (length < text->length && af_is_blank(from[length]))
			length++;
	*text = af_slice_from(*text, length);
	return af_slice_of(from, length);
}

static bool has_digit(struct af_slice text)
{
	size_t i;

	for (i = 0; i < text.length; i++)
		if (is_digit(text, i))
			return true;
	return false;
}

/* Words with a number in them may differ, and so may how many blanks there are. */
static bool same_part(struct af_slice a, struct af_slice b)
{
	if (af_is_blank(a.text[0]))
		return af_is_blank(b.text[0]);
	if (has_digit(a))
		return has_digit(b);
	return af_slice_same(a, b);
}

/**
 * af_prefix_match - has a line a prefix of the same form
 * @prefix: that was learnt
 * @text: of the line, after the known parts
 *
 * Return: its length, 0 if there is none
 */
size_t af_prefix_match(const struct af_prefix *prefix, struct af_slice text)
{
	struct af_slice form = af_slice_of(prefix->text, prefix->length);
	struct af_slice rest = text, part;

	/* The last word of a line's prefix may be longer in another line. */
	while (form.length) {
		if (!rest.length)
			return 0;
		part = next_part(&form);
		if (!same_part(part, next_part(&rest)))
			return 0;
	}
	return rest.text - text.text;
}
