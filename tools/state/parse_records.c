// SPDX-License-Identifier: GPL-2.0-only
/* The files signatures and events. Pure, but for the memory of what is found. */
#include <stdlib.h>

#include "state/parse.h"

/* Both kinds of record begin with their subject. */
static struct af_subject *subject(void *record)
{
	return record;
}

static_assert(!offsetof(struct af_signature, subject));
static_assert(!offsetof(struct af_event, subject));

static bool set_order(void *record, struct af_slice value)
{
	u64 order;

	if (!af_slice_u64(value, &order) || order > U32_MAX)
		return false;
	subject(record)->order = order;
	return true;
}

static bool set_gfp(void *record, struct af_slice value)
{
	subject(record)->gfp = value;
	return true;
}

static bool set_gfp_mask(void *record, struct af_slice value)
{
	return af_slice_u64(value, &subject(record)->gfp_mask);
}

static bool set_memalloc(void *record, struct af_slice value)
{
	subject(record)->memalloc = af_slice_is(value, "1");
	return af_slice_is(value, "0") || af_slice_is(value, "1");
}

static bool set_context(void *record, struct af_slice value)
{
	subject(record)->context = af_context_of(value);
	return value.length;
}

static bool set_class(void *record, struct af_slice value)
{
	subject(record)->class = af_class_of(value);
	return value.length;
}

static bool set_cause(void *record, struct af_slice value)
{
	subject(record)->cause = af_cause_of(value);
	return value.length;
}

static bool set_zone(void *record, struct af_slice value)
{
	subject(record)->zone = value;
	return value.length;
}

static bool set_cpu(void *record, struct af_slice value)
{
	return af_slice_s64(value, &subject(record)->cpu);
}

static bool set_pid(void *record, struct af_slice value)
{
	return af_slice_s64(value, &subject(record)->pid);
}

static bool set_comm(void *record, struct af_slice value)
{
	subject(record)->comm = value;
	return true;
}

static bool set_count(void *record, struct af_slice value)
{
	struct af_signature *signature = record;

	return af_slice_u64(value, &signature->count) && signature->count;
}

static bool set_first(void *record, struct af_slice value)
{
	return af_slice_time(value, &((struct af_signature *)record)->first_us);
}

static bool set_last(void *record, struct af_slice value)
{
	return af_slice_time(value, &((struct af_signature *)record)->last_us);
}

static bool set_streak(void *record, struct af_slice value)
{
	return af_slice_u64(value, &((struct af_signature *)record)->streak);
}

static bool set_time(void *record, struct af_slice value)
{
	return af_slice_time(value, &((struct af_event *)record)->time_us);
}

static bool set_node(void *record, struct af_slice value)
{
	return af_slice_s64(value, &((struct af_event *)record)->node);
}

static bool set_free(void *record, struct af_slice value)
{
	return af_slice_u64(value, &((struct af_event *)record)->free);
}

static bool set_min(void *record, struct af_slice value)
{
	return af_slice_u64(value, &((struct af_event *)record)->min);
}

static bool set_blocks(void *record, struct af_slice value)
{
	return af_slice_u64(value, &((struct af_event *)record)->blocks);
}

static bool set_cgroup(void *record, struct af_slice value)
{
	struct af_event *event = record;

	event->cgroup_known = true;
	return af_slice_u64(value, &event->cgroup);
}

#define SUBJECT_FIELDS                                                      \
	{ "order", set_order }, { "gfp", set_gfp },                         \
		{ "gfp_mask", set_gfp_mask }, { "memalloc", set_memalloc }, \
		{ "context", set_context }, { "class", set_class },         \
		{ "cause", set_cause }, { "zone", set_zone },               \
		{ "cpu", set_cpu }, { "pid", set_pid },                     \
	{                                                                   \
		"comm", set_comm                                            \
	}

static const struct af_field signature_fields[] = {
	SUBJECT_FIELDS,	      { "count", set_count },	{ "first", set_first },
	{ "last", set_last }, { "streak", set_streak },
};

