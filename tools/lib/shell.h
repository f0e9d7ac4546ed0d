/* SPDX-License-Identifier: GPL-2.0-only */
/* Names in commands that an administrator is to paste. */
#ifndef AF_SHELL_H
#define AF_SHELL_H

#include "lib/slice.h"

bool af_shell_quote(char *to, size_t size, struct af_slice name);
bool af_shell_bare(struct af_slice name);

#endif /* AF_SHELL_H */
