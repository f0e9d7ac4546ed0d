// SPDX-License-Identifier: GPL-2.0-only
/* Signatures as rows of a table. */
#include <stdlib.h>

#include "commands/rows.h"
#include "lib/complain.h"
#include "lib/units.h"

const char *const af_sort_names[AF_NR_SORTS] = {
	[AF_SORT_RATE] = "rate",   [AF_SORT_COUNT] = "count",
	[AF_SORT_ORDER] = "order", [AF_SORT_CAUSE] = "cause",
	[AF_SORT_TIME] = "time",
};

static int compare_hashes(const void *a, const void *b)
{
	const struct af_counted *left = a, *right = b;

	return (left->hash > right->hash) - (left->hash < right->hash);
}

static void count(struct af_rows *rows, const struct af_view *view)
{
	struct af_key key;
	size_t i;

	for (i = 0; i < view->signatures.nr; i++) {
		key = af_key_of_signature(&view->signatures.all[i]);
		rows->counted[i].hash = af_key_hash(&key);
		rows->counted[i].count = view->signatures.all[i].count;
	}
	rows->nr_counted = view->signatures.nr;
	qsort(rows->counted, rows->nr_counted, sizeof(*rows->counted),
	      compare_hashes);
}

/* A record that was not there before began with 0. */
static double rate_of(const struct af_rows *rows, const struct af_rows *before,
		      const struct af_row *row)
{
	const struct af_counted wanted = { .hash = af_key_hash(&row->key) };
	const struct af_counted *then = NULL;
	u64 count = row->signature->count;

	if (!before || before->now_us >= rows->now_us)
		return 0;
	if (before->nr_counted)
		then = bsearch(&wanted, before->counted, before->nr_counted,
			       sizeof(wanted), compare_hashes);
	if (then)
		count = count > then->count ? count - then->count : 0;
	return count * 1e6 / (rows->now_us - before->now_us);
}

static void add(struct af_rows *rows, const struct af_rows *before,
		const struct af_signature *signature)
{
	struct af_row *row = &rows->all[rows->nr++];

	row->signature = signature;
	row->key = af_key_of_signature(signature);
	row->rate = rate_of(rows, before, row);
	af_case_of_signature(&row->facts, signature);
}

/**
 * af_rows_make - the rows of a view
 * @rows: where to put them; to be given to af_rows_free()
 * @view: with the signatures read; must outlive the rows
 * @before: of the view before it, for the rates; NULL if there is none
 * @filter: which of them
 *
 * Return: 0, or -1 after a complaint
 */
int af_rows_make(struct af_rows *rows, const struct af_view *view,
		 const struct af_rows *before, const struct af_filter *filter)
{
	const struct af_signature *signature = view->signatures.all;
	const struct af_signature *end = signature + view->signatures.nr;

	*rows = (struct af_rows){
		.all = calloc(view->signatures.nr + 1, sizeof(*rows->all)),
		.counted =
			calloc(view->signatures.nr + 1, sizeof(*rows->counted)),
		.now_us = view->now_us,
	};
	if (!rows->all || !rows->counted) {
		af_rows_free(rows);
		af_complain("out of memory");
		return -1;
	}
	count(rows, view);
	for (; signature < end; signature++)
		if (af_filter_signature(filter, signature, view->now_us))
			add(rows, before, signature);
	return 0;
}

void af_rows_free(struct af_rows *rows)
{
	free(rows->all);
	free(rows->counted);
	*rows = (struct af_rows){ 0 };
}

/* Below 0 if @a comes first; highest first, but causes as they are counted. */
static int compare_by(enum af_sort sort, const struct af_row *a,
		      const struct af_row *b)
{
	const struct af_signature *left = a->signature, *right = b->signature;

	switch (sort) {
	case AF_SORT_RATE:
		return (a->rate < b->rate) - (a->rate > b->rate);
	case AF_SORT_ORDER:
		return (left->subject.order < right->subject.order) -
		       (left->subject.order > right->subject.order);
	case AF_SORT_CAUSE:
		return (left->subject.cause > right->subject.cause) -
		       (left->subject.cause < right->subject.cause);
	case AF_SORT_TIME:
		return (left->last_us < right->last_us) -
		       (left->last_us > right->last_us);
	default:
		return (left->count < right->count) -
		       (left->count > right->count);
	}
}

/* Then by count, then as in the file: rows that are equal don't change places. */
static int compare(const void *a, const void *b, void *sort)
{
	const struct af_row *left = a, *right = b;
	int order = compare_by(*(enum af_sort *)sort, left, right);

	if (!order)
		order = compare_by(AF_SORT_COUNT, left, right);
	if (!order)
		order = left->signature < right->signature ? -1 : 1;
	return order;
}

void af_rows_sort(struct af_rows *rows, enum af_sort sort)
{
	qsort_r(rows->all, rows->nr, sizeof(*rows->all), compare, &sort);
}

/* On fewer columns there is no room for the context. */
#define WIDE 100

/* The columns' names. */
void af_row_heading(char text[AF_ROW_LEN], unsigned int width)
{
	snprintf(text, AF_ROW_LEN, "%7s %9s %5s ORD %s%-13s %-13s WHO", "RATE",
		 "COUNT", "AGO", width < WIDE ? "" : "CONTEXT ", "CLASS",
		 "CAUSE");
}

/* "8.7s": the largest unit, in five columns. */
static void short_ago(char text[AF_UNIT_LEN], u64 us)
{
	char *unit;

	af_duration(text, us);
	unit = strchr(text, ' ');
	unit[0] = unit[1];
	unit[1] = '\0';
}

static void row_context(char text[AF_UNIT_LEN], const struct af_row *row,
			unsigned int width)
{
	enum af_context context = row->signature->subject.context;

	*text = '\0';
	if (width >= WIDE)
		snprintf(text, AF_UNIT_LEN, "%-7s ", af_context_name(context));
}

/* Who asked, and with which function. */
static void row_site(char text[AF_ROW_LEN], const struct af_site *site)
{
	struct af_slice name = af_site_name(site), function = site->function;

	name.length = min_t(u32, name.length, 256);
	function.length = min_t(u32, function.length, 256);
	snprintf(text, AF_ROW_LEN, "%.*s%s%.*s", AF_SLICE(name),
		 site->name.length ? " " : "",
		 site->name.length ? (int)function.length : 0, function.text);
}

/**
 * af_row_text - a row in the columns of the heading, as long as it gets
 * @text: where to put it
 * @row: the row
 * @now_us: of the view
 * @width: columns of the screen
 */
void af_row_text(char text[AF_ROW_LEN], const struct af_row *row, u64 now_us,
		 unsigned int width)
{
	const struct af_signature *signature = row->signature;
	const struct af_subject *subject = &signature->subject;
	char rate[AF_UNIT_LEN], count[AF_UNIT_LEN], ago[AF_UNIT_LEN];
	char context[AF_UNIT_LEN], site[AF_ROW_LEN];
	u64 last_us = signature->last_us;

	short_ago(ago, now_us > last_us ? now_us - last_us : 0);
	row_context(context, row, width);
	row_site(site, &row->facts.site);
	snprintf(text, AF_ROW_LEN, "%7s %9s %5s %3u %s%-13s %-13s %.900s",
		 af_rate(rate, row->rate),
		 af_thousands(count, signature->count), ago, subject->order,
		 context, af_class_name(subject->class),
		 af_cause_name(subject->cause), site);
}
