// SPDX-License-Identifier: GPL-2.0-only
/* The table of memory cgroups. Pure: no kernel state. */
#include "store/cgroups.h"

/* Where the search for a key begins. */
static u32 cgroups_first(const struct af_cgtable *table, u64 key)
{
	return (u32)((key * 0x9e3779b97f4a7c15ULL) >> 32) % table->capacity;
}

/* Is it the key's place; one that is free becomes it, unless another key is faster. */
static bool cgroups_take(u64 *place, u64 key)
{
	u64 seen = READ_ONCE(*place);

	/* Nothing else goes with a key, so only the key itself must be whole. */
	if (!seen)
		seen = cmpxchg64(place, 0, key) ?: key;
	return seen == key;
}

/**
 * af_cgtable_find() - find a group's place, or give it one, and remember it
 * @table: of ids
 * @counts: of this CPU
 * @id: of the group
 *
 * Places are never given back, so who finds all of them taken finds that again.
 *
 * Context: Any, NMI included; bounded by the number of places.
 * Return: The group's hits, NULL if there is no place.
 */
struct af_cgroup_hits *af_cgtable_find(const struct af_cgtable *table,
				       struct af_cgroup_counts *counts, u64 id)
{
	u64 key = id + 1;
	u32 place, left;

	if (key == counts->lost)
		return NULL;
	place = cgroups_first(table, key);
	for (left = table->capacity; left; left--) {
		if (cgroups_take(&table->keys[place], key)) {
			counts->id = id;
			counts->hits = &counts->all[place];
			return counts->hits;
		}
		place = place + 1 == table->capacity ? 0 : place + 1;
	}
	counts->lost = key;
	return NULL;
}

/**
 * af_cgtable_used() - groups in a table
 * @table: of ids
 *
 * Context: Any.
 * Return: How many there are.
 */
u32 af_cgtable_used(const struct af_cgtable *table)
{
	u32 place, used = 0;

	for (place = 0; place < table->capacity; place++)
		used += !!READ_ONCE(table->keys[place]);
	return used;
}
