// SPDX-License-Identifier: GPL-2.0-only
/*
 * dump_words DUMP ADDRESS COUNT: prints the 64-bit words that the dead kernel had
 * at a virtual address. DUMP is /proc/vmcore, an ELF file of physical memory.
 * The address goes through that kernel's own page tables, which VMCOREINFO, a
 * note in the dump, says where to find.
 */
#include <elf.h>
#include <err.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Where x86-64 maps the kernel's image: __START_KERNEL_map. */
#define IMAGE_MAP 0xffffffff80000000ULL
#define PAGE_PRESENT (1ULL << 0)
#define PAGE_LARGE (1ULL << 7)
#define PAGE_ADDRESS 0x000ffffffffff000ULL

static int dump;
static Elf64_Ehdr header;
static char notes[65536];

static void read_at(void *to, size_t bytes, off_t offset)
{
	if (pread(dump, to, bytes, offset) != (ssize_t)bytes)
		err(1, "read at %jx", (intmax_t)offset);
}

static Elf64_Phdr segment(unsigned int i)
{
	Elf64_Phdr segment;

	read_at(&segment, sizeof(segment),
		header.e_phoff + i * header.e_phentsize);
	return segment;
}

static uint64_t physical_word(uint64_t address)
{
	unsigned int i;
	uint64_t word;

	for (i = 0; i < header.e_phnum; i++) {
		Elf64_Phdr at = segment(i);

		if (at.p_type != PT_LOAD || address - at.p_paddr >= at.p_filesz)
			continue;
		read_at(&word, sizeof(word),
			at.p_offset + address - at.p_paddr);
		return word;
	}
	errx(1, "no physical address %" PRIx64 " in the dump", address);
}

/* All notes are in one segment; the text in it is found by its own lines. */
static void read_notes(void)
{
	unsigned int i;

	for (i = 0; i < header.e_phnum; i++) {
		Elf64_Phdr at = segment(i);

		if (at.p_type != PT_NOTE)
			continue;
		if (at.p_filesz > sizeof(notes))
			errx(1, "notes of %ju bytes", (uintmax_t)at.p_filesz);
		read_at(notes, at.p_filesz, at.p_offset);
	}
}

/* The value of a line "KEY=VALUE" of VMCOREINFO. */
static uint64_t note(const char *key, int base)
{
	const char *at = memmem(notes, sizeof(notes), key, strlen(key));

	if (!at)
		errx(1, "no %s in the dump's notes", key);
	return strtoull(at + strlen(key), NULL, base);
}

/* One step in a table of 512 entries for each 9 bits of the address. */
static uint64_t physical(uint64_t address)
{
	int shift = note("\nNUMBER(pgtable_l5_enabled)=", 10) ? 48 : 39;
	uint64_t table = note("\nSYMBOL(swapper_pg_dir)=", 16) - IMAGE_MAP +
			 note("\nNUMBER(phys_base)=", 10);
	uint64_t entry, below;

	for (;; shift -= 9) {
		entry = physical_word(table + (address >> shift) % 512 * 8);
		if (!(entry & PAGE_PRESENT))
			errx(1, "%" PRIx64 " is not mapped", address);
		table = entry & PAGE_ADDRESS;
		if (shift == 12 || (shift < 39 && (entry & PAGE_LARGE)))
			break;
	}
	below = (1ULL << shift) - 1;
	return (table & ~below) | (address & below);
}

int main(int argc, char **argv)
{
	uint64_t address;
	long count;

	if (argc != 4)
		errx(2, "usage: dump_words DUMP ADDRESS COUNT");
	dump = open(argv[1], O_RDONLY);
	if (dump < 0)
		err(1, "%s", argv[1]);
	read_at(&header, sizeof(header), 0);
	read_notes();
	address = strtoull(argv[2], NULL, 16);
	for (count = atol(argv[3]); count > 0; count--, address += 8)
		printf("%" PRIu64 "\n", physical_word(physical(address)));
	return 0;
}
