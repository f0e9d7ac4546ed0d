// SPDX-License-Identifier: GPL-2.0-only
/* allocfail doctor: does the module work here, and if not, what to do. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/command.h"
#include "commands/doctor.h"
#include "commands/json.h"

#define INDENT 6 /* of what was found */

const char *const af_state_names[AF_NR_STATES] = {
	[AF_STATE_OK] = "ok",
	[AF_STATE_NOTE] = "note",
	[AF_STATE_BAD] = "bad",
};

/**
 * af_find - note a finding
 * @findings: where to
 * @check: its name, for programs
 * @state: how good it is
 * @remedy: what to do, NULL for nothing
 * @format: what it is
 */
void af_find(struct af_findings *findings, const char *check,
	     enum af_state state, const char *remedy, const char *format, ...)
{
	struct af_finding *more =
		reallocarray(findings->all, findings->nr + 1, sizeof(*more));
	struct af_finding one = { .state = state, .check = check };
	va_list arguments;

	if (state > findings->worst)
		findings->worst = state;
	va_start(arguments, format);
	if (vasprintf(&one.text, format, arguments) < 0)
		one.text = NULL;
	va_end(arguments);
	if (remedy)
		one.remedy = strdup(remedy);
	if (more)
		findings->all = more;
	if (!more || !one.text || (remedy && !one.remedy)) {
		findings->lost = true;
		free(one.text);
		free(one.remedy);
		return;
	}
	findings->all[findings->nr++] = one;
}

void af_findings_free(struct af_findings *findings)
{
	size_t i;

	for (i = 0; i < findings->nr; i++) {
		free(findings->all[i].text);
		free(findings->all[i].remedy);
	}
	free(findings->all);
	*findings = (struct af_findings){ 0 };
}

/* A finding, and its remedy on a line of its own. */
void af_findings_print(const struct af_findings *findings,
		       const struct af_screen *screen)
{
	static const enum af_style styles[AF_NR_STATES] = {
		[AF_STATE_OK] = AF_GOOD,
		[AF_STATE_NOTE] = AF_WARN,
		[AF_STATE_BAD] = AF_BAD,
	};
	size_t i;

	for (i = 0; i < findings->nr; i++) {
		const struct af_finding *one = &findings->all[i];

		fprintf(screen->out, "%s%-4s%s  ",
			af_style(screen, styles[one->state]),
			af_state_names[one->state], af_style(screen, AF_PLAIN));
		af_wrap_rest(screen, INDENT, one->text);
		if (one->remedy)
			af_print_remedy(screen, INDENT, AF_BOLD,
					af_slice_string(one->remedy));
	}
}

static json_t *finding(const struct af_finding *from)
{
	json_t *to = json_object();

	json_object_set_new(to, "check", json_string(from->check));
	json_object_set_new(to, "state",
			    json_string(af_state_names[from->state]));
	json_object_set_new(to, "text", json_string(from->text));
	json_object_set_new(to, "remedy",
			    from->remedy ? json_string(from->remedy) :
					   json_null());
	return to;
}

static void print_json(const struct af_findings *findings)
{
	json_t *all = json_object(), *list = json_array();
	size_t i;

	for (i = 0; i < findings->nr; i++)
		json_array_append_new(list, finding(&findings->all[i]));
	json_object_set_new(all, "schema", json_integer(AF_JSON_SCHEMA));
	json_object_set_new(all, "version", json_string(ALLOCFAIL_VERSION));
	json_object_set_new(all, "state",
			    json_string(af_state_names[findings->worst]));
	json_object_set_new(all, "findings", list);
	af_json_print(all, stdout, JSON_INDENT(2));
}

/**
 * af_doctor_look - all that there is to find
 * @findings: where to put it; to be given to af_findings_free()
 * @view: with status and counters read, NULL if they can't be
 * @root: the directory of a copy, NULL for this machine
 */
void af_doctor_look(struct af_findings *findings, const struct af_view *view,
		    const char *root)
{
	*findings = (struct af_findings){ 0 };
	if (!root)
		af_doctor_machine(findings);
	if (!root && geteuid())
		af_find(findings, "root", AF_STATE_BAD, "sudo allocfail doctor",
			"only root may look further");
	else if (view)
		af_doctor_module(findings, view);
}

static bool is_there(const struct af_options *options)
{
	return options->root ||
	       (!geteuid() && af_doctor_exists(AF_MODULE_DIRECTORY));
}

int af_doctor(const struct af_options *options)
{
	struct af_findings findings;
	struct af_screen screen;
	struct af_view view;
	bool wanted = is_there(options);
	bool read = wanted && !af_view_read(&view, options->root,
					    AF_READ(AF_FILE_STATUS) |
						    AF_READ(AF_FILE_COUNTERS));
	bool sick;

	af_doctor_look(&findings, read ? &view : NULL, options->root);
	if (wanted && !read)
		af_find(&findings, "files", AF_STATE_BAD, NULL,
			"the module's files can't be read");
	af_screen_init(&screen, options);
	if (options->json)
		print_json(&findings);
	else
		af_findings_print(&findings, &screen);
	sick = findings.worst == AF_STATE_BAD || findings.lost;
	af_findings_free(&findings);
	if (read)
		af_view_free(&view);
	return sick ? AF_EXIT_TROUBLE : AF_EXIT_FINE;
}
