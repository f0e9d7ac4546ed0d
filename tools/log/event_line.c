// SPDX-License-Identifier: GPL-2.0-only
/* Which event a line of the log tells of, and whose it is. Pure. */
#include "log/event.h"

#define has af_line_has
#define from af_line_from
#define before af_line_before

/* The last part before a colon, as "ahci 0000:00:17.0: " has it. */
static struct af_slice speaker(struct af_slice text)
{
	size_t at;

	af_slice_trim(&text);
	while (text.length && (text.text[text.length - 1] == ':' ||
			       text.text[text.length - 1] == ' '))
		text.length--;
	for (at = text.length; at >= 2; at--)
		if (text.text[at - 2] == ':' && text.text[at - 1] == ' ')
			return af_slice_from(text, at);
	return text;
}

/* The word after some words; without a comma or bracket at its end. */
static struct af_slice word_after(struct af_slice text, const char *words)
{
	struct af_slice word;

	if (!af_slice_after(&text, words))
		return af_slice_of(text.text, 0);
	word = af_slice_next_word(&text);
	while (word.length && strchr(",.:;()", word.text[word.length - 1]))
		word.length--;
	return word;
}

/* "(firefox)" */
static struct af_slice in_parentheses(struct af_slice text)
{
	size_t end;

	if (!af_slice_after(&text, "("))
		return af_slice_of(text.text, 0);
	end = af_slice_find(text, ")");
	return end == AF_NOT_FOUND ? text : af_slice_front(text, end);
}

static u64 number_after(struct af_slice text, const char *words)
{
	u64 number = 0;

	if (af_slice_after(&text, words)) {
		af_slice_trim(&text);
		af_slice_number(&text, 10, &number);
	}
	return number;
}

static bool say(struct af_said *said, enum af_event_kind kind,
		struct af_slice name, u64 size)
{
	*said = (struct af_said){ .kind = kind, .name = name, .size = size };
	return true;
}

static struct af_slice nobody(const struct af_logline *line)
{
	return af_slice_of(line->text.text, 0);
}

/* "cache: tw_sock_TCPv6(960:name), object size: 256, ..." */
static struct af_slice cache_of(struct af_slice text)
{
	size_t end;

	if (!af_slice_after(&text, "cache: "))
		return af_slice_of(text.text, 0);
	end = af_slice_find(text, ", ");
	return end == AF_NOT_FOUND ? text : af_slice_front(text, end);
}

/* "cma: cma_alloc: reserved: ": the area, where a release names it */
static struct af_slice area_of(const struct af_logline *line)
{
	struct af_slice area = speaker(before(line, AF_AT_CMA));

	return af_slice_has(area, "cma_alloc") ? nobody(line) : area;
}

static struct af_slice first_word(struct af_slice text)
{
	af_slice_trim(&text);
	return af_slice_next_word(&text);
}

/* "XFS: fio(2345) possible ..." of XFS, "Possible ...: size=48" of ZFS */
static bool retries(struct af_said *said, const struct af_logline *line)
{
	struct af_slice who = speaker(before(line, AF_AT_DEADLOCK));
	size_t end = af_slice_find(who, "(");

	who = end == AF_NOT_FOUND ? nobody(line) : af_slice_front(who, end);
	return say(said, AF_EVENT_RETRIES, who,
		   number_after(line->text, "size=") |
			   number_after(line->text, "deadlock size "));
}

/* Other allocators. */
static bool allocator(struct af_said *said, const struct af_logline *line,
		      const struct af_logline *next)
{
	struct af_slice text = line->text;

	if (has(line, AF_AT_SLAB))
		return say(said, AF_EVENT_SLAB,
			   next && has(next, AF_AT_SLAB_CACHE) ?
				   cache_of(next->text) :
				   nobody(line),
			   0);
	/* "kmalloc-4096 debugging increased min order, use slub_debug=O to disable." */
	if (has(line, AF_AT_SLAB_DEBUG))
		return say(said, AF_EVENT_SLAB_DEBUG,
			   first_word(before(line, AF_AT_SLAB_DEBUG)), 0);
	if (has(line, AF_AT_DEADLOCK))
		return retries(said, line);
	if (has(line, AF_AT_CMA))
		return say(said, AF_EVENT_CMA, area_of(line),
			   number_after(text, "req-size:"));
	if (has(line, AF_AT_PERCPU))
		return say(said, AF_EVENT_PERCPU, nobody(line),
			   number_after(text, "size="));
	if (has(line, AF_AT_SWIOTLB) && af_slice_has(text, "buffer is full"))
		return say(said, AF_EVENT_SWIOTLB,
			   speaker(before(line, AF_AT_SWIOTLB)),
			   number_after(text, "sz:"));
	if (has(line, AF_AT_SWIOTLB) && af_slice_has(text, "allocation failed"))
		return say(said, AF_EVENT_SWIOTLB, nobody(line),
			   number_after(text, "size="));
	if (has(line, AF_AT_SW_IOMMU))
		return say(said, AF_EVENT_SWIOTLB,
			   word_after(text, "at device "),
			   number_after(text, "space for "));
	return false;
}

