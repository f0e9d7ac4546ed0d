// SPDX-License-Identifier: GPL-2.0-only
/* What the kernel log says while a command runs. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "commands/sweep.h"

/* What a line has that is the first of something bad. */
static const char *const crashes[] = {
	"BUG: ",	   "kernel BUG at", "Oops: ",
	"Oops -",	   "KASAN: ",	    "general protection fault",
	"Kernel panic",	   "stack segment", "double fault",
	"detected stalls",
};

static const char *const warnings[] = {
	"WARNING: ",
	"UBSAN: ",
	"KCSAN: ",
	"KFENCE: ",
	"INFO: task ",
	"possible circular locking",
	"possible recursive locking",
	"suspicious RCU usage",
	"refcount_t: ",
	"sysfs: cannot create duplicate",
	"list_add corruption",
	"list_del corruption",
	"Slab cache still has objects",
	"objects remaining",
	"still has locks held",
};

static bool has_any(struct af_slice line, const char *const *texts, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (af_slice_has(line, texts[i]))
			return true;
	return false;
}

/**
 * af_sweep_log_line - note what is bad about a line of the log
 * @line: without what /dev/kmsg puts before it
 * @said: where to
 */
void af_sweep_log_line(struct af_slice line, struct af_sweep_said *said)
{
	const bool crash = has_any(line, crashes, ARRAY_SIZE(crashes));
	const bool warning = has_any(line, warnings, ARRAY_SIZE(warnings));

	if ((crash && !said->crash) ||
	    (warning && !said->crash && !said->warning))
		af_sweep_copy(said->line, line);
	said->crash |= crash;
	said->warning |= warning;
}

/* At its end. Return: -1 after a complaint */
int af_sweep_log_open(void)
{
	int log = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (log < 0)
		af_complain("sweep: /dev/kmsg: %s", strerror(errno));
	else
		lseek(log, 0, SEEK_END);
	return log;
}

/**
 * af_sweep_log_read - what has come since the last time
 * @log: of af_sweep_log_open()
 * @said: what was bad about it
 */
void af_sweep_log_read(int log, struct af_sweep_said *said)
{
	char record[8192];
	struct af_slice rest, line, head;
	ssize_t length;

	*said = (struct af_sweep_said){ 0 };
	/* EPIPE: some were overwritten before they were read; it goes on behind. */
	while ((length = read(log, record, sizeof(record))) >= 0 ||
	       errno == EPIPE || errno == EINTR) {
		if (length <= 0)
			continue;
		rest = af_slice_of(record, length);
		if (!af_slice_cut(&rest, ';', &head))
			continue;
		af_slice_cut(&rest, '\n', &line);
		af_sweep_log_line(line, said);
	}
}
