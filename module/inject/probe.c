// SPDX-License-Identifier: GPL-2.0-only
/*
 * The probe on the page allocator's entry function: gathers the facts of each
 * request, and has one that is chosen return NULL, or fail in the slow path.
 *
 * All of it runs in a breakpoint on top of the request's context, interrupts off:
 * no lock, no sleep, no allocation, no printk. On one CPU it does not nest: the
 * kernel runs no probe within another's handler, and counts that as nmissed.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cgroup.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/mmzone.h>
#include <linux/printk.h>
#include <linux/sched/mm.h>

#include "hook/arch.h"
#include "hook/breakpoint.h"
#include "hook/entries.h"
#include "inject/armed.h"
#include "inject/log.h"
#include "kernel/compat.h"

/* A task's parents are followed so far, for tree=. */
#define INJECT_MAX_PARENTS 64

/* What is below our handler on the stack: the breakpoint's way to it. */
#define INJECT_OWN_FRAMES 24

static_assert(AF_INJECT_MAX_ORDER + 1 == AF_NR_ORDERS);

/* The frames of the request at hand; of this CPU alone, see above. */
struct inject_frames {
	unsigned long all[INJECT_OWN_FRAMES + AF_INJECT_FRAMES];
	u64 frames[AF_INJECT_FRAMES];
};

static DEFINE_PER_CPU(struct inject_frames, inject_frames);

static struct kprobe inject_entry_probe;
static const char *inject_entry_symbol = "-";

/*
 * Does the current task descend from a process? Parents change when one dies; who
 * is left then belongs to the process that takes it over.
 */
static bool inject_in_tree(u32 pid)
{
	const struct task_struct *task = current;
	unsigned int i;

	for (i = 0; i < INJECT_MAX_PARENTS && task->pid; i++) {
		if (task->tgid == (pid_t)pid)
			return true;
		/* Preemption is off, which is a section of RCU. */
		task = rcu_dereference_sched(task->real_parent);
	}
	return false;
}

static bool inject_in_cgroup(u64 id)
{
#ifdef CONFIG_CGROUPS
	struct cgroup *cgroup;
	bool found = false;

	rcu_read_lock();
	for (cgroup = task_dfl_cgroup(current); cgroup && !found;
	     cgroup = cgroup_parent(cgroup))
		found = cgroup_id(cgroup) == id;
	rcu_read_unlock();
	return found;
#else
	return false;
#endif
}

/**
 * af_inject_facts() - what there is to know of a request, but for its stack
 * @facts: where to put it
 * @settings: what is to be failed: what they do not ask for costs nothing
 * @context: of the request
 * @gfp: its mask, as the allocator sees it
 * @order: its order
 *
 * Context: Any, NMI included; preemption off.
 */
void af_inject_facts(struct af_inject_facts *facts,
		     const struct af_inject_settings *settings,
		     enum af_context context, gfp_t gfp, unsigned int order)
{
	bool task = context == AF_CONTEXT_TASK;

	*facts = (struct af_inject_facts){
		.gfp = (__force u32)gfp,
		.order = order,
		.context = context,
		.task = task ? current->pid : 0,
		.pid = task ? current->tgid : 0,
		.nofail = gfp & __GFP_NOFAIL,
		.may_sleep = gfp & __GFP_DIRECT_RECLAIM,
		.noretry = gfp & __GFP_NORETRY,
		/* The kernel clears it for a softirq; above, it is not theirs. */
		.memalloc = context <= AF_CONTEXT_SOFTIRQ &&
			    current->flags & PF_MEMALLOC,
	};
	if (settings->tree && task)
		facts->in_tree = inject_in_tree(settings->tree);
	if (settings->cgroup && task)
		facts->in_cgroup = inject_in_cgroup(settings->cgroup);
}

/*
 * The stack from the request's caller outwards. stack_trace_save() begins here;
 * what comes before the breakpoint is left out.
 */
