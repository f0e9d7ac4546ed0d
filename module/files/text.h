/* SPDX-License-Identifier: GPL-2.0-only */
/* Text that ends up in a file of debugfs. */
#ifndef AF_TEXT_H
#define AF_TEXT_H

#include "kernel/pure.h"

/* Room for a comm with every byte escaped, and the end of the string. */
#define AF_ESCAPED_LEN(len) (4 * (len) + 1)

/* Room for the largest time. */
#define AF_SECONDS_LEN 24

const char *af_seconds(char text[AF_SECONDS_LEN], u64 ns);
size_t af_escape(char *to, size_t size, const char *from, size_t len);
bool af_is_allocator(const char *symbol);

#endif /* AF_TEXT_H */
