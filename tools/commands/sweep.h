/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * allocfail sweep: a command is run again and again, each time with another of its
 * page allocations failed, by the module allocfail_inject. Its parts:
 *
 *   sweep.c		the runs, in order, and what each came to
 *   sweep_places.c	the places that there are when nothing is failed
 *   sweep_inject.c	the files of the module
 *   sweep_kmemleak.c	objects that nobody points to any more
 *   sweep_run.c	one run of the command
 *   sweep_log.c	what the kernel log said meanwhile
 *   sweep_print.c	the table, and JSON
 *   sweep_junit.c	JUnit XML
 *   sweep_html.c	a page
 */
#ifndef AF_SWEEP_H
#define AF_SWEEP_H

#include "cli/command.h"
#include "lib/slice.h"

#define AF_SWEEP_NAME \
	160 /* bytes of a place, or a line of the log, with its NUL */
#define AF_SWEEP_TEXT 400	       /* bytes of the sum in words */
#define AF_SWEEP_TIMEOUT 60	       /* seconds of a run, by default */
#define AF_SWEEP_MOST 10000	       /* runs */
#define AF_SWEEP_UNREACHED "unreached" /* in place of a verdict */
#define AF_KMEMLEAK_MOST 8192	       /* objects that are remembered */

/* What a run came to, the worst last. */
enum af_sweep_verdict {
	AF_SWEEP_HANDLED, /* it failed with an error, or had something else to try */
	AF_SWEEP_UNNOTICED, /* it went on as if nothing had been */
	AF_SWEEP_KILLED,    /* by a signal, not ours */
	AF_SWEEP_LEAKED,    /* pages were not given back */
	AF_SWEEP_WARNED,    /* the kernel log has a warning */
	AF_SWEEP_HUNG,	    /* it did not end in time */
	AF_SWEEP_CRASHED,   /* the kernel log has an oops, or worse */
	AF_SWEEP_NR_VERDICTS
};

extern const char *const af_sweep_names[AF_SWEEP_NR_VERDICTS];

/* A request that was failed or noted, as the module has it. Texts are printable. */
struct af_sweep_failed {
	u64 number; /* 0: none */
	u64 hash;
	u32 order;
	char gfp[AF_SWEEP_NAME];
	char place[AF_SWEEP_NAME];   /* who asked: function+offset [module] */
	char module[AF_SWEEP_NAME];  /* first frame of a module, if another */
	char outcome[AF_SWEEP_NAME]; /* failed, passed, or why it never is */
};

/* Objects that a run has left behind. */
struct af_sweep_objects {
	u64 nr;
	u64 size;		   /* bytes of the first */
	char place[AF_SWEEP_NAME]; /* who asked for the first */
};

/* The kernel's finder of lost objects. */
struct af_kmemleak {
	const char *path;
	double age; /* seconds from when on it tells of an object */
	bool asked; /* it is there */
	u64 *known; /* addresses of what it has told */
	size_t nr_known;
	u64 usual; /* objects that are lost when nothing is failed */
};

/* How the command ended. */
struct af_sweep_end {
	bool hung;  /* and was killed for it */
	bool stays; /* it could not even be killed */
	int status; /* of wait() */
};

/* What the kernel log said. */
struct af_sweep_said {
	bool crash, warning;
	char line[AF_SWEEP_NAME]; /* the first of the worst kind */
};

/* All of one run. */
struct af_sweep_run {
	struct af_sweep_failed failed;
	struct af_sweep_end end;
	struct af_sweep_said said;
	u64 leaked; /* pages */
	struct af_sweep_objects objects;
	enum af_sweep_verdict verdict;
	u32 times; /* of runs that were the same */
};

/* A place that asked while nothing was failed. */
struct af_sweep_place {
	struct af_sweep_failed request;
	bool reached; /* it was failed, too */
};

struct af_sweep {
	const struct af_options *options;
	char kernel[AF_SWEEP_NAME]; /* its release */
	int session;
	int log;
	u64 seen;  /* number of the last failed request that is known */
	u64 usual; /* pages that stay when nothing is failed */
	struct af_kmemleak kmemleak;
	struct af_sweep_place *places;
	size_t nr_places;
	struct af_sweep_run *runs;
	size_t nr;
	size_t done;
	const char *stopped; /* why before the end, or NULL */
};

/* sweep.c */
enum af_sweep_verdict af_sweep_judge(const struct af_sweep_run *run);

/* sweep_places.c */
int af_sweep_note(struct af_sweep *sweep);
void af_sweep_reached(struct af_sweep *sweep, u64 hash);
size_t af_sweep_unreached(const struct af_sweep *sweep);
const char *af_sweep_why(const struct af_sweep *sweep,
			 const struct af_sweep_place *place);

/* sweep_inject.c */
int af_sweep_open(struct af_sweep *sweep);
bool af_sweep_is_full(void);
int af_sweep_arm(struct af_sweep *sweep, const char *line);
u64 af_sweep_status(const char *key);
int af_sweep_skip(struct af_sweep *sweep);
int af_sweep_latest(struct af_sweep_failed *failed, u64 after);
void af_sweep_parse(struct af_slice text, u64 after,
		    struct af_sweep_failed *failed);
void af_sweep_frame(struct af_slice frame, struct af_sweep_failed *failed);
void af_sweep_copy(char to[AF_SWEEP_NAME], struct af_slice from);

/* sweep_kmemleak.c */
void af_kmemleak_begin(struct af_kmemleak *kmemleak);
void af_kmemleak_usual(struct af_kmemleak *kmemleak);
void af_kmemleak_after(struct af_kmemleak *kmemleak,
		       struct af_sweep_objects *found);
bool af_kmemleak_parse(struct af_kmemleak *kmemleak, struct af_slice text,
		       struct af_sweep_objects *found);

/* sweep_run.c */
int af_sweep_once(struct af_sweep *sweep, const char *when,
		  struct af_sweep_end *end);

/* sweep_log.c */
int af_sweep_log_open(void);
void af_sweep_log_read(int log, struct af_sweep_said *said);
void af_sweep_log_line(struct af_slice line, struct af_sweep_said *said);

/* sweep_print.c */
const char *af_sweep_for(const struct af_sweep_failed *failed);
void af_sweep_how(char text[AF_SWEEP_NAME], const struct af_sweep_run *run);
void af_sweep_sum(const struct af_sweep *sweep, char text[AF_SWEEP_TEXT]);
void af_sweep_table(const struct af_sweep *sweep);
void af_sweep_json(const struct af_sweep *sweep);

/* sweep_junit.c */
int af_sweep_junit(const struct af_sweep *sweep, const char *path);

/* sweep_html.c */
int af_sweep_html(const struct af_sweep *sweep, const char *path);

/* Is it a request whose caller has something else to try, by its mask. */
static inline bool af_sweep_may_fail(const struct af_sweep_failed *failed)
{
	struct af_slice gfp = af_slice_string(failed->gfp);

	return af_slice_has(gfp, "__GFP_NORETRY") ||
	       af_slice_has(gfp, "__GFP_NOWARN") ||
	       af_slice_has(gfp, "GFP_NOWAIT");
}

#endif /* AF_SWEEP_H */
