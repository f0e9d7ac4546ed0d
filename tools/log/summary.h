/* SPDX-License-Identifier: GPL-2.0-only */
/* What a report says of all memory, before and after its zones. */
#ifndef AF_LOGSUMMARY_H
#define AF_LOGSUMMARY_H

#include "log/memory.h"

bool af_log_summary_line(struct af_log_memory *memory, struct af_slice text);

#endif /* AF_LOGSUMMARY_H */