static const struct af_field event_fields[] = {
	SUBJECT_FIELDS,
	{ "time", set_time },
	{ "node", set_node },
	{ "free", set_free },
	{ "min", set_min },
	{ "blocks", set_blocks },
	/* From here on they may be missing: an older module has none. */
	{ "cgroup", set_cgroup },
};

#define NR_REQUIRED_OF_EVENT (ARRAY_SIZE(event_fields) - 1)

/* Also the first line of a snapshot. */
int af_parse_event_line(struct af_lines *lines, struct af_slice line,
			struct af_event *event)
{
	return af_parse_pairs(lines, line, event_fields,
			      ARRAY_SIZE(event_fields), NR_REQUIRED_OF_EVENT,
			      event);
}

/* The lines after a signature's first that begin with a tab. */
static void take_frames(struct af_lines *lines, struct af_signature *signature,
			struct af_slice *frames)
{
	struct af_slice line;

	signature->frames = frames;
	while (af_lines_peek(lines, &line) && af_slice_begins(line, "\t")) {
		af_lines_next(lines, &line);
		frames[signature->nr_frames++] = af_slice_from(line, 1);
	}
}

static int parse_signatures(struct af_lines *lines,
			    struct af_signatures *signatures)
{
	struct af_slice line, *frames = signatures->frames;
	struct af_signature *signature;

	while (af_lines_next(lines, &line)) {
		signature = &signatures->all[signatures->nr];
		if (!af_slice_begins(line, "count="))
			return af_lines_fail(lines, "no signature");
		if (af_parse_pairs(lines, line, signature_fields,
				   ARRAY_SIZE(signature_fields),
				   ARRAY_SIZE(signature_fields), signature))
			return -1;
		take_frames(lines, signature, frames);
		frames += signature->nr_frames;
		signatures->nr++;
	}
	return 0;
}

/**
 * af_parse_signatures - the file signatures
 * @signatures: where to put it; to be given to af_signatures_free()
 * @text: the file, not ended by a NUL
 * @length: of it
 * @error: where and why it failed
 *
 * Return: 0, or -1, with nothing to free
 */
int af_parse_signatures(struct af_signatures *signatures, const char *text,
			size_t length, struct af_parse_error *error)
{
	size_t nr = af_lines_count(text, length, "count=");
	size_t frames = af_lines_count(text, length, "\t");
	struct af_lines lines;

	*signatures = (struct af_signatures){ 0 };
	if (af_lines_begin(&lines, text, length, error))
		return -1;
	signatures->all = calloc(nr + 1, sizeof(*signatures->all));
	signatures->frames = calloc(frames + 1, sizeof(*signatures->frames));
	if (!signatures->all || !signatures->frames)
		af_lines_fail(&lines, "out of memory");
	else if (!parse_signatures(&lines, signatures))
		return 0;
	af_signatures_free(signatures);
	return -1;
}

void af_signatures_free(struct af_signatures *signatures)
{
	free(signatures->all);
	free(signatures->frames);
	*signatures = (struct af_signatures){ 0 };
}

static int parse_events(struct af_lines *lines, struct af_events *events)
{
	struct af_slice line;

	while (af_lines_next(lines, &line)) {
		if (!af_slice_begins(line, "time="))
			return af_lines_fail(lines, "no event");
		if (af_parse_event_line(lines, line, &events->all[events->nr]))
			return -1;
		events->nr++;
	}
	return 0;
}

/**
 * af_parse_events - the file events
 * @events: where to put it; to be given to af_events_free()
 * @text: the file, not ended by a NUL
 * @length: of it
 * @error: where and why it failed
 *
 * Return: 0, or -1, with nothing to free
 */
int af_parse_events(struct af_events *events, const char *text, size_t length,
		    struct af_parse_error *error)
{
	size_t nr = af_lines_count(text, length, "time=");
	struct af_lines lines;

	*events = (struct af_events){ 0 };
	if (af_lines_begin(&lines, text, length, error))
		return -1;
	events->all = calloc(nr + 1, sizeof(*events->all));
	if (!events->all)
		return af_lines_fail(&lines, "out of memory");
	if (!parse_events(&lines, events))
		return 0;
	af_events_free(events);
	return -1;
}

void af_events_free(struct af_events *events)
{
	free(events->all);
	*events = (struct af_events){ 0 };
}
