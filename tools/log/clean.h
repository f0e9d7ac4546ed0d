/* SPDX-License-Identifier: GPL-2.0-only */
/* What programs do to the characters of a line, and how it is undone. */
#ifndef AF_LOG_CLEAN_H
#define AF_LOG_CLEAN_H

#include "lib/slice.h"

bool af_clean_needed(struct af_slice text, bool quoted_printable);
bool af_clean_is_soft_break(struct af_slice line);
size_t af_clean(struct af_slice text, char *out, bool *quoted_printable);
size_t af_clean_list(struct af_slice text, char *out);

#endif /* AF_LOG_CLEAN_H */
