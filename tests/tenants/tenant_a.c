// SPDX-License-Identifier: GPL-2.0-only
#define TENANT(name) tenant_a_##name
#include "tenant.h"

noinline void tenant_a_core(void)
{
	tenant_exhaust();
}
EXPORT_SYMBOL_GPL(tenant_a_core);

module_init(tenant_a_init);
module_exit(tenant_a_exit);
