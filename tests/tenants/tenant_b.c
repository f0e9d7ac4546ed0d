// SPDX-License-Identifier: GPL-2.0-only
#define TENANT(name) tenant_b_##name
#include "tenant.h"

noinline void tenant_b_core(void)
{
	tenant_exhaust();
}
EXPORT_SYMBOL_GPL(tenant_b_core);

module_init(tenant_b_init);
module_exit(tenant_b_exit);
