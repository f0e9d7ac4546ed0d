/* SPDX-License-Identifier: GPL-2.0-only */
/* Names of gfp bits, as a kernel has them, for the parser of settings. */
#ifndef AF_INJECT_GFP_H
#define AF_INJECT_GFP_H

#include "inject/settings.h"

#define GFP_TEST_KERNEL 0xcc0
#define GFP_TEST_ZERO 0x100
#define GFP_TEST_NORETRY 0x10000

static const struct af_inject_gfp inject_gfp_names[] = {
	{ "KERNEL", GFP_TEST_KERNEL },
	{ "ZERO", GFP_TEST_ZERO },
	{ "NORETRY", GFP_TEST_NORETRY },
};

#endif /* AF_INJECT_GFP_H */
