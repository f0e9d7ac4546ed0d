// SPDX-License-Identifier: GPL-2.0-only
/* allocfail doctor: does the module work here, and if not, what to do. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "commands/doctor_dkms.h"
#include "state/view.h"
#include "lib/screen.h"
#include "lib/units.h"

#define MODULE_DIRECTORY "/sys/module/allocfail"

enum finding {
	FINDING_OK,
	FINDING_NOTE, /* works, and is worth knowing */
	FINDING_BAD,
};

struct doctor {
	struct af_screen screen;
	const char *root;
	bool sick;
};

static const struct {
	const char *word;
	enum af_style style;
} findings[] = {
	[FINDING_OK] = { "ok", AF_GOOD },
	[FINDING_NOTE] = { "note", AF_WARN },
	[FINDING_BAD] = { "bad", AF_BAD },
};

/* One finding, and its remedy on a line of its own. */
__attribute__((format(printf, 4, 5))) static void find(struct doctor *doctor,
						       enum finding finding,
						       const char *remedy,
						       const char *format, ...)
{
	const struct af_screen *screen = &doctor->screen;
	va_list arguments;

	fprintf(screen->out, "%s%-4s%s  ",
		af_style(screen, findings[finding].style),
		findings[finding].word, af_style(screen, AF_PLAIN));
	va_start(arguments, format);
	vfprintf(screen->out, format, arguments);
	va_end(arguments);
	fputc('\n', screen->out);
	if (remedy)
		fprintf(screen->out, "      %s%s%s\n",
			af_style(screen, AF_BOLD), remedy,
			af_style(screen, AF_PLAIN));
	if (finding == FINDING_BAD)
		doctor->sick = true;
}

static bool exists(const char *path)
{
	struct stat unused;

	return !stat(path, &unused);
}

/* The first line of a file, empty if it can't be read. */
static const char *line_of(const char *path, char line[256])
{
	FILE *file = fopen(path, "re");

	if (!file || !fgets(line, 256, file))
		*line = '\0';
	line[strcspn(line, "\n")] = '\0';
	if (file)
		fclose(file);
	return line;
}

static bool mounted(const char *type)
{
	char line[4096], found[64];
	FILE *mounts = fopen("/proc/mounts", "re");
	bool result = false;

	while (mounts && !result && fgets(line, sizeof(line), mounts))
		result = sscanf(line, "%*s /sys/kernel/debug %63s", found) ==
				 1 &&
			 !strcmp(found, type);
	if (mounts)
		fclose(mounts);
	return result;
}

static void check_debugfs(struct doctor *doctor)
{
	if (mounted("debugfs"))
		find(doctor, FINDING_OK, NULL, "debugfs is mounted");
	else
		find(doctor, FINDING_BAD,
		     "mount -t debugfs none /sys/kernel/debug; if that fails, boot without debugfs=off",
		     "debugfs is not mounted at /sys/kernel/debug");
}

/* Where dkms and make modules_install put it. */
static bool is_installed(const char *release)
{
	static const char *const places[] = {
		"updates/dkms/allocfail.ko",
		"updates/dkms/allocfail.ko.xz",
		"updates/dkms/allocfail.ko.zst",
		"updates/dkms/allocfail.ko.gz",
		"extra/allocfail.ko",
		"extra/allocfail.ko.xz",
		"extra/allocfail.ko.zst",
		"updates/allocfail.ko",
	};
	char path[512];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(places); i++) {
		snprintf(path, sizeof(path), "/lib/modules/%s/%s", release,
			 places[i]);
		if (exists(path))
			return true;
	}
	return false;
}

static void check_headers(struct doctor *doctor, const char *release)
{
	char path[512], remedy[512];

	snprintf(path, sizeof(path), "/lib/modules/%s/build/Makefile", release);
	if (exists(path)) {
		find(doctor, FINDING_OK, NULL, "headers of Linux %s are there",
		     release);
		return;
	}
	snprintf(remedy, sizeof(remedy), "apt-get install linux-headers-%s",
		 release);
	find(doctor, FINDING_NOTE, remedy,
	     "no headers of Linux %s: the module can't be built here", release);
}

