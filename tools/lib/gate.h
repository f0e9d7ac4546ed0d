/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The gate for text from outside: a saved copy, a name that somebody chose. What a
 * terminal could obey, or a reader not see, becomes \xHH, as the module writes it.
 */
#ifndef AF_GATE_H
#define AF_GATE_H

#include "lib/slice.h"

/* What passes as it is, beside printable ASCII. */
enum af_gate {
	AF_GATE_NAME, /* nothing */
	AF_GATE_TEXT, /* tabs and newlines */
};

size_t af_gate_length(enum af_gate gate, struct af_slice from);
size_t af_gate(enum af_gate gate, char *to, size_t size, struct af_slice from);

#endif /* AF_GATE_H */
