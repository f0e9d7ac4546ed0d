/* SPDX-License-Identifier: GPL-2.0-only */
/* The way of one failure. */
#ifndef AF_RECORD_H
#define AF_RECORD_H

#include "context.h"
#include "stack/stack.h"
#include "why/request.h"

void af_record(struct af_call *call, const struct af_origin *origin);

#endif /* AF_RECORD_H */
