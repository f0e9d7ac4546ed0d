// SPDX-License-Identifier: GPL-2.0-only
/*
 * The command's parsers of the module's files: any text, given to all of them.
 * What one has understood, written again in the words of docs/interface.md, it
 * must understand as the same.
 */
#include <stdarg.h>

#include "fuzz.h"
#include "state/model.h"

/* A text that grows. */
struct text {
	char *bytes;
	size_t length;
};

static void __attribute__((format(printf, 2, 3)))
add(struct text *text, const char *format, ...)
{
	va_list arguments;
	char *more;
	int length;

	va_start(arguments, format);
	length = vasprintf(&more, format, arguments);
	va_end(arguments);
	fuzz_check(length >= 0);
	text->bytes = realloc(text->bytes, text->length + length);
	fuzz_check(text->bytes || !(text->length + length));
	memcpy(text->bytes + text->length, more, length);
	text->length += length;
	free(more);
}

static void add_slice(struct text *text, const char *key, struct af_slice slice)
{
	add(text, "%s%.*s", key, AF_SLICE(slice));
}

static void add_time(struct text *text, const char *key, u64 us)
{
	add(text, "%s%llu.%06llu", key, (unsigned long long)(us / 1000000),
	    (unsigned long long)(us % 1000000));
}

static void add_number(struct text *text, const char *key, u64 number)
{
	add(text, "%s%llu", key, (unsigned long long)number);
}

static void add_signed(struct text *text, const char *key, s64 number)
{
	add(text, "%s%lld", key, (long long)number);
}

/* A piece of the text that was parsed, and no other memory. */
static void check_slice(const struct text *text, struct af_slice slice)
{
	fuzz_check(slice.text >= text->bytes &&
		   slice.text + slice.length <= text->bytes + text->length);
	fuzz_check(!memchr(slice.text, '\n', slice.length));
}

static void check_error(const struct text *text, int result,
			const struct af_parse_error *error)
{
	fuzz_check(result == 0 || result == -1);
	fuzz_check(!result == !error->what);
	fuzz_check(error->line <= text->length);
}

/* --- signatures and events */

static void check_subject(const struct text *text,
			  const struct af_subject *subject)
{
	check_slice(text, subject->gfp);
	check_slice(text, subject->zone);
	check_slice(text, subject->comm);
	fuzz_check(subject->context <= AF_NR_CONTEXTS);
	fuzz_check(subject->class <= AF_NR_CLASSES);
	fuzz_check(subject->cause <= AF_NR_CAUSES);
}

static void add_subject(struct text *text, const struct af_subject *subject)
{
	add_number(text, " order=", subject->order);
	add_slice(text, " gfp=", subject->gfp);
	add(text, " gfp_mask=%#llx", (unsigned long long)subject->gfp_mask);
	add(text, " memalloc=%d", subject->memalloc);
	add(text, " context=%s", af_context_name(subject->context));
	add(text, " class=%s", af_class_name(subject->class));
	add(text, " cause=%s", af_cause_name(subject->cause));
	add_slice(text, " zone=", subject->zone);
	add_signed(text, " cpu=", subject->cpu);
	add_signed(text, " pid=", subject->pid);
}

static bool same_subject(const struct af_subject *a, const struct af_subject *b)
{
	return a->order == b->order && af_slice_same(a->gfp, b->gfp) &&
	       a->gfp_mask == b->gfp_mask && a->memalloc == b->memalloc &&
	       a->context == b->context && a->class == b->class &&
	       a->cause == b->cause && af_slice_same(a->zone, b->zone) &&
	       a->cpu == b->cpu && a->pid == b->pid &&
	       af_slice_same(a->comm, b->comm);
}

static void add_event(struct text *text, const struct af_event *event)
{
	add_time(text, "time=", event->time_us);
	add_subject(text, &event->subject);
	add_signed(text, " node=", event->node);
	add_number(text, " free=", event->free);
	add_number(text, " min=", event->min);
	add_number(text, " blocks=", event->blocks);
	if (event->cgroup_known)
		add_number(text, " cgroup=", event->cgroup);
	add_slice(text, " comm=", event->subject.comm);
	add(text, "\n");
}

