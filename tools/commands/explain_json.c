// SPDX-License-Identifier: GPL-2.0-only
/*
 * What explain says, for programs: a JSON object a line, one for each kind of
 * failure; what is not known is null, or left out.
 */
#include <errno.h>
#include <jansson.h>

#include "cli/command.h"
#include "commands/explain_counsel.h"
#include "commands/explain_one.h"

/* Bytes of a log may be any; JSON's are UTF-8. */
static json_t *text(struct af_slice slice)
{
	json_t *string = slice.length ? json_stringn(slice.text, slice.length) :
					json_null();

	return string ? string : json_string("?");
}

static json_t *named(const char *name, bool known)
{
	return known ? json_string(name) : json_null();
}

static int set_request(json_t *object, const struct af_explained *one)
{
	const struct af_log_report *report = one->report;
	char gfp[AF_GFP_TEXT], mask[16];

	af_explain_gfp(gfp, one);
	snprintf(mask, sizeof(mask), "0x%x", report->mask);
	if (report->order_known &&
	    (json_object_set_new(object, "order",
				 json_integer(report->order)) ||
	     json_object_set_new(object, "bytes",
				 json_integer(af_explain_bytes(one)))))
		return -ENOMEM;
	if (json_object_set_new(object, "gfp_mask",
				named(mask, report->mask_known)) ||
	    json_object_set_new(object, "gfp", named(gfp, gfp[0])))
		return -ENOMEM;
	return 0;
}

static int set_caller(json_t *object, const struct af_explained *one)
{
	const struct af_log_caller *caller = &one->verdict.caller;
	const char *context = af_explain_context(&one->verdict);

	if (json_object_set_new(object, "caller", text(caller->symbol)) ||
	    json_object_set_new(object, "module", text(caller->module)) ||
	    json_object_set_new(object, "comm", text(one->report->comm)) ||
	    json_object_set_new(object, "context", named(context, context)))
		return -ENOMEM;
	return 0;
}

static int set_zone(json_t *object, const struct af_explained *one)
{
	const struct af_log_zone *zone = one->verdict.zone;

	if (!zone)
		return 0;
	if (json_object_set_new(object, "zone",
				json_string(af_log_zone_names[zone->name])) ||
	    json_object_set_new(object, "node", json_integer(zone->node)) ||
	    json_object_set_new(object, "usable_pages",
				json_integer(one->verdict.free < 0 ?
						     0 :
						     one->verdict.free)) ||
	    json_object_set_new(object, "needed_pages",
				json_integer(one->verdict.mark)))
		return -ENOMEM;
	return 0;
}

static int set_cause(json_t *object, const struct af_explained *one)
{
	const struct af_verdict_of_log *verdict = &one->verdict;

	if (json_object_set_new(object, "class",
				named(af_class_name(verdict->class),
				      verdict->class < AF_NR_CLASSES)) ||
	    json_object_set_new(object, "cause",
				named(af_cause_name(verdict->cause),
				      verdict->cause < AF_NR_CAUSES)) ||
	    json_object_set_new(object, "sure",
				json_boolean(!verdict->doubt)) ||
	    json_object_set_new(object, "cma_only",
				json_boolean(verdict->cma_only)) ||
	    json_object_set_new(object, "highatomic_only",
				json_boolean(verdict->highatomic_only)))
		return -ENOMEM;
	return set_zone(object, one);
}

static int set_rest(json_t *object, const struct af_explained *one)
{
	const struct af_log_report *report = one->report;

	if (json_object_set_new(object, "mixed", json_boolean(report->mixed)) ||
	    json_object_set_new(object, "kernel", text(report->release_text)) ||
	    json_object_set_new(object, "weight",
				json_string(af_weight_name(one->weight))) ||
	    json_object_set_new(object, "advice",
				named(one->advice ? one->advice->id : "",
				      one->advice)))
		return -ENOMEM;
	return 0;
}

static const char *release_from(const struct af_verdict_of_log *verdict)
{
	static const char *const names[] = {
		[AF_RELEASE_REPORT] = "report",
		[AF_RELEASE_LOG] = "log",
		[AF_RELEASE_OPTION] = "option",
		[AF_RELEASE_MASK] = "mask",
	};

	return names[verdict->release_from];
}

/* Where the release is from, and which; how much of the caller is sure. */
static int set_certainty(json_t *object, const struct af_explained *one)
{
	const struct af_verdict_of_log *verdict = &one->verdict;
	const struct af_log_caller *caller = &verdict->caller;
	char release[AF_RANGE_TEXT];

	if (verdict->release_from == AF_RELEASE_MASK)
		af_release_range_text(release, &verdict->range);
	else
		snprintf(release, sizeof(release), "%u.%u.%u",
			 verdict->release >> 16, verdict->release >> 8 & 0xff,
			 verdict->release & 0xff);
	if (json_object_set_new(object, "release", json_string(release)) ||
	    json_object_set_new(object, "release_from",
				json_string(release_from(verdict))) ||
	    json_object_set_new(object, "caller_guess",
				json_boolean(caller->guess)) ||
	    json_object_set_new(object, "trace_cut",
				json_boolean(caller->cut)) ||
	    json_object_set_new(object, "page_bytes",
				json_integer(verdict->page_kb * 1024)) ||
	    json_object_set_new(object, "page_assumed",
				json_boolean(verdict->page_from ==
					     AF_PAGE_ASSUMED)) ||
	    json_object_set_new(object, "memalloc",
				json_boolean(verdict->memalloc)) ||
	    json_object_set_new(object, "doubt",
				named(verdict->doubt, verdict->doubt)))
		return -ENOMEM;
	return 0;
}

