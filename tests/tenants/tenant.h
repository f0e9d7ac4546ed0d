/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A module whose requests are refused, for tests/vm/names.sh. Two files include it,
 * with names of the same length: so the modules have the same size, and each can lie
 * where the other one lay. They define TENANT(name) and what others call.
 */
#include <linux/gfp.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/string.h>

/* The highest order on x86-64, in each release. */
#define TENANT_ORDER 10

static char *ask = "";
module_param(ask, charp, 0444);
MODULE_PARM_DESC(ask, "who asks: init, core, many or exit; by default nobody");

static int result;
module_param(result, int, 0444);
MODULE_PARM_DESC(result, "what the init function returns (default 0)");

/* Takes all that the DMA zone has, and is refused once. It has 16 MiB. */
static __always_inline void tenant_exhaust(void)
{
	struct page *pages[5];
	unsigned int nr;

	for (nr = 0; nr < ARRAY_SIZE(pages); nr++) {
		pages[nr] = alloc_pages(GFP_DMA | __GFP_NOWARN, TENANT_ORDER);
		if (!pages[nr])
			break;
	}
	while (nr--)
		__free_pages(pages[nr], TENANT_ORDER);
}

/* Is refused; af_late calls it, too. */
void TENANT(core)(void);

/* From 24 places, each with a name of its own. */
static noinline void TENANT(many)(void)
{
	TENANT(core)();
	TENANT(core)();
	TENANT(core)();
	TENANT(core)();
	TENANT(core)();
	TENANT(core)();
	TENANT(core)();
	TENANT(core)();
	TENANT(core)();
	TENANT(core)();
	TENANT(core)();
	TENANT(core)();
	TENANT(core)();
	TENANT(core)();
	TENANT(core)();
	TENANT(core)();
	TENANT(core)();
	TENANT(core)();
	TENANT(core)();
	TENANT(core)();
	TENANT(core)();
	TENANT(core)();
	TENANT(core)();
	TENANT(core)();
}

/* The init function itself has two names. */
static noinline void __init TENANT(begin)(void)
{
	tenant_exhaust();
}

static int __init TENANT(init)(void)
{
	if (!strcmp(ask, "init"))
		TENANT(begin)();
	else if (!strcmp(ask, "core"))
		TENANT(core)();
	else if (!strcmp(ask, "many"))
		TENANT(many)();
	if (result)
		pr_info("%s: result=%d\n", KBUILD_MODNAME, result);
	return result;
}

static void __exit TENANT(exit)(void)
{
	if (!strcmp(ask, "exit"))
		TENANT(core)();
}

MODULE_LICENSE("GPL");
MODULE_AUTHOR("allocfail developers");
MODULE_DESCRIPTION("Test module of allocfail: its requests are refused");
