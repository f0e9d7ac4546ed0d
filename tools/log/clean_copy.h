/* SPDX-License-Identifier: GPL-2.0-only */
/* A line that is copied as the kernel printed it. */
#ifndef AF_LOG_CLEAN_COPY_H
#define AF_LOG_CLEAN_COPY_H

#include "lib/slice.h"

/* Where a line is being copied from and to. */
struct af_copy {
	struct af_slice rest;
	char *out;
	size_t length;
};

static inline void af_copy_put(struct af_copy *copy, char c)
{
	copy->out[copy->length++] = c;
}

/* clean_escape.c. Those with a result say whether there was one. */
bool af_copy_hex(struct af_slice text, size_t digits, unsigned int *value);
void af_copy_control(struct af_copy *copy, unsigned int c);
size_t af_copy_colour(struct af_slice text, bool escaped);
bool af_copy_skip_colour(struct af_copy *copy);
void af_copy_escape(struct af_copy *copy);
bool af_copy_backslash(struct af_copy *copy);
bool af_copy_octal(struct af_copy *copy);

/* clean_sign.c. The same. */
bool af_copy_entity(struct af_copy *copy);
void af_copy_wide(struct af_copy *copy, unsigned char first);
bool af_copy_is_size(struct af_slice text);

#endif /* AF_LOG_CLEAN_COPY_H */
