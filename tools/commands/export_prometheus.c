// SPDX-License-Identifier: GPL-2.0-only
/*
 * Figures in Prometheus' text format.
 *
 * allocfail_failures_total has order, cause and class together, which only the
 * signatures know. What has no signature is in the series "unknown": what was
 * dropped because the table was full, and recursions. Each count only grows, and
 * together they are the counter failures. The sums by one label are from the
 * counters: exact also where signatures were dropped, and there from the first
 * scrape on, as increase() needs it.
 *
 * The number of series is bounded by the kernel's orders and the module's names.
 */
#include "commands/export.h"

static void begin(FILE *out, const char *name, const char *type,
		  const char *help)
{
	fprintf(out, "# HELP allocfail_%s %s\n# TYPE allocfail_%s %s\n", name,
		help, name, type);
}

static void write_single(FILE *out, const char *name, const char *type,
			 const char *help, u64 value)
{
	begin(out, name, type, help);
	fprintf(out, "allocfail_%s %llu\n", name, (unsigned long long)value);
}

static void write_label(FILE *out, const char *label, struct af_slice value)
{
	size_t i;

	fprintf(out, "%s=\"", label);
	for (i = 0; i < value.length; i++) {
		if (value.text[i] == '"' || value.text[i] == '\\')
			fputc('\\', out);
		fputc(value.text[i], out);
	}
	fputc('"', out);
}

static void write_labelled(FILE *out, const char *name, const char *label,
			   struct af_slice text, u64 value)
{
	fprintf(out, "allocfail_%s{", name);
	write_label(out, label, text);
	fprintf(out, "} %llu\n", (unsigned long long)value);
}

static void write_up(FILE *out, u64 up)
{
	write_single(out, "up", "gauge",
		     "1 if the module is loaded and its files could be read.",
		     up);
}

static void write_info(FILE *out, const struct af_status *status)
{
	begin(out, "info", "gauge", "Always 1; what is loaded.");
	fputs("allocfail_info{", out);
	write_label(out, "version", status->version);
	fputc(',', out);
	write_label(out, "kernel", status->kernel);
	fputc(',', out);
	write_label(out, "hook", status->hook);
	fputs("} 1\n", out);
}

static void write_status(FILE *out, const struct af_status *status)
{
	write_info(out, status);
	write_single(out, "enabled", "gauge", "1 if the hook is attached.",
		     status->enabled);
	if (status->armed_known)
		write_single(out, "armed", "gauge",
			     "1 if the hook hears of failures.", status->armed);
	begin(out, "since_boottime_seconds", "gauge",
	      "Boot clock at load or at the last reset.");
	fprintf(out, "allocfail_since_boottime_seconds %llu.%06llu\n",
		(unsigned long long)status->since_us / 1000000,
		(unsigned long long)status->since_us % 1000000);
	write_single(out, "signatures", "gauge",
		     "Kinds of failure that have a record.",
		     status->signatures_used);
	write_single(out, "signatures_limit", "gauge",
		     "Records that there is room for.",
		     status->signatures_capacity);
	write_single(out, "memory_bytes", "gauge", "Held for data.",
		     status->memory_bytes);
	write_single(out, "missed_calls_total", "counter",
		     "Calls of the hook that the kernel left out.",
		     status->nmissed);
}

/* The counts of signatures, by all three labels; the last of each is the rest. */
struct joint {
	u64 count[AF_MAX_ORDERS + 1][AF_NR_CAUSES + 1][AF_NR_CLASSES + 1];
	unsigned int nr_orders;
};

static void sum_signatures(struct joint *joint, const struct af_view *view)
{
	unsigned int order;
	size_t i;

	*joint = (struct joint){ .nr_orders = view->totals.nr_orders };
	for (i = 0; i < view->signatures.nr; i++) {
		const struct af_signature *signature = &view->signatures.all[i];
		const struct af_subject *subject = &signature->subject;

		order = min_t(u32, subject->order, joint->nr_orders);
		joint->count[order][subject->cause][subject->class] +=
			signature->count;
	}
}

static struct af_slice order_label(char text[16], unsigned int order,
				   unsigned int nr_orders)
{
	if (order == nr_orders)
		return af_slice_string("over");
	return af_slice_of(text, snprintf(text, 16, "%u", order));
}

static const char *cause_label(unsigned int cause)
{
	return cause < AF_NR_CAUSES ? af_cause_name(cause) : "other";
}

static const char *class_label(unsigned int klass)
{
	return klass < AF_NR_CLASSES ? af_class_name(klass) : "other";
}

static void write_cell(FILE *out, const struct joint *joint, unsigned int order,
		       unsigned int cause, unsigned int klass)
{
	const u64 count = joint->count[order][cause][klass];
	char text[16];

	if (!count)
		return;
	fprintf(out,
		"allocfail_failures_total{order=\"%.*s\",cause=\"%s\",class=\"%s\"} %llu\n",
		AF_SLICE(order_label(text, order, joint->nr_orders)),
		cause_label(cause), class_label(klass),
		(unsigned long long)count);
}

