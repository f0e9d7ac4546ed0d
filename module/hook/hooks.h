/* SPDX-License-Identifier: GPL-2.0-only */
/* The hooks: where the module can listen for a failure. */
#ifndef AF_HOOKS_H
#define AF_HOOKS_H

#include <linux/types.h>

/*
 * One way to hear of failures. attach() and detach() may sleep and are called
 * in turns, under af_control_lock; the others at any time, under it too. Of one
 * that lacks something only the name is there.
 */
struct af_hook {
	const char *name;		/* value of the parameter hook= */
	const char *blind_spots;	/* the failures that it does not see */
	int (*attach)(void);		/* 0 or -errno, the reason logged */
	void (*detach)(void);		/* no call is under way on return */
	const char *(*target)(void);	/* tracepoint or symbol it sits on */
	unsigned long (*nmissed)(void);	/* calls lost since attach(), or NULL */
	size_t (*memory)(void);		/* bytes it holds, or NULL */
	bool (*armed)(void);		/* nobody has switched it off, or NULL */
	bool sees_early;		/* also what returns before the tracepoint */
	const char *lacks;		/* option that the kernel lacks for it */
};

extern const struct af_hook af_hook_tracepoint;
extern const struct af_hook af_hook_kprobe;
extern const struct af_hook af_hook_kretprobe;

int af_hooks_choose(const char *name);
const struct af_hook *af_hooks_chosen(void);
int af_hooks_attach(void);
void af_hooks_detach(void);
bool af_hooks_attached(void);
bool af_hooks_want_early(void);
unsigned long af_hooks_nmissed(void);
void af_hooks_reset_nmissed(void);
size_t af_hooks_memory(void);
bool af_hooks_armed(void);

#endif /* AF_HOOKS_H */
