// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a request was for: by who asked, by the functions that he was called from,
 * by the task, and where there is no trace by what stands near it. The names are in
 * place_table.c. Pure.
 */
#include "log/place_table.h"

/* Frames beyond the caller that still say what it was for. */
#define LOOK_AT 10

static bool counts(const struct af_log_frame *frame,
		   const struct af_log_caller *caller)
{
	return !frame->outside && !frame->start &&
	       (!frame->guess || caller->guess);
}

/* The caller's module first: it knows best what it wants the memory for. */
static enum af_log_what by_trace(const struct af_log_trace *trace,
				 const struct af_log_caller *caller)
{
	enum af_log_what what = AF_WHAT_UNKNOWN;
	unsigned int i, seen = 0;

	for (i = caller->index; i < trace->nr && seen < LOOK_AT; i++) {
		const struct af_log_frame *frame = &trace->frames[i];

		if (!counts(frame, caller))
			continue;
		seen++;
		if (frame->module.length)
			what = af_place_of_module(frame->module);
		if (what == AF_WHAT_UNKNOWN)
			what = af_place_of_function(af_log_base(frame->symbol));
		if (what != AF_WHAT_UNKNOWN)
			return what;
	}
	return what;
}

/* A device without its firmware is as good as one that was not found. */
static bool loads_firmware(const struct af_log_trace *trace)
{
	static const char *const words[] = { "fw_load", "load_fw",
					     "fw_download", "request_firmware",
					     "load_firmware" };
	unsigned int i;
	size_t j;

	for (i = 0; i < trace->nr; i++)
		for (j = 0; j < ARRAY_SIZE(words); j++)
			if (!trace->frames[i].outside &&
			    af_slice_has(trace->frames[i].symbol, words[j]))
				return true;
	return false;
}

static enum af_log_phase phase_of(const struct af_log_report *report,
				  const struct af_verdict_of_log *verdict)
{
	enum af_log_phase phase = af_place_phase(&report->trace);

	if (phase != AF_PHASE_RUNNING)
		return phase;
	if (loads_firmware(&report->trace))
		return AF_PHASE_PROBE;
	if (verdict->interrupt)
		return AF_PHASE_RUNNING;
	if (af_slice_begins(report->comm, "systemd-sleep"))
		return AF_PHASE_SUSPEND;
	/* The first process, before it is called init. */
	if ((af_slice_is(report->comm, "swapper/0") ||
	     af_slice_is(report->comm, "swapper")) &&
	    report->pid_known && report->pid == 1)
		return AF_PHASE_BOOT;
	if (af_slice_begins(report->comm, "insmod") ||
	    af_slice_begins(report->comm, "modprobe") ||
	    af_slice_is(report->comm, "(udev-worker)") ||
	    af_slice_is(report->comm, "systemd-udevd"))
		return AF_PHASE_LOADING;
	if (report->near & AF_NEAR(RESUME))
		return AF_PHASE_RESUME;
	if (report->near & AF_NEAR(SUSPEND))
		return AF_PHASE_SUSPEND;
	return AF_PHASE_RUNNING;
}

