// SPDX-License-Identifier: GPL-2.0-only
/* The clock that the module's times are of, and waiting. */
#include <errno.h>
#include <time.h>

#include "lib/clock.h"

/* Microseconds since boot, with the time that the machine was suspended. */
u64 af_boot_clock_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * 1000000ULL + now.tv_nsec / 1000;
}

static s64 us_of(const struct timespec *time)
{
	return time->tv_sec * 1000000LL + time->tv_nsec / 1000;
}

/* What to add to the boot clock for the wall clock, both in microseconds. */
s64 af_wall_offset_us(void)
{
	struct timespec boot, wall;

	clock_gettime(CLOCK_BOOTTIME, &boot);
	clock_gettime(CLOCK_REALTIME, &wall);
	return us_of(&wall) - us_of(&boot);
}

/* Signals do not make it shorter. */
void af_sleep(double seconds)
{
	struct timespec left = {
		.tv_sec = seconds,
		.tv_nsec = (seconds - (time_t)seconds) * 1e9,
	};

	while (nanosleep(&left, &left) && errno == EINTR)
		;
}
