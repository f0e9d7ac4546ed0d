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

/* Beside the file, so that it can be renamed; not named .prom or the like. */
static FILE *open_temporary(struct af_output *output)
{
	const mode_t mask = umask(0);
	FILE *file = NULL;
	int fd;

	umask(mask);
	if (asprintf(&output->temporary, "%s.XXXXXX", output->path) < 0) {
		output->temporary = NULL;
		return NULL;
	}
	fd = mkostemp(output->temporary, O_CLOEXEC);
	if (fd >= 0 && !fchmod(fd, 0666 & ~mask))
		file = fdopen(fd, "w");
	if (!file && fd >= 0) {
		close(fd);
		unlink(output->temporary);
	}
	return file;
}

/**
 * af_output_open - begin to write
 * @output: to be given to af_output_close()
 * @path: where to, NULL for standard output
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
		output->file = open_temporary(output);
	if (output->file)
		return 0;
	af_complain("%s: %s", path, strerror(errno));
	free(output->temporary);
	return -1;
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
