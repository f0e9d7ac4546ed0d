/* SPDX-License-Identifier: GPL-2.0-only */
/* A hash of bytes for tables in memory. It is of no use against an attacker. */
#ifndef AF_HASH_H
#define AF_HASH_H

#include <stddef.h>
#include <stdint.h>

#define AF_HASH_BEGIN 0xcbf29ce484222325ULL

/* FNV-1a, 64 bits, with a last step that spreads the high bits down. */
static inline uint64_t af_hash(uint64_t hash, const void *bytes, size_t length)
{
	const unsigned char *from = bytes;

	while (length--)
		hash = (hash ^ *from++) * 0x100000001b3ULL;
	return hash ^ hash >> 32;
}

#endif /* AF_HASH_H */
