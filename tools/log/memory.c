// SPDX-License-Identifier: GPL-2.0-only
/*
 * The zones of a report, line by line. Pure, but for the memory of the zones.
 *
 * What is read, of show_mem() and show_free_areas() from 2.5 to 7.x:
 *
 *   [Node 0 ]DMA32 free:117656kB [boost:0kB ]min:35424kB low:... free_cma:0kB
 *   lowmem_reserve[]: 0 0 20567 20567       protections[]: in 2.6.9
 *   [Node 0 ]DMA32: 11805*4kB (UME) 8876*8kB (UM) ... 0*4096kB = 118308kB
 *
 * Mail programs wrap these lines, and the journal cuts them where the kernel
 * printed them in pieces.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

#include "log/memory.h"
#include "log/summary.h"

const char *const af_log_zone_names[AF_NR_LOG_ZONES] = {
	[AF_LOG_DMA] = "DMA",	      [AF_LOG_DMA32] = "DMA32",
	[AF_LOG_NORMAL] = "Normal",   [AF_LOG_HIGHMEM] = "HighMem",
	[AF_LOG_MOVABLE] = "Movable", [AF_LOG_DEVICE] = "Device",
};

static bool take_node(struct af_slice *text, s64 *node)
{
	struct af_slice rest = *text;
	u64 number;

	if (!af_slice_take(&rest, "Node ") ||
	    !af_slice_number(&rest, 10, &number) || number > 4096)
		return false;
	*node = number;
	af_slice_trim(&rest);
	*text = rest;
	return true;
}

/* A zone's name, and what must follow it. */
static bool take_zone(struct af_slice *text, const char *after,
		      enum af_log_zone_name *name)
{
	unsigned int i;

	for (i = 0; i < AF_NR_LOG_ZONES; i++) {
		struct af_slice rest = *text;

		if (!af_slice_take(&rest, af_log_zone_names[i]) ||
		    !af_slice_take(&rest, after))
			continue;
		*name = i;
		*text = rest;
		return true;
	}
	return false;
}

static struct af_log_zone *find_zone(const struct af_log_memory *memory,
				     s64 node, enum af_log_zone_name name)
{
	size_t i;

	for (i = 0; i < memory->nr; i++)
		if (memory->zones[i].node == node &&
		    memory->zones[i].name == name)
			return &memory->zones[i];
	return NULL;
}

static struct af_log_zone *get_zone(struct af_log_memory *memory, s64 node,
				    enum af_log_zone_name name)
{
	struct af_log_zone *zone = find_zone(memory, node, name), *zones;

	if (zone)
		return zone;
	zones = realloc(memory->zones, (memory->nr + 1) * sizeof(*zones));
	if (!zones)
		return NULL;
	memory->zones = zones;
	zone = &zones[memory->nr++];
	*zone = (struct af_log_zone){ .node = node, .name = name };
	return zone;
}

/* The amounts of a zone's line that are of use. */
enum mark {
	MARK_FREE,
	MARK_MIN,
	MARK_LOW,
	MARK_PRESENT,
	MARK_MANAGED,
	MARK_INACTIVE_FILE,
	MARK_ACTIVE_FILE,
	MARK_BOOST,
	MARK_FREE_CMA,
	MARK_HIGHATOMIC,
	MARK_FREE_HIGHATOMIC,
	NR_MARKS
};

static const char *const mark_names[NR_MARKS] = {
	[MARK_FREE] = "free:",
	[MARK_MIN] = "min:",
	[MARK_LOW] = "low:",
	[MARK_PRESENT] = "present:",
	[MARK_MANAGED] = "managed:",
	[MARK_INACTIVE_FILE] = "inactive_file:",
	[MARK_ACTIVE_FILE] = "active_file:",
	[MARK_BOOST] = "boost:",
	[MARK_FREE_CMA] = "free_cma:",
	[MARK_HIGHATOMIC] = "reserved_highatomic:",
	[MARK_FREE_HIGHATOMIC] = "free_highatomic:",
};

/* What a line says, 0 where it says nothing; and what it says in kB. */
struct marks {
	u64 kb[NR_MARKS];
	bool seen[NR_MARKS];
	bool known[NR_MARKS];
};

