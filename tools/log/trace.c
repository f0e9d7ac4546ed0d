// SPDX-License-Identifier: GPL-2.0-only
/*
 * Call traces in the kernel log. Pure. The forms that frames have had:
 *
 *   [<c0140781>] __alloc_pages+0x2da/0x34a [module]       2.4 to 4.10
 *   __alloc_pages+0x2da/0x34a [module]                    since 4.10
 *   ? __alloc_pages+0x2da/0x34a                           a guess
 *   <ffffffff8015b0de>{__alloc_pages+878}                 2.6, x86-64, two a line
 *   [<ffffffff884a9aa0>] :ip_conntrack:alloc_hashtable+0x33/0x7a
 *   [check_free_space+130/712]                            klogd
 *   [<802bdc24>] (warn_alloc) from [<802beeb8>] (__alloc_pages+0x1/0x2)   ARM
 *   warn_alloc from __alloc_pages+0x1/0x2                 ARM, since 5.17
 */
#include <ctype.h>

#include "log/trace.h"

static bool is_symbol(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '$';
}

/* Registers and messages with a symbol in them, which are no frames. */
static bool is_other(struct af_slice text)
{
	static const char *const begins[] = {
		"RIP", "EIP",  "PC",  "pc ", "lr ",	  "LR",
		"NIP", "Code", "RSP", "IP:", "Workqueue", "Modules linked",
	};

	return af_slice_begins_any(text, begins, ARRAY_SIZE(begins));
}

/*
 * "+0x33/0x7a", "+130/712" or, before a "}", "+878". Nothing returns to the
 * beginning of a function: such an offset is a pointer to it, left on the stack.
 */
static bool take_offset(struct af_slice *rest, bool *start)
{
	bool hex;
	u64 number;

	if (!af_slice_take(rest, "+"))
		return false;
	hex = af_slice_take(rest, "0x");
	if (!af_slice_number(rest, hex ? 16 : 10, &number))
		return false;
	*start = !number;
	if (af_slice_take(rest, "}"))
		return true;
	if (!af_slice_take(rest, "/"))
		return false;
	hex = af_slice_take(rest, "0x");
	return af_slice_number(rest, hex ? 16 : 10, &number);
}

/* Where lines were joined, the stack pointer of the next frame on ppc64. */
static bool is_address(struct af_slice text)
{
	u64 address;
	bool hex = text.length >= 8 && af_slice_number(&text, 16, &address);

	return hex && !text.length;
}

/* " [module]", and not the address of the next frame */
static struct af_slice take_module(struct af_slice *rest)
{
	struct af_slice after = *rest;
	size_t length = 0;

	while (af_slice_first(after) == ' ')
		af_slice_skip(&after, 1);
	if (!af_slice_take(&after, "[") || af_slice_first(after) == '<')
		return af_slice_of(rest->text, 0);
	while (length < after.length &&
	       (is_symbol(after.text[length]) || after.text[length] == '-'))
		length++;
	if (is_address(af_slice_front(after, length)))
		return af_slice_of(rest->text, 0);
	*rest = af_slice_from(after, length);
	return af_slice_front(after, length);
}

/* ":ip_conntrack:" before the symbol */
static void take_old_module(struct af_log_frame *frame, const char *begin)
{
	const char *end = frame->symbol.text, *from;

	if (end - begin < 3 || end[-1] != ':')
		return;
	for (from = end - 1; from > begin && is_symbol(from[-1]);)
		from--;
	if (from > begin && from[-1] == ':')
		frame->module = af_slice_of(from, end - 1 - from);
}

static bool guessed(const char *begin, const char *symbol)
{
	while (symbol > begin && symbol[-1] == ' ')
		symbol--;
	return symbol > begin && symbol[-1] == '?';
}

static void add(struct af_log_trace *trace, struct af_log_frame frame,
		bool mixed)
{
	frame.mixed = mixed;
	frame.outside = trace->outside;
	if (trace->nr < AF_LOG_FRAMES)
		trace->frames[trace->nr++] = frame;
}

/*
 * The next frame of a line: the symbol is what ends at a "+".
 * Return: whether there was one
 */
static bool take_frame(struct af_slice *rest, const char *begin,
		       struct af_log_frame *frame)
{
	size_t plus, length;

	while ((plus = af_slice_find(*rest, "+")) != AF_NOT_FOUND) {
		struct af_slice after = af_slice_from(*rest, plus);

		for (length = 0;
		     length < plus && is_symbol(rest->text[plus - 1 - length]);)
			length++;
		*frame = (struct af_log_frame){
			.symbol =
				af_slice_of(rest->text + plus - length, length),
			.module = af_slice_of(rest->text, 0),
		};
		if (length && take_offset(&after, &frame->start)) {
			*rest = after;
			frame->module = take_module(rest);
			take_old_module(frame, begin);
			if (!frame->module.length)
				frame->module = af_frame_module_alone(*rest);
			frame->guess = guessed(begin, frame->symbol.text) ||
				       af_slice_begins(*rest, " (unreliable)");
			return true;
		}
		af_slice_skip(rest, plus + 1);
	}
	return false;
}

