// SPDX-License-Identifier: GPL-2.0-only
/*
 * crash_kernel IMAGE INITRAMFS COMMAND_LINE: has the kernel of IMAGE stand by, to
 * be started if this one panics. Part of what kexec(8) does, which busybox lacks.
 */
#include <err.h>
#include <fcntl.h>
#include <linux/kexec.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int open_file(const char *path)
{
	int fd = open(path, O_RDONLY);

	if (fd < 0)
		err(1, "%s", path);
	return fd;
}

int main(int argc, char **argv)
{
	int image, initramfs;

	if (argc != 4)
		errx(2, "usage: crash_kernel IMAGE INITRAMFS COMMAND_LINE");
	image = open_file(argv[1]);
	initramfs = open_file(argv[2]);
	if (syscall(SYS_kexec_file_load, image, initramfs, strlen(argv[3]) + 1,
		    argv[3], KEXEC_FILE_ON_CRASH))
		err(1, "kexec_file_load");
	return 0;
}
