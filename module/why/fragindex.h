/* SPDX-License-Identifier: GPL-2.0-only */
/* How fragmented the free memory of a zone is, as mm/vmstat.c has it. */
#ifndef AF_FRAGINDEX_H
#define AF_FRAGINDEX_H

#include "kernel/pure.h"

int af_unusable_index(const u64 *blocks, unsigned int nr, unsigned int order);
int af_fragmentation_index(const u64 *blocks, unsigned int nr,
			   unsigned int order);

#endif /* AF_FRAGINDEX_H */
