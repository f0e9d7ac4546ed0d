// SPDX-License-Identifier: GPL-2.0-only
/* allocfail doctor: does the module that is loaded hear of failures. */
#include "cli/command.h"
#include "commands/doctor.h"
#include "lib/units.h"

static void check_version(struct af_findings *findings,
			  const struct af_status *status)
{
	if (af_slice_is(status->version, ALLOCFAIL_VERSION))
		af_find(findings, "version", AF_STATE_OK, NULL,
			"module and command are " ALLOCFAIL_VERSION);
	else
		af_find(findings, "version", AF_STATE_NOTE,
			"install both from the same source",
			"the module is %.*s, this command " ALLOCFAIL_VERSION,
			AF_SLICE(status->version));
}

/* What may have switched the hook off, on this machine. */
static const char *why_unarmed(bool copy)
{
	char line[256];

	if (copy)
		return "was it kprobes/enabled in debugfs, or kernel.ftrace_enabled?";
	if (*af_doctor_line("/sys/kernel/debug/kprobes/enabled", line) == '0')
		return "echo 1 > /sys/kernel/debug/kprobes/enabled";
	if (*af_doctor_line("/proc/sys/kernel/ftrace_enabled", line) == '0')
		return "sysctl -w kernel.ftrace_enabled=1";
	return "switch it off and on: N, then Y, to /sys/module/allocfail/parameters/enabled";
}

static void check_hook(struct af_findings *findings,
		       const struct af_status *status, bool copy)
{
	if (!status->enabled)
		af_find(findings, "hook", AF_STATE_BAD,
			"echo Y > /sys/module/allocfail/parameters/enabled",
			"it is switched off (enabled: N)");
	else if (status->armed_known && !status->armed)
		af_find(findings, "hook", AF_STATE_BAD, why_unarmed(copy),
			"it hears nothing (armed: N)");
	else
		af_find(findings, "hook", AF_STATE_OK, NULL,
			"it listens, by hook=%.*s at %.*s",
			AF_SLICE(status->hook), AF_SLICE(status->hook_place));
	if (status->blind_spots.length)
		af_find(findings, "hook", AF_STATE_NOTE, NULL,
			"not seen by this hook: %.*s",
			AF_SLICE(status->blind_spots));
	if (status->nmissed)
		af_find(findings, "hook", AF_STATE_NOTE, NULL,
			"the kernel left out %llu calls of the hook",
			(unsigned long long)status->nmissed);
}

static void check_room(struct af_findings *findings,
		       const struct af_status *status,
		       const struct af_totals *totals)
{
	char memory[AF_UNIT_LEN];

	if (totals->signatures_dropped)
		af_find(findings, "room", AF_STATE_NOTE,
			"echo 1 > /sys/module/allocfail/parameters/reset",
			"the table of signatures is full, %llu failures have no record: a reset makes room, or a larger signatures= when it is loaded",
			(unsigned long long)totals->signatures_dropped);
	else
		af_find(findings, "room", AF_STATE_OK, NULL,
			"%llu of %llu signatures in use, %s of memory",
			(unsigned long long)status->signatures_used,
			(unsigned long long)status->signatures_capacity,
			af_bytes(memory, status->memory_bytes));
	if (totals->stacks_skipped)
		af_find(findings, "room", AF_STATE_NOTE,
			"raise /sys/module/allocfail/parameters/stack_budget",
			"%llu failures have no stack: over the budget of %llu a second",
			(unsigned long long)totals->stacks_skipped,
			(unsigned long long)status->stack_budget);
	if (totals->names_dropped)
		af_find(findings, "room", AF_STATE_NOTE,
			"load it with a larger names=",
			"%llu frames of modules that have gone lost their names",
			(unsigned long long)totals->names_dropped);
	if (totals->recognised_wrong)
		af_find(findings, "room", AF_STATE_BAD, "please report it",
			"%llu stacks were recognised wrongly",
			(unsigned long long)totals->recognised_wrong);
}

/* By what its files say, here or in a copy. */
void af_doctor_module(struct af_findings *findings, const struct af_view *view)
{
	check_version(findings, &view->status);
	check_hook(findings, &view->status, view->root);
	check_room(findings, &view->status, &view->totals);
}
