// SPDX-License-Identifier: GPL-2.0-only
/* One run of the command, with something armed for it and what descends from it. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "commands/sweep.h"
#include "lib/clock.h"

#define POLL 0.005 /* seconds */
#define LAST 5.0   /* seconds that a killed process may still take */

/* In the child: it begins when something is armed for its number, or not at all. */
static void become(const struct af_sweep *sweep, int go)
{
	char byte;

	setpgid(0, 0);
	if (read(go, &byte, 1) != 1)
		_exit(127);
	execvp(sweep->options->arguments[0], sweep->options->arguments);
	_exit(127);
}

/* Return: whether it has ended in so many seconds */
static bool wait_for(pid_t pid, double seconds, int *status)
{
	const u64 until = af_boot_clock_us() + (u64)(seconds * 1e6);
	pid_t ended;

	while (!(ended = waitpid(pid, status, WNOHANG)) ||
	       (ended < 0 && errno == EINTR)) {
		if (af_boot_clock_us() >= until)
			return false;
		af_sleep(POLL);
	}
	return true;
}

/* What the command has left in its group goes with it. */
static void reap(struct af_sweep *sweep, pid_t pid, struct af_sweep_end *end)
{
	double seconds = sweep->options->timeout ?: AF_SWEEP_TIMEOUT;

	end->hung = !wait_for(pid, seconds, &end->status);
	kill(-pid, SIGKILL);
	if (end->hung)
		end->stays = !wait_for(pid, LAST, &end->status);
}

static int arm_for(struct af_sweep *sweep, pid_t pid, const char *when)
{
	const char *module = sweep->options->module;
	char line[512];
	int length;

	length = snprintf(line, sizeof(line), "tree=%d track %s%s%s", pid, when,
			  module ? " module=" : "", module ?: "");
	if (length < 0 || (size_t)length >= sizeof(line)) {
		af_complain("sweep: --module %s: too long", module);
		return -1;
	}
	return af_sweep_arm(sweep, line);
}

/**
 * af_sweep_once - run the command
 * @sweep: what is swept
 * @when: which of its requests is to be failed, in the words of the settings
 * @end: how it ended
 *
 * Return: 0, or -1 after a complaint; then it has not begun
 */
int af_sweep_once(struct af_sweep *sweep, const char *when,
		  struct af_sweep_end *end)
{
	int go[2], err = -1;
	pid_t pid;

	*end = (struct af_sweep_end){ 0 };
	if (pipe(go)) {
		af_complain("sweep: %s", strerror(errno));
		return -1;
	}
	fflush(NULL);
	pid = fork();
	if (!pid) {
		close(go[1]);
		become(sweep, go[0]);
	}
	close(go[0]);
	if (pid < 0) {
		af_complain("sweep: %s", strerror(errno));
	} else {
		setpgid(pid, pid);
		err = arm_for(sweep, pid, when);
		if (!err && write(go[1], "", 1) != 1)
			err = -1;
	}
	close(go[1]);
	if (pid > 0)
		reap(sweep, pid, end);
	return err;
}
