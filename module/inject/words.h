/* SPDX-License-Identifier: GPL-2.0-only */
/* The words of a line of settings, and the values that they may have. Pure. */
#ifndef AF_INJECT_WORDS_H
#define AF_INJECT_WORDS_H

#include "inject/settings.h"

#define AF_INJECT_ALL_CONTEXTS ((1U << AF_NR_CONTEXTS) - 1)

/* A part of the line. */
struct af_inject_text {
	const char *at;
	size_t len;
};

/* Names of gfp bits. */
struct af_inject_masks {
	const struct af_inject_gfp *names;
	size_t nr;
};

bool af_inject_is(struct af_inject_text text, const char *word);
struct af_inject_text af_inject_cut(struct af_inject_text *rest,
				    char separator);
struct af_inject_text af_inject_word(struct af_inject_text *rest);

/* Each returns whether the text is such a value, and if so, has it. */
bool af_inject_number(struct af_inject_text text, u64 max, u64 *number);
bool af_inject_u32(struct af_inject_text text, u32 min, u32 max, u32 *number);
bool af_inject_orders(struct af_inject_text text,
		      struct af_inject_settings *settings);
bool af_inject_contexts(struct af_inject_text text, u32 *contexts);
bool af_inject_mask(const struct af_inject_masks *masks,
		    struct af_inject_text text, u32 *mask);
bool af_inject_name(struct af_inject_text text, char *name, size_t size);
bool af_inject_times(struct af_inject_text text, s32 *times);
bool af_inject_mode(struct af_inject_text text, u32 *mode);

#endif /* AF_INJECT_WORDS_H */