static bool is_kthread(const struct af_log_report *report)
{
	static const char *const names[] = {
		"kworker",   "kswapd",	   "ksoftirqd", "khugepaged",
		"kcompactd", "migration/", "irq/",	"napi/",
		"mmcqd",     "jbd2/",	   "txg_sync",	"kdevtmpfs",
		"scsi_eh"
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (af_slice_begins(report->comm, names[i]))
			return true;
	return af_place_in_trace(&report->trace, "kthread") ||
	       af_place_in_trace(&report->trace, "worker_thread") ||
	       af_place_in_trace(&report->trace, "process_one_work");
}

/* What comes in is answered and passed on in the same interrupt. */
static bool sends(const struct af_log_trace *trace,
		  const struct af_log_caller *caller)
{
	unsigned int i, seen = 0;

	for (i = caller->index; i < trace->nr && seen < LOOK_AT; i++) {
		struct af_slice base = af_log_base(trace->frames[i].symbol);

		if (!counts(&trace->frames[i], caller))
			continue;
		seen++;
		if (af_place_sends(base))
			return true;
		if (af_place_of_function(base) == AF_WHAT_RECEIVE)
			return false;
	}
	return false;
}

/* A request for the network in an interrupt is for what comes in. */
static bool receives(const struct af_log_report *report,
		     const struct af_verdict_of_log *verdict)
{
	return (verdict->interrupt || af_slice_begins(report->comm, "napi/")) &&
	       verdict->class != AF_CLASS_BLOCKING &&
	       !sends(&report->trace, &verdict->caller);
}

/* A guess, and said so: what a driver complains of in the lines after it. */
static void by_neighbours(struct af_log_place *place,
			  const struct af_log_report *report)
{
	if (report->near & AF_NEAR(SKB) || af_slice_has(report->said, "skb"))
		place->what = AF_WHAT_RECEIVE;
	place->guess = place->what != AF_WHAT_UNKNOWN;
}

/**
 * af_log_find_place - what a request was for
 * @place: where to put it
 * @report: of the failure
 * @verdict: what was found out about it
 */
void af_log_find_place(struct af_log_place *place,
		       const struct af_log_report *report,
		       const struct af_verdict_of_log *verdict)
{
	*place = (struct af_log_place){
		.what = by_trace(&report->trace, &verdict->caller),
		.phase = phase_of(report, verdict),
		.dma = af_log_passes(&verdict->caller, AF_PLUMBING_DMA) ||
		       (verdict->flags_known &&
			verdict->flags & (AF_GFP(DMA) | AF_GFP(DMA32))),
		.kmalloc = af_log_passes(&verdict->caller, AF_PLUMBING_SLAB),
		.kthread = is_kthread(report),
	};
	/* A network device may be on USB; its buffers are the network's. */
	if ((place->what == AF_WHAT_UNKNOWN || place->what == AF_WHAT_USB) &&
	    af_log_passes(&verdict->caller, AF_PLUMBING_SKB))
		place->what = AF_WHAT_NETWORK;
	if (place->what == AF_WHAT_UNKNOWN)
		place->what = af_place_of_task(report->comm);
	if (place->what == AF_WHAT_UNKNOWN)
		by_neighbours(place, report);
	if (place->what == AF_WHAT_NETWORK && receives(report, verdict))
		place->what = AF_WHAT_RECEIVE;
	if (place->what == AF_WHAT_UNKNOWN && place->dma)
		place->what = AF_WHAT_DMA;
}

const char *af_log_what_name(enum af_log_what what)
{
	static const char *const names[] = {
		[AF_WHAT_UNKNOWN] = "unknown", [AF_WHAT_RECEIVE] = "receive",
		[AF_WHAT_NETWORK] = "network", [AF_WHAT_STORAGE] = "storage",
		[AF_WHAT_FILES] = "files",     [AF_WHAT_SWAP] = "swap",
		[AF_WHAT_USB] = "usb",	       [AF_WHAT_CAMERA] = "camera",
		[AF_WHAT_SOUND] = "sound",     [AF_WHAT_GPU] = "gpu",
		[AF_WHAT_FORK] = "fork",       [AF_WHAT_HUGE] = "huge",
		[AF_WHAT_FAULT] = "fault",     [AF_WHAT_DMA] = "dma",
	};

	return names[what];
}

const char *af_log_phase_name(enum af_log_phase phase)
{
	static const char *const names[] = {
		[AF_PHASE_RUNNING] = "running", [AF_PHASE_POOL] = "pool",
		[AF_PHASE_BOOT] = "boot",	[AF_PHASE_PROBE] = "probe",
		[AF_PHASE_LOADING] = "loading", [AF_PHASE_SUSPEND] = "suspend",
		[AF_PHASE_RESUME] = "resume",
	};

	return names[phase];
}