static void inject_stack(struct af_inject_stack *stack, const struct kprobe *kp)
{
	struct inject_frames *room = this_cpu_ptr(&inject_frames);
	unsigned long entry = (unsigned long)kp->addr;
	unsigned int nr, i, from = 0;

	nr = af_stack_trace_save(room->all, ARRAY_SIZE(room->all));
	for (i = 0; i < nr && !from; i++)
		if (room->all[i] - entry <= 1)
			from = i + 1;
	stack->nr = 0;
	for (i = from; from && i < nr && stack->nr < AF_INJECT_FRAMES; i++)
		room->frames[stack->nr++] = room->all[i];
	stack->frames = room->frames;
}

/**
 * af_inject_in_module() - is a frame of a stack in a module
 * @stack: the stack
 * @module: the module, NULL if it is not there
 *
 * Context: Any, NMI included; preemption off.
 * Return: Whether there is.
 */
bool af_inject_in_module(const struct af_inject_stack *stack,
			 const struct module *module)
{
	u32 i;

	for (i = 0; module && i < stack->nr; i++)
		if (within_module(stack->frames[i], module))
			return true;
	return false;
}

/* Is the request to be failed, or noted? If so, @stack is its stack, and @hash of that. */
static bool inject_decide(struct af_inject_armed *armed,
			  const struct af_inject_facts *facts,
			  const struct kprobe *kp,
			  struct af_inject_stack *stack, u64 *hash)
{
	const struct af_inject_settings *settings = &armed->settings;
	bool needs_stack = af_inject_needs_stack(settings);

	*hash = 0;
	if (needs_stack) {
		inject_stack(stack, kp);
		/* Pairs with the WRITE_ONCE in target.c. */
		stack->in_module =
			af_inject_in_module(stack, READ_ONCE(armed->module));
		stack->function = armed->function;
		if (!af_inject_wants_stack(settings, stack))
			return false;
		*hash = af_inject_hash(stack->frames, stack->nr,
				       AF_MODULES_START, AF_MODULES_END);
		if (settings->site && settings->site != *hash)
			return false;
	}
	if (!facts->spared)
		af_inject_count(AF_INJECT_MATCHED);
	if (!af_inject_choose(settings, &armed->state, &af_inject_sites,
			      facts->order, *hash))
		return false;
	if (!needs_stack) {
		inject_stack(stack, kp);
		*hash = af_inject_hash(stack->frames, stack->nr,
				       AF_MODULES_START, AF_MODULES_END);
	}
	return true;
}

/* The way from a request to here, for allocfail. */
static const struct af_way inject_way = {
	.preempt_count = AF_BREAKPOINT_PREEMPT_COUNT,
	.at_entry = true,
};

/* allocfail records a failure that never comes to its tracepoint. */
static noinline void inject_tell(const struct kprobe *kp, struct pt_regs *regs,
				 const struct af_inject_facts *facts)
{
	struct af_call call = {
		.gfp = (__force gfp_t)facts->gfp,
		.order = facts->order,
		.node = regs_get_kernel_argument(regs, 2),
		.nodemask_known = true,
		.nodemask =
			(const nodemask_t *)regs_get_kernel_argument(regs, 3),
		.early = true,
	};
	struct af_origin origin = {
		.registers =
			af_registers_at_entry((unsigned long)kp->addr, regs),
		.way = &inject_way,
	};
	/* Pairs with the WRITE_ONCE in tell.c. */
	const struct af_told *told = READ_ONCE(af_inject_told);

	if (told)
		told->injected(&call, &origin);
}