static bool same_event(const struct af_event *a, const struct af_event *b)
{
	return same_subject(&a->subject, &b->subject) &&
	       a->time_us == b->time_us && a->node == b->node &&
	       a->free == b->free && a->min == b->min &&
	       a->blocks == b->blocks && a->cgroup_known == b->cgroup_known &&
	       a->cgroup == b->cgroup;
}

static void fuzz_events(const struct text *text)
{
	struct af_parse_error error;
	struct af_events events, again;
	struct text written = { 0 };
	int result;
	size_t i;

	result = af_parse_events(&events, text->bytes, text->length, &error);
	check_error(text, result, &error);
	for (i = 0; i < events.nr; i++) {
		check_subject(text, &events.all[i].subject);
		add_event(&written, &events.all[i]);
	}
	if (written.length) {
		fuzz_check(!af_parse_events(&again, written.bytes,
					    written.length, &error));
		fuzz_check(again.nr == events.nr);
		for (i = 0; i < events.nr; i++)
			fuzz_check(same_event(&events.all[i], &again.all[i]));
		af_events_free(&again);
	}
	af_events_free(&events);
	free(written.bytes);
}

static void add_signature(struct text *text,
			  const struct af_signature *signature)
{
	size_t i;

	add_number(text, "count=", signature->count);
	add_subject(text, &signature->subject);
	add_time(text, " first=", signature->first_us);
	add_time(text, " last=", signature->last_us);
	add_number(text, " streak=", signature->streak);
	add_slice(text, " comm=", signature->subject.comm);
	for (i = 0; i < signature->nr_frames; i++)
		add_slice(text, "\n\t", signature->frames[i]);
	add(text, "\n");
}

static bool same_signature(const struct af_signature *a,
			   const struct af_signature *b)
{
	size_t i;

	if (a->nr_frames != b->nr_frames)
		return false;
	for (i = 0; i < a->nr_frames; i++)
		if (!af_slice_same(a->frames[i], b->frames[i]))
			return false;
	return same_subject(&a->subject, &b->subject) && a->count == b->count &&
	       a->first_us == b->first_us && a->last_us == b->last_us &&
	       a->streak == b->streak;
}

static void check_signature(const struct text *text,
			    const struct af_signature *signature)
{
	size_t i;

	fuzz_check(signature->count);
	check_subject(text, &signature->subject);
	for (i = 0; i < signature->nr_frames; i++)
		check_slice(text, signature->frames[i]);
}

static void fuzz_signatures(const struct text *text)
{
	struct af_signatures signatures, again;
	struct af_parse_error error;
	struct text written = { 0 };
	int result;
	size_t i;

	result = af_parse_signatures(&signatures, text->bytes, text->length,
				     &error);
	check_error(text, result, &error);
	for (i = 0; i < signatures.nr; i++) {
		check_signature(text, &signatures.all[i]);
		add_signature(&written, &signatures.all[i]);
	}
	if (written.length) {
		fuzz_check(!af_parse_signatures(&again, written.bytes,
						written.length, &error));
		fuzz_check(again.nr == signatures.nr);
		for (i = 0; i < signatures.nr; i++)
			fuzz_check(same_signature(&signatures.all[i],
						  &again.all[i]));
		af_signatures_free(&again);
	}
	af_signatures_free(&signatures);
	free(written.bytes);
}

/* --- zones */

static void add_indices(struct text *text, const char *key,
			const struct af_zone_shape *zone, const s64 *indices)
{
	unsigned int i;
	u64 amount;

	add(text, "%s", key);
	for (i = 0; i < zone->nr_orders; i++) {
		amount = indices[i] < 0 ? -(u64)indices[i] : indices[i];
		add(text, " %s%llu.%03llu", indices[i] < 0 ? "-" : "",
		    (unsigned long long)(amount / 1000),
		    (unsigned long long)(amount % 1000));
	}
	add(text, "\n");
}