static json_t *lines_of(const struct af_counsel_lines *lines)
{
	json_t *array = json_array();
	unsigned int i;

	for (i = 0; i < lines->nr; i++)
		if (json_array_append_new(array,
					  text(af_slice_string(lines->text[i]))))
			break;
	return array;
}

static json_t *known_of(const struct af_counsel *counsel)
{
	json_t *array = json_array();
	size_t i;

	for (i = 0; i < counsel->nr_known; i++) {
		const struct af_known *known = counsel->known[i];

		if (json_array_append_new(array,
					  json_pack("{ssssssss*}", "what",
						    known->problem, "mended",
						    known->mended, "source",
						    known->source, "commit",
						    known->commit)))
			break;
	}
	return array;
}

/* Amounts in kB, as the kernel counts. */
static json_t *memory_of(const struct af_log_fills *fills)
{
	static const char *const names[AF_NR_FILLS] = {
		[AF_FILL_ANON] = "anonymous_kb",
		[AF_FILL_SHARED] = "shared_kb",
		[AF_FILL_FILE] = "page_cache_kb",
		[AF_FILL_SLAB] = "slab_reclaimable_kb",
		[AF_FILL_SLAB_UN] = "slab_unreclaimable_kb",
		[AF_FILL_TABLES] = "page_tables_kb",
		[AF_FILL_FREE] = "free_kb",
	};
	json_t *object;
	unsigned int i;

	if (!fills->known)
		return json_null();
	object = json_object();
	json_object_set_new(object, "total_kb", json_integer(fills->total));
	for (i = 0; i < AF_NR_FILLS; i++)
		json_object_set_new(object, names[i],
				    json_integer(fills->kb[i]));
	if (fills->swap_known) {
		json_object_set_new(object, "swap_total_kb",
				    json_integer(fills->swap_total));
		json_object_set_new(object, "swap_free_kb",
				    json_integer(fills->swap_free));
	}
	json_object_set_new(object, "leak", json_boolean(fills->leak));
	return object;
}

static int set_counsel(json_t *object, const struct af_explained *one)
{
	struct af_counsel counsel;

	af_counsel_make(&counsel, one);
	if (json_object_set_new(object, "purpose",
				json_string(af_log_what_name(counsel.place
								     .what))) ||
	    json_object_set_new(object, "phase",
				json_string(af_log_phase_name(counsel.place
								      .phase))) ||
	    json_object_set_new(object, "effect",
				json_string(counsel.effect)) ||
	    json_object_set_new(object, "remedies",
				lines_of(&counsel.remedies)) ||
	    json_object_set_new(object, "notes", lines_of(&counsel.notes)) ||
	    json_object_set_new(object, "known", known_of(&counsel)) ||
	    json_object_set_new(object, "memory", memory_of(&counsel.fills)))
		return -ENOMEM;
	return 0;
}

static const char *kind_of(const struct af_log_report *report)
{
	if (report->kind == AF_LOG_VMALLOC)
		return "vmalloc";
	return report->kind == AF_LOG_OVERSIZE ? "oversize" : "failure";
}

/* What is more than JSON's integers hold is near enough as a number. */
static json_t *bytes_of(u64 bytes)
{
	return bytes <= INT64_MAX ? json_integer(bytes) :
				    json_real((double)bytes);
}

/* What vmalloc() was asked for, and the moments of the first and the last. */
static int set_moments(json_t *object, const struct af_explained *one)
{
	const struct af_log_report *report = one->report;

	if (json_object_set_new(object, "kind", json_string(kind_of(report))) ||
	    json_object_set_new(object, "first_time",
				text(af_slice_string(one->first_stamp))) ||
	    json_object_set_new(object, "last_time",
				text(af_slice_string(one->last_stamp))) ||
	    json_object_set_new(object, "last_line",
				json_integer(one->last_line)))
		return -ENOMEM;
	if (report->size_known &&
	    json_object_set_new(object, "size", bytes_of(report->size)))
		return -ENOMEM;
	if (report->got_known &&
	    json_object_set_new(object, "got", bytes_of(report->got)))
		return -ENOMEM;
	return 0;
}

/**
 * af_explain_object - one kind of failure as an object
 * @one: the kind
 *
 * Return: a new reference, NULL without memory
 */
json_t *af_explain_object(const struct af_explained *one)
{
	json_t *object = json_object();

	if (object &&
	    !json_object_set_new(object, "count", json_integer(one->count)) &&
	    !json_object_set_new(object, "line",
				 json_integer(one->report->line)) &&
	    !set_request(object, one) && !set_caller(object, one) &&
	    !set_cause(object, one) && !set_rest(object, one) &&
	    !set_certainty(object, one) && !set_counsel(object, one) &&
	    !set_moments(object, one))
		return object;
	json_decref(object);
	return NULL;
}

/**
 * af_explain_print_object - print an object, as a line
 * @object: frees it; NULL: there was no memory for it
 *
 * Return: 0, -1 if it was complained of
 */
int af_explain_print_object(json_t *object)
{
	if (!object) {
		af_complain("%s", strerror(ENOMEM));
		return -1;
	}
	json_dumpf(object, stdout, JSON_PRESERVE_ORDER | JSON_COMPACT);
	putchar('\n');
	json_decref(object);
	return 0;
}

/* Return: 0, -1 if it was complained of */
int af_explain_json(const struct af_explanation *explanation)
{
	size_t i;

	for (i = 0; i < explanation->nr; i++)
		if (af_explain_print_object(af_explain_object(&explanation
								       ->all[i])))
			return -1;
	return 0;
}
