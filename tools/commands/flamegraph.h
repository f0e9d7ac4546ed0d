/* SPDX-License-Identifier: GPL-2.0-only */
/* Flame graphs: stacks side by side, equal callers merged. */
#ifndef AF_FLAMEGRAPH_H
#define AF_FLAMEGRAPH_H

#include <stdio.h>

#include "state/filter.h"
#include "state/model.h"

/*
 * What colours stand for, as option --by has them. Causes and classes are also split
 * at the bottom.
 */
enum af_flame_by {
	AF_FLAME_MODULE,
	AF_FLAME_CAUSE,
	AF_FLAME_CLASS,
};

/* More levels than stacks of the module have: "all", cause or class, 64 frames. */
#define AF_FLAME_LEVELS 66
#define AF_FLAME_COLORS 11

/* One level of a stack. */
struct af_flame_frame {
	struct af_slice symbol;
	struct af_slice module; /* empty: the kernel itself, or no function */
};

/* What is to be drawn. Slices are of the signatures, which must outlive it. */
struct af_flame {
	enum af_flame_by by;
	const struct af_signature **stacks; /* equal callers beside each other */
	size_t nr;
	double *before; /* failures of the stacks before each; one more: all */
	unsigned int levels;
	struct af_slice keys[AF_FLAME_COLORS]; /* what each colour stands for */
	unsigned int nr_keys;
};

int af_flame_make(struct af_flame *flame,
		  const struct af_signatures *signatures,
		  const struct af_filter *filter, u64 now_us,
		  enum af_flame_by by);
void af_flame_free(struct af_flame *flame);
bool af_flame_frame(const struct af_flame *flame, size_t stack,
		    unsigned int level, struct af_flame_frame *frame);
unsigned int af_flame_color(const struct af_flame *flame, size_t stack,
			    const struct af_flame_frame *frame);

u64 af_flame_failures(const struct af_flame *flame);
unsigned int af_flame_height(const struct af_flame *flame);
u64 af_flame_draw(FILE *out, const struct af_flame *flame, const char *place);
void af_flame_style(FILE *out);

#endif /* AF_FLAMEGRAPH_H */
