/* SPDX-License-Identifier: GPL-2.0-only */
/* The one lock of the module; control.c has it. */
#ifndef AF_LOCK_H
#define AF_LOCK_H

#include <linux/mutex.h>

/*
 * Held to attach and detach the hook, to reset the store, and to read what a
 * reset changes. Never taken by the probe path.
 */
extern struct mutex af_control_lock;

#endif /* AF_LOCK_H */
