/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the plugin takes of QEMU's interface for plugins, version 1, which Debian has
 * no header of. The names and types are QEMU's; it finds the plugin's own functions
 * and gives it these when it loads it.
 */
#ifndef AF_LINES_QEMU_H
#define AF_LINES_QEMU_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AF_QEMU_INTERFACE 1

/* Callbacks look at no register; of memory they are told of loads and stores. */
#define AF_QEMU_NO_REGISTERS 0
#define AF_QEMU_LOADS_AND_STORES 3

struct qemu_plugin_tb;
struct qemu_plugin_insn;

/* When a block of instructions is translated, before it runs for the first time. */
typedef void (*af_qemu_translated)(uint64_t plugin, struct qemu_plugin_tb *tb);
/* Before an instruction runs, with what was registered with it. */
typedef void (*af_qemu_runs)(unsigned int cpu, void *data);
/* When it has read or written memory. */
typedef void (*af_qemu_accesses)(unsigned int cpu, uint32_t info,
				 uint64_t address, void *data);

void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t plugin,
					   af_qemu_translated translated);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn,
					    af_qemu_runs runs, int flags,
					    void *data);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *insn,
				      af_qemu_accesses accesses, int flags,
				      int which, void *data);

size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *
qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t i);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *insn);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *insn);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *insn);
bool qemu_plugin_mem_is_store(uint32_t info);
unsigned int qemu_plugin_mem_size_shift(uint32_t info);

#endif /* AF_LINES_QEMU_H */
