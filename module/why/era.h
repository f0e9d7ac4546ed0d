/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which release's rules a kernel has. A release alone can mislead: distributions
 * carry later changes under an early number. So what the kernel's headers have is
 * looked at too, and what is only assumed is said.
 */
#ifndef AF_ERA_H
#define AF_ERA_H

#include "why/rules.h"

/*
 * What shows in the headers of a kernel, and since which release. Only what no
 * stable release has got later.
 */
enum af_sign {
	AF_SIGN_FIND_RET_ADDR, /* 5.15: kretprobe_find_ret_addr() */
	AF_SIGN_MAPLE_TREE,    /* 6.1: linux/maple_tree.h */
	AF_SIGN_NO_ATOMIC,     /* 6.3: __GFP_ATOMIC is gone */
	AF_SIGN_OBJPOOL,       /* 6.7: linux/objpool.h */
	AF_SIGN_ALLOC_TAG,     /* 6.10: linux/alloc_tag.h */
	AF_SIGN_FREE_RESERVE,  /* 6.12: nr_free_highatomic in struct zone */
	AF_SIGN_NO_BOUNCE,     /* 6.16: NR_BOUNCE is gone */
	AF_NR_SIGNS
};

/*
 * Who changes what a release of the kernel carries. The first three are known by
 * the macros of their headers, the last two by the release of the kernel that runs.
 */
enum af_distribution {
	AF_DISTRIBUTION_NONE,
	AF_DISTRIBUTION_UBUNTU,
	AF_DISTRIBUTION_RHEL, /* and what is built from it; Fedora, too */
	AF_DISTRIBUTION_SUSE,
	AF_DISTRIBUTION_AMAZON,
	AF_DISTRIBUTION_RASPBERRY_PI,
};

/* RHEL's build: 503 and 40 of 5.14.0-503.40.1.el9_5. */
#define AF_BUILD(build, update) ((u32)(build) << 16 | (update))

/* The kernel that runs, and the headers that the module was built with. */
struct af_kernel {
	u32 running;			   /* its release */
	u32 build;			   /* RHEL's, or 0 */
	u32 headers;			   /* theirs */
	u32 signs;			   /* BIT(enum af_sign) */
	enum af_distribution distribution; /* of either */
};

/* How the rules were found. */
enum af_era_by {
	AF_ERA_RELEASE,	     /* the kernel's release, and the headers agree */
	AF_ERA_DISTRIBUTION, /* a row of its own */
	AF_ERA_SET,	     /* by hand */
	AF_ERA_BACKPORTS, /* assumed: the distribution changes what it carries */
	AF_ERA_HEADERS,	  /* assumed: they are of another release */
	AF_ERA_ANOTHER,	  /* assumed: built for another release */
};

struct af_era {
	u32 release; /* a mainline or stable one with these rules */
	enum af_era_by by;
};

u32 af_era_running(const char *release, const char *version, u32 headers);
u32 af_era_build(const char *release);
enum af_distribution af_era_distribution(const char *release);
struct af_era af_era_find(const struct af_kernel *kernel, u32 set);
bool af_era_parse(const char *text, u32 *release);
const char *af_era_evidence(enum af_era_by by);

#endif /* AF_ERA_H */