static void write_failures(FILE *out, const struct af_view *view)
{
	const struct af_totals *totals = &view->totals;
	unsigned int order, cause, klass;
	struct joint joint;

	sum_signatures(&joint, view);
	begin(out, "failures_total", "counter",
	      "Page allocations that failed. Unknown: those without a signature.");
	for (order = 0; order <= joint.nr_orders; order++)
		for (cause = 0; cause <= AF_NR_CAUSES; cause++)
			for (klass = 0; klass <= AF_NR_CLASSES; klass++)
				write_cell(out, &joint, order, cause, klass);
	fprintf(out,
		"allocfail_failures_total{order=\"unknown\",cause=\"unknown\",class=\"unknown\"} %llu\n",
		(unsigned long long)(totals->signatures_dropped +
				     totals->recursions));
}

static void write_orders(FILE *out, const struct af_totals *totals)
{
	unsigned int order;
	char text[16];

	begin(out, "order_failures_total", "counter",
	      "Failures by order of the request.");
	for (order = 0; order < totals->nr_orders; order++)
		write_labelled(out, "order_failures_total", "order",
			       order_label(text, order, totals->nr_orders),
			       totals->order[order]);
	write_labelled(out, "order_failures_total", "order",
		       af_slice_string("over"), totals->order_over);
}

static void write_causes(FILE *out, const struct af_totals *totals)
{
	unsigned int cause;

	begin(out, "cause_failures_total", "counter", "Failures by cause.");
	for (cause = 0; cause < AF_NR_CAUSES; cause++)
		write_labelled(out, "cause_failures_total", "cause",
			       af_slice_string(af_cause_name(cause)),
			       totals->cause[cause]);
	if (totals->cause_other)
		write_labelled(out, "cause_failures_total", "cause",
			       af_slice_string("other"), totals->cause_other);
}

static void write_classes(FILE *out, const struct af_totals *totals)
{
	unsigned int klass;

	begin(out, "class_failures_total", "counter",
	      "Failures by class: opportunistic ones have a fallback, atomic ones could not wait, blocking ones were willing to.");
	for (klass = 0; klass < AF_NR_CLASSES; klass++)
		write_labelled(out, "class_failures_total", "class",
			       af_slice_string(af_class_name(klass)),
			       totals->class[klass]);
}

static void write_contexts(FILE *out, const struct af_totals *totals)
{
	unsigned int context;

	begin(out, "context_failures_total", "counter",
	      "Failures by context of the request.");
	for (context = 0; context < AF_NR_CONTEXTS; context++)
		write_labelled(out, "context_failures_total", "context",
			       af_slice_string(af_context_name(context)),
			       totals->context[context]);
}

static void write_zones(FILE *out, const struct af_totals *totals)
{
	unsigned int i;

	begin(out, "zone_failures_total", "counter",
	      "Failures by the highest zone that the request may use.");
	for (i = 0; i < totals->nr_zones; i++)
		write_labelled(out, "zone_failures_total", "zone",
			       totals->zone[i].name, totals->zone[i].count);
}

static void write_others(FILE *out, const struct af_totals *totals)
{
	write_single(out, "nowarn_failures_total", "counter",
		     "Failures that the kernel log never shows (__GFP_NOWARN).",
		     totals->nowarn);
	write_single(out, "memalloc_failures_total", "counter",
		     "Failures of tasks that free memory (PF_MEMALLOC).",
		     totals->memalloc);
	write_single(out, "recursions_total", "counter",
		     "Failures while one was being recorded.",
		     totals->recursions);
	write_single(out, "dropped_failures_total", "counter",
		     "Failures without a signature: the table was full.",
		     totals->signatures_dropped);
	write_single(out, "stackless_failures_total", "counter",
		     "Failures over the stack budget.", totals->stacks_skipped);
}

/* Of one task, on one CPU, with less than 10 ms from each to the next. */
static u64 longest_streak(const struct af_signatures *signatures)
{
	u64 longest = 0;
	size_t i;

	for (i = 0; i < signatures->nr; i++)
		longest = max_t(u64, longest, signatures->all[i].streak);
	return longest;
}

void af_export_prometheus(FILE *out, const struct af_view *view,
			  const struct af_filter *filter)
{
	(void)filter;
	write_up(out, 1);
	write_status(out, &view->status);
	write_failures(out, view);
	write_orders(out, &view->totals);
	write_causes(out, &view->totals);
	write_classes(out, &view->totals);
	write_contexts(out, &view->totals);
	write_zones(out, &view->totals);
	write_others(out, &view->totals);
	write_single(out, "longest_streak", "gauge",
		     "Longest run of failures of one task.",
		     longest_streak(&view->signatures));
}

/* The module is not loaded, or its files can't be read. */
void af_export_prometheus_down(FILE *out)
{
	write_up(out, 0);
}
