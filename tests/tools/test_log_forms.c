// SPDX-License-Identifier: GPL-2.0-only
/*
 * What loggers, terminals, mails and web pages do to a kernel log must not change
 * the answer: reports, each behind every prefix and after every mangling, against
 * the same reports as the kernel printed them.
 */
#include <stdio.h>

#include "unit.h"
#include "commands/explain.h"
#include "log/decode.h"
#include "lib/file.h"
#include "lib/slice.h"

#define PHONE "07-13 08:41:51.341 "
#define BLANKS "                                "

/* Reports of different times and machines. */
static const char *const reports[] = {
	"2.6.31-e100-order5", "2.6.38-aoe-order1", "3.18-dm-writeboost",
	"3.2-arm-usbnet",     "4.3-arm-rtl",	   "4.4-no-min-free",
	"5.4-nvme-order4",    "5.9-earlyoom",	   "5.13-lkrg-order7",
	"6.12-vm-lowmem",     "7.2-vm-watermark",  "5.10-vm-softirq",
};

/*
 * Before each line. %s: seconds since the boot, as the kernel prints them; %u: the
 * number of the line; %m: microseconds since the boot; %%: a percent sign.
 */
static const char *const prefixes[] = {
	"",
	"[%s] ",
	"<4>[%s] ",
	"[%s][  T123] ",
	"[%s][    C0] ",
	"[%s] [  T123] ",
	"kern  :warn  : [%s] ",
	"kern :warn : [Mon Apr 20 15:08:07 2020] ",
	"[Mon Apr 20 15:08:07 2020] ",
	"[lun. avril 20 15:08:07 2020] ",
	"[Mo Apr 20 15:08:07 2020] ",
	"[Apr20 15:08] ",
	"[  +0.000005] ",
	"[%s <    0.000003>] ",
	"[Mon Apr 20 15:08:07 2020 <    0.000003>] ",
	"2026-01-05T03:10:00,000000+00:00 ",
	"2026-01-05T03:10:00.000000+00:00 host kernel: ",
	"2026-01-05T03:10:00+0100 host kernel: [%s] ",
	"4,%u,%m,-;",
	"4,%u,%m,-,caller=T12;",
	"Jan  5 03:10:00 host kernel: ",
	"Jan  5 03:10:00 host kernel: [%s] ",
	"Jan  5 03:10:00 kernel: ",
	"Jan  5 03:10:00 host-1 kernel[0]: ",
	"Jan 05 03:10:00.123456 host kernel: ",
	"Jan  5 03:10:00 host klogd: ",
	"Mon Jan  5 03:10:00 2026 kern.warn kernel: [%s] ",
	"<4>1 2024-01-01T12:00:00.000Z host kernel - - - [%s] ",
	"<4>1 2024-01-01T12:00:00.000Z host kernel - - - ",
	"1704110400.123456 host kernel: ",
	"host kernel: ",
	"kernel: ",
	"2024-01-01T12:00:00.123456789Z [%s] ",
	"2024-01-01T12:00:00.123456789Z stdout F ",
	"web_1  | [%s] ",
	"web_1  | ",
	"[pod/web-1/main] ",
	"[pod/web-1/main] [%s] ",
	"2024-01-01 12:00:00.123 {job=\"kernel\",host=\"h\"} ",
	"2024-01-01 12:00:00,123 INFO  [main] ",
	"12:00:00.123 | ",
	PHONE "<4>[%ss][pid:1361,cpu5,worker]",
	PHONE " 1234  5678 W kernel  : ",
	PHONE "    0     0 W         : [%s] ",
	"W/kernel  ( 123): ",
	"[%s]<4>.(3)[2576:worker]",
	"[%s]  (3)[2576:worker]",
	"<4>[%s] [3:    kworker/3:1: 1234] ",
	"[3:    kworker/3:1: 1234] ",
	"[%s] c3 1234 ",
	"%u:",
	"%u:[%s] ",
	"     %u ",
	"     %u  [%s] ",
	"kern.log:%u:",
	"/var/log/kern.log:%u:[%s] ",
	"kern.log-[%s] ",
	"> ",
	"> > > [%s] ",
	">>>>> ",
	"    ",
	"\t[%s] ",
	"user@host:~# [%s] ",
	"root@board:/# ",
	"00177 ",
	"00177 [%s] ",
	"| ",
	"* ",
	"host1 console: ",
	"[1234] ",
	"(qemu) ",
	"[host:ttyS0] %u> ",
	"6.%u\t",
	"[ 2024-01-01 12:00:00 ] ",
	"netconsole 10.0.0.1:6665: [%s] ",
	"+[%s] ",
	"+ [%s] ",
	"%u. ",
	"%u) [%s] ",
	"- ",
	"\r[%s] ",
	"kernel[1234]: ",
	"\xe2\x80\x8b",
	"\xe2\x94\x82 [%s] ",
	"    4 [%s] ",
};

