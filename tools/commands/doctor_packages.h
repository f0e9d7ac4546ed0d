/* SPDX-License-Identifier: GPL-2.0-only */
/* What the package managers call the headers of a kernel. */
#ifndef AF_DOCTOR_PACKAGES_H
#define AF_DOCTOR_PACKAGES_H

#include "lib/slice.h"

enum af_packages {
	AF_PACKAGES_APT,
	AF_PACKAGES_DNF,
	AF_PACKAGES_ZYPPER,
	AF_PACKAGES_PACMAN,
	AF_NR_PACKAGES /* none of them */
};

enum af_packages af_package_manager(void);
void af_headers_remedy(char *text, size_t size, enum af_packages manager,
		       struct af_slice release);

#endif /* AF_DOCTOR_PACKAGES_H */
