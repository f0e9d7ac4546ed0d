// SPDX-License-Identifier: GPL-2.0-only
/* The files signatures and folded: one record a distinct failure signature. */
#include <linux/seq_file.h>
#include <linux/string.h>

#include "files/debugfs.h"
#include "files/text.h"
#include "lock.h"
#include "store/frames.h"
#include "store/store.h"
#include "why/zones.h"

/*
 * A position is a slot of the table, of which there are as many as at load. The lock
 * is held for one record at a time, so that who wants it never waits for long. A reset
 * between two records leaves the rest of the file empty, never a torn record.
 */
static void *af_signatures_start(struct seq_file *m, loff_t *pos)
{
	return *pos < af_sigtable_slots(&af_store.table) ? pos : NULL;
}

static void *af_signatures_next(struct seq_file *m, void *unused, loff_t *pos)
{
	++*pos;
	return *pos < af_sigtable_slots(&af_store.table) ? pos : NULL;
}

static void af_signatures_stop(struct seq_file *m, void *unused)
{
}

/* Index of the first frame that is not the page allocator's own. */
static u32 signatures_callers_frame(const struct af_signature *sig,
				    char symbol[KSYM_SYMBOL_LEN])
{
	const u64 *frames = sig->key + AF_KEY_HEAD;
	u32 i;

	for (i = 0; i < sig->nr_frames; i++)
		if (!af_is_allocator(af_frame_name(frames[i], symbol)))
			break;
	return i;
}

static void signatures_show_request(struct seq_file *m,
				    const struct af_failure *failure)
{
	const char *zone_names[AF_NR_ZONES];
	gfp_t gfp = (__force gfp_t)failure->gfp;

	af_zone_names(zone_names);
	seq_printf(m, "order=%u gfp=%pGg gfp_mask=%#x memalloc=%u ",
		   failure->order, &gfp, failure->gfp, failure->memalloc);
	seq_printf(m, "context=%s class=%s cause=%s zone=%s ",
		   af_context_names[failure->context],
		   af_class_names[failure->class],
		   af_cause_names[failure->cause], zone_names[failure->zone]);
}

static void signatures_show_line(struct seq_file *m,
				 const struct af_signature *sig,
				 const struct af_hits *hits)
{
	char first[AF_SECONDS_LEN], last[AF_SECONDS_LEN];
	char comm[AF_ESCAPED_LEN(AF_COMM_LEN)];
	struct af_failure failure;

	af_signature_get(sig, &failure);
	af_escape(comm, sizeof(comm), sig->comm, sizeof(sig->comm));

	seq_printf(m, "count=%llu ", hits->count);
	signatures_show_request(m, &failure);
	seq_printf(m, "first=%s last=%s cpu=%d pid=%d streak=%u comm=%s\n",
		   af_seconds(first, sig->first_ns),
		   af_seconds(last, max(hits->last_ns, sig->first_ns)),
		   sig->cpu, sig->pid, hits->streak, comm);
}

static void signatures_show_stack(struct seq_file *m,
				  const struct af_signature *sig)
{
	const u64 *frames = sig->key + AF_KEY_HEAD;
	char symbol[KSYM_SYMBOL_LEN];
	u32 i;

	for (i = signatures_callers_frame(sig, symbol); i < sig->nr_frames; i++)
		seq_printf(m, "\t%s\n", af_frame_name(frames[i], symbol));
}

/* The record in a slot and its count, NULL if there is nothing to show. Under the lock. */
static const struct af_signature *signatures_counted(const loff_t *pos,
						     struct af_hits *hits)
{
	const struct af_signature *sig = af_sigtable_get(&af_store.table, *pos);

	if (!sig)
		return NULL;
	/* Just published, its first failure about to be counted. */
	*hits = af_store_sum_hits(*pos);
	return hits->count ? sig : NULL;
}

static int af_signatures_show(struct seq_file *m, void *pos)
{
	const struct af_signature *sig;
	struct af_hits hits;

	mutex_lock(&af_control_lock);
	sig = signatures_counted(pos, &hits);
	if (sig) {
		signatures_show_line(m, sig, &hits);
		signatures_show_stack(m, sig);
	}
	mutex_unlock(&af_control_lock);
	return 0;
}

/* Without the offset, and the size. */
static void folded_show_frame(struct seq_file *m, const char *name)
{
	int length = strcspn(name, "+");
	const char *module = strchr(name + length, ' ');

	seq_printf(m, "%.*s%s", length, name, module ? module : "");
}

static void folded_show_stack(struct seq_file *m,
			      const struct af_signature *sig)
{
	const u64 *frames = sig->key + AF_KEY_HEAD;
	char symbol[KSYM_SYMBOL_LEN];
	u32 first = signatures_callers_frame(sig, symbol);
	u32 i;

	if (first == sig->nr_frames)
		seq_puts(m, "[no stack]");
	for (i = sig->nr_frames; i-- > first;) {
		folded_show_frame(m, af_frame_name(frames[i], symbol));
		seq_puts(m, i == first ? "" : ";");
	}
}

static int af_folded_show(struct seq_file *m, void *pos)
{
	const struct af_signature *sig;
	struct af_hits hits;

	mutex_lock(&af_control_lock);
	sig = signatures_counted(pos, &hits);
	if (sig) {
		folded_show_stack(m, sig);
		seq_printf(m, " %llu\n", hits.count);
	}
	mutex_unlock(&af_control_lock);
	return 0;
}

const struct seq_operations af_signatures_ops = {
	.start = af_signatures_start,
	.next = af_signatures_next,
	.stop = af_signatures_stop,
	.show = af_signatures_show,
};

const struct seq_operations af_folded_ops = {
	.start = af_signatures_start,
	.next = af_signatures_next,
	.stop = af_signatures_stop,
	.show = af_folded_show,
};
