/* SPDX-License-Identifier: GPL-2.0-only */
/* Copies of strings, each kept once: who keeps one needs no other storage. */
#ifndef AF_STRINGS_H
#define AF_STRINGS_H

#include <stdbool.h>

#include "lib/slice.h"

struct af_string;

struct af_strings {
	struct af_string **buckets;
	size_t nr_buckets; /* a power of two, or 0 */
	size_t nr;
};

bool af_strings_keep(struct af_strings *strings, struct af_slice *text);
void af_strings_free(struct af_strings *strings);

#endif /* AF_STRINGS_H */
