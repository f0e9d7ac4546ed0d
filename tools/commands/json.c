// SPDX-License-Identifier: GPL-2.0-only
/* What was read, as values of JSON: keys always in the same order. */
#include "advice/site.h"
#include "commands/json.h"

json_t *af_json_number(u64 value)
{
	return json_integer(value > INT64_MAX ? INT64_MAX : (json_int_t)value);
}

json_t *af_json_seconds(u64 us)
{
	return json_real(us / 1e6);
}

/* The module's files are ASCII; of a damaged copy no byte is lost to a reader. */
json_t *af_json_string(struct af_slice slice)
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
		json_array_append_new(list, af_json_string(spot));
		if (af_slice_begins(all, " "))
			all = af_slice_from(all, 1);
	}
	return list;
}

json_t *af_json_status(const struct af_status *from)
{
	json_t *to = json_object();

	set(to, "version", af_json_string(from->version));
	set(to, "kernel", af_json_string(from->kernel));
	set(to, "hook", af_json_string(from->hook));
	set(to, "hook_place", af_json_string(from->hook_place));
	set(to, "blind_spots", blind_spots(from->blind_spots));
	set(to, "enabled", json_boolean(from->enabled));
	set(to, "armed",
	    from->armed_known ? json_boolean(from->armed) : json_null());
	set(to, "since", af_json_seconds(from->since_us));
	set(to, "signatures", af_json_number(from->signatures_used));
	set(to, "signatures_limit", af_json_number(from->signatures_capacity));
	set(to, "stack_budget", af_json_number(from->stack_budget));
	set(to, "memory_bytes", af_json_number(from->memory_bytes));
	set(to, "nmissed", af_json_number(from->nmissed));
	set(to, "rules",
	    from->rules.length ? af_json_string(from->rules) : json_null());
	return to;
}

static json_t *orders(const struct af_totals *from)
{
	json_t *to = json_object();
	unsigned int order;
	char name[16];

	for (order = 0; order < from->nr_orders; order++) {
		snprintf(name, sizeof(name), "%u", order);
		set(to, name, af_json_number(from->order[order]));
	}
	set(to, "over", af_json_number(from->order_over));
	return to;
}

static json_t *causes(const struct af_totals *from)
{
	json_t *to = json_object();
	unsigned int i;

	for (i = 0; i < AF_NR_CAUSES; i++)
		set(to, af_cause_name(i), af_json_number(from->cause[i]));
	if (from->cause_other)
		set(to, "other", af_json_number(from->cause_other));
	return to;
}

static json_t *classes(const struct af_totals *from)
{
	json_t *to = json_object();
	unsigned int i;

	for (i = 0; i < AF_NR_CLASSES; i++)
		set(to, af_class_name(i), af_json_number(from->class[i]));
	return to;
}

static json_t *contexts(const struct af_totals *from)
{
	json_t *to = json_object();
	unsigned int i;

	for (i = 0; i < AF_NR_CONTEXTS; i++)
		set(to, af_context_name(i), af_json_number(from->context[i]));
	return to;
}

static json_t *zone_totals(const struct af_totals *from)
{
	json_t *to = json_object();
	unsigned int i;

	for (i = 0; i < from->nr_zones; i++)
		set_slice(to, from->zone[i].name,
			  af_json_number(from->zone[i].count));
	return to;
}

json_t *af_json_counters(const struct af_totals *from)
{
	json_t *to = json_object();

	set(to, "failures", af_json_number(from->failures));
	set(to, "failures_nowarn", af_json_number(from->nowarn));
	set(to, "failures_memalloc", af_json_number(from->memalloc));
	set(to, "class", classes(from));
	set(to, "context", contexts(from));
	set(to, "order", orders(from));
	set(to, "cause", causes(from));
	set(to, "zone", zone_totals(from));
	set(to, "stacks_captured", af_json_number(from->stacks_captured));
	set(to, "stacks_skipped", af_json_number(from->stacks_skipped));
	set(to, "signatures_dropped", af_json_number(from->signatures_dropped));
	set(to, "recursions", af_json_number(from->recursions));
	set(to, "snapshots_taken", af_json_number(from->snapshots_taken));
	set(to, "snapshots_skipped", af_json_number(from->snapshots_skipped));
	set(to, "recognised_stacks", af_json_number(from->recognised_stacks));
	set(to, "recognised_wrong", af_json_number(from->recognised_wrong));
	set(to, "names_dropped", af_json_number(from->names_dropped));
	set(to, "cgroups_dropped", af_json_number(from->cgroups_dropped));
	set(to, "callers_hidden", af_json_number(from->callers_hidden));
	return to;
}

static void set_subject(json_t *to, const struct af_subject *from)
{
	char mask[24];

	snprintf(mask, sizeof(mask), "%#llx",
		 (unsigned long long)from->gfp_mask);
	set(to, "order", af_json_number(from->order));
	set(to, "gfp", af_json_string(from->gfp));
	set(to, "gfp_mask", json_string(mask));
	set(to, "memalloc", json_boolean(from->memalloc));
	set(to, "context", json_string(af_context_name(from->context)));
	set(to, "class", json_string(af_class_name(from->class)));
	set(to, "cause", json_string(af_cause_name(from->cause)));
	set(to, "zone", af_json_string(from->zone));
	set(to, "cpu", json_integer(from->cpu));
	set(to, "pid", json_integer(from->pid));
	set(to, "comm", af_json_string(from->comm));
}

