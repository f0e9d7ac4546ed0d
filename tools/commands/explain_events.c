// SPDX-License-Identifier: GPL-2.0-only
/* What else a log says of memory, a line each: for people and for programs. */
#include <jansson.h>

#include "commands/explain_one.h"
#include "commands/json.h"
#include "lib/units.h"

#define TEXT_LEN 512
#define INDENT 2

struct wording {
	const char *what;
	const char *unit; /* of the size, NULL: it has none */
	bool matters;	  /* memory was refused to somebody, or is corrupt */
};

static const struct wording wordings[AF_NR_EVENTS] = {
	[AF_EVENT_VMALLOC] = { "vmalloc() failed", "bytes", true },
	[AF_EVENT_SLAB] = { "A slab cache could not grow", NULL, true },
	[AF_EVENT_CMA] = { "cma_alloc() failed: a device got no contiguous memory",
			   "pages", true },
	[AF_EVENT_PERCPU] = { "An allocation of per-CPU memory failed", "bytes",
			      true },
	[AF_EVENT_SWIOTLB] = { "The bounce buffers for DMA (swiotlb) were full",
			       "bytes", true },
	[AF_EVENT_OVERSIZE] = { "A request was larger than the allocator's limit",
				NULL, true },
	[AF_EVENT_VM_KILL] = { "The kernel killed a process because a page fault got no memory",
			       NULL, true },
	[AF_EVENT_OOM] = { "The OOM killer came: memory ran out", NULL, true },
	[AF_EVENT_CGROUP_OOM] = { "A memory cgroup was at its limit: the kernel killed a process",
				  NULL, true },
	[AF_EVENT_STALL] = { "An allocation took more than ten seconds; it did not fail",
			     NULL, false },
	[AF_EVENT_SUSPEND] = { "The machine went to sleep", NULL, false },
	[AF_EVENT_RESUME] = { "The machine woke up", NULL, false },
	[AF_EVENT_IO_ERROR] = { "A block device had I/O errors", NULL, false },
	[AF_EVENT_LOST_WRITE] = { "Data did not get to a disk", NULL, false },
	[AF_EVENT_PROBE] = { "A driver had no memory for a device, which does not work now",
			     NULL, true },
	[AF_EVENT_SKB] = { "A network driver got no buffer", "bytes", true },
	[AF_EVENT_GAVE_UP] = { "A driver or program says that it got no memory",
			       "bytes", true },
	[AF_EVENT_SLAB_DEBUG] = { "Slab debugging made objects larger (slub_debug=O undoes it)",
				  NULL, false },
	[AF_EVENT_RETRIES] = { "A file system got no memory, and asks until it does",
			       "bytes", false },
	[AF_EVENT_BAD_PAGE] = { "The kernel found a page that is corrupt", NULL,
				true },
};

/* Sleep and disks are told of only beside failures; who called the killer only
 * where nobody is said to have been killed.
 */
static bool is_shown(const struct af_explanation *explanation,
		     const struct af_log_event *event)
{
	const struct af_log_events *events = &explanation->log.events;
	unsigned int i;

	if (!wordings[event->kind].what)
		return false;
	if (event->kind == AF_EVENT_SUSPEND || event->kind == AF_EVENT_RESUME ||
	    event->kind == AF_EVENT_IO_ERROR)
		return explanation->nr;
	if (event->kind != AF_EVENT_OOM || event->name.length)
		return true;
	for (i = 0; i < events->nr; i++)
		if (events->all[i].kind == AF_EVENT_OOM &&
		    events->all[i].name.length)
			return false;
	return true;
}

/*
 * Does any of them mean that the log is not harmless. Beside a report, that says
 * more of it than who gave up.
 */
bool af_explain_events_matter(const struct af_explanation *explanation)
{
	const struct af_log_events *events = &explanation->log.events;
	unsigned int i;

	for (i = 0; i < AF_NR_EVENTS; i++)
		if (events->count[i] && wordings[i].matters &&
		    (i != AF_EVENT_GAVE_UP || !explanation->nr))
			return true;
	return false;
}

/* Names in a log may hold anything, and a terminal obeys some of it. */
static void make_plain(char *text)
{
	for (; *text; text++)
		if (*text < ' ' || *text > '~')
			*text = '?';
}

