// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who makes the requests. A request of one CPU from a task is made by the
 * writer of `run` itself. Otherwise each CPU has a thread of its own, which
 * makes the task's requests and owns a timer: that makes the hard interrupt's
 * requests, and schedules the tasklet that makes those of the softirq, and sends
 * an NMI to the next thread's CPU, where that makes the NMI's requests. So each
 * context interrupts the ones below it at any point of a request.
 */

#include "stimulus.h"
#include "lockdep.h"
#include "marks.h"
#include <linux/completion.h>
#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

/*
 * Requests at one go. In a slow emulator with a tracer attached one may take
 * 100 us, and a timer tick should not wait longer than a few of them.
 */
#define CHUNK 64

/* Least time between two ticks of the timer. */
#define TICK_NS (200 * NSEC_PER_USEC)

/*
 * In the hard interrupt, with PREEMPT_RT too, where the allocator's locks sleep: there
 * nobody but a test may. Elsewhere lockdep takes a HARD timer for that, and complains.
 */
#ifdef CONFIG_PREEMPT_RT
#define TIMER_MODE HRTIMER_MODE_REL_PINNED_HARD
#else
#define TIMER_MODE HRTIMER_MODE_REL_PINNED
#endif

struct worker {
	struct af_team *team;
	struct task_struct *thread; /* NULL: the writer of `run` */
	struct worker *next; /* whom this one sends NMIs; itself, if alone */
	unsigned int cpu;    /* of the thread */
	struct hrtimer timer;
	struct tasklet_struct tasklet;
	struct completion interrupts_done;
	struct af_tally tally[AF_NR_CONTEXTS];
	u32 *samples[AF_NR_CONTEXTS]; /* NULL: not timed */
};

struct af_team {
	const struct af_request *request;
	struct completion go;
	struct completion done;
	atomic_t running;
	bool stop; /* a fatal signal, or a tally over its limit */
	u64 elapsed_ns;
	unsigned int nr;
	struct worker workers[];
};

/* The timer of another CPU looks at what an NMI counts. */
static void count(unsigned long *n)
{
	WRITE_ONCE(*n, *n + 1);
}

/* What counts towards the number that is wanted. */
static unsigned long done(const struct worker *worker, enum af_context context)
{
	const struct af_tally *tally = &worker->tally[context];

	switch (worker->team->request->special) {
	case AF_GRANTED:
		return READ_ONCE(tally->granted);
	case AF_BURST:
		return READ_ONCE(tally->granted) + READ_ONCE(tally->refused);
	default:
		return READ_ONCE(tally->refused);
	}
}

static bool unfinished(const struct worker *worker, enum af_context context)
{
	const struct af_request *request = worker->team->request;

	return (request->contexts & BIT(context)) &&
	       done(worker, context) < request->count &&
	       !READ_ONCE(worker->team->stop);
}

static void request_granted(struct worker *worker, enum af_context context)
{
	const struct af_request *request = worker->team->request;
	struct af_tally *tally = &worker->tally[context];
	struct page *page = af_request_page(request, tally->granted);

	if (page) {
		__free_pages(page, request->order);
		count(&tally->granted);
	} else {
		count(&tally->refused);
	}
}

/* What is granted is kept, so that memory runs out and the refusals come. */
static void request_refused(struct worker *worker, enum af_context context)
{
	const struct af_request *request = worker->team->request;
	struct af_tally *tally = &worker->tally[context];
	struct page *page = af_request_page(request, tally->refused);

	if (!page) {
		count(&tally->refused);
		if (request->special == AF_CGROUP &&
		    !af_zones_have_memory(request))
			tally->starved++;
		return;
	}
	list_add(&page->lru, &tally->kept);
	count(&tally->granted);
	if (tally->granted > request->limit) {
		tally->over_limit = true;
		WRITE_ONCE(worker->team->stop, true);
	}
}

static void request_once(struct worker *worker, enum af_context context)
{
	if (worker->team->request->special == AF_GRANTED)
		request_granted(worker, context);
	else
		request_refused(worker, context);
}

/*
 * Of requests that were granted meanwhile the last one's time is not kept. The marks
 * are not in it.
 */
static void request_timed(struct worker *worker, enum af_context context)
{
	unsigned long n = done(worker, context);
	u64 start, end;

	af_mark_begin();
	start = af_ticks();
	request_once(worker, context);
	end = af_ticks();
	af_mark_end();
	worker->samples[context][n] = end - start;
}

static enum af_context context_now(void)
{
	if (in_nmi())
		return AF_NMI;
	if (hardirq_count())
		return AF_HARDIRQ;
	return in_serving_softirq() ? AF_SOFTIRQ : AF_TASK;
}

/* With pauses, one at a time. */
static void request_chunk(struct worker *worker, enum af_context context)
{
	unsigned int chunk = worker->team->request->pause ? 1 : CHUNK;
	unsigned int i;

	WARN_ON_ONCE(context_now() != context);
	for (i = 0; i < chunk && unfinished(worker, context); i++) {
		if (worker->samples[context])
			request_timed(worker, context);
		else
			request_once(worker, context);
	}
}

