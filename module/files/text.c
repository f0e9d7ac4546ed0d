// SPDX-License-Identifier: GPL-2.0-only
/* Text that ends up in a file of debugfs. Pure: no kernel state. */
#include "files/text.h"

/*
 * The page allocator's own functions, 5.10 to 7.3, that may stand between the
 * hook and the caller, without the _noprof of 6.10 and later. mm/page_alloc.c,
 * mm/mempolicy.c, include/linux/gfp.h; and its tracepoint's, of
 * include/linux/tracepoint.h, which a debugging kernel may have out of line.
 */
static const char *const text_allocator_functions[] = {
	"__alloc_frozen_pages",
	"__alloc_pages",
	"__alloc_pages_bulk",
	"__alloc_pages_node",
	"__alloc_pages_nodemask",
	"__alloc_pages_slowpath",
	"__do_trace_mm_page_alloc",
	"__folio_alloc",
	"__folio_alloc_node",
	"__get_free_pages",
	"alloc_frozen_pages",
	"alloc_frozen_pages_nolock",
	"alloc_page_interleave",
	"alloc_page_vma",
	"alloc_pages",
	"alloc_pages_bulk",
	"alloc_pages_bulk_array_interleave",
	"alloc_pages_bulk_array_mempolicy",
	"alloc_pages_bulk_array_node",
	"alloc_pages_bulk_array_preferred_many",
	"alloc_pages_bulk_array_weighted_interleave",
	"alloc_pages_bulk_interleave",
	"alloc_pages_bulk_mempolicy",
	"alloc_pages_bulk_node",
	"alloc_pages_bulk_preferred_many",
	"alloc_pages_bulk_weighted_interleave",
	"alloc_pages_current",
	"alloc_pages_exact",
	"alloc_pages_exact_nid",
	"alloc_pages_mpol",
	"alloc_pages_node",
	"alloc_pages_nolock",
	"alloc_pages_preferred_many",
	"alloc_pages_vma",
	"folio_alloc",
	"folio_alloc_mpol",
	"get_free_pages",
	"get_zeroed_page",
	"trace_mm_page_alloc",
	"try_alloc_pages",
	"vma_alloc_folio",
	"warn_alloc",
};

/* Length of a symbol without offset and without the compiler's suffixes. */
static size_t text_base_length(const char *symbol)
{
	static const char noprof[] = "_noprof";
	size_t len = strcspn(symbol, "+.");
	size_t suffix = sizeof(noprof) - 1;

	if (len > suffix && !strncmp(symbol + len - suffix, noprof, suffix))
		len -= suffix;
	return len;
}

/**
 * af_is_allocator() - is this frame the page allocator's own
 * @symbol: the frame's symbol, as the kernel prints it
 *
 * The allocator is never in a module: a function there that has such a name is
 * somebody else's.
 *
 * Return: Whether it is.
 */
bool af_is_allocator(const char *symbol)
{
	size_t len = text_base_length(symbol);
	size_t i;

	if (strstr(symbol, " ["))
		return false;
	for (i = 0; i < ARRAY_SIZE(text_allocator_functions); i++)
		if (strlen(text_allocator_functions[i]) == len &&
		    !strncmp(symbol, text_allocator_functions[i], len))
			return true;
	return false;
}

/**
 * af_seconds() - a time as the files print it
 * @text: where to put it
 * @ns: nanoseconds
 *
 * Return: @text, seconds with six decimals, cut off rather than rounded.
 */
const char *af_seconds(char text[AF_SECONDS_LEN], u64 ns)
{
	snprintf(text, AF_SECONDS_LEN, "%llu.%06llu",
		 (unsigned long long)(ns / 1000000000),
		 (unsigned long long)(ns / 1000 % 1000000));
	return text;
}

static char *text_escape_byte(char *to, unsigned char byte)
{
	static const char hex[] = "0123456789abcdef";

	*to++ = '\\';
	*to++ = 'x';
	*to++ = hex[byte >> 4];
	*to++ = hex[byte & 15];
	return to;
}

/**
 * af_escape() - a text on one line, unambiguous, in printable ASCII
 * @to: where to put it; always ended by a NUL
 * @size: bytes there, at least one; AF_ESCAPED_LEN() always suffices
 * @from: any bytes
 * @len: how many, unless a NUL comes first
 *
 * Bytes outside the printable ASCII, and the backslash itself, become \xHH.
 *
 * Return: Length of @to; a byte that would not fit whole ends it.
 */
size_t af_escape(char *to, size_t size, const char *from, size_t len)
{
	char *const start = to;
	const char *const end = to + size - 1;

	for (; len && *from; from++, len--) {
		bool plain = *from >= ' ' && *from <= '~' && *from != '\\';

		if (end - to < (plain ? 1 : 4))
			break;
		if (plain)
			*to++ = *from;
		else
			to = text_escape_byte(to, *from);
	}
	*to = '\0';
	return to - start;
}
