/* SPDX-License-Identifier: GPL-2.0-only */
/* A tar archive of regular files, in the ustar format of POSIX. */
#ifndef AF_TAR_H
#define AF_TAR_H

#include <stdio.h>

#include "lib/slice.h"

int af_tar_add(FILE *out, const char *path, struct af_slice text, u64 time);
void af_tar_end(FILE *out);

#endif /* AF_TAR_H */
