/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The page allocator's last attempt, as the kernels make it, and what each cause
 * of its failure means.
 */
#ifndef AF_CAUSE_MODEL_H
#define AF_CAUSE_MODEL_H

#include "why/decide.h"
#include "choices.h"

#define ORDERS 11

/*
 * The kernels that the module is tested in, 5.10.262 passes for 5.10.255; and
 * two from between, with rules that none of these has.
 */
enum kernel {
	K5_10,
	K6_1,
	K6_12,
	K7_2,
	KERNELS,
	K6_2 = KERNELS,
	K6_6,
	MODELS
};

static const u32 kernel_release[MODELS] = {
	[K5_10] = KERNEL_VERSION(5, 10, 255),
	[K6_1] = KERNEL_VERSION(6, 1, 192),
	[K6_12] = KERNEL_VERSION(6, 12, 117),
	[K7_2] = KERNEL_VERSION(7, 2, 12),
	[K6_2] = KERNEL_VERSION(6, 2, 0),
	[K6_6] = KERNEL_VERSION(6, 6, 59),
};

static inline const struct af_rules *rules_of(enum kernel kernel)
{
	return af_rules_of(kernel_release[kernel]);
}

/*
 * A model of the allocator's last attempt, one zone of it, kernel by kernel:
 * flags as the kernel makes them, then its check, then its search of the free
 * lists. A zone is to be judged OK if and only if the attempt gets a page.
 */
#define F_OOM 0x08
#define F_NO_WATERMARKS 0x04
#define F_HARDER 0x10	 /* up to 6.2 */
#define F_NON_BLOCK 0x10 /* later */
#define F_HIGH 0x20
#define F_CPUSET 0x40
#define F_CMA 0x80
#define F_HIGHATOMIC 0x200

enum kind {
	PLAIN,
	CMA,
	HIGHATOMIC,
	KINDS
};

struct model {
	enum kernel kernel;
	struct af_request request;
	long free, mark, boost, lowmem_reserve, highatomic, cma;
	unsigned int lists[ORDERS][KINDS];
};

static inline unsigned int model_reserves(const struct af_request *request)
{
	if (request->nomemalloc)
		return 0;
	if (request->memalloc)
		return F_NO_WATERMARKS;
	if (request->serving_softirq && request->task_memalloc)
		return F_NO_WATERMARKS;
	if (!request->in_interrupt) {
		if (request->task_memalloc)
			return F_NO_WATERMARKS;
		if (request->task_oom_victim)
			return F_OOM;
	}
	return 0;
}

/* Before the shares of the reserves were defined anew. */
static inline bool model_old(const struct model *model)
{
	return model->kernel == K5_10 || model->kernel == K6_2;
}

static inline bool model_atomic(const struct af_request *request)
{
	return request->atomic && !request->may_wait;
}

static inline unsigned int model_mask_old(const struct model *model)
{
	const struct af_request *request = &model->request;
	bool outside = model->kernel == K5_10 ? !request->in_interrupt :
						request->in_task;
	unsigned int flags = F_CPUSET;

	if (request->high)
		flags |= F_HIGH;
	if (model_atomic(request)) {
		if (!request->nomemalloc)
			flags |= F_HARDER;
		flags &= ~F_CPUSET;
	} else if (request->task_realtime && outside) {
		flags |= F_HARDER;
	}
	return flags;
}

static inline unsigned int model_mask_later(const struct model *model)
{
	const struct af_request *request = &model->request;
	bool blocks = request->high || model->kernel == K6_6;
	unsigned int flags = F_CPUSET;

	if (request->high)
		flags |= F_HIGH;
	if (!request->may_wait) {
		if (!request->nomemalloc) {
			flags |= F_NON_BLOCK;
			if (request->order > 0 && blocks)
				flags |= F_HIGHATOMIC;
		}
		if (request->high)
			flags &= ~F_CPUSET;
	} else if (request->task_realtime && request->in_task) {
		flags |= F_HIGH;
	}
	return flags;
}

static inline unsigned int model_flags(const struct model *model)
{
	unsigned int flags = model_reserves(&model->request);

	if (!flags)
		flags = model_old(model) ? model_mask_old(model) :
					   model_mask_later(model);
	if (model->request.movable)
		flags |= F_CMA;
	return flags;
}

static inline bool model_reserved_pages(const struct model *model,
					unsigned int flags)
{
	if (model_old(model))
		return flags & (F_HARDER | F_OOM);
	return flags & (F_NON_BLOCK | F_HIGH | F_HIGHATOMIC | F_OOM);
}

