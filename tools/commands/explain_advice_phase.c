// SPDX-License-Identifier: GPL-2.0-only
/*
 * How explain judges a failure by what the machine was doing: it went to sleep, woke
 * up, started, set a device up, or got more memory.
 */
#include "commands/explain_advice.h"
#include "log/place_table.h"

static void drop_caches(const struct af_explained *one,
			struct af_counsel *counsel, const char *when)
{
	if (af_rule_in_pieces(one) &&
	    af_counsel_has(one, KERNEL_VERSION(2, 6, 35)))
		af_counsel_say(&counsel->remedies,
			       "%s: sync; echo 3 > /proc/sys/vm/drop_caches; echo 1 > /proc/sys/vm/compact_memory  # a script in /usr/lib/systemd/system-sleep can do it",
			       when);
	else
		af_counsel_say(&counsel->remedies,
			       "%s: sync; echo 3 > /proc/sys/vm/drop_caches  # a script in /usr/lib/systemd/system-sleep can do it",
			       when);
}

static void resume(const struct af_explained *one, struct af_counsel *counsel)
{
	af_counsel_say(&counsel->remedies,
		       "To get the device back now: unload its driver and load it again, or restart.");
	drop_caches(one, counsel, "Before the machine goes to sleep");
	af_counsel_say(&counsel->remedies,
		       "Report it: the driver should keep its buffers over sleep, or take smaller ones.");
}

static void suspend(const struct af_explained *one, struct af_counsel *counsel)
{
	drop_caches(one, counsel,
		    "Free memory before the machine goes to sleep");
	af_counsel_say(&counsel->remedies,
		       "End what uses much memory first. Swap is no help at this point: nothing can be swapped out any more.");
}

static bool matches_hotplug(const struct af_explained *one,
			    const struct af_counsel *counsel)
{
	const struct af_log_trace *trace = &one->report->trace;

	(void)counsel;
	return af_place_in_trace(trace, "add_memory_resource") ||
	       af_place_in_trace(trace, "arch_add_memory");
}

static void hotplug(const struct af_explained *one, struct af_counsel *counsel)
{
	af_counsel_say(&counsel->remedies,
		       "Add memory before it is short, and in smaller steps.");
	if (af_counsel_has(one, KERNEL_VERSION(5, 13, 0)))
		af_counsel_say(&counsel->remedies,
			       "Have the largest of its tables taken from the new memory itself: memory_hotplug.memmap_on_memory=1 at boot.");
}

static bool matches_device(const struct af_explained *one,
			   const struct af_counsel *counsel)
{
	return (counsel->place.phase == AF_PHASE_PROBE ||
		counsel->place.phase == AF_PHASE_LOADING) &&
	       !one->verdict.interrupt;
}

static bool matches_boot(const struct af_explained *one,
			 const struct af_counsel *counsel)
{
	return counsel->place.phase == AF_PHASE_BOOT && !one->verdict.interrupt;
}

static void boot(const struct af_explained *one, struct af_counsel *counsel)
{
	if (one->verdict.caller.known)
		af_rule_say_kvmalloc(one, counsel);
	af_counsel_say(&counsel->remedies,
		       "Look at what the kernel prints after it: which device or part is missing. An older or newer kernel, or less at boot (hugepages=, crashkernel=, cma=), leaves it more.");
}

/* A driver's buffer, while it sets a device up. */
static bool matches_buffer(const struct af_explained *one,
			   const struct af_counsel *counsel)
{
	return counsel->place.dma && one->report->order >= 3 &&
	       !one->verdict.interrupt &&
	       (counsel->place.what == AF_WHAT_NETWORK ||
		counsel->place.what == AF_WHAT_STORAGE ||
		counsel->place.what == AF_WHAT_DMA);
}

static bool device_failed(const struct af_explained *one)
{
	return af_rule_near(one, AF_NEAR(PROBE)) || one->report->said.length;
}

static bool matches_device_failed(const struct af_explained *one,
				  const struct af_counsel *counsel)
{
	return matches_device(one, counsel) && device_failed(one);
}

static void device(const struct af_explained *one, struct af_counsel *counsel)
{
	if (af_rule_is_cause(one, AF_CAUSE_LOWMEM)) {
		af_rule_say_low_memory(one, counsel);
		return;
	}
	if (counsel->place.phase == AF_PHASE_RUNNING)
		af_counsel_say(&counsel->remedies,
			       "Have the device set up right after boot, when there are still large pieces, and not anew later.");
	else
		af_counsel_say(&counsel->remedies,
			       "Load the driver early, right after boot, when there are still large pieces%s.",
			       af_counsel_has(one, KERNEL_VERSION(3, 2, 0)) ?
				       " (/etc/modules-load.d, the initramfs)" :
				       "");
	af_rule_say_kvmalloc(one, counsel);
	if (counsel->place.dma && af_counsel_has(one, KERNEL_VERSION(3, 5, 0)))
		af_counsel_say(&counsel->remedies,
			       "Or reserve memory for such buffers at boot: cma=, if the kernel has CMA and the driver uses the DMA functions.");
	if (af_rule_in_pieces(one))
		af_counsel_compact(counsel, one);
}

static const struct af_counsel_rule rules[] = {
	{ .phases = AF_ONLY(AF_PHASE_RESUME),
	  .weight = AF_SERIOUS,
	  .row = "load-early",
	  .effect =
		  "A device may not work after the machine wakes up: its driver did not get the memory that it takes anew.",
	  .remedies = resume },
	{ .phases = AF_ONLY(AF_PHASE_SUSPEND),
	  .weight = AF_MATTERS,
	  .row = "memory-short",
	  .effect =
		  "The machine was going to sleep, and a driver did not get the memory that it needs for that. It may stay awake, or lose what the device held.",
	  .remedies = suspend },
	{ .also = matches_hotplug,
	  .weight = AF_SERIOUS,
	  .row = "memory-short",
	  .effect =
		  "Memory that was plugged in could not be added: there was none for its tables.",
	  .remedies = hotplug },
	{ .also = matches_device_failed,
	  .weight = AF_SERIOUS,
	  .row = "load-early",
	  .effect =
		  "The device is missing: its driver did not get the memory that it needs, and gave up.",
	  .remedies = device },
	{ .also = matches_device,
	  .weight = AF_SERIOUS,
	  .row = "load-early",
	  .effect =
		  "The driver did not get the memory that it needs: its device is missing, or works with less.",
	  .remedies = device },
	{ .also = matches_boot,
	  .weight = AF_SERIOUS,
	  .row = "unknown",
	  .effect =
		  "Something that the kernel sets up at boot did not get its memory: a part of it is missing, or the machine does not start.",
	  .remedies = boot },
	{ .also = matches_buffer,
	  .weight = AF_MATTERS,
	  .row = "load-early",
	  .effect =
		  "A driver did not get a buffer that its device is to use: the device does not work, or works with less.",
	  .remedies = device },
};

const struct af_counsel_rules af_rules_phase = {
	rules,
	ARRAY_SIZE(rules),
};
