// SPDX-License-Identifier: GPL-2.0-only
/* Failures as rows of a table. */
#include <stdlib.h>

#include "commands/rows.h"
#include "commands/where.h"
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
		      const struct af_signature *signature)
{
	const struct af_key key = af_key_of_signature(signature);
	const struct af_counted wanted = { .hash = af_key_hash(&key) };
	const struct af_counted *then = NULL;
	u64 count = signature->count;

	if (!before || before->now_us >= rows->now_us)
		return 0;
	if (before->nr_counted)
		then = bsearch(&wanted, before->counted, before->nr_counted,
			       sizeof(wanted), compare_hashes);
	if (then)
		count = count > then->count ? count - then->count : 0;
	return count * 1e6 / (rows->now_us - before->now_us);
}

static struct af_key key_of(const struct af_case *facts,
			    const struct af_signature *signature, bool each)
{
	return each ? af_key_of_signature(signature) : af_key_of_case(facts);
}

/* Is that signature part of the row. */
bool af_row_has(const struct af_row *row, const struct af_signature *signature,
		const struct af_wanted *wanted)
{
	struct af_case facts;
	struct af_key key;

	af_case_of_signature(&facts, signature);
	key = key_of(&facts, signature, wanted->each);
	return af_key_same(&key, &row->key);
}

static bool found(const struct af_case *facts,
		  const struct af_signature *signature, const char *search)
{
	return !*search || af_slice_has(facts->site.name, search) ||
	       af_slice_has(facts->site.function, search) ||
	       af_slice_has(signature->subject.comm, search) ||
	       strstr(af_class_name(facts->class), search) ||
	       strstr(af_cause_name(facts->cause), search);
}

static struct af_row *row_of(struct af_rows *rows, const struct af_key *key)
{
	size_t i;

	for (i = 0; i < rows->nr; i++)
		if (af_key_same(&rows->all[i].key, key))
			return &rows->all[i];
	rows->all[rows->nr].key = *key;
	return &rows->all[rows->nr++];
}

static void add(struct af_rows *rows, const struct af_rows *before,
		const struct af_signature *signature,
		const struct af_wanted *wanted)
{
	struct af_case facts;
	struct af_row *row;
	struct af_key key;

	af_case_of_signature(&facts, signature);
	if (!found(&facts, signature, wanted->search))
		return;
	key = key_of(&facts, signature, wanted->each);
	row = row_of(rows, &key);
	if (!row->most || signature->count > row->most->count) {
		row->most = signature;
		row->facts = facts;
	}
	row->count += signature->count;
	row->rate += rate_of(rows, before, signature);
	if (signature->last_us > row->last_us)
		row->last_us = signature->last_us;
	row->contexts |= 1U << facts.context;
	row->nr++;
}

/**
 * af_rows_make - the rows of a view
 * @rows: where to put them; to be given to af_rows_free()
 * @view: with the signatures read; must outlive the rows
 * @before: of the view before it, for the rates; NULL if there is none
 * @wanted: which of them
 *
 * Return: 0, or -1 after a complaint
 */
