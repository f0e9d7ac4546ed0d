/* SPDX-License-Identifier: GPL-2.0-only */
/* The zones of the running kernel. */
#ifndef AF_ZONES_H
#define AF_ZONES_H

#include "compat.h"

void af_zone_names(const char *names[AF_NR_ZONES]);

#endif /* AF_ZONES_H */
