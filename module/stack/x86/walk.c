// SPDX-License-Identifier: GPL-2.0-only
/*
 * x86-64: walking along a stack: where it begins, what is left out, where it is cut.
 *
 * stack_trace_save() always starts at its caller. What a kprobe, its trampoline
 * and other tracers put between the allocator and this module would become part
 * of the signature, and on 5.10 it cannot pass a kretprobe's trampoline at all.
 * The unwinder below it is exported on x86 and starts at given registers.
 */
#include <linux/build_bug.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <asm/unwind.h>

#include "kernel/compat.h"
#include "stack/inner.h"
#include "stack/stack.h"

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

/*
 * Has the unwinder reached what an interrupt interrupted? That is at the
 * registers saved at the interrupt's entry. A softirq has none: there it is
 * where the walk leaves the interrupt stack.
 */
static bool walk_at_interrupted(struct unwind_state *state,
				enum stack_type began_on)
{
	return unwind_get_entry_regs(state, NULL) ||
	       (began_on != STACK_TYPE_TASK &&
		state->stack_info.type == STACK_TYPE_TASK);
}

/* Where the unwinder read the return address, 0 if it was in saved registers. */
static u64 walk_return_slot(const struct unwind_state *state)
{
	return af_unwound_regs(state) ? 0 : af_unwound_sp(state) - sizeof(u64);
}

static void walk_begin(struct walk *walk)
{
	const struct af_origin *origin = walk->origin;
	struct pt_regs regs = {
		.ip = origin->registers.ip,
		.sp = origin->registers.sp,
		.bp = origin->registers.bp,
		.cs = __KERNEL_CS,
	};

	/*
	 * At a function's entry the return address is in no record. What goes by frame
	 * pointers looks for it on the stack if the instruction pointer is 0, as it is
	 * after a call of no function at all.
	 */
	if (IS_ENABLED(CONFIG_UNWINDER_FRAME_POINTER) && origin->way->at_entry)
		regs.ip = 0;
	walk->nr_frames = 0;
	walk->nr_skipped = 0;
	if (origin->way->include_ip)
		walk->frames[walk->nr_frames++] = origin->registers.ip;
	unwind_start(&walk->state, current, &regs, NULL);
	walk->began_on = walk->state.stack_info.type;
	if (!walk->known)
		return;
	walk->place = af_place_of(&origin->registers, origin->way->at_entry,
				  atomic_read(&af_stack_epoch));
	af_known_begin(walk->known, &walk->place,
		       (u64)walk->state.stack_info.begin,
		       (u64)walk->state.stack_info.end, walk->max);
}

/* Is the walk over, though the stack goes on? */
static bool walk_is_cut(struct walk *walk)
{
	return walk->nr_frames == walk->max ||
	       (walk->in_irq &&
		walk_at_interrupted(&walk->state, walk->began_on));
}

/*
 * The return address that was found, 0 if it is none of the kernel's code. A
 * lookup takes a third of a step. ORC's next step makes one of its own, and says
 * if that failed. So only two kinds are looked up here: the last address that
 * fits, and those of saved registers, which may be user mode's. Others look up
 * nothing else.
 */
static unsigned long walk_address(struct walk *walk)
{
	if (!IS_ENABLED(CONFIG_UNWINDER_ORC) || walk->careful ||
	    af_unwound_regs(&walk->state) || walk->nr_frames + 1 == walk->max)
		return unwind_get_return_address(&walk->state);
	return af_unwound_ip(&walk->state);
}

static void walk_add_frame(struct walk *walk, unsigned long address)
{
	if (walk->nr_frames == 0 &&
	    af_frame_is_inner(walk->origin->way, address))
		walk->nr_skipped++;
	else
		walk->frames[walk->nr_frames++] = address;
}

/* Return: whether the walk came to the end of the stack */
static bool walk_along(struct walk *walk)
{
	struct unwind_state *state = &walk->state;
	unsigned long address;

	for (; !unwind_done(state); unwind_next_frame(state)) {
		if (walk_is_cut(walk))
			return false;
		address = walk_address(walk);
		if (!address)
			return true;
		if (walk->known)
			af_known_step(walk->known, &walk->place,
				      walk_return_slot(state), address,
				      af_unwound_bp(state));
		walk_add_frame(walk, address);
	}
	return true;
}

/*
 * If the unwinder lost its way, the walk is done again with care. Return: whether
 * it came to the end of the stack
 */
static bool walk_all(struct walk *walk)
{
	bool whole;

	walk_begin(walk);
	whole = walk_along(walk);
	if (walk->careful || !unwind_error(&walk->state))
		return whole;
	walk->careful = true;
	walk_begin(walk);
	return walk_along(walk);
}

/*
 * 5.10's unwinder does not know whom a return probe's trampoline stands for, and
 * loses its way there. The address is the kernel's, for each was looked up.
 */
static bool walk_ends_at_trampoline(struct walk *walk)
{
	return walk->careful && unwind_error(&walk->state) && walk->nr_frames &&
	       !af_follows_call(walk->frames[walk->nr_frames - 1]);
}

/**
 * af_stack_save() - return addresses from the failing request outwards
 * @origin: where to begin
 * @in_irq: end at the interrupt's entry: what was interrupted is noise
 * @frames: where to put them
 * @max: how many fit
 * @known: to be recognised when it comes again, or NULL; room for @max frames
 * @hidden: set if the stack goes on, and a tracer hides who called
 *
 * Context: Any, NMI included; preemption off.
 * Return: How many there are.
 */
u32 af_stack_save(const struct af_origin *origin, bool in_irq, u64 *frames,
		  u32 max, struct af_known_stack *known, bool *hidden)
{
	struct walk walk = {
		.origin = origin,
		.in_irq = in_irq,
		.frames = frames,
		.max = max,
		.known = AF_CAN_RECOGNISE ? known : NULL,
	};
	bool whole;
	u32 nr;

	static_assert(sizeof(u64) == sizeof(unsigned long));

	whole = walk_all(&walk);
	*hidden = walk_ends_at_trampoline(&walk);
	nr = walk.nr_frames - *hidden;
	if (in_irq)
		nr = af_filter_irq_stacks((unsigned long *)frames, nr);
	if (walk.known)
		af_known_end(walk.known, &walk.place, walk.nr_skipped, nr,
			     origin->way->include_ip,
			     whole && nr == walk.nr_frames,
			     unwind_error(&walk.state));
	return nr;
}
