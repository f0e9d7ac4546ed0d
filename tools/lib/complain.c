// SPDX-License-Identifier: GPL-2.0-only
/* What goes wrong, for a person. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/complain.h"
#include "lib/gate.h"

/* A copy's name may be anything, too. Without memory it is not said what is wrong. */
static void print_gated(const char *text)
{
	const struct af_slice from = af_slice_string(text);
	const size_t size = af_gate_length(AF_GATE_NAME, from) + 1;
	char *behind = malloc(size);

	if (!behind) {
		fputs("out of memory", stderr);
		return;
	}
	af_gate(AF_GATE_NAME, behind, size, from);
	fputs(behind, stderr);
	free(behind);
}

/**
 * af_complain - say on standard error what went wrong
 * @format: of one line, without its newline; the program's name goes before it
 */
void af_complain(const char *format, ...)
{
	va_list arguments;
	char *text;

	va_start(arguments, format);
	if (vasprintf(&text, format, arguments) < 0)
		text = NULL;
	va_end(arguments);
	fputs("allocfail: ", stderr);
	print_gated(text ? text : "out of memory");
	fputc('\n', stderr);
	free(text);
}
