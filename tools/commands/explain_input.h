/* SPDX-License-Identifier: GPL-2.0-only */
/* The log that is to be explained: of a file, or this machine's own. */
#ifndef AF_EXPLAIN_INPUT_H
#define AF_EXPLAIN_INPUT_H

#include "lib/file.h"

int af_input_read(const char *name, struct af_text *text);

#endif /* AF_EXPLAIN_INPUT_H */