/* A request that may be failed, or noted. Return: 1 if it has been, as a handler does. */
static noinline int inject_request(struct af_inject_armed *armed,
				   const struct kprobe *kp,
				   struct pt_regs *regs,
				   const struct af_inject_facts *facts)
{
	enum af_inject_outcome outcome =
		af_inject_outcome(&armed->settings, facts);
	struct af_inject_stack stack;
	u64 hash;

	if (!inject_decide(armed, facts, kp, &stack, &hash))
		return 0;
	if (armed->settings.dry) {
		af_inject_count(AF_INJECT_NOTED);
		af_inject_log_add(facts, &stack, hash, outcome);
		return 0;
	}
	if (armed->settings.mode == AF_INJECT_SLOWPATH) {
		if (af_inject_slowpath_begin(facts->context))
			af_inject_log_add(facts, &stack, hash, outcome);
		else
			af_inject_count(AF_INJECT_BUSY);
		return 0;
	}
	af_inject_count(AF_INJECT_FAILED);
	af_inject_log_add(facts, &stack, hash, outcome);
	inject_tell(kp, regs, facts);
	af_return_null(regs);
	return 1;
}

/* Any context that may allocate; in a breakpoint, so interrupts are off. */
static int af_inject_entry(struct kprobe *kp, struct pt_regs *regs)
{
	/* Pairs with the release in af_inject_publish(). */
	struct af_inject_armed *armed = smp_load_acquire(&af_inject_armed);
	gfp_t gfp = (__force gfp_t)regs_get_kernel_argument(regs, 0);
	unsigned int order = regs_get_kernel_argument(regs, 1);
	struct af_inject_facts facts;

	if (!armed)
		return 0;
	af_inject_count(AF_INJECT_SEEN);
	af_inject_facts(&facts, &armed->settings,
			af_context_of(preempt_count() -
				      AF_BREAKPOINT_PREEMPT_COUNT),
			current_gfp_context(gfp), order);
	if (armed->settings.mode == AF_INJECT_SLOWPATH && !facts.memalloc)
		af_inject_slowpath_next(facts.context);
	if (!af_inject_wants(&armed->settings, &facts))
		return 0;
	facts.spared = af_inject_spared(&armed->settings, &facts,
					PAGE_ALLOC_COSTLY_ORDER);
	if (facts.spared) {
		af_inject_count(AF_INJECT_SPARED_0 + facts.spared - 1);
		if (!af_inject_notes_spared(&armed->settings))
			return 0;
	}
	return inject_request(armed, kp, regs, &facts);
}

static int inject_probe_attach_to(const char *symbol)
{
	kprobe_opcode_t *entry;
	int err = af_breakpoint_find(symbol, &entry);

	if (err)
		return err;
	/* What an earlier registration left in it would be refused. */
	inject_entry_probe = (struct kprobe){
		.addr = entry,
		.pre_handler = af_inject_entry,
		.post_handler = af_breakpoint_no_jump,
	};
	return register_kprobe(&inject_entry_probe);
}

/**
 * af_inject_probe_attach() - have each request looked at
 *
 * Context: Process, under af_inject_lock; sleeps.
 * Return: 0 or -errno, logged.
 */
int af_inject_probe_attach(void)
{
	int err = -ENOENT;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(af_allocator_entries) && err == -ENOENT;
	     i++) {
		err = inject_probe_attach_to(af_allocator_entries[i]);
		if (!err)
			inject_entry_symbol = af_allocator_entries[i];
	}
	if (err)
		pr_err("cannot probe the page allocator's entry function: error %d\n",
		       err);
	return err;
}

/**
 * af_inject_probe_detach() - have no request looked at
 *
 * On return no handler is under way, and none has left a request to run code of
 * this module, see af_return_null().
 *
 * Context: Process, under af_inject_lock; sleeps.
 */
void af_inject_probe_detach(void)
{
	unregister_kprobe(&inject_entry_probe);
}

/**
 * af_inject_probe_symbol() - the function that is probed
 *
 * Context: Process, under af_inject_lock.
 * Return: Its name, - before the first time.
 */
const char *af_inject_probe_symbol(void)
{
	return inject_entry_symbol;
}

/**
 * af_inject_probe_nmissed() - requests that the kernel did not show
 *
 * Context: Process, under af_inject_lock.
 * Return: How many since it was attached.
 */
unsigned long af_inject_probe_nmissed(void)
{
	return READ_ONCE(inject_entry_probe.nmissed);
}
