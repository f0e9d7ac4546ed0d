/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files without kernel state are built on: the kernel's own types
 * and primitives in the kernel, a shim of the same names in user space.
 *
 * A file that includes this header and no other outside the module gets plain
 * structs and the caller's memory: no allocation, lock, clock or current.
 */
#ifndef AF_PURE_H
#define AF_PURE_H

#ifdef __KERNEL__
#include <linux/atomic.h>
#include <linux/cache.h>
#include <linux/compiler.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/types.h>
#include <linux/version.h>
#else
#include "kernel/shim.h"
#endif

#endif /* AF_PURE_H */
