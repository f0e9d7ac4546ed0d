// SPDX-License-Identifier: GPL-2.0-only
/*
 * af_storm SECONDS CGROUP: what a user without privileges can do to have page
 * allocations refused, in a memory cgroup at its limit. Root starts it; each way of
 * it is a process of the user's in that cgroup, which the OOM killer may take.
 * Another takes its place. The memory is charged page by page (__GFP_ACCOUNT).
 */

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define HUGE_AREA (1UL << 40) /* of addresses; nothing is there */
#define NR_SYSCALLS 335
#define NOBODY 65534

static char buffer[256 * 1024];
static char cgroup_procs[256];

/* Below n; it need not be a good one. */
static unsigned long some(unsigned long n)
{
	return (((unsigned long)random() << 31) ^ random()) % n;
}

/* A power of two of pages, order 0 to max, or somewhat less. */
static size_t some_size(unsigned int max)
{
	return (4096UL << some(max + 1)) - some(2) * 512;
}

static void send_some(int fd, size_t size)
{
	struct iovec iov = { .iov_base = buffer, .iov_len = size };
	struct mmsghdr msg = { .msg_hdr = { .msg_iov = &iov,
					    .msg_iovlen = 1 } };
	long ignored;

	switch (some(6)) {
	case 0:
		ignored = send(fd, buffer, size, MSG_DONTWAIT);
		break;
	case 1:
		ignored = sendmsg(fd, &msg.msg_hdr, MSG_DONTWAIT);
		break;
	case 2:
		ignored = sendmmsg(fd, &msg, 1, MSG_DONTWAIT);
		break;
	case 3:
		ignored = write(fd, buffer, size);
		break;
	case 4:
		ignored = writev(fd, &iov, 1);
		break;
	default:
		ignored = pwritev2(fd, &iov, 1, -1, RWF_NOWAIT);
		break;
	}
	(void)ignored;
}

/*
 * Pages of order 3 and less, none of which may be waited for but the last. What
 * is sent stays where it is, for a while.
 */
static void sockets(void)
{
	static const int types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET };
	static int fds[16][2];
	static unsigned int next;
	int *pair = fds[next++ % ARRAY_SIZE(fds)];
	int i;

	if (pair[0]) {
		close(pair[0]);
		close(pair[1]);
	}
	if (socketpair(AF_UNIX, types[some(3)] | SOCK_NONBLOCK, 0, pair))
		_exit(1);
	for (i = 0; i < 4; i++)
		send_some(pair[0], some_size(5));
}

/*
 * Messages that are too long for a packet's fragments: the rest is to be one block,
 * of order 4 to 6. For such a one nobody is killed, and there is no other way: once
 * the cgroup is full, each fails.
 */
static void datagrams(void)
{
	static int pair[2];

	if (!pair[0] || some(10000) == 0)
		if (socketpair(AF_UNIX,
			       SOCK_NONBLOCK |
				       (some(2) ? SOCK_DGRAM : SOCK_SEQPACKET),
			       0, pair))
			_exit(1);
	send_some(pair[0], 100000 + some(110000));
	if (errno == EAGAIN || errno == 0)
		pair[0] = 0;
	errno = 0;
}

/* Rings of order 4 and more. */
static void rings(void)
{
	char params[256] = { 0 };
	long fd = syscall(SYS_io_uring_setup, 16U << some(12), params);

	if (fd >= 0)
		close(fd);
}

/* A table of files, that grows with the number of the last one. */
static void files(void)
{
	unsigned int last = (256U << some(12)) - 1;

	if (fork() == 0) {
		if (some(3) == 0)
			dup2(0, last);
		else if (some(2))
			dup3(0, last, O_CLOEXEC);
		else
			fcntl(0, F_DUPFD, last);
		/* Who copies it needs as much again. */
		if (some(2))
			unshare(CLONE_FILES);
		_exit(0);
	}
	wait(NULL);
}

static void semaphores(void)
{
	int id = semget(IPC_PRIVATE, 1 << some(15), IPC_CREAT | 0600);

	if (id >= 0)
		semctl(id, 0, IPC_RMID);
}

static void pipes(void)
{
	int fds[2];

	if (pipe2(fds, O_NONBLOCK))
		return;
	fcntl(fds[1], F_SETPIPE_SZ, some_size(8));
	while (write(fds[1], buffer, some_size(6)) > 0)
		;
	close(fds[0]);
	close(fds[1]);
}

