/* SPDX-License-Identifier: GPL-2.0-only */
/* Moments: as an option names one, and as they are shown. */
#ifndef AF_MOMENT_H
#define AF_MOMENT_H

#include "lib/slice.h"

enum af_moment_of {
	AF_MOMENT_NONE,
	AF_MOMENT_BOOT, /* boot clock, as the module counts */
	AF_MOMENT_WALL, /* since 1970 */
	AF_MOMENT_AGO,	/* before now */
};

struct af_moment {
	enum af_moment_of of;
	s64 us;
};

#define AF_MOMENT_LEN 40

bool af_duration_parse(struct af_slice text, u64 *us);
bool af_moment_parse(const char *text, struct af_moment *moment);
const char *af_moment_boot(char text[AF_MOMENT_LEN], u64 boot_us);
const char *af_moment_iso(char text[AF_MOMENT_LEN], s64 wall_us);

#endif /* AF_MOMENT_H */
