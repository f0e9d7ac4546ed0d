// SPDX-License-Identifier: GPL-2.0-only
/* The files fragmentation and snapshot. Pure, but for the memory of the zones. */
#include <stdlib.h>

#include "state/parse.h"
#include "state/unknown.h"

/* A name, a blank, a number. */
struct amount {
	const char *name;
	size_t offset;
};

#define MEMORY(member)                                      \
	{                                                   \
#member, offsetof(struct af_memory, member) \
	}
#define PAGES(member)                                           \
	{                                                       \
#member, offsetof(struct af_zone_shape, member) \
	}

static const struct amount memory_amounts[] = {
	MEMORY(free),
	MEMORY(dirty),
	MEMORY(writeback),
	MEMORY(bounce),
	MEMORY(file_clean_unmapped),
	MEMORY(file_clean_mapped),
	MEMORY(slab_reclaimable),
	MEMORY(swap_free),
};

static const struct amount zone_amounts[] = {
	PAGES(free),  PAGES(min),	 PAGES(low), PAGES(high),
	PAGES(boost), PAGES(highatomic), PAGES(cma), PAGES(managed),
};

/* Takes "name number" off @rest; false if there is none. */
static bool take_amount(struct af_slice *rest, const struct amount *amounts,
			size_t nr, void *record, u32 *seen)
{
	struct af_slice name, number;
	size_t i;
	u64 value;

	if (!af_slice_word(rest, &name) || !af_slice_word(rest, &number) ||
	    !af_slice_u64(number, &value))
		return false;
	for (i = 0; i < nr; i++) {
		if (!af_slice_is(name, amounts[i].name))
			continue;
		*(u64 *)((char *)record + amounts[i].offset) =
			af_bounded(value);
		*seen |= 1U << i;
	}
	return true;
}

/* Lines up to the first zone. */
static int parse_memory(struct af_lines *lines, struct af_memory *memory)
{
	struct af_slice line;
	u32 seen = 0;

	while (af_lines_peek(lines, &line) && !af_slice_begins(line, "Node ")) {
		af_lines_next(lines, &line);
		if (!take_amount(&line, memory_amounts,
				 ARRAY_SIZE(memory_amounts), memory, &seen))
			return af_lines_fail(lines, "no amount of memory");
	}
	if (seen != (1U << ARRAY_SIZE(memory_amounts)) - 1)
		return af_lines_fail(lines, "an amount of memory is missing");
	return 0;
}

/* "Node 0, zone   Normal    150    260 ..." */
static bool parse_blocks(struct af_slice line, struct af_zone_shape *zone)
{
	struct af_slice node, word;
	u64 blocks;

	if (!af_slice_cut(&line, ',', &node) ||
	    !af_slice_begins(node, "Node ") ||
	    !af_slice_s64(af_slice_from(node, 5), &zone->node) ||
	    !af_slice_word(&line, &word) || !af_slice_is(word, "zone") ||
	    !af_slice_word(&line, &zone->name))
		return false;
	while (af_slice_word(&line, &word)) {
		if (zone->nr_orders == AF_MAX_ORDERS ||
		    !af_slice_u64(word, &blocks))
			return false;
		zone->blocks[zone->nr_orders++] = af_bounded(blocks);
	}
	return zone->nr_orders;
}

static bool parse_pages(struct af_slice line, struct af_zone_shape *zone)
{
	u32 seen = 0;

	while (line.length)
		if (!take_amount(&line, zone_amounts, ARRAY_SIZE(zone_amounts),
				 zone, &seen))
			return false;
	return seen == (1U << ARRAY_SIZE(zone_amounts)) - 1;
}

static bool parse_reserves(struct af_slice line, struct af_zone_shape *zone)
{
	struct af_slice word;
	u64 pages;

	while (af_slice_word(&line, &word)) {
		if (zone->nr_reserves == AF_MAX_ZONES ||
		    !af_slice_u64(word, &pages))
			return false;
		zone->lowmem_reserve[zone->nr_reserves++] = af_bounded(pages);
	}
	return zone->nr_reserves;
}

/* As many numbers as there are orders. */
static bool parse_indices(struct af_slice line, struct af_zone_shape *zone,
			  s64 *indices)
{
	struct af_slice word;
	unsigned int nr = 0;

	while (af_slice_word(&line, &word))
		if (nr == zone->nr_orders ||
		    !af_slice_fixed(word, 3, &indices[nr++]))
			return false;
	return nr == zone->nr_orders;
}

