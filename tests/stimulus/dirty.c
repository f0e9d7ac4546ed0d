// SPDX-License-Identifier: GPL-2.0-only
/*
 * af_dirty: which pages of a range of kernel memory are written, by the dirty
 * bits that the processor sets. "ADDRESS BYTES", in hexadecimal, written to the
 * parameter `watch` adds a range and clears the bits of all; `dirty` reads how
 * many pages have been written since, `pages` how many there are.
 */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/smp.h>
#include <asm/pgtable.h>

#define MAX_RANGES	16

struct watched {
	unsigned long start, end;
};

static struct watched ranges[MAX_RANGES];
static unsigned int nr_ranges;

/* NULL if it is mapped by a larger page. */
static unsigned long *entry(unsigned long address)
{
	unsigned int level;
	pte_t *pte = lookup_address(address, &level);

	return pte && level == PG_LEVEL_4K ? (unsigned long *)pte : NULL;
}

/* On each CPU: it is to look at the tables again. */
static void forget(void *unused)
{
	unsigned long address;
	unsigned int i;

	for (i = 0; i < nr_ranges; i++)
		for (address = ranges[i].start; address < ranges[i].end;
		     address += PAGE_SIZE)
			asm volatile("invlpg (%0)" : : "r"(address) : "memory");
}

static int add_watched(unsigned long start, unsigned long bytes)
{
	struct watched *range = &ranges[nr_ranges];
	unsigned long address;

	if (nr_ranges == MAX_RANGES || !bytes)
		return -EINVAL;
	range->start = start & PAGE_MASK;
	range->end = PAGE_ALIGN(start + bytes);
	for (address = range->start; address < range->end; address += PAGE_SIZE)
		if (!entry(address)) {
			pr_err("no page of 4 KiB at %#lx\n", address);
			return -EINVAL;
		}
	nr_ranges++;
	return 0;
}

/* Calls @each for every page's entry. Return: the sum of what it returns */
static unsigned int walk(int (*each)(unsigned long *entry))
{
	unsigned long address;
	unsigned int i, sum = 0;

	for (i = 0; i < nr_ranges; i++)
		for (address = ranges[i].start; address < ranges[i].end;
		     address += PAGE_SIZE)
			sum += each(entry(address));
	return sum;
}

static int clean(unsigned long *entry)
{
	clear_bit(_PAGE_BIT_DIRTY, entry);
	return 0;
}

static int is_dirty(unsigned long *entry)
{
	return test_bit(_PAGE_BIT_DIRTY, entry);
}

static int one(unsigned long *entry)
{
	return 1;
}

static int watch_set(const char *text, const struct kernel_param *param)
{
	unsigned long start, bytes;
	int err;

	if (sscanf(text, "%lx %lx", &start, &bytes) != 2)
		return -EINVAL;
	err = add_watched(start, bytes);
	if (err)
		return err;
	walk(clean);
	on_each_cpu(forget, NULL, 1);
	return 0;
}

static int dirty_get(char *buffer, const struct kernel_param *param)
{
	return sprintf(buffer, "%u\n", walk(is_dirty));
}

static int pages_get(char *buffer, const struct kernel_param *param)
{
	return sprintf(buffer, "%u\n", walk(one));
}

static const struct kernel_param_ops watch_ops = { .set = watch_set };
static const struct kernel_param_ops dirty_ops = { .get = dirty_get };
static const struct kernel_param_ops pages_ops = { .get = pages_get };

module_param_cb(watch, &watch_ops, NULL, 0200);
MODULE_PARM_DESC(watch, "ADDRESS BYTES, hexadecimal: one more range");
module_param_cb(dirty, &dirty_ops, NULL, 0400);
MODULE_PARM_DESC(dirty, "pages written since the last watch");
module_param_cb(pages, &pages_ops, NULL, 0400);
MODULE_PARM_DESC(pages, "pages watched");

MODULE_DESCRIPTION("Tells which pages of kernel memory are written");
MODULE_AUTHOR("allocfail developers");
MODULE_LICENSE("GPL");
