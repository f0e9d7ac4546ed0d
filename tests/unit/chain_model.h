/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Stacks of functions that keep frame pointers, and an unwinder that works as the
 * kernel's does there: from record to record, through the registers that an interrupt
 * has saved, and from its stack to the task's.
 */
#ifndef AF_CHAIN_MODEL_H
#define AF_CHAIN_MODEL_H

#include "choices.h"
#include "stack/chain/known.h"

#define WORDS 400
#define DEPTH 40
#define TEXT 0xffffffff81000000ULL
#define TEXT_BYTES 0x1000
#define REGISTERS 21 /* words */

/* What the innermost functions run in. */
enum chain_kind {
	CHAIN_SYSCALL,
	CHAIN_THREAD,	 /* of the kernel: registers at the top, of nobody */
	CHAIN_INTERRUPT, /* on the task's stack */
	CHAIN_APART,	 /* interrupt that has a stack of its own */
	CHAIN_KINDS,
};

/* A way down: what is called from where, and how much stack each takes. */
struct way {
	enum chain_kind kind;
	u32 nr;
	u32 interrupted; /* so many of them come before the interrupt */
	u64 addresses[DEPTH];
	u32 room[DEPTH];
	bool at_entry;
};

struct chain {
	struct af_stack_place place;
	bool apart; /* begins on the interrupts' stack */
	bool in_irq;
	u64 task[WORDS];
	u64 interrupts[WORDS];
};

struct frames {
	u32 nr;
	u64 frames[DEPTH];
	bool whole, lost;
};

static inline u64 address_of(const u64 *word)
{
	return (uintptr_t)word;
}

/* Of any address: the unwinder does not mind. */
static inline u64 load(u64 address)
{
	u64 word;

	memcpy(&word, (const void *)(uintptr_t)address, sizeof(word));
	return word;
}

static inline u64 task_top(const struct chain *chain)
{
	return address_of(chain->task + WORDS - REGISTERS);
}

static inline bool is_within(const u64 *stack, u64 address, u64 bytes)
{
	return address >= address_of(stack) &&
	       address <= address_of(stack + WORDS) - bytes;
}

static inline bool is_text(u64 address)
{
	return address - TEXT < TEXT_BYTES;
}

/* --- the unwinder */

struct unwinding {
	const struct chain *chain;
	const u64 *stack;
	u64 low; /* the next record is not below, on the same stack */
	u64 next;
	bool at_registers;
	u64 record;
};

/* Go to the record, or to the registers, that @next says. Return: whether it is there */
static inline bool unwinding_move(struct unwinding *at)
{
	bool registers = at->next & 1;
	u64 frame = at->next - registers;
	u64 bytes = registers ? REGISTERS * sizeof(u64) : 2 * sizeof(u64);

	if (!is_within(at->stack, frame, bytes)) {
		if (at->stack == at->chain->task ||
		    !is_within(at->chain->task, frame, bytes))
			return false;
		at->stack = at->chain->task;
		at->low = 0;
	}
	if (frame < at->low)
		return false;
	at->low = frame + bytes;
	at->at_registers = registers;
	at->record = frame;
	return true;
}

/* Does the walk end where the interrupt began? */
static inline bool unwinding_is_cut(const struct unwinding *at)
{
	const struct chain *chain = at->chain;

	return chain->in_irq &&
	       (at->at_registers || (chain->apart && at->stack == chain->task));
}

static inline void frames_add(struct frames *frames, u64 address)
{
	frames->frames[frames->nr++] = address;
}

static inline void unwinding_from(struct unwinding *at, u32 max,
				  struct frames *frames,
				  const struct af_stack_place *place,
				  struct af_known_stack *known)
{
	u64 address;

	while (frames->nr < max) {
		if (!unwinding_move(at)) {
			frames->lost = true;
			return;
		}
		if (unwinding_is_cut(at))
			return;
		/* Those of user mode and of kernel threads have no address in the kernel. */
		if (at->at_registers) {
			frames->whole = true;
			return;
		}
		address = load(at->record + sizeof(u64));
		if (!is_text(address)) {
			frames->whole = true;
			return;
		}
		if (known)
			af_known_step(known, place, at->record + sizeof(u64),
				      address, 0);
		frames_add(frames, address);
		if (at->record + 2 * sizeof(u64) == task_top(at->chain)) {
			frames->whole = frames->nr < max;
			return;
		}
		at->next = load(at->record);
	}
}

static inline struct frames unwind(const struct chain *chain, u32 max,
				   struct af_known_stack *known)
{
	const struct af_stack_place *place = &chain->place;
	const u64 *stack = chain->apart ? chain->interrupts : chain->task;
	struct unwinding at = {
		.chain = chain,
		.stack = stack,
		.low = place->sp,
		.next = place->bp,
	};
	struct frames frames = {};