/* "123kB", and the kernel writes KB too. Return: whether it is a number at all */
static bool take_kb(struct af_slice word, u64 *kb, bool *known)
{
	bool number = af_slice_number(&word, 10, kb);

	*known = number && (af_slice_is(word, "kB") || af_slice_is(word, "KB"));
	return number;
}

/* "name:123kB". The first of a name counts. */
static void take_mark(struct marks *marks, struct af_slice word)
{
	unsigned int i;

	for (i = 0; i < NR_MARKS; i++)
		if (af_slice_first(word) == mark_names[i][0] &&
		    af_slice_begins(word, mark_names[i]))
			break;
	if (i == NR_MARKS || marks->seen[i])
		return;
	af_slice_skip(&word, strlen(mark_names[i]));
	marks->seen[i] = take_kb(word, &marks->kb[i], &marks->known[i]);
}

static struct marks marks_of(struct af_slice text)
{
	struct marks marks = { 0 };

	while (text.length)
		take_mark(&marks, af_slice_next_word(&text));
	return marks;
}

static void take_marks(struct af_log_zone *zone, struct af_slice text)
{
	struct marks marks = marks_of(text);

	zone->marks = marks.known[MARK_FREE] && marks.known[MARK_MIN];
	zone->free = marks.kb[MARK_FREE];
	zone->min = marks.kb[MARK_MIN];
	zone->low = marks.kb[MARK_LOW];
	zone->present = marks.kb[MARK_PRESENT];
	zone->managed = marks.kb[MARK_MANAGED];
	zone->file = marks.kb[MARK_INACTIVE_FILE];
	if (marks.known[MARK_ACTIVE_FILE])
		zone->file += marks.kb[MARK_ACTIVE_FILE];
	zone->boost_known = marks.known[MARK_BOOST];
	zone->boost = marks.kb[MARK_BOOST];
	zone->cma_known = marks.known[MARK_FREE_CMA];
	zone->cma = marks.kb[MARK_FREE_CMA];
	zone->highatomic_known = marks.known[MARK_HIGHATOMIC];
	zone->highatomic = marks.kb[MARK_HIGHATOMIC];
	zone->free_highatomic = marks.kb[MARK_FREE_HIGHATOMIC];
}

/* Numbers, as long as there are any. Return: whether the line has no others */
static bool take_reserves(struct af_log_zone *zone, struct af_slice text)
{
	u64 pages;

	for (af_slice_trim(&text); text.length; af_slice_trim(&text)) {
		if (!af_slice_number(&text, 10, &pages))
			return false;
		if (zone->nr_reserves < AF_LOG_RESERVES)
			zone->reserve[zone->nr_reserves++] = pages;
	}
	return true;
}

static u8 kinds(struct af_slice letters)
{
	u8 kinds = AF_LOG_LETTERS;
	size_t i;

	for (i = 0; i < letters.length; i++) {
		switch (letters.text[i]) {
		case 'C':
			kinds |= AF_LOG_CMA;
			break;
		case 'H':
			kinds |= AF_LOG_HIGH;
			break;
		case 'I':
			kinds |= AF_LOG_ISOLATED;
			break;
		case 'U':
		case 'M':
		case 'E':
		case 'R': /* up to 4.3 */
			kinds |= AF_LOG_PLAIN;
			break;
		}
	}
	return kinds;
}

/* "(UME)" is of the blocks before it. */
static bool take_letters(struct af_log_zone *zone, struct af_slice word)
{
	if (!af_slice_take(&word, "(") || !word.length ||
	    word.text[word.length - 1] != ')')
		return false;
	word.length--;
	if (zone->nr_orders)
		zone->kinds[zone->nr_orders - 1] = kinds(word);
	return true;
}

/* "11805*4kB" */
static bool take_blocks(struct af_log_memory *memory, struct af_log_zone *zone,
			struct af_slice word)
{
	u64 blocks, kb;

	if (!af_slice_number(&word, 10, &blocks) ||
	    !af_slice_take(&word, "*") || !af_slice_number(&word, 10, &kb) ||
	    !af_slice_is(word, "kB"))
		return false;
	if (!zone->nr_orders && kb && kb <= 65536) {
		memory->page_kb = kb;
		memory->page_from = AF_PAGE_LISTS;
	}
	if (zone->nr_orders < AF_LOG_ORDERS)
		zone->blocks[zone->nr_orders++] = blocks;
	return true;
}

