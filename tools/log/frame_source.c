// SPDX-License-Identifier: GPL-2.0-only
/*
 * Frames of call traces that a program has made readable: file and line stand where
 * the offset was, or after it. Pure.
 *
 *   ? warn_alloc (mm/page_alloc.c:3391 mm/page_alloc.c:3400 (discriminator 3)) nf_tables
 *   slab_alloc mm/slub.c:3486 [inline]
 *   bch2_readahead+0x1ce/0x420 bcachefs
 */
#include <ctype.h>

#include "log/trace.h"

static bool is_symbol(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '$';
}

/* "mm/page_alloc.c:3391", "arch/x86/entry/entry_64.S:129" */
static bool is_place(struct af_slice text)
{
	static const char *const ends[] = { ".c:", ".h:", ".S:", ".rs:" };
	struct af_slice word = af_slice_next_word(&text);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ends); i++) {
		struct af_slice rest = word;

		if (af_slice_after(&rest, ends[i]))
			return isdigit((unsigned char)af_slice_first(rest));
	}
	return false;
}

/**
 * af_frame_module_alone - the name of a module without brackets
 * @text: what follows the frame
 *
 * Return: the name, empty if something else follows, or nothing
 */
struct af_slice af_frame_module_alone(struct af_slice text)
{
	size_t i;

	af_slice_trim(&text);
	if (af_slice_take(&text, "[") && text.length)
		text.length--;
	for (i = 0; i < text.length; i++)
		if (!is_symbol(text.text[i]) && text.text[i] != '-')
			return af_slice_of(text.text, 0);
	if (!text.length || !isalpha((unsigned char)text.text[0]) ||
	    af_slice_is(text, "inline"))
		return af_slice_of(text.text, 0);
	return text;
}

/**
 * af_frame_of_source - a frame that names its place in the source
 * @text: the line
 * @frame: where to put it
 *
 * Return: whether the line is one
 */
bool af_frame_of_source(struct af_slice text, struct af_log_frame *frame)
{
	struct af_slice rest;
	size_t length = 0, end;

	*frame = (struct af_log_frame){ 0 };
	af_slice_trim(&text);
	frame->guess = af_slice_take(&text, "? ");
	while (length < text.length && is_symbol(text.text[length]))
		length++;
	frame->symbol = af_slice_front(text, length);
	frame->module = af_slice_of(text.text, 0);
	rest = af_slice_from(text, length);
	if (!length || isdigit((unsigned char)text.text[0]) ||
	    !af_slice_take(&rest, " "))
		return false;
	if (!af_slice_take(&rest, "("))
		return is_place(rest);
	if (!is_place(rest))
		return false;
	for (end = rest.length; end && rest.text[end - 1] != ')';)
		end--;
	frame->module = af_frame_module_alone(af_slice_from(rest, end));
	return true;
}
