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

#include "commands/journal.h"
#include "lib/complain.h"

/* Found by "journalctl MESSAGE_ID=...": of all lines about a new signature. */
#define MESSAGE_ID "c6d0e94a7a6f4b8f9f5d0a3bb1c2e757"

static int open_journal(struct af_journal_out *out)
{
	static const struct sockaddr_un address = {
		.sun_family = AF_UNIX,
		.sun_path = "/run/systemd/journal/socket",
	};

	out->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (out->fd < 0)
		return -1;
	out->journal = !connect(out->fd, (const struct sockaddr *)&address,
				sizeof(address));
	if (out->journal)
		return 0;
	close(out->fd);
	return -1;
}

/**
 * af_journal_open - find out where lines go
 * @out: to be given to af_journal_close()
 * @path: a file to append to; NULL for the journal, else standard error
 *
 * Return: 0, or -1 after a complaint
 */
int af_journal_open(struct af_journal_out *out, const char *path)
{
	*out = (struct af_journal_out){ .fd = STDERR_FILENO };
	if (!path) {
		if (open_journal(out))
			*out = (struct af_journal_out){ .fd = STDERR_FILENO };
		return 0;
	}
	out->fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (out->fd >= 0)
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
 * af_journal_write - write a line
 * @out: from af_journal_open()
 * @priority: how much it matters
 * @message: the line, without a newline
 * @fields: more for the journal, as "KEY=value" lines; files do without
 *
 * Return: 0, or -1 after a complaint
 */
int af_journal_write(const struct af_journal_out *out,
		     enum af_priority priority, const char *message,
		     const char *fields)
{
	char *text;
	int length, result = -1;

	if (out->journal)
		length = asprintf(&text,
				  "PRIORITY=%d\nSYSLOG_IDENTIFIER=allocfail\n"
				  "MESSAGE_ID=" MESSAGE_ID "\nMESSAGE=%s\n%s",
				  priority, message, fields);
	else
		length = asprintf(&text, "<%d>allocfail: %s\n", priority,
				  message);
	if (length >= 0) {
		result = write_all(out->fd, text, length);
		free(text);
	}
	if (result)
		af_complain("journal: %s", strerror(errno));
	return result;
}

void af_journal_close(struct af_journal_out *out)
{
	if (out->fd != STDERR_FILENO)
		close(out->fd);
}
