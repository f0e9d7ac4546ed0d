/* SPDX-License-Identifier: GPL-2.0-only */
/* How much a failure matters, and how that is shown. */
#ifndef AF_WEIGHT_H
#define AF_WEIGHT_H

#include "advice/case.h"
#include "lib/screen.h"

/* How much it matters. */
enum af_weight {
	AF_HARMLESS, /* the caller has a fallback, or it was no real failure */
	AF_MATTERS,  /* something was dropped, delayed or refused */
	AF_SERIOUS,  /* who could wait was refused, or who frees memory */
	AF_NR_WEIGHTS
};

enum af_weight af_weigh(const struct af_case *facts);
const char *af_weight_name(enum af_weight weight);
enum af_style af_weight_style(enum af_weight weight);

#endif /* AF_WEIGHT_H */
