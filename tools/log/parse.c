// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reports of failed page allocations in a kernel log. Pure, but for the memory
 * of the result.
 *
 * A report is a line that says what was asked for, by warn_alloc() or what it was
 * called before, then which task and kernel, the call trace, and the zones. Each of
 * these is a line or several of its own, printed without a lock, so those of
 * other CPUs come between. Which report a line belongs to:
 *
 *   - With the caller's number (CONFIG_PRINTK_CALLER), that of this caller.
 *   - "CPU: ... Comm: NAME", that which begins with the name.
 *   - The call trace and the zones, the first that has none yet.
 *
 * Frames of two traces that are open at once cannot be told apart, and are marked.
 */
#include <errno.h>
#include <stdlib.h>

#include "log/report.h"
#include "log/line.h"

/* Later than this, a line is no part of a report. */
#define LONGEST_US 10000000

/* So far back a report may be open. */
#define LONGEST_BACK 16

/* Bytes of a name that precedes a message. */
#define LONGEST_COMM 32

/* "0-1,3", "(null)" */
static struct af_log_nodes nodes_of(struct af_slice text)
{
	struct af_log_nodes nodes = { 0 };
	u64 first, last;

	while (af_scan_number(&text, 10, &first)) {
		last = first;
		if (af_scan_take(&text, "-"))
			af_scan_number(&text, 10, &last);
		for (; first <= last && first < 64; first++)
			nodes.bits |= 1ULL << first;
		nodes.known = true;
		if (!af_scan_take(&text, ","))
			break;
	}
	return nodes;
}

static struct af_log_report *add(struct af_log *log, enum af_log_kind kind,
				 const struct af_logline *line)
{
	struct af_log_report *report;
	size_t room = log->room ? 2 * log->room : 16;

	if (log->nr == log->room) {
		report = realloc(log->reports, room * sizeof(*report));
		if (!report)
			return NULL;
		log->reports = report;
		log->room = room;
	}
	report = &log->reports[log->nr++];
	*report = (struct af_log_report){
		.kind = kind,
		.comm = af_slice_of(line->text.text, 0),
		.names = af_slice_of(line->text.text, 0),
		.release_text = af_slice_of(line->text.text, 0),
		.line = line->number,
		.repeated = line->repeated ? line->repeated : 1,
		.timed = line->timed,
		.time_us = line->time_us,
		.last_us = line->time_us,
		.caller = line->caller,
		.caller_id = line->caller_id,
		.memory.page_kb = 4,
	};
	log->count[kind] += report->repeated;
	return report;
}

/* What is before a message is the name of the task, or the rest of a prefix. */
static struct af_slice comm_before(struct af_slice text, size_t length)
{
	struct af_slice comm = af_scan_front(text, length);

	af_scan_trim(&comm);
	if (comm.length && comm.text[comm.length - 1] == ':')
		comm.length--;
	if (comm.length > LONGEST_COMM)
		comm = af_slice_from(comm, comm.length - LONGEST_COMM);
	return comm;
}

/* "0x2084020(GFP_ATOMIC|__GFP_COMP)" */
static void take_mask(struct af_log_report *report, struct af_slice text)
{
	size_t end;
	u64 mask;

	if (report->mask_known || !af_scan_take(&text, "0x") ||
	    !af_scan_number(&text, 16, &mask) || mask > UINT32_MAX)
		return;
	report->mask_known = true;
	report->mask = mask;
	if (!af_scan_take(&text, "("))
		return;
	end = af_scan_find(text, ")");
	report->form = AF_LOG_NAMES;
	report->names_whole = end != AF_NOT_FOUND;
	report->names = report->names_whole ? af_scan_front(text, end) : text;
}

static void take_limits(struct af_log_report *report, struct af_slice text)
{
	struct af_slice rest = text;

	if (af_scan_after(&rest, "nodemask="))
		report->nodemask = nodes_of(rest);
	rest = text;
	if (af_scan_after(&rest, "mems_allowed="))
		report->mems = nodes_of(rest);
}

