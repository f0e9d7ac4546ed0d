/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lines of a log that are no report of a failed page allocation, but tell of the
 * same shortage, or what came before or after it.
 */
#ifndef AF_LOG_EVENT_H
#define AF_LOG_EVENT_H

#include "log/line.h"
#include "lib/strings.h"

enum af_event_kind {
	AF_EVENT_VMALLOC,    /* vmalloc() had no pages, or no room */
	AF_EVENT_SLAB,	     /* a slab cache could not grow */
	AF_EVENT_CMA,	     /* cma_alloc() */
	AF_EVENT_PERCPU,     /* memory of each CPU */
	AF_EVENT_SWIOTLB,    /* the bounce buffers were full */
	AF_EVENT_OVERSIZE,   /* WARNING: more than the allocator ever gives */
	AF_EVENT_VM_KILL,    /* a page fault had no memory, up to 2.6 */
	AF_EVENT_OOM,	     /* the OOM killer at work */
	AF_EVENT_CGROUP_OOM, /* the same, for a memory cgroup */
	AF_EVENT_STALL,	     /* an allocation that took long */
	AF_EVENT_SUSPEND,    /* the machine went to sleep */
	AF_EVENT_RESUME,     /* it woke up */
	AF_EVENT_IO_ERROR,   /* of a block device */
	AF_EVENT_LOST_WRITE, /* data that is not on the disk */
	AF_EVENT_PROBE,	     /* a device that does not work: -ENOMEM */
	AF_EVENT_SKB,	     /* a driver had no network buffer */
	AF_EVENT_BAD_PAGE,   /* memory was corrupt */
	AF_EVENT_GAVE_UP,    /* somebody says that it had no memory */
	AF_EVENT_SLAB_DEBUG, /* debugging made a cache's objects larger */
	AF_EVENT_RETRIES,    /* a file system asks until it gets memory */
	AF_NR_EVENTS
};

#define AF_NEAR(event) (1U << AF_EVENT_##event)

/* How far an event is near a report: lines, and microseconds. */
#define AF_NEAR_LINES 64
#define AF_NEAR_US 10000000

/* Events of a kind that name the same. */
struct af_log_event {
	enum af_event_kind kind;
	struct af_slice name; /* device, cache, task; empty: not said */
	u64 count;
	u64 size; /* the largest: bytes, of CMA pages, of stalls ms; 0: not said */
	u32 line, last_line;
	char stamp[AF_LOG_STAMP], last_stamp[AF_LOG_STAMP];
};

/* Different ones that are kept; what comes after is only counted. */
#define AF_LOG_EVENTS 256

struct af_log_events {
	struct af_log_event all[AF_LOG_EVENTS];
	unsigned int nr;
	u64 count[AF_NR_EVENTS];     /* all of them */
	u32 last_line[AF_NR_EVENTS]; /* 0: none yet */
	u64 last_us[AF_NR_EVENTS];
	bool asleep; /* between suspend and resume */
	bool waking; /* between resume and its end */
};

/* What a line says. */
struct af_said {
	enum af_event_kind kind;
	struct af_slice name;
	u64 size;
};

const char *af_event_kind_name(enum af_event_kind event);
bool af_event_of(struct af_said *said, const struct af_logline *line,
		 const struct af_logline *next);
bool af_events_add(struct af_log_events *events, struct af_strings *strings,
		   const struct af_said *said, const struct af_logline *line);
bool af_event_is_memory(struct af_slice text);
u32 af_events_near(const struct af_log_events *events,
		   const struct af_logline *line);

#endif /* AF_LOG_EVENT_H */
