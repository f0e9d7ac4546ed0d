// SPDX-License-Identifier: GPL-2.0-only
/*
 * af_sample: a driver that opens and closes a device that is not there, whenever
 * something is written to debugfs af_sample/run. Of its fourteen page allocations
 * one is never failed, ten are right, and three are wrong on purpose:
 *
 *   sample_scratch()	does not look whether it got a page
 *   sample_table()	when it gets none, the page before it is not given back
 *   sample_trace()	its error is swallowed
 *
 * For tests/vm/sweep.sh: a sweep has to find those three, and only those.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

struct sample_device {
	struct page *rx, *tx, *events, *command, *log, *table;
	struct page *large;
	unsigned int large_order;
	unsigned long status, reply, trace, name;
	void *firmware;
};

static struct dentry *sample_directory;

static noinline int sample_rx(struct sample_device *device)
{
	device->rx = alloc_pages(GFP_KERNEL, 2);
	return device->rx ? 0 : -ENOMEM;
}

static noinline int sample_tx(struct sample_device *device)
{
	device->tx = alloc_pages(GFP_KERNEL | __GFP_ZERO, 2);
	return device->tx ? 0 : -ENOMEM;
}

static noinline int sample_events(struct sample_device *device)
{
	device->events = alloc_pages(GFP_KERNEL | __GFP_COMP, 1);
	return device->events ? 0 : -ENOMEM;
}

static noinline int sample_command(struct sample_device *device)
{
	device->command = alloc_page(GFP_KERNEL);
	return device->command ? 0 : -ENOMEM;
}

static noinline int sample_status(struct sample_device *device)
{
	device->status = get_zeroed_page(GFP_KERNEL);
	return device->status ? 0 : -ENOMEM;
}

/* As from an interrupt. */
static noinline int sample_reply(struct sample_device *device)
{
	device->reply = __get_free_pages(GFP_ATOMIC, 1);
	return device->reply ? 0 : -ENOMEM;
}

static noinline int sample_firmware(struct sample_device *device)
{
	device->firmware = alloc_pages_exact(3 * PAGE_SIZE, GFP_KERNEL);
	return device->firmware ? 0 : -ENOMEM;
}

/* Large if it can be had, and it says so; a single page will do. */
static noinline struct page *sample_large_at_best(void)
{
	return alloc_pages(GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN, 4);
}

static noinline int sample_large(struct sample_device *device)
{
	device->large_order = 4;
	device->large = sample_large_at_best();
	if (device->large)
		return 0;
	device->large_order = 0;
	device->large = alloc_page(GFP_KERNEL);
	return device->large ? 0 : -ENOMEM;
}

static noinline int sample_log(struct sample_device *device)
{
	device->log = alloc_page(GFP_KERNEL);
	return device->log ? 0 : -ENOMEM;
}

static noinline int sample_name(struct sample_device *device)
{
	device->name = __get_free_page(GFP_KERNEL);
	return device->name ? 0 : -ENOMEM;
}

/* It need not look. */
static noinline void sample_must(void)
{
	__free_page(alloc_page(GFP_KERNEL | __GFP_NOFAIL));
}

/* Wrong: it does not look. */
static noinline void sample_scratch(void)
{
	char *scratch = (char *)__get_free_page(GFP_KERNEL);

	memset(scratch, 1, PAGE_SIZE);
	free_page((unsigned long)scratch);
}

static noinline int sample_table(struct sample_device *device)
{
	device->table = alloc_pages(GFP_KERNEL, 1);
	return device->table ? 0 : -ENOMEM;
}

/* Wrong: who opens the device is not told that it will trace nothing. */
static noinline int sample_trace(struct sample_device *device)
{
	device->trace = __get_free_page(GFP_KERNEL);
	return 0;
}

static void sample_close_rings(struct sample_device *device)
{
	if (device->events)
		__free_pages(device->events, 1);
	if (device->tx)
		__free_pages(device->tx, 2);
	if (device->rx)
		__free_pages(device->rx, 2);
}

static void sample_close_pages(struct sample_device *device)
{
	free_page(device->trace);
	free_page(device->name);
	free_pages(device->reply, 1);
	free_page(device->status);
	if (device->table)
		__free_pages(device->table, 1);
	if (device->log)
		__free_page(device->log);
	if (device->large)
		__free_pages(device->large, device->large_order);
	if (device->firmware)
		free_pages_exact(device->firmware, 3 * PAGE_SIZE);
	if (device->command)
		__free_page(device->command);
}

static int sample_open_rings(struct sample_device *device)
{
	return sample_rx(device) ?: sample_tx(device) ?: sample_events(device);
}

static int sample_open_pages(struct sample_device *device)
{
	int err = sample_command(device)	  ?:
			  sample_status(device)	  ?:
			  sample_reply(device)	  ?:
			  sample_firmware(device) ?:
			  sample_large(device)	  ?:
			  sample_name(device)	  ?:
						    sample_log(device);

	if (err)
		return err;
	sample_must();
	sample_scratch();
	err = sample_table(device);
	/* Wrong: the log is forgotten, and so is never given back. */
	if (err)
		device->log = NULL;
	return err ?: sample_trace(device);
}

static ssize_t sample_run(struct file *file, const char __user *from,
			  size_t len, loff_t *at)
{
	struct sample_device device = {};
	int err = sample_open_rings(&device) ?: sample_open_pages(&device);

	sample_close_pages(&device);
	sample_close_rings(&device);
	return err ?: len;
}

static const struct file_operations sample_operations = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.write = sample_run,
};

static int __init af_sample_init(void)
{
	sample_directory = debugfs_create_dir(KBUILD_MODNAME, NULL);
	debugfs_create_file("run", 0200, sample_directory, NULL,
			    &sample_operations);
	return PTR_ERR_OR_ZERO(sample_directory);
}

static void __exit af_sample_exit(void)
{
	debugfs_remove(sample_directory);
}

module_init(af_sample_init);
module_exit(af_sample_exit);

MODULE_DESCRIPTION("A driver with three mistakes, for a sweep to find");
MODULE_AUTHOR("allocfail developers");
MODULE_LICENSE("GPL");
