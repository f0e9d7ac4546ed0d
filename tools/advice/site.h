/* SPDX-License-Identifier: GPL-2.0-only */
/* Who asked: the driver or subsystem that a stack names. */
#ifndef AF_SITE_H
#define AF_SITE_H

#include "lib/slice.h"

/* What kinds of place advice tells apart. */
enum af_place {
	AF_PLACE_UNKNOWN,
	AF_PLACE_OTHER,	  /* known by name, and of no special kind */
	AF_PLACE_NETWORK, /* receive and send buffers, sockets */
	AF_PLACE_VMALLOC, /* tries large pieces first, then single pages */
	AF_PLACE_HUGE,	  /* huge pages */
	AF_PLACE_DMA,	  /* buffers for a device */
	AF_PLACE_STORAGE, /* block devices, file systems, swap */
	AF_PLACE_LOADING, /* a module, while it is loaded or finds its device */
};

struct af_site {
	enum af_place place;
	struct af_slice name;	  /* of the driver or subsystem; empty: none */
	struct af_slice function; /* that asked; empty: no stack */
};

void af_site_of(struct af_site *site, const struct af_slice *frames, size_t nr);
struct af_slice af_site_name(const struct af_site *site);
bool af_is_plumbing(struct af_slice frame);

#endif /* AF_SITE_H */
