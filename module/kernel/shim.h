/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's names that module/pure.h stands for, over the compiler's
 * builtins: those that the pure files use, and no more. Functions where the
 * kernel has macros: the types in use are few, and get checked.
 */
#ifndef AF_SHIM_H
#define AF_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;

typedef struct {
	int counter;
} atomic_t;

#define U32_MAX UINT32_MAX
#define U64_MAX UINT64_MAX
#define S64_MIN INT64_MIN
#define S32_MAX INT32_MAX
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define SMP_CACHE_BYTES 64
#define KERNEL_VERSION(major, minor, patch) \
	((u32)(major) << 16 | (minor) << 8 | (patch))
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))
#define static_assert(condition) _Static_assert(condition, #condition)

#define min_t(type, a, b) min_##type(a, b)
#define max_t(type, a, b) max_##type(a, b)

/* Atomic rather than volatile: TSan takes volatile for an ordinary access. */
#define READ_ONCE(x) __atomic_load_n(&(x), __ATOMIC_RELAXED)
#define WRITE_ONCE(x, value) __atomic_store_n(&(x), value, __ATOMIC_RELAXED)

/* The processor keeps stores, and loads, in order: x86-64, like the module. */
static inline void smp_wmb(void)
{
	__asm__ volatile("" ::: "memory");
}

/* As above. */
static inline void smp_rmb(void)
{
	__asm__ volatile("" ::: "memory");
}

#define __no_kasan_or_inline inline

static inline u64 max_u64(u64 a, u64 b)
{
	return a > b ? a : b;
}

static inline u32 min_u32(u32 a, u32 b)
{
	return a < b ? a : b;
}

static inline u64 div64_u64(u64 dividend, u64 divisor)
{
	return dividend / divisor;
}

static inline size_t ALIGN(size_t x, size_t alignment)
{
	return (x + alignment - 1) & ~(alignment - 1);
}

static inline unsigned long roundup_pow_of_two(unsigned long n)
{
	unsigned long power = 1;

	while (power < n)
		power <<= 1;
	return power;
}

/* Barriers for what pairs with them in the pure files. */
#define smp_load_acquire(from) __atomic_load_n(from, __ATOMIC_ACQUIRE)
/* The same. */
#define smp_store_release(to, v) __atomic_store_n(to, v, __ATOMIC_RELEASE)

/* Like the kernel's a full barrier, but none where it fails. */
static inline u32 cmpxchg(u32 *word, u32 old, u32 new)
{
	__atomic_compare_exchange_n(word, &old, new, false, __ATOMIC_SEQ_CST,
				    __ATOMIC_RELAXED);
	return old;
}

/* The same, of 64 bits. */
static inline u64 cmpxchg64(u64 *word, u64 old, u64 new)
{
	__atomic_compare_exchange_n(word, &old, new, false, __ATOMIC_SEQ_CST,
				    __ATOMIC_RELAXED);
	return old;
}

static inline int atomic_read(const atomic_t *v)
{
	return __atomic_load_n(&v->counter, __ATOMIC_RELAXED);
}

static inline void atomic_set(atomic_t *v, int value)
{
	__atomic_store_n(&v->counter, value, __ATOMIC_RELAXED);
}

static inline void atomic_dec(atomic_t *v)
{
	__atomic_fetch_sub(&v->counter, 1, __ATOMIC_RELAXED);
}

static inline int atomic_inc_return(atomic_t *v)
{
	return __atomic_add_fetch(&v->counter, 1, __ATOMIC_SEQ_CST);
}

static inline int atomic_add_return(int add, atomic_t *v)
{
	return __atomic_add_fetch(&v->counter, add, __ATOMIC_SEQ_CST);
}

static inline bool atomic_add_unless(atomic_t *v, int add, int unless)
{
	int seen = atomic_read(v);

	while (seen != unless)
		if (__atomic_compare_exchange_n(&v->counter, &seen, seen + add,
						false, __ATOMIC_SEQ_CST,
						__ATOMIC_RELAXED))
			return true;
	return false;
}

#endif /* AF_SHIM_H */
