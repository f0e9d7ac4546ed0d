// SPDX-License-Identifier: GPL-2.0-only
/* What the package managers call the headers of a kernel. */
#include <stdio.h>
#include <unistd.h>

#include "commands/doctor_packages.h"
#include "lib/shell.h"

/* The first that the machine has. */
enum af_packages af_package_manager(void)
{
	static const char *const programs[AF_NR_PACKAGES] = {
		[AF_PACKAGES_APT] = "/usr/bin/apt-get",
		[AF_PACKAGES_DNF] = "/usr/bin/dnf",
		[AF_PACKAGES_ZYPPER] = "/usr/bin/zypper",
		[AF_PACKAGES_PACMAN] = "/usr/bin/pacman",
	};
	unsigned int i;

	for (i = 0; i < AF_NR_PACKAGES; i++)
		if (!access(programs[i], X_OK))
			break;
	return i;
}

/* What is behind the last dash, as in 6.4.0-150600.21-default; empty without one. */
static struct af_slice flavour_of(struct af_slice release)
{
	struct af_slice part, last = { "", 0 };

	if (!af_slice_cut(&release, '-', &part))
		return last;
	while (af_slice_cut(&release, '-', &part))
		last = part;
	return last;
}

/* Arch has linux, and linux-lts, linux-zen, linux-hardened and others. */
static void arch_remedy(char *text, size_t size, struct af_slice release)
{
	struct af_slice flavour = flavour_of(release);
	bool plain = !flavour.length || af_slice_begins(flavour, "arch") ||
		     (flavour.text[0] >= '0' && flavour.text[0] <= '9');

	snprintf(text, size, "pacman -S linux%s%.*s-headers", plain ? "" : "-",
		 plain ? 0 : (int)flavour.length, flavour.text);
}

/* openSUSE and SLES have a package a flavour; its version is not that of uname -r. */
static void suse_remedy(char *text, size_t size, struct af_slice release)
{
	struct af_slice flavour = flavour_of(release);

	if (!flavour.length)
		flavour = af_slice_string("default");
	snprintf(text, size, "zypper install kernel-%.*s-devel",
		 AF_SLICE(flavour));
}

/**
 * af_headers_remedy - the command that installs the headers of a kernel
 * @text: where to put it
 * @size: of that
 * @manager: of packages
 * @release: of the kernel, as of uname -r
 */
void af_headers_remedy(char *text, size_t size, enum af_packages manager,
		       struct af_slice release)
{
	if (!af_shell_bare(release))
		manager = AF_NR_PACKAGES;
	switch (manager) {
	case AF_PACKAGES_APT:
		snprintf(text, size, "apt-get install linux-headers-%.*s",
			 AF_SLICE(release));
		return;
	case AF_PACKAGES_DNF:
		snprintf(text, size, "dnf install kernel-devel-%.*s",
			 AF_SLICE(release));
		return;
	case AF_PACKAGES_ZYPPER:
		suse_remedy(text, size, release);
		return;
	case AF_PACKAGES_PACMAN:
		arch_remedy(text, size, release);
		return;
	case AF_NR_PACKAGES:
		break;
	}
	snprintf(text, size,
		 "install what is needed to build modules for this kernel");
}
