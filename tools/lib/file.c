// SPDX-License-Identifier: GPL-2.0-only
/* A file, whole, in memory. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/file.h"
#include "lib/gate.h"

/* More than the module or a kernel log can have: a copy may be anything. */
#define LARGEST 0x40000000ULL

/* The size of a file in debugfs says nothing: until its end. */
static int read_all(int fd, struct af_text *text)
{
	size_t room = 0;
	ssize_t got = 1;
	char *larger;

	while (got) {
		if (room - text->length < 4096) {
			room = room ? 2 * room : 65536;
			larger = realloc(text->text, room);
			if (!larger)
				return -1;
			text->text = larger;
		}
		got = read(fd, text->text + text->length,
			   room - text->length - 1);
		if (got < 0 && errno != EINTR)
			return -1;
		text->length += got > 0 ? got : 0;
		if (text->length > LARGEST) {
			errno = EFBIG;
			return -1;
		}
	}
	text->text[text->length] = '\0';
	return 0;
}

static void drop(struct af_text *text)
{
	free(text->text);
	*text = (struct af_text){ 0 };
}

/* Closes @fd, which may be -1. */
static int read_fd(int fd, struct af_text *text)
{
	int result, error;

	*text = (struct af_text){ 0 };
	if (fd < 0)
		return -1;
	result = read_all(fd, text);
	error = errno;
	close(fd);
	if (result)
		drop(text);
	errno = error;
	return result;
}

/**
 * af_read_bytes - a file, whole, whatever is in it
 * @path: of it; a pipe and a terminal will do
 * @text: where to put it; to be freed. It must not be printed as it is
 *
 * Return: 0, or -1 with errno and nothing to free
 */
int af_read_bytes(const char *path, struct af_text *text)
{
	return read_fd(open(path, O_RDONLY | O_CLOEXEC), text);
}

/* What is no file of ours could make who reads it wait for ever. */
static int regular(int fd)
{
	struct stat known;

	if (fd < 0 || (!fstat(fd, &known) && S_ISREG(known.st_mode)))
		return fd;
	close(fd);
	errno = EINVAL;
	return -1;
}

/* The text as it is behind the gate. */
static int let_in(struct af_text *text)
{
	const struct af_slice from = af_slice_of(text->text, text->length);
	const size_t length = af_gate_length(AF_GATE_TEXT, from);
	char *behind;

	if (length == text->length)
		return 0;
	behind = malloc(length + 1);
	if (!behind) {
		drop(text);
		errno = ENOMEM;
		return -1;
	}
	af_gate(AF_GATE_TEXT, behind, length + 1, from);
	free(text->text);
	*text = (struct af_text){ .text = behind, .length = length };
	return 0;
}

static int read_text(int fd, struct af_text *text)
{
	return read_fd(regular(fd), text) ? -1 : let_in(text);
}

/**
 * af_read_text - a text that the kernel or the module wrote
 * @path: of it, of a regular file
 * @text: where to put it; to be freed. It has passed the gate
 *
 * Return: 0, or -1 with errno and nothing to free
 */
int af_read_text(const char *path, struct af_text *text)
{
	const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;

	return read_text(open(path, flags), text);
}

/* The directory or file of that name in the directory @fd, which is closed. */
static int enter(int fd, struct af_slice name, int flags)
{
	char part[256];
	int next = -1, error;

	errno = EINVAL;
	if (name.length && name.length < sizeof(part) &&
	    !af_slice_is(name, "..")) {
		memcpy(part, name.text, name.length);
		part[name.length] = '\0';
		next = openat(fd, part, O_NOFOLLOW | O_CLOEXEC | flags);
	}
	error = errno;
	close(fd);
	errno = error;
	return next;
}

/**
 * af_read_text_below - a text of a saved copy, which anybody may have made
 * @directory: of the copy, as it was named
 * @path: of the file below it; no part of it may be a link
 * @text: where to put it; to be freed. It has passed the gate
 *
 * Return: 0, or -1 with errno and nothing to free
 */
int af_read_text_below(const char *directory, const char *path,
		       struct af_text *text)
{
	const int file = O_RDONLY | O_NONBLOCK | O_NOCTTY;
	const int inside = O_PATH | O_DIRECTORY;
	struct af_slice rest = af_slice_string(path), name;
	int fd = open(directory, inside | O_CLOEXEC);

	*text = (struct af_text){ 0 };
	while (fd >= 0 && af_slice_cut(&rest, '/', &name))
		fd = enter(fd, name, rest.length ? inside : file);
	return fd < 0 ? -1 : read_text(fd, text);
}
