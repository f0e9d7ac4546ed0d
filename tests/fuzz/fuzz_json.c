// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the command prints as JSON, of logs with any bytes in any field: each line
 * must be an object, by a parser that is not the writer's and takes nothing that
 * RFC 8259 does not.
 */
#include "fuzz.h"
#include "commands/explain.h"
#include "commands/json.h"

/* Deeper than anything that is printed. */
#define DEEPEST 16

static void skip_blanks(struct af_slice *text)
{
	while (text->length && strchr(" \t\n\r", text->text[0]) &&
	       text->text[0])
		af_slice_skip(text, 1);
}

/* A character of UTF-8, as short as it can be, and no half of a pair. */
static bool take_wide(struct af_slice *text)
{
	static const u32 least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *c = (const unsigned char *)text->text;
	unsigned int length, i;
	u32 code;

	if (c[0] < 0xc2 || c[0] > 0xf4)
		return false;
	length = c[0] < 0xe0 ? 2 : c[0] < 0xf0 ? 3 : 4;
	if (text->length < length)
		return false;
	code = c[0] & (0x7f >> length);
	for (i = 1; i < length; i++) {
		if ((c[i] & 0xc0) != 0x80)
			return false;
		code = code << 6 | (c[i] & 0x3f);
	}
	af_slice_skip(text, length);
	return code >= least[length] && code <= 0x10ffff &&
	       (code < 0xd800 || code > 0xdfff);
}

static bool take_escape(struct af_slice *text)
{
	unsigned int i;

	af_slice_skip(text, 1);
	if (!text->length || !text->text[0] ||
	    !strchr("\"\\/bfnrtu", text->text[0]))
		return false;
	if (text->text[0] == 'u') {
		if (text->length < 5)
			return false;
		for (i = 1; i < 5; i++)
			if (af_digit(text->text[i]) > 15)
				return false;
		af_slice_skip(text, 4);
	}
	af_slice_skip(text, 1);
	return true;
}

static bool take_string(struct af_slice *text)
{
	if (!af_slice_take(text, "\""))
		return false;
	while (text->length) {
		unsigned char c = text->text[0];

		if (af_slice_take(text, "\""))
			return true;
		if (c < ' ')
			return false;
		if (c == '\\') {
			if (!take_escape(text))
				return false;
		} else if (c >= 0x80) {
			if (!take_wide(text))
				return false;
		} else {
			af_slice_skip(text, 1);
		}
	}
	return false;
}

static bool take_digits(struct af_slice *text)
{
	size_t before = text->length;

	while (text->length && text->text[0] >= '0' && text->text[0] <= '9')
		af_slice_skip(text, 1);
	return text->length < before;
}

static bool take_number(struct af_slice *text)
{
	af_slice_take(text, "-");
	if (!af_slice_take(text, "0") && !take_digits(text))
		return false;
	if (af_slice_take(text, ".") && !take_digits(text))
		return false;
	if (!af_slice_take(text, "e") && !af_slice_take(text, "E"))
		return true;
	if (!af_slice_take(text, "+"))
		af_slice_take(text, "-");
	return take_digits(text);
}

static bool take_value(struct af_slice *text, unsigned int depth);

/* What is between the brackets, and the last of them. */
static bool take_members(struct af_slice *text, bool named, const char *end,
			 unsigned int depth)
{
	skip_blanks(text);
	if (af_slice_take(text, end))
		return true;
	for (;;) {
		skip_blanks(text);
		if (named) {
			if (!take_string(text))
				return false;
			skip_blanks(text);
			if (!af_slice_take(text, ":"))
				return false;
		}
		if (!take_value(text, depth + 1))
			return false;
		if (af_slice_take(text, end))
			return true;
		if (!af_slice_take(text, ","))
			return false;
	}
}

static bool take_value(struct af_slice *text, unsigned int depth)
{
	bool good;

	if (depth > DEEPEST)
		return false;
	skip_blanks(text);
	if (af_slice_take(text, "{"))
		good = take_members(text, true, "}", depth);
	else if (af_slice_take(text, "["))
		good = take_members(text, false, "]", depth);
	else if (af_slice_first(*text) == '"')
		good = take_string(text);
	else
		good = af_slice_take(text, "true") ||
		       af_slice_take(text, "false") ||
		       af_slice_take(text, "null") || take_number(text);
	skip_blanks(text);
	return good;
}

