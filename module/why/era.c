// SPDX-License-Identifier: GPL-2.0-only
/* Which release's rules a kernel has. Pure: no kernel state. */
#include "why/era.h"

static const u32 era_of_signs[AF_NR_SIGNS] = {
	[AF_SIGN_FIND_RET_ADDR] = KERNEL_VERSION(5, 15, 0),
	[AF_SIGN_MAPLE_TREE] = KERNEL_VERSION(6, 1, 0),
	[AF_SIGN_NO_ATOMIC] = KERNEL_VERSION(6, 3, 0),
	[AF_SIGN_OBJPOOL] = KERNEL_VERSION(6, 7, 0),
	[AF_SIGN_ALLOC_TAG] = KERNEL_VERSION(6, 10, 0),
	[AF_SIGN_FREE_RESERVE] = KERNEL_VERSION(6, 12, 0),
	[AF_SIGN_NO_BOUNCE] = KERNEL_VERSION(6, 16, 0),
};

/* Releases of distributions whose changes are known, and who has the same rules. */
static const struct {
	enum af_distribution distribution;
	u32 first, end; /* from this release on, up to that one */
	u32 same;
} era_of_distributions[] = {
	/*
	 * Ubuntu 24.04: rmqueue_buddy() has ALLOC_OOM | ALLOC_NON_BLOCK, and
	 * gfp_to_alloc_flags() has order > 0 && ALLOC_MIN_RESERVE, by its
	 * linux-source-6.8.0.
	 */
	{ AF_DISTRIBUTION_UBUNTU, KERNEL_VERSION(6, 8, 0),
	  KERNEL_VERSION(6, 9, 0), KERNEL_VERSION(6, 6, 113) },
};

/* Return: where the number ends, NULL if there is none. */
static const char *era_number(const char *text, u32 *number)
{
	if (*text < '0' || *text > '9')
		return NULL;
	for (*number = 0; *text >= '0' && *text <= '9'; text++)
		*number = min_t(u32, *number * 10 + (*text - '0'), 255);
	return text;
}

/* X.Y or X.Y.Z, whatever follows. Return: where it ends, NULL if it is neither. */
static const char *era_numbers(const char *text, u32 *release)
{
	u32 major, minor, patch = 0;
	const char *end;

	text = era_number(text, &major);
	if (!text || *text != '.')
		return NULL;
	text = era_number(text + 1, &minor);
	if (!text)
		return NULL;
	if (*text == '.') {
		end = era_number(text + 1, &patch);
		if (end)
			text = end;
	}
	*release = KERNEL_VERSION(major, minor, patch);
	return text;
}

/**
 * af_era_parse() - a release that somebody has set
 * @text: as 6.12 or 6.12.54
 * @release: where to put it
 *
 * Return: Whether it is one, from 5.10 on.
 */
bool af_era_parse(const char *text, u32 *release)
{
	const char *end = era_numbers(text, release);

	if (end && *end == '\n')
		end++;
	return end && !*end && *release >= KERNEL_VERSION(5, 10, 0);
}

static bool era_same_branch(u32 a, u32 b)
{
	return a >> 8 == b >> 8;
}

/**
 * af_era_running() - the stable release of the kernel that runs
 * @release: as in uname -r
 * @version: as in uname -v
 * @headers: the release of the headers that the module was built with
 *
 * Debian's 6.1.0-57-amd64 does not say which 6.1 it is; its version does. Others
 * that say 0 are taken for the release of the headers.
 *
 * Return: The release, @headers if @release is no number.
 */
u32 af_era_running(const char *release, const char *version, u32 headers)
{
	static const char debian[] = " Debian ";
	const char *at = strstr(version, debian);
	u32 running, stable;

	if (!era_numbers(release, &running))
		return headers;
	if (at && era_numbers(at + sizeof(debian) - 1, &stable) &&
	    era_same_branch(stable, running))
		return stable > running ? stable : running;
	if (!(running & 255) && era_same_branch(headers, running))
		return headers;
	return running;
}

/* What the signs leave: not before @first, and before @end. */
static void era_bounds(u32 signs, u32 *first, u32 *end)
{
	unsigned int sign;

	*first = 0;
	*end = U32_MAX;
	for (sign = 0; sign < AF_NR_SIGNS; sign++) {
		if (signs & 1U << sign)
			*first = era_of_signs[sign];
		else
			*end = min_t(u32, *end, era_of_signs[sign]);
	}
}

/**
 * af_era_find() - whose rules the kernel has
 * @kernel: what is known of it
 * @set: a release that has been set by hand, or 0
 *
 * Where the headers show another time than the release says, they are believed.
 * Who carries changes of a later release has its stable changes, too, as a rule.
 *
 * Return: The release, and how it was found.
 */
struct af_era af_era_find(const struct af_kernel *kernel, u32 set)
{
	u32 running = kernel->running, first, end;
	unsigned int i;

	if (set)
		return (struct af_era){ set, AF_ERA_SET };
	if (!era_same_branch(running, kernel->headers))
		return (struct af_era){ running, AF_ERA_ANOTHER };
	for (i = 0; i < ARRAY_SIZE(era_of_distributions); i++)
		if (era_of_distributions[i].distribution ==
			    kernel->distribution &&
		    era_of_distributions[i].first <= running &&
		    running < era_of_distributions[i].end)
			return (struct af_era){ era_of_distributions[i].same,
						AF_ERA_DISTRIBUTION };
	era_bounds(kernel->signs, &first, &end);
	if (running < first)
		return (struct af_era){ first | 255, AF_ERA_HEADERS };
	if (running >= end)
		return (struct af_era){ end - 1, AF_ERA_HEADERS };
	if (kernel->distribution == AF_DISTRIBUTION_RHEL ||
	    kernel->distribution == AF_DISTRIBUTION_SUSE)
		return (struct af_era){ running, AF_ERA_BACKPORTS };
	return (struct af_era){ running, AF_ERA_RELEASE };
}

/**
 * af_era_evidence() - how the rules were found, in words
 * @by: of the era
 *
 * Return: As the file status has it.
 */
const char *af_era_evidence(enum af_era_by by)
{
	static const char *const words[] = {
		[AF_ERA_RELEASE] = "by release and headers",
		[AF_ERA_DISTRIBUTION] = "by distribution",
		[AF_ERA_SET] = "set by hand",
		[AF_ERA_BACKPORTS] =
			"assumed: the distribution changes what it carries",
		[AF_ERA_HEADERS] =
			"assumed: the headers are of another release",
		[AF_ERA_ANOTHER] = "assumed: built for another release",
	};

	return words[by];
}
