// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lines for the journal, by its native protocol: a datagram an entry. Without a
 * journal they go to standard error, with the prefix <N> that systemd, and the
 * kernel in /dev/kmsg, take for the priority.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "cli/command.h"
#include "commands/journal.h"

/* Found by "journalctl MESSAGE_ID=...": of all lines about a new signature. */
#define MESSAGE_ID "c6d0e94a7a6f4b8f9f5d0a3bb1c2e757"

static int open_journal(struct af_log *log)
{
	static const struct sockaddr_un address = {
		.sun_family = AF_UNIX,
		.sun_path = "/run/systemd/journal/socket",
	};

	log->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (log->fd < 0)
		return -1;
	log->journal = !connect(log->fd, (const struct sockaddr *)&address,
				sizeof(address));
	if (log->journal)
		return 0;
	close(log->fd);
	return -1;
}

/**
 * af_log_open - find out where lines go
 * @log: to be given to af_log_close()
 * @path: a file to append to; NULL for the journal, else standard error
 *
 * Return: 0, or -1 after a complaint
 */
int af_log_open(struct af_log *log, const char *path)
{
	*log = (struct af_log){ .fd = STDERR_FILENO };
	if (!path) {
		if (open_journal(log))
			*log = (struct af_log){ .fd = STDERR_FILENO };
		return 0;
	}
	log->fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (log->fd >= 0)
		return 0;
	af_complain("%s: %s", path, strerror(errno));
	return -1;
}

/* One write a line: another writer's can't come between. */
static int write_all(int fd, const char *text, int length)
{
	ssize_t written;

	do {
		written = write(fd, text, length);
	} while (written < 0 && errno == EINTR);
	return written == length ? 0 : -1;
}

/**
 * af_log_write - write a line
 * @log: from af_log_open()
 * @priority: how much it matters
 * @message: the line, without a newline
 * @fields: more for the journal, as "KEY=value" lines; files do without
 *
 * Return: 0, or -1 after a complaint
 */
int af_log_write(const struct af_log *log, enum af_priority priority,
		 const char *message, const char *fields)
{
	char *text;
	int length, result = -1;

	if (log->journal)
		length = asprintf(&text,
				  "PRIORITY=%d\nSYSLOG_IDENTIFIER=allocfail\n"
				  "MESSAGE_ID=" MESSAGE_ID "\nMESSAGE=%s\n%s",
				  priority, message, fields);
	else
		length = asprintf(&text, "<%d>allocfail: %s\n", priority,
				  message);
	if (length >= 0) {
		result = write_all(log->fd, text, length);
		free(text);
	}
	if (result)
		af_complain("journal: %s", strerror(errno));
	return result;
}

void af_log_close(struct af_log *log)
{
	if (log->fd != STDERR_FILENO)
		close(log->fd);
}
