/* SPDX-License-Identifier: GPL-2.0-only */
/* What every fuzz target begins with. */
#ifndef AF_FUZZ_H
#define AF_FUZZ_H

#include <stdio.h>
#include <stdlib.h>

#include "choices.h"

/* One run of the target: all of it follows from the choices. */
static void fuzz(struct choices *choices);

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t size);

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t size)
{
	struct choices choices = { .bytes = bytes, .left = size };

	fuzz(&choices);
	return 0;
}

/* What must hold. The fuzzer keeps the input that ends the program. */
#define fuzz_check(condition)                                            \
	do {                                                             \
		if (!(condition)) {                                      \
			fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, \
				__LINE__, #condition);                   \
			abort();                                         \
		}                                                        \
	} while (0)

/* Zeroed, and not a byte more than asked for: ASan sees who takes one. */
static inline void *fuzz_zalloc(size_t size)
{
	void *memory = calloc(1, size);

	fuzz_check(memory);
	return memory;
}

/* The next bytes, @len of them or all that are left. To be freed. */
static inline void *fuzz_bytes(struct choices *choices, size_t *len)
{
	void *bytes;

	if (*len > choices->left)
		*len = choices->left;
	bytes = fuzz_zalloc(*len);
	memcpy(bytes, choices->bytes, *len);
	choices->bytes += *len;
	choices->left -= *len;
	return bytes;
}

#endif /* AF_FUZZ_H */
