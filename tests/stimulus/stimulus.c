// SPDX-License-Identifier: GPL-2.0-only
/*
 * af_stimulus: makes real page allocation failures, and counts them exactly.
 * A line written to debugfs af_stimulus/run is one run; af_stimulus/result says
 * what came of it. See README.md.
 */

#include "stimulus.h"
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#define MAX_LINE 512

/* One run at a time. The lock also guards the results. */
static DEFINE_MUTEX(run_lock);
static struct af_result this_result;
static struct af_result last_result;
static struct dentry *dir;

/* From the drain to the release nothing here allocates or prints. */
static int run_team(struct af_result *result)
{
	struct af_team *team = af_team_create(&result->request, result->cost);
	u64 start = ktime_get_ns();
	int err;

	if (IS_ERR(team))
		return PTR_ERR(team);
	if (result->request.drain)
		af_drain(&result->request, &result->drain);
	result->drain_ns = ktime_get_ns() - start;
	err = af_team_run(team);
	af_drain_release(result);
	af_team_release(team, result);
	af_team_destroy(team);
	return err;
}

static int run_pages(struct af_result *result)
{
	int err = af_cost_begin(&result->request, result->cost);

	if (err)
		return err;
	err = run_team(result);
	af_cost_end(result->cost);
	return err;
}

static int run(struct af_result *result)
{
	int err;

	if (result->request.special == AF_VMALLOC)
		return af_run_vmalloc(result);
	err = run_pages(result);
	if (err == -EOVERFLOW)
		pr_err("more than %u requests were granted, gave up\n",
		       result->request.limit);
	if (!err && result->tally[AF_TASK].starved) {
		pr_err("memory ran out before the cgroup refused\n");
		return -ENOMEM;
	}
	return err;
}

/* A line that is refused leaves the last result as it was. */
static int parse_and_run(char *line)
{
	int err;

	memset(&this_result, 0, sizeof(this_result));
	err = af_parse(line, &this_result.request);
	if (err)
		return err;
	err = run(&this_result);
	this_result.error = err;
	last_result = this_result;
	return err;
}

static ssize_t run_write(struct file *file, const char __user *buf,
			 size_t count, loff_t *ppos)
{
	char *line;
	int err;

	if (count > MAX_LINE) {
		pr_err("a line has at most %u bytes\n", MAX_LINE);
		return -EINVAL;
	}
	line = memdup_user_nul(buf, count);
	if (IS_ERR(line))
		return PTR_ERR(line);
	err = mutex_lock_killable(&run_lock);
	if (!err) {
		err = parse_and_run(line);
		mutex_unlock(&run_lock);
	}
	kfree(line);
	return err ? err : count;
}

static const struct file_operations run_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = run_write,
	.llseek = noop_llseek,
};

static void show_drain(struct seq_file *m, const struct af_drain_counts *drain)
{
	unsigned long refused = 0;
	unsigned int order;

	for (order = 0; order <= AF_MAX_ORDER; order++)
		refused += drain->refused[order];
	seq_printf(m, "drain_refused %lu\n", refused);
	for (order = 0; order <= AF_MAX_ORDER; order++) {
		if (drain->refused[order])
			seq_printf(m, "drain_refused_order_%u %lu\n", order,
				   drain->refused[order]);
	}
	seq_printf(m, "drain_gfp_mask %#x\n", (__force u32)drain->gfp);
	seq_printf(m, "drain_gfp_names %pGg\n", &drain->gfp);
	seq_printf(m, "drain_pages %lu\n", drain->taken);
	seq_printf(m, "spared_pages %lu\n", drain->spared);
}

static void show_tallies(struct seq_file *m, const struct af_tally *tally)
{
	const struct af_tally *task = &tally[AF_TASK];
	const struct af_tally *softirq = &tally[AF_SOFTIRQ];
	const struct af_tally *hardirq = &tally[AF_HARDIRQ];
	const struct af_tally *nmi = &tally[AF_NMI];

	seq_printf(m, "refused %lu\n",
		   task->refused + softirq->refused + hardirq->refused +
			   nmi->refused);
	seq_printf(m, "refused_task %lu\n", task->refused);
	seq_printf(m, "refused_softirq %lu\n", softirq->refused);
	seq_printf(m, "refused_hardirq %lu\n", hardirq->refused);
	seq_printf(m, "refused_nmi %lu\n", nmi->refused);
	seq_printf(m, "granted %lu\n",
		   task->granted + softirq->granted + hardirq->granted +
			   nmi->granted);
	seq_printf(m, "starved %lu\n", task->starved);
}

static void show_cost(struct seq_file *m, const char *context,
		      const struct af_cost *cost)
{
	if (!cost->nr)
		return;
	seq_printf(m, "cost_%s_min %u\n", context, cost->min);
	seq_printf(m, "cost_%s_median %u\n", context, cost->median);
	seq_printf(m, "cost_%s_max %u\n", context, cost->max);
	seq_printf(m, "cost_%s_mean %llu\n", context, cost->mean);
}

static int result_show(struct seq_file *m, void *unused)
{
	const struct af_result *result = &last_result;
	int err = mutex_lock_killable(&run_lock);

	if (err)
		return err;
	seq_printf(m, "error %d\n", result->error);
	show_tallies(m, result->tally);
	seq_printf(m, "vmalloc_refused %lu\n", result->vmalloc_refused);
	seq_printf(m, "order %u\n", result->request.order);
	seq_printf(m, "gfp_mask %#x\n", (__force u32)result->request.gfp);
	seq_printf(m, "gfp_names %pGg\n", &result->request.gfp);
	seq_printf(m, "memalloc %u\n", result->request.memalloc);
	seq_printf(m, "cpus %u\n", result->request.cpus);
	show_drain(m, &result->drain);
	seq_printf(m, "freed_pages %lu\n", result->freed);
	seq_printf(m, "oom_freed_pages %lu\n", result->oom_freed);
	seq_printf(m, "drain_ns %llu\n", result->drain_ns);
	seq_printf(m, "elapsed_ns %llu\n", result->elapsed_ns);
	show_cost(m, "task", &result->cost[AF_TASK]);
	show_cost(m, "softirq", &result->cost[AF_SOFTIRQ]);
	show_cost(m, "hardirq", &result->cost[AF_HARDIRQ]);
	show_cost(m, "nmi", &result->cost[AF_NMI]);
	mutex_unlock(&run_lock);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(result);

static int __init af_stimulus_init(void)
{
	int err = af_drain_init();

	if (err)
		return err;
	dir = debugfs_create_dir(KBUILD_MODNAME, NULL);
	debugfs_create_file("run", 0200, dir, NULL, &run_fops);
	debugfs_create_file("result", 0400, dir, NULL, &result_fops);
	if (!IS_ERR(dir))
		return 0;
	pr_err("no debugfs directory: %ld\n", PTR_ERR(dir));
	af_drain_exit();
	return PTR_ERR(dir);
}

static void __exit af_stimulus_exit(void)
{
	debugfs_remove_recursive(dir);
	af_drain_exit();
}

module_init(af_stimulus_init);
module_exit(af_stimulus_exit);

MODULE_DESCRIPTION("Makes real, exactly counted page allocation failures");
MODULE_AUTHOR("allocfail developers");
MODULE_LICENSE("GPL");
