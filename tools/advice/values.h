/* SPDX-License-Identifier: GPL-2.0-only */
/* Values for one machine, for the rows of advice.c. */
#ifndef AF_ADVICE_VALUES_H
#define AF_ADVICE_VALUES_H

#include "advice/advice.h"

long long af_better_min_free(const struct af_machine *machine);
void af_values_min_free(const struct af_case *facts,
			const struct af_machine *machine,
			const struct af_zones *now, FILE *out);
void af_values_reserved(const struct af_case *facts,
			const struct af_machine *machine,
			const struct af_zones *now, FILE *out);
void af_values_blocks(const struct af_case *facts,
		      const struct af_machine *machine,
		      const struct af_zones *now, FILE *out);
void af_values_reclaim(const struct af_case *facts,
		       const struct af_machine *machine,
		       const struct af_zones *now, FILE *out);
void af_values_cgroup(const struct af_case *facts,
		      const struct af_machine *machine,
		      const struct af_zones *now, FILE *out);
void af_values_low(const struct af_case *facts,
		   const struct af_machine *machine, const struct af_zones *now,
		   FILE *out);
void af_values_memory(const struct af_case *facts,
		      const struct af_machine *machine,
		      const struct af_zones *now, FILE *out);
void af_values_nodes(const struct af_case *facts,
		     const struct af_machine *machine,
		     const struct af_zones *now, FILE *out);

#endif /* AF_ADVICE_VALUES_H */
