// SPDX-License-Identifier: GPL-2.0-only
/* The stacks of a flame graph, sorted: equal callers lie beside each other. Pure. */
#include <stdlib.h>

#include "commands/flamegraph.h"

#define MAX_MODULES 64 /* of those that are told apart, to find the largest */

/* "symbol+0x1/0x2 [module]" */
static struct af_flame_frame parse_frame(struct af_slice text)
{
	struct af_flame_frame frame = { text, af_slice_string("") };
	struct af_slice before;

	if (af_slice_cut(&text, '[', &before) && before.length) {
		af_slice_cut(&text, ']', &frame.module);
		frame.symbol = before;
	}
	text = frame.symbol;
	af_slice_cut(&text, '+', &frame.symbol);
	text = frame.symbol;
	af_slice_word(&text, &frame.symbol);
	return frame;
}

static struct af_slice group_of(enum af_flame_by by,
				const struct af_signature *signature)
{
	return af_slice_string(by == AF_FLAME_CAUSE ?
				       af_cause_name(signature->subject.cause) :
				       af_class_name(signature->subject.class));
}

/* The frame at a level of a signature's stack; false where that has ended. */
static bool frame_at(enum af_flame_by by, const struct af_signature *signature,
		     unsigned int level, struct af_flame_frame *frame)
{
	const unsigned int below = by == AF_FLAME_MODULE ? 1 : 2;
	const char *name = NULL;

	*frame = (struct af_flame_frame){ af_slice_string(""),
					  af_slice_string("") };
	if (!level)
		name = "all";
	else if (level < below)
		frame->symbol = group_of(by, signature);
	else if (level == below && !signature->nr_frames)
		name = "[no stack]";
	else if (level - below >= signature->nr_frames)
		return false;
	else if (level == AF_FLAME_LEVELS - 1 &&
		 level - below + 1 < signature->nr_frames)
		name = "[and more]";
	else
		*frame = parse_frame(signature->frames[signature->nr_frames -
						       1 - (level - below)]);
	if (name)
		frame->symbol = af_slice_string(name);
	return true;
}

bool af_flame_frame(const struct af_flame *flame, size_t stack,
		    unsigned int level, struct af_flame_frame *frame)
{
	return level < AF_FLAME_LEVELS &&
	       frame_at(flame->by, flame->stacks[stack], level, frame);
}

static int compare_slices(struct af_slice a, struct af_slice b)
{
	size_t length = a.length < b.length ? a.length : b.length;
	int result = length ? memcmp(a.text, b.text, length) : 0;

	if (result || a.length == b.length)
		return result;
	return a.length < b.length ? -1 : 1;
}

/* By name, level by level; a stack that has ended comes first. */
static int compare(const void *a, const void *b, void *by)
{
	const struct af_signature *left = *(const struct af_signature **)a;
	const struct af_signature *right = *(const struct af_signature **)b;
	struct af_flame_frame frames[2];
	unsigned int level;
	bool has[2];
	int result;

	for (level = 1; level < AF_FLAME_LEVELS; level++) {
		has[0] = frame_at(*(enum af_flame_by *)by, left, level,
				  &frames[0]);
		has[1] = frame_at(*(enum af_flame_by *)by, right, level,
				  &frames[1]);
		if (!has[0] || !has[1])
			return has[0] - has[1];
		result = compare_slices(frames[0].symbol, frames[1].symbol) ?:
				 compare_slices(frames[0].module,
						frames[1].module);
		if (result)
			return result;
	}
	return 0;
}

/* Modules and how much of the picture is theirs. */
struct modules {
	struct af_slice name[MAX_MODULES];
	double area[MAX_MODULES];
	unsigned int nr;
};

static void add_module(struct modules *modules, struct af_slice name,
		       double area)
{
	unsigned int i;

	for (i = 0; i < modules->nr; i++)
		if (af_slice_same(modules->name[i], name))
			break;
	if (i == MAX_MODULES)
		return;
	modules->nr += i == modules->nr;
	modules->name[i] = name;
	modules->area[i] += area;
}

static void add_modules(struct modules *modules,
			const struct af_signature *signature)
{
	struct af_flame_frame frame;
	unsigned int level;

	for (level = 1; level < AF_FLAME_LEVELS; level++) {
		if (!frame_at(AF_FLAME_MODULE, signature, level, &frame))
			break;
		if (frame.module.length)
			add_module(modules, frame.module, signature->count);
	}
}

