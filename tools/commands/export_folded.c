// SPDX-License-Identifier: GPL-2.0-only
/* Stacks and counts, a line a signature, as in the module's file folded. */
#include "commands/export.h"

/* "symbol+offset/size [module]" without what is between plus and blank. */
static void write_frame(FILE *out, struct af_slice frame)
{
	struct af_slice symbol, offset;

	if (!af_slice_cut(&frame, '+', &symbol))
		return;
	fprintf(out, "%.*s", AF_SLICE(symbol));
	if (af_slice_cut(&frame, ' ', &offset) && frame.length)
		fprintf(out, " %.*s", AF_SLICE(frame));
}

static void write_stack(FILE *out, const struct af_signature *signature)
{
	size_t i;

	if (!signature->nr_frames)
		fputs("[no stack]", out);
	for (i = signature->nr_frames; i; i--) {
		write_frame(out, signature->frames[i - 1]);
		if (i > 1)
			fputc(';', out);
	}
}

void af_export_folded(FILE *out, const struct af_view *view,
		      const struct af_filter *filter)
{
	size_t i;

	for (i = 0; i < view->signatures.nr; i++) {
		const struct af_signature *signature = &view->signatures.all[i];

		if (!af_filter_signature(filter, signature, view->now_us))
			continue;
		write_stack(out, signature);
		fprintf(out, " %llu\n", (unsigned long long)signature->count);
	}
}
