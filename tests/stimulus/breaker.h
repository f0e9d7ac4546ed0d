/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef AF_BREAKER_H
#define AF_BREAKER_H

/* return.S: changes no register */
void af_breaker_return(void);

#endif
