// SPDX-License-Identifier: GPL-2.0-only
/* What goes wrong, for a person. */
#include <stdarg.h>
#include <stdio.h>

#include "lib/complain.h"

/**
 * af_complain - say on standard error what went wrong
 * @format: of one line, without its newline; the program's name goes before it
 */
void af_complain(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fputs("allocfail: ", stderr);
	vfprintf(stderr, format, arguments);
	fputc('\n', stderr);
	va_end(arguments);
}
