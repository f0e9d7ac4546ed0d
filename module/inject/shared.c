// SPDX-License-Identifier: GPL-2.0-only
/* What both modules have: an object belongs to one of them, so here is another. */
#include "failure_names.c"
#include "files/text.c"