int af_rows_make(struct af_rows *rows, const struct af_view *view,
		 const struct af_rows *before, const struct af_wanted *wanted)
{
	const size_t room = view->signatures.nr + 1;
	size_t i;

	*rows = (struct af_rows){
		.all = calloc(room, sizeof(*rows->all)),
		.counted = calloc(room, sizeof(*rows->counted)),
		.now_us = view->now_us,
	};
	if (!rows->all || !rows->counted) {
		af_rows_free(rows);
		af_complain("top: out of memory");
		return -1;
	}
	count(rows, view);
	for (i = 0; i < view->signatures.nr; i++)
		if (af_filter_signature(wanted->filter,
					&view->signatures.all[i], view->now_us))
			add(rows, before, &view->signatures.all[i], wanted);
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
	switch (sort) {
	case AF_SORT_RATE:
		return (a->rate < b->rate) - (a->rate > b->rate);
	case AF_SORT_ORDER:
		return (a->facts.order < b->facts.order) -
		       (a->facts.order > b->facts.order);
	case AF_SORT_CAUSE:
		return (a->facts.cause > b->facts.cause) -
		       (a->facts.cause < b->facts.cause);
	case AF_SORT_TIME:
		return (a->last_us < b->last_us) - (a->last_us > b->last_us);
	default:
		return (a->count < b->count) - (a->count > b->count);
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
		order = left->most < right->most ? -1 : 1;
	return order;
}

void af_rows_sort(struct af_rows *rows, enum af_sort sort)
{
	qsort_r(rows->all, rows->nr, sizeof(*rows->all), compare, &sort);
}

/* On fewer columns, names need the room of the context. */
#define WIDE 100

/* The columns. That which is sorted by is always there, with a star behind its title. */
void af_row_columns(struct af_column columns[AF_ROW_COLUMNS], enum af_sort sort,
		    unsigned int width, const struct af_view *view)
{
	static const char *const starred[AF_NR_SORTS] = {
		[AF_SORT_RATE] = "RATE*", [AF_SORT_COUNT] = "COUNT*",
		[AF_SORT_ORDER] = "ORD*", [AF_SORT_CAUSE] = "CAUSE*",
		[AF_SORT_TIME] = "AGO*",
	};
	/* AF_NR_SORTS: nothing is sorted by it. */
	const enum af_sort sorts[AF_ROW_COLUMNS] = {
		AF_SORT_RATE,  AF_SORT_COUNT, AF_SORT_TIME,
		AF_SORT_ORDER, AF_NR_SORTS,   AF_NR_SORTS,
		AF_SORT_CAUSE, AF_NR_SORTS,   AF_NR_SORTS,
	};
	const struct af_column all[AF_ROW_COLUMNS] = {
		{ "RATE", 8, 1, true, false },
		{ "COUNT", 9, 0, true, false },
		{ "AGO", 5, 4, true, false },
		{ "ORD", 4, 2, true, false },
		{ "CONTEXT", 7, 6, false, width < WIDE },
		{ "CLASS", 13, 5, false, false },
		{ "CAUSE", 13, 3, false, false },
		{ "WHERE", 20, 7, false,
		  width < WIDE || !af_where_known(view) },
		{ "WHO", 12, 0, false, false },
	};
	size_t i;

	memcpy(columns, all, sizeof(all));
	for (i = 0; i < AF_ROW_COLUMNS; i++) {
		if (sorts[i] != sort)
			continue;
		columns[i].title = starred[sort];
		columns[i].rank = 0;
	}
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

/* A row, as a line of the table; @view is what it was made of. */
void af_row_print(struct af_table *table, const struct af_row *row,
		  const struct af_view *view)
{
	const u64 now_us = view->now_us;
	char text[AF_UNIT_LEN], where[AF_WHERE_LEN];
	struct af_slice name = af_site_name(&row->facts.site);
	struct af_slice function = row->facts.site.function;

	if (!row->facts.site.name.length)
		function.length = 0;
	af_table_cell(table, AF_PLAIN, "%s", af_rate(text, row->rate));
	af_table_cell(table, AF_PLAIN, "%s", af_thousands(text, row->count));
	short_ago(text, now_us > row->last_us ? now_us - row->last_us : 0);
	af_table_cell(table, AF_PLAIN, "%s", text);
	af_table_cell(table, AF_PLAIN, "%lld", (long long)row->facts.order);
	af_table_cell(table, AF_PLAIN, "%s",
		      row->contexts & (row->contexts - 1) ?
			      "several" :
			      af_context_name(row->facts.context));
	af_table_cell(table, AF_PLAIN, "%s", af_class_name(row->facts.class));
	af_table_cell(table, AF_PLAIN, "%s", af_cause_name(row->facts.cause));
	af_where_of_signature(where, view, row->most);
	af_table_cell(table, AF_PLAIN, "%s", where);
	af_table_cell(table, AF_PLAIN, "%.*s%s%.*s", AF_SLICE(name),
		      function.length ? " " : "", AF_SLICE(function));
}
