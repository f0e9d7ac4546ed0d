/* SPDX-License-Identifier: GPL-2.0-only */
/* The bits and the names of gfp masks, and the releases that have them. */
#ifndef AF_GFP_TABLE_H
#define AF_GFP_TABLE_H

#include "log/gfp.h"

/* What a bit means in the releases from @from on, up to before @until. */
struct af_gfp_bit {
	u32 mask;
	enum af_gfp_flag flag;
	u32 from;
	u32 until;
};

/* A name for several flags. */
struct af_gfp_compound {
	const char *name;
	u64 flags;
	u32 from;
	u32 until;
};

extern const struct af_gfp_bit af_gfp_bits[];
extern const size_t af_nr_gfp_bits;
extern const struct af_gfp_compound af_gfp_compounds[];
extern const size_t af_nr_gfp_compounds;

#endif /* AF_GFP_TABLE_H */
