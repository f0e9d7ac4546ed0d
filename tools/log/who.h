/* SPDX-License-Identifier: GPL-2.0-only */
/* Which task a line is of, and which kernel. */
#ifndef AF_LOG_WHO_H
#define AF_LOG_WHO_H

#include "log/prefix.h"
#include "log/report.h"

/* Bytes of a task's name: TASK_COMM_LEN without its NUL. */
#define AF_LONGEST_COMM 15

bool af_who_version(const struct af_logline *line, struct af_slice *release);
bool af_who_is_task(const struct af_logline *line);
size_t af_who_task_begins(const struct af_logline *line);
struct af_slice af_who_comm(const struct af_logline *line);
void af_who_read(struct af_log_report *report, const struct af_logline *line);
struct af_slice af_who_before(struct af_slice before,
			      const struct af_prefix *prefix);
bool af_who_ends_with(struct af_slice before, struct af_slice comm);

#endif /* AF_LOG_WHO_H */