static inline long model_min_old(unsigned int flags, long min)
{
	if (flags & F_HIGH)
		min -= min / 2;
	if (flags & F_OOM)
		min -= min / 2;
	else if (flags & F_HARDER)
		min -= min / 4;
	return min;
}

static inline long model_min_later(unsigned int flags, long min)
{
	if (flags & F_HIGH) {
		min -= min / 2;
		if (flags & F_NON_BLOCK)
			min -= min / 4;
	}
	if (flags & F_OOM)
		min -= min / 2;
	return min;
}

static inline long model_usable(const struct model *model, unsigned int flags)
{
	long usable = model->free - ((1L << model->request.order) - 1);

	if (!model_reserved_pages(model, flags))
		usable -= model->highatomic;
	if (!(flags & F_CMA))
		usable -= model->cma;
	return usable;
}

static inline long model_min(const struct model *model, unsigned int flags,
			     long mark)
{
	return model_old(model) ? model_min_old(flags, mark) :
				  model_min_later(flags, mark);
}

static inline bool model_list_counts(const struct model *model,
				     unsigned int flags, u32 order)
{
	const unsigned int *list = model->lists[order];

	if (list[PLAIN] || (flags & F_CMA && list[CMA]))
		return true;
	if (model_old(model))
		return flags & (F_HARDER | F_OOM) && list[HIGHATOMIC];
	return flags & (F_HIGHATOMIC | F_OOM) && list[HIGHATOMIC];
}

static inline bool model_watermark(const struct model *model,
				   unsigned int flags, long mark)
{
	u32 order;

	if (model_usable(model, flags) <=
	    model_min(model, flags, mark) + model->lowmem_reserve)
		return false;
	if (!model->request.order)
		return true;
	for (order = model->request.order; order < ORDERS; order++)
		if (model_list_counts(model, flags, order))
			return true;
	return false;
}

static inline bool model_no_boost(const struct model *model, unsigned int flags)
{
	if (model->request.order || !model->boost)
		return false;
	if (model_old(model) || model->kernel == K6_1)
		return model_atomic(&model->request);
	return flags & F_HIGH;
}

static inline bool model_check(const struct model *model, unsigned int flags)
{
	if (model_watermark(model, flags, model->mark + model->boost))
		return true;
	return model_no_boost(model, flags) &&
	       model_watermark(model, flags, model->mark);
}

static inline bool model_take_kind(const struct model *model, enum kind kind)
{
	u32 order;

	for (order = model->request.order; order < ORDERS; order++)
		if (model->lists[order][kind])
			return true;
	return false;
}

static inline bool model_take(const struct model *model, unsigned int flags)
{
	bool first, last;

	if (model_old(model)) {
		first = model->request.order > 0 && flags & F_HARDER;
		last = false;
	} else {
		first = flags & F_HIGHATOMIC;
		last = flags &
		       (model->kernel == K6_6 ? F_OOM : F_OOM | F_NON_BLOCK);
	}
	if (first && model_take_kind(model, HIGHATOMIC))
		return true;
	if (model_take_kind(model, PLAIN))
		return true;
	if (flags & F_CMA && model_take_kind(model, CMA))
		return true;
	return last && model_take_kind(model, HIGHATOMIC);
}

static inline bool model_allocate(const struct model *model)
{
	unsigned int flags = model_flags(model);

	if (!model_check(model, flags) && !(flags & F_NO_WATERMARKS))
		return false;
	return model_take(model, flags);
}

/* Pages above what applies; a boost that does not count left out. */
static inline long model_margin(const struct model *model)
{
	unsigned int flags = model_flags(model);
	long mark = model->mark;

	if (flags & F_NO_WATERMARKS)
		return model_usable(model, flags);
	if (!model_no_boost(model, flags))
		mark += model->boost;
	return model_usable(model, flags) - model_min(model, flags, mark) -
	       model->lowmem_reserve;
}

static inline enum af_verdict model_verdict(const struct model *model)
{
	if (model_allocate(model))
		return AF_ZONE_OK;
	if (model->request.order && model_margin(model) > 0)
		return AF_ZONE_FRAGMENTED;
	return AF_ZONE_SHORT;
}

static inline void random_context(struct af_request *request, u32 random)
{
	request->in_task = random < 2;
	request->in_interrupt = random > 0;
	request->serving_softirq = random == 3;
}

