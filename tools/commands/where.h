/* SPDX-License-Identifier: GPL-2.0-only */
/* In which container or unit failures were, for several commands. */
#ifndef AF_COMMANDS_WHERE_H
#define AF_COMMANDS_WHERE_H

#include <jansson.h>

#include "lib/screen.h"
#include "state/view.h"
#include "state/where.h"

bool af_where_known(const struct af_view *view);
void af_where_of_event(char text[AF_WHERE_LEN], const struct af_view *view,
		       const struct af_event *event);
void af_where_of_signature(char text[AF_WHERE_LEN], const struct af_view *view,
			   const struct af_signature *signature);
void af_where_print_line(const struct af_screen *screen,
			 const struct af_view *view);
json_t *af_where_json(const struct af_view *view);
const struct af_cgroup_count **
af_where_sorted(const struct af_cgroup_counts *counts);

#endif /* AF_COMMANDS_WHERE_H */
