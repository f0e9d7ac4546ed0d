// SPDX-License-Identifier: GPL-2.0-only
/*
 * allocfail explain: the reports in a kernel log, in plain words. Works without
 * the module, on logs of other machines and other kernels.
 */
#include <errno.h>
#include <stdlib.h>

#include "cli/command.h"
#include "commands/explain.h"
#include "lib/file.h"
#include "lib/release.h"
#include "lib/screen.h"
#include "lib/units.h"

#define FRAME_LEN 160

/* The frames that name the caller, as af_site_of() takes them. */
struct stack {
	char text[AF_LOG_FRAMES][FRAME_LEN];
	struct af_slice frames[AF_LOG_FRAMES];
	bool mixed[AF_LOG_FRAMES];
	size_t nr;
};

static bool has_sure_frames(const struct af_log_trace *trace)
{
	unsigned int i;

	for (i = 0; i < trace->nr; i++)
		if (!trace->frames[i].guess && !trace->frames[i].outside)
			return true;
	return false;
}

/* Without the interrupted part, and without guesses if there is more. */
static void make_stack(struct stack *stack, const struct af_log_trace *trace)
{
	bool sure = has_sure_frames(trace);
	unsigned int i;

	stack->nr = 0;
	for (i = 0; i < trace->nr; i++) {
		const struct af_log_frame *frame = &trace->frames[i];
		char *text = stack->text[stack->nr];

		if (frame->outside || (frame->guess && sure))
			continue;
		snprintf(text, FRAME_LEN, "%.*s%s%.*s%s",
			 AF_SLICE(frame->symbol),
			 frame->module.length ? " [" : "",
			 AF_SLICE(frame->module),
			 frame->module.length ? "]" : "");
		stack->mixed[stack->nr] = frame->mixed;
		stack->frames[stack->nr++] = af_slice_string(text);
	}
}

/*
 * The first frame that is no plumbing, or the outermost, if the trace does not go
 * beyond that; NULL without a trace.
 */
static const struct af_log_frame *find_caller(const struct af_log_trace *trace)
{
	const struct af_log_frame *last = NULL;
	bool sure = has_sure_frames(trace);
	unsigned int i;

	for (i = 0; i < trace->nr; i++) {
		const struct af_log_frame *frame = &trace->frames[i];

		if (frame->outside || (frame->guess && sure))
			continue;
		last = frame;
		if (frame->module.length || !af_is_plumbing(frame->symbol))
			break;
	}
	return last;
}

static enum af_fact low_zone(const struct af_verdict_of_log *verdict)
{
	if (!verdict->flags_known)
		return AF_FACT_UNKNOWN;
	return af_fact(verdict->flags & (AF_GFP(DMA) | AF_GFP(DMA32)));
}

/* Names in the site are the stack's: copied where the group keeps them. */
static void keep_site(struct af_explained *one)
{
	struct af_site *site = &one->facts.site;

	snprintf(one->site_name, sizeof(one->site_name), "%.*s",
		 AF_SLICE(site->name));
	snprintf(one->site_function, sizeof(one->site_function), "%.*s",
		 AF_SLICE(site->function));
	site->name = af_slice_string("");
	site->function = af_slice_string("");
}

static void make_case(struct af_explained *one)
{
	const struct af_verdict_of_log *verdict = &one->verdict;
	struct af_case *facts = &one->facts;
	struct stack stack;

	af_case_unknown(facts);
	facts->order = one->report->order_known ? (s64)one->report->order : -1;
	facts->context = verdict->context;
	facts->class = verdict->class;
	facts->cause = verdict->cause;
	facts->memalloc = af_fact(verdict->memalloc);
	facts->low_zone = low_zone(verdict);
	facts->cma_only = af_fact(verdict->cma_only);
	facts->highatomic = af_fact(verdict->highatomic_only);
	make_stack(&stack, &one->report->trace);
	af_site_of(&facts->site, stack.frames, stack.nr);
	one->caller = find_caller(&one->report->trace);
	one->weight = af_weigh(facts);
	one->advice = af_advise(facts);
	keep_site(one);
}

static bool same_caller(const struct af_explained *a,
			const struct af_explained *b)
{
	if (!a->caller || !b->caller)
		return a->caller == b->caller;
	return af_slice_same(a->caller->symbol, b->caller->symbol) &&
	       af_slice_same(a->caller->module, b->caller->module);
}

