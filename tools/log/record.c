// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel's line in a record of another program. Pure. What is known:
 *
 *   {"MESSAGE":"...","_SOURCE_MONOTONIC_TIMESTAMP":"827757446"}  journalctl -o json
 *   {"log":"...\n","stream":"stdout","time":"..."}               docker, Loki, clouds
 *   MESSAGE=...                                                  export, verbose
 *   4,1234,827757446,-,caller=T1;...                             /dev/kmsg
 *
 * A line may have several objects, as those that are exported as one array.
 */
#include <ctype.h>

#include "log/record.h"

/* What is read of an object, by the names of its members. */
enum use {
	USE_MESSAGE, /* the kernel's line */
	USE_TIME,    /* since the boot, in microseconds */
	USE_STAMP,   /* the time of the day */
	USE_PAIRS,   /* Loki's: lists of a time and a line */
};

struct key {
	const char *name;
	size_t length;
	enum use use;
};

#define KEY(name, use)                         \
	{                                      \
		name, sizeof(name) - 1, (use), \
	}

/* Those of one use, the likeliest first. */
static const struct key keys[] = {
	KEY("MESSAGE", USE_MESSAGE),
	KEY("message", USE_MESSAGE),
	KEY("log", USE_MESSAGE),
	KEY("msg", USE_MESSAGE),
	KEY("textPayload", USE_MESSAGE),
	KEY("@message", USE_MESSAGE),
	KEY("line", USE_MESSAGE),
	KEY("_raw", USE_MESSAGE),
	KEY("short_message", USE_MESSAGE),
	KEY("full_message", USE_MESSAGE),
	KEY("body", USE_MESSAGE),
	KEY("Body", USE_MESSAGE),
	KEY("event", USE_MESSAGE),
	KEY("content", USE_MESSAGE),
	KEY("text", USE_MESSAGE),
	KEY("Message", USE_MESSAGE),
	KEY("Msg", USE_MESSAGE),
	KEY("value", USE_MESSAGE),
	KEY("_SOURCE_MONOTONIC_TIMESTAMP", USE_TIME),
	KEY("__MONOTONIC_TIMESTAMP", USE_TIME),
	KEY("timestamp", USE_STAMP),
	KEY("@timestamp", USE_STAMP),
	KEY("time", USE_STAMP),
	KEY("ts", USE_STAMP),
	KEY("receiveTimestamp", USE_STAMP),
	KEY("__REALTIME_TIMESTAMP", USE_STAMP),
	KEY("values", USE_PAIRS),
};

#define KEYS ARRAY_SIZE(keys)

/* What follows `"name" :`, of the first member of each name; no text: none. */
struct members {
	struct af_slice values[KEYS];
};

/* Bytes in which a line's form, and the end of an object, are looked for. */
#define LONGEST_RECORD 262144

/* Where the object that begins here ends, as far as it matters: at the next. */
static struct af_slice first_object(struct af_slice line)
{
	size_t a = af_slice_find(line, "},{"), b = af_slice_find(line, "}, {");
	size_t end = a < b ? a : b;

	return end == AF_NOT_FOUND ? line : af_slice_front(line, end + 1);
}

static void note_member(struct members *members, struct af_slice name,
			struct af_slice value)
{
	size_t i;

	for (i = 0; i < KEYS; i++)
		if (keys[i].length == name.length && !members->values[i].text &&
		    !memcmp(keys[i].name, name.text, name.length)) {
			members->values[i] = value;
			return;
		}
}

/* What stands between two quotes, and a colon behind it: a name and its value. */
static void find_members(struct members *members, struct af_slice object)
{
	struct af_slice name, rest = object, after;

	memset(members, 0, sizeof(*members));
	af_slice_after(&rest, "\"");
	while (af_slice_cut(&rest, '"', &name) && rest.length) {
		after = rest;
		while (af_is_blank(af_slice_first(after)))
			af_slice_skip(&after, 1);
		if (!af_slice_take(&after, ":"))
			continue;
		af_slice_trim(&after);
		note_member(members, name, after);
	}
}

/* Up to the quote that ends the string. */
static struct af_slice string_of(struct af_slice text)
{
	size_t end;

	for (end = 0; end < text.length && text.text[end] != '"'; end++)
		if (text.text[end] == '\\')
			end++;
	return af_slice_front(text, end < text.length ? end : text.length);
}

static bool take_value(struct af_slice value, struct af_record *record)
{
	size_t end;

	if (af_slice_take(&value, "\"")) {
		record->form = AF_RECORD_STRING;
		record->text = string_of(value);
		return true;
	}
	if (!af_slice_take(&value, "["))
		return false;
	if (af_slice_take(&value, "\"")) {
		record->form = AF_RECORD_STRING;
		record->text = string_of(value);
		return true;
	}
	end = af_slice_find(value, "]");
	record->form = AF_RECORD_BYTES;
	record->text = end == AF_NOT_FOUND ? value : af_slice_front(value, end);
	return isdigit((unsigned char)af_slice_first(record->text));
}

/* Return: whether it is what is wanted; then the record has it */
static bool use_value(struct af_record *record, enum use use,
		      struct af_slice value)
{
	switch (use) {
	case USE_MESSAGE:
		return take_value(value, record);
	case USE_TIME:
		af_slice_take(&value, "\"");
		record->timed = af_slice_number(&value, 10, &record->time_us);
		return record->timed;
	case USE_STAMP:
		if (!af_slice_take(&value, "\""))
			return false;
		record->stamp = string_of(value);
		return true;
	case USE_PAIRS: /* {"values":[["1704110400000000000","..."]]} */
		if (!af_slice_after(&value, "\",") ||
		    !af_slice_after(&value, "\""))
			return false;
		record->form = AF_RECORD_STRING;
		record->text = string_of(value);
		return true;
	}
	return false;
}