/* ". order:4, mode:0x20", ": order:4, mode:0x20(GFP_ATOMIC), nodemask=(null)" */
static void take_request(struct af_log_report *report, struct af_slice text)
{
	struct af_slice rest = text;
	u64 order;

	report->form = af_scan_first(text) == '.' ? AF_LOG_DOT : AF_LOG_COLON;
	if (af_scan_after(&rest, "order:") &&
	    af_scan_number(&rest, 10, &order) && order < 64) {
		report->order_known = true;
		report->order = order;
	}
	if (af_scan_after(&rest, "mode:"))
		take_mask(report, rest);
	take_limits(report, rest);
}

/* "__alloc_pages: 0-order allocation failed (gfp=0x30/1)", or its end. */
static bool take_2_4(struct af_log *log, const struct af_logline *line,
		     struct af_log_report **report)
{
	static const char function[] = "__alloc_pages:";
	struct af_slice text = line->text, rest = text;
	bool whole = af_scan_after(&rest, function);
	u64 order = 0, mask, memalloc = 0;

	if (whole) {
		af_scan_trim(&rest);
		whole = af_scan_number(&rest, 10, &order) && order < 64 &&
			(af_scan_take(&rest, "-order allocation failed") ||
			 af_scan_take(&rest, "_order allocation failed"));
	}
	if (!whole && !af_scan_has(text, "cation failed (gfp=0x"))
		return false;
	*report = add(log, AF_LOG_FAILURE, line);
	if (!*report)
		return true;
	(*report)->form = AF_LOG_2_4;
	(*report)->order_known = whole;
	(*report)->order = order;
	(*report)->comm =
		comm_before(text, whole ? af_scan_find(text, function) : 0);
	if (af_scan_after(&rest, "(gfp=0x") &&
	    af_scan_number(&rest, 16, &mask) && mask <= UINT32_MAX) {
		(*report)->mask_known = true;
		(*report)->mask = mask;
		(*report)->memalloc_known =
			af_scan_take(&rest, "/") &&
			af_scan_number(&rest, 10, &memalloc);
		(*report)->memalloc = (*report)->memalloc_known && memalloc;
	}
	return true;
}

static bool take_failure(struct af_log *log, const struct af_logline *line,
			 struct af_slice pending, struct af_log_report **report)
{
	static const char words[] = "page allocation failure";
	size_t at = af_scan_find(line->text, words);
	struct af_slice rest = line->text;

	if (at == AF_NOT_FOUND)
		return false;
	af_scan_skip(&rest, at + strlen(words));
	if (!af_slice_begins(rest, ":") && !af_slice_begins(rest, "."))
		return false;
	*report = add(log, AF_LOG_FAILURE, line);
	if (!*report)
		return true;
	(*report)->comm = comm_before(line->text, at);
	if (!(*report)->comm.length)
		(*report)->comm = pending;
	take_request(*report, rest);
	return true;
}

static bool take_1990s(struct af_log *log, const struct af_logline *line,
		       struct af_log_report **report)
{
	if (!af_scan_has(line->text, "ouldn't get a free page"))
		return false;
	*report = add(log, AF_LOG_FAILURE, line);
	if (*report)
		(*report)->form = AF_LOG_1990S;
	return true;
}

struct beginning {
	const char *text;
	enum af_log_kind kind;
};

/* What begins a report that is none of a failed page allocation. */
static const struct beginning beginnings[] = {
	{ "Memory cgroup out of memory", AF_LOG_CGROUP_OOM },
	{ "Memory cgroup stats", AF_LOG_CGROUP_OOM },
	{ "invoked oom-killer", AF_LOG_OOM },
	{ "Out of memory: Kill", AF_LOG_OOM },
	{ "Out of Memory: Kill", AF_LOG_OOM },
	{ "vmalloc: allocation failure", AF_LOG_VMALLOC },
	{ "vmalloc error: size", AF_LOG_VMALLOC },
	{ "vmap allocation for size", AF_LOG_VMALLOC },
	{ "page allocation stalls for", AF_LOG_STALL },
	{ "SLUB: Unable to allocate memory", AF_LOG_SLAB },
	{ "SLAB: Unable to allocate memory", AF_LOG_SLAB },
	{ "------------[ cut here", AF_LOG_OTHER },
	{ "WARNING:", AF_LOG_OTHER },
	{ "BUG:", AF_LOG_OTHER },
	{ "Oops", AF_LOG_OTHER },
	{ "INFO: ", AF_LOG_OTHER },
	{ "Kernel panic", AF_LOG_OTHER },
	{ "sysrq: ", AF_LOG_OTHER },
	{ "SysRq : ", AF_LOG_OTHER },
};