/*
 * "--- interrupt: 501 at .f+0x1/0x2" of ppc: what follows was interrupted, if it
 * is by a device, a timer or another processor, not by a system call or a fault.
 */
static bool take_exception(struct af_slice text)
{
	static const u32 interrupts[] = { 0x500, 0x900, 0xa00,
					  0xe80, 0xea0, 0x980 };
	u64 number;
	size_t i;

	if ((!af_slice_take(&text, "--- interrupt: ") &&
	     !af_slice_take(&text, "--- Exception: ")) ||
	    !af_slice_number(&text, 16, &number))
		return false;
	for (i = 0; i < ARRAY_SIZE(interrupts); i++)
		if ((number & ~1ULL) == interrupts[i])
			return true;
	return false;
}

/* Where the stack that follows is another one. */
static void marks(struct af_log_trace *trace, struct af_slice text)
{
	if (!memchr(text.text, '<', text.length) &&
	    !af_slice_begins(text, "---"))
		return;
	if (af_slice_has(text, "<IRQ>") || af_slice_has(text, "<SOFTIRQ>"))
		trace->irq = true;
	if (af_slice_has(text, "<NMI>"))
		trace->nmi = true;
	if (take_exception(text))
		trace->irq = true;
	else if (!af_slice_has(text, "</IRQ>") &&
		 !af_slice_has(text, "<EOI>") &&
		 !af_slice_has(text, "</NMI>") &&
		 !af_slice_has(text, "<<EOE>>") &&
		 !af_slice_has(text, "</SOFTIRQ>") &&
		 !af_slice_has(text, "<TASK>"))
		return;
	trace->outside = trace->irq || trace->nmi;
}

/* "[<8006ab2c>] 0x8006ab2c", "[<c01387d8>]": a kernel without its symbols. */
static bool is_bare(struct af_slice text)
{
	u64 address;

	af_slice_take(&text, "(");
	/* ARM without its symbols, up to 3.x. */
	if (af_slice_take(&text, "Function entered at [<"))
		return true;
	if (!af_slice_take(&text, "[<"))
		return false;
	af_slice_take(&text, "0x");
	if (!af_slice_number(&text, 16, &address) ||
	    !af_slice_take(&text, ">]"))
		return false;
	af_slice_trim(&text);
	return !text.length || af_slice_begins(text, "0x") ||
	       af_slice_begins(text, "(0x") || af_slice_begins(text, "[<");
}

/**
 * af_log_trace_line - take the frames of a line
 * @trace: where to put them
 * @text: the line
 * @mixed: it may be another trace's
 *
 * Return: whether it has any, with or without a name
 */
bool af_log_trace_line(struct af_log_trace *trace, struct af_slice text,
		       bool mixed)
{
	const char *begin = text.text, *end = begin + text.length;
	struct af_log_frame frame;
	bool any = false;

	if (is_other(text))
		return false;
	marks(trace, text);
	/* Of x86-64 and RISC-V: those of arm64 and others are elsewhere. */
	trace->high |= af_slice_has(text, "[<ffffffff");
	/* ARM names callee and caller; the callee was the caller before. */
	af_slice_after(&text, " from ");
	while (take_frame(&text, begin, &frame)) {
		add(trace, frame, mixed);
		any = true;
	}
	if (!any &&
	    af_frame_of_source(af_slice_of(begin, end - begin), &frame)) {
		add(trace, frame, mixed);
		any = true;
	}
	if (any || !is_bare(af_slice_of(begin, end - begin)))
		return any;
	trace->bare++;
	return true;
}

/* Where a report of a failure is printed. */
static const char *const beginnings[] = {
	"dump_stack",	    "show_stack",	"dump_backtrace",
	"unwind_backtrace", "show_trace",	"warn_alloc",
	"__alloc_pages",    "alloc_pages_slow", "__dump_stack",
};

/**
 * af_log_trace_begins - does a trace begin with this line
 * @text: the line
 */
bool af_log_trace_begins(struct af_slice text)
{
	const char *begin = text.text;
	struct af_log_frame frame;

	if (is_other(text) || (!take_frame(&text, begin, &frame) &&
			       !af_frame_of_source(text, &frame)))
		return false;
	return af_slice_begins_any(frame.symbol, beginnings,
				   ARRAY_SIZE(beginnings));
}

/* The last of these ends a stack; the others may be in the midst of one. */
static const char *const ends[] = {
	"ret_from_fork",   "ret_from_kernel",	   "ret_from_sys",
	"syscall_call",	   "system_call",	   "sysenter_do_call",
	"entry_SYSCALL",   "page_fault",	   "asm_exc_page",
	"error_code",	   "ret_fast_sys",	   "el0t_64_sync",
	"csky_systemcall", "kernel_thread_helper",
};

/**
 * af_log_trace_ended - has the last line of a trace been read
 * @trace: as far as it was read
 */
bool af_log_trace_ended(const struct af_log_trace *trace)
{
	return trace->nr &&
	       af_slice_begins_any(trace->frames[trace->nr - 1].symbol, ends,
				   ARRAY_SIZE(ends));
}
