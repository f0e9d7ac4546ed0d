// SPDX-License-Identifier: GPL-2.0-only
/* Where no CPU can send an NMI to another: context=nmi is refused. */

#include "stimulus.h"
#include <linux/errno.h>

int af_nmi_begin(void (*receive)(void))
{
	pr_err("context=nmi: none can be sent here\n");
	return -EOPNOTSUPP;
}

/* Never called: there is no run with NMIs. */
void af_nmi_send(unsigned int cpu)
{
}

void af_nmi_end(void)
{
}