static char *untouched(void)
{
	static char *area;

	if (!area)
		area = mmap(NULL, HUGE_AREA, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (area == MAP_FAILED)
		_exit(1);
	return area + some(HUGE_AREA / 4096 - 16) * 4096;
}

/* Page tables: two or three for each. */
static void faults(void)
{
	char *page = untouched();

	switch (some(4)) {
	case 0:
		*page = 1;
		break;
	case 1:
		madvise(page, 4096, some(2) ? MADV_WILLNEED : 23);
		break;
	case 2:
		mlock(page, 4096);
		break;
	default:
		mmap(NULL, some_size(6), PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
		break;
	}
}

/* Not those that end it, wait for ever, or reach another process. */
static int is_harmful(long nr)
{
	static const short harmful[] = {
		SYS_exit,
		SYS_exit_group,
		SYS_kill,
		SYS_tkill,
		SYS_tgkill,
		SYS_rt_sigqueueinfo,
		SYS_ptrace,
		SYS_rt_sigreturn,
		SYS_vfork,
		SYS_fork,
		SYS_clone,
		SYS_pause,
		SYS_rt_sigprocmask,
		SYS_rt_sigsuspend,
		SYS_rt_sigtimedwait,
		SYS_setitimer,
		SYS_alarm,
		SYS_munmap,
		SYS_brk,
		SYS_mprotect,
		SYS_rt_sigaction,
		SYS_process_vm_writev,
		SYS_rt_tgsigqueueinfo,
		SYS_seccomp,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(harmful); i++)
		if (nr == harmful[i])
			return 1;
	return 0;
}

/*
 * A system call that meets memory which isn't there: page tables again, by
 * another way to them each time.
 */
static void calls(void)
{
	static const long values[] = { 0, 1, 2, 8, 64, 4096, -1, -100 };
	long nr = some(NR_SYSCALLS), args[6];
	size_t i;

	if (is_harmful(nr))
		return;
	for (i = 0; i < 6; i++)
		args[i] = some(3) ? (long)untouched() :
				    values[some(ARRAY_SIZE(values))];
	if (some(2))
		args[0] = values[some(4)];
	syscall(nr, args[0], args[1], args[2], args[3], args[4], args[5]);
}

static void forks(void)
{
	if (fork() == 0) {
		faults();
		_exit(0);
	}
	wait(NULL);
}

static void (*const ways[])(void) = {
	datagrams, datagrams, sockets, rings, files, semaphores,
	pipes,	   faults,    calls,   calls, forks,
};

static pid_t workers[ARRAY_SIZE(ways)];

static void put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);

	if (fd < 0 || write(fd, text, strlen(text)) < 0) {
		perror(path);
		_exit(2);
	}
	close(fd);
}

static void become_nobody(void)
{
	if (setgroups(0, NULL) || setresgid(NOBODY, NOBODY, NOBODY) ||
	    setresuid(NOBODY, NOBODY, NOBODY)) {
		perror("af_storm");
		_exit(2);
	}
}

/* A call that waits is over soon. */
static void work(size_t way)
{
	const struct itimerval soon = { .it_value.tv_usec = 500000 };
	int i;

	put("/proc/self/oom_score_adj", "1000");
	put(cgroup_procs, "0");
	become_nobody();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	srandom(getpid());
	if (ways[way] != datagrams)
		setitimer(ITIMER_REAL, &soon, NULL);
	for (i = 0; i < 1000000; i++)
		ways[way]();
	_exit(0);
}

static void start(size_t way)
{
	workers[way] = fork();
	if (workers[way] == 0)
		work(way);
}

/* Return: whether one has ended */
static int restart_one(void)
{
	pid_t pid = waitpid(-1, NULL, WNOHANG);
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ways); i++) {
		if (workers[i] == pid || workers[i] < 0)
			start(i);
	}
	return pid > 0;
}

static void storm(time_t seconds)
{
	const struct timespec nap = { .tv_nsec = 5000000 };
	time_t end = time(NULL) + seconds;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ways); i++)
		start(i);
	while (time(NULL) < end)
		if (!restart_one())
			nanosleep(&nap, NULL);
	for (i = 0; i < ARRAY_SIZE(ways); i++)
		if (workers[i] > 0)
			kill(workers[i], SIGKILL);
}

int main(int argc, char **argv)
{
	const struct rlimit files = { .rlim_cur = 524288, .rlim_max = 524288 };

	if (argc != 3 || atoi(argv[1]) <= 0) {
		fprintf(stderr, "usage: af_storm SECONDS CGROUP\n");
		return 2;
	}
	snprintf(cgroup_procs, sizeof(cgroup_procs), "%s/cgroup.procs",
		 argv[2]);
	/* As systemd sets it. */
	if (setrlimit(RLIMIT_NOFILE, &files)) {
		perror("af_storm");
		return 2;
	}
	storm(atoi(argv[1]));
	return 0;
}