/* Return: what a line begins that is no failure, or AF_NR_LOG_KINDS */
static enum af_log_kind other_kind(struct af_slice text)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(beginnings); i++)
		if (af_scan_has(text, beginnings[i].text))
			return beginnings[i].kind;
	/* warn_alloc() with another message. */
	if (af_scan_has(text, ", mode:0x") && af_scan_has(text, "nodemask=") &&
	    !af_slice_begins(text, ","))
		return AF_LOG_OTHER;
	return AF_NR_LOG_KINDS;
}

/* Too late for a report, or another caller's. */
static bool may_own(struct af_log_report *report, const struct af_logline *line)
{
	if (report->timed && line->timed &&
	    (line->time_us > report->last_us + LONGEST_US ||
	     line->time_us + LONGEST_US < report->last_us))
		report->closed = true;
	if (report->closed)
		return false;
	return report->caller == line->caller &&
	       report->caller_id == line->caller_id;
}

/* The open reports that a line can be of; the latest first. */
struct owners {
	struct af_log_report *all[LONGEST_BACK];
	unsigned int nr;
};

static void find_owners(struct af_log *log, const struct af_logline *line,
			struct owners *owners)
{
	size_t i = log->nr;

	owners->nr = 0;
	while (i-- && i + LONGEST_BACK >= log->nr)
		if (may_own(&log->reports[i], line))
			owners->all[owners->nr++] = &log->reports[i];
}

/* Up to the word before "tainted": the name may have blanks in it. */
static struct af_slice take_comm(struct af_slice *rest)
{
	static const char *const ends[] = { " Not tainted",
					    " Tainted:", " Kdump:" };
	struct af_slice comm;
	size_t i, at, length = rest->length;

	for (i = 0; i < ARRAY_SIZE(ends); i++) {
		at = af_scan_find(*rest, ends[i]);
		if (at < length)
			length = at;
	}
	comm = af_scan_front(*rest, length);
	af_scan_skip(rest, length);
	af_scan_trim(&comm);
	return comm;
}

/* The first word that begins like a release: before it are flags of the taint. */
static void take_release(struct af_log_report *report, struct af_slice rest)
{
	while (rest.length) {
		struct af_slice word = af_scan_word(&rest);

		af_scan_take(&word, "(");
		if (word.length && word.text[word.length - 1] == ')')
			word.length--;
		if (!af_release_of(word))
			continue;
		report->release_text = word;
		report->release = af_release_of(word);
		return;
	}
}

/* "CPU: 0 [UID: 0 ]PID: 1 Comm: init ...", "Pid: 1, comm: init ..." */
static bool is_task_line(struct af_slice text)
{
	return (af_slice_begins(text, "CPU: ") &&
		af_scan_has(text, " PID: ")) ||
	       (af_slice_begins(text, "Pid: ") && af_scan_has(text, "comm: "));
}

static struct af_slice comm_of(struct af_slice text)
{
	if (!af_scan_after(&text, "omm: "))
		return af_slice_of(text.text, 0);
	return take_comm(&text);
}

static void take_task(struct af_log_report *report, struct af_slice text)
{
	struct af_slice rest = text;

	if (af_scan_take(&rest, "CPU: "))
		report->cpu_known = af_scan_number(&rest, 10, &report->cpu);
	rest = text;
	if (af_scan_after(&rest, "PID: ") || af_scan_take(&rest, "Pid: "))
		report->pid_known = af_scan_number(&rest, 10, &report->pid);
	rest = text;
	af_scan_after(&rest, "omm: ");
	report->comm = take_comm(&rest);
	take_release(report, rest);
}

/* Return: the report that begins with the name and has no such line yet */
static struct af_log_report *owner_of_task(const struct owners *owners,
					   struct af_slice text)
{
	struct af_slice comm = comm_of(text);
	unsigned int i;

	for (i = 0; i < owners->nr; i++) {
		struct af_log_report *report = owners->all[i];

		if (!report->release && !report->mem_info &&
		    (report->kind != AF_LOG_FAILURE || !report->comm.length ||
		     af_slice_same(report->comm, comm)))
			return report;
	}
	return NULL;
}

