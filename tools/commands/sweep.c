// SPDX-License-Identifier: GPL-2.0-only
/* allocfail sweep: the runs, in order, and what each came to. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include "commands/sweep.h"
#include "lib/clock.h"

/* Fails none, and has each new place noted: as many as the module keeps of them. */
#define NOTES 64
#define NOTE "dry new times=64"

#define SETTLE 2.0 /* seconds that pages may still take to come back */
#define KMEMLEAK "/sys/kernel/debug/kmemleak"
#define KMEMLEAK_AGE 5.2 /* seconds */

const char *const af_sweep_names[AF_SWEEP_NR_VERDICTS] = {
	[AF_SWEEP_HANDLED] = "handled", [AF_SWEEP_UNNOTICED] = "unnoticed",
	[AF_SWEEP_KILLED] = "killed",	[AF_SWEEP_LEAKED] = "leaked",
	[AF_SWEEP_WARNED] = "warning",	[AF_SWEEP_HUNG] = "hung",
	[AF_SWEEP_CRASHED] = "crashed",
};

static bool succeeded(const struct af_sweep_end *end)
{
	return !end->hung && WIFEXITED(end->status) &&
	       !WEXITSTATUS(end->status);
}

/* Pages beyond @usual, when what is on its way back has come. */
static u64 pages_left(u64 usual)
{
	const u64 until = af_boot_clock_us() + (u64)(SETTLE * 1e6);
	u64 live;

	while ((live = af_sweep_status("live")) > usual &&
	       af_boot_clock_us() < until)
		af_sleep(0.05);
	return live > usual ? live - usual : 0;
}

static bool was_cut_off(const struct af_sweep_run *run)
{
	return run->said.crash || run->end.hung;
}

/* Looked for also where they do not count, or they would be the next run's. */
static void objects_left(struct af_sweep *sweep, struct af_sweep_run *run)
{
	struct af_sweep_objects found;

	af_kmemleak_after(&sweep->kmemleak, &found);
	if (!was_cut_off(run))
		run->objects = found;
}

/* What a run came to. */
enum af_sweep_verdict af_sweep_judge(const struct af_sweep_run *run)
{
	if (run->said.crash)
		return AF_SWEEP_CRASHED;
	if (run->end.hung)
		return AF_SWEEP_HUNG;
	if (run->said.warning)
		return AF_SWEEP_WARNED;
	if (run->leaked || run->objects.nr)
		return AF_SWEEP_LEAKED;
	if (WIFSIGNALED(run->end.status))
		return AF_SWEEP_KILLED;
	if (succeeded(&run->end) && !af_sweep_may_fail(&run->failed))
		return AF_SWEEP_UNNOTICED;
	return AF_SWEEP_HANDLED;
}

/* Return: 0, or -1 after a complaint; run->failed.number is 0 if none was failed */
static int run_one(struct af_sweep *sweep, const char *when,
		   struct af_sweep_run *run)
{
	*run = (struct af_sweep_run){ .times = 1 };
	if (af_sweep_once(sweep, when, &run->end) ||
	    af_sweep_latest(&run->failed, sweep->seen))
		return -1;
	if (run->failed.number) {
		sweep->seen = run->failed.number;
		af_sweep_reached(sweep, run->failed.hash);
	}
	af_sweep_log_read(sweep->log, &run->said);
	/* Who was cut off could give nothing back. */
	if (!was_cut_off(run))
		run->leaked = pages_left(sweep->usual);
	objects_left(sweep, run);
	run->verdict = af_sweep_judge(run);
	return 0;
}

/* Once more at the same place: what is kept for good is kept once. */
static int confirm_leak(struct af_sweep *sweep, struct af_sweep_run *run)
{
	struct af_sweep_run again;
	char when[64];

	snprintf(when, sizeof(when), "site=%#llx",
		 (unsigned long long)run->failed.hash);
	if (run_one(sweep, when, &again))
		return -1;
	if (again.verdict != AF_SWEEP_LEAKED || !again.leaked)
		run->leaked = 0;
	if (again.verdict != AF_SWEEP_LEAKED || !again.objects.nr)
		run->objects.nr = 0;
	run->verdict = af_sweep_judge(run);
	return 0;
}

/* Return: whether it did well with nothing failed; else after a complaint */
static bool is_sound(const struct af_sweep_run *run)
{
	if (!succeeded(&run->end))
		af_complain("sweep: the command fails by itself, with nothing failed");
	else if (run->said.crash || run->said.warning)
		af_complain("sweep: by itself the command has the kernel say: %s",
			    run->said.line);
	else
		return true;
	return false;
}

/*
 * The command as it is, twice: the first time it may make what it keeps. And as long as
 * it has more places than can be noted at once. Then the module is to know none of them.
 */
static int run_unfailed(struct af_sweep *sweep)
{
	struct af_sweep_run run;
	int i, noted = 0;

	for (i = 0; i < 2 || noted == NOTES; i++) {
		sweep->usual = UINT64_MAX;
		run = (struct af_sweep_run){ 0 };
		if (af_sweep_once(sweep, NOTE, &run.end))
			return -1;
		af_sweep_log_read(sweep->log, &run.said);
		if (!is_sound(&run))
			return -1;
		noted = af_sweep_note(sweep);
		if (noted < 0)
			return -1;
		sweep->usual = af_sweep_status("live");
		af_kmemleak_usual(&sweep->kmemleak);
	}
	close(sweep->session);
	return af_sweep_open(sweep);
}

