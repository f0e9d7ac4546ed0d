/* SPDX-License-Identifier: GPL-2.0-only */
/* A kernel's release, as a number that can be compared. */
#ifndef AF_RELEASE_H
#define AF_RELEASE_H

#include "kernel/pure.h"
#include "lib/slice.h"

u32 af_release_of(struct af_slice text);

#endif /* AF_RELEASE_H */