static bool is_trace_line(struct af_slice text)
{
	return af_slice_begins(text, "Call Trace:") ||
	       af_slice_begins(text, "Call trace:") ||
	       af_slice_begins(text, "Backtrace:");
}

/* The earliest without a trace: they come in the order of the reports. */
static struct af_log_report *owner_of_trace(const struct owners *owners)
{
	unsigned int i = owners->nr;

	while (i--)
		if (!owners->all[i]->traced && !owners->all[i]->mem_info)
			return owners->all[i];
	return NULL;
}

/*
 * The latest whose trace is open, else the latest that has none. A trace begins
 * with the allocator, and comes back to it no more: that is a new one's.
 */
static struct af_log_report *owner_of_frame(const struct owners *owners,
					    struct af_slice text)
{
	bool begins = af_log_trace_begins(text);
	unsigned int i;

	for (i = 0; i < owners->nr; i++) {
		struct af_log_report *report = owners->all[i];

		if (report->trace_open ||
		    (begins && !report->traced && !report->mem_info))
			return report;
	}
	for (i = 0; i < owners->nr; i++)
		if (!owners->all[i]->mem_info && !owners->all[i]->traced)
			return owners->all[i];
	return NULL;
}

static unsigned int traces_open(const struct owners *owners)
{
	unsigned int i, open = 0;

	for (i = 0; i < owners->nr; i++)
		open += owners->all[i]->trace_open;
	return open;
}

static void mark_mixed(const struct owners *owners)
{
	unsigned int i;

	for (i = 0; i < owners->nr; i++)
		owners->all[i]->mixed = true;
}

/* The latest with a trace and no Mem-Info; else any without. */
static struct af_log_report *owner_of_mem_info(const struct owners *owners)
{
	unsigned int i;

	for (i = 0; i < owners->nr; i++)
		if (owners->all[i]->traced && !owners->all[i]->mem_info)
			return owners->all[i];
	for (i = 0; i < owners->nr; i++)
		if (!owners->all[i]->mem_info)
			return owners->all[i];
	return NULL;
}

static struct af_log_report *owner_of_zone(const struct owners *owners,
					   struct af_slice text)
{
	unsigned int i;

	for (i = 0; i < owners->nr; i++)
		if (owners->all[i]->mem_info &&
		    !af_log_memory_knows(&owners->all[i]->memory, text))
			return owners->all[i];
	return NULL;
}

static void touch(struct af_log_report *report, const struct af_logline *line)
{
	if (line->timed)
		report->last_us = line->time_us;
}

/* Return: 1 if the line is of a zone, 0 if not, -ENOMEM */
static int feed_zone(const struct owners *owners, const struct af_logline *line)
{
	struct af_log_report *report = owner_of_zone(owners, line->text);
	int ret = 0;

	if (report)
		ret = af_log_memory_line(&report->memory, line->text);
	if (ret > 0)
		touch(report, line);
	return ret;
}

static void feed_frame(const struct owners *owners,
		       const struct af_logline *line)
{
	struct af_log_report *report = owner_of_frame(owners, line->text);
	bool mixed = traces_open(owners) > 1;

	if (!report || !af_log_trace_line(&report->trace, line->text, mixed))
		return;
	report->traced = true;
	report->trace_open = !af_log_trace_ended(&report->trace);
	if (mixed)
		mark_mixed(owners);
	touch(report, line);
}

/* A trace that nobody waits for is of something else, which has begun. */
static void begin_trace(const struct owners *owners,
			const struct af_logline *line)
{
	struct af_log_report *report = owner_of_trace(owners);

	if (!report) {
		if (owners->nr)
			owners->all[0]->closed = true;
		return;
	}
	report->traced = true;
	report->trace_open = true;
	/* What stands on its line: "Call Trace:<IRQ> <ffffffff...>{...}" */
	af_log_trace_line(&report->trace, line->text, traces_open(owners) > 1);
	touch(report, line);
}

static void begin_mem_info(const struct owners *owners,
			   const struct af_logline *line)
{
	struct af_log_report *report = owner_of_mem_info(owners);

	if (!report)
		return;
	report->mem_info = true;
	report->trace_open = false;
	touch(report, line);
}

