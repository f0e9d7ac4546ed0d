/* SPDX-License-Identifier: GPL-2.0-only */
/* A file, whole, in memory. */
#ifndef AF_FILE_H
#define AF_FILE_H

#include <stddef.h>

struct af_text {
	char *text; /* ended by a NUL, which is not counted */
	size_t length;
};

int af_read_bytes(const char *path, struct af_text *text);
int af_read_text(const char *path, struct af_text *text);
int af_read_text_below(const char *directory, const char *path,
		       struct af_text *text);

#endif /* AF_FILE_H */
