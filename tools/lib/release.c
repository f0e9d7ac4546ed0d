// SPDX-License-Identifier: GPL-2.0-only
/* A kernel's release, as a number that can be compared. Pure. */
#include "lib/release.h"

/**
 * af_release_of - a release as the kernel's KERNEL_VERSION() counts it
 * @text: begins with it, for instance 6.12.117+deb13-amd64, 2.6.32-754.el6 or 7.2-rc1
 *
 * Return: major << 16 | minor << 8 | patch, of which the last is at most 255; 0 if
 * the text does not begin with two numbers
 */
u32 af_release_of(struct af_slice text)
{
	u64 major, minor, patch = 0;

	if (!af_slice_number(&text, 10, &major) || !af_slice_take(&text, ".") ||
	    !af_slice_number(&text, 10, &minor) || major > 255 || minor > 255)
		return 0;
	if (af_slice_take(&text, "."))
		af_slice_number(&text, 10, &patch);
	return major << 16 | minor << 8 | (patch < 255 ? patch : 255);
}
