// SPDX-License-Identifier: GPL-2.0-only
/* In which container or unit failures were. */
#include <stdlib.h>

#include "advice/key.h"
#include "commands/json.h"
#include "commands/report.h"
#include "commands/where.h"
#include "lib/units.h"

/* An older module does not say. */
bool af_where_known(const struct af_view *view)
{
	return view->events.nr && view->events.all[0].cgroup_known;
}

/* "-": in no cgroup, or not known. */
void af_where_of_event(char text[AF_WHERE_LEN], const struct af_view *view,
		       const struct af_event *event)
{
	af_where(text, &view->machine.cgroups, event->cgroup);
}

/**
 * af_where_of_signature - where the last failures like a signature were
 * @text: where to put it: a name, "several", or "-" if no event tells
 * @view: with the events read
 * @signature: of it
 *
 * A signature has no cgroup of its own. The events that are left have, and those with
 * the same request, context and cause are taken for its own.
 */
void af_where_of_signature(char text[AF_WHERE_LEN], const struct af_view *view,
			   const struct af_signature *signature)
{
	const struct af_key wanted = af_key_of_subject(&signature->subject);
	u64 cgroup = 0;
	struct af_key key;
	size_t i;

	for (i = 0; i < view->events.nr; i++) {
		const struct af_event *event = &view->events.all[i];

		if (!event->cgroup || event->cgroup == cgroup)
			continue;
		key = af_key_of_subject(&event->subject);
		if (!af_key_same(&key, &wanted))
			continue;
		if (cgroup) {
			strcpy(text, "several");
			return;
		}
		cgroup = event->cgroup;
	}
	af_where(text, &view->machine.cgroups, cgroup);
}

/* Most failures first, then by id. */
static int compare(const void *a, const void *b)
{
	const struct af_cgroup_count *left =
		*(const struct af_cgroup_count *const *)a;
	const struct af_cgroup_count *right =
		*(const struct af_cgroup_count *const *)b;

	if (left->count != right->count)
		return left->count < right->count ? 1 : -1;
	return (left->id > right->id) - (left->id < right->id);
}

/* Those with the most failures first; to be freed; NULL without memory. */
const struct af_cgroup_count **
af_where_sorted(const struct af_cgroup_counts *counts)
{
	const struct af_cgroup_count **sorted =
		calloc(counts->nr + 1, sizeof(*sorted));
	size_t i;

	if (!sorted)
		return NULL;
	for (i = 0; i < counts->nr; i++)
		sorted[i] = &counts->all[i];
	if (counts->nr)
		qsort(sorted, counts->nr, sizeof(*sorted), compare);
	return sorted;
}

#define NAMED 4	       /* in the line of a report */
#define TITLE_WIDTH 10 /* of that line, and a blank */

/* What has no room on a line beside its number ends with "~". */
static void cut(char text[AF_WHERE_LEN], const struct af_screen *screen,
		u64 count)
{
	char number[AF_UNIT_LEN];
	const size_t taken = TITLE_WIDTH + strlen(af_thousands(number, count));
	const size_t room = screen->width > taken + 1 ? screen->width - taken :
							1;

	if (strlen(text) > room)
		strcpy(text + room - 1, "~");
}

/* "where  nginx.service 812  docker 0123456789ab 40  others 7" */
void af_where_print_line(const struct af_screen *screen,
			 const struct af_view *view)
{
	const struct af_cgroup_counts *cgroups = &view->cgroups;
	const struct af_cgroup_count **sorted = af_where_sorted(cgroups);
	char texts[NAMED + 1][AF_WHERE_LEN] = { [NAMED] = "others" };
	const char *names[NAMED + 1];
	u64 counts[NAMED + 1] = { [NAMED] = view->totals.cgroups_dropped };
	size_t i;

	if (!sorted)
		return;
	for (i = 0; i < cgroups->nr; i++) {
		counts[i < NAMED ? i : NAMED] += sorted[i]->count;
		if (i < NAMED)
			af_where(texts[i], &view->machine.cgroups,
				 sorted[i]->id);
	}
	free(sorted);
	for (i = 0; i <= NAMED; i++) {
		cut(texts[i], screen, counts[i]);
		names[i] = texts[i];
	}
	if (cgroups->nr)
		af_print_counts(screen, "where", names, counts, NAMED + 1);
}

static void set(json_t *object, const char *key, json_t *value)
{
	json_object_set_new(object, key, value);
}

static json_t *amount(long long value)
{
	return af_known(value) ? json_integer(value) : json_null();
}

static json_t *one(const struct af_view *view,
		   const struct af_cgroup_count *count)
{
	const struct af_cgroup *cgroup =
		af_cgroups_find(&view->machine.cgroups, count->id);
	const bool found = cgroup && !cgroup->gone;
	char where[AF_WHERE_LEN];
	json_t *to = json_object();
	unsigned int i;

	af_where(where, &view->machine.cgroups, count->id);
	set(to, "id", af_json_number(count->id));
	set(to, "where", found ? json_string(where) : json_null());
	set(to, "path",
	    found ? json_string(*cgroup->path ? cgroup->path : "/") :
		    json_null());
	set(to, "count", af_json_number(count->count));
	for (i = 0; i < AF_NR_CLASSES; i++)
		set(to, af_class_name(i), af_json_number(count->class[i]));
	set(to, "refused", af_json_number(count->refused));
	set(to, "last", af_json_seconds(count->last_us));
	set(to, "limit", amount(found ? cgroup->max : AF_UNKNOWN));
	set(to, "usage", amount(found ? cgroup->current : AF_UNKNOWN));
	set(to, "limit_met", amount(found ? cgroup->refusals : AF_UNKNOWN));
	return to;
}

/* A list of all groups, those with the most failures first; null for an older module. */
json_t *af_where_json(const struct af_view *view)
{
	const struct af_cgroup_count **sorted = af_where_sorted(&view->cgroups);
	json_t *list = json_array();
	size_t i;

	if (!view->cgroups_known) {
		json_decref(list);
		list = json_null();
	}
	for (i = 0; sorted && i < view->cgroups.nr; i++)
		json_array_append_new(list, one(view, sorted[i]));
	free(sorted);
	return list;
}
