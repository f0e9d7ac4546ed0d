// SPDX-License-Identifier: GPL-2.0-only
/* Taking the stack of a failure, from the allocator outwards. */
#include <linux/atomic.h>
#include <linux/build_bug.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <asm/unwind.h>

#include "kernel/compat.h"
#include "stack/stack.h"

/*
 * stack_trace_save() always starts at its caller: what a kprobe, its trampoline
 * and other tracers put between the allocator and us would become part of the
 * signature, and on 5.10 it cannot pass a kretprobe's trampoline at all. The
 * unwinder below it is exported on x86 and starts at the registers given.
 */
#ifndef CONFIG_X86_64
#error "allocfail knows how to start a stack trace on x86-64 only"
#endif

/*
 * How a stack is recognised goes by how the ORC unwinder works; with another
 * one each is unwound.
 */
#define CAN_RECOGNISE IS_ENABLED(CONFIG_UNWINDER_ORC)

/* Upper bound of the code of a tracepoint's iterator, bytes. */
#define ITERATOR_MAX 512

/*
 * An address means what it meant before as long as no module came. One that has
 * gone left addresses that nobody calls from until another takes its place.
 */
static atomic_t epoch = ATOMIC_INIT(1);

static int module_comes(struct notifier_block *block, unsigned long state,
			void *module)
{
	if (state == MODULE_STATE_COMING)
		atomic_inc(&epoch);
	return NOTIFY_OK;
}

static struct notifier_block notifier = { .notifier_call = module_comes };

/* Process context, before the hook is attached. Return: 0 or -errno */
int af_stack_init(void)
{
	return register_module_notifier(&notifier);
}

/* Process context, after the hook is detached; sleeps. */
void af_stack_exit(void)
{
	unregister_module_notifier(&notifier);
}

static struct af_stack_place place_of(const struct af_origin *origin)
{
	unsigned long stack = (unsigned long)task_stack_page(current);
	const struct pt_regs *user = task_pt_regs(current);
	struct af_stack_place place = {
		.ip = origin->ip,
		.sp = origin->sp,
		.bp = origin->bp,
		.epoch = atomic_read(&epoch),
	};

	if (origin->sp - stack < THREAD_SIZE) {
		place.end = stack + THREAD_SIZE;
		place.top = (unsigned long)user;
		/* An exception's entry leaves -1, of a kernel thread's 0. */
		place.syscall = !(current->flags & PF_KTHREAD) &&
				(long)user->orig_ax != -1;
	}
	return place;
}

static struct af_known_stack *known_stack(const struct af_known_stacks *stacks,
					  unsigned int n)
{
	return stacks->memory + n * stacks->bytes;
}

/**
 * af_stack_recognise - is the stack one that was unwound lately
 * @stacks: of this CPU and context
 * @origin: where the walk would begin
 *
 * Any context, NMI included; preemption off.
 *
 * Return: it, NULL if it is not known
 */
struct af_known_stack *af_stack_recognise(struct af_known_stacks *stacks,
					  const struct af_origin *origin)
{
	struct af_stack_place place;
	struct af_known_stack *known;
	unsigned int i, n;

	if (!CAN_RECOGNISE)
		return NULL;
	place = place_of(origin);
	for (i = 0; i < AF_KNOWN_STACKS; i++) {
		n = (stacks->latest + i) % AF_KNOWN_STACKS;
		known = known_stack(stacks, n);
		if (af_known_matches(known, &place)) {
			stacks->latest = n;
			return known;
		}
	}
	return NULL;
}

/* The place for one more, which takes that of the oldest. As above. */
struct af_known_stack *af_stack_oldest(struct af_known_stacks *stacks)
{
	unsigned int n = stacks->oldest;

	stacks->oldest = (n + 1) % AF_KNOWN_STACKS;
	stacks->latest = n;
	return known_stack(stacks, n);
}

/* What may stand between the hook's registers and the allocator. */
static bool on_the_way(unsigned long address, const struct af_origin *origin)
{
	return within_module_core(address, THIS_MODULE) ||
	       (origin->iterator && address - origin->iterator < ITERATOR_MAX);
}

/*
 * Has the unwinder reached what an interrupt interrupted: the registers saved
 * at its entry, or, as a softirq has none, the end of the interrupt stack.
 */
static bool interrupted(struct unwind_state *state, enum stack_type began_on)
{
	return unwind_get_entry_regs(state, NULL) ||
	       (began_on != STACK_TYPE_TASK &&
		state->stack_info.type == STACK_TYPE_TASK);
}

/* Where the unwinder read the return address, 0 if it was in saved registers. */
static u64 return_slot(const struct unwind_state *state)
{
	return state->regs ? 0 : state->sp - sizeof(u64);
}

