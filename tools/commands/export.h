/* SPDX-License-Identifier: GPL-2.0-only */
/* The formats of allocfail export: what was read, to a stream. */
#ifndef AF_EXPORT_H
#define AF_EXPORT_H

#include <stdio.h>

#include "state/filter.h"
#include "state/view.h"

void af_export_csv(FILE *out, const struct af_view *view,
		   const struct af_filter *filter);
void af_export_folded(FILE *out, const struct af_view *view,
		      const struct af_filter *filter);
void af_export_json(FILE *out, const struct af_view *view,
		    const struct af_filter *filter);
void af_export_prometheus(FILE *out, const struct af_view *view,
			  const struct af_filter *filter);
void af_export_prometheus_down(FILE *out);

#endif /* AF_EXPORT_H */
