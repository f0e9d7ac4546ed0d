/* SPDX-License-Identifier: GPL-2.0-only */
/* The way of one failure. */
#ifndef AF_RECORD_H
#define AF_RECORD_H

#include <linux/gfp.h>

#include "stack.h"

void af_record(unsigned int order, gfp_t gfp, const struct af_origin *origin);

#endif /* AF_RECORD_H */
