/* SPDX-License-Identifier: GPL-2.0-only */
/* Text from outside in XML and HTML: it can be no markup, and is bounded. */
#ifndef AF_MARKUP_H
#define AF_MARKUP_H

#include <stdio.h>

#include "lib/slice.h"

void af_markup(FILE *out, struct af_slice text, size_t most);
void af_markup_string(FILE *out, const char *text);

#endif /* AF_MARKUP_H */
