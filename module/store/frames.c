// SPDX-License-Identifier: GPL-2.0-only
/*
 * Frames of signatures, and the modules that they lie in. The kernel sends notices
 * in process context, in each of these releases at the same points:
 *
 *   COMING  before any of the module's code runs
 *   LIVE    when its init function has returned, before its init code is freed
 *   GOING   when its exit function has returned, or its init function with an
 *           error, before the module is freed
 *
 * All symbols of the module stand at each of them. Of what is about to be freed no
 * code runs any more, so no recording has a frame in it. What fails all the same
 * between a notice and the end, as by a notifier that comes after this one, keeps its
 * address, which then has no symbol, until another module comes there.
 */
#include <linux/lockdep.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/sched.h>

#include "kernel/compat.h"
#include "lock.h"
#include "store/frames.h"
#include "store/store.h"

/* Where the code of a frame lies, or lay, for the kernel. */
static unsigned long frames_code(u64 frame)
{
	return af_code_of_frame(af_frame_address(frame));
}

/* The symbol of a frame, NULL if there is none: never the address itself. */
static const char *frames_symbol(u64 frame, char symbol[KSYM_SYMBOL_LEN])
{
	snprintf(symbol, KSYM_SYMBOL_LEN, "%pB", (void *)frames_code(frame));
	return strncmp(symbol, "0x", 2) ? symbol : NULL;
}

/* Does a notice say anything of this frame? */
static bool frames_concern(u64 frame, unsigned long notice,
			   const struct module *module)
{
	unsigned long address = frames_code(frame);

	switch (notice) {
	case MODULE_STATE_COMING:
		return within_module(address, module);
	case MODULE_STATE_LIVE:
		return !af_frame_is_token(frame) &&
		       within_module_init(address, module);
	case MODULE_STATE_GOING:
		return !af_frame_is_token(frame) &&
		       within_module(address, module);
	default:
		return false;
	}
}

static u64 frames_changed(u64 frame, unsigned long notice)
{
	struct af_names *names = &af_store.names;
	char symbol[KSYM_SYMBOL_LEN];
	const char *text = frames_symbol(frame, symbol);

	if (notice == MODULE_STATE_COMING)
		return af_name_return(names, frame, text);
	return af_name_keep(names, frame, text);
}

static void frames_change_all(struct af_signature *sig, unsigned long notice,
			      const struct module *module)
{
	const u64 *frames = sig->key + AF_KEY_HEAD;
	u64 frame;
	u32 i;

	for (i = 0; i < sig->nr_frames; i++) {
		if (!frames_concern(frames[i], notice, module))
			continue;
		frame = frames_changed(frames[i], notice);
		if (frame == frames[i])
			continue;
		af_signature_set_frame(sig, i, frame);
		if (af_frame_is_gone(frame))
			this_cpu_inc(af_cpu.counters[AF_NAMES_DROPPED]);
	}
}

/*
 * The kernel's own locks order a change before code that comes to lie where the old
 * one was: they are what the place changes hands by. Code of the module that comes
 * runs after its notice.
 */
static int af_frames_module_notify(struct notifier_block *block,
				   unsigned long notice, void *module)
{
	const struct af_sigtable *table = &af_store.table;
	u32 slot;

	/* What is known of stacks is void, and with it the slots that they have. */
	atomic_inc(&af_stack_epoch);
	mutex_lock(&af_control_lock);
	for (slot = 0; slot < af_sigtable_slots(table); slot++) {
		if (af_sigtable_get(table, slot))
			frames_change_all(af_sigtable_slot(table, slot), notice,
					  module);
		cond_resched();
	}
	mutex_unlock(&af_control_lock);
	return NOTIFY_OK;
}

static struct notifier_block frames_notifier = {
	.notifier_call = af_frames_module_notify,
};

/**
 * af_frames_init() - begin to watch modules come and go
 *
 * Context: Process, before the hook is attached.
 * Return: 0 or -errno.
 */
int af_frames_init(void)
{
	return register_module_notifier(&frames_notifier);
}

/**
 * af_frames_exit() - watch no more
 *
 * Context: Process, after the hook is detached, without af_control_lock; sleeps.
 */
void af_frames_exit(void)
{
	unregister_module_notifier(&frames_notifier);
}

/**
 * af_frame_name() - a frame as the files print it
 * @frame: of a signature
 * @symbol: room for its name
 *
 * Context: Process, under af_control_lock.
 * Return: symbol+offset/size [module]; [gone] if the module has gone and its name
 * with it, [unknown] if there is no symbol. Good until the lock is released.
 */
const char *af_frame_name(u64 frame, char symbol[KSYM_SYMBOL_LEN])
{
	const char *name;

	lockdep_assert_held(&af_control_lock);
	if (af_frame_is_token(frame)) {
		name = af_name_text(&af_store.names, frame);
		return name ? name : "[gone]";
	}
	name = frames_symbol(frame, symbol);
	return name ? name : "[unknown]";
}
