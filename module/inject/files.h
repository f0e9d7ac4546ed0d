/* SPDX-License-Identifier: GPL-2.0-only */
/* The injector's files in debugfs. */
#ifndef AF_INJECT_FILES_H
#define AF_INJECT_FILES_H

int af_inject_files_init(void);
void af_inject_files_exit(void);

#endif /* AF_INJECT_FILES_H */