static void worker_tasklet(struct tasklet_struct *tasklet)
{
	struct worker *worker = container_of(tasklet, struct worker, tasklet);

	request_chunk(worker, AF_SOFTIRQ);
}

/* Of the run that has NMIs; there is one at a time. */
static struct af_team *nmi_team;

static void worker_nmi(void)
{
	bool allowed = nmi_team->request->special == AF_NOLOCK;
	unsigned int i;

	if (!allowed)
		af_lockdep_pause();
	for (i = 0; i < nmi_team->nr; i++)
		if (nmi_team->workers[i].cpu == smp_processor_id())
			request_chunk(&nmi_team->workers[i], AF_NMI);
	if (!allowed)
		af_lockdep_resume();
}

/* Leaves two thirds of the time to the softirq and the task below it. */
static enum hrtimer_restart worker_tick(struct hrtimer *timer)
{
	struct worker *worker = container_of(timer, struct worker, timer);
	bool softirq = unfinished(worker, AF_SOFTIRQ);
	bool nmi = unfinished(worker->next, AF_NMI);
	u64 start = ktime_get_ns();
	u64 elapsed;

	if (!softirq && !nmi && !unfinished(worker, AF_HARDIRQ)) {
		complete(&worker->interrupts_done);
		return HRTIMER_NORESTART;
	}
	if (nmi)
		af_nmi_send(worker->next->cpu);
	request_chunk(worker, AF_HARDIRQ);
	if (softirq)
		tasklet_schedule(&worker->tasklet);
	elapsed = ktime_get_ns() - start;
	hrtimer_forward_now(timer, ns_to_ktime(TICK_NS + 2 * elapsed));
	return HRTIMER_RESTART;
}

static void start_interrupts(struct worker *worker)
{
	hrtimer_start(&worker->timer, ns_to_ktime(TICK_NS), TIMER_MODE);
}

/* Waits a second at a time, so as not to look hung. */
static void finish_interrupts(struct worker *worker)
{
	while (!wait_for_completion_timeout(&worker->interrupts_done, HZ))
		;
	hrtimer_cancel(&worker->timer);
	tasklet_kill(&worker->tasklet);
}

/* Not after a grant: there can be thousands before the first refusal. */
static void pause_after(const struct worker *worker, unsigned long refused)
{
	unsigned int pause = worker->team->request->pause;

	if (pause && worker->tally[AF_TASK].refused > refused)
		msleep_interruptible(pause);
}

/*
 * It may never sleep, and being preempted is no quiescent state of RCU tasks, for whose
 * grace periods tracers wait.
 */
static void run_task(struct worker *worker)
{
	bool memalloc = worker->team->request->memalloc;
	unsigned int flags = 0;
	unsigned long refused;

	while (unfinished(worker, AF_TASK)) {
		refused = worker->tally[AF_TASK].refused;
		if (memalloc)
			flags = memalloc_noreclaim_save();
		request_chunk(worker, AF_TASK);
		if (memalloc)
			memalloc_noreclaim_restore(flags);
		pause_after(worker, refused);
		if (!worker->thread && fatal_signal_pending(current))
			WRITE_ONCE(worker->team->stop, true);
		cond_resched_tasks_rcu_qs();
	}
}

/* The drain, before that, is no realtime task's: in 5.10 it would make reserves. */
static void run_task_realtime(struct worker *worker)
{
	sched_set_fifo_low(current);
	run_task(worker);
	sched_set_normal(current, task_nice(current));
}

static void run_worker(struct worker *worker)
{
	const struct af_request *request = worker->team->request;
	bool interrupts = request->contexts & ~BIT(AF_TASK);

	if (interrupts)
		start_interrupts(worker);
	if (request->realtime)
		run_task_realtime(worker);
	else
		run_task(worker);
	if (interrupts)
		finish_interrupts(worker);
}

