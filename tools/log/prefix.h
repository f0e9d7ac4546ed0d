/* SPDX-License-Identifier: GPL-2.0-only */
/* What loggers, terminals and mails put before the kernel's text. */
#ifndef AF_LOG_PREFIX_H
#define AF_LOG_PREFIX_H

#include "log/line.h"

#define AF_LONGEST_PREFIX 200

/* A prefix that is not known, as it stood before the last line that is. */
struct af_prefix {
	char text[AF_LONGEST_PREFIX];
	size_t length; /* 0: there was none */
};

void af_prefix_strip(struct af_logline *line);
void af_prefix_stamp(struct af_logline *line, struct af_slice stamp);
void af_prefix_learn(struct af_prefix *prefix, struct af_slice text);
size_t af_prefix_match(const struct af_prefix *prefix, struct af_slice text);

#endif /* AF_LOG_PREFIX_H */