static void size_text(char text[64], const struct af_log_event *event)
{
	const char *unit = wordings[event->kind].unit;

	text[0] = '\0';
	if (event->kind == AF_EVENT_STALL && event->size)
		snprintf(text, 64, ", %s%llu.%llu s",
			 event->count > 1 ? "up to " : "",
			 (unsigned long long)(event->size + 50) / 1000,
			 (unsigned long long)(event->size + 50) % 1000 / 100);
	if (unit && event->size)
		snprintf(text, 64, ", %s%llu %s",
			 event->count > 1 ? "up to " : "",
			 (unsigned long long)event->size, unit);
}

static void lines_text(char text[96], const struct af_log_event *event)
{
	char number[AF_UNIT_LEN];

	if (event->count == 1)
		snprintf(text, 96, "line %u", event->line);
	else
		snprintf(text, 96, "%s times, lines %u to %u",
			 af_thousands(number, event->count), event->line,
			 event->last_line);
}

/*
 * "kmalloc-64(960:docker-1)": each memory cgroup had caches of its own up to 5.8.
 * Return: the cgroup's part of the name, which goes from it
 */
static bool take_cgroup(struct af_slice *name)
{
	size_t open = af_slice_find(*name, "(");
	struct af_slice rest;
	u64 number;

	if (open == AF_NOT_FOUND || !open)
		return false;
	rest = af_slice_from(*name, open + 1);
	if (!af_slice_number(&rest, 10, &number) || !af_slice_take(&rest, ":"))
		return false;
	*name = af_slice_front(*name, open);
	return true;
}

static void print_event(const struct af_screen *screen,
			const struct af_log_event *event)
{
	char text[TEXT_LEN], size[64], lines[96];
	struct af_slice name = event->name;
	bool cgroup = event->kind == AF_EVENT_SLAB && take_cgroup(&name);

	size_text(size, event);
	lines_text(lines, event);
	snprintf(text, sizeof(text), "%s%s%.*s%s%s (%s).",
		 wordings[event->kind].what, event->name.length ? ": " : "",
		 AF_SLICE(name),
		 cgroup ?
			 " of a memory cgroup, whose limit may have refused it, not the machine" :
			 "",
		 size, lines);
	make_plain(text);
	af_wrap(screen, INDENT, AF_PLAIN, text);
}

/* What the log says besides of memory, of disks and of sleep. */
void af_explain_print_events(const struct af_explanation *explanation,
			     const struct af_screen *screen)
{
	const struct af_log_events *events = &explanation->log.events;
	bool any = false;
	unsigned int i;

	if (explanation->log.zones_alone && !explanation->nr)
		af_heading(screen,
			   "The log has the zones of a report, but not the line that says what failed.");
	for (i = 0; i < events->nr; i++) {
		if (!is_shown(explanation, &events->all[i]))
			continue;
		if (!any)
			af_heading(screen, "Also in the log");
		any = true;
		print_event(screen, &events->all[i]);
	}
}

static json_t *text_of(struct af_slice slice)
{
	json_t *string = slice.length ? json_stringn(slice.text, slice.length) :
					json_null();

	return string ? string : json_string("?");
}

static json_t *object_of(const struct af_log_event *event)
{
	json_t *object = json_object();

	if (!object ||
	    json_object_set_new(object, "event",
				json_string(af_event_kind_name(event->kind))) ||
	    json_object_set_new(object, "name", text_of(event->name)) ||
	    json_object_set_new(object, "count", json_integer(event->count)) ||
	    json_object_set_new(object, "size",
				event->size ? af_json_number(event->size) :
					      json_null()) ||
	    json_object_set_new(object, "line", json_integer(event->line)) ||
	    json_object_set_new(object, "last_line",
				json_integer(event->last_line)) ||
	    json_object_set_new(object, "time",
				event->stamp[0] ? json_string(event->stamp) :
						  json_null())) {
		json_decref(object);
		return NULL;
	}
	return object;
}

/* An object a line. Return: 0, -1 if it was complained of */
int af_explain_json_events(const struct af_explanation *explanation)
{
	const struct af_log_events *events = &explanation->log.events;
	unsigned int i;

	for (i = 0; i < events->nr; i++)
		if (is_shown(explanation, &events->all[i]) &&
		    af_explain_print_object(object_of(&events->all[i])))
			return -1;
	return 0;
}
