// SPDX-License-Identifier: GPL-2.0-only
/* Names in commands that an administrator is to paste. Pure. */
#include <stdio.h>

#include "lib/shell.h"

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9');
}

static bool is_plain(char c)
{
	return is_letter(c) || (c && strchr(":_.@/\\-", c));
}

/* "\x1b" was one byte that nobody types: the name as it stands is another one. */
static bool is_escaped_byte(struct af_slice rest)
{
	u64 byte;

	if (rest.length < 4 || !af_slice_take(&rest, "\\x"))
		return false;
	rest = af_slice_front(rest, 2);
	return af_slice_number(&rest, 16, &byte) && !rest.length &&
	       (byte < ' ' || byte > '~');
}

/* No way up, which would lead out of where the command says it works. */
static bool goes_up(struct af_slice path)
{
	struct af_slice part;

	while (af_slice_cut(&path, '/', &part))
		if (af_slice_is(part, ".."))
			return true;
	return false;
}

/**
 * af_shell_quote - a name as one word of a command
 * @to: where to put it, between single quotes
 * @size: of that
 * @name: a name or a path that anybody may have chosen
 *
 * Return: false if it must not be part of a command at all: it is empty, too long,
 * begins like an option, has ".." in its path, or another character than letters,
 * digits and : _ . @ / \ -
 */
bool af_shell_quote(char *to, size_t size, struct af_slice name)
{
	size_t i;

	if (!name.length || name.length + 3 > size ||
	    af_slice_begins(name, "-") || goes_up(name))
		return false;
	for (i = 0; i < name.length; i++)
		if (!is_plain(name.text[i]) ||
		    is_escaped_byte(af_slice_from(name, i)))
			return false;
	snprintf(to, size, "'%.*s'", AF_SLICE(name));
	return true;
}

/* A release or a version that a shell takes for nothing more, without quotes. */
bool af_shell_bare(struct af_slice name)
{
	size_t i;

	for (i = 0; i < name.length; i++)
		if (!is_letter(name.text[i]) &&
		    (!i || !strchr("._+~-", name.text[i])))
			return false;
	return name.length;
}
