// SPDX-License-Identifier: GPL-2.0-only
/*
 * How explain judges a failure: by where it happened first, by its cause then.
 * The first rule that matches counts.
 */
#include "commands/explain_advice.h"

/*
 * kvmalloc() gives single pages, which no device reads in one piece, and needs
 * GFP_KERNEL. From 4.12 on.
 */
bool af_counsel_may_kvmalloc(const struct af_explained *one,
			     const struct af_counsel *counsel)
{
	u64 kernel = AF_GFP(IO) | AF_GFP(FS);

	return counsel->place.kmalloc && !counsel->place.dma &&
	       (one->verdict.flags & kernel) == kernel &&
	       af_gfp_may_wait(one->verdict.flags) && one->report->order >= 1 &&
	       counsel->place.what != AF_WHAT_USB &&
	       counsel->place.what != AF_WHAT_CAMERA &&
	       counsel->place.what != AF_WHAT_RECEIVE;
}

static bool is_mended(const struct af_counsel *counsel)
{
	static const char mended[] = "fixed";

	return counsel->nr_known && counsel->known[0]->until &&
	       !strncmp(counsel->known[0]->mended, mended, sizeof(mended) - 1);
}

void af_rule_say_kvmalloc(const struct af_explained *one,
			  struct af_counsel *counsel)
{
	if (is_mended(counsel) && af_counsel_may_kvmalloc(one, counsel))
		af_counsel_say(&counsel->remedies,
			       "Update the kernel: it is fixed in later releases, mostly with kvmalloc(), which takes single pages if it must.");
	else if (is_mended(counsel))
		af_counsel_say(&counsel->remedies,
			       "Update the kernel: it is fixed in later releases.");
	else if (af_counsel_may_kvmalloc(one, counsel))
		af_counsel_say(&counsel->remedies,
			       "Report it to the authors of the caller: it should use kvmalloc(), which takes single pages if it must. A newer release may do so already.");
	else if (one->report->order >= 1)
		af_counsel_say(&counsel->remedies,
			       "Ask for less in one piece, if the driver or program has a setting for it: a smaller buffer, ring or queue.");
}

void af_rule_say_memory(const struct af_explained *one,
			struct af_counsel *counsel)
{
	(void)one;
	if (counsel->fills.leak)
		af_counsel_say(&counsel->remedies,
			       "Find the leak first: slabtop shows which cache grows, and /proc/slabinfo what it holds.");
	af_counsel_say(&counsel->remedies, "Less load, or more memory.");
	if (counsel->fills.little_swap)
		af_counsel_say(&counsel->remedies,
			       "Add swap: most of memory is used by processes, and there is hardly any swap for what is idle.");
}

void af_rule_say_storage(const struct af_explained *one,
			 struct af_counsel *counsel)
{
	if (af_rule_near(one, AF_NEAR(LOST_WRITE)))
		af_counsel_say(&counsel->remedies,
			       "Check the file system, and the files that were written then.");
	if (one->report->order)
		af_counsel_say(&counsel->remedies,
			       "Smaller requests to the disk: echo 128 > /sys/block/DEVICE/queue/max_sectors_kb (DEVICE as in the errors).");
	if (af_rule_is_class(one, AF_CLASS_ATOMIC) || one->verdict.memalloc)
		af_counsel_min_free(counsel, one);
	af_counsel_say(&counsel->remedies,
		       "Report it: a driver of a disk should have what it needs for a request in stock.");
}

void af_rule_say_low_memory(const struct af_explained *one,
			    struct af_counsel *counsel)
{
	if (one->verdict.nothing_there) {
		af_counsel_say(&counsel->remedies,
			       "The device or its driver asks for memory below 4 GiB (or 16 MiB), and this machine has none there: it needs an IOMMU, or a driver that sets a wider DMA mask.");
		return;
	}
	if (one->verdict.elsewhere)
		af_counsel_say(&counsel->remedies,
			       "A driver or device with a 64-bit DMA mask, or an IOMMU, so that any memory will do: report it.");
	af_counsel_say(&counsel->remedies,
		       "Load the driver early, while low memory is free.");
	if (af_counsel_has(one, KERNEL_VERSION(2, 6, 11)))
		af_counsel_say(&counsel->remedies,
			       "Keep more low memory for such requests: halve the figures of vm.lowmem_reserve_ratio.");
}

static bool allows(u32 set, unsigned int value)
{
	return !set || set & AF_ONLY(value);
}

static bool matches(const struct af_counsel_rule *rule,
		    const struct af_explained *one,
		    const struct af_counsel *counsel)
{
	return allows(rule->causes, one->verdict.cause) &&
	       allows(rule->classes, one->verdict.class) &&
	       allows(rule->what, counsel->place.what) &&
	       allows(rule->phases, counsel->place.phase) &&
	       (!rule->also || rule->also(one, counsel));
}

const struct af_counsel_rule *
af_counsel_rule_of(const struct af_explained *one,
		   const struct af_counsel *counsel)
{
	static const struct af_counsel_rules *const tables[] = {
		&af_rules_first,
		&af_rules_phase,
		&af_rules_purpose,
		&af_rules_cause,
	};
	const struct af_counsel_rule *rule = NULL;
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(tables); i++)
		for (j = 0; j < tables[i]->nr; j++) {
			rule = &tables[i]->all[j];
			if (matches(rule, one, counsel))
				return rule;
		}
	/* The last of them matches whatever it is. */
	return rule;
}
