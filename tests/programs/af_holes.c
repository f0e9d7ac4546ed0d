// SPDX-License-Identifier: GPL-2.0-only
/*
 * af_holes MIB EVERY: takes so much memory, page by page, and gives each EVERYth page
 * back: memory that is free in single pages, between pages that can be moved. Says
 * "ready", then sleeps until it is killed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static char *take(size_t length)
{
	char *memory = mmap(NULL, length, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (memory == MAP_FAILED)
		fail("mmap");
	if (madvise(memory, length, MADV_NOHUGEPAGE))
		perror("MADV_NOHUGEPAGE"); /* a kernel without huge pages */
	return memory;
}

int main(int argc, char **argv)
{
	const size_t page = sysconf(_SC_PAGESIZE);
	size_t length, every, at;
	char *memory;

	if (argc != 3)
		return 2;
	length = strtoul(argv[1], NULL, 10) << 20;
	every = strtoul(argv[2], NULL, 10);
	memory = take(length);
	for (at = 0; at < length; at += page)
		memory[at] = 1;
	for (at = 0; at < length && every; at += every * page)
		if (madvise(memory + at, page, MADV_DONTNEED))
			fail("MADV_DONTNEED");
	puts("ready");
	fflush(stdout);
	for (;;)
		pause();
}
