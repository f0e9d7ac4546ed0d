/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The last failures, each with what it met. Each CPU has a ring of cells, one an
 * event. A writer takes a ticket, which names its cell. A context that interrupts
 * another one may fail so often that the ring comes round to the cell that the
 * other is writing: it leaves that cell alone. The sequence number of a cell tells
 * a reader whether it has copied one whole event.
 */
#ifndef AF_EVENTS_H
#define AF_EVENTS_H

#include "failure.h"

#define AF_EVENT_WORDS 9

/* Amounts in pages, those beyond 32 bits as U32_MAX. */
struct af_event {
	s64 sequence; /* ticket + 1, below 0 while it is written, 0 for none */
	u64 time_ns;  /* boot clock */
	char comm[AF_COMM_LEN];
	/* As in struct af_failure: see af_event_set_failure(). */
	u32 order;
	u32 gfp;
	u8 zone;     /* of the zone that came closest, its index in the node */
	u8 context;  /* enum af_context */
	u8 class;    /* enum af_class */
	u8 cause;    /* enum af_cause */
	s16 node;    /* of that zone, -1 if there is none */
	u8 memalloc; /* by a task in PF_MEMALLOC */
	u8 reserved;
	s32 pid;
	u32 free;   /* of that zone */
	u32 min;    /* its watermark */
	u32 blocks; /* its free blocks of the order or above */
	u64 cgroup; /* id of the memory cgroup, 0 for none */
};

static_assert(offsetof(struct af_event, gfp) ==
	      offsetof(struct af_event, order) +
		      offsetof(struct af_failure, gfp));
static_assert(offsetof(struct af_event, cause) ==
	      offsetof(struct af_event, order) +
		      offsetof(struct af_failure, cause));

/**
 * af_event_cell() - the cell of a ticket, which has the oldest event
 * @ring: this CPU's
 * @size: cells in it, more than contexts that can nest
 * @ticket: from this CPU's counter, taken by nobody else
 *
 * Context: Any, preemption off.
 * Return: The cell.
 */
static inline struct af_event *af_event_cell(struct af_event *ring, u32 size,
					     u64 ticket)
{
	return &ring[ticket % size];
}

/**
 * af_event_begin() - begin to write an event over the oldest
 * @cell: of the ticket
 * @ticket: the same
 *
 * Context: Any, preemption off.
 * Return: Whether it is begun, to be filled in by WRITE_ONCE(), since readers may look
 * at it. It is not if a context that this one interrupts is writing it: take the next
 * ticket.
 */
static inline bool af_event_begin(struct af_event *cell, u64 ticket)
{
	/* Nobody but this CPU writes it. */
	if (cell->sequence < 0)
		return false;
	WRITE_ONCE(cell->sequence, -(s64)(ticket + 1));
	/* Pairs with smp_rmb() in af_event_read(): below 0 before a new word. */
	smp_wmb();
	return true;
}

/**
 * af_event_end() - an event is written
 * @cell: from af_event_begin(), filled in
 *
 * Context: Any.
 */
static inline void af_event_end(struct af_event *cell)
{
	/* Pairs with the acquire in af_event_read(): the event is whole. */
	smp_store_release(&cell->sequence, -cell->sequence);
}

/**
 * af_event_set_comm() - set the name of the task, word by word
 * @event: from af_event_begin()
 * @comm: AF_COMM_LEN bytes
 *
 * Context: Any.
 */
static inline void af_event_set_comm(struct af_event *event, const char *comm)
{
	u64 word;

	memcpy(&word, comm, sizeof(word));
	WRITE_ONCE(((u64 *)event->comm)[0], word);
	memcpy(&word, comm + sizeof(word), sizeof(word));
	WRITE_ONCE(((u64 *)event->comm)[1], word);
}

/**
 * af_event_set_failure() - set what failed, in two stores
 * @event: from af_event_begin(); its zone is to be set after this
 * @failure: what failed
 *
 * Context: Any.
 */
static inline void af_event_set_failure(struct af_event *event,
					const struct af_failure *failure)
{
	WRITE_ONCE(*(u64 *)&event->order, af_failure_word(failure, 0));
	WRITE_ONCE(*(u32 *)&event->zone, (u32)af_failure_word(failure, 1));
	WRITE_ONCE(event->memalloc, failure->memalloc);
}

bool af_event_read(const struct af_event *cell, struct af_event *event);

#endif /* AF_EVENTS_H */
