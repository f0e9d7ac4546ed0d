/* SPDX-License-Identifier: GPL-2.0-only */
/* What is being failed: the settings in force, and what came of them. */
#ifndef AF_INJECT_ARMED_H
#define AF_INJECT_ARMED_H

#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/percpu.h>

#include "inject/choose.h"
#include "injected.h"

#define AF_INJECT_FRAMES 32

/* Of requests since the settings were made, in the order of the file. */
enum af_inject_count {
	AF_INJECT_SEEN,	    /* by the probe, all of the machine's */
	AF_INJECT_SPARED_0, /* of enum af_inject_spared, from its second on */
	AF_INJECT_MATCHED = AF_INJECT_SPARED_0 + AF_INJECT_NR_SPARED - 1,
	AF_INJECT_FAILED,
	AF_INJECT_ESCAPED, /* slowpath: chosen, and served all the same */
	AF_INJECT_BUSY,	   /* slowpath: chosen, and no room to remember it */
	AF_INJECT_NOTED,   /* dry: let pass, and in the log; the last line */
	AF_INJECT_NR_COUNTS
};

struct af_inject_counts {
	u64 counts[AF_INJECT_NR_COUNTS];
};

DECLARE_PER_CPU(struct af_inject_counts, af_inject_counts);

/*
 * The settings in force. Made whole, published, and freed a grace period after
 * they were taken back; the probes look at them with preemption off.
 */
struct af_inject_armed {
	struct af_inject_settings settings;
	struct af_inject_state state;
	struct af_inject_range function; /* that settings.function is */
	struct module *module; /* that settings.module is, while it is there */
	char line[AF_INJECT_LINE + 1]; /* as it was written */
};

/* Who armed it. */
enum af_inject_holder {
	AF_INJECT_NOBODY,
	AF_INJECT_SETTINGS, /* until it is told otherwise */
	AF_INJECT_SESSION,  /* until the file is closed */
};

/* All below but the two that the probes use is under this lock. */
extern struct mutex af_inject_lock;
extern struct af_inject_armed *af_inject_armed;
extern struct af_inject_sites af_inject_sites;
extern const struct af_told *af_inject_told; /* NULL without allocfail */

static inline void af_inject_count(unsigned int which)
{
	this_cpu_inc(af_inject_counts.counts[which]);
}

bool af_inject_going(void);
int af_inject_arm(const char *line, size_t len, bool forget,
		  struct af_inject_reason *reason);
void af_inject_disarm(void);
void af_inject_stop(void);
void af_inject_sum(u64 total[AF_INJECT_NR_COUNTS]);
unsigned long af_inject_nmissed(void);

/* probe.c */
int af_inject_probe_attach(void);
void af_inject_probe_detach(void);
const char *af_inject_probe_symbol(void);
unsigned long af_inject_probe_nmissed(void);
void af_inject_facts(struct af_inject_facts *facts,
		     const struct af_inject_settings *settings,
		     enum af_context context, gfp_t gfp, unsigned int order);
bool af_inject_in_module(const struct af_inject_stack *stack,
			 const struct module *module);

/* slowpath.c */
int af_inject_slowpath_attach(void);
void af_inject_slowpath_detach(void);
unsigned long af_inject_slowpath_nmissed(void);
void af_inject_slowpath_next(enum af_context context);
bool af_inject_slowpath_begin(enum af_context context);
bool af_inject_slowpath_failing(enum af_context context);

/* track.c */
int af_inject_track_attach(void);
void af_inject_track_detach(void);
void af_inject_track_clear(void);
unsigned long af_inject_track_live(unsigned int *lost);

/* target.c */
int af_inject_target_init(void);
void af_inject_target_exit(void);
struct module *af_inject_target_module(const char *name);
int af_inject_target_function(const char *name, struct af_inject_range *range);

/* tell.c */
void af_inject_tell_begin(void);
void af_inject_tell_end(void);

/* gfp.c */
extern const struct af_inject_gfp af_inject_gfp_names[];
extern const size_t af_inject_nr_gfp_names;

#endif /* AF_INJECT_ARMED_H */
