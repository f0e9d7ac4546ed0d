/* SPDX-License-Identifier: GPL-2.0-only */
/* allocfail events: how events are shown. */
#ifndef AF_EVENTS_H
#define AF_EVENTS_H

#include "advice/weight.h"
#include "cli/command.h"
#include "lib/table.h"
#include "state/view.h"

/* The table, and what its lines need. */
struct af_events_table {
	struct af_table table;
	struct af_column columns[13];
	bool each; /* a line an event, not one for all that are equal */
	bool iso;
	s64 wall_offset_us; /* if iso */
};

enum af_weight af_event_weigh(const struct af_event *event);
bool af_event_equal(const struct af_event *a, const struct af_event *b);
void af_events_table_open(struct af_events_table *table,
			  const struct af_screen *screen,
			  const struct af_options *options);
void af_events_print(struct af_events_table *table, const struct af_view *view,
		     const struct af_event *const *events, size_t nr);
void af_events_print_json(const struct af_view *view,
			  const struct af_event *const *events, size_t nr,
			  bool lines);

#endif /* AF_EVENTS_H */