static bool same_place(const struct af_sweep_run *a,
		       const struct af_sweep_run *b)
{
	return a->verdict == b->verdict && a->failed.order == b->failed.order &&
	       !strcmp(a->failed.place, b->failed.place) &&
	       !strcmp(a->failed.module, b->failed.module);
}

static int keep(struct af_sweep *sweep, const struct af_sweep_run *run)
{
	struct af_sweep_run *more;
	size_t i;

	for (i = 0; i < sweep->nr; i++) {
		if (same_place(&sweep->runs[i], run)) {
			sweep->runs[i].times++;
			return 0;
		}
	}
	more = reallocarray(sweep->runs, sweep->nr + 1, sizeof(*more));
	if (!more) {
		af_complain("sweep: out of memory");
		return -1;
	}
	more[sweep->nr++] = *run;
	sweep->runs = more;
	return 0;
}

static void progress(const struct af_sweep *sweep,
		     const struct af_sweep_run *run)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r\x1b[K%zu: %s, %s", sweep->done,
			run->failed.place, af_sweep_names[run->verdict]);
}

/* Return: 1 at the end, 0 if there is more, -1 after a complaint */
static int step(struct af_sweep *sweep)
{
	struct af_sweep_run run;
	char when[32] = "new";

	if (sweep->options->all)
		snprintf(when, sizeof(when), "nth=%zu", sweep->done + 1);
	if (run_one(sweep, when, &run))
		return -1;
	if (!run.failed.number) {
		if (!sweep->options->all && af_sweep_is_full())
			sweep->stopped =
				"there are more places than the module can tell apart";
		return 1;
	}
	sweep->done++;
	if (run.verdict == AF_SWEEP_LEAKED && confirm_leak(sweep, &run))
		return -1;
	progress(sweep, &run);
	if (run.end.stays)
		sweep->stopped = "the command hangs, and cannot be killed";
	else if (sweep->done == AF_SWEEP_MOST)
		sweep->stopped = "too many runs";
	if (keep(sweep, &run))
		return -1;
	return sweep->stopped ? 1 : 0;
}

static int by_verdict(const void *a, const void *b)
{
	const struct af_sweep_run *one = a, *other = b;

	if (one->verdict != other->verdict)
		return one->verdict < other->verdict ? 1 : -1;
	return strcmp(one->failed.place, other->failed.place);
}

static int run_all(struct af_sweep *sweep)
{
	int end;

	af_kmemleak_begin(&sweep->kmemleak);
	end = af_sweep_skip(sweep) || run_unfailed(sweep) ? -1 : 0;
	while (!end)
		end = step(sweep);
	if (isatty(STDERR_FILENO))
		fputs("\r\x1b[K", stderr);
	if (sweep->nr)
		qsort(sweep->runs, sweep->nr, sizeof(*sweep->runs), by_verdict);
	return end < 0 ? -1 : 0;
}

static bool is_output(const char *path)
{
	return path && !strcmp(path, "-");
}

static int show(const struct af_sweep *sweep)
{
	const char *junit = sweep->options->junit, *html = sweep->options->html;

	if (sweep->options->json)
		af_sweep_json(sweep);
	else if (!is_output(junit) && !is_output(html))
		af_sweep_table(sweep);
	if ((junit && af_sweep_junit(sweep, junit)) ||
	    (html && af_sweep_html(sweep, html)))
		return AF_EXIT_TROUBLE;
	if (sweep->stopped)
		return AF_EXIT_TROUBLE;
	return sweep->nr && sweep->runs[0].verdict != AF_SWEEP_HANDLED ?
		       AF_EXIT_MATTERS :
		       AF_EXIT_FINE;
}

static void note_kernel(struct af_sweep *sweep)
{
	struct utsname name;

	if (!uname(&name))
		af_sweep_copy(sweep->kernel, af_slice_string(name.release));
}

/* Whatever ends this program closes the session, and nothing is armed any more. */
int af_do_sweep(const struct af_options *options)
{
	struct af_sweep sweep = {
		.options = options,
		.log = -1,
		.kmemleak = { .path = KMEMLEAK, .age = KMEMLEAK_AGE },
	};
	int code = AF_EXIT_TROUBLE;

	if (!options->nr_arguments) {
		af_complain("sweep: a command is missing: allocfail sweep [OPTION...] -- COMMAND");
		return AF_EXIT_TROUBLE;
	}
	note_kernel(&sweep);
	if (af_sweep_open(&sweep))
		return AF_EXIT_TROUBLE;
	sweep.log = af_sweep_log_open();
	if (sweep.log >= 0 && !run_all(&sweep))
		code = show(&sweep);
	if (sweep.log >= 0)
		close(sweep.log);
	close(sweep.session);
	free(sweep.runs);
	free(sweep.places);
	free(sweep.kmemleak.known);
	return code;
}
