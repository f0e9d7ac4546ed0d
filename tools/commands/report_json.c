// SPDX-License-Identifier: GPL-2.0-only
/* allocfail report --json: the same as the screen, for programs. */
#include <stdlib.h>

#include "advice/advice.h"
#include "commands/json.h"
#include "commands/report.h"
#include "commands/where.h"

static void set(json_t *object, const char *key, json_t *value)
{
	json_object_set_new(object, key, value);
}

static json_t *rate(const struct af_report *report, u64 before, u64 now)
{
	return report->seconds > 0 ?
		       json_real(af_report_rate(report, before, now)) :
		       json_null();
}

static json_t *site(const struct af_report *report,
		    const struct af_group *group)
{
	const struct af_group *before =
		af_groups_find(&report->groups_before, group);
	const struct af_case *facts = &group->facts;
	json_t *to = json_object();

	set(to, "site", af_json_name(facts->site.name));
	set(to, "function", af_json_name(facts->site.function));
	set(to, "order", json_integer(facts->order));
	set(to, "class", json_string(af_class_name(facts->class)));
	set(to, "cause", json_string(af_cause_name(facts->cause)));
	set(to, "weight", json_string(af_weight_name(group->weight)));
	set(to, "count", af_json_number(group->count));
	set(to, "rate", rate(report, before ? before->count : 0, group->count));
	set(to, "last", af_json_seconds(group->last_us));
	set(to, "signatures", af_json_number(group->nr_signatures));
	set(to, "advice", json_string(af_advise(facts)->id));
	return to;
}

static json_t *sites(const struct af_report *report)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < report->groups.nr; i++)
		json_array_append_new(list,
				      site(report, &report->groups.all[i]));
	return list;
}

static json_t *weights(const struct af_groups *groups)
{
	json_t *to = json_object();
	unsigned int i;

	for (i = 0; i < AF_NR_WEIGHTS; i++)
		set(to, af_weight_name(i),
		    af_json_number(groups->by_weight[i]));
	return to;
}

/* A line each of what the advice says of this machine. */
static json_t *values(const struct af_report *report,
		      const struct af_group *group,
		      const struct af_advice *advice)
{
	char *text = af_report_values(report, advice, &group->facts);
	struct af_slice rest = af_slice_string(text ?: ""), line;
	json_t *list = json_array();

	while (af_slice_cut(&rest, '\n', &line))
		json_array_append_new(list, af_json_string(line));
	free(text);
	return list;
}

static json_t *piece(const struct af_report *report,
		     const struct af_group *group,
		     const struct af_advice *advice)
{
	json_t *to = json_object();

	set(to, "advice", json_string(advice->id));
	set(to, "site", af_json_string(af_site_name(&group->facts.site)));
	set(to, "order", json_integer(group->facts.order));
	set(to, "cause", json_string(advice->cause));
	set(to, "remedy", json_string(advice->remedy));
	set(to, "values", values(report, group, advice));
	set(to, "source", json_string(advice->source));
	return to;
}

static json_t *advice(const struct af_report *report)
{
	struct af_chosen chosen;
	json_t *list = json_array();
	size_t i;

	af_report_choose(&chosen, &report->groups);
	for (i = 0; i < chosen.nr; i++)
		json_array_append_new(list, piece(report, chosen.groups[i],
						  chosen.advice[i]));
	return list;
}

static json_t *zones(const struct af_zones *from)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < from->nr; i++)
		json_array_append_new(list, af_json_zone(&from->all[i]));
	return list;
}

/* All of the report: keys always in this order. */
void af_report_print_json(const struct af_report *report)
{
	const struct af_view *view = &report->view;
	const struct af_groups *groups = &report->groups;
	json_t *all = af_json_begin(view);

	set(all, "status", af_json_status(&view->status));
	set(all, "listening", json_boolean(af_report_listening(report)));
	set(all, "verdict",
	    json_string(af_weight_name(af_report_worst(report))));
	set(all, "failures",
	    af_json_number(report->filtered ? groups->count :
					      view->totals.failures));
	set(all, "rate",
	    rate(report,
		 report->filtered ? report->groups_before.count :
				    report->before.totals.failures,
		 report->filtered ? groups->count : view->totals.failures));
	set(all, "last",
	    groups->nr ? af_json_seconds(groups->last_us) : json_null());
	set(all, "weights", weights(groups));
	set(all, "sites", sites(report));
	set(all, "dropped", af_json_number(view->totals.signatures_dropped));
	set(all, "zones", zones(&view->fragmentation));
	set(all, "advice", advice(report));
	set(all, "where", af_where_json(view));
	af_json_set_clock(all, view);
	af_json_print(all, report->screen.out, JSON_INDENT(2));
}
