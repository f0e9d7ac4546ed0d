/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What allocfail and allocfail_inject tell each other. Each works without the
 * other: allocfail exports one symbol, which the injector asks for at run time.
 *
 * A request that is failed at once never comes to the tracepoint: the injector
 * tells of it. One that is failed in the slow path comes to every hook: there
 * allocfail asks whether the injector did it.
 */
#ifndef AF_INJECTED_H
#define AF_INJECTED_H

#include <linux/jump_label.h>

#include "context.h"
#include "stack/stack.h"
#include "why/request.h"

struct af_told {
	const char *version; /* AF_VERSION: the two must be of one build */
	void (*injected)(struct af_call *call, const struct af_origin *origin);
	void (*set_injector)(bool (*is_injected)(enum af_context context));
};

extern const struct af_told allocfail_told;

/* Whether the failure that is under way in a context is the injector's. */
extern bool (*af_injected_ask)(enum af_context context);

/* On while there is somebody to be asked. */
DECLARE_STATIC_KEY_FALSE(af_injected_key);

/**
 * af_injected_now() - is the failure that is being recorded the injector's
 * @context: of the request
 *
 * Context: Any, NMI included; preemption off, which set_injector() waits for.
 * Return: Whether it is.
 */
static inline bool af_injected_now(enum af_context context)
{
	/* Pairs with the WRITE_ONCE in injected_set_injector(). */
	bool (*ask)(enum af_context context) = READ_ONCE(af_injected_ask);

	return unlikely(ask) && ask(context);
}

#endif /* AF_INJECTED_H */
