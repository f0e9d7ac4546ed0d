/* SPDX-License-Identifier: GPL-2.0-only */
/* What the bytes of a file are: text, or what must become text first. */
#ifndef AF_LOG_DECODE_H
#define AF_LOG_DECODE_H

#include "lib/slice.h"

enum af_coding {
	AF_CODING_TEXT,
	AF_CODING_EMPTY,   /* nothing, or blanks and NULs alone */
	AF_CODING_PACKED,  /* compressed: af_decode_program() says by what */
	AF_CODING_JOURNAL, /* of systemd: journalctl reads it */
	AF_CODING_BINARY,
};

enum af_coding af_decode(char *text, size_t *length);
const char *af_decode_program(struct af_slice bytes);

#endif /* AF_LOG_DECODE_H */