	if (known)
		af_known_begin(known, place, address_of(stack),
			       address_of(stack + WORDS), DEPTH);
	if (place->at_entry && is_text(load(place->sp))) {
		if (known)
			af_known_step(known, place, place->sp, load(place->sp),
				      0);
		frames_add(&frames, load(place->sp));
		at.low += sizeof(u64);
	}
	if (!place->at_entry || frames.nr)
		unwinding_from(&at, max, &frames, place, known);
	if (known)
		af_known_end(known, place, 0, frames.nr, false, frames.whole,
			     frames.lost);
	return frames;
}

static inline bool same_frames(const struct frames *a, const struct frames *b)
{
	return a->nr == b->nr &&
	       !memcmp(a->frames, b->frames, a->nr * sizeof(u64));
}

/* --- stacks */

/* Leftovers: anything, best of all what looks as if it belonged there. */
static inline u64 leftover(const struct chain *chain, struct choices *choices)
{
	const u64 *stack = choose_below(choices, 2) ? chain->task :
						      chain->interrupts;

	switch (choose_below(choices, 6)) {
	case 0:
		return address_of(stack + choose_below(choices, WORDS)) +
		       !choose_below(choices, 4) * choose_below(choices, 8);
	case 1:
		return TEXT + choose_below(choices, TEXT_BYTES);
	case 2:
		return task_top(chain) + choose_below(choices, 2);
	case 3:
		return -(u64)choose_below(choices, 100);
	default:
		return choose_u64(choices);
	}
}

static inline struct way random_way(struct choices *choices)
{
	struct way way = {
		.kind = choose_below(choices, CHAIN_KINDS),
		.nr = 2 + choose_below(choices, 14),
		.at_entry = choose_below(choices, 2),
	};
	u32 i;

	way.interrupted = 1 + choose_below(choices, way.nr - 1);
	for (i = 0; i < way.nr; i++) {
		/* Nobody is called from the same place twice. */
		way.addresses[i] = TEXT + TEXT_BYTES / DEPTH * i +
				   choose_below(choices, TEXT_BYTES / DEPTH);
		way.room[i] = choose_below(choices, 8);
	}
	return way;
}

static inline u64 push(u64 sp, u64 value)
{
	sp -= sizeof(u64);
	*(u64 *)(uintptr_t)sp = value;
	return sp;
}

/* The interrupt's entry saves the registers; its handler may get another stack. */
static inline void interrupt(struct chain *chain, const struct way *way,
			     u64 *sp, u64 *bp)
{
	*sp -= REGISTERS * sizeof(u64);
	*bp = *sp + 1;
	chain->in_irq = true;
	if (way->kind != CHAIN_APART)
		return;
	/* A function of the entry on the task's stack has called it. */
	*sp = push(*sp, TEXT);
	*sp = push(*sp, *bp);
	*bp = *sp;
	chain->apart = true;
	*sp = address_of(chain->interrupts + WORDS);
}

/* The stack when the last function is at its site, or at its entry. */
static inline void go_down(struct chain *chain, const struct way *way,
			   struct choices *choices)
{
	u64 sp = task_top(chain), bp = 0;
	u32 i;

	memset(&chain->place, 0, sizeof(chain->place));
	chain->apart = false;
	chain->in_irq = false;
	for (i = 0; i < WORDS; i++) {
		chain->task[i] = leftover(chain, choices);
		chain->interrupts[i] = leftover(chain, choices);
	}
	if (way->kind == CHAIN_THREAD)
		bp = task_top(chain) + 1;
	for (i = 0; i < way->nr; i++) {
		if (i == way->interrupted && way->kind >= CHAIN_INTERRUPT)
			interrupt(chain, way, &sp, &bp);
		sp = push(sp, way->addresses[i]);
		if (way->at_entry && i + 1 == way->nr)
			break;
		sp = push(sp, bp);
		bp = sp;
		sp -= way->room[i] * sizeof(u64);
	}
	chain->place = (struct af_stack_place){
		.ip = TEXT,
		.sp = sp,
		.bp = bp,
		.end = chain->apart ? 0 : address_of(chain->task + WORDS),
		.top = chain->apart ? 0 : task_top(chain),
		.at_entry = way->at_entry,
		.epoch = 1,
	};
}

/* One to three words are others, or the frame pointer is. */
static inline void spoil(struct chain *chain, struct choices *choices)
{
	u32 n = 1 + choose_below(choices, 3);
	u64 *stack;

	while (n--) {
		stack = choose_below(choices, 2) ? chain->task :
						   chain->interrupts;
		stack[choose_below(choices, WORDS)] = leftover(chain, choices);
	}
	if (!choose_below(choices, 8))
		chain->place.bp = leftover(chain, choices);
}

/* A word of a record is another: of the first @nr ones, as the walk meets them. */
static inline void spoil_record(struct chain *chain, u32 nr,
				struct choices *choices)
{
	u32 n = choose_below(choices, nr);
	u64 record = chain->place.bp;

	while (n-- && !(load(record) & 1) && load(record))
		record = load(record);
	record += choose_below(choices, 2) * sizeof(u64);
	*(u64 *)(uintptr_t)record = leftover(chain, choices);
}

#endif /* AF_CHAIN_MODEL_H */
