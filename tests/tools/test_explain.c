// SPDX-License-Identifier: GPL-2.0-only
/*
 * What explain says of logs as people have them: cases.list and field.list name what
 * a right answer says of each of logs/, and what it must not say.
 */
#include <jansson.h>
#include <stdio.h>

#include "unit.h"
#include "commands/explain_one.h"
#include "lib/slice.h"
#include "lib/file.h"
#include "log/decode.h"

#define LEAST_CASES 172
#define LINE_LEN 2048

static const char *const lists[] = {
	TESTS "/cases.list",
	TESTS "/field.list",
};

/* All that is wrong is told, not only the first of it. */
static unsigned int wrong;

/* A log, explained. */
struct answer {
	const char *name;
	struct af_text log;
	struct af_explanation explanation;
	char *text;
};

static void explain(struct answer *answer, const char *name)
{
	struct af_screen screen = { .width = 10000 };
	char path[512];
	size_t size;

	snprintf(path, sizeof(path), "%s/logs/%s.log", TESTS, name);
	answer->name = name;
	if (af_read_bytes(path, &answer->log))
		fail_msg("%s: cannot be read", path);
	assert_int_equal(af_decode(answer->log.text, &answer->log.length),
			 AF_CODING_TEXT);
	assert_int_equal(af_explain_text(&answer->explanation, answer->log.text,
					 answer->log.length, 0),
			 0);
	screen.out = open_memstream(&answer->text, &size);
	assert_non_null(screen.out);
	af_explain_print(&answer->explanation, &screen, true);
	fclose(screen.out);
}

static void forget(struct answer *answer)
{
	af_explain_free(&answer->explanation);
	free(answer->log.text);
	free(answer->text);
}

/* A member as text; what is null, or not there, is "null". */
static char *member(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!value)
		return strdup("null");
	if (json_is_string(value))
		return strdup(json_string_value(value));
	return json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
}

static void check_member(const struct answer *answer, const json_t *object,
			 char *words)
{
	char *value = strchr(words, '='), *is, *bar;

	assert_non_null(value);
	*value++ = '\0';
	for (bar = value; (bar = strchr(bar, '!'));)
		*bar = '|';
	is = member(object, words);
	assert_non_null(is);
	if (strcmp(is, value)) {
		print_error("%s: %s is %s, and should be %s\n", answer->name,
			    words, is, value);
		wrong++;
	}
	free(is);
}

static void check_words(const struct answer *answer, const char *words)
{
	bool there = strcasestr(answer->text, words + 1);

	if (there != (*words == '+')) {
		print_error("%s: %s \"%s\"\n", answer->name,
			    there ? "must not say" : "should say", words + 1);
		wrong++;
	}
}

/* Blanks at both ends off. */
static char *trimmed(char *text)
{
	size_t length;

	while (*text == ' ')
		text++;
	length = strlen(text);
	while (length && (text[length - 1] == ' ' || text[length - 1] == '\n'))
		text[--length] = '\0';
	return text;
}

/* "NAME | key=value | +words | -words" */
static void check_case(char *line)
{
	struct answer answer;
	char *rest = line, *word = strsep(&rest, "|");
	json_t *object = NULL;

	explain(&answer, trimmed(word));
	if (answer.explanation.nr)
		object = af_explain_object(&answer.explanation.all[0]);
	while ((word = strsep(&rest, "|"))) {
		word = trimmed(word);
		if (*word == '+' || *word == '-')
			check_words(&answer, word);
		else
			check_member(&answer, object, word);
	}
	json_decref(object);
	forget(&answer);
}

/* Return: how many lines it has */
static unsigned int each_line(const char *path, void (*check)(char *line))
{
	FILE *file = fopen(path, "r");
	char line[LINE_LEN];
	unsigned int nr = 0;

	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		if (*line == '#' || *line == '\n')
			continue;
		check(line);
		nr++;
	}
	fclose(file);
	return nr;
}

static void test_cases(void **state)
{
	unsigned int nr = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lists); i++)
		nr += each_line(lists[i], check_case);
	assert_true(nr >= LEAST_CASES);
	assert_int_equal(wrong, 0);
}

/* What no answer ever says, of whatever log. */
static void check_never(char *line)
{
	static const char *const never[] = {
		"serious: serious",
		"matters: matters",
		" 1 lines",
		"the OOM killer is near",
		"waiting for itself",
		"harmless: serious",
		": -1 ",
		" -1 page",
	};
	struct answer answer;
	size_t i;

	explain(&answer, trimmed(strsep(&line, "|")));
	for (i = 0; i < ARRAY_SIZE(never); i++)
		if (strcasestr(answer.text, never[i]))
			fail_msg("%s: says \"%s\"", answer.name, never[i]);
	forget(&answer);
}

static void test_never(void **state)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lists); i++)
		each_line(lists[i], check_never);
}

/* What is advised, in one text. */
static char *advice_of(const json_t *object)
{
	json_t *remedies = json_object_get(object, "remedies");
	char *text = json_dumps(remedies, JSON_COMPACT);

	assert_non_null(text);
	return text;
}

/* Since when there is what advice names. */
static const struct {
	const char *words;
	u32 from;
} settings[] = {
	{ "vm.min_free_kbytes", KERNEL_VERSION(2, 5, 0) },
	{ "vm.dirty_", KERNEL_VERSION(2, 5, 0) },
	{ "compact_memory", KERNEL_VERSION(2, 6, 35) },
	{ "cma=", KERNEL_VERSION(3, 5, 0) },
	{ "zram", KERNEL_VERSION(3, 14, 0) },
	{ "watermark_scale_factor", KERNEL_VERSION(4, 6, 0) },
	{ "shrinker_enabled", KERNEL_VERSION(6, 8, 0) },
};

/* Nothing that the release does not have, or that the verdict rules out. */
static void check_advice_of(const struct answer *answer,
			    const struct af_explained *one)
{
	u32 release = one->verdict.release_from == AF_RELEASE_MASK ?
			      one->verdict.range.from :
			      one->verdict.release;
	json_t *object = af_explain_object(one);
	const char *weight =
		json_string_value(json_object_get(object, "weight"));
	char *advice = advice_of(object);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(settings); i++)
		if (strstr(advice, settings[i].words) &&
		    release < settings[i].from)
			fail_msg("%s: advises %s", answer->name,
				 settings[i].words);
	if (!strcmp(weight, "harmless") != !strncmp(advice, "[\"Nothing", 9))
		fail_msg("%s: %s, and advises %s", answer->name, weight,
			 advice);
	if (!one->report->order &&
	    (strstr(advice, "in one piece") || strstr(advice, "compact_")))
		fail_msg("%s: a page, and advises %s", answer->name, advice);
	free(advice);
	json_decref(object);
}

static void check_advice(char *line)
{
	struct answer answer;
	size_t i;

	explain(&answer, trimmed(strsep(&line, "|")));
	for (i = 0; i < answer.explanation.nr; i++)
		check_advice_of(&answer, &answer.explanation.all[i]);
	forget(&answer);
}

static void test_advice(void **state)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lists); i++)
		each_line(lists[i], check_advice);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_never),
		cmocka_unit_test(test_advice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
