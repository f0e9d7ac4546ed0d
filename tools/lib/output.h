/* SPDX-License-Identifier: GPL-2.0-only */
/* A file that appears whole or not at all: who reads it never sees a part. */
#ifndef AF_OUTPUT_H
#define AF_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

struct af_output {
	FILE *file;
	const char *path; /* NULL: standard output */
	char *temporary;  /* NULL: written in place */
};

int af_output_open(struct af_output *output, const char *path);
int af_output_open_private(struct af_output *output, const char *path);
int af_output_close(struct af_output *output, bool keep);

#endif /* AF_OUTPUT_H */
