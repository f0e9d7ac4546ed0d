/* SPDX-License-Identifier: GPL-2.0-only */
/* When a row of the table of advice is said. */
#ifndef AF_ADVICE_WHEN_H
#define AF_ADVICE_WHEN_H

#include "advice/case.h"

bool af_when_injected(const struct af_case *facts);
bool af_when_oversize(const struct af_case *facts);
bool af_when_optional_large(const struct af_case *facts);
bool af_when_cgroup(const struct af_case *facts);
bool af_when_optional(const struct af_case *facts);
bool af_when_reserve_io(const struct af_case *facts);
bool af_when_memalloc_pieces(const struct af_case *facts);
bool af_when_reserve(const struct af_case *facts);
bool af_when_placement(const struct af_case *facts);
bool af_when_low(const struct af_case *facts);
bool af_when_cma(const struct af_case *facts);
bool af_when_highatomic(const struct af_case *facts);
bool af_when_receive(const struct af_case *facts);
bool af_when_atomic_page(const struct af_case *facts);
bool af_when_jumbo(const struct af_case *facts);
bool af_when_load(const struct af_case *facts);
bool af_when_kvmalloc(const struct af_case *facts);
bool af_when_pieces(const struct af_case *facts);
bool af_when_full(const struct af_case *facts);
bool af_when_transient(const struct af_case *facts);
bool af_when_any(const struct af_case *facts);
bool af_when_storm(const struct af_case *facts);

#endif /* AF_ADVICE_WHEN_H */
