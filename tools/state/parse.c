// SPDX-License-Identifier: GPL-2.0-only
/* What the parsers have in common. Pure. */
#include "state/parse.h"

/* A text that does not end with a newline was torn. */
int af_lines_begin(struct af_lines *lines, const char *text, size_t length,
		   struct af_parse_error *error)
{
	*lines = (struct af_lines){
		.rest = { text, length },
		.error = error,
	};
	*error = (struct af_parse_error){ 0 };
	if (memchr(text, '\0', length))
		return af_lines_fail(lines, "a zero byte");
	if (length && text[length - 1] != '\n')
		return af_lines_fail(lines, "the last line is torn");
	return 0;
}

bool af_lines_next(struct af_lines *lines, struct af_slice *line)
{
	if (!af_slice_cut(&lines->rest, '\n', line))
		return false;
	lines->line++;
	return true;
}

bool af_lines_peek(const struct af_lines *lines, struct af_slice *line)
{
	struct af_slice rest = lines->rest;

	return af_slice_cut(&rest, '\n', line);
}

/* Return: -1, always, so that a parser can return it */
int af_lines_fail(struct af_lines *lines, const char *what)
{
	lines->error->line = lines->line;
	lines->error->what = what;
	return -1;
}

/* Lines of a text that begin with @prefix. */
size_t af_lines_count(const char *text, size_t length, const char *prefix)
{
	struct af_slice rest = { text, length }, line;
	size_t nr = 0;

	while (af_slice_cut(&rest, '\n', &line))
		nr += af_slice_begins(line, prefix);
	return nr;
}

/* The next key=value of a line; comm, the last, runs to the end. */
static bool next_pair(struct af_slice *rest, struct af_slice *key,
		      struct af_slice *value)
{
	if (!af_slice_cut(rest, '=', key))
		return false;
	if (af_slice_is(*key, "comm")) {
		*value = *rest;
		*rest = af_slice_from(*rest, rest->length);
		return true;
	}
	if (!af_slice_cut(rest, ' ', value))
		*value = af_slice_of(rest->text, 0);
	return true;
}

/**
 * af_parse_pairs - a line of key=value
 * @lines: what the line is of
 * @line: the line
 * @fields: the keys, each once; others are passed over
 * @nr: how many, at most 64
 * @required: how many of them must be there: the first ones
 * @record: what the fields' functions get
 *
 * Return: 0, or -1 with the error filled in
 */
int af_parse_pairs(struct af_lines *lines, struct af_slice line,
		   const struct af_field *fields, size_t nr, size_t required,
		   void *record)
{
	struct af_slice key, value;
	u64 seen = 0;
	size_t i;

	while (next_pair(&line, &key, &value)) {
		for (i = 0; i < nr; i++)
			if (af_slice_is(key, fields[i].key))
				break;
		if (i == nr)
			continue;
		if (seen & 1ULL << i)
			return af_lines_fail(lines, "a key that comes twice");
		if (!fields[i].set(record, value))
			return af_lines_fail(lines, fields[i].key);
		seen |= 1ULL << i;
	}
	for (i = 0; i < required; i++)
		if (!(seen & 1ULL << i))
			return af_lines_fail(lines, fields[i].key);
	return 0;
}
