/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's names that tests/stimulus/request.h stands for, as far as its
 * parser uses them: of a kernel like 7.2, with two nodes.
 */
#ifndef AF_FUZZ_KERNEL_H
#define AF_FUZZ_KERNEL_H

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>

#include "kernel/shim.h"

typedef unsigned int gfp_t;

#define BIT(n) (1U << (n))
#define __GFP_DMA BIT(0)
#define __GFP_HIGHMEM BIT(1)
#define __GFP_DMA32 BIT(2)
#define __GFP_MOVABLE BIT(3)
#define __GFP_RECLAIMABLE BIT(4)
#define __GFP_HIGH BIT(5)
#define __GFP_IO BIT(6)
#define __GFP_FS BIT(7)
#define __GFP_ZERO BIT(8)
#define __GFP_DIRECT_RECLAIM BIT(10)
#define __GFP_KSWAPD_RECLAIM BIT(11)
#define __GFP_WRITE BIT(12)
#define __GFP_NOWARN BIT(13)
#define __GFP_RETRY_MAYFAIL BIT(14)
#define __GFP_NOFAIL BIT(15)
#define __GFP_NORETRY BIT(16)
#define __GFP_MEMALLOC BIT(17)
#define __GFP_COMP BIT(18)
#define __GFP_NOMEMALLOC BIT(19)
#define __GFP_HARDWALL BIT(20)
#define __GFP_THISNODE BIT(21)
#define __GFP_ACCOUNT BIT(22)
#define __GFP_RECLAIM (__GFP_DIRECT_RECLAIM | __GFP_KSWAPD_RECLAIM)
#define GFP_ATOMIC (__GFP_HIGH | __GFP_KSWAPD_RECLAIM)
#define GFP_KERNEL (__GFP_RECLAIM | __GFP_IO | __GFP_FS)
#define GFP_NOWAIT (__GFP_KSWAPD_RECLAIM | __GFP_NOWARN)
#define GFP_NOIO __GFP_RECLAIM
#define GFP_NOFS (__GFP_RECLAIM | __GFP_IO)
#define GFP_USER (GFP_KERNEL | __GFP_HARDWALL)

#define AF_MAX_ORDER 10
#define AF_HAVE_NOLOCK 1
#define AF_NOLOCK_GFP \
	(__GFP_NOWARN | __GFP_ZERO | __GFP_NOMEMALLOC | __GFP_COMP)

#define PAGE_SHIFT 12
#define PAGE_ALLOC_COSTLY_ORDER 3
#define MAX_NUMNODES 1024
#define NUMA_NO_NODE (-1)
#define IS_ENABLED(option) 0

static inline bool node_online(int node)
{
	return node >= 0 && node < 2;
}

static inline unsigned int min(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

/* All arguments are read, as they are by who prints them. */
static inline void __attribute__((format(printf, 1, 2)))
pr_err(const char *format, ...)
{
	static char line[256];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
}

/* One sign at most, then digits, then one newline at most. */
static inline int parse_digits(const char *text, int base, u64 *value)
{
	unsigned long long number;
	char *end;

	if (!isxdigit(*text))
		return -EINVAL;
	errno = 0;
	number = strtoull(text, &end, base);
	if (*end == '\n')
		end++;
	if (end == text || *end)
		return -EINVAL;
	*value = number;
	return -errno;
}

static inline int kstrtouint(const char *text, int base, unsigned int *number)
{
	u64 value;
	int err = parse_digits(text + (*text == '+'), base, &value);

	if (err)
		return err;
	if (value > UINT_MAX)
		return -ERANGE;
	*number = value;
	return 0;
}

static inline int kstrtoint(const char *text, int base, int *number)
{
	bool minus = *text == '-';
	u64 value;
	int err = parse_digits(text + (minus || *text == '+'), base, &value);

	if (err)
		return err;
	if (value > (u64)INT_MAX + minus)
		return -ERANGE;
	*number = minus ? -(s64)value : (s64)value;
	return 0;
}

static inline int match_string(const char *const *strings, size_t nr,
			       const char *string)
{
	size_t i;

	for (i = 0; i < nr && strings[i]; i++)
		if (!strcmp(strings[i], string))
			return i;
	return -EINVAL;
}

static inline char *strim(char *text)
{
	size_t length = strlen(text);

	while (length && isspace((unsigned char)text[length - 1]))
		text[--length] = '\0';
	while (isspace((unsigned char)*text))
		text++;
	return text;
}

#endif /* AF_FUZZ_KERNEL_H */
