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

/*
 * Distributions whose changes are known, and who has the same rules. A row holds for
 * the builds that have been read. Those of other builds are taken for its rules, up
 * to the next row; of what was not read at all, @last is before @build.
 *
 * RHEL's rows are by AlmaLinux's source packages, which have RHEL's numbers, in the
 * tags of github.com/mkuron/almalinux-kernel, 5.14.0-70.13.1.el9_0 to
 * 5.14.0-570.32.1.el9_6 and 6.12.0-55.9.1.el10_0 to 6.12.0-55.24.1.el10_0; read were
 * mm/page_alloc.c, mm/internal.h, mm/memcontrol.c and include/linux/mmzone.h.
 */
static const struct era_row {
	enum af_distribution distribution;
	u32 first, end;	 /* releases: from this one on, up to that one */
	u32 build, last; /* builds; 0: all of the releases */
	u32 same;
} era_of_distributions[] = {
	/*
	 * Ubuntu 24.04: rmqueue_buddy() has ALLOC_OOM | ALLOC_NON_BLOCK, and
	 * gfp_to_alloc_flags() has order > 0 && ALLOC_MIN_RESERVE, by its
	 * linux-source-6.8.0.
	 */
	{ AF_DISTRIBUTION_UBUNTU, KERNEL_VERSION(6, 8, 0),
	  KERNEL_VERSION(6, 9, 0), 0, 0, KERNEL_VERSION(6, 6, 113) },
	/*
	 * RHEL 9.0 and 9.1: ALLOC_HARDER and in_task() as in 5.15, but
	 * memcg_kmem_bypass() has in_interrupt() as in 5.14. No release has both.
	 */
	{ AF_DISTRIBUTION_RHEL, KERNEL_VERSION(5, 14, 0),
	  KERNEL_VERSION(5, 15, 0), AF_BUILD(1, 0), 0,
	  KERNEL_VERSION(5, 15, 0) },
	/* 9.2 to 9.4: ALLOC_HARDER; try_charge_memcg() has __GFP_HIGH. */
	{ AF_DISTRIBUTION_RHEL, KERNEL_VERSION(5, 14, 0),
	  KERNEL_VERSION(5, 15, 0), AF_BUILD(284, 11), AF_BUILD(284, 30),
	  KERNEL_VERSION(6, 2, 0) },
	{ AF_DISTRIBUTION_RHEL, KERNEL_VERSION(5, 14, 0),
	  KERNEL_VERSION(5, 15, 0), AF_BUILD(362, 8), AF_BUILD(362, 24),
	  KERNEL_VERSION(6, 2, 0) },
	{ AF_DISTRIBUTION_RHEL, KERNEL_VERSION(5, 14, 0),
	  KERNEL_VERSION(5, 15, 0), AF_BUILD(427, 13), AF_BUILD(427, 42),
	  KERNEL_VERSION(6, 2, 0) },
	/* 9.5: ALLOC_NON_BLOCK; rmqueue_buddy() has ALLOC_OOM alone. */
	{ AF_DISTRIBUTION_RHEL, KERNEL_VERSION(5, 14, 0),
	  KERNEL_VERSION(5, 15, 0), AF_BUILD(503, 11), AF_BUILD(503, 40),
	  KERNEL_VERSION(6, 3, 0) },
	/*
	 * 9.6: ALLOC_OOM | ALLOC_NON_BLOCK, nr_reserved_highatomic, and
	 * current_obj_cgroup().
	 */
	{ AF_DISTRIBUTION_RHEL, KERNEL_VERSION(5, 14, 0),
	  KERNEL_VERSION(5, 15, 0), AF_BUILD(570, 12), AF_BUILD(570, 32),
	  KERNEL_VERSION(6, 11, 7) },
	/* 10.0: ALLOC_HIGHATOMIC without __GFP_HIGH; nr_free_highatomic. */
	{ AF_DISTRIBUTION_RHEL, KERNEL_VERSION(6, 12, 0),
	  KERNEL_VERSION(6, 13, 0), AF_BUILD(55, 9), AF_BUILD(55, 24),
	  KERNEL_VERSION(6, 12, 0) },
};

