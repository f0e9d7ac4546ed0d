/* SPDX-License-Identifier: GPL-2.0-only */
/* What the prefix of a line is made of. */
#ifndef AF_LOG_PREFIX_PART_H
#define AF_LOG_PREFIX_PART_H

#include <ctype.h>

#include "log/prefix.h"

static inline struct af_slice af_prefix_front(struct af_slice text)
{
	return af_slice_front(text, text.length < AF_LONGEST_PREFIX ?
					    text.length :
					    AF_LONGEST_PREFIX);
}

static inline void af_prefix_trim(struct af_slice *text)
{
	while (text->length && af_is_blank(text->text[0]))
		af_slice_skip(text, 1);
}

static inline bool af_prefix_digit(struct af_slice text, size_t at)
{
	return at < text.length && isdigit((unsigned char)text.text[at]);
}

/* prefix_time.c. Those with a result say whether it was there. */
bool af_prefix_seconds(struct af_logline *line, struct af_slice inside);
bool af_prefix_date(struct af_logline *line, struct af_slice inside);
bool af_prefix_clock_word(struct af_logline *line, struct af_slice *text);
void af_prefix_clock(struct af_logline *line, struct af_slice prefix);

/* prefix_part.c. The same. */
bool af_prefix_bracket(struct af_logline *line, struct af_slice *text);
bool af_prefix_part(struct af_logline *line, struct af_slice *text);

#endif /* AF_LOG_PREFIX_PART_H */