enum mangling {
	NONE,
	CRLF,
	BLANK_END,
	TABS,
	BOM,
	COLOURS,
	COLOURS_LOST,
	CARET_COLOURS,
	ENTITIES,
	ENTITIES_ALL,
	NBSP,
	NARROW_NBSP,
	TIMES_SIGN,
	UNDERSCORE,
	LOST_STARS,
	ESCAPED_MARKDOWN,
	QUOTED_PRINTABLE,
	JSON,
	JSON_PRETTY,
	JSON_DOCKER,
	JSON_CLOUD,
	JSON_BYTES,
	JSON_ARRAY,
	EXPORT,
	VERBOSE,
	CSV,
	UTF16_LE,
	UTF16_BE,
	ZEROES,
	TRAILING_BR,
	TRAILING_BR_CLOSED,
	CR_CR_LF,
	DOUBLE_SPACED,
	SQUEEZED,
	BACKSLASH_N,
	SOFT_BLANK,
	ZERO_WIDTH,
	BYTES_OF_PYTHON,
	QUOTED,
	COLOURS_OF_DMESG,
	ONE_STRING,
	NR_MANGLINGS
};

static const char *const mangling_names[NR_MANGLINGS] = {
	"none",
	"crlf",
	"blanks at the end",
	"tabs",
	"bom",
	"colours",
	"colours without escape",
	"caret colours",
	"entities",
	"entities of all brackets",
	"nbsp",
	"narrow nbsp",
	"times sign",
	"underscore",
	"lost stars",
	"escaped markdown",
	"quoted-printable",
	"json",
	"json pretty",
	"json docker",
	"json cloud",
	"json bytes",
	"json array",
	"export",
	"verbose",
	"csv",
	"utf-16 le",
	"utf-16 be",
	"zeroes",
	"trailing br",
	"trailing br, closed",
	"two returns",
	"double-spaced",
	"squeezed",
	"\\n at the end",
	"=20 at the end",
	"zero-width blanks",
	"bytes of python",
	"quoted",
	"colours of dmesg",
	"one string",
};

/* --- prefixes */

static void put_prefix(FILE *out, const char *form, unsigned int number)
{
	for (; *form; form++) {
		if (*form != '%') {
			fputc(*form, out);
			continue;
		}
		form++;
		if (*form == 's')
			fprintf(out, "%5u.%06u", 1000 + number / 1000,
				number % 1000);
		else if (*form == 'm')
			fprintf(out, "%u", 1000000000 + number);
		else
			fprintf(out, "%u", number);
	}
}

/* --- manglings */

static bool is_list(struct af_slice line)
{
	return line.text && memmem(line.text, line.length, "*4kB", 4) &&
	       memmem(line.text, line.length, " = ", 3);
}

static void put_times(FILE *out, struct af_slice line, const char *sign)
{
	size_t i;

	for (i = 0; i < line.length; i++) {
		if (line.text[i] == '*' && is_list(line))
			fputs(sign, out);
		else
			fputc(line.text[i], out);
	}
}

struct replacement {
	char from;
	const char *to;
};

static void replace(FILE *out, struct af_slice line,
		    const struct replacement *by, size_t nr)
{
	size_t i, j;

	for (i = 0; i < line.length; i++) {
		for (j = 0; j < nr && by[j].from != line.text[i]; j++)
			;
		if (j < nr)
			fputs(by[j].to, out);
		else
			fputc(line.text[i], out);
	}
}

static void put_quoted_printable(FILE *out, struct af_slice line)
{
	size_t i, column = 0;

	for (i = 0; i < line.length; i++) {
		if (column >= 73) {
			fputs("=\n", out);
			column = 0;
		}
		column += line.text[i] == '=' ? 3 : 1;
		if (line.text[i] == '=')
			fputs("=3D", out);
		else
			fputc(line.text[i], out);
	}
}

