/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the questions need beside what they ask for. Nearly all have all of it, so
 * that one is answered with no only for what it asks: control.c has the rest, and must
 * compile.
 */
#include <linux/ftrace.h>
#include <linux/kprobes.h>
#include <linux/mempolicy.h>
#include <linux/mm.h>
#include <linux/mmzone.h>
#include <linux/stacktrace.h>
#include <linux/vmstat.h>