/* The parser itself takes what is right and nothing else. */
static void check_parser(void)
{
	static const char *const right[] = {
		"{}",
		"[1,-0.5e+3,\"\\u00e4\xc3\xa4\"]",
		" { \"a\" : null } ",
	};
	static const char *const wrong[] = {
		"",
		"{",
		"{\"a\"}",
		"[1,]",
		"01",
		"\"\n\"",
		"\"\xff\"",
		"\"\\x\"",
		"nul",
		"\"\xc0\x80\"",
		"{} {}",
		"\"a",
		"{\"a\":1,}",
		"-",
		"\"\\u00g0\"",
		"{a:1}",
		"[1 2]",
		"\"\xed\xa0\x80\"",
	};
	struct af_slice text;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(right); i++) {
		text = af_slice_string(right[i]);
		fuzz_check(take_value(&text, 0) && !text.length);
	}
	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		text = af_slice_string(wrong[i]);
		fuzz_check(!take_value(&text, 0) || text.length);
	}
}

/* Each line is an object. */
static void check_lines(struct af_slice text)
{
	struct af_slice line;

	fuzz_check(!text.length || text.text[text.length - 1] == '\n');
	while (af_slice_cut(&text, '\n', &line)) {
		fuzz_check(af_slice_first(line) == '{');
		fuzz_check(take_value(&line, 0) && !line.length);
	}
}

/* What is printed of a log; stdout is ours meanwhile. */
static void check_log(struct af_slice log)
{
	struct af_explanation explanation;
	FILE *before = stdout;
	size_t length;
	char *text;

	fuzz_check(!af_explain_text(&explanation, log.text, log.length, 0));
	stdout = open_memstream(&text, &length);
	fuzz_check(stdout);
	fuzz_check(!af_explain_json(&explanation));
	fuzz_check(!af_explain_json_events(&explanation));
	fclose(stdout);
	stdout = before;
	check_lines(af_slice_of(text, length));
	free(text);
	af_explain_free(&explanation);
}

/* Of one of the module's files. */
static void check_string(struct af_slice bytes)
{
	json_t *object = json_object();
	size_t length;
	char *text;
	FILE *out = open_memstream(&text, &length);

	fuzz_check(object && out);
	json_object_set_new(object, "name", af_json_string(bytes));
	af_json_print(object, out, JSON_COMPACT);
	fclose(out);
	check_lines(af_slice_of(text, length));
	free(text);
}

/* A report, each "%" of which is a field. */
static const char report[] =
	"[    1.000001] %: page allocation failure: order:7, mode:0x%(%), nodemask=(null)\n"
	"[    1.000002] CPU: 0 PID: 1 Comm: % Not tainted % #1\n"
	"[    1.000003] Call Trace:\n"
	"[    1.000004]  __alloc_pages+0x1/0x2\n"
	"[    1.000005]  %+0x1/0x2 [%]\n"
	"[    1.000006] Mem-Info:\n"
	"[    1.000007] Node 0 % free:%kB min:68kB low:84kB high:100kB\n"
	"[    1.000008] SLUB: Unable to allocate memory on node -1, gfp=0x20(%)\n"
	"[    1.000009]   cache: %, object size: 64\n"
	"[    1.000010] %: probe of % failed with error -12\n";

static const char *const others[] = {
	"task",	    "cc0",	"GFP_KERNEL", "task", "6.1.0",
	"caller_f", "module_m", "DMA32",      "68",   "GFP_ATOMIC",
	"kmalloc",  "driver",	"1-1",
};

/* The report with these bytes in one of its fields. */
static void check_field(struct af_slice bytes, unsigned int which)
{
	size_t length, i, field = 0;
	char *text;
	FILE *out = open_memstream(&text, &length);

	fuzz_check(out);
	for (i = 0; report[i]; i++) {
		if (report[i] != '%') {
			fputc(report[i], out);
			continue;
		}
		if (field == which)
			fwrite(bytes.text, 1, bytes.length, out);
		else
			fputs(others[field], out);
		field++;
	}
	fclose(out);
	fuzz_check(field == ARRAY_SIZE(others));
	check_log(af_slice_of(text, length));
	free(text);
}

static void fuzz(struct choices *choices)
{
	static bool checked;
	unsigned int which = choose_below(choices, ARRAY_SIZE(others) + 1);
	size_t length = choices->left;
	char *bytes = fuzz_bytes(choices, &length);

	if (!checked)
		check_parser();
	checked = true;
	if (which < ARRAY_SIZE(others))
		check_field(af_slice_of(bytes, length), which);
	else
		check_log(af_slice_of(bytes, length));
	check_string(af_slice_of(bytes, length));
	free(bytes);
}
