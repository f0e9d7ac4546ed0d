/* SPDX-License-Identifier: GPL-2.0-only */
/* What is done to the module from outside: load, enable, reset, unload. */
#ifndef AF_CONTROL_H
#define AF_CONTROL_H

#include <linux/types.h>

int af_control_start(void);
void af_control_stop(void);
bool af_control_live(void);
bool af_control_enabled(void);
int af_control_enable(bool enabled);
int af_control_reset(void);

#endif /* AF_CONTROL_H */