static inline struct af_request random_request(struct choices *choices)
{
	u64 bits = choose_u64(choices);
	struct af_request request = {
		.order = choose_below(choices, 2) ?
				 choose_below(choices, ORDERS) :
				 0,
		.high = bits & 1,
		.atomic = bits & 2,
		.may_wait = bits & 4,
		.memalloc = !(bits & 0xf0),
		.nomemalloc = !(bits & 0x300),
		.movable = bits & 0x400,
		.task_memalloc = !(bits & 0x3800),
		.task_oom_victim = !(bits & 0xc000),
		.task_realtime = bits & 0x10000,
	};

	random_context(&request, choose_below(choices, 4));
	return request;
}

/* Few kinds at few orders: that one is missing must come up often. */
static inline void random_lists(struct model *model, struct choices *choices)
{
	unsigned int n = choose_below(choices, 5);

	while (n--)
		model->lists[choose_below(choices, ORDERS)]
			    [choose_below(choices, KINDS)]++;
}

/* Some pages around one of the thresholds that there may be. */
static inline void random_free(struct model *model, struct choices *choices)
{
	static const unsigned int eighths[] = { 8, 6, 4, 3, 0 };
	long mark = model->mark + (choose_below(choices, 2) ? model->boost : 0);

	model->free = mark * eighths[choose_below(choices, 5)] / 8 +
		      (1L << model->request.order) - 1;
	if (choose_below(choices, 8))
		model->free += model->lowmem_reserve;
	if (choose_below(choices, 2))
		model->free += model->highatomic;
	if (choose_below(choices, 2))
		model->free += model->cma;
	model->free += choose_below(choices, 7);
	model->free -= model->free < 4 ? 0 : 4;
}

static inline struct model random_model(enum kernel kernel,
					struct choices *choices)
{
	struct model model = {
		.kernel = kernel,
		.request = random_request(choices),
		.mark = choose_below(choices, 4000),
		.boost = choose_below(choices, 2) ? choose_below(choices, 600) :
						    0,
		.lowmem_reserve = choose_below(choices, 3) ?
					  0 :
					  choose_below(choices, 5000),
		.highatomic = choose_below(choices, 2) ?
				      choose_below(choices, 800) :
				      0,
		.cma = choose_below(choices, 2) ? choose_below(choices, 800) :
						  0,
	};

	random_lists(&model, choices);
	random_free(&model, choices);
	return model;
}

/* As zones.c fills it in: what exists at the order or above. */
static inline struct af_zone zone_of(const struct model *model)
{
	return (struct af_zone){
		.free = model->free,
		.min = model->mark + model->boost,
		.boost = model->boost,
		.lowmem_reserve = model->lowmem_reserve,
		.highatomic = model->highatomic,
		.cma = model->cma,
		.blocks =
			(model_take_kind(model, PLAIN) ? AF_BLOCKS_PLAIN : 0) |
			(model_take_kind(model, CMA) ? AF_BLOCKS_CMA : 0) |
			(model_take_kind(model, HIGHATOMIC) ?
				 AF_BLOCKS_HIGHATOMIC :
				 0),
	};
}

/* Each cause in a sentence of its own; of any evidence, one is true. */
static inline bool holds(enum af_cause cause,
			 const struct af_allowance *allowance,
			 const struct af_evidence *evidence)
{
	bool in_the_way = evidence->oversize || evidence->early;
	bool mine = evidence->best == AF_ZONE_OK;
	bool elsewhere = evidence->shut_out;
	bool above = evidence->above;
	bool pieces = evidence->best == AF_ZONE_FRAGMENTED;
	bool served = !in_the_way && mine;
	bool refused = !in_the_way && !mine && !elsewhere && !above;
	bool privileged = allowance->no_watermarks || allowance->oom;

	switch (cause) {
	case AF_CAUSE_OVERSIZE:
		return evidence->oversize;
	case AF_CAUSE_INJECTED:
		return evidence->early && !evidence->oversize;
	case AF_CAUSE_CGROUP:
		return served && evidence->cgroup_full;
	case AF_CAUSE_TRANSIENT:
		return served && !evidence->cgroup_full &&
		       !evidence->node_unknown;
	case AF_CAUSE_PLACEMENT:
		return (served && !evidence->cgroup_full &&
			evidence->node_unknown) ||
		       (!in_the_way && !mine && elsewhere);
	case AF_CAUSE_LOWMEM:
		return !in_the_way && !mine && !elsewhere && above;
	case AF_CAUSE_FRAGMENTATION:
		return refused && pieces;
	case AF_CAUSE_RESERVE:
		return refused && !pieces && privileged;
	case AF_CAUSE_WATERMARK:
		return refused && !pieces && !privileged;
	default:
		return false;
	}
}

#endif /* AF_CAUSE_MODEL_H */