/* One walk along a stack. */
struct walk {
	const struct af_origin *origin;
	struct unwind_state state;
	enum stack_type began_on;
	bool in_irq;
	bool careful; /* each address is looked up at once */
	u64 *frames;
	u32 max;
	u32 nr_frames;
	u32 nr_skipped;		      /* before the first frame */
	struct af_known_stack *known; /* to note the walk in, or NULL */
	struct af_stack_place place;
};

static void begin(struct walk *walk)
{
	const struct af_origin *origin = walk->origin;
	struct pt_regs regs = {
		.ip = origin->ip,
		.sp = origin->sp,
		.bp = origin->bp,
		.cs = __KERNEL_CS,
	};

	walk->nr_frames = 0;
	walk->nr_skipped = 0;
	if (origin->include_ip)
		walk->frames[walk->nr_frames++] = origin->ip;
	unwind_start(&walk->state, current, &regs, NULL);
	walk->began_on = walk->state.stack_info.type;
	if (!walk->known)
		return;
	walk->place = place_of(origin);
	af_known_begin(walk->known, &walk->place,
		       (u64)walk->state.stack_info.begin,
		       (u64)walk->state.stack_info.end, walk->max);
}

/* Return: whether the walk is over, though the stack goes on */
static bool cut(struct walk *walk)
{
	return walk->nr_frames == walk->max ||
	       (walk->in_irq && interrupted(&walk->state, walk->began_on));
}

/*
 * The address that was found, 0 if it is none of the kernel's code. A lookup
 * takes a third of a step, and the next step makes one of its own, which says
 * if it failed: looked up here are only the last address that fits, and those
 * of saved registers, which may be user mode's.
 */
static unsigned long found(struct walk *walk)
{
	if (!CAN_RECOGNISE || walk->careful || walk->state.regs ||
	    walk->nr_frames + 1 == walk->max)
		return unwind_get_return_address(&walk->state);
	return af_unwound_ip(&walk->state);
}

static void take(struct walk *walk, unsigned long address)
{
	if (walk->nr_frames == 0 && on_the_way(address, walk->origin))
		walk->nr_skipped++;
	else
		walk->frames[walk->nr_frames++] = address;
}

/* Return: whether it came to the end of the stack */
static bool go(struct walk *walk)
{
	struct unwind_state *state = &walk->state;
	unsigned long address;

	for (; !unwind_done(state); unwind_next_frame(state)) {
		if (cut(walk))
			return false;
		address = found(walk);
		if (!address)
			return true;
		if (walk->known)
			af_known_step(walk->known, &walk->place,
				      return_slot(state), address, state->bp);
		take(walk, address);
	}
	return true;
}

/* Again with care, if the unwinder lost its way. Return: as above */
static bool begin_and_go(struct walk *walk)
{
	bool whole;

	begin(walk);
	whole = go(walk);
	if (walk->careful || !unwind_error(&walk->state))
		return whole;
	walk->careful = true;
	begin(walk);
	return go(walk);
}

/**
 * af_stack_save - return addresses from the failing request outwards
 * @origin: where to begin
 * @in_irq: end at the interrupt's entry; what was interrupted is noise
 * @frames: where to put them
 * @max: how many fit
 * @known: to be recognised when it comes again, or NULL; room for @max frames
 *
 * Any context, NMI included; preemption off.
 *
 * Return: how many there are
 */
u32 af_stack_save(const struct af_origin *origin, bool in_irq, u64 *frames,
		  u32 max, struct af_known_stack *known)
{
	struct walk walk = {
		.origin = origin,
		.in_irq = in_irq,
		.frames = frames,
		.max = max,
		.known = CAN_RECOGNISE ? known : NULL,
	};
	bool whole;
	u32 nr;

	static_assert(sizeof(u64) == sizeof(unsigned long));

	whole = begin_and_go(&walk);
	nr = walk.nr_frames;
	if (in_irq)
		nr = af_filter_irq_stacks((unsigned long *)frames, nr);
	if (walk.known)
		af_known_end(walk.known, &walk.place, walk.nr_skipped, nr,
			     origin->include_ip, whole && nr == walk.nr_frames,
			     unwind_error(&walk.state));
	return nr;
}

/**
 * af_stack_verify - was a stack rightly recognised
 * @known: as what
 * @origin: where it begins
 * @in_irq: as for af_stack_save()
 * @frames: room to unwind it
 * @max: how many fit
 *
 * Any context, NMI included; preemption off.
 *
 * Return: whether the unwinder finds the same
 */
bool af_stack_verify(const struct af_known_stack *known,
		     const struct af_origin *origin, bool in_irq, u64 *frames,
		     u32 max)
{
	u32 nr = af_stack_save(origin, in_irq, frames, max, NULL);

	return af_known_equals(known, frames, nr);
}