static void put_json_string(FILE *out, struct af_slice line)
{
	size_t i;

	for (i = 0; i < line.length; i++) {
		unsigned char c = line.text[i];

		if (c == '"' || c == '\\')
			fprintf(out, "\\%c", c);
		else if (c == '<' || c < ' ')
			fprintf(out, "\\u%04x", c);
		else
			fputc(c, out);
	}
}

static void put_json(FILE *out, struct af_slice line, enum mangling mangling,
		     unsigned int number)
{
	static const char *const begins[NR_MANGLINGS] = {
		[JSON] = "{\"_HOSTNAME\":\"h\",\"MESSAGE\":\"",
		[JSON_PRETTY] =
			"{\n\t\"PRIORITY\" : \"4\",\n\t\"MESSAGE\" : \"",
		[JSON_DOCKER] = "{\"log\":\"",
		[JSON_CLOUD] = "{\"insertId\":\"a\",\"textPayload\":\"",
		[JSON_ARRAY] = "{\"message\":\"",
	};
	static const char *const ends[NR_MANGLINGS] = {
		[JSON] = "\",\"_SOURCE_MONOTONIC_TIMESTAMP\":\"1000\"}\n",
		[JSON_PRETTY] = "\",\n\t\"_TRANSPORT\" : \"kernel\"\n}\n",
		[JSON_DOCKER] =
			"\\n\",\"stream\":\"stdout\",\"time\":\"2024-01-01T12:00:00Z\"}\n",
		[JSON_CLOUD] = "\",\"timestamp\":\"2024-01-01T12:00:00Z\"}\n",
		[JSON_ARRAY] = "\",\"ts\":\"1\"},",
	};

	fputs(begins[mangling], out);
	put_json_string(out, line);
	fputs(ends[mangling], out);
	(void)number;
}

static void put_bytes(FILE *out, struct af_slice line)
{
	size_t i;

	fputs("{\"PRIORITY\":\"4\",\"MESSAGE\":[", out);
	for (i = 0; i < line.length; i++)
		fprintf(out, "%s%u", i ? "," : "", (unsigned char)line.text[i]);
	fputs("]}\n", out);
}

static const struct replacement entities[] = {
	{ '<', "&lt;" },
	{ '>', "&gt;" },
	{ '&', "&amp;" },
};

static const struct replacement all_entities[] = {
	{ '<', "&#60;" }, { '>', "&#x3e;" }, { '[', "&#91;" },
	{ ']', "&#93;" }, { '*', "&#42;" },  { '_', "&#95;" },
};

static const struct replacement nbsp[] = { { ' ', "\xc2\xa0" } };
static const struct replacement narrow[] = { { ' ', "\xe2\x80\xaf" } };
static const struct replacement tabs[] = { { ' ', "\t" } };
static const struct replacement markdown[] = {
	{ '*', "\\*" },
	{ '_', "\\_" },
	{ '[', "\\[" },
	{ '<', "\\<" },
};

static const struct replacement zero_width[] = { { ' ', " \xe2\x80\x8b" } };

/* As a browser shows it: blanks at the beginning and runs of them are gone. */
static void squeeze(FILE *out, struct af_slice line)
{
	char last = ' ';
	size_t i;

	for (i = 0; i < line.length; i++) {
		if (line.text[i] != ' ' || last != ' ')
			fputc(line.text[i], out);
		last = line.text[i];
	}
}

/* The time in one colour, the text in another. */
static void colour(FILE *out, struct af_slice line)
{
	size_t end = af_slice_find(line, "]");

	fprintf(out, "\033[32m%.*s] \033[0m\033[33m",
		(int)(end == AF_NOT_FOUND ? 0 : end), line.text);
	if (end != AF_NOT_FOUND)
		line = af_slice_from(line, end + 1);
	fwrite(line.text, 1, line.length, out);
	fputs("\033[0m", out);
}

