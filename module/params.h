/* SPDX-License-Identifier: GPL-2.0-only */
/* The module's parameters: /sys/module/allocfail/parameters/. */
#ifndef AF_PARAMS_H
#define AF_PARAMS_H

#include <linux/types.h>

/*
 * Values at load. Fixed, but for the budgets and stack_verify. enabled= is in
 * control.c.
 */
struct af_params {
	unsigned int signatures;
	unsigned int stack_depth;
	unsigned int events;
	unsigned int names; /* KiB */
	unsigned int cgroups;
	unsigned int stack_budget;	/* read while failures go on */
	unsigned int snapshot_budget;	/* the same */
	bool stack_verify;		/* the same */
	u32 rules;			/* a release, 0 for the kernel's own */
};

extern struct af_params af_params;

#endif /* AF_PARAMS_H */
