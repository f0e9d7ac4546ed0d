// SPDX-License-Identifier: GPL-2.0-only
/* All that was read, as one object of JSON. */
#include "commands/export.h"
#include "commands/json.h"
#include "commands/where.h"

static json_t *signatures(const struct af_view *view,
			  const struct af_filter *filter)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < view->signatures.nr; i++)
		if (af_filter_signature(filter, &view->signatures.all[i],
					view->now_us))
			json_array_append_new(list,
					      af_json_signature(&view->signatures
									 .all[i]));
	return list;
}

static json_t *events(const struct af_view *view,
		      const struct af_filter *filter)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < view->events.nr; i++)
		if (af_filter_event(filter, &view->events.all[i], view->now_us))
			json_array_append_new(list,
					      af_json_event(&view->events
								     .all[i]));
	return list;
}

static void set(json_t *object, const char *key, json_t *value)
{
	json_object_set_new(object, key, value);
}

void af_export_json(FILE *out, const struct af_view *view,
		    const struct af_filter *filter)
{
	json_t *all = af_json_begin(view);

	set(all, "status", af_json_status(&view->status));
	set(all, "counters", af_json_counters(&view->totals));
	set(all, "signatures", signatures(view, filter));
	set(all, "events", events(view, filter));
	set(all, "fragmentation", af_json_zones(&view->fragmentation));
	set(all, "snapshot",
	    view->snapshot.has_event ? af_json_zones(&view->snapshot) :
				       json_null());
	set(all, "cgroups", af_where_json(view));
	af_json_set_clock(all, view);
	af_json_print(all, out, JSON_INDENT(2));
}