/* Return: false at something that is no part of a list */
static bool take_list(struct af_log_memory *memory, struct af_log_zone *zone,
		      struct af_slice text)
{
	while (text.length) {
		struct af_slice word = af_slice_next_word(&text);

		if (af_slice_is(word, "=")) {
			zone->lists = zone->nr_orders;
			memory->list_open = false;
			return true;
		}
		if (word.length && !take_letters(zone, word) &&
		    !take_blocks(memory, zone, word))
			return false;
	}
	return true;
}

/* What a line before it has left open. Return: whether it goes on with that */
static bool go_on(struct af_log_memory *memory, struct af_slice text)
{
	struct af_log_zone *zone = &memory->zones[memory->open];

	char first = af_slice_first(text);

	if (!isdigit((unsigned char)first) && first != '(' && first != '=')
		return false;
	if (memory->list_open)
		return take_list(memory, zone, text);
	return memory->reserve_open && take_reserves(zone, text);
}

static int begin_zone(struct af_log_memory *memory, s64 node,
		      enum af_log_zone_name name, struct af_slice text,
		      bool list)
{
	struct af_log_zone *zone = get_zone(memory, node, name);

	if (!zone)
		return -ENOMEM;
	memory->open = zone - memory->zones;
	memory->list_open = list && !zone->nr_orders;
	if (!list)
		take_marks(zone, text);
	else if (memory->list_open)
		take_list(memory, zone, text);
	return 1;
}

/* The rest of a zone's line that was wrapped. */
static int wrapped(struct af_log_memory *memory, struct af_slice text)
{
	struct marks marks;

	if (!memory->nr)
		return 0;
	marks = marks_of(text);
	if (!marks.known[MARK_FREE_CMA])
		return 0;
	memory->zones[memory->open].cma = marks.kb[MARK_FREE_CMA];
	memory->zones[memory->open].cma_known = true;
	return 1;
}

/* Return: 1 if it is one of a zone's, 0 if not, -ENOMEM */
static int zone_line(struct af_log_memory *memory, struct af_slice text)
{
	bool with_node = take_node(&text, &memory->node);
	enum af_log_zone_name name;
	struct af_slice line = text;
	s64 node = with_node || memory->node_open ? memory->node : 0;

	memory->node_open = with_node && !text.length;
	if (memory->node_open)
		return 1;
	if (take_zone(&text, " free:", &name)) {
		memory->list_open = false;
		return begin_zone(memory, node, name, line, false);
	}
	if (take_zone(&text, ":", &name))
		return begin_zone(memory, node, name, text, true);
	return wrapped(memory, text);
}

/**
 * af_log_memory_line - take what a line says of the zones
 * @memory: what is known of them
 * @text: the line
 *
 * Return: 1 if it says something, 0 if not, -ENOMEM
 */
int af_log_memory_line(struct af_log_memory *memory, struct af_slice text)
{
	if (memory->nr && go_on(memory, text))
		return 1;
	if (memory->nr && (af_slice_take(&text, "lowmem_reserve[]:") ||
			   af_slice_take(&text, "protections[]:"))) {
		memory->reserve_open = true;
		return take_reserves(&memory->zones[memory->open], text);
	}
	memory->reserve_open = false;
	if (af_log_summary_line(memory, text))
		return 1;
	return zone_line(memory, text);
}

/**
 * af_log_memory_knows - is a line one of a zone that had the same already
 * @memory: what is known of the zones
 * @text: the line
 *
 * Then it is of another report.
 */
bool af_log_memory_knows(const struct af_log_memory *memory,
			 struct af_slice text)
{
	enum af_log_zone_name name;
	const struct af_log_zone *zone;
	bool marks;
	s64 node = 0;

	take_node(&text, &node);
	marks = take_zone(&text, " free:", &name);
	if (!marks && !take_zone(&text, ":", &name))
		return false;
	zone = find_zone(memory, node, name);
	return zone && (marks ? zone->marks : zone->lists);
}
