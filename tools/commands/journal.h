/* SPDX-License-Identifier: GPL-2.0-only */
/* Lines for the journal, or for a file in its stead. */
#ifndef AF_JOURNAL_H
#define AF_JOURNAL_H

#include "cli/options.h"

/* As in syslog.h. */
enum af_priority {
	AF_PRIORITY_ERROR = 3,
	AF_PRIORITY_WARNING = 4,
	AF_PRIORITY_INFO = 6,
};

/* Where lines go. */
struct af_log {
	int fd;
	bool journal; /* fd is a socket of systemd-journald */
};

int af_journal(const struct af_options *options);

int af_log_open(struct af_log *log, const char *path);
int af_log_write(const struct af_log *log, enum af_priority priority,
		 const char *message, const char *fields);
void af_log_close(struct af_log *log);

#endif /* AF_JOURNAL_H */
