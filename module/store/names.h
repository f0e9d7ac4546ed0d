/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names that outlive their module. A frame of a signature is an address of the
 * kernel. Once its module has gone it is a token instead, which names a text of
 * fixed memory, and has the address still.
 *
 * One caller at a time; nobody in the probe path makes or reads a token.
 */
#ifndef AF_NAMES_H
#define AF_NAMES_H

#include "kernel/pure.h"

/*
 * The kernel's code lies in the highest 2^48 bytes: the bits above are set in an
 * address, and bit 63 in no token.
 */
#define AF_NAME_BITS 15
#define AF_NAME_SHIFT 48
#define AF_NAME_ALIGN 16 /* a text's number is its place in units of this */
/* All texts have a number of AF_NAME_BITS. */
#define AF_NAMES_MAX_KIB 256

struct af_names {
	char *texts;
	u16 *buckets; /* number of a text, 0 if free */
	u32 bytes;    /* for texts */
	u32 used;     /* of these */
	u32 mask;     /* buckets - 1 */
};

size_t af_names_bytes(u32 kib);
void af_names_init(struct af_names *names, void *memory, u32 kib);
u64 af_name_keep(struct af_names *names, u64 address, const char *text);
u64 af_name_return(const struct af_names *names, u64 frame, const char *text);
const char *af_name_text(const struct af_names *names, u64 frame);

/**
 * af_frame_is_token() - has the module of a frame gone
 * @frame: of a signature
 *
 * Context: Any.
 * Return: Whether it is a token, and not an address.
 */
static inline bool af_frame_is_token(u64 frame)
{
	return !(frame >> 63);
}

/**
 * af_frame_is_gone() - has a frame lost its name
 * @frame: of a signature
 *
 * Context: Any.
 * Return: Whether it is a token without a text.
 */
static inline bool af_frame_is_gone(u64 frame)
{
	return !(frame >> AF_NAME_SHIFT);
}

/**
 * af_frame_address() - where the code of a frame lies, or lay
 * @frame: of a signature
 *
 * Context: Any.
 * Return: Address of the kernel.
 */
static inline u64 af_frame_address(u64 frame)
{
	return frame | ~0ULL << AF_NAME_SHIFT;
}

#endif /* AF_NAMES_H */
