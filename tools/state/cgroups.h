/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory cgroups that have met their limit. In a copy: lines "limit usage
 * refusals path", in bytes, and at the end "dying N".
 */
#ifndef AF_CGROUPS_H
#define AF_CGROUPS_H

#include <stdio.h>

#include "state/machine.h"

void af_cgroups_walk(struct af_machine *machine);
void af_cgroups_parse(struct af_machine *machine, const char *text,
		      size_t length);
void af_cgroups_print(const struct af_machine *machine, FILE *out);

#endif /* AF_CGROUPS_H */
