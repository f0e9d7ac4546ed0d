/* SPDX-License-Identifier: GPL-2.0-only */
/* One failure as plain facts: what was asked for, in what state. */
#ifndef AF_FAILURE_H
#define AF_FAILURE_H

#include "kernel/pure.h"

#define AF_COMM_LEN 16 /* TASK_COMM_LEN of every kernel we support */

/* Where the request came from; a nested context can interrupt a lower one. */
enum af_context {
	AF_CONTEXT_TASK,
	AF_CONTEXT_SOFTIRQ,
	AF_CONTEXT_HARDIRQ,
	AF_CONTEXT_NMI,
	AF_NR_CONTEXTS
};

/* How much the failure matters, by the caller's own flags. */
enum af_class {
	AF_CLASS_OPPORTUNISTIC, /* has a fallback and said so */
	AF_CLASS_ATOMIC,	/* could not wait */
	AF_CLASS_BLOCKING,	/* was willing to wait, and still failed */
	AF_NR_CLASSES
};

/* Why the allocator refused; how it is decided is in why/decide.h. */
enum af_cause {
	AF_CAUSE_FRAGMENTATION, /* memory was there, in pieces too small */
	AF_CAUSE_WATERMARK,	/* memory was short */
	AF_CAUSE_RESERVE,	/* even the reserves were exhausted */
	AF_CAUSE_LOWMEM,    /* short only where the request was confined to */
	AF_CAUSE_CGROUP,    /* the memory cgroup refused the charge */
	AF_CAUSE_PLACEMENT, /* shut out of the nodes that had it */
	AF_CAUSE_OVERSIZE,  /* order above the allocator's maximum */
	AF_CAUSE_INJECTED,  /* fault injection */
	AF_CAUSE_TRANSIENT, /* could have been served a moment later */
	AF_NR_CAUSES
};

/* Two words without padding: they are compared and hashed as such. */
struct af_failure {
	u32 order;     /* of the request, 2^order pages */
	u32 gfp;       /* gfp mask as the allocator saw it */
	u8 zone;       /* highest zone that the request may use */
	u8 context;    /* enum af_context */
	u8 class;      /* enum af_class */
	u8 cause;      /* enum af_cause */
	bool nowarn;   /* __GFP_NOWARN: the kernel log is silent */
	bool memalloc; /* by a task in PF_MEMALLOC */
	bool stack;    /* it was recognised, or the budget allowed an unwind */
	u8 reserved;   /* 0 */
};

static_assert(sizeof(struct af_failure) == 2 * sizeof(u64));

/**
 * af_failure_word() - a failure as one of two words
 * @failure: the failure
 * @i: 0 or 1
 *
 * Context: Any.
 * Return: The word.
 */
static inline u64 af_failure_word(const struct af_failure *failure,
				  unsigned int i)
{
	u64 word;

	memcpy(&word, (const u64 *)failure + i, sizeof(word));
	return word;
}

/* Names as the files of debugfs print them. */
extern const char *const af_context_names[AF_NR_CONTEXTS];
extern const char *const af_class_names[AF_NR_CLASSES];
extern const char *const af_cause_names[AF_NR_CAUSES];

/**
 * af_classify() - class of a request
 * @nowarn:   __GFP_NOWARN is set
 * @noretry:  __GFP_NORETRY is set
 * @may_wait: __GFP_DIRECT_RECLAIM is set
 *
 * Context: Any.
 */
static inline enum af_class af_classify(bool nowarn, bool noretry,
					bool may_wait)
{
	if (noretry || (nowarn && !may_wait))
		return AF_CLASS_OPPORTUNISTIC;
	return may_wait ? AF_CLASS_BLOCKING : AF_CLASS_ATOMIC;
}

#endif /* AF_FAILURE_H */
