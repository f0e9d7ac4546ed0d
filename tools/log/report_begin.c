// SPDX-License-Identifier: GPL-2.0-only
/* The first line of a report. Pure, but for the memory of what is kept. */
#include "log/reader.h"
#include "log/who.h"

#define has af_line_has

/* How far ahead the line of task and kernel is looked for. */
#define AHEAD 12

/* How far before the rest of its line a task's name may stand alone. */
#define PENDING_LINES 8

/* The task's name before a message: the line of the task says how long it is. */
static struct af_slice find_comm(struct af_reader *reader,
				 const struct af_logline *line,
				 struct af_slice before)
{
	const struct af_logline *ahead;
	struct af_slice comm;
	unsigned int i;
	size_t begin;

	for (i = 0; i < AHEAD; i++) {
		ahead = af_loglines_ahead(&reader->lines, i);
		if (!ahead || af_header_of(ahead) != AF_HEADER_NONE)
			break;
		if (ahead->caller != line->caller ||
		    ahead->caller_id != line->caller_id)
			continue;
		begin = af_body_begins(ahead);
		if (begin == AF_NOT_FOUND)
			continue;
		comm = af_who_is_task(ahead) ? af_who_comm(ahead) :
					       af_slice_of(before.text, 0);
		if (af_who_ends_with(before, comm))
			return comm;
		af_prefix_learn(&reader->prefix,
				af_slice_front(ahead->text, begin));
		if (comm.length)
			break;
	}
	return af_who_before(before, &reader->prefix);
}

/*
 * Reports that are complete, and those of one line, get nothing more; nor does
 * what began without its first line, and was not followed by a trace.
 */
static void close_complete(struct af_reader *reader,
			   const struct af_logline *line)
{
	struct af_owners owners;
	unsigned int i;

	af_owners_find(&owners, &reader->lives, line);
	for (i = 0; i < owners.nr; i++)
		if (owners.all[i]->report->mem_info ||
		    (owners.all[i]->bare && !owners.all[i]->report->traced) ||
		    (owners.all[i]->report->kind == AF_LOG_FAILURE &&
		     owners.all[i]->report->form <= AF_LOG_2_4))
			owners.all[i]->closed = true;
}

/* Reports of one line come by the thousand: the same again is one of them. */
static bool merge(struct af_reader *reader)
{
	struct af_lives *lives = &reader->lives;
	struct af_log_report *last, *before;

	if (lives->nr < 2)
		return false;
	last = af_live_get(lives, lives->nr - 1)->report;
	before = af_live_get(lives, lives->nr - 2)->report;
	if (last->form > AF_LOG_2_4 || before->kind != AF_LOG_FAILURE ||
	    before->form != last->form || before->traced ||
	    before->order_known != last->order_known ||
	    before->order != last->order ||
	    before->mask_known != last->mask_known ||
	    before->mask != last->mask || before->memalloc != last->memalloc ||
	    !af_slice_same(before->comm, last->comm))
		return false;
	before->repeated += last->repeated;
	af_live_get(lives, lives->nr - 2)->closed = false;
	af_log_report_free(last);
	lives->nr--;
	return true;
}

/* Up to 4.9 vmalloc() said what it wanted, then the allocator's words followed. */
static struct af_live *vmalloc_before(struct af_reader *reader,
				      const struct af_logline *line)
{
	struct af_lives *lives = &reader->lives;
	struct af_live *live;

	if (!lives->nr)
		return NULL;
	live = af_live_get(lives, lives->nr - 1);
	if (!live->half || live->caller != line->caller ||
	    live->caller_id != line->caller_id ||
	    line->number - live->last_line > 2)
		return NULL;
	return live;
}

/* Between the two sizes: a page that is left free after each area, aligned. */
#define MOST_GUARD (128 * 1024)

/* "vmap allocation for size 28672 failed" is said before what vmalloc() says. */
static struct af_live *vmap_before(struct af_reader *reader,
				   const struct af_logline *line,
				   enum af_header header)
{
	struct af_lives *lives = &reader->lives;
	struct af_log_report said = { 0 };
	struct af_live *live;

	if (header != AF_HEADER_VMALLOC || has(line, AF_AT_VMAP) || !lives->nr)
		return NULL;
	live = af_live_get(lives, lives->nr - 1);
	if (!live->vmap || live->caller != line->caller ||
	    live->caller_id != line->caller_id ||
	    line->number - live->last_line > 3)
		return NULL;
	af_header_read(&said, line, header);
	if (!said.size_known || said.size > live->report->size ||
	    live->report->size - said.size > MOST_GUARD)
		return NULL;
	return live;
}

static const enum af_log_kind kinds[] = {
	[AF_HEADER_1990S] = AF_LOG_FAILURE,
	[AF_HEADER_2_4] = AF_LOG_FAILURE,
	[AF_HEADER_FAILURE] = AF_LOG_FAILURE,
	[AF_HEADER_BARE] = AF_LOG_FAILURE,
	[AF_HEADER_VMALLOC] = AF_LOG_VMALLOC,
	[AF_HEADER_OVERSIZE] = AF_LOG_OVERSIZE,
	[AF_HEADER_OTHER] = AF_LOG_OTHER,
};

/* Without order and mask, it is one only if the rest of a report follows. */
bool af_report_is_followed(struct af_reader *reader)
{
	const struct af_logline *ahead;
	unsigned int i;

	for (i = 0; i < AHEAD; i++) {
		ahead = af_loglines_ahead(&reader->lines, i);
		if (!ahead || af_header_of(ahead) != AF_HEADER_NONE)
			return false;
		if (af_who_is_task(ahead) || has(ahead, AF_AT_MODE) ||
		    has(ahead, AF_AT_CALL_TRACE) ||
		    af_log_trace_begins(ahead->text))
			return true;
	}
	return false;
}

int af_report_begin(struct af_reader *reader, const struct af_logline *line,
		    enum af_header header)
{
	struct af_slice comm = af_header_before(line, header);
	struct af_live *live = header == AF_HEADER_FAILURE ?
				       vmalloc_before(reader, line) :
				       vmap_before(reader, line, header);
	bool no_space = live && live->report->no_space;
	int ret;

	if (header == AF_HEADER_2_4)
		comm = af_who_before(comm, &reader->prefix);
	else if (comm.length)
		comm = find_comm(reader, line, comm);
	if (!live) {
		close_complete(reader, line);
		ret = af_reader_add(reader, kinds[header], line, &live);
		if (ret)
			return ret;
	}
	af_reader_touch(live, line);
	live->half = has(line, AF_AT_VMALLOC_FAILURE) && !has(line, AF_AT_MODE);
	live->vmap = has(line, AF_AT_VMAP);
	if (!comm.length && header == AF_HEADER_FAILURE &&
	    line->number - reader->pending_line <= PENDING_LINES)
		comm = reader->pending;
	live->report->comm = comm;
	af_header_read(live->report, line, header);
	live->report->no_space |= no_space;
	ret = af_reader_keep_texts(reader, live->report);
	if (!ret && live->report->kind == AF_LOG_FAILURE)
		merge(reader);
	return ret;
}
