// SPDX-License-Identifier: GPL-2.0-only
/*
 * What dkms knows of the module. In its tree, VERSION/source is what was added,
 * VERSION/RELEASE/ARCH/module/ what was built, kernel-RELEASE-ARCH what is
 * installed; build/make.log stays where a build failed.
 */
#include <glob.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "commands/doctor_dkms.h"

#define TREE "/var/lib/dkms/allocfail/"

/* Is there a path like that? */
__attribute__((format(printf, 1, 2))) static bool any(const char *format, ...)
{
	char pattern[512];
	va_list arguments;
	glob_t found;
	bool result;

	va_start(arguments, format);
	vsnprintf(pattern, sizeof(pattern), format, arguments);
	va_end(arguments);
	result = !glob(pattern, 0, NULL, &found);
	if (result)
		globfree(&found);
	return result;
}

/* The highest one, as sorted by name. */
static void read_version(struct af_dkms *dkms)
{
	const char *path;
	glob_t found;

	if (glob(TREE "*/source", 0, NULL, &found))
		return;
	path = found.gl_pathv[found.gl_pathc - 1] + strlen(TREE);
	snprintf(dkms->version, sizeof(dkms->version), "%.*s",
		 (int)strcspn(path, "/"), path);
	globfree(&found);
}

/* "kernel-6.1.0-44-amd64-x86_64" is of 6.1.0-44-amd64. */
static void add_other(struct af_dkms *dkms, const char *link,
		      const char *release)
{
	const char *name = link + strlen(TREE "kernel-");
	const int length = strrchr(name, '-') - name;
	const size_t used = strlen(dkms->others);

	if (length == (int)strlen(release) && !strncmp(name, release, length))
		return;
	snprintf(dkms->others + used, sizeof(dkms->others) - used, "%s%.*s",
		 used ? ", " : "", length, name);
}

static void read_others(struct af_dkms *dkms, const char *release)
{
	glob_t found;
	size_t i;

	if (glob(TREE "kernel-*-*", 0, NULL, &found))
		return;
	for (i = 0; i < found.gl_pathc; i++)
		add_other(dkms, found.gl_pathv[i], release);
	globfree(&found);
}

/* What it knows of the module for that kernel. */
void af_dkms_read(struct af_dkms *dkms, const char *release)
{
	*dkms = (struct af_dkms){ .state = AF_DKMS_UNKNOWN };
	read_version(dkms);
	read_others(dkms, release);
	if (any(TREE "kernel-%s-*", release))
		dkms->state = AF_DKMS_INSTALLED;
	else if (any(TREE "*/%s/*/module/allocfail.ko*", release))
		dkms->state = AF_DKMS_BUILT;
	else if (any(TREE "*/build/make.log"))
		dkms->state = AF_DKMS_FAILED;
	else if (*dkms->version)
		dkms->state = AF_DKMS_ADDED;
}
