/* SPDX-License-Identifier: GPL-2.0-only */
/* Frames of signatures: their names, and what the kernel's notices of modules change. */
#ifndef AF_FRAMES_H
#define AF_FRAMES_H

#include <linux/kallsyms.h>
#include <linux/types.h>

int af_frames_init(void);
void af_frames_exit(void);
const char *af_frame_name(u64 frame, char symbol[KSYM_SYMBOL_LEN]);

#endif /* AF_FRAMES_H */
