/* SPDX-License-Identifier: GPL-2.0-only */
/* The clock that the module's times are of, and waiting. */
#ifndef AF_CLOCK_H
#define AF_CLOCK_H

#include "kernel/pure.h"

u64 af_boot_clock_us(void);
s64 af_wall_offset_us(void);
void af_sleep(double seconds);

#endif /* AF_CLOCK_H */
