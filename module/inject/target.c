// SPDX-License-Identifier: GPL-2.0-only
/* The module and the function that a stack must have, as addresses. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/kobject.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>

#include "inject/armed.h"
#include "inject/log.h"

/*
 * The kernel's notice of modules; process context, sleeps. One that goes is
 * forgotten before its memory is, and the log keeps the names of its frames: also
 * of its init code, which goes when it has come.
 */
static int af_inject_module_notice(struct notifier_block *nb,
				   unsigned long action, void *data)
{
	struct module *module = data;
	struct af_inject_armed *armed;

	if (module == THIS_MODULE)
		return NOTIFY_OK;
	mutex_lock(&af_inject_lock);
	if (action == MODULE_STATE_GOING || action == MODULE_STATE_LIVE)
		af_inject_log_name();
	armed = af_inject_armed;
	if (armed && !strcmp(armed->settings.module, module->name))
		/* Pairs with the READ_ONCE in inject_decide(). */
		WRITE_ONCE(armed->module,
			   action == MODULE_STATE_GOING ? NULL : module);
	if (armed && action == MODULE_STATE_GOING) {
		if (within_module(armed->function.start, module))
			WRITE_ONCE(armed->function.end, 0);
		synchronize_rcu();
	}
	mutex_unlock(&af_inject_lock);
	if (action == MODULE_STATE_LIVE && !strcmp(module->name, "allocfail"))
		af_inject_tell_begin();
	return NOTIFY_OK;
}

static struct notifier_block inject_modules = {
	.notifier_call = af_inject_module_notice,
};

/**
 * af_inject_target_init() - be told of modules
 *
 * Context: Process; sleeps.
 * Return: 0 or -errno.
 */
int af_inject_target_init(void)
{
	return register_module_notifier(&inject_modules);
}

/**
 * af_inject_target_exit() - be told no more
 *
 * Context: Process, not under af_inject_lock; sleeps.
 */
void af_inject_target_exit(void)
{
	unregister_module_notifier(&inject_modules);
}

/**
 * af_inject_target_module() - a module that is loaded
 * @name: its name
 *
 * It is found as a directory of /sys/module, whose object a module cannot go
 * before. Who is told of it under the lock can use what is returned until the
 * notice that the module goes.
 *
 * Context: Process, under af_inject_lock; sleeps.
 * Return: The module, NULL if there is none: it may come.
 */
struct module *af_inject_target_module(const char *name)
{
	struct kset *modules = THIS_MODULE->mkobj.kobj.kset;
	struct kobject *directory = kset_find_obj(modules, name);
	struct module *module;

	if (!directory)
		return NULL;
	/* NULL for what is built in. */
	module = container_of(directory, struct module_kobject, kobj)->mod;
	if (module && READ_ONCE(module->state) == MODULE_STATE_GOING)
		module = NULL;
	kobject_put(directory);
	return module;
}

/**
 * af_inject_target_function() - where a function is
 * @name: of it, as a probe takes it; MODULE:NAME for one of a module
 * @range: where to put it
 *
 * Context: Process; sleeps.
 * Return: 0 or -errno.
 */
int af_inject_target_function(const char *name, struct af_inject_range *range)
{
	struct kprobe disabled = {
		.symbol_name = name,
		.flags = KPROBE_FLAG_DISABLED,
	};
	char text[KSYM_SYMBOL_LEN], *slash;
	unsigned long start, size;
	int err = register_kprobe(&disabled);

	if (err)
		return err;
	start = (unsigned long)disabled.addr;
	unregister_kprobe(&disabled);
	/* name+0xoffset/0xsize: the offset is what the probe left out. */
	sprint_symbol(text, start);
	slash = strrchr(text, '/');
	if (!slash || sscanf(slash, "/0x%lx", &size) != 1)
		return -ENOENT;
	*strrchr(text, '/') = '\0';
	slash = strrchr(text, '+');
	if (!slash || kstrtoul(slash + 1, 16, &start))
		return -ENOENT;
	range->start = (unsigned long)disabled.addr - start;
	range->end = range->start + size;
	return 0;
}
