// SPDX-License-Identifier: GPL-2.0-only
/* All that was read, as one object of JSON, its keys always in the same order. */
#include <jansson.h>

#include "commands/export.h"
#include "advice/site.h"

#define SCHEMA 1 /* grows when a key goes, or means something else */

static json_t *number(u64 value)
{
	return json_integer(value > INT64_MAX ? INT64_MAX : (json_int_t)value);
}

static json_t *seconds(u64 us)
{
	return json_real(us / 1e6);
}

/* The module's files are ASCII; of a damaged copy no byte is lost to a reader. */
static json_t *string(struct af_slice slice)
{
	json_t *value = json_stringn(slice.text, slice.length);
	char copy[256];
	size_t i;

	if (value)
		return value;
	for (i = 0; i < slice.length && i < sizeof(copy); i++)
		copy[i] = (unsigned char)slice.text[i] < 0x80 ? slice.text[i] :
								'?';
	return json_stringn(copy, i);
}

static void set(json_t *object, const char *key, json_t *value)
{
	json_object_set_new(object, key, value);
}

static void set_slice(json_t *object, struct af_slice key, json_t *value)
{
	char text[64];

	snprintf(text, sizeof(text), "%.*s", AF_SLICE(key));
	set(object, text, value);
}

static json_t *blind_spots(struct af_slice all)
{
	json_t *list = json_array();
	struct af_slice spot;

	while (af_slice_cut(&all, ';', &spot)) {
		json_array_append_new(list, string(spot));
		if (af_slice_begins(all, " "))
			all = af_slice_from(all, 1);
	}
	return list;
}

static json_t *status(const struct af_status *from)
{
	json_t *to = json_object();

	set(to, "version", string(from->version));
	set(to, "kernel", string(from->kernel));
	set(to, "hook", string(from->hook));
	set(to, "hook_place", string(from->hook_place));
	set(to, "blind_spots", blind_spots(from->blind_spots));
	set(to, "enabled", json_boolean(from->enabled));
	set(to, "armed",
	    from->armed_known ? json_boolean(from->armed) : json_null());
	set(to, "since", seconds(from->since_us));
	set(to, "signatures", number(from->signatures_used));
	set(to, "signatures_limit", number(from->signatures_capacity));
	set(to, "stack_budget", number(from->stack_budget));
	set(to, "memory_bytes", number(from->memory_bytes));
	set(to, "nmissed", number(from->nmissed));
	return to;
}

static json_t *orders(const struct af_totals *from)
{
	json_t *to = json_object();
	unsigned int order;
	char name[16];

	for (order = 0; order < from->nr_orders; order++) {
		snprintf(name, sizeof(name), "%u", order);
		set(to, name, number(from->order[order]));
	}
	set(to, "over", number(from->order_over));
	return to;
}

static json_t *causes(const struct af_totals *from)
{
	json_t *to = json_object();
	unsigned int i;

	for (i = 0; i < AF_NR_CAUSES; i++)
		set(to, af_cause_name(i), number(from->cause[i]));
	if (from->cause_other)
		set(to, "other", number(from->cause_other));
	return to;
}

static json_t *classes(const struct af_totals *from)
{
	json_t *to = json_object();
	unsigned int i;

	for (i = 0; i < AF_NR_CLASSES; i++)
		set(to, af_class_name(i), number(from->class[i]));
	return to;
}

static json_t *contexts(const struct af_totals *from)
{
	json_t *to = json_object();
	unsigned int i;

	for (i = 0; i < AF_NR_CONTEXTS; i++)
		set(to, af_context_name(i), number(from->context[i]));
	return to;
}

static json_t *zone_totals(const struct af_totals *from)
{
	json_t *to = json_object();
	unsigned int i;

	for (i = 0; i < from->nr_zones; i++)
		set_slice(to, from->zone[i].name, number(from->zone[i].count));
	return to;
}

static json_t *counters(const struct af_totals *from)
{
	json_t *to = json_object();

	set(to, "failures", number(from->failures));
	set(to, "failures_nowarn", number(from->nowarn));
	set(to, "failures_memalloc", number(from->memalloc));
	set(to, "class", classes(from));
	set(to, "context", contexts(from));
	set(to, "order", orders(from));
	set(to, "cause", causes(from));
	set(to, "zone", zone_totals(from));
	set(to, "stacks_captured", number(from->stacks_captured));
	set(to, "stacks_skipped", number(from->stacks_skipped));
	set(to, "signatures_dropped", number(from->signatures_dropped));
	set(to, "recursions", number(from->recursions));
	set(to, "snapshots_taken", number(from->snapshots_taken));
	set(to, "snapshots_skipped", number(from->snapshots_skipped));
	set(to, "recognised_stacks", number(from->recognised_stacks));
	set(to, "recognised_wrong", number(from->recognised_wrong));
	return to;
}

static void set_subject(json_t *to, const struct af_subject *from)
{
	char mask[24];

	snprintf(mask, sizeof(mask), "%#llx",
		 (unsigned long long)from->gfp_mask);
	set(to, "order", number(from->order));
	set(to, "gfp", string(from->gfp));
	set(to, "gfp_mask", json_string(mask));
	set(to, "memalloc", json_boolean(from->memalloc));
	set(to, "context", json_string(af_context_name(from->context)));
	set(to, "class", json_string(af_class_name(from->class)));
	set(to, "cause", json_string(af_cause_name(from->cause)));
	set(to, "zone", string(from->zone));
	set(to, "cpu", json_integer(from->cpu));
	set(to, "pid", json_integer(from->pid));
	set(to, "comm", string(from->comm));
}

