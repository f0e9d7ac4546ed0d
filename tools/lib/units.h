/* SPDX-License-Identifier: GPL-2.0-only */
/* Amounts, counts and times as people read them. */
#ifndef AF_UNITS_H
#define AF_UNITS_H

#include "kernel/pure.h"

#define AF_PAGE_BYTES 4096ULL /* the module runs on x86-64 only */
#define AF_UNIT_LEN 32

const char *af_bytes(char text[AF_UNIT_LEN], u64 bytes);
const char *af_thousands(char text[AF_UNIT_LEN], u64 number);
const char *af_duration(char text[AF_UNIT_LEN], u64 us);
const char *af_rate(char text[AF_UNIT_LEN], double rate);

static inline const char *af_pages(char text[AF_UNIT_LEN], u64 pages)
{
	return af_bytes(text, pages < UINT64_MAX / AF_PAGE_BYTES ?
				      pages * AF_PAGE_BYTES :
				      UINT64_MAX);
}

/* The size of a request. */
static inline u64 af_order_bytes(u32 order)
{
	return order < 40 ? AF_PAGE_BYTES << order : UINT64_MAX;
}

#endif /* AF_UNITS_H */
