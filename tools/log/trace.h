/* SPDX-License-Identifier: GPL-2.0-only */
/* Call traces in the kernel log, of all architectures and times. */
#ifndef AF_LOGTRACE_H
#define AF_LOGTRACE_H

#include "failure.h"
#include "lib/slice.h"

#define AF_LOG_FRAMES 64 /* kept a trace */

struct af_log_frame {
	struct af_slice symbol;
	struct af_slice module; /* empty: the kernel's own, or not known */
	bool guess;   /* "?": the unwinder found it on the stack, no more */
	bool mixed;   /* the log had two traces at once */
	bool outside; /* after the end of the interrupt */
	bool start; /* the beginning of a function, to which nothing returns */
};

struct af_log_trace {
	struct af_log_frame *frames; /* room for AF_LOG_FRAMES while it is read */
	unsigned int nr;
	unsigned int bare; /* frames without a name, not kept */
	bool high;	   /* addresses of kernels whose pages have 4 KiB */
	bool irq;	   /* the log said <IRQ> */
	bool nmi;
	bool outside; /* what comes now was interrupted */
};

bool af_frame_of_source(struct af_slice text, struct af_log_frame *frame);
struct af_slice af_frame_module_alone(struct af_slice text);
bool af_log_trace_line(struct af_log_trace *trace, struct af_slice text,
		       bool mixed);
bool af_log_trace_begins(struct af_slice text);
bool af_log_trace_ended(const struct af_log_trace *trace);

#endif /* AF_LOGTRACE_H */