/* One processor, and one task, does one thing after the other. */
static bool same_line_of_work(const struct af_log_report *a,
			      const struct af_log_report *b)
{
	return (a->cpu_known && b->cpu_known && a->cpu == b->cpu) ||
	       (a->pid_known && b->pid_known && a->pid && a->pid == b->pid);
}

static void end_traces(const struct owners *owners,
		       const struct af_log_report *latest)
{
	unsigned int i;

	for (i = 0; i < owners->nr; i++)
		if (owners->all[i] != latest &&
		    same_line_of_work(owners->all[i], latest))
			owners->all[i]->trace_open = false;
}

static void begin_task(const struct owners *owners,
		       const struct af_logline *line)
{
	struct af_log_report *report = owner_of_task(owners, line->text);

	if (!report) {
		/* Another's, of which the beginning is lost. */
		if (owners->nr && owners->all[0]->release)
			owners->all[0]->closed = true;
		return;
	}
	take_task(report, line->text);
	end_traces(owners, report);
	touch(report, line);
}

/* A header that came in pieces goes on: ", mode:0x1080020(GFP_ATOMIC), ..." */
static bool feed_header(const struct owners *owners,
			const struct af_logline *line)
{
	struct af_slice rest = line->text;
	struct af_log_report *report = owners->all[0];

	if (report->kind != AF_LOG_FAILURE || report->mem_info)
		return false;
	if (af_scan_take(&rest, ", mode:")) {
		take_mask(report, rest);
		take_limits(report, rest);
		return true;
	}
	if (!af_scan_has(rest, "mems_allowed="))
		return false;
	take_limits(report, rest);
	return true;
}

static bool is_mem_info(struct af_slice text)
{
	return af_slice_begins(text, "Mem-Info:") ||
	       af_slice_begins(text, "Mem-info:");
}

static int feed(struct af_log *log, const struct af_logline *line)
{
	struct owners owners;
	int ret = 0;

	find_owners(log, line, &owners);
	if (!owners.nr || feed_header(&owners, line))
		return 0;
	if (is_task_line(line->text)) {
		begin_task(&owners, line);
	} else if (is_trace_line(line->text)) {
		begin_trace(&owners, line);
	} else if (is_mem_info(line->text)) {
		begin_mem_info(&owners, line);
	} else {
		ret = feed_zone(&owners, line);
		if (!ret)
			feed_frame(&owners, line);
	}
	return ret < 0 ? ret : 0;
}

/* Those that still lacked their trace when another began are mixed with it. */
static void mix(struct af_log *log, const struct af_logline *line,
		size_t latest)
{
	struct owners owners;
	unsigned int i;

	find_owners(log, line, &owners);
	for (i = 0; i < owners.nr; i++) {
		struct af_log_report *report = owners.all[i];

		if (report == &log->reports[latest])
			continue;
		if (report->kind != AF_LOG_FAILURE || report->mem_info ||
		    report->form <= AF_LOG_2_4) {
			report->closed = true;
			continue;
		}
		/* One that had no trace yet has it among the next lines. */
		if (report->traced)
			continue;
		report->mixed = true;
		log->reports[latest].mixed = true;
	}
}

/* "warn_alloc: 59 callbacks suppressed", "printk: 41 messages suppressed." */
static bool take_suppressed(struct af_log *log, struct af_slice text)
{
	static const char *const who[] = {
		"warn_alloc: ", "warn_alloc_failed: ", "warn_alloc_show_mem: ",
		"printk: "
	};
	struct af_slice rest;
	size_t i;
	u64 number;

	if (!af_scan_has(text, " suppressed"))
		return false;
	for (i = 0; i < ARRAY_SIZE(who); i++) {
		rest = text;
		if (af_scan_after(&rest, who[i]) &&
		    af_scan_number(&rest, 10, &number))
			log->suppressed += number;
	}
	return true;
}

static bool take_version(struct af_log *log, struct af_slice text)
{
	static const char *const words[] = { "Linux version ",
					     "match kernel version " };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++) {
		struct af_slice rest = text, word;

		if (!af_scan_after(&rest, words[i]))
			continue;
		word = af_scan_word(&rest);
		if (word.length && word.text[word.length - 1] == '.')
			word.length--;
		if (!af_release_of(word))
			continue;
		log->release_text = word;
		log->release = af_release_of(word);
		return true;
	}
	return false;
}