/* A line without its end, as it would stand in the file. */
static void mangle(FILE *out, struct af_slice line, enum mangling mangling,
		   unsigned int number)
{
	switch (mangling) {
	case TABS:
		replace(out, line, tabs, ARRAY_SIZE(tabs));
		break;
	case COLOURS:
		fputs("\033[32m", out);
		fwrite(line.text, 1, line.length, out);
		fputs("\033[0m", out);
		break;
	case COLOURS_LOST:
		fputs("[32m", out);
		fwrite(line.text, 1, line.length, out);
		fputs("[0m", out);
		break;
	case CARET_COLOURS:
		fputs("^[[1;33m", out);
		fwrite(line.text, 1, line.length, out);
		fputs("^[[0m", out);
		break;
	case ENTITIES:
		replace(out, line, entities, ARRAY_SIZE(entities));
		break;
	case ENTITIES_ALL:
		replace(out, line, all_entities, ARRAY_SIZE(all_entities));
		break;
	case NBSP:
		replace(out, line, nbsp, ARRAY_SIZE(nbsp));
		break;
	case NARROW_NBSP:
		replace(out, line, narrow, ARRAY_SIZE(narrow));
		break;
	case TIMES_SIGN:
		put_times(out, line, "\xc3\x97");
		break;
	case UNDERSCORE:
		put_times(out, line, "_");
		break;
	case LOST_STARS:
		put_times(out, line, "");
		break;
	case ESCAPED_MARKDOWN:
		replace(out, line, markdown, ARRAY_SIZE(markdown));
		break;
	case QUOTED_PRINTABLE:
		put_quoted_printable(out, line);
		break;
	case JSON:
	case JSON_PRETTY:
	case JSON_DOCKER:
	case JSON_CLOUD:
	case JSON_ARRAY:
		put_json(out, line, mangling, number);
		return;
	case JSON_BYTES:
		put_bytes(out, line);
		return;
	case EXPORT:
		fprintf(out, "__CURSOR=s=a;i=%u\n_TRANSPORT=kernel\nMESSAGE=",
			number);
		fwrite(line.text, 1, line.length, out);
		fputs("\nPRIORITY=4\n", out);
		break;
	case VERBOSE:
		fputs("Mon 2024-01-01 12:00:00.757446 CET [s=a;i=1;b=2]\n"
		      "    PRIORITY=4\n"
		      "    MESSAGE=",
		      out);
		fwrite(line.text, 1, line.length, out);
		fputs("\n    _TRANSPORT=kernel\n", out);
		break;
	case QUOTED:
		fputc('"', out);
		put_json_string(out, line);
		fputs("\",", out);
		break;
	case BYTES_OF_PYTHON:
		fputs("b'", out);
		fwrite(line.text, 1, line.length, out);
		fputs("\\n'", out);
		break;
	case ZERO_WIDTH:
		replace(out, line, zero_width, ARRAY_SIZE(zero_width));
		break;
	case SQUEEZED:
		squeeze(out, line);
		break;
	case COLOURS_OF_DMESG:
		colour(out, line);
		break;
	case ONE_STRING:
		put_json_string(out, line);
		fputs("\\n", out);
		return;
	case CSV:
		fputs("\"2024-01-01 12:00:00\",\"h\",\"", out);
		fwrite(line.text, 1, line.length, out);
		fputc('"', out);
		break;
	default:
		fwrite(line.text, 1, line.length, out);
	}
	if (mangling == BLANK_END)
		fputs(BLANKS, out);
	if (mangling == TRAILING_BR)
		fputs("<br>", out);
	if (mangling == TRAILING_BR_CLOSED)
		fputs("<br />", out);
	if (mangling == BACKSLASH_N)
		fputs("\\n", out);
	if (mangling == SOFT_BLANK)
		fputs("=20", out);
	if (mangling == DOUBLE_SPACED)
		fputc('\n', out);
	if (mangling == CRLF || mangling == CR_CR_LF)
		fputs(mangling == CRLF ? "\r" : "\r\r", out);
	fputc('\n', out);
}

/* As PowerShell writes it. */
static void widen(char **text, size_t *length, bool little)
{
	char *wide = calloc(2, *length + 1);
	size_t i;

	assert_non_null(wide);
	wide[!little] = '\xff';
	wide[little] = '\xfe';
	for (i = 0; i < *length; i++)
		wide[2 * i + 2 + !little] = (*text)[i];
	free(*text);
	*text = wide;
	*length = 2 * *length + 2;
}

static char *make(struct af_slice log, const char *prefix,
		  enum mangling mangling, size_t *length)
{
	unsigned int number = 0;
	char *text = NULL;
	FILE *out = open_memstream(&text, length);

