/* SPDX-License-Identifier: GPL-2.0-only */
/* What was read, as values of JSON: for every command that prints them. */
#ifndef AF_JSON_H
#define AF_JSON_H

#include <jansson.h>

#include "state/view.h"

#define AF_JSON_SCHEMA 1 /* grows when a key goes, or means something else */

json_t *af_json_number(u64 value);
json_t *af_json_seconds(u64 us);
json_t *af_json_string(struct af_slice slice);
json_t *af_json_name(struct af_slice slice);
json_t *af_json_status(const struct af_status *from);
json_t *af_json_counters(const struct af_totals *from);
json_t *af_json_signature(const struct af_signature *from);
json_t *af_json_event(const struct af_event *from);
json_t *af_json_memory(const struct af_memory *from);
json_t *af_json_zone(const struct af_zone_shape *from);
json_t *af_json_zones(const struct af_zones *from);
json_t *af_json_begin(const struct af_view *view);
void af_json_set_clock(json_t *all, const struct af_view *view);
void af_json_print(json_t *all, FILE *out, size_t flags);

#endif /* AF_JSON_H */
