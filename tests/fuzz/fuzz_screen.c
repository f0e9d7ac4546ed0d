// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names from outside on their way to a screen and to a page: any bytes. No line is wider
 * than the screen, none has what a terminal obeys, nothing is lost, a command that was
 * broken is the same to a shell, and markup has no tag and no quote of the name's.
 */
#include "fuzz.h"
#include "lib/gate.h"
#include "lib/markup.h"
#include "lib/shell.h"
#include "lib/table.h"

struct text {
	char *bytes;
	size_t length;
};

/* As it comes through the gate; to be freed. */
static struct text let_in(struct af_slice from)
{
	struct text text = { .length = af_gate_length(AF_GATE_NAME, from) };

	text.bytes = fuzz_zalloc(text.length + 1);
	fuzz_check(af_gate(AF_GATE_NAME, text.bytes, text.length + 1, from) ==
		   text.length);
	return text;
}

static struct af_screen begin(struct text *text, unsigned int width)
{
	struct af_screen screen = { .width = width };

	screen.out = open_memstream(&text->bytes, &text->length);
	fuzz_check(screen.out);
	return screen;
}

static void check_lines(const struct text *text, unsigned int width)
{
	struct af_slice rest = af_slice_of(text->bytes, text->length), line;
	size_t i;

	fuzz_check(!text->length || text->bytes[text->length - 1] == '\n');
	while (af_slice_cut(&rest, '\n', &line)) {
		fuzz_check(line.length <= width);
		for (i = 0; i < line.length; i++)
			fuzz_check(line.text[i] >= ' ' && line.text[i] <= '~');
	}
}

/* Without blanks and ends of lines, and without the marks of broken words. */
static void check_same(const struct text *printed, const struct text *name)
{
	size_t from = 0, i;

	for (i = 0; i < name->length; i++) {
		if (name->bytes[i] == ' ')
			continue;
		while (printed->bytes[from] == ' ' ||
		       printed->bytes[from] == '\n' ||
		       (printed->bytes[from] == '\\' &&
			printed->bytes[from + 1] == '\n'))
			from++;
		fuzz_check(printed->bytes[from++] == name->bytes[i]);
	}
}

/* A backslash of the name's own at the end of a line looks like a mark: without any. */
static void fuzz_wrap(struct choices *choices, const struct text *name)
{
	const unsigned int width = 40 + choose_below(choices, 100);
	const unsigned int indent = choose_below(choices, 16);
	struct text printed;
	struct af_screen screen = begin(&printed, width);
	char *at;

	for (at = name->bytes; (at = strchr(at, '\\'));)
		*at = '/';
	af_wrap_item(&screen, choose_below(choices, 16), indent, AF_PLAIN,
		     name->bytes);
	fclose(screen.out);
	check_lines(&printed, width);
	check_same(&printed, name);
	free(printed.bytes);
}

/* What a shell makes of a command: its words, each behind a newline. To be freed. */
static struct text words_of(const char *from)
{
	char *to = fuzz_zalloc(2 * strlen(from) + 2);
	struct text words = { .bytes = to };
	bool in_word = false;
	char quote = 0;

	for (; *from; from++) {
		if (quote != '\'' && from[0] == '\\' && from[1] == '\n') {
			from++;
			continue;
		}
		if (!quote && (*from == ' ' || *from == '\n')) {
			in_word = false;
			continue;
		}
		if (!in_word)
			*to++ = '\n';
		in_word = true;
		if (*from == '\'' && (!quote || quote == *from))
			quote = quote ? 0 : *from;
		else
			*to++ = *from;
	}
	fuzz_check(!quote);
	words.length = to - words.bytes;
	return words;
}

/* If a name may be in a command at all. */
static void fuzz_remedy(struct choices *choices, const struct text *name)
{
	const unsigned int width = 40 + choose_below(choices, 60);
	char quoted[1024], command[1100];
	struct text printed, before, after;
	struct af_screen screen;

	if (!af_shell_quote(quoted, sizeof(quoted),
			    af_slice_of(name->bytes, name->length)))
		return;
	snprintf(command, sizeof(command), "echo 5M > %s", quoted);
	screen = begin(&printed, width);
	af_print_remedy(&screen, choose_below(choices, 8), AF_PLAIN,
			af_slice_string(command));
	fclose(screen.out);
	check_lines(&printed, width);
	before = words_of(command);
	after = words_of(printed.bytes);
	fuzz_check(before.length == after.length &&
		   !memcmp(before.bytes, after.bytes, before.length));
	free(before.bytes);
	free(after.bytes);
	free(printed.bytes);
}

static void fuzz_table(struct choices *choices, const struct text *name)
{
	static const struct af_column columns[] = {
		{ "COUNT", 9, 0, true, false },
		{ "CLASS", 13, 1, false, false },
		{ "WHO", 12, 0, false, false },
	};
	const unsigned int width = 40 + choose_below(choices, 100);
	struct text printed;
	struct af_screen screen = begin(&printed, width);
	struct af_table table;
	unsigned int i;

	af_table_open(&table, &screen, columns, ARRAY_SIZE(columns));
	for (i = 0; i < ARRAY_SIZE(columns); i++)
		af_table_cell(&table, AF_PLAIN, "%s", name->bytes);
	fclose(screen.out);
	check_lines(&printed, width);
	free(printed.bytes);
}

static bool is_reference(const char *text)
{
	static const char *const all[] = { "&amp;",  "&lt;",  "&gt;",
					   "&quot;", "&#39;", "&#8230;" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(all); i++)
		if (!strncmp(text, all[i], strlen(all[i])))
			return true;
	return false;
}

/* Of the bytes as they are: it has a gate of its own. */
static void fuzz_markup(struct choices *choices, struct af_slice name)
{
	struct text printed;
	struct af_screen screen = begin(&printed, 80);
	size_t i;

	af_markup(screen.out, name, choose_below(choices, 64));
	fclose(screen.out);
	for (i = 0; i < printed.length; i++) {
		const char c = printed.bytes[i];

		fuzz_check(c >= ' ' && c <= '~' && !strchr("<>\"'", c));
		fuzz_check(c != '&' || is_reference(printed.bytes + i));
	}
	free(printed.bytes);
}

/* Five choices, then the name. */
static void fuzz(struct choices *choices)
{
	struct choices first = { .bytes = choices->bytes, .left = 8 };
	struct text raw, name;

	if (choices->left < first.left)
		return;
	choices->bytes += first.left;
	choices->left -= first.left;
	raw.length = choices->left;
	raw.bytes = fuzz_bytes(choices, &raw.length);
	name = let_in(af_slice_of(raw.bytes, raw.length));
	fuzz_remedy(&first, &name);
	fuzz_table(&first, &name);
	fuzz_wrap(&first, &name);
	fuzz_markup(&first, af_slice_of(raw.bytes, raw.length));
	free(name.bytes);
	free(raw.bytes);
}
