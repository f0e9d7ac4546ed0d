// SPDX-License-Identifier: GPL-2.0-only
/* Signatures as a table, by RFC 4180. */
#include "commands/export.h"

/* What a spreadsheet takes for a formula; any user may name a task so. */
static bool begins_formula(struct af_slice text)
{
	return text.length && memchr("=+-@", text.text[0], 4);
}

/* Between quotes; the first byte as the module's own \xHH if it begins a formula. */
static void write_inside(FILE *out, struct af_slice text)
{
	size_t i = 0;

	if (begins_formula(text))
		fprintf(out, "\\x%02x", (unsigned char)text.text[i++]);
	for (; i < text.length; i++) {
		if (text.text[i] == '"')
			fputc('"', out);
		fputc(text.text[i], out);
	}
}

static void write_text(FILE *out, struct af_slice text)
{
	fputc('"', out);
	write_inside(out, text);
	fputc('"', out);
}

static void write_stack(FILE *out, const struct af_signature *signature)
{
	size_t i;

	fputc('"', out);
	for (i = 0; i < signature->nr_frames; i++) {
		if (i)
			fputc(';', out);
		write_inside(out, signature->frames[i]);
	}
	fputc('"', out);
}

static void write_time(FILE *out, u64 us)
{
	fprintf(out, ",%llu.%06llu", (unsigned long long)us / 1000000,
		(unsigned long long)us % 1000000);
}

static void write_subject(FILE *out, const struct af_subject *subject)
{
	fprintf(out, ",%u,", subject->order);
	write_text(out, subject->gfp);
	fprintf(out, ",%#llx,%d,%s,%s,%s,",
		(unsigned long long)subject->gfp_mask, subject->memalloc,
		af_context_name(subject->context),
		af_class_name(subject->class), af_cause_name(subject->cause));
	write_text(out, subject->zone);
}

static void write_row(FILE *out, const struct af_signature *signature)
{
	const struct af_subject *subject = &signature->subject;

	fprintf(out, "%llu", (unsigned long long)signature->count);
	write_subject(out, subject);
	write_time(out, signature->first_us);
	write_time(out, signature->last_us);
	fprintf(out, ",%lld,%lld,%llu,", (long long)subject->cpu,
		(long long)subject->pid, (unsigned long long)signature->streak);
	write_text(out, subject->comm);
	fputc(',', out);
	write_stack(out, signature);
	fputs("\r\n", out);
}

void af_export_csv(FILE *out, const struct af_view *view,
		   const struct af_filter *filter)
{
	size_t i;

	fputs("count,order,gfp,gfp_mask,memalloc,context,class,cause,zone,",
	      out);
	fputs("first,last,cpu,pid,streak,comm,stack\r\n", out);
	for (i = 0; i < view->signatures.nr; i++)
		if (af_filter_signature(filter, &view->signatures.all[i],
					view->now_us))
			write_row(out, &view->signatures.all[i]);
}