/* "last message repeated 77 times": of a report that is one line. */
static void repeat(struct af_log *log, u64 times)
{
	struct af_log_report *last;

	if (!log->nr)
		return;
	last = &log->reports[log->nr - 1];
	if (last->kind != AF_LOG_FAILURE || last->form > AF_LOG_2_4 ||
	    last->closed)
		return;
	last->repeated += times;
	log->count[AF_LOG_FAILURE] += times;
}

/* "swapper/3:" alone: the rest of the line comes after others. */
static struct af_slice pending_comm(struct af_slice text)
{
	struct af_slice rest = text, word = af_scan_word(&rest);

	if (!rest.length && word.length > 1 && word.length <= LONGEST_COMM &&
	    word.text[word.length - 1] == ':')
		return af_scan_front(word, word.length - 1);
	return af_slice_of(text.text, 0);
}

/*
 * What is none of ours is kept only while a failure's report is open: its call
 * trace and zones must not be taken for those of the failure.
 */
static int take_other(struct af_log *log, const struct af_logline *line,
		      enum af_log_kind kind)
{
	struct owners owners;
	bool open = false;
	unsigned int i;

	log->count[kind]++;
	/* Lines of its own only. */
	if (kind == AF_LOG_SLAB)
		return 0;
	find_owners(log, line, &owners);
	for (i = 0; i < owners.nr; i++)
		open |= !owners.all[i]->mem_info;
	for (i = 0; i < owners.nr && !open; i++)
		owners.all[i]->closed = true;
	if (!open)
		return 0;
	if (!add(log, kind, line))
		return -ENOMEM;
	log->count[kind]--;
	mix(log, line, log->nr - 1);
	return 0;
}

/* Reports of one line come by the thousand: the same again is one of them. */
static void merge(struct af_log *log)
{
	struct af_log_report *last = &log->reports[log->nr - 1];
	struct af_log_report *before = last - 1;

	if (log->nr < 2 || last->form > AF_LOG_2_4 ||
	    before->kind != AF_LOG_FAILURE || before->form != last->form ||
	    before->traced || before->order_known != last->order_known ||
	    before->order != last->order ||
	    before->mask_known != last->mask_known ||
	    before->mask != last->mask || before->memalloc != last->memalloc ||
	    !af_slice_same(before->comm, last->comm))
		return;
	before->repeated += last->repeated;
	before->closed = false;
	log->nr--;
}

static int take_line(struct af_log *log, const struct af_logline *line,
		     struct af_slice *pending)
{
	struct af_log_report *report = NULL;
	enum af_log_kind other;

	if (line->only_count) {
		repeat(log, line->repeated);
		return 0;
	}
	if (take_failure(log, line, *pending, &report) ||
	    take_2_4(log, line, &report) || take_1990s(log, line, &report)) {
		if (!report)
			return -ENOMEM;
		mix(log, line, log->nr - 1);
		merge(log);
		return 0;
	}
	other = other_kind(line->text);
	if (other < AF_NR_LOG_KINDS)
		return take_other(log, line, other);
	if (pending_comm(line->text).length)
		*pending = pending_comm(line->text);
	if (take_suppressed(log, line->text) || take_version(log, line->text))
		return 0;
	return feed(log, line);
}

/**
 * af_log_parse - find the reports in a kernel log
 * @log: where to put them; af_log_free() frees it, after an error too
 * @text: the log, any bytes; it must outlive the result
 * @length: of it
 *
 * Return: 0, or -ENOMEM
 */
int af_log_parse(struct af_log *log, const char *text, size_t length)
{
	struct af_slice pending = af_slice_of(text, 0);
	struct af_loglines lines;
	struct af_logline line;
	int ret = 0;

	*log = (struct af_log){ 0 };
	af_loglines_begin(&lines, text, length);
	while (!ret && af_loglines_next(&lines, &line))
		ret = take_line(log, &line, &pending);
	log->lines = lines.number;
	return ret;
}

void af_log_free(struct af_log *log)
{
	size_t i;

	for (i = 0; i < log->nr; i++)
		free(log->reports[i].memory.zones);
	free(log->reports);
	*log = (struct af_log){ 0 };
}
