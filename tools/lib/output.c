// SPDX-License-Identifier: GPL-2.0-only
/* A file that appears whole or not at all. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/complain.h"
#include "lib/output.h"

/* Devices, pipes and what a link names are not to be replaced. */
static bool in_place(const char *path)
{
	struct stat known;

	return !lstat(path, &known) && !S_ISREG(known.st_mode);
}

static mode_t mode_of_new(void)
{
	const mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

/*
 * Beside the file, so that it can be renamed; not named .prom or the like. With the
 * mode of what it replaces, and its owner, if that may be given away.
 */
static FILE *open_temporary(struct af_output *output, const mode_t *mode)
{
	struct stat old = { 0 };
	bool replaces = !mode && !lstat(output->path, &old);
	FILE *file = NULL;
	int fd;

	if (asprintf(&output->temporary, "%s.XXXXXX", output->path) < 0) {
		output->temporary = NULL;
		return NULL;
	}
	fd = mkostemp(output->temporary, O_CLOEXEC);
	if (fd < 0)
		return NULL;
	if (replaces && fchown(fd, old.st_uid, old.st_gid))
		errno = 0;
	if (!fchmod(fd, mode	 ? *mode :
			replaces ? old.st_mode & 0777 :
				   mode_of_new()))
		file = fdopen(fd, "w");
	if (!file) {
		close(fd);
		unlink(output->temporary);
	}
	return file;
}

static int opened(struct af_output *output)
{
	if (output->file)
		return 0;
	af_complain("%s: %s", output->path, strerror(errno));
	free(output->temporary);
	return -1;
}

/**
 * af_output_open - begin to write
 * @output: to be given to af_output_close()
 * @path: where to, NULL for standard output. A file that is there is replaced by one
 * of its mode; a device, a pipe, or what a link names is written to
 *
 * Return: 0, or -1 after a complaint, with nothing to close
 */
int af_output_open(struct af_output *output, const char *path)
{
	*output = (struct af_output){ .path = path };
	if (!path)
		output->file = stdout;
	else if (in_place(path))
		output->file = fopen(path, "we");
	else
		output->file = open_temporary(output, NULL);
	return opened(output);
}

/**
 * af_output_open_private - begin to write what nobody else may read
 * @output: to be given to af_output_close()
 * @path: where to, NULL for standard output. The file has mode 0600; a link of that
 * name is replaced, never followed
 *
 * Return: 0, or -1 after a complaint, with nothing to close
 */
int af_output_open_private(struct af_output *output, const char *path)
{
	static const mode_t mode = 0600;
	struct stat known;

	*output = (struct af_output){ .path = path };
	if (!path)
		output->file = stdout;
	else if (!lstat(path, &known) && !S_ISREG(known.st_mode) &&
		 !S_ISLNK(known.st_mode))
		errno = EEXIST;
	else
		output->file = open_temporary(output, &mode);
	return opened(output);
}

/* All of it on the disk before it gets its name: an old file beats an empty one. */
static int finish(struct af_output *output)
{
	int result = ferror(output->file) | fflush(output->file);

	if (output->temporary)
		result |= fsync(fileno(output->file));
	result |= fclose(output->file);
	if (!result && output->temporary)
		result = rename(output->temporary, output->path);
	return result;
}

/**
 * af_output_close - end to write
 * @output: from af_output_open()
 * @keep: whether what was written is good; if not, the old file stays
 *
 * Return: 0, or -1, after a complaint if it could not be written
 */
int af_output_close(struct af_output *output, bool keep)
{
	int result = keep ? 0 : -1;

	if (!output->path)
		return result;
	if (!keep) {
		fclose(output->file);
	} else if (finish(output)) {
		af_complain("%s: %s", output->path, strerror(errno));
		result = -1;
	}
	if (result && output->temporary)
		unlink(output->temporary);
	free(output->temporary);
	return result;
}
