// SPDX-License-Identifier: GPL-2.0-only
/*
 * load_modules FILE...: loads modules in this order and unloads them in the reverse
 * one. Busybox's insmod tries twice, so that a failed allocation would go unnoticed.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int load(const char *path)
{
	int file = open(path, O_RDONLY | O_CLOEXEC), err;

	if (file < 0)
		return -1;
	err = syscall(SYS_finit_module, file, "", 0);
	close(file);
	return err;
}

/* The kernel's name of it: without .ko, and with _ for - */
static int unload(const char *path)
{
	char copy[256], *name, *c;

	snprintf(copy, sizeof(copy), "%s", path);
	name = basename(copy);
	for (c = name; *c; c++) {
		if (*c == '-')
			*c = '_';
		else if (*c == '.')
			*c = '\0';
	}
	return syscall(SYS_delete_module, name, O_NONBLOCK);
}

int main(int argc, char **argv)
{
	int loaded = 1, failed = 0;

	for (; loaded < argc && !failed; loaded++)
		if (load(argv[loaded])) {
			fprintf(stderr, "%s: %s\n", argv[loaded],
				strerror(errno));
			failed = 1;
			loaded--;
		}
	while (--loaded > 0)
		if (unload(argv[loaded])) {
			fprintf(stderr, "%s: unload: %s\n", argv[loaded],
				strerror(errno));
			failed = 1;
		}
	return failed;
}
