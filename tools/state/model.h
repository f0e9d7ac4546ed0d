/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of docs/interface.md say, as structs. The names in them are
 * slices of the text that was parsed, which must outlive them.
 *
 * Each parser is pure: (text, length) in, a struct out. New lines and keys are
 * passed over, since the interface may grow; a line that is torn, a number that
 * is none, a key that must be there and is not, are errors.
 */
#ifndef AF_MODEL_H
#define AF_MODEL_H

#include "failure.h"
#include "lib/slice.h"

#define AF_MAX_ORDERS 32 /* more than any kernel has */
#define AF_MAX_ZONES 16	 /* zones of a node, the same */

/* Where and why a text was not understood. */
struct af_parse_error {
	size_t line; /* 1 for the first; 0: none in particular */
	const char *what;
};

struct af_status {
	struct af_slice version;
	struct af_slice kernel;	     /* its release */
	struct af_slice hook;	     /* name */
	struct af_slice hook_place;  /* what it sits on */
	struct af_slice blind_spots; /* separated by "; " */
	struct af_slice rules; /* a later key: a release, and how it was found */
	bool enabled;
	bool armed;
	bool armed_known; /* a later key: false if it is not there */
	u64 since_us;	  /* boot clock */
	u64 signatures_used;
	u64 signatures_capacity;
	u64 stack_budget;
	u64 memory_bytes;
	u64 nmissed;
};

/**
 * af_status_assumes - are the kernel's rules only assumed
 * @status: the file status
 * @release: whose they are taken for
 * @why: they are not known
 *
 * Return: Whether the module says so; false for an older one, which does not say
 */
static inline bool af_status_assumes(const struct af_status *status,
				     struct af_slice *release,
				     struct af_slice *why)
{
	static const char assumed[] = "assumed: ";

	*why = status->rules;
	if (!af_slice_cut(why, ' ', release) || !af_slice_begins(*why, assumed))
		return false;
	*why = af_slice_from(*why, sizeof(assumed) - 1);
	return true;
}

/* The file counters. */
struct af_totals {
	u64 failures;
	u64 nowarn;
	u64 memalloc;
	u64 class[AF_NR_CLASSES];
	u64 context[AF_NR_CONTEXTS];
	u64 order[AF_MAX_ORDERS];
	unsigned int nr_orders;
	u64 order_over;
	u64 cause[AF_NR_CAUSES];
	u64 cause_other; /* of causes that this program does not know */
	struct {
		struct af_slice name;
		u64 count;
	} zone[AF_MAX_ZONES];
	unsigned int nr_zones;
	u64 stacks_captured;
	u64 stacks_skipped;
	u64 signatures_dropped;
	u64 recursions;
	u64 snapshots_taken;
	u64 snapshots_skipped;
	u64 recognised_stacks;
	u64 recognised_wrong;
	u64 names_dropped;
	u64 cgroups_dropped;
	u64 callers_hidden;
};

/*
 * What a signature and an event have in common. A name that is not known, of a
 * newer module, is AF_NR_CONTEXTS, AF_NR_CLASSES, AF_NR_CAUSES.
 */
struct af_subject {
	u32 order;
	struct af_slice gfp; /* by name; empty for 0 */
	u64 gfp_mask;
	bool memalloc;
	enum af_context context;
	enum af_class class;
	enum af_cause cause;
	struct af_slice zone; /* "-" for none */
	s64 cpu;
	s64 pid;
	struct af_slice comm; /* escaped, as in the file */
};

struct af_signature {
	struct af_subject subject;
	u64 count;
	u64 first_us; /* boot clock */
	u64 last_us;
	u64 streak;
	const struct af_slice *frames; /* innermost first */
	size_t nr_frames;
};

struct af_signatures {
	struct af_signature *all;
	size_t nr;
	struct af_slice *frames; /* of all of them */
};

struct af_event {
	struct af_subject subject;
	u64 time_us; /* boot clock */
	s64 node;    /* -1 for none */
	u64 free;    /* pages, of the zone that came closest */
	u64 min;
	u64 blocks;
	bool cgroup_known; /* a later key: false if it is not there */
	u64 cgroup;	   /* id of the memory cgroup, 0 for none */
};

struct af_events {
	struct af_event *all;
	size_t nr;
};

/* The file cgroups: failures of tasks by memory cgroup. */
struct af_cgroup_count {
	u64 id; /* 0: without a cgroup */
	u64 count;
	u64 class[AF_NR_CLASSES];
	u64 refused; /* by this group */
	u64 last_us; /* boot clock */
};

struct af_cgroup_counts {
	struct af_cgroup_count *all;
	size_t nr;
};

/* Pages, but for the counts of blocks and the indices in thousandths. */
struct af_zone_shape {
	s64 node;
	struct af_slice name;
	u64 blocks[AF_MAX_ORDERS];
	unsigned int nr_orders;
	u64 free, min, low, high, boost, highatomic, cma, managed;
	u64 lowmem_reserve[AF_MAX_ZONES];
	unsigned int nr_reserves;
	s64 unusable[AF_MAX_ORDERS];
	s64 fragindex[AF_MAX_ORDERS];
};

/* Pages. */
struct af_memory {
	u64 free, dirty, writeback, bounce;
	u64 file_clean_unmapped, file_clean_mapped;
	u64 slab_reclaimable, swap_free;
};

/* The files fragmentation and snapshot. */
struct af_zones {
	bool has_event; /* of a snapshot */
	struct af_event event;
	struct af_memory memory;
	struct af_zone_shape *all;
	size_t nr;
};

int af_parse_status(struct af_status *status, const char *text, size_t length,
		    struct af_parse_error *error);
int af_parse_counters(struct af_totals *totals, const char *text, size_t length,
		      struct af_parse_error *error);
int af_parse_signatures(struct af_signatures *signatures, const char *text,
			size_t length, struct af_parse_error *error);
int af_parse_events(struct af_events *events, const char *text, size_t length,
		    struct af_parse_error *error);
int af_parse_cgroups(struct af_cgroup_counts *counts, const char *text,
		     size_t length, struct af_parse_error *error);
int af_parse_fragmentation(struct af_zones *zones, const char *text,
			   size_t length, struct af_parse_error *error);
int af_parse_snapshot(struct af_zones *zones, const char *text, size_t length,
		      struct af_parse_error *error);
void af_signatures_free(struct af_signatures *signatures);
void af_events_free(struct af_events *events);
void af_cgroup_counts_free(struct af_cgroup_counts *counts);
void af_zones_free(struct af_zones *zones);

/* The number of a name, AF_NR_... if it is none of them. */
enum af_context af_context_of(struct af_slice name);
enum af_class af_class_of(struct af_slice name);
enum af_cause af_cause_of(struct af_slice name);
/* And back, "?" for what has none. */
const char *af_context_name(enum af_context context);
const char *af_class_name(enum af_class class);
const char *af_cause_name(enum af_cause cause);

#endif /* AF_MODEL_H */