static bool take_first(struct af_record *record, const struct members *members,
		       enum use use)
{
	size_t i;

	for (i = 0; i < KEYS; i++)
		if (keys[i].use == use && members->values[i].text &&
		    use_value(record, use, members->values[i]))
			return true;
	return false;
}

static bool take_object(struct af_slice object, struct af_record *record)
{
	struct members members;

	find_members(&members, object);
	if (!take_first(record, &members, USE_MESSAGE))
		return take_first(record, &members, USE_PAIRS);
	take_first(record, &members, USE_TIME);
	take_first(record, &members, USE_STAMP);
	return true;
}

/* "4,1234,827757446,-;", "6,1,0,-,caller=T1;" */
static bool take_kmsg(struct af_slice line, struct af_record *record)
{
	struct af_slice rest = line;
	u64 level, sequence, time;

	if (!af_slice_number(&rest, 10, &level) || !af_slice_take(&rest, ",") ||
	    !af_slice_number(&rest, 10, &sequence) ||
	    !af_slice_take(&rest, ",") || !af_slice_number(&rest, 10, &time) ||
	    !af_slice_take(&rest, ","))
		return false;
	/* The flag and what else is there is for the prefix. */
	record->timed = true;
	record->time_us = time;
	record->text = rest;
	return true;
}

static bool looks_like_object(struct af_slice line)
{
	size_t quote;

	if (!memchr(line.text, '"', line.length))
		return false;
	if (af_slice_has(line, "{\"") || af_slice_has(line, "{ \""))
		return true;
	/* A line of an object that is printed over several. */
	quote = af_slice_find(line, "\" :");
	if (quote == AF_NOT_FOUND)
		quote = af_slice_find(line, "\":");
	af_slice_trim(&line);
	return quote != AF_NOT_FOUND && af_slice_first(line) == '"';
}

/* "    MESSAGE=", as other fields of the journal */
static bool take_field(struct af_slice line, struct af_record *record)
{
	af_slice_trim(&line);
	if (!af_slice_take(&line, "MESSAGE="))
		return false;
	record->text = line;
	return true;
}

/**
 * af_record_next - the next of the kernel's lines in a line
 * @line: the line; what was taken goes from it
 * @record: where to put it
 *
 * Return: false if there is no more
 */
bool af_record_next(struct af_slice *line, struct af_record *record)
{
	struct af_slice all = *line, object;

	if (all.length > LONGEST_RECORD)
		all.length = LONGEST_RECORD;
	*record = (struct af_record){ .text = all,
				      .stamp = af_slice_of(all.text, 0) };
	if (!all.length)
		return false;
	af_slice_skip(line, all.length);
	if (take_field(all, record) || take_kmsg(all, record))
		return true;
	if (!looks_like_object(all))
		return true;
	object = first_object(all);
	if (!take_object(object, record))
		return true;
	/* What remains must be another one. */
	all = af_slice_from(all, object.length);
	if (looks_like_object(all))
		*line = af_slice_of(all.text, all.length + line->length);
	return true;
}

static unsigned int hex4(struct af_slice text)
{
	unsigned int value = 0, i;

	for (i = 0; i < 4 && i < text.length; i++)
		value = value << 4 | (af_digit(text.text[i]) & 15);
	return value;
}

/* As UTF-8, of at most three bytes: the escape had six. */
static size_t put_utf8(char *out, unsigned int code)
{
	if (code < 0x80) {
		out[0] = code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = 0xc0 | code >> 6;
		out[1] = 0x80 | (code & 0x3f);
		return 2;
	}
	out[0] = 0xe0 | code >> 12;
	out[1] = 0x80 | (code >> 6 & 0x3f);
	out[2] = 0x80 | (code & 0x3f);
	return 3;
}

static size_t decode_string(struct af_slice text, char *out)
{
	static const char escapes[] = "n\nt\tr\rb\bf\f";
	size_t length = 0;

	while (text.length) {
		char c = text.text[0];
		const char *escape;

		af_slice_skip(&text, 1);
		if (c != '\\' || !text.length) {
			out[length++] = c;
			continue;
		}
		c = text.text[0];
		af_slice_skip(&text, 1);
		escape = strchr(escapes, c);
		if (c == 'u' && text.length >= 4) {
			length += put_utf8(out + length, hex4(text));
			af_slice_skip(&text, 4);
		} else if (c && escape && escape[1] < ' ' &&
			   !(escape[0] < ' ')) {
			out[length++] = escape[1];
		} else {
			out[length++] = c;
		}
	}
	return length;
}

static size_t decode_bytes(struct af_slice text, char *out)
{
	size_t length = 0;
	u64 byte;

	while (text.length) {
		if (af_slice_number(&text, 10, &byte))
			out[length++] = byte;
		else
			af_slice_skip(&text, 1);
	}
	return length;
}

/**
 * af_record_decode - the text of a record, without the escapes of its form
 * @record: of which form it is
 * @out: room for as many bytes as the text has
 *
 * Return: the length of the result
 */
size_t af_record_decode(const struct af_record *record, char *out)
{
	switch (record->form) {
	case AF_RECORD_STRING:
		return decode_string(record->text, out);
	case AF_RECORD_BYTES:
		return decode_bytes(record->text, out);
	default:
		memmove(out, record->text.text, record->text.length);
		return record->text.length;
	}
}
