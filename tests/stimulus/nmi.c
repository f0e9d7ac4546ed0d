// SPDX-License-Identifier: GPL-2.0-only
/*
 * Non-maskable interrupts of our own: one CPU sends them to another, where they
 * come in the middle of anything.
 */

#include "stimulus.h"
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/nmi.h>
#include <linux/percpu.h>
#include <asm/nmi.h>

static void (*receiver)(void);
static DEFINE_PER_CPU(atomic_t, pending);

/* NMI. Whatever is not ours goes on to the kernel's own handlers. */
static int handle_nmi(unsigned int type, struct pt_regs *regs)
{
	if (!atomic_read(this_cpu_ptr(&pending)))
		return NMI_DONE;
	receiver();
	atomic_set(this_cpu_ptr(&pending), 0);
	return NMI_HANDLED;
}

/* From now on receive() is called, in NMIs, on each CPU that one is sent to. */
int af_nmi_begin(void (*receive)(void))
{
	receiver = receive;
	return register_nmi_handler(NMI_LOCAL, handle_nmi, 0, KBUILD_MODNAME);
}

/* Any context but NMI, preemption off. One at a time: a second is not sent. */
void af_nmi_send(unsigned int cpu)
{
	if (!atomic_xchg(per_cpu_ptr(&pending, cpu), 1))
		af_send_nmi(cpumask_of(cpu));
}

/* Waits for those under way: nobody else would know what they are. */
void af_nmi_end(void)
{
	unsigned int cpu;

	for_each_online_cpu(cpu)
		while (atomic_read(per_cpu_ptr(&pending, cpu)))
			msleep(20);
	unregister_nmi_handler(NMI_LOCAL, KBUILD_MODNAME);
}