static bool parse_unusable(struct af_slice line, struct af_zone_shape *zone)
{
	return parse_indices(line, zone, zone->unusable);
}

static bool parse_fragindex(struct af_slice line, struct af_zone_shape *zone)
{
	return parse_indices(line, zone, zone->fragindex);
}

static const struct {
	const char *prefix;
	bool (*parse)(struct af_slice line, struct af_zone_shape *zone);
} zone_lines[] = {
	{ "  pages:", parse_pages },
	{ "  lowmem_reserve:", parse_reserves },
	{ "  unusable:", parse_unusable },
	{ "  fragindex:", parse_fragindex },
};

static int parse_zone_line(struct af_lines *lines, struct af_slice line,
			   struct af_zone_shape *zone, u32 *seen)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(zone_lines); i++)
		if (af_slice_begins(line, zone_lines[i].prefix))
			break;
	if (i == ARRAY_SIZE(zone_lines))
		return af_slice_begins(line, "  ") ?
			       0 :
			       af_lines_fail(lines, "no line of a zone");
	if (*seen & 1U << i)
		return af_lines_fail(lines, "a line that comes twice");
	*seen |= 1U << i;
	line = af_slice_from(line, strlen(zone_lines[i].prefix));
	return zone_lines[i].parse(line, zone) ?
		       0 :
		       af_lines_fail(lines, zone_lines[i].prefix + 2);
}

/* A zone's lines, up to the next zone. */
static int parse_zone(struct af_lines *lines, struct af_zone_shape *zone)
{
	struct af_slice line;
	u32 seen = 0;

	af_lines_next(lines, &line);
	if (!parse_blocks(line, zone))
		return af_lines_fail(lines, "blocks of a zone");
	while (af_lines_peek(lines, &line) && !af_slice_begins(line, "Node ")) {
		af_lines_next(lines, &line);
		if (parse_zone_line(lines, line, zone, &seen))
			return -1;
	}
	if (seen != (1U << ARRAY_SIZE(zone_lines)) - 1)
		return af_lines_fail(lines, "a line of a zone is missing");
	return 0;
}

static int parse_zones(struct af_lines *lines, struct af_zones *zones)
{
	struct af_slice line;

	if (parse_memory(lines, &zones->memory))
		return -1;
	while (af_lines_peek(lines, &line)) {
		if (parse_zone(lines, &zones->all[zones->nr]))
			return -1;
		zones->nr++;
	}
	return 0;
}

static int parse_event(struct af_lines *lines, struct af_zones *zones)
{
	struct af_slice line;

	if (!af_lines_next(lines, &line) || !af_slice_begins(line, "time="))
		return af_lines_fail(lines, "no event");
	zones->has_event = true;
	return af_parse_event_line(lines, line, &zones->event);
}

/* @event: it begins with one, or is empty */
static int parse(struct af_zones *zones, const char *text, size_t length,
		 bool event, struct af_parse_error *error)
{
	size_t nr = af_lines_count(text, length, "Node ");
	struct af_lines lines;

	*zones = (struct af_zones){ 0 };
	if (af_lines_begin(&lines, text, length, error))
		return -1;
	if (event && !length)
		return 0;
	zones->all = calloc(nr + 1, sizeof(*zones->all));
	if (!zones->all)
		return af_lines_fail(&lines, "out of memory");
	if ((!event || !parse_event(&lines, zones)) &&
	    !parse_zones(&lines, zones))
		return 0;
	af_zones_free(zones);
	return -1;
}

/**
 * af_parse_fragmentation - the file fragmentation
 * @zones: where to put it; to be given to af_zones_free()
 * @text: the file, not ended by a NUL
 * @length: of it
 * @error: where and why it failed
 *
 * Return: 0, or -1, with nothing to free
 */
int af_parse_fragmentation(struct af_zones *zones, const char *text,
			   size_t length, struct af_parse_error *error)
{
	return parse(zones, text, length, false, error);
}

/* The file snapshot: the same after an event, or nothing at all. */
int af_parse_snapshot(struct af_zones *zones, const char *text, size_t length,
		      struct af_parse_error *error)
{
	return parse(zones, text, length, true, error);
}

void af_zones_free(struct af_zones *zones)
{
	free(zones->all);
	*zones = (struct af_zones){ 0 };
}
