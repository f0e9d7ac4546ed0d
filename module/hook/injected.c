// SPDX-License-Identifier: GPL-2.0-only
/* Failures that allocfail_inject makes, as it tells of them itself. */
#include <linux/export.h>
#include <linux/rcupdate.h>

#include "hook/hooks.h"
#include "injected.h"
#include "record.h"

/* NULL without an injector, and while it fails nothing. */
bool (*af_injected_ask)(enum af_context context);

/* See injected.h. */
DEFINE_STATIC_KEY_FALSE(af_injected_key);

/*
 * A request was failed at once. Any context; in a breakpoint, with preemption off,
 * which af_hooks_detach() waits for. A hook that sees the return takes it there.
 */
static void injected_early(struct af_call *call, const struct af_origin *origin)
{
	if (af_hooks_want_early())
		af_record(call, origin);
}

/* Process context; sleeps. On return nobody asks the one before any more. */
static void injected_set_injector(bool (*is_injected)(enum af_context context))
{
	/* Pairs with the READ_ONCE in af_injected_now(). */
	WRITE_ONCE(af_injected_ask, is_injected);
	if (is_injected)
		static_branch_enable(&af_injected_key);
	else
		static_branch_disable(&af_injected_key);
	synchronize_rcu();
}

const struct af_told allocfail_told = {
	.version = AF_VERSION,
	.injected = injected_early,
	.set_injector = injected_set_injector,
};
EXPORT_SYMBOL_GPL(allocfail_told);
