// SPDX-License-Identifier: GPL-2.0-only
/*
 * The words of a line of settings, and the values that they may have. Pure: no
 * kernel state. Each is looked at by its bounds, whatever it is.
 */
#include "inject/words.h"

const char *const af_inject_mode_names[AF_INJECT_NR_MODES] = {
	[AF_INJECT_EARLY] = "early",
	[AF_INJECT_SLOWPATH] = "slowpath",
};

bool af_inject_is(struct af_inject_text text, const char *word)
{
	return text.len == strlen(word) && !memcmp(text.at, word, text.len);
}

static bool inject_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* The part before the first @separator, and what is left behind it. */
struct af_inject_text af_inject_cut(struct af_inject_text *rest, char separator)
{
	struct af_inject_text part = { .at = rest->at };

	while (part.len < rest->len && rest->at[part.len] != separator)
		part.len++;
	rest->at += part.len;
	rest->len -= part.len;
	if (rest->len) {
		rest->at++;
		rest->len--;
	}
	return part;
}

/* The next word of the line, of length 0 if there is none. */
struct af_inject_text af_inject_word(struct af_inject_text *rest)
{
	struct af_inject_text word;

	while (rest->len && inject_is_space(*rest->at)) {
		rest->at++;
		rest->len--;
	}
	word = (struct af_inject_text){ .at = rest->at };
	while (word.len < rest->len && !inject_is_space(rest->at[word.len]))
		word.len++;
	rest->at += word.len;
	rest->len -= word.len;
	return word;
}

static u32 inject_digit(char c, u32 base)
{
	u32 digit = base;

	if (c >= '0' && c <= '9')
		digit = c - '0';
	else if (c >= 'a' && c <= 'f')
		digit = c - 'a' + 10;
	else if (c >= 'A' && c <= 'F')
		digit = c - 'A' + 10;
	return digit < base ? digit : base;
}

/* A number, decimal or hexadecimal after 0x, up to @max. */
bool af_inject_number(struct af_inject_text text, u64 max, u64 *number)
{
	u32 base = 10, digit;
	u64 value = 0;
	size_t i = 0;

	if (text.len > 2 && text.at[0] == '0' && text.at[1] == 'x') {
		base = 16;
		i = 2;
	}
	if (i == text.len)
		return false;
	for (; i < text.len; i++) {
		digit = inject_digit(text.at[i], base);
		if (digit == base || digit > max ||
		    value > div64_u64(max - digit, base))
			return false;
		value = value * base + digit;
	}
	*number = value;
	return true;
}

/* N, or A-B. */
bool af_inject_orders(struct af_inject_text text,
		      struct af_inject_settings *settings)
{
	struct af_inject_text first = af_inject_cut(&text, '-');
	u64 min, max;

	if (!af_inject_number(first, AF_INJECT_MAX_ORDER, &min))
		return false;
	max = min;
	if (first.at + first.len != text.at &&
	    !af_inject_number(text, AF_INJECT_MAX_ORDER, &max))
		return false;
	settings->min_order = min;
	settings->max_order = max;
	return min <= max;
}

bool af_inject_contexts(struct af_inject_text text, u32 *contexts)
{
	u32 context, found = 0;

	do {
		struct af_inject_text name = af_inject_cut(&text, '+');

		for (context = 0; context < AF_NR_CONTEXTS; context++)
			if (af_inject_is(name, af_context_names[context]))
				break;
		if (context == AF_NR_CONTEXTS)
			return false;
		found |= 1U << context;
	} while (text.len);
	*contexts = found;
	return true;
}

/* One name of a mask, with or without its prefix. */
static bool inject_gfp_name(const struct af_inject_masks *masks,
			    struct af_inject_text name, u32 *mask)
{
	static const char *const prefixes[] = { "__GFP_", "GFP_" };
	size_t i, len;

	for (i = 0; i < ARRAY_SIZE(prefixes); i++) {
		len = strlen(prefixes[i]);
		if (name.len > len && !memcmp(name.at, prefixes[i], len)) {
			name.at += len;
			name.len -= len;
			break;
		}
	}
	for (i = 0; i < masks->nr; i++) {
		if (af_inject_is(name, masks->names[i].name)) {
			*mask |= masks->names[i].mask;
			return true;
		}
	}
	return false;
}

/* A|B, each a name or a number. */
bool af_inject_mask(const struct af_inject_masks *masks,
		    struct af_inject_text text, u32 *mask)
{
	u32 found = 0;
	u64 bits;

	do {
		struct af_inject_text name = af_inject_cut(&text, '|');

		if (af_inject_number(name, U32_MAX, &bits))
			found |= bits;
		else if (!inject_gfp_name(masks, name, &found))
			return false;
	} while (text.len);
	*mask = found;
	return found;
}

/* A name of the kernel's: letters, digits, what else symbols have, MODULE:NAME. */
bool af_inject_name(struct af_inject_text text, char *name, size_t size)
{
	size_t i;

	if (!text.len || text.len >= size)
		return false;
	for (i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (inject_digit(c, 10) == 10 && c != '_' && c != '.' &&
		    c != ':' && !((c | 0x20) >= 'a' && (c | 0x20) <= 'z'))
			return false;
		name[i] = c;
	}
	name[i] = '\0';
	return true;
}

bool af_inject_u32(struct af_inject_text text, u32 min, u32 max, u32 *number)
{
	u64 value;

	if (!af_inject_number(text, max, &value) || value < min)
		return false;
	*number = value;
	return true;
}

bool af_inject_times(struct af_inject_text text, s32 *times)
{
	u64 value;

	if (af_inject_is(text, "-1")) {
		*times = AF_INJECT_NO_LIMIT;
		return true;
	}
	if (!af_inject_number(text, S32_MAX, &value) || !value)
		return false;
	*times = value;
	return true;
}

bool af_inject_mode(struct af_inject_text text, u32 *mode)
{
	for (*mode = 0; *mode < AF_INJECT_NR_MODES; (*mode)++)
		if (af_inject_is(text, af_inject_mode_names[*mode]))
			return true;
	return false;
}