/* What dkms would have to do, for its state; to be freed. */
static char *dkms_remedy(const struct af_dkms *dkms, const char *release)
{
	const char *version = dkms->version;
	char *remedy = NULL;
	int length;

	if (dkms->state == AF_DKMS_FAILED)
		length =
			asprintf(&remedy,
				 "look at /var/lib/dkms/allocfail/%s/build/make.log",
				 version);
	else if (dkms->state == AF_DKMS_INSTALLED)
		/* install --force is enough for dkms 3, not for 2. */
		length =
			asprintf(&remedy,
				 "dkms uninstall allocfail/%s -k %s; dkms install allocfail/%s -k %s",
				 version, release, version, release);
	else
		length = asprintf(&remedy, "dkms install allocfail/%s -k %s",
				  version, release);
	return length < 0 ? NULL : remedy;
}

static void check_dkms(struct doctor *doctor, const char *release,
		       bool installed)
{
	static const char *const states[] = {
		[AF_DKMS_ADDED] = "it was added",
		[AF_DKMS_FAILED] = "its last build failed",
		[AF_DKMS_BUILT] = "it is built and not installed",
		[AF_DKMS_INSTALLED] = "it is installed, and the file is gone",
	};
	struct af_dkms dkms;
	char *remedy = NULL;

	af_dkms_read(&dkms, release);
	if (dkms.state != AF_DKMS_UNKNOWN)
		remedy = dkms_remedy(&dkms, release);
	if (installed)
		find(doctor, FINDING_OK, NULL,
		     "the module is installed for this kernel%s",
		     dkms.state == AF_DKMS_INSTALLED ? ", by dkms" : "");
	else if (dkms.state == AF_DKMS_UNKNOWN)
		find(doctor, FINDING_NOTE,
		     "the package allocfail-dkms; or in allocfail's source: make install",
		     "the module is not installed for this kernel");
	else
		find(doctor, FINDING_NOTE, remedy,
		     "the module is not installed for this kernel; dkms says: %s",
		     states[dkms.state]);
	if (!installed && *dkms.others)
		find(doctor, FINDING_NOTE, NULL, "dkms has installed it for %s",
		     dkms.others);
	free(remedy);
}

#define BOOT_FILE "share/allocfail/modules-load.conf"
#define BOOT_LINK "/etc/modules-load.d/allocfail.conf"

/* A link to what was installed means nothing when that is gone. */
static const char *remedy_at_boot(void)
{
	if (exists("/usr/" BOOT_FILE))
		return "ln -s /usr/" BOOT_FILE " " BOOT_LINK;
	if (exists("/usr/local/" BOOT_FILE))
		return "ln -s /usr/local/" BOOT_FILE " " BOOT_LINK;
	return "echo allocfail > " BOOT_LINK;
}

static void check_loaded(struct doctor *doctor, bool installed)
{
	if (exists(MODULE_DIRECTORY))
		find(doctor, FINDING_OK, NULL, "the module is loaded");
	else
		find(doctor, FINDING_BAD,
		     installed ?
			     "modprobe allocfail; dmesg says why, if it fails" :
			     "install it first, see above",
		     "the module is not loaded");
	if (!exists(BOOT_LINK))
		find(doctor, FINDING_NOTE, remedy_at_boot(),
		     "it is not loaded at boot");
}

/* Of "none [integrity] confidentiality", what is in brackets. */
static const char *lockdown_of(char line[256])
{
	char *level;

	line_of("/sys/kernel/security/lockdown", line);
	level = strchr(line, '[');
	if (!level)
		return "none";
	level[strcspn(level, "]")] = '\0';
	return level + 1;
}

static bool needs_signature(const char *lockdown)
{
	char line[256];

	return strcmp(lockdown, "none") ||
	       *line_of("/sys/module/module/parameters/sig_enforce", line) ==
		       'Y';
}

static void check_lockdown(struct doctor *doctor)
{
	char line[256];
	const char *level = lockdown_of(line);

	if (!strcmp(level, "none"))
		find(doctor, FINDING_OK, NULL, "no kernel lockdown");
	else
		find(doctor, FINDING_NOTE, NULL,
		     "kernel lockdown: %s. The module's files can be read and its parameters set%s",
		     level,
		     strcmp(level, "confidentiality") ?
			     "" :
			     ", but its trace event is closed");
	if (needs_signature(level) && !exists(MODULE_DIRECTORY))
		find(doctor, FINDING_NOTE,
		     "sign the module with a key that the machine trusts, see the README",
		     "only a signed module can be loaded");
}