/* The first colour is the kernel's own, the last of those that have none else. */
static void choose_modules(struct af_flame *flame)
{
	struct modules modules = { .nr = 0 };
	unsigned int i, best;
	size_t stack;

	for (stack = 0; stack < flame->nr; stack++)
		add_modules(&modules, flame->stacks[stack]);
	flame->keys[flame->nr_keys++] = af_slice_string("kernel");
	while (modules.nr && flame->nr_keys < AF_FLAME_COLORS - 1) {
		for (i = best = 0; i < modules.nr; i++)
			if (modules.area[i] > modules.area[best])
				best = i;
		flame->keys[flame->nr_keys++] = modules.name[best];
		modules.nr--;
		modules.name[best] = modules.name[modules.nr];
		modules.area[best] = modules.area[modules.nr];
	}
	if (modules.nr)
		flame->keys[flame->nr_keys++] =
			af_slice_string("other modules");
}

/* Of causes and classes there are fewer than colours. */
static void choose_groups(struct af_flame *flame)
{
	struct af_slice group;
	size_t stack;

	for (stack = 0; stack < flame->nr; stack++) {
		group = group_of(flame->by, flame->stacks[stack]);
		if (!flame->nr_keys ||
		    !af_slice_same(flame->keys[flame->nr_keys - 1], group))
			flame->keys[flame->nr_keys++] = group;
	}
}

/* The number of a frame's colour, less than AF_FLAME_COLORS. */
unsigned int af_flame_color(const struct af_flame *flame, size_t stack,
			    const struct af_flame_frame *frame)
{
	const bool by_module = flame->by == AF_FLAME_MODULE;
	struct af_slice key = by_module ?
				      frame->module :
				      group_of(flame->by, flame->stacks[stack]);
	unsigned int i = by_module;

	if (!key.length)
		return 0;
	while (i < flame->nr_keys && !af_slice_same(flame->keys[i], key))
		i++;
	return i < flame->nr_keys ? i : AF_FLAME_COLORS - 1;
}

static unsigned int levels_of(const struct af_flame *flame, size_t stack)
{
	struct af_flame_frame frame;
	unsigned int level = 0;

	while (af_flame_frame(flame, stack, level, &frame))
		level++;
	return level;
}

/* How wide each is: not a u64, so that the counts of no copy can overflow it. */
static void measure(struct af_flame *flame)
{
	unsigned int levels;
	size_t i;

	for (i = 0; i < flame->nr; i++) {
		flame->before[i + 1] =
			flame->before[i] + flame->stacks[i]->count;
		levels = levels_of(flame, i);
		if (levels > flame->levels)
			flame->levels = levels;
	}
}

/**
 * af_flame_make - the stacks of signatures, sorted
 * @flame: where to put them; to be given to af_flame_free()
 * @signatures: must outlive it
 * @filter: which of them
 * @now_us: when they were read, for the filter
 * @by: what colours stand for
 *
 * Return: 0, or -1 if there is no memory, with nothing to free
 */
int af_flame_make(struct af_flame *flame,
		  const struct af_signatures *signatures,
		  const struct af_filter *filter, u64 now_us,
		  enum af_flame_by by)
{
	size_t i;

	*flame = (struct af_flame){
		.by = by,
		.stacks = calloc(signatures->nr + 1, sizeof(*flame->stacks)),
		.before = calloc(signatures->nr + 1, sizeof(*flame->before)),
	};
	if (!flame->stacks || !flame->before) {
		af_flame_free(flame);
		return -1;
	}
	for (i = 0; i < signatures->nr; i++)
		if (signatures->all[i].count &&
		    af_filter_signature(filter, &signatures->all[i], now_us))
			flame->stacks[flame->nr++] = &signatures->all[i];
	qsort_r(flame->stacks, flame->nr, sizeof(*flame->stacks), compare, &by);
	measure(flame);
	if (by == AF_FLAME_MODULE)
		choose_modules(flame);
	else
		choose_groups(flame);
	return 0;
}

void af_flame_free(struct af_flame *flame)
{
	free(flame->stacks);
	free(flame->before);
	*flame = (struct af_flame){ 0 };
}
