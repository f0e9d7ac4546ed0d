// SPDX-License-Identifier: GPL-2.0-only
/*
 * A plugin for QEMU: which memory is read and written between two marks. A mark is
 * an instruction that does nothing and that no compiler makes, see
 * tests/stimulus/marks.h. Between the first two stands one request. The third asks
 * for a report of the requests since the last one: of those that touch as many cache
 * lines as most do, the last, access by access. An interrupt in between makes a
 * request one of the few.
 *
 * The report goes to the pipe that the argument out= names:
 *
 *	requests 2000 typical 1998 written 21 read 60
 *	w ffffffffc0301234 ffffc90000123450 8
 *	...
 *	end
 *
 * with the address of the instruction, that of the memory, and bytes. What the
 * processor itself writes when it takes an exception is not seen. The VM has one CPU.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "qemu.h"

#define LINE_SHIFT 6
#define MOST_ACCESSES 1500 /* a report of them fits into a pipe */
#define MOST_LINES 512
#define MOST_KINDS 32
#define EXPORT __attribute__((visibility("default")))

struct access {
	uint64_t by; /* the instruction's address */
	uint64_t address;
	uint32_t bytes;
	bool store;
};

/* One request, or the last of those that touch as many lines. */
struct request {
	unsigned int times;
	unsigned int written, read; /* lines */
	unsigned int nr;
	struct access accesses[MOST_ACCESSES];
};

struct lines {
	unsigned int nr;
	uint64_t lines[MOST_LINES];
};

static bool under_way;
static struct request now;
static struct request kinds[MOST_KINDS];
static unsigned int nr_kinds, nr_requests;
static const char *out;

EXPORT int qemu_plugin_version = AF_QEMU_INTERFACE;

static void lines_add(struct lines *lines, uint64_t line)
{
	unsigned int i;

	for (i = 0; i < lines->nr; i++)
		if (lines->lines[i] == line)
			return;
	if (lines->nr < MOST_LINES)
		lines->lines[lines->nr++] = line;
}

static unsigned int count_lines(const struct request *request, bool store)
{
	static struct lines lines;
	const struct access *access = request->accesses;
	const struct access *end = access + request->nr;

	lines.nr = 0;
	for (; access < end; access++) {
		if (access->store != store)
			continue;
		lines_add(&lines, access->address >> LINE_SHIFT);
		lines_add(&lines,
			  (access->address + access->bytes - 1) >> LINE_SHIFT);
	}
	return lines.nr;
}

/* The kind that the request is of, NULL if there are too many. */
static struct request *find_kind(const struct request *request)
{
	struct request *kind;

	for (kind = kinds; kind < kinds + nr_kinds; kind++)
		if (kind->written == request->written &&
		    kind->read == request->read)
			return kind;
	if (nr_kinds == MOST_KINDS)
		return NULL;
	nr_kinds++;
	kind->times = 0;
	return kind;
}

static void begin(unsigned int cpu, void *data)
{
	under_way = true;
	now.nr = 0;
}

/* One with more accesses than there is room for is none that is wanted. */
static void end(unsigned int cpu, void *data)
{
	struct request *kind;

	if (!under_way)
		return;
	under_way = false;
	nr_requests++;
	if (now.nr == MOST_ACCESSES)
		return;
	now.written = count_lines(&now, true);
	now.read = count_lines(&now, false);
	kind = find_kind(&now);
	if (!kind)
		return;
	now.times = kind->times + 1;
	*kind = now;
}

static const struct request *typical(void)
{
	const struct request *most = kinds, *kind;

	for (kind = kinds; kind < kinds + nr_kinds; kind++)
		if (kind->times > most->times)
			most = kind;
	return most;
}

static void print_request(FILE *file, const struct request *request)
{
	const struct access *access = request->accesses;
	const struct access *end = access + request->nr;

	fprintf(file, "requests %u typical %u written %u read %u\n",
		nr_requests, request->times, request->written, request->read);
	for (; access < end; access++)
		fprintf(file, "%c %016" PRIx64 " %016" PRIx64 " %u\n",
			access->store ? 'w' : 'r', access->by, access->address,
			access->bytes);
}

/* QEMU has opened the pipe by now, for the VM's serial port. */
static void report(unsigned int cpu, void *data)
{
	FILE *file = out ? fopen(out, "w") : NULL;

	if (!file)
		return;
	if (nr_kinds)
		print_request(file, typical());
	fprintf(file, "end\n");
	fclose(file);
	nr_kinds = 0;
	nr_requests = 0;
}

static void access_memory(unsigned int cpu, uint32_t info, uint64_t address,
			  void *instruction)
{
	if (!under_way || now.nr == MOST_ACCESSES)
		return;
	now.accesses[now.nr++] = (struct access){
		.by = (uintptr_t)instruction,
		.address = address,
		.bytes = 1U << qemu_plugin_mem_size_shift(info),
		.store = qemu_plugin_mem_is_store(info),
	};
}

/* Exchanges of a 16-bit register with itself: what the last byte stands for. */
static af_qemu_runs mark_of(const struct qemu_plugin_insn *insn)
{
	const uint8_t *code = qemu_plugin_insn_data(insn);

	if (qemu_plugin_insn_size(insn) != 3 || code[0] != 0x66 ||
	    code[1] != 0x87)
		return NULL;
	switch (code[2]) {
	case 0xdb: /* xchg %bx, %bx */
		return begin;
	case 0xc9: /* xchg %cx, %cx */
		return end;
	case 0xd2: /* xchg %dx, %dx */
		return report;
	default:
		return NULL;
	}
}

static void translated(uint64_t plugin, struct qemu_plugin_tb *tb)
{
	size_t nr = qemu_plugin_tb_n_insns(tb), i;
	struct qemu_plugin_insn *insn;
	af_qemu_runs mark;

	for (i = 0; i < nr; i++) {
		insn = qemu_plugin_tb_get_insn(tb, i);
		mark = mark_of(insn);
		if (mark)
			qemu_plugin_register_vcpu_insn_exec_cb(insn, mark,
							       AF_QEMU_NO_REGISTERS,
							       NULL);
		qemu_plugin_register_vcpu_mem_cb(insn, access_memory,
						 AF_QEMU_NO_REGISTERS,
						 AF_QEMU_LOADS_AND_STORES,
						 (void *)(uintptr_t)
							 qemu_plugin_insn_vaddr(insn));
	}
}

EXPORT int qemu_plugin_install(uint64_t plugin, const void *info, int argc,
			       char **argv);

EXPORT int qemu_plugin_install(uint64_t plugin, const void *info, int argc,
			       char **argv)
{
	int i;

	for (i = 0; i < argc; i++)
		if (!strncmp(argv[i], "out=", 4))
			out = argv[i] + 4;
	qemu_plugin_register_vcpu_tb_trans_cb(plugin, translated);
	return 0;
}
