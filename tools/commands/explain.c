// SPDX-License-Identifier: GPL-2.0-only
/*
 * allocfail explain: the reports in a kernel log, in plain words. Works without
 * the module, on logs of other machines and other kernels.
 */
#include <errno.h>
#include <stdlib.h>

#include "cli/command.h"
#include "commands/explain.h"
#include "commands/explain_input.h"
#include "lib/file.h"
#include "lib/hash.h"
#include "lib/release.h"
#include "lib/screen.h"
#include "lib/units.h"

/* Of what af_explain_same() compares; equal ones have the same. */
static u64 hash_of(const struct af_explained *one)
{
	const struct af_key key = af_explain_key(one);

	return af_hash(af_key_hash(&key), &one->report->size,
		       sizeof(one->report->size));
}

/* Where a kind is in the table, or where it would be. */
static u32 *find_same(const struct af_explanation *explanation,
		      const struct af_explained *one)
{
	size_t at = one->hash & (explanation->nr_table - 1);

	while (explanation->table[at]) {
		const struct af_explained *other =
			&explanation->all[explanation->table[at] - 1];

		if (other->hash == one->hash && af_explain_same(other, one))
			break;
		at = (at + 1) & (explanation->nr_table - 1);
	}
	return &explanation->table[at];
}

/* At most half of the table is used. Return: whether there is room for another */
static bool make_room(struct af_explanation *explanation)
{
	size_t room = explanation->room ? 2 * explanation->room : 64, i;
	struct af_explained *all;
	u32 *table;

	if (explanation->nr < explanation->room)
		return true;
	all = realloc(explanation->all, room * sizeof(*all));
	if (!all)
		return false;
	explanation->all = all;
	table = calloc(2 * room, sizeof(*table));
	if (!table)
		return false;
	free(explanation->table);
	explanation->table = table;
	explanation->nr_table = 2 * room;
	explanation->room = room;
	for (i = 0; i < explanation->nr; i++)
		*find_same(explanation, &all[i]) = i + 1;
	return true;
}

static void add_to(struct af_explained *kind, const struct af_explained *one)
{
	kind->count += one->count;
	kind->last_line = one->last_line;
	memcpy(kind->last_stamp, one->last_stamp, sizeof(kind->last_stamp));
}

/* Return: 0, or -ENOMEM. The report is kept if it is the first of its kind. */
static int sum_up(struct af_explanation *explanation, struct af_explained *one)
{
	u32 *at;

	if (!make_room(explanation))
		return -ENOMEM;
	at = find_same(explanation, one);
	if (*at) {
		add_to(&explanation->all[*at - 1], one);
		return 0;
	}
	if (explanation->nr == AF_EXPLAIN_KINDS) {
		explanation->beyond += one->count;
		return 0;
	}
	one->report = af_log_report_keep(one->report);
	if (!one->report)
		return -ENOMEM;
	explanation->all[explanation->nr++] = *one;
	*at = explanation->nr;
	return 0;
}

/* Each report, as soon as it is complete. */
static int explain_one(void *context, const struct af_log *log,
		       struct af_log_report *report)
{
	struct af_explanation *explanation = context;
	struct af_explained one = { .report = report,
				    .count = report->repeated,
				    .first_line = report->line,
				    .last_line = report->line };

	memcpy(one.first_stamp, report->stamp, sizeof(report->stamp));
	memcpy(one.last_stamp, report->stamp, sizeof(report->stamp));
	af_log_judge(&one.verdict, log, report, explanation->kernel);
	af_explain_case(&one);
	one.hash = hash_of(&one);
	if (one.weight > explanation->worst)
		explanation->worst = one.weight;
	return sum_up(explanation, &one);
}

static int worse(const void *left, const void *right)
{
	const struct af_explained *a = left, *b = right;

	if (a->weight != b->weight)
		return a->weight < b->weight ? 1 : -1;
	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return a->first_line < b->first_line ? -1 : 1;
}

/**
 * af_explain_text - find and explain the reports in a log
 * @explanation: where to put it; af_explain_free() frees it, after an error too
 * @text: the log
 * @length: of it
 * @kernel: release that it is of where it does not say so itself, 0: not known
 *
 * Equal ones are one; the worst comes first. Return: 0, or -ENOMEM
 */
int af_explain_text(struct af_explanation *explanation, const char *text,
		    size_t length, u32 kernel)
{
	const struct af_log_sink sink = { .take = explain_one,
					  .context = explanation };
	int ret;

	*explanation = (struct af_explanation){ .kernel = kernel };
	ret = af_log_read(&explanation->log, text, length, &sink);
	if (ret)
		return ret;
	free(explanation->table);
	explanation->table = NULL;
	if (explanation->nr)
		qsort(explanation->all, explanation->nr,
		      sizeof(*explanation->all), worse);
	return 0;
}

void af_explain_free(struct af_explanation *explanation)
{
	size_t i;

	for (i = 0; i < explanation->nr; i++)
		af_log_report_free(explanation->all[i].report);
	free(explanation->all);
	free(explanation->table);
	af_log_free(&explanation->log);
	*explanation = (struct af_explanation){ 0 };
}

/* Return: 0, -1 if it was complained of */
static int find_kernel(const struct af_options *options, u32 *kernel)
{
	*kernel = 0;
	if (!options->kernel)
		return 0;
	*kernel = af_release_of(af_slice_string(options->kernel));
	if (*kernel)
		return 0;
	af_complain("%s: no release of a kernel, as 2.6.32 or 6.12",
		    options->kernel);
	return -1;
}

static int show(const struct af_explanation *explanation,
		const struct af_options *options)
{
	struct af_screen screen;

	if (options->format && !strcmp(options->format, "json"))
		return af_explain_json(explanation) ||
				       af_explain_json_events(explanation) ?
			       -1 :
			       0;
	if (options->format && strcmp(options->format, "text")) {
		af_complain("%s: no format, as text or json", options->format);
		return -1;
	}
	af_screen_init(&screen, options);
	af_explain_print(explanation, &screen, options->full);
	return 0;
}

/* Failures that matter, and lines that tell of other ones. */
static enum af_exit exit_of(const struct af_explanation *explanation)
{
	if (explanation->nr && explanation->worst >= AF_MATTERS)
		return AF_EXIT_MATTERS;
	return af_explain_events_matter(explanation) ? AF_EXIT_MATTERS :
						       AF_EXIT_FINE;
}

/* allocfail explain [FILE] */
int af_explain(const struct af_options *options)
{
	const char *name = options->nr_arguments ? options->arguments[0] : "-";
	struct af_explanation explanation;
	struct af_text text;
	int code = AF_EXIT_TROUBLE;
	u32 kernel;

	if (find_kernel(options, &kernel) || af_input_read(name, &text))
		return AF_EXIT_TROUBLE;
	if (af_explain_text(&explanation, text.text, text.length, kernel))
		af_complain("%s: %s", name, strerror(ENOMEM));
	else if (!show(&explanation, options))
		code = exit_of(&explanation);
	af_explain_free(&explanation);
	free(text.text);
	return code;
}
