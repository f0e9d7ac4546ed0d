/* SPDX-License-Identifier: GPL-2.0-only */
/* Names that the log parser still uses for those in lib/slice.h. */
#ifndef AF_SCAN_H
#define AF_SCAN_H

#include <ctype.h>

#include "lib/slice.h"

#define af_scan_skip af_slice_skip
#define af_scan_front af_slice_front
#define af_scan_first af_slice_first
#define af_scan_find af_slice_find
#define af_scan_has af_slice_has
#define af_scan_take af_slice_take
#define af_scan_after af_slice_after
#define af_scan_trim af_slice_trim
#define af_scan_number af_slice_number
#define af_scan_blank af_is_blank

/* The next word, empty at the end. */
static inline struct af_slice af_scan_word(struct af_slice *rest)
{
	struct af_slice word;

	af_slice_word(rest, &word);
	return word;
}

#endif /* AF_SCAN_H */
