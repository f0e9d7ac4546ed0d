// SPDX-License-Identifier: GPL-2.0-only
/*
 * af_mistake: makes the mistake that its parameter names, once, as it is loaded.
 * Each is one that a debug kernel finds in a module: a test run that stays green
 * with it is worth nothing.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/preempt.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

static char *kind = "";
module_param(kind, charp, 0444);
MODULE_PARM_DESC(kind, "one of the names in this file's table");

static void use_after_free(void)
{
	char *bytes = kmalloc(64, GFP_KERNEL);

	if (!bytes)
		return;
	OPTIMIZER_HIDE_VAR(bytes);
	kfree(bytes);
	READ_ONCE(*bytes);
}

static void out_of_bounds(void)
{
	/* Of vmalloc's, as the module's tables are. */
	char *bytes = vmalloc(100);

	if (!bytes)
		return;
	OPTIMIZER_HIDE_VAR(bytes);
	READ_ONCE(bytes[100]);
	vfree(bytes);
}

static DEFINE_MUTEX(lock_a);
static DEFINE_MUTEX(lock_b);

static void locks_in_both_orders(void)
{
	mutex_lock(&lock_a);
	mutex_lock(&lock_b);
	mutex_unlock(&lock_b);
	mutex_unlock(&lock_a);
	mutex_lock(&lock_b);
	mutex_lock(&lock_a);
	mutex_unlock(&lock_a);
	mutex_unlock(&lock_b);
}

static void sleep_in_atomic(void)
{
	preempt_disable();
	msleep(20);
	preempt_enable();
}

static void this_cpu_preemptible(void)
{
	pr_info("on CPU %d, maybe\n", smp_processor_id());
}

/*
 * So many since the addresses of the last lie about: on a stack, and in 7.2 in the
 * slab allocator's lists of a CPU, which are not emptied of what has been handed out.
 */
static void leak(void)
{
	unsigned int i;
	void *lost;

	for (i = 0; i < 1000; i++) {
		lost = kmalloc(100, GFP_KERNEL);
		OPTIMIZER_HIDE_VAR(lost);
	}
}

static int *rcu_pointer;

static void rcu_without_lock(void)
{
	if (rcu_dereference(*(int __rcu **)&rcu_pointer))
		pr_info("there is something\n");
}

static void shift_too_far(void)
{
	unsigned int by = 40;

	OPTIMIZER_HIDE_VAR(by);
	pr_info("shifted: %u\n", 1u << by);
}

static unsigned long racy;

static int race_thread(void *unused)
{
	while (!kthread_should_stop()) {
		racy++;
		cond_resched();
	}
	return 0;
}

static void race(void)
{
	struct task_struct *threads[2];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(threads); i++)
		threads[i] = kthread_run(race_thread, NULL, "af_mistake/%u", i);
	msleep(5000);
	for (i = 0; i < ARRAY_SIZE(threads); i++)
		if (!IS_ERR(threads[i]))
			kthread_stop(threads[i]);
}

static const struct {
	const char *name;
	void (*make)(void);
} mistakes[] = {
	{ "use_after_free", use_after_free },
	{ "out_of_bounds", out_of_bounds },
	{ "locks_in_both_orders", locks_in_both_orders },
	{ "sleep_in_atomic", sleep_in_atomic },
	{ "this_cpu_preemptible", this_cpu_preemptible },
	{ "leak", leak },
	{ "rcu_without_lock", rcu_without_lock },
	{ "shift_too_far", shift_too_far },
	{ "race", race },
};

static int __init mistake_init(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(mistakes); i++)
		if (!strcmp(kind, mistakes[i].name)) {
			mistakes[i].make();
			return 0;
		}
	return -EINVAL;
}

static void __exit mistake_exit(void)
{
}

module_init(mistake_init);
module_exit(mistake_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Makes a mistake that a debug kernel must find");
