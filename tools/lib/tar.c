// SPDX-License-Identifier: GPL-2.0-only
/* A tar archive of regular files, in the ustar format of POSIX. */
#include "lib/tar.h"

#define BLOCK 512

/* IEEE Std 1003.1, pax, "ustar Interchange Format": 512 bytes, all of it text. */
struct header {
	char name[100];
	char mode[8];
	char uid[8];
	char gid[8];
	char size[12];
	char time[12];
	char sum[8];
	char type;
	char link[100];
	char magic[6];
	char version[2];
	char user[32];
	char group[32];
	char device[16];
	char prefix[155];
	char rest[12];
};

static_assert(sizeof(struct header) == BLOCK);

static void set_octal(char *to, size_t size, u64 value)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%0*llo", (int)size - 1,
		 (unsigned long long)value);
	memcpy(to, digits, size);
}

/* A path that is too long for the name is cut at a stroke, the front is the prefix. */
static int set_path(struct header *header, const char *path)
{
	const size_t length = strlen(path);
	const char *stroke;

	if (length <= sizeof(header->name)) {
		memcpy(header->name, path, length);
		return 0;
	}
	stroke = strchr(path + length - sizeof(header->name) - 1, '/');
	if (!stroke || stroke[1] == '\0' ||
	    (size_t)(stroke - path) > sizeof(header->prefix))
		return -1;
	memcpy(header->prefix, path, stroke - path);
	memcpy(header->name, stroke + 1, strlen(stroke + 1));
	return 0;
}

/* As if the field of the sum were blank. */
static void set_sum(struct header *header)
{
	const unsigned char *bytes = (const unsigned char *)header;
	unsigned int sum = 0;
	size_t i;

	memset(header->sum, ' ', sizeof(header->sum));
	for (i = 0; i < sizeof(*header); i++)
		sum += bytes[i];
	set_octal(header->sum, sizeof(header->sum) - 1, sum);
}

/**
 * af_tar_add - a file, with mode 0600, and of root
 * @out: where to write; errors stay with it, for ferror()
 * @path: of at most 100 bytes, or 255 with a stroke at the right place
 * @text: what is in it, less than 8 GiB
 * @time: of its last change, seconds since 1970
 *
 * Return: 0, or -1 if there is no room for the path
 */
int af_tar_add(FILE *out, const char *path, struct af_slice text, u64 time)
{
	static const char zeroes[BLOCK];
	struct header header = { .type = '0' };

	if (set_path(&header, path))
		return -1;
	set_octal(header.mode, sizeof(header.mode), 0600);
	set_octal(header.uid, sizeof(header.uid), 0);
	set_octal(header.gid, sizeof(header.gid), 0);
	set_octal(header.size, sizeof(header.size), text.length);
	set_octal(header.time, sizeof(header.time), time);
	memcpy(header.magic, "ustar", sizeof(header.magic));
	memcpy(header.version, "00", sizeof(header.version));
	set_sum(&header);
	fwrite(&header, sizeof(header), 1, out);
	fwrite(text.text, 1, text.length, out);
	fwrite(zeroes, 1, -text.length % BLOCK, out);
	return 0;
}

/* Two blocks of zeroes. */
void af_tar_end(FILE *out)
{
	static const char zeroes[2 * BLOCK];

	fwrite(zeroes, sizeof(zeroes), 1, out);
}
