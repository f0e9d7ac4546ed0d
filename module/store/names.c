// SPDX-License-Identifier: GPL-2.0-only
/* Names that outlive their module. Pure: no kernel state. */
#include "store/names.h"

static_assert(AF_NAMES_MAX_KIB * 1024 / AF_NAME_ALIGN < 1 << AF_NAME_BITS);

/* At most half full, so that every search ends at a free bucket. */
static u32 names_nr_buckets(u32 bytes)
{
	return 2 * roundup_pow_of_two(bytes / AF_NAME_ALIGN);
}

/**
 * af_names_bytes() - memory that names need
 * @kib: KiB for their texts, 1 to AF_NAMES_MAX_KIB
 *
 * Return: Bytes.
 */
size_t af_names_bytes(u32 kib)
{
	u32 bytes = kib * 1024;

	return bytes + names_nr_buckets(bytes) * sizeof(u16);
}

/**
 * af_names_init() - begin without any, or forget all
 * @names: to be filled in
 * @memory: af_names_bytes(), zeroed, aligned to a u16
 * @kib: KiB for their texts, 1 to AF_NAMES_MAX_KIB
 *
 * Context: Any; nobody uses @names.
 */
void af_names_init(struct af_names *names, void *memory, u32 kib)
{
	names->bytes = kib * 1024;
	names->used = 0;
	names->mask = names_nr_buckets(names->bytes) - 1;
	names->texts = memory;
	names->buckets = memory + names->bytes;
}

/* From 1 on: 0 is that of no text. */
static const char *names_numbered(const struct af_names *names, u32 number)
{
	return names->texts + (number - 1) * AF_NAME_ALIGN;
}

static u64 names_token(u32 number, u64 address)
{
	return (u64)number << AF_NAME_SHIFT |
	       (address & ~(~0ULL << AF_NAME_SHIFT));
}

static u32 names_hash(const char *text)
{
	u32 hash = 0;

	while (*text)
		hash = (hash ^ (unsigned char)*text++) * 0x9e3779b1;
	return hash ^ hash >> 16;
}

/* The bucket of a text, or the free one where it would be. */
static u16 *names_find(const struct af_names *names, const char *text)
{
	u32 bucket = names_hash(text) & names->mask;
	u16 *number = &names->buckets[bucket];

	while (*number && strcmp(names_numbered(names, *number), text)) {
		bucket = (bucket + 1) & names->mask;
		number = &names->buckets[bucket];
	}
	return number;
}

/* Return: its number, 0 if there is no room. */
static u32 names_add(struct af_names *names, const char *text)
{
	u32 size = ALIGN(strlen(text) + 1, AF_NAME_ALIGN);
	u32 number = names->used / AF_NAME_ALIGN + 1;

	if (size > names->bytes - names->used)
		return 0;
	memcpy(names->texts + names->used, text, strlen(text) + 1);
	names->used += size;
	return number;
}

/**
 * af_name_keep() - keep the name of a frame whose module goes
 * @names: where to
 * @address: the frame
 * @text: its name, NULL if it has none
 *
 * Equal texts are kept once.
 *
 * Return: The token that stands for the frame from now on; without a text, if it
 * had none or there is no room.
 */
u64 af_name_keep(struct af_names *names, u64 address, const char *text)
{
	u16 *number;

	if (!text)
		return names_token(0, address);
	number = names_find(names, text);
	if (!*number)
		*number = names_add(names, text);
	return names_token(*number, address);
}

/**
 * af_name_return() - a module has come where a frame lies, or lay
 * @names: where its name is kept, if it is
 * @frame: of a signature that is older than the module
 * @text: name of the same address now, NULL if it has none
 *
 * If that is the same, it is the same module again, at the same place.
 *
 * Return: The address, where it is the same again. Else a token: the one that it
 * was, or, of an address that was noted after its own module had gone, one
 * without a text.
 */
u64 af_name_return(const struct af_names *names, u64 frame, const char *text)
{
	const char *kept;

	if (!af_frame_is_token(frame))
		return names_token(0, frame);
	kept = af_name_text(names, frame);
	return kept && text && !strcmp(kept, text) ? af_frame_address(frame) :
						     frame;
}

/**
 * af_name_text() - the name that was kept
 * @names: where it is
 * @frame: a token
 *
 * Return: The text, NULL if the token has none.
 */
const char *af_name_text(const struct af_names *names, u64 frame)
{
	u32 number = frame >> AF_NAME_SHIFT;

	return number ? names_numbered(names, number) : NULL;
}
