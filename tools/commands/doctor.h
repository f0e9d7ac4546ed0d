/* SPDX-License-Identifier: GPL-2.0-only */
/* allocfail doctor: what is looked at, and what was found. */
#ifndef AF_DOCTOR_H
#define AF_DOCTOR_H

#include "lib/screen.h"
#include "state/view.h"

#define AF_MODULE_DIRECTORY "/sys/module/allocfail"

enum af_state {
	AF_STATE_OK,
	AF_STATE_NOTE, /* works, and is worth knowing */
	AF_STATE_BAD,
	AF_NR_STATES
};

struct af_finding {
	enum af_state state;
	const char *check; /* its name, for programs */
	char *text;
	char *remedy; /* NULL: none is needed, or known */
};

struct af_findings {
	struct af_finding *all;
	size_t nr;
	enum af_state worst;
	bool lost; /* out of memory: one is missing */
};

extern const char *const af_state_names[AF_NR_STATES];

void af_find(struct af_findings *findings, const char *check,
	     enum af_state state, const char *remedy, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
void af_findings_print(const struct af_findings *findings,
		       const struct af_screen *screen);
void af_findings_free(struct af_findings *findings);
void af_doctor_look(struct af_findings *findings, const struct af_view *view,
		    const char *root);

/* What there is to look at. */
void af_doctor_machine(struct af_findings *findings);
void af_doctor_module(struct af_findings *findings, const struct af_view *view);
bool af_doctor_exists(const char *path);
const char *af_doctor_line(const char *path, char line[256]);

#endif /* AF_DOCTOR_H */
