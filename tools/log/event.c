// SPDX-License-Identifier: GPL-2.0-only
/*
 * The events of a log, counted by kind and name, and those near a report. What a
 * line tells is event_line.c's. Pure but for strings.
 */
#include "log/event.h"

static const char *const names[AF_NR_EVENTS] = {
	[AF_EVENT_VMALLOC] = "vmalloc",
	[AF_EVENT_SLAB] = "slab",
	[AF_EVENT_CMA] = "cma",
	[AF_EVENT_PERCPU] = "percpu",
	[AF_EVENT_SWIOTLB] = "swiotlb",
	[AF_EVENT_OVERSIZE] = "oversize",
	[AF_EVENT_VM_KILL] = "vm-kill",
	[AF_EVENT_OOM] = "oom",
	[AF_EVENT_CGROUP_OOM] = "cgroup-oom",
	[AF_EVENT_STALL] = "stall",
	[AF_EVENT_SUSPEND] = "suspend",
	[AF_EVENT_RESUME] = "resume",
	[AF_EVENT_IO_ERROR] = "io-error",
	[AF_EVENT_LOST_WRITE] = "lost-write",
	[AF_EVENT_PROBE] = "probe",
	[AF_EVENT_SKB] = "skb",
	[AF_EVENT_BAD_PAGE] = "bad-page",
	[AF_EVENT_GAVE_UP] = "gave-up",
	[AF_EVENT_SLAB_DEBUG] = "slab-debug",
	[AF_EVENT_RETRIES] = "retries",
};

/* As JSON has it. */
const char *af_event_kind_name(enum af_event_kind event)
{
	return names[event];
}

static struct af_log_event *find(struct af_log_events *events,
				 const struct af_said *said)
{
	unsigned int i;

	for (i = 0; i < events->nr; i++)
		if (events->all[i].kind == said->kind &&
		    af_slice_same(events->all[i].name, said->name))
			return &events->all[i];
	return NULL;
}

static bool begin(struct af_log_events *events, struct af_strings *strings,
		  const struct af_said *said, const struct af_logline *line,
		  struct af_log_event **event)
{
	*event = NULL;
	if (events->nr == AF_LOG_EVENTS)
		return true;
	*event = &events->all[events->nr];
	**event = (struct af_log_event){ .kind = said->kind,
					 .name = said->name,
					 .line = line->number };
	memcpy((*event)->stamp, line->stamp, sizeof(line->stamp));
	if (!af_strings_keep(strings, &(*event)->name))
		return false;
	events->nr++;
	return true;
}

static void note_power(struct af_log_events *events, const struct af_said *said)
{
	if (said->kind == AF_EVENT_SUSPEND) {
		events->asleep = true;
		events->waking = false;
	} else if (said->kind == AF_EVENT_RESUME) {
		events->asleep = false;
		events->waking = said->size;
	}
}

/* Names longer than this are cut: they are of devices and tasks. */
#define LONGEST_NAME 64

/**
 * af_events_add - count an event
 * @events: where
 * @strings: keep its name
 * @said: what the line says
 * @line: the line
 *
 * Return: false if there is no memory
 */
bool af_events_add(struct af_log_events *events, struct af_strings *strings,
		   const struct af_said *said, const struct af_logline *line)
{
	struct af_said cut = *said;
	struct af_log_event *event;
	bool again;

	if (cut.name.length > LONGEST_NAME)
		cut.name.length = LONGEST_NAME;
	/* Several lines tell of each time. */
	again = said->kind == AF_EVENT_SUSPEND && events->asleep;
	if (!again)
		events->count[said->kind]++;
	events->last_line[said->kind] = line->number;
	events->last_us[said->kind] = line->timed ? line->time_us : 0;
	note_power(events, said);
	event = find(events, &cut);
	if (!event && !begin(events, strings, &cut, line, &event))
		return false;
	if (!event)
		return true;
	if (!again)
		event->count++;
	if (said->kind != AF_EVENT_RESUME && said->size > event->size)
		event->size = said->size;
	event->last_line = line->number;
	memcpy(event->last_stamp, line->stamp, sizeof(line->stamp));
	return true;
}

static bool is_near(const struct af_log_events *events, unsigned int kind,
		    const struct af_logline *line)
{
	if (!events->last_line[kind] ||
	    line->number - events->last_line[kind] > AF_NEAR_LINES)
		return false;
	return !line->timed || !events->last_us[kind] ||
	       line->time_us < events->last_us[kind] + AF_NEAR_US;
}

/**
 * af_events_near - the events a little before a line
 * @events: of the log so far
 * @line: the line
 *
 * Return: bits AF_NEAR()
 */
u32 af_events_near(const struct af_log_events *events,
		   const struct af_logline *line)
{
	u32 near = 0;
	unsigned int i;

	for (i = 0; i < AF_NR_EVENTS; i++)
		if (i != AF_EVENT_SUSPEND && i != AF_EVENT_RESUME &&
		    is_near(events, i, line))
			near |= 1U << i;
	if (events->asleep)
		near |= AF_NEAR(SUSPEND);
	if (events->waking)
		near |= AF_NEAR(RESUME);
	return near;
}