static void check_version(struct doctor *doctor, const struct af_status *status)
{
	if (af_slice_is(status->version, ALLOCFAIL_VERSION))
		find(doctor, FINDING_OK, NULL,
		     "module and command are " ALLOCFAIL_VERSION);
	else
		find(doctor, FINDING_NOTE, "install both from the same source",
		     "the module is %.*s, this command " ALLOCFAIL_VERSION,
		     AF_SLICE(status->version));
}

/* What may have switched the hook off, on this machine. */
static const char *why_unarmed(const struct doctor *doctor)
{
	char line[256];

	if (doctor->root)
		return "was it kprobes/enabled in debugfs, or kernel.ftrace_enabled?";
	if (*line_of("/sys/kernel/debug/kprobes/enabled", line) == '0')
		return "echo 1 > /sys/kernel/debug/kprobes/enabled";
	if (*line_of("/proc/sys/kernel/ftrace_enabled", line) == '0')
		return "sysctl -w kernel.ftrace_enabled=1";
	return "echo N, then Y, to /sys/module/allocfail/parameters/enabled";
}

static void check_hook(struct doctor *doctor, const struct af_status *status)
{
	if (!status->enabled)
		find(doctor, FINDING_BAD,
		     "echo Y > /sys/module/allocfail/parameters/enabled",
		     "it is switched off (enabled: N)");
	else if (status->armed_known && !status->armed)
		find(doctor, FINDING_BAD, why_unarmed(doctor),
		     "it hears nothing (armed: N)");
	else
		find(doctor, FINDING_OK, NULL,
		     "it listens, by hook=%.*s at %.*s", AF_SLICE(status->hook),
		     AF_SLICE(status->hook_place));
	if (status->blind_spots.length)
		find(doctor, FINDING_NOTE, NULL, "not seen by this hook: %.*s",
		     AF_SLICE(status->blind_spots));
	if (status->nmissed)
		find(doctor, FINDING_NOTE, NULL,
		     "the kernel left out %llu calls of the hook",
		     (unsigned long long)status->nmissed);
}

static void check_room(struct doctor *doctor, const struct af_status *status,
		       const struct af_totals *totals)
{
	char memory[AF_UNIT_LEN];

	if (totals->signatures_dropped)
		find(doctor, FINDING_NOTE,
		     "echo 1 > /sys/module/allocfail/parameters/reset, or load it with a larger signatures=",
		     "the table of signatures is full, %llu failures have no record",
		     (unsigned long long)totals->signatures_dropped);
	else
		find(doctor, FINDING_OK, NULL,
		     "%llu of %llu signatures in use, %s of memory",
		     (unsigned long long)status->signatures_used,
		     (unsigned long long)status->signatures_capacity,
		     af_bytes(memory, status->memory_bytes));
	if (totals->stacks_skipped)
		find(doctor, FINDING_NOTE,
		     "a higher /sys/module/allocfail/parameters/stack_budget",
		     "%llu failures have no stack: over the budget of %llu a second",
		     (unsigned long long)totals->stacks_skipped,
		     (unsigned long long)status->stack_budget);
	if (totals->recognised_wrong)
		find(doctor, FINDING_BAD, "please report it",
		     "%llu stacks were recognised wrongly",
		     (unsigned long long)totals->recognised_wrong);
}

static void check_machine(struct doctor *doctor)
{
	char release[256];
	bool installed;

	line_of("/proc/sys/kernel/osrelease", release);
	installed = is_installed(release);
	check_debugfs(doctor);
	check_headers(doctor, release);
	check_dkms(doctor, release, installed);
	check_loaded(doctor, installed);
	check_lockdown(doctor);
}

static void check_module(struct doctor *doctor)
{
	struct af_view view;

	if (af_view_read(&view, doctor->root,
			 AF_READ(AF_FILE_STATUS) | AF_READ(AF_FILE_COUNTERS))) {
		doctor->sick = true;
		return;
	}
	check_version(doctor, &view.status);
	check_hook(doctor, &view.status);
	check_room(doctor, &view.status, &view.totals);
	af_view_free(&view);
}

int af_doctor(const struct af_options *options)
{
	struct doctor doctor = { .root = options->root };

	af_screen_init(&doctor.screen, options);
	if (!options->root)
		check_machine(&doctor);
	if (!options->root && geteuid())
		find(&doctor, FINDING_BAD, "sudo allocfail doctor",
		     "only root may look further");
	else if (options->root || exists(MODULE_DIRECTORY))
		check_module(&doctor);
	return doctor.sick ? AF_EXIT_TROUBLE : AF_EXIT_FINE;
}
