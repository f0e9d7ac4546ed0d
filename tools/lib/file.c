// SPDX-License-Identifier: GPL-2.0-only
/* A file, whole, in memory. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "lib/file.h"

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
	}
	text->text[text->length] = '\0';
	return 0;
}

/**
 * af_read_text - a file, whole
 * @path: of it
 * @text: where to put it; to be freed
 *
 * Return: 0, or -1 with errno and nothing to free
 */
int af_read_text(const char *path, struct af_text *text)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int result, error;

	*text = (struct af_text){ 0 };
	if (fd < 0)
		return -1;
	result = read_all(fd, text);
	error = errno;
	close(fd);
	if (result) {
		free(text->text);
		*text = (struct af_text){ 0 };
	}
	errno = error;
	return result;
}