static bool same(const struct af_explained *a, const struct af_explained *b)
{
	return a->facts.order == b->facts.order &&
	       a->report->form == b->report->form &&
	       a->report->mask_known == b->report->mask_known &&
	       a->report->mask == b->report->mask &&
	       a->verdict.flags == b->verdict.flags &&
	       a->verdict.release == b->verdict.release &&
	       a->facts.context == b->facts.context &&
	       a->facts.cause == b->facts.cause &&
	       !a->verdict.doubt == !b->verdict.doubt &&
	       a->facts.memalloc == b->facts.memalloc && same_caller(a, b);
}

static struct af_explained *find_same(struct af_explanation *explanation,
				      const struct af_explained *one)
{
	size_t i;

	for (i = 0; i < explanation->nr; i++)
		if (same(&explanation->all[i], one))
			return &explanation->all[i];
	return NULL;
}

static void explain_one(struct af_explanation *explanation,
			const struct af_log_report *report, u32 kernel)
{
	struct af_explained *one = &explanation->all[explanation->nr];
	struct af_explained *like;

	*one = (struct af_explained){ .report = report,
				      .count = report->repeated };
	af_log_judge(&one->verdict, &explanation->log, report, kernel);
	make_case(one);
	like = find_same(explanation, one);
	if (like) {
		like->count += one->count;
		return;
	}
	explanation->nr++;
	if (one->weight > explanation->worst)
		explanation->worst = one->weight;
}

/**
 * af_explain_text - find and explain the reports in a log
 * @explanation: where to put it; af_explain_free() frees it, after an error too
 * @text: the log; it must outlive the result
 * @length: of it
 * @kernel: release that it is of where it does not say so itself, 0: not known
 *
 * Equal ones are one. Return: 0, or -ENOMEM
 */
int af_explain_text(struct af_explanation *explanation, const char *text,
		    size_t length, u32 kernel)
{
	size_t i;

	*explanation = (struct af_explanation){ 0 };
	if (af_log_parse(&explanation->log, text, length))
		return -ENOMEM;
	explanation->all =
		calloc(explanation->log.nr + 1, sizeof(*explanation->all));
	if (!explanation->all)
		return -ENOMEM;
	for (i = 0; i < explanation->log.nr; i++)
		if (explanation->log.reports[i].kind == AF_LOG_FAILURE)
			explain_one(explanation, &explanation->log.reports[i],
				    kernel);
	return 0;
}

void af_explain_free(struct af_explanation *explanation)
{
	free(explanation->all);
	af_log_free(&explanation->log);
}

/* Return: 0, -1 if it was complained of */
static int find_kernel(const struct af_options *options, u32 *kernel)
{
	*kernel = 0;
	if (!options->kernel)
		return 0;
	*kernel = af_release_of(af_slice_string(options->kernel));
	if (*kernel)
		return 0;
	af_complain("%s: no release of a kernel, as 2.6.32 or 6.12",
		    options->kernel);
	return -1;
}

static int show(const struct af_explanation *explanation,
		const struct af_options *options)
{
	struct af_screen screen;

	if (options->format && !strcmp(options->format, "json"))
		return af_explain_json(explanation);
	if (options->format && strcmp(options->format, "text")) {
		af_complain("%s: no format, as text or json", options->format);
		return -1;
	}
	af_screen_init(&screen, options);
	af_explain_print(explanation, &screen);
	return 0;
}

/* allocfail explain [FILE] */
int af_explain(const struct af_options *options)
{
	const char *name = options->nr_arguments ? options->arguments[0] : "-";
	struct af_explanation explanation;
	struct af_text text;
	int code = AF_EXIT_TROUBLE;
	u32 kernel;

	if (find_kernel(options, &kernel))
		return AF_EXIT_TROUBLE;
	if (af_read_bytes(strcmp(name, "-") ? name : "/dev/stdin", &text)) {
		af_complain("%s: %s", name, strerror(errno));
		return AF_EXIT_TROUBLE;
	}
	if (af_explain_text(&explanation, text.text, text.length, kernel))
		af_complain("%s: %s", name, strerror(ENOMEM));
	else if (!show(&explanation, options))
		code = explanation.worst >= AF_MATTERS && explanation.nr ?
			       AF_EXIT_MATTERS :
			       AF_EXIT_FINE;
	af_explain_free(&explanation);
	free(text.text);
	return code;
}
