/* SPDX-License-Identifier: GPL-2.0-only */
/* Lines that a mail program or a terminal has broken, made whole again. */
#ifndef AF_LOG_UNWRAP_H
#define AF_LOG_UNWRAP_H

#include "log/line.h"

void af_unwrap(struct af_loglines *lines, struct af_logline **line);

#endif /* AF_LOG_UNWRAP_H */