/* What the kernel does when memory has run out. */
static bool killer(struct af_said *said, const struct af_logline *line)
{
	if (has(line, AF_AT_CGROUP_OOM))
		return say(said, AF_EVENT_CGROUP_OOM,
			   in_parentheses(from(line, AF_AT_CGROUP_OOM)), 0);
	if (has(line, AF_AT_OOM_KILL))
		return say(said, AF_EVENT_OOM,
			   in_parentheses(from(line, AF_AT_OOM_KILL)), 0);
	if (has(line, AF_AT_OOM_KILL_OLD))
		return say(said, AF_EVENT_OOM,
			   in_parentheses(from(line, AF_AT_OOM_KILL_OLD)), 0);
	if (has(line, AF_AT_OOM))
		return say(said, AF_EVENT_OOM, nobody(line), 0);
	if (has(line, AF_AT_VM_KILL))
		return say(said, AF_EVENT_VM_KILL,
			   word_after(from(line, AF_AT_VM_KILL), "process "),
			   0);
	if (has(line, AF_AT_STALLS))
		return say(said, AF_EVENT_STALL,
			   speaker(before(line, AF_AT_STALLS)),
			   number_after(from(line, AF_AT_STALLS),
					"stalls for "));
	if (has(line, AF_AT_BAD_PAGE))
		return say(said, AF_EVENT_BAD_PAGE,
			   word_after(from(line, AF_AT_BAD_PAGE), "process "),
			   0);
	return false;
}

static bool power(struct af_said *said, const struct af_logline *line)
{
	static const char *const downs[] = {
		"PM: suspend entry",
		"PM: hibernation entry",
		"PM: hibernation: hibernation entry",
		"PM: Preparing system for",
		"PM: Syncing filesystems",
	};
	static const char *const ups[] = {
		"PM: suspend exit",
		"PM: hibernation exit",
		"PM: hibernation: hibernation exit",
		"PM: Finishing wakeup",
	};
	size_t i;

	if (has(line, AF_AT_WAKING))
		return say(said, AF_EVENT_RESUME, nobody(line), 1);
	if (has(line, AF_AT_FREEZING))
		return say(said, AF_EVENT_SUSPEND, nobody(line), 0);
	if (!has(line, AF_AT_PM))
		return false;
	for (i = 0; i < ARRAY_SIZE(downs); i++)
		if (af_slice_has(line->text, downs[i]))
			return say(said, AF_EVENT_SUSPEND, nobody(line), 0);
	for (i = 0; i < ARRAY_SIZE(ups); i++)
		if (af_slice_has(line->text, ups[i]))
			return say(said, AF_EVENT_RESUME, nobody(line), 0);
	/* "PM: early resume of devices complete", "PM: resume devices took" */
	if (af_slice_has(line->text, "resume of devices") ||
	    af_slice_has(line->text, "resume devices"))
		return say(said, AF_EVENT_RESUME, nobody(line), 1);
	return false;
}

static bool disk(struct af_said *said, const struct af_logline *line)
{
	struct af_slice text = line->text, name;

	if (has(line, AF_AT_LOST_WRITE) || has(line, AF_AT_LOST_ASYNC_WRITE)) {
		name = word_after(text, "dev ");
		if (!name.length)
			name = word_after(text, "error on ");
		if (!name.length)
			name = word_after(text, " on ");
		return say(said, AF_EVENT_LOST_WRITE, name, 0);
	}
	if (!has(line, AF_AT_IO_ERROR))
		return false;
	name = word_after(text, "dev ");
	if (!name.length)
		name = word_after(text, "device ");
	return say(said, AF_EVENT_IO_ERROR, name, 0);
}

/* "vc4-drm soc:gpu" of "vc4-drm soc:gpu: failed to allocate buffer" */
static struct af_slice speaker_of(const struct af_logline *line)
{
	size_t at = af_slice_find(line->body, ": ");

	return at == AF_NOT_FOUND ? nobody(line) :
				    af_slice_front(line->body, at);
}

static bool said_of_memory(const struct af_logline *line)
{
	return has(line, AF_AT_NABLE_TO_ALLOC) ||
	       has(line, AF_AT_AILED_TO_ALLOC) || has(line, AF_AT_NOT_ALLOC) ||
	       has(line, AF_AT_ENOMEM) || has(line, AF_AT_NO_MEMORY) ||
	       (has(line, AF_AT_ERROR_12) &&
		(af_slice_has(line->text, "rror") ||
		 af_slice_has(line->text, "ailed")));
}

/* Drivers that say that they have no memory. */
static bool driver(struct af_said *said, const struct af_logline *line)
{
	struct af_slice text = line->text;
	size_t at;

	if (has(line, AF_AT_SKB))
		return say(said, AF_EVENT_SKB, speaker(before(line, AF_AT_SKB)),
			   number_after(from(line, AF_AT_SKB), "of size "));
	if (has(line, AF_AT_ERROR_12) && af_slice_has(text, "probe") &&
	    af_slice_has(text, "failed with error -12")) {
		at = af_slice_find(text, ": probe with");
		return say(said, AF_EVENT_PROBE,
			   at == AF_NOT_FOUND ? word_after(text, "probe of ") :
						af_slice_front(text, at),
			   0);
	}
	if (!said_of_memory(line))
		return false;
	if (af_slice_has(text, "CMA"))
		return say(said, AF_EVENT_CMA, speaker_of(line), 0);
	return say(said, AF_EVENT_GAVE_UP, speaker_of(line),
		   number_after(text, "size "));
}

/**
 * af_event_of - is a line one of an event
 * @said: what it says, if so
 * @line: the line
 * @next: the line after it, or NULL: it may say whose it is
 */
bool af_event_of(struct af_said *said, const struct af_logline *line,
		 const struct af_logline *next)
{
	return allocator(said, line, next) || killer(said, line) ||
	       power(said, line) || disk(said, line) || driver(said, line);
}

/**
 * af_event_is_memory - does somebody who could not allocate mean memory
 * @text: what he says: he may mean an interrupt, a number, a place on a bus
 */
bool af_event_is_memory(struct af_slice text)
{
	static const char *const words[] = { "memory",	   "Memory", "buffer",
					     "Buffer",	   "-12",    "ENOMEM",
					     "CMA",	   "skb",    "pages",
					     "descriptor", "DMA",    "bytes" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (af_slice_has(text, words[i]))
			return true;
	return false;
}
