// SPDX-License-Identifier: GPL-2.0-only
/*
 * af_late: calls af_tenant_a once more when it has had its notice, by a notifier that
 * the kernel calls after allocfail's.
 */
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/string.h>

void tenant_a_core(void);

static void (*late_call)(void);

static int late_notify(struct notifier_block *block, unsigned long notice,
		       void *data)
{
	const struct module *module = data;

	if (strcmp(module->name, "af_tenant_a"))
		return NOTIFY_OK;
	if (notice == MODULE_STATE_LIVE) {
		late_call = symbol_get(tenant_a_core);
		if (late_call)
			symbol_put(tenant_a_core);
	} else if (notice == MODULE_STATE_GOING && late_call) {
		late_call();
		late_call = NULL;
	}
	return NOTIFY_OK;
}

static struct notifier_block late_notifier = {
	.notifier_call = late_notify,
	.priority = -1,
};

static int __init late_init(void)
{
	return register_module_notifier(&late_notifier);
}

static void __exit late_exit(void)
{
	unregister_module_notifier(&late_notifier);
}

module_init(late_init);
module_exit(late_exit);

MODULE_LICENSE("GPL");
MODULE_AUTHOR("allocfail developers");
MODULE_DESCRIPTION("Test module of allocfail: calls a module that is going");