/* null for what the stack does not tell. */
static json_t *name(struct af_slice slice)
{
	return slice.length ? string(slice) : json_null();
}

static void set_stack(json_t *to, const struct af_signature *from)
{
	json_t *stack = json_array();
	struct af_site site;
	size_t i;

	af_site_of(&site, from->frames, from->nr_frames);
	set(to, "site", name(site.name));
	set(to, "function", name(site.function));
	for (i = 0; i < from->nr_frames; i++)
		json_array_append_new(stack, string(from->frames[i]));
	set(to, "stack", stack);
}

static json_t *signature(const struct af_signature *from)
{
	json_t *to = json_object();

	set(to, "count", number(from->count));
	set_subject(to, &from->subject);
	set(to, "first", seconds(from->first_us));
	set(to, "last", seconds(from->last_us));
	set(to, "streak", number(from->streak));
	set_stack(to, from);
	return to;
}

static json_t *signatures(const struct af_view *view,
			  const struct af_filter *filter)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < view->signatures.nr; i++)
		if (af_filter_signature(filter, &view->signatures.all[i],
					view->now_us))
			json_array_append_new(list,
					      signature(&view->signatures
								 .all[i]));
	return list;
}

static json_t *event(const struct af_event *from)
{
	json_t *to = json_object();

	set(to, "time", seconds(from->time_us));
	set_subject(to, &from->subject);
	set(to, "node", json_integer(from->node));
	set(to, "free", number(from->free));
	set(to, "min", number(from->min));
	set(to, "blocks", number(from->blocks));
	return to;
}

static json_t *events(const struct af_view *view,
		      const struct af_filter *filter)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < view->events.nr; i++)
		if (af_filter_event(filter, &view->events.all[i], view->now_us))
			json_array_append_new(list,
					      event(&view->events.all[i]));
	return list;
}

static json_t *numbers(const u64 *from, unsigned int nr)
{
	json_t *list = json_array();
	unsigned int i;

	for (i = 0; i < nr; i++)
		json_array_append_new(list, number(from[i]));
	return list;
}

static json_t *thousandths(const s64 *from, unsigned int nr)
{
	json_t *list = json_array();
	unsigned int i;

	for (i = 0; i < nr; i++)
		json_array_append_new(list, json_real(from[i] / 1e3));
	return list;
}

static json_t *memory(const struct af_memory *from)
{
	json_t *to = json_object();

	set(to, "free", number(from->free));
	set(to, "dirty", number(from->dirty));
	set(to, "writeback", number(from->writeback));
	set(to, "bounce", number(from->bounce));
	set(to, "file_clean_unmapped", number(from->file_clean_unmapped));
	set(to, "file_clean_mapped", number(from->file_clean_mapped));
	set(to, "slab_reclaimable", number(from->slab_reclaimable));
	set(to, "swap_free", number(from->swap_free));
	return to;
}

static json_t *zone(const struct af_zone_shape *from)
{
	json_t *to = json_object();

	set(to, "node", json_integer(from->node));
	set(to, "name", string(from->name));
	set(to, "blocks", numbers(from->blocks, from->nr_orders));
	set(to, "free", number(from->free));
	set(to, "min", number(from->min));
	set(to, "low", number(from->low));
	set(to, "high", number(from->high));
	set(to, "boost", number(from->boost));
	set(to, "highatomic", number(from->highatomic));
	set(to, "cma", number(from->cma));
	set(to, "managed", number(from->managed));
	set(to, "lowmem_reserve",
	    numbers(from->lowmem_reserve, from->nr_reserves));
	set(to, "unusable", thousandths(from->unusable, from->nr_orders));
	set(to, "fragindex", thousandths(from->fragindex, from->nr_orders));
	return to;
}

static json_t *zones(const struct af_zones *from)
{
	json_t *to = json_object();
	json_t *list = json_array();
	size_t i;

	if (from->has_event)
		set(to, "event", event(&from->event));
	set(to, "memory", memory(&from->memory));
	for (i = 0; i < from->nr; i++)
		json_array_append_new(list, zone(&from->all[i]));
	set(to, "zones", list);
	return to;
}

void af_export_json(FILE *out, const struct af_view *view,
		    const struct af_filter *filter)
{
	json_t *all = json_object();

	set(all, "schema", json_integer(SCHEMA));
	set(all, "now", seconds(view->now_us));
	set(all, "status", status(&view->status));
	set(all, "counters", counters(&view->totals));
	set(all, "signatures", signatures(view, filter));
	set(all, "events", events(view, filter));
	set(all, "fragmentation", zones(&view->fragmentation));
	set(all, "snapshot",
	    view->snapshot.has_event ? zones(&view->snapshot) : json_null());
	/* Digits enough for microseconds in 30 years. */
	json_dumpf(all, out, JSON_INDENT(2) | JSON_REAL_PRECISION(15));
	fputc('\n', out);
	json_decref(all);
}