static void add_zone(struct text *text, const struct af_zone_shape *zone)
{
	unsigned int i;

	add_signed(text, "Node ", zone->node);
	add(text, ", zone %8.*s", AF_SLICE(zone->name));
	for (i = 0; i < zone->nr_orders; i++)
		add(text, " %6llu", (unsigned long long)zone->blocks[i]);
	/* As the kernel does, with a blank behind the last. */
	add(text, " ");
	add_number(text, "\n  pages: free ", zone->free);
	add_number(text, " min ", zone->min);
	add_number(text, " low ", zone->low);
	add_number(text, " high ", zone->high);
	add_number(text, " boost ", zone->boost);
	add_number(text, " highatomic ", zone->highatomic);
	add_number(text, " cma ", zone->cma);
	add_number(text, " managed ", zone->managed);
	add(text, "\n  lowmem_reserve:");
	for (i = 0; i < zone->nr_reserves; i++)
		add_number(text, " ", zone->lowmem_reserve[i]);
	add_indices(text, "\n  unusable:", zone, zone->unusable);
	add_indices(text, "  fragindex:", zone, zone->fragindex);
}

static void add_zones(struct text *text, const struct af_zones *zones)
{
	size_t i;

	if (zones->has_event)
		add_event(text, &zones->event);
	add_number(text, "free ", zones->memory.free);
	add_number(text, "\ndirty ", zones->memory.dirty);
	add_number(text, "\nwriteback ", zones->memory.writeback);
	add_number(text, "\nbounce ", zones->memory.bounce);
	add_number(text, "\nfile_clean_unmapped ",
		   zones->memory.file_clean_unmapped);
	add_number(text, "\nfile_clean_mapped ",
		   zones->memory.file_clean_mapped);
	add_number(text, "\nslab_reclaimable ", zones->memory.slab_reclaimable);
	add_number(text, "\nswap_free ", zones->memory.swap_free);
	add(text, "\n");
	for (i = 0; i < zones->nr; i++)
		add_zone(text, &zones->all[i]);
}

/* Without the name, which is a slice of another text. */
static bool same_zone(const struct af_zone_shape *a,
		      const struct af_zone_shape *b)
{
	struct af_zone_shape copy = *b;

	copy.name = a->name;
	return af_slice_same(a->name, b->name) &&
	       !memcmp(a, &copy, sizeof(copy));
}

static void check_zones(const struct text *text, const struct af_zones *zones)
{
	size_t i;

	if (zones->has_event)
		check_subject(text, &zones->event.subject);
	for (i = 0; i < zones->nr; i++) {
		check_slice(text, zones->all[i].name);
		fuzz_check(zones->all[i].nr_orders <= AF_MAX_ORDERS);
		fuzz_check(zones->all[i].nr_reserves <= AF_MAX_ZONES);
	}
}

static void check_again(const struct af_zones *zones,
			const struct af_zones *again)
{
	size_t i;

	fuzz_check(again->has_event == zones->has_event);
	fuzz_check(!zones->has_event ||
		   same_event(&zones->event, &again->event));
	fuzz_check(!memcmp(&zones->memory, &again->memory,
			   sizeof(zones->memory)));
	fuzz_check(again->nr == zones->nr);
	for (i = 0; i < zones->nr; i++)
		fuzz_check(same_zone(&zones->all[i], &again->all[i]));
}

static void fuzz_zones(const struct text *text,
		       int (*parse)(struct af_zones *zones, const char *text,
				    size_t length,
				    struct af_parse_error *error))
{
	struct af_parse_error error;
	struct af_zones zones, again;
	struct text written = { 0 };
	int result = parse(&zones, text->bytes, text->length, &error);

	check_error(text, result, &error);
	if (!result && text->length) {
		check_zones(text, &zones);
		add_zones(&written, &zones);
		fuzz_check(!parse(&again, written.bytes, written.length,
				  &error));
		check_again(&zones, &again);
		af_zones_free(&again);
	}
	af_zones_free(&zones);
	free(written.bytes);
}

/* --- counters and status: what a later version adds changes nothing */

