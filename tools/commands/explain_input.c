// SPDX-License-Identifier: GPL-2.0-only
/*
 * The log that is to be explained: a file, standard input, or the kernel's own
 * buffer; unpacked, and as text.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/klog.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/command.h"
#include "commands/explain_input.h"
#include "log/decode.h"

/* Bytes of an unpacked log: a small file may hold any number of them. */
#define LONGEST_LOG (1024UL * 1024 * 1024)

/* A record of /dev/kmsg is shorter. */
#define LONGEST_RECORD 8192

/* Return: whether there is room for so many bytes more, and a NUL */
static bool reserve(struct af_text *text, size_t *room, size_t more)
{
	size_t want = *room ? *room : 1 << 20;
	char *larger;

	while (want < text->length + more + 1)
		want *= 2;
	if (want == *room)
		return true;
	larger = realloc(text->text, want);
	if (!larger)
		return false;
	text->text = larger;
	*room = want;
	return true;
}

static void forget(struct af_text *text)
{
	free(text->text);
	*text = (struct af_text){ 0 };
}

/* Until its end, or the limit. Return: 0, or -1 with errno */
static int read_pipe(int fd, struct af_text *text)
{
	size_t room = 0;
	ssize_t got = 1;

	while (got && text->length < LONGEST_LOG) {
		if (!reserve(text, &room, 1 << 16)) {
			errno = ENOMEM;
			return -1;
		}
		got = read(fd, text->text + text->length, 1 << 16);
		if (got < 0 && errno != EINTR)
			return -1;
		text->length += got > 0 ? got : 0;
	}
	return 0;
}

/* What is packed, as a file that a program can read. Return: it, or -1 */
static int as_file(const struct af_text *packed)
{
	int fd = memfd_create("log", MFD_CLOEXEC);
	size_t done = 0;
	ssize_t got;

	if (fd < 0)
		return -1;
	while (done < packed->length) {
		got = write(fd, packed->text + done, packed->length - done);
		if (got < 0 && errno != EINTR) {
			close(fd);
			return -1;
		}
		done += got > 0 ? got : 0;
	}
	lseek(fd, 0, SEEK_SET);
	return fd;
}

/* Return: 0, or an error of posix_spawnp() */
static int start(const char *program, int in, int out, pid_t *child)
{
	char *const arguments[] = { (char *)program, (char *)"-dc", NULL };
	posix_spawn_file_actions_t actions;
	int error = posix_spawn_file_actions_init(&actions);

	if (error)
		return error;
	posix_spawn_file_actions_adddup2(&actions, in, 0);
	posix_spawn_file_actions_adddup2(&actions, out, 1);
	error = posix_spawnp(child, program, &actions, NULL, arguments,
			     environ);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

/* Read what the program writes. Return: 0, or -1 after a complaint */
static int run(const char *name, const char *program, int in,
	       struct af_text *text)
{
	int ends[2], error, status = 0;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC)) {
		af_complain("%s: %s", name, strerror(errno));
		return -1;
	}
	error = start(program, in, ends[1], &child);
	close(ends[1]);
	if (error) {
		close(ends[0]);
		af_complain("%s is compressed, and %s cannot be run: %s", name,
			    program, strerror(error));
		return -1;
	}
	error = read_pipe(ends[0], text) ? errno : 0;
	/* Who has more to say than is wanted ends by this. */
	close(ends[0]);
	waitpid(child, &status, 0);
	if (error)
		af_complain("%s: %s", name, strerror(error));
	else if (text->length >= LONGEST_LOG)
		af_complain("%s: only the first %lu MiB of it are read", name,
			    LONGEST_LOG >> 20);
	else if (status)
		af_complain("%s: %s could not read it to its end", name,
			    program);
	return error || !text->length ? -1 : 0;
}

static int unpack(const char *name, struct af_text *text)
{
	const char *program =
		af_decode_program(af_slice_of(text->text, text->length));
	struct af_text packed = *text;
	int in = as_file(&packed), result;

	*text = (struct af_text){ 0 };
	forget(&packed);
	if (in < 0) {
		af_complain("%s: %s", name, strerror(errno));
		return -1;
	}
	result = run(name, program, in, text);
	close(in);
	return result;
}

/* The records of /dev/kmsg, as they are. Return: 0, or -1 with errno */
static int read_kmsg(struct af_text *text)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC), error;
	size_t room = 0;
	ssize_t got;

	if (fd < 0)
		return -1;
	for (;;) {
		if (!reserve(text, &room, LONGEST_RECORD)) {
			errno = ENOMEM;
			break;
		}
		got = read(fd, text->text + text->length, LONGEST_RECORD);
		if (got > 0)
			text->length += got;
		/* EPIPE: it was overwritten meanwhile, and goes on. */
		else if (!got || (errno != EPIPE && errno != EINTR))
			break;
	}
	error = errno;
	close(fd);
	errno = error;
	if (error == EAGAIN)
		return 0;
	forget(text);
	return -1;
}

/* The same by syslog(2). */
static int read_klog(struct af_text *text)
{
	int size = klogctl(10 /* SYSLOG_ACTION_SIZE_BUFFER */, NULL, 0);

	if (size <= 0)
		return -1;
	text->text = malloc(size + 1);
	if (!text->text)
		return -1;
	size = klogctl(3 /* SYSLOG_ACTION_READ_ALL */, text->text, size);
	if (size < 0) {
		forget(text);
		return -1;
	}
	text->length = size;
	return 0;
}

static int read_own(struct af_text *text)
{
	*text = (struct af_text){ 0 };
	errno = 0;
	if (!read_kmsg(text) || !read_klog(text))
		return 0;
	af_complain("this machine's kernel log: %s%s", strerror(errno),
		    errno == EPERM || errno == EACCES ?
			    "; only root may read it here. Name a file, or run this with sudo" :
			    "");
	return -1;
}

/* Return: 0, or -1 after a complaint */
static int decode(const char *name, struct af_text *text)
{
	enum af_coding coding = af_decode(text->text, &text->length);

	if (coding == AF_CODING_PACKED) {
		if (unpack(name, text))
			return -1;
		coding = af_decode(text->text, &text->length);
	}
	switch (coding) {
	case AF_CODING_TEXT:
		return 0;
	case AF_CODING_EMPTY:
		af_complain("%s: there is nothing in it to read", name);
		return -1;
	case AF_CODING_JOURNAL:
		af_complain("%s: a journal of systemd: journalctl --file %s -k | allocfail explain",
			    name, name);
		return -1;
	default:
		af_complain("%s: not a text, so not a kernel log", name);
		return -1;
	}
}

/**
 * af_input_read - the text of a log
 * @name: of a file; "-" is standard input, or on a terminal the kernel's own log
 * @text: where to put it; to be freed
 *
 * Return: 0, or -1 after a complaint, with nothing to free
 */
int af_input_read(const char *name, struct af_text *text)
{
	bool standard = !strcmp(name, "-");
	const char *shown = standard ? "standard input" : name;

	if (standard && isatty(STDIN_FILENO)) {
		if (read_own(text))
			return -1;
		shown = "this machine's kernel log";
	} else if (af_read_bytes(standard ? "/dev/stdin" : name, text)) {
		af_complain("%s: %s", name, strerror(errno));
		return -1;
	}
	if (!decode(shown, text))
		return 0;
	forget(text);
	return -1;
}