/* null for what the stack does not tell. */
json_t *af_json_name(struct af_slice slice)
{
	return slice.length ? af_json_string(slice) : json_null();
}

static void set_stack(json_t *to, const struct af_signature *from)
{
	json_t *stack = json_array();
	struct af_site site;
	size_t i;

	af_site_of(&site, from->frames, from->nr_frames);
	set(to, "site", af_json_name(site.name));
	set(to, "function", af_json_name(site.function));
	for (i = 0; i < from->nr_frames; i++)
		json_array_append_new(stack, af_json_string(from->frames[i]));
	set(to, "stack", stack);
}

json_t *af_json_signature(const struct af_signature *from)
{
	json_t *to = json_object();

	set(to, "count", af_json_number(from->count));
	set_subject(to, &from->subject);
	set(to, "first", af_json_seconds(from->first_us));
	set(to, "last", af_json_seconds(from->last_us));
	set(to, "streak", af_json_number(from->streak));
	set_stack(to, from);
	return to;
}

json_t *af_json_event(const struct af_event *from)
{
	json_t *to = json_object();

	set(to, "time", af_json_seconds(from->time_us));
	set_subject(to, &from->subject);
	set(to, "node", json_integer(from->node));
	set(to, "free", af_json_number(from->free));
	set(to, "min", af_json_number(from->min));
	set(to, "blocks", af_json_number(from->blocks));
	set(to, "cgroup",
	    from->cgroup_known ? af_json_number(from->cgroup) : json_null());
	return to;
}

static json_t *numbers(const u64 *from, unsigned int nr)
{
	json_t *list = json_array();
	unsigned int i;

	for (i = 0; i < nr; i++)
		json_array_append_new(list, af_json_number(from[i]));
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

json_t *af_json_memory(const struct af_memory *from)
{
	json_t *to = json_object();

	set(to, "free", af_json_number(from->free));
	set(to, "dirty", af_json_number(from->dirty));
	set(to, "writeback", af_json_number(from->writeback));
	set(to, "bounce", af_json_number(from->bounce));
	set(to, "file_clean_unmapped",
	    af_json_number(from->file_clean_unmapped));
	set(to, "file_clean_mapped", af_json_number(from->file_clean_mapped));
	set(to, "slab_reclaimable", af_json_number(from->slab_reclaimable));
	set(to, "swap_free", af_json_number(from->swap_free));
	return to;
}

json_t *af_json_zone(const struct af_zone_shape *from)
{
	json_t *to = json_object();

	set(to, "node", json_integer(from->node));
	set(to, "name", af_json_string(from->name));
	set(to, "blocks", numbers(from->blocks, from->nr_orders));
	set(to, "free", af_json_number(from->free));
	set(to, "min", af_json_number(from->min));
	set(to, "low", af_json_number(from->low));
	set(to, "high", af_json_number(from->high));
	set(to, "boost", af_json_number(from->boost));
	set(to, "highatomic", af_json_number(from->highatomic));
	set(to, "cma", af_json_number(from->cma));
	set(to, "managed", af_json_number(from->managed));
	set(to, "lowmem_reserve",
	    numbers(from->lowmem_reserve, from->nr_reserves));
	set(to, "unusable", thousandths(from->unusable, from->nr_orders));
	set(to, "fragindex", thousandths(from->fragindex, from->nr_orders));
	return to;
}

json_t *af_json_zones(const struct af_zones *from)
{
	json_t *to = json_object();
	json_t *list = json_array();
	size_t i;

	if (from->has_event)
		set(to, "event", af_json_event(&from->event));
	set(to, "memory", af_json_memory(&from->memory));
	for (i = 0; i < from->nr; i++)
		json_array_append_new(list, af_json_zone(&from->all[i]));
	set(to, "zones", list);
	return to;
}

static json_t *wall_offset(long long us)
{
	return af_known(us) ? json_real(us / 1e6) : json_null();
}

/* What every object begins with. */
json_t *af_json_begin(const struct af_view *view)
{
	json_t *all = json_object();

	set(all, "schema", json_integer(AF_JSON_SCHEMA));
	set(all, "now", af_json_seconds(view->now_us));
	return all;
}

/* To what was begun: how to tell the time of the day. */
void af_json_set_clock(json_t *all, const struct af_view *view)
{
	set(all, "wall_offset", wall_offset(view->machine.wall_offset_us));
}

/* Prints it, with digits enough for microseconds in 30 years, and forgets it. */
void af_json_print(json_t *all, FILE *out, size_t flags)
{
	json_dumpf(all, out, flags | JSON_REAL_PRECISION(15));
	fputc('\n', out);
	json_decref(all);
}