	assert_non_null(out);
	if (mangling == BOM)
		fputs("\xef\xbb\xbf", out);
	if (mangling == JSON_ARRAY)
		fputc('[', out);
	if (mangling == ONE_STRING)
		fputs("{\"log\": \"", out);
	while (log.length) {
		const char *end = memchr(log.text, '\n', log.length);
		size_t taken = end ? (size_t)(end - log.text) : log.length;
		char *whole = NULL;
		size_t size;
		FILE *line = open_memstream(&whole, &size);

		assert_non_null(line);
		put_prefix(line, prefix, ++number);
		fwrite(log.text, 1, taken, line);
		fclose(line);
		mangle(out, af_slice_of(whole, size), mangling, number);
		free(whole);
		log = af_slice_from(log, taken + !!end);
	}
	if (mangling == JSON_ARRAY)
		fputs("{}]\n", out);
	if (mangling == ONE_STRING)
		fputs("\"}\n", out);
	if (mangling == ZEROES)
		fwrite(BLANKS "\0\0\0\0\0\0\0\0", 1, sizeof(BLANKS) + 7, out);
	fclose(out);
	if (mangling == UTF16_LE || mangling == UTF16_BE)
		widen(&text, length, mangling == UTF16_LE);
	return text;
}

/* --- answers */

static void add(FILE *out, const struct af_explained *one)
{
	const struct af_log_report *report = one->report;
	const struct af_verdict_of_log *verdict = &one->verdict;
	char gfp[AF_GFP_TEXT];
	unsigned int i;

	af_explain_gfp(gfp, one);
	fprintf(out, "%llu order %u gfp %s comm %.*s kernel %.*s pid %llu",
		(unsigned long long)one->count, report->order, gfp,
		AF_SLICE(report->comm), AF_SLICE(report->release_text),
		(unsigned long long)report->pid);
	fprintf(out, " context %u class %u cause %u%s%s weight %u",
		verdict->context, verdict->class, verdict->cause,
		verdict->doubt ? " unsure" : "", report->mixed ? " mixed" : "",
		one->weight);
	if (verdict->zone)
		fprintf(out, " zone %u %lld %lld", verdict->zone->name,
			(long long)verdict->free, (long long)verdict->mark);
	fprintf(out, " zones %zu torn %u frames", report->memory.nr,
		report->zones_torn);
	for (i = 0; i < report->trace.nr; i++)
		fprintf(out, " %.*s", AF_SLICE(report->trace.frames[i].symbol));
	fputc('\n', out);
}

static char *answer(char *text, size_t length)
{
	struct af_explanation explanation;
	char *lines = NULL;
	size_t size, i;
	FILE *out = open_memstream(&lines, &size);

	assert_non_null(out);
	assert_int_equal(af_decode(text, &length), AF_CODING_TEXT);
	assert_int_equal(af_explain_text(&explanation, text, length, 0), 0);
	for (i = 0; i < explanation.nr; i++)
		add(out, &explanation.all[i]);
	fclose(out);
	af_explain_free(&explanation);
	return lines;
}

/* Return: whether the answer is the same */
static bool check(const char *name, struct af_slice log, const char *wanted,
		  const char *prefix, enum mangling mangling)
{
	size_t length;
	char *text = make(log, prefix, mangling, &length);
	char *got = answer(text, length);
	bool same = !strcmp(got, wanted);

	if (!same)
		print_error("%s behind \"%s\", %s:\nexpected\n%sgot\n%s", name,
			    prefix, mangling_names[mangling], wanted, got);
	free(text);
	free(got);
	return same;
}

static unsigned int check_report(const char *name)
{
	unsigned int wrong = 0, i;
	char path[256], *wanted, *plain;
	struct af_text log;
	struct af_slice text;

	snprintf(path, sizeof(path), TESTS "/logs/%s.log", name);
	if (af_read_text(path, &log))
		fail_msg("%s: cannot be read", path);
	text = af_slice_of(log.text, log.length);
	plain = strndup(log.text, log.length);
	wanted = answer(plain, log.length);
	for (i = 0; i < ARRAY_SIZE(prefixes); i++)
		wrong += !check(name, text, wanted, prefixes[i], NONE);
	for (i = 0; i < NR_MANGLINGS; i++)
		wrong += !check(name, text, wanted, "[%s] ", i);
	free(wanted);
	free(plain);
	free(log.text);
	return wrong;
}

static void test_forms(void **state)
{
	unsigned int wrong = 0;
	size_t i;

	assert_true(ARRAY_SIZE(prefixes) + NR_MANGLINGS >= 60);
	assert_true(ARRAY_SIZE(reports) >= 10);
	for (i = 0; i < ARRAY_SIZE(reports); i++)
		wrong += check_report(reports[i]);
	if (wrong)
		fail_msg("%u of %zu answers are others", wrong,
			 ARRAY_SIZE(reports) *
				 (ARRAY_SIZE(prefixes) + NR_MANGLINGS));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
