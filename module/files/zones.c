// SPDX-License-Identifier: GPL-2.0-only
/* The file fragmentation, and the zones in the file snapshot. Process context. */
#include <linux/mm.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "files/debugfs.h"
#include "why/fragindex.h"

static void zones_show_memory(struct seq_file *m,
			      const struct af_memory_state *memory)
{
	seq_printf(m, "free %llu\n", memory->free);
	seq_printf(m, "dirty %llu\n", memory->dirty);
	seq_printf(m, "writeback %llu\n", memory->writeback);
	seq_printf(m, "bounce %llu\n", memory->bounce);
	seq_printf(m, "file_clean_unmapped %llu\n",
		   memory->file_clean_unmapped);
	seq_printf(m, "file_clean_mapped %llu\n", memory->file_clean_mapped);
	seq_printf(m, "slab_reclaimable %llu\n", memory->slab_reclaimable);
	seq_printf(m, "swap_free %llu\n", memory->swap_free);
}

/* Column for column as in /proc/buddyinfo. */
static void zones_show_blocks(struct seq_file *m,
			      const struct af_zone_state *state)
{
	const char *names[AF_NR_ZONES];
	unsigned int order;

	af_zone_names(names);
	seq_printf(m, "Node %d, zone %8s ", state->node, names[state->zone]);
	for (order = 0; order < AF_NR_ORDERS; order++)
		seq_printf(m, "%6llu ", state->blocks[order]);
	seq_putc(m, '\n');
}

static void zones_show_pages(struct seq_file *m,
			     const struct af_zone_state *state)
{
	unsigned int i;

	seq_printf(m, "  pages: free %llu min %llu low %llu high %llu ",
		   state->free, state->min, state->low, state->high);
	seq_printf(m, "boost %llu highatomic %llu cma %llu managed %llu\n",
		   state->boost, state->highatomic, state->cma, state->managed);
	seq_puts(m, "  lowmem_reserve:");
	for (i = 0; i < AF_NR_ZONES; i++)
		seq_printf(m, " %llu", state->lowmem_reserve[i]);
	seq_putc(m, '\n');
}

static void zones_show_index(struct seq_file *m, const char *name,
			     const struct af_zone_state *state,
			     int (*index)(const u64 *, unsigned int,
					  unsigned int))
{
	unsigned int order;
	int value;

	seq_printf(m, "  %s:", name);
	for (order = 0; order < AF_NR_ORDERS; order++) {
		value = index(state->blocks, AF_NR_ORDERS, order);
		seq_printf(m, " %s%d.%03d", value < 0 ? "-" : "",
			   abs(value) / 1000, abs(value) % 1000);
	}
	seq_putc(m, '\n');
}

/**
 * af_zones_show() - what the files fragmentation and snapshot have in common
 * @m: the file
 * @memory: what could have been had
 * @states: the zones
 * @nr: how many there are
 *
 * docs/interface.md has the format.
 *
 * Context: Process.
 */
void af_zones_show(struct seq_file *m, const struct af_memory_state *memory,
		   const struct af_zone_state *states, unsigned int nr)
{
	const struct af_zone_state *state;

	zones_show_memory(m, memory);
	for (state = states; state < states + nr; state++) {
		zones_show_blocks(m, state);
		zones_show_pages(m, state);
		zones_show_index(m, "unusable", state, af_unusable_index);
		zones_show_index(m, "fragindex", state, af_fragmentation_index);
	}
}

/**
 * af_fragmentation_show() - the file fragmentation: the zones as they are now
 * @m: the file
 * @unused: NULL
 *
 * Context: Process; sleeps.
 * Return: 0 or -ENOMEM.
 */
int af_fragmentation_show(struct seq_file *m, void *unused)
{
	struct af_memory_state memory;
	struct af_zone_state *states;
	unsigned int nr = af_zones_max();

	states = kvmalloc_array(nr, sizeof(*states), GFP_KERNEL);
	if (!states)
		return -ENOMEM;
	nr = af_zones_collect(states, nr);
	af_memory_collect(&memory);
	af_zones_show(m, &memory, states, nr);
	kvfree(states);
	return 0;
}