static int worker_thread(void *data)
{
	struct worker *worker = data;
	struct af_team *team = worker->team;

	wait_for_completion(&team->go);
	run_worker(worker);
	if (atomic_dec_and_test(&team->running))
		complete(&team->done);

	set_current_state(TASK_INTERRUPTIBLE);
	while (!kthread_should_stop()) {
		schedule();
		set_current_state(TASK_INTERRUPTIBLE);
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static void init_worker(struct af_team *team, unsigned int n,
			const struct af_cost cost[AF_NR_CONTEXTS])
{
	struct worker *worker = &team->workers[n];
	unsigned int i;

	worker->team = team;
	worker->next = &team->workers[(n + 1) % team->nr];
	init_completion(&worker->interrupts_done);
	tasklet_setup(&worker->tasklet, worker_tasklet);
	af_hrtimer_setup(&worker->timer, worker_tick, TIMER_MODE);
	for (i = 0; i < AF_NR_CONTEXTS; i++)
		INIT_LIST_HEAD(&worker->tally[i].kept);
	for (i = 0; i < AF_NR_CONTEXTS; i++)
		if (cost[i].samples)
			worker->samples[i] =
				cost[i].samples + n * team->request->count;
}

static int create_thread(struct worker *worker, unsigned int cpu)
{
	struct task_struct *thread;

	thread = kthread_create(worker_thread, worker, "af_stim/%u", cpu);
	if (IS_ERR(thread))
		return PTR_ERR(thread);
	kthread_bind(thread, cpu);
	worker->thread = thread;
	worker->cpu = cpu;
	wake_up_process(thread);
	return 0;
}

static int create_threads(struct af_team *team)
{
	unsigned int cpu, i = 0;
	int err;

	for_each_online_cpu(cpu) {
		if (i == team->nr)
			break;
		err = create_thread(&team->workers[i++], cpu);
		if (err)
			return err;
	}
	return 0;
}

static int listen_to_nmis(struct af_team *team)
{
	int err;

	nmi_team = team;
	err = af_nmi_begin(worker_nmi);
	if (err)
		nmi_team = NULL;
	return err;
}

static bool by_writer(const struct af_request *request)
{
	return request->cpus == 1 && request->contexts == BIT(AF_TASK);
}

/*
 * Holds the CPUs online until af_team_destroy(), if there are threads: the writer
 * by itself goes on wherever it may run.
 */
struct af_team *af_team_create(const struct af_request *request,
			       const struct af_cost cost[AF_NR_CONTEXTS])
{
	struct af_team *team;
	unsigned int i;
	int err;

	team = kzalloc(struct_size(team, workers, request->cpus), GFP_KERNEL);
	if (!team)
		return ERR_PTR(-ENOMEM);
	team->request = request;
	team->nr = request->cpus;
	init_completion(&team->go);
	init_completion(&team->done);
	atomic_set(&team->running, team->nr);
	for (i = 0; i < team->nr; i++)
		init_worker(team, i, cost);

	if (by_writer(request))
		return team;
	cpus_read_lock();
	err = -EINVAL;
	if (request->cpus > num_online_cpus())
		pr_err("%u CPUs asked for, %u are online\n", request->cpus,
		       num_online_cpus());
	else
		err = create_threads(team);
	if (!err && (request->contexts & BIT(AF_NMI)))
		err = listen_to_nmis(team);
	if (!err)
		return team;
	af_team_destroy(team);
	return ERR_PTR(err);
}

/* Lets the threads go, and waits for the last of them. */
static void run_threads(struct af_team *team)
{
	complete_all(&team->go);
	if (wait_for_completion_killable(&team->done)) {
		WRITE_ONCE(team->stop, true);
		wait_for_completion(&team->done);
	}
}

static bool over_limit(const struct af_team *team)
{
	unsigned int i, context;

	for (i = 0; i < team->nr; i++) {
		for (context = 0; context < AF_NR_CONTEXTS; context++) {
			if (team->workers[i].tally[context].over_limit)
				return true;
		}
	}
	return false;
}

int af_team_run(struct af_team *team)
{
	u64 start = ktime_get_ns();

	if (by_writer(team->request))
		run_worker(&team->workers[0]);
	else
		run_threads(team);
	team->elapsed_ns = ktime_get_ns() - start;

	if (over_limit(team))
		return -EOVERFLOW;
	return team->stop ? -EINTR : 0;
}

static unsigned long release_kept(struct af_tally *tally, unsigned int order)
{
	struct page *page, *next;
	unsigned long freed = 0;

	list_for_each_entry_safe(page, next, &tally->kept, lru) {
		list_del(&page->lru);
		__free_pages(page, order);
		freed += 1UL << order;
		cond_resched();
	}
	return freed;
}

static void add_tally(struct af_tally *sum, const struct af_tally *tally)
{
	sum->refused += tally->refused;
	sum->granted += tally->granted;
	sum->starved += tally->starved;
}

/* Gives the granted blocks back, and sums the tallies. */
void af_team_release(struct af_team *team, struct af_result *result)
{
	unsigned int order = team->request->order;
	unsigned int i, context;

	for (i = 0; i < team->nr; i++) {
		struct af_tally *tally = team->workers[i].tally;

		for (context = 0; context < AF_NR_CONTEXTS; context++) {
			add_tally(&result->tally[context], &tally[context]);
			result->freed += release_kept(&tally[context], order);
		}
	}
	result->elapsed_ns = team->elapsed_ns;
}

/* Threads that never got to run are told to do nothing. */
void af_team_destroy(struct af_team *team)
{
	unsigned int i;

	WRITE_ONCE(team->stop, true);
	if (nmi_team) {
		af_nmi_end();
		nmi_team = NULL;
	}
	complete_all(&team->go);
	for (i = 0; i < team->nr; i++) {
		if (team->workers[i].thread)
			kthread_stop(team->workers[i].thread);
	}
	if (!by_writer(team->request))
		cpus_read_unlock();
	kfree(team);
}
