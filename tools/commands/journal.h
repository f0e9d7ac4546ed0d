/* SPDX-License-Identifier: GPL-2.0-only */
/* Lines for the journal, or for a file in its stead. */
#ifndef AF_JOURNAL_H
#define AF_JOURNAL_H

#include <stdbool.h>

/* As in syslog.h. */
enum af_priority {
	AF_PRIORITY_ERROR = 3,
	AF_PRIORITY_WARNING = 4,
	AF_PRIORITY_INFO = 6,
};

/* Where lines go. */
struct af_journal_out {
	int fd;
	bool journal; /* fd is a socket of systemd-journald */
};

int af_journal_open(struct af_journal_out *out, const char *path);
int af_journal_write(const struct af_journal_out *out,
		     enum af_priority priority, const char *message,
		     const char *fields);
void af_journal_close(struct af_journal_out *out);

#endif /* AF_JOURNAL_H */
