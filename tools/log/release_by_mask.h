/* SPDX-License-Identifier: GPL-2.0-only */
/* Which releases of the kernel a report can be of that does not say it. */
#ifndef AF_RELEASE_BY_MASK_H
#define AF_RELEASE_BY_MASK_H

#include "log/report.h"

/* From the first release on, up to before the last. */
struct af_release_range {
	u32 from;
	u32 until; /* UINT32_MAX: no end is known */
};

#define AF_RANGE_TEXT 32

void af_release_by_mask(struct af_release_range *range,
			const struct af_log_report *report);
u32 af_release_within(const struct af_release_range *range);
const char *af_release_range_text(char text[AF_RANGE_TEXT],
				  const struct af_release_range *range);

#endif /* AF_RELEASE_BY_MASK_H */
