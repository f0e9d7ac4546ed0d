/* SPDX-License-Identifier: GPL-2.0-only */
/* The trace event allocfail:page_alloc_failure, docs/interface.md. */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM allocfail

#if !defined(AF_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define AF_TRACE_H

#include <linux/tracepoint.h>

#include "store/events.h"

/* So that tools outside the kernel can resolve the names in the format. */
TRACE_DEFINE_ENUM(AF_CONTEXT_TASK);
TRACE_DEFINE_ENUM(AF_CONTEXT_SOFTIRQ);
TRACE_DEFINE_ENUM(AF_CONTEXT_HARDIRQ);
TRACE_DEFINE_ENUM(AF_CONTEXT_NMI);
TRACE_DEFINE_ENUM(AF_CLASS_OPPORTUNISTIC);
TRACE_DEFINE_ENUM(AF_CLASS_ATOMIC);
TRACE_DEFINE_ENUM(AF_CLASS_BLOCKING);
TRACE_DEFINE_ENUM(AF_CAUSE_FRAGMENTATION);
TRACE_DEFINE_ENUM(AF_CAUSE_WATERMARK);
TRACE_DEFINE_ENUM(AF_CAUSE_RESERVE);
TRACE_DEFINE_ENUM(AF_CAUSE_LOWMEM);
TRACE_DEFINE_ENUM(AF_CAUSE_CGROUP);
TRACE_DEFINE_ENUM(AF_CAUSE_PLACEMENT);
TRACE_DEFINE_ENUM(AF_CAUSE_OVERSIZE);
TRACE_DEFINE_ENUM(AF_CAUSE_INJECTED);
TRACE_DEFINE_ENUM(AF_CAUSE_TRANSIENT);

/* clang-format off */

TRACE_EVENT(page_alloc_failure,
	    TP_PROTO(const struct af_event *event, int migratetype),
	    TP_ARGS(event, migratetype),

	    TP_STRUCT__entry(__field(unsigned int, order)
			     __field(unsigned long, gfp)
			     __field(int, migratetype)
			     __field(unsigned int, memalloc)
			     __field(unsigned int, context)
			     __field(unsigned int, class)
			     __field(unsigned int, cause)
			     __field(unsigned int, zone)
			     __field(int, node)
			     __field(unsigned int, free)
			     __field(unsigned int, min)
			     __field(unsigned int, blocks)
			     __field(u64, cgroup)),

	    TP_fast_assign(__entry->order = event->order;
			   __entry->gfp = event->gfp;
			   __entry->migratetype = migratetype;
			   __entry->memalloc = event->memalloc;
			   __entry->context = event->context;
			   __entry->class = event->class;
			   __entry->cause = event->cause;
			   __entry->zone = event->zone;
			   __entry->node = event->node;
			   __entry->free = event->free;
			   __entry->min = event->min;
			   __entry->blocks = event->blocks;
			   __entry->cgroup = event->cgroup;),

	    TP_printk("order=%u gfp=%#lx migratetype=%d memalloc=%u context=%s class=%s cause=%s zone=%u node=%d free=%u min=%u blocks=%u cgroup=%llu",
		      __entry->order, __entry->gfp, __entry->migratetype,
		      __entry->memalloc,
		      __print_symbolic(__entry->context,
				       { AF_CONTEXT_TASK, "task" },
				       { AF_CONTEXT_SOFTIRQ, "softirq" },
				       { AF_CONTEXT_HARDIRQ, "hardirq" },
				       { AF_CONTEXT_NMI, "nmi" }),
		      __print_symbolic(__entry->class,
				       { AF_CLASS_OPPORTUNISTIC, "opportunistic" },
				       { AF_CLASS_ATOMIC, "atomic" },
				       { AF_CLASS_BLOCKING, "blocking" }),
		      __print_symbolic(__entry->cause,
				       { AF_CAUSE_FRAGMENTATION, "fragmentation" },
				       { AF_CAUSE_WATERMARK, "watermark" },
				       { AF_CAUSE_RESERVE, "reserve" },
				       { AF_CAUSE_LOWMEM, "lowmem" },
				       { AF_CAUSE_CGROUP, "cgroup" },
				       { AF_CAUSE_PLACEMENT, "placement" },
				       { AF_CAUSE_OVERSIZE, "oversize" },
				       { AF_CAUSE_INJECTED, "injected" },
				       { AF_CAUSE_TRANSIENT, "transient" }),
		      __entry->zone, __entry->node, __entry->free, __entry->min,
		      __entry->blocks, __entry->cgroup)
);

/* clang-format on */

#endif /* AF_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