/* The same text with a line more. To be freed. */
static struct text with_line(const struct text *text, const char *line)
{
	struct text more = { 0 };

	more.length = text->length + strlen(line);
	more.bytes = fuzz_zalloc(more.length);
	memcpy(more.bytes, text->bytes, text->length);
	memcpy(more.bytes + text->length, line, strlen(line));
	return more;
}

static u64 order_sum(const struct af_totals *totals)
{
	u64 sum = totals->order_over;
	unsigned int i;

	for (i = 0; i < totals->nr_orders; i++)
		sum += totals->order[i];
	return sum;
}

static void fuzz_counters(const struct text *text)
{
	struct af_totals totals, again;
	struct af_parse_error error;
	struct text more;
	unsigned int i;
	int result;

	result = af_parse_counters(&totals, text->bytes, text->length, &error);
	check_error(text, result, &error);
	if (result)
		return;
	fuzz_check(totals.nr_orders <= AF_MAX_ORDERS);
	fuzz_check(totals.nr_zones <= AF_MAX_ZONES);
	for (i = 0; i < totals.nr_zones; i++)
		check_slice(text, totals.zone[i].name);
	more = with_line(text, "something_new 18446744073709551615\n");
	fuzz_check(!af_parse_counters(&again, more.bytes, more.length, &error));
	fuzz_check(again.failures == totals.failures &&
		   again.nr_zones == totals.nr_zones &&
		   again.cause_other == totals.cause_other &&
		   order_sum(&again) == order_sum(&totals));
	free(more.bytes);
}

static void fuzz_status(const struct text *text)
{
	struct af_status status, again;
	struct af_parse_error error;
	struct text more;
	int result;

	result = af_parse_status(&status, text->bytes, text->length, &error);
	check_error(text, result, &error);
	if (result)
		return;
	check_slice(text, status.version);
	check_slice(text, status.kernel);
	check_slice(text, status.hook);
	check_slice(text, status.hook_place);
	check_slice(text, status.blind_spots);
	more = with_line(text, "something_new: of a later version\n");
	fuzz_check(!af_parse_status(&again, more.bytes, more.length, &error));
	fuzz_check(af_slice_same(again.hook, status.hook) &&
		   again.since_us == status.since_us &&
		   again.enabled == status.enabled &&
		   again.armed == status.armed);
	free(more.bytes);
}

static void add_cgroup(struct text *text, const struct af_cgroup_count *count)
{
	unsigned int i;

	add_number(text, "count=", count->count);
	add_number(text, " id=", count->id);
	for (i = 0; i < AF_NR_CLASSES; i++) {
		add(text, " %s", af_class_name(i));
		add_number(text, "=", count->class[i]);
	}
	add_number(text, " refused=", count->refused);
	add_time(text, " last=", count->last_us);
	add(text, "\n");
}

static void fuzz_cgroups(const struct text *text)
{
	struct af_cgroup_counts counts, again;
	struct af_parse_error error;
	struct text written = { 0 };
	int result;
	size_t i;

	result = af_parse_cgroups(&counts, text->bytes, text->length, &error);
	check_error(text, result, &error);
	for (i = 0; i < counts.nr; i++)
		add_cgroup(&written, &counts.all[i]);
	if (written.length) {
		fuzz_check(!af_parse_cgroups(&again, written.bytes,
					     written.length, &error));
		fuzz_check(again.nr == counts.nr);
		fuzz_check(!memcmp(again.all, counts.all,
				   counts.nr * sizeof(*counts.all)));
		af_cgroup_counts_free(&again);
	}
	af_cgroup_counts_free(&counts);
	free(written.bytes);
}

static void fuzz(struct choices *choices)
{
	struct text text = { .length = choices->left };

	text.bytes = fuzz_bytes(choices, &text.length);
	fuzz_status(&text);
	fuzz_counters(&text);
	fuzz_signatures(&text);
	fuzz_events(&text);
	fuzz_cgroups(&text);
	fuzz_zones(&text, af_parse_fragmentation);
	fuzz_zones(&text, af_parse_snapshot);
	free(text.bytes);
}
