/* SPDX-License-Identifier: GPL-2.0-only */
/* What dkms knows of the module, by the tree in /var/lib/dkms. */
#ifndef AF_DOCTOR_DKMS_H
#define AF_DOCTOR_DKMS_H

enum af_dkms_state {
	AF_DKMS_UNKNOWN, /* dkms does not know the module, or is not there */
	AF_DKMS_ADDED,
	AF_DKMS_FAILED, /* the last build, of whatever kernel */
	AF_DKMS_BUILT,	/* for this kernel, as below */
	AF_DKMS_INSTALLED,
};

struct af_dkms {
	enum af_dkms_state state;
	char version[64]; /* of the module */
	char others[256]; /* kernels that it is installed for, but this one */
};

void af_dkms_read(struct af_dkms *dkms, const char *release);

#endif /* AF_DOCTOR_DKMS_H */
