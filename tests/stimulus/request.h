/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What one run is, and how a line of text becomes one: parse.c, gfp.c and
 * special.c, which have no kernel state and are built in user space too.
 * Included first: pr_fmt.
 */
#ifndef AF_STIMULUS_REQUEST_H
#define AF_STIMULUS_REQUEST_H

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#ifdef __KERNEL__
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/nodemask.h>
#include <linux/numa.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/types.h>
#include "compat.h"
#else
#include "kernel.h"
#endif

enum af_context {
	AF_TASK,
	AF_SOFTIRQ,
	AF_HARDIRQ,
	AF_NMI,
	AF_NR_CONTEXTS
};

enum af_special {
	AF_PAGES,	/* nothing special */
	AF_CGROUP,	/* the memory cgroup refuses the charge */
	AF_NOLOCK,	/* alloc_pages_nolock() */
	AF_VMALLOC,	/* vmalloc() of more than there is */
	AF_GRANTED,	/* no failure: each block is given back at once */
	AF_BURST,	/* so many requests, whatever comes of them */
};

#define AF_MAX_SITES	8
#define AF_MAX_DEPTH	64
#define AF_MAX_PATHS	65536

/* What a line written to `run` asks for; nothing writes it once it runs. */
struct af_request {
	unsigned int order;
	unsigned int count;	/* refusals wanted per CPU and context */
	unsigned int cpus;
	unsigned int sites;
	unsigned int depth;
	unsigned int paths;	/* ways down to the sites, see sites.c */
	unsigned int memalloc;
	unsigned int realtime;	/* the task's policy meanwhile */
	unsigned int drain;
	unsigned int fragment;
	unsigned int pieces;	/* order of those that are freed again */
	unsigned int spare;	/* percent of a zone's min watermark, 0: no limit */
	unsigned int pause;	/* of the task after each refusal, in ms */
	unsigned int bind;	/* to the node, by a nodemask */
	unsigned int timed;	/* note what each request takes */
	unsigned int limit;	/* grants per CPU and context, then give up */
	int node;		/* NUMA_NO_NODE: the current one */
	unsigned int contexts;	/* bits 1 << enum af_context */
	enum af_special special;
	gfp_t gfp;
};

/* May it take the last page. */
static inline bool af_ignores_watermarks(const struct af_request *request)
{
	if (request->gfp & __GFP_NOMEMALLOC)
		return false;
	return request->memalloc || (request->gfp & __GFP_MEMALLOC);
}

/* parse.c */
int af_parse(char *line, struct af_request *request);

/* gfp.c */
int af_parse_gfp(char *names, gfp_t *gfp);

/* special.c */
int af_check_special(struct af_request *request);

#endif
