// SPDX-License-Identifier: GPL-2.0-only
/*
 * What explain says, for programs: a JSON object a line, one for each kind of
 * failure; what is not known is null, or left out.
 */
#include <errno.h>
#include <jansson.h>

#include "cli/command.h"
#include "commands/explain.h"

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
	const struct af_log_frame *caller = one->caller;
	const struct af_slice none = { "", 0 };

	if (json_object_set_new(object, "caller",
				text(caller ? caller->symbol : none)) ||
	    json_object_set_new(object, "module",
				text(caller ? caller->module : none)) ||
	    json_object_set_new(object, "site",
				named(one->site_name, one->site_name[0])) ||
	    json_object_set_new(object, "comm", text(one->report->comm)) ||
	    json_object_set_new(object, "context",
				named(af_context_name(one->verdict.context),
				      one->verdict.context < AF_NR_CONTEXTS)))
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
				json_integer(one->verdict.free)) ||
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

static json_t *object_of(const struct af_explained *one)
{
	json_t *object = json_object();

	if (object &&
	    !json_object_set_new(object, "count", json_integer(one->count)) &&
	    !json_object_set_new(object, "line",
				 json_integer(one->report->line)) &&
	    !set_request(object, one) && !set_caller(object, one) &&
	    !set_cause(object, one) && !set_rest(object, one))
		return object;
	json_decref(object);
	return NULL;
}

/* Return: 0, -1 if it was complained of */
int af_explain_json(const struct af_explanation *explanation)
{
	size_t i;

	for (i = 0; i < explanation->nr; i++) {
		json_t *object = object_of(&explanation->all[i]);

		if (!object) {
			af_complain("%s", strerror(ENOMEM));
			return -1;
		}
		json_dumpf(object, stdout, JSON_PRESERVE_ORDER | JSON_COMPACT);
		putchar('\n');
		json_decref(object);
	}
	return 0;
}
