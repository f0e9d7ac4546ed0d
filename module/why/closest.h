/* SPDX-License-Identifier: GPL-2.0-only */
/* What came of judging a request, besides the cause. */
#ifndef AF_CLOSEST_H
#define AF_CLOSEST_H

#include <linux/mmzone.h>
#include <linux/types.h>

#define AF_UNCOUNTED U64_MAX /* they did not matter to the verdict */

/* The eligible zone that came closest; amounts in pages. */
struct af_closest {
	struct zone *zone; /* NULL if no zone is eligible */
	s64 rank;	   /* af_rank() */
	u64 free;
	u64 min;    /* watermark, boost included */
	u64 blocks; /* of the order or above, or AF_UNCOUNTED */
};

#endif /* AF_CLOSEST_H */