/* Distributions without a macro, by their mark in uname -r. */
static const struct {
	const char *mark;
	enum af_distribution distribution;
} era_of_marks[] = {
	{ ".amzn", AF_DISTRIBUTION_AMAZON },	  /* 6.1.119-129.201.amzn2023 */
	{ "+rpt", AF_DISTRIBUTION_RASPBERRY_PI }, /* 6.12.62+rpt-rpi-v8 */
};

/* At most @most. Return: where the number ends, NULL if there is none. */
static const char *era_number(const char *text, u32 most, u32 *number)
{
	if (*text < '0' || *text > '9')
		return NULL;
	for (*number = 0; *text >= '0' && *text <= '9'; text++)
		*number = min_t(u32, *number * 10 + (*text - '0'), most);
	return text;
}

/* X.Y or X.Y.Z, whatever follows. Return: where it ends, NULL if it is neither. */
static const char *era_numbers(const char *text, u32 *release)
{
	u32 major, minor, patch = 0;
	const char *end;

	text = era_number(text, 255, &major);
	if (!text || *text != '.')
		return NULL;
	text = era_number(text + 1, 255, &minor);
	if (!text)
		return NULL;
	if (*text == '.') {
		end = era_number(text + 1, 255, &patch);
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

/**
 * af_era_build() - which of RHEL's builds a kernel is
 * @release: as in uname -r
 *
 * A release of Fedora has numbers there that mean another thing: only what is named
 * .el counts.
 *
 * Return: AF_BUILD(), 0 if it is none.
 */
u32 af_era_build(const char *release)
{
	u32 numbers, build, update = 0;
	const char *text = era_numbers(release, &numbers);

	if (!text || *text != '-' || !strstr(text, ".el"))
		return 0;
	text = era_number(text + 1, 0xffff, &build);
	if (!text)
		return 0;
	if (*text == '.')
		era_number(text + 1, 0xffff, &update);
	return AF_BUILD(build, update);
}

/**
 * af_era_distribution() - whose kernel it is, by its name
 * @release: as in uname -r
 *
 * Return: One of those that have a mark there, or AF_DISTRIBUTION_NONE.
 */
enum af_distribution af_era_distribution(const char *release)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(era_of_marks); i++)
		if (strstr(release, era_of_marks[i].mark))
			return era_of_marks[i].distribution;
	return AF_DISTRIBUTION_NONE;
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

/* Return: the last row that begins at or before the kernel; NULL if there is none. */
static const struct era_row *era_row_of(const struct af_kernel *kernel)
{
	const struct era_row *row, *found = NULL;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(era_of_distributions); i++) {
		row = &era_of_distributions[i];
		if (row->distribution == kernel->distribution &&
		    row->first <= kernel->running &&
		    kernel->running < row->end && row->build <= kernel->build)
			found = row;
	}
	return found;
}

/* Those of which no row says that they follow the stable releases. */
static bool era_may_change(enum af_distribution distribution)
{
	return distribution != AF_DISTRIBUTION_NONE &&
	       distribution != AF_DISTRIBUTION_UBUNTU;
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
	const struct era_row *row = era_row_of(kernel);

	if (set)
		return (struct af_era){ set, AF_ERA_SET };
	if (!era_same_branch(running, kernel->headers))
		return (struct af_era){ running, AF_ERA_ANOTHER };
	if (row)
		return (struct af_era){
			row->same, !row->build || kernel->build <= row->last ?
					   AF_ERA_DISTRIBUTION :
					   AF_ERA_BACKPORTS
		};
	era_bounds(kernel->signs, &first, &end);
	if (running < first)
		return (struct af_era){ first | 255, AF_ERA_HEADERS };
	if (running >= end)
		return (struct af_era){ end - 1, AF_ERA_HEADERS };
	if (era_may_change(kernel->distribution))
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
