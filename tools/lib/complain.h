/* SPDX-License-Identifier: GPL-2.0-only */
/* What goes wrong, for a person. */
#ifndef AF_COMPLAIN_H
#define AF_COMPLAIN_H

__attribute__((format(printf, 1, 2))) void af_complain(const char *format, ...);

#endif /* AF_COMPLAIN_H */
