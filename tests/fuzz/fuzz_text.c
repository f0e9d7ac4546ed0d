// SPDX-License-Identifier: GPL-2.0-only
/* Escapes, times and symbols: of any bytes, into a buffer of any size. */
#include "fuzz.h"
#include "files/text.h"

#define MAX_BYTES 64

static bool is_plain(unsigned char byte)
{
	return byte >= 0x20 && byte < 0x7f && byte != '\\';
}

static u32 hex_digit(char digit)
{
	const char *const digits = "0123456789abcdef";
	const char *found = digit ? strchr(digits, digit) : NULL;

	fuzz_check(found);
	return found - digits;
}

/* One byte of an escaped text. Return: where the next one begins */
static const char *decode_byte(const char *text, unsigned char *byte)
{
	if (*text != '\\') {
		fuzz_check(is_plain(*text));
		*byte = *text;
		return text + 1;
	}
	fuzz_check(text[1] == 'x');
	*byte = hex_digit(text[2]) << 4 | hex_digit(text[3]);
	/* Nothing is escaped that need not be. */
	fuzz_check(!is_plain(*byte));
	return text + 4;
}

/* Return: how many bytes the text stands for, each of them as it was */
static size_t decode(const char *text, const char *from)
{
	unsigned char byte;
	size_t n;

	for (n = 0; *text; n++) {
		text = decode_byte(text, &byte);
		fuzz_check(byte == (unsigned char)from[n]);
	}
	return n;
}

static void fuzz_escape(struct choices *choices)
{
	size_t size = 1 + choose_below(choices, AF_ESCAPED_LEN(MAX_BYTES));
	size_t len = MAX_BYTES, written, decoded, needed;
	char *from = fuzz_bytes(choices, &len);
	char *to = fuzz_zalloc(size);

	memset(to, 'x', size);
	written = af_escape(to, size, from, len);
	fuzz_check(written < size && strlen(to) == written);
	decoded = decode(to, from);
	fuzz_check(decoded <= strnlen(from, len));
	/* It ends early only where the next byte would not have fitted. */
	if (decoded < strnlen(from, len)) {
		needed = is_plain(from[decoded]) ? 1 : 4;
		fuzz_check(written + needed >= size);
		fuzz_check(size < AF_ESCAPED_LEN(len));
	}
	free(to);
	free(from);
}

static void fuzz_seconds(struct choices *choices)
{
	u64 ns = choose_magnitude(choices, 64);
	char *text = fuzz_zalloc(AF_SECONDS_LEN);
	unsigned long long seconds, micros;
	int end = 0;

	fuzz_check(af_seconds(text, ns) == text);
	fuzz_check(sscanf(text, "%llu.%6llu%n", &seconds, &micros, &end) == 2);
	fuzz_check((size_t)end == strlen(text));
	fuzz_check(text[end - 7] == '.');
	fuzz_check(micros < 1000000);
	fuzz_check(seconds * 1000000 + micros == ns / 1000);
	free(text);
}

/* A text in memory of its own, ended by a NUL. */
static char *join(const char *a, const char *b, const char *c)
{
	size_t size = strlen(a) + strlen(b) + strlen(c) + 1;
	char *text = fuzz_zalloc(size);

	snprintf(text, size, "%s%s%s", a, b, c);
	return text;
}

static bool is_allocator(const char *a, const char *b, const char *c)
{
	char *symbol = join(a, b, c);
	bool is = af_is_allocator(symbol);

	free(symbol);
	return is;
}

/* The families that docs/interface.md names. */
static bool in_a_family(const char *name)
{
	static const char *const words[] = {
		"alloc_pages",	   "alloc_page_",     "alloc_frozen_pages",
		"folio_alloc",	   "vma_alloc_folio", "get_free_pages",
		"get_zeroed_page", "warn_alloc",      "trace_mm_page_alloc"
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++)
		if (strstr(name, words[i]))
			return true;
	return false;
}

/* A function's name, up to where compilers and the kernel add to it. */
static void check_name(const char *name)
{
	static const char *const suffixes[] = { "+0x1/0x2", ".constprop.0",
						".isra.0.cold+0xa/0xb",
						".+0x0/0x0" };
	bool is = is_allocator(name, "", "");
	size_t i;

	fuzz_check(!is || in_a_family(name));
	for (i = 0; i < ARRAY_SIZE(suffixes); i++) {
		fuzz_check(is_allocator(name, suffixes[i], "") == is);
		if (is)
			fuzz_check(is_allocator(name, "_noprof", suffixes[i]) ||
				   strstr(name, "_noprof"));
	}
	/* Another name that begins or ends with this one is another one. */
	fuzz_check(!is || !is_allocator(name, "x", ""));
	fuzz_check(!is || !is_allocator("x", name, ""));
}

static void fuzz_symbol(struct choices *choices)
{
	size_t len = MAX_BYTES;
	char *bytes = fuzz_bytes(choices, &len);
	char *name = fuzz_zalloc(len + 1);

	memcpy(name, bytes, len);
	name[strcspn(name, "+.")] = '\0';
	check_name(name);
	free(name);
	free(bytes);
}

static void fuzz(struct choices *choices)
{
	switch (choose_below(choices, 3)) {
	case 0:
		fuzz_escape(choices);
		break;
	case 1:
		fuzz_seconds(choices);
		break;
	default:
		fuzz_symbol(choices);
	}
}
