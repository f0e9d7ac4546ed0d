// SPDX-License-Identifier: GPL-2.0-only
/* allocfail doctor: can the module be built, loaded and read on this machine. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "commands/doctor.h"
#include "commands/doctor_dkms.h"
#include "commands/doctor_packages.h"
#include "lib/file.h"
#include "lib/shell.h"

#define REMEDY 1024 /* bytes of one */

bool af_doctor_exists(const char *path)
{
	struct stat unused;

	return !stat(path, &unused);
}

/* The first line of a file of the kernel's, empty if it can't be read. */
const char *af_doctor_line(const char *path, char line[256])
{
	struct af_text text;
	struct af_slice rest, first = { "", 0 };

	*line = '\0';
	if (af_read_text(path, &text))
		return line;
	rest = af_slice_of(text.text, text.length);
	af_slice_cut(&rest, '\n', &first);
	snprintf(line, 256, "%.*s", AF_SLICE(first));
	free(text.text);
	return line;
}

/* "none /sys/kernel/debug debugfs rw,nosuid 0 0" */
static bool mounts_debugfs(struct af_slice line)
{
	struct af_slice word;

	return af_slice_word(&line, &word) && af_slice_word(&line, &word) &&
	       af_slice_is(word, "/sys/kernel/debug") &&
	       af_slice_word(&line, &word) && af_slice_is(word, "debugfs");
}

static bool has_debugfs(void)
{
	struct af_slice rest, line;
	struct af_text text;
	bool result = false;

	if (af_read_text("/proc/mounts", &text))
		return false;
	rest = af_slice_of(text.text, text.length);
	while (!result && af_slice_cut(&rest, '\n', &line))
		result = mounts_debugfs(line);
	free(text.text);
	return result;
}

static void check_debugfs(struct af_findings *findings)
{
	if (has_debugfs())
		af_find(findings, "debugfs", AF_STATE_OK, NULL,
			"debugfs is mounted");
	else
		af_find(findings, "debugfs", AF_STATE_BAD,
			"mount -t debugfs none /sys/kernel/debug",
			"debugfs is not mounted at /sys/kernel/debug; if it can't be, boot without debugfs=off");
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
		if (af_doctor_exists(path))
			return true;
	}
	return false;
}

static void check_headers(struct af_findings *findings, const char *release)
{
	char path[512], remedy[512];

	snprintf(path, sizeof(path), "/lib/modules/%s/build/Makefile", release);
	if (af_doctor_exists(path)) {
		af_find(findings, "headers", AF_STATE_OK, NULL,
			"headers of Linux %s are there", release);
		return;
	}
	af_headers_remedy(remedy, sizeof(remedy), af_package_manager(),
			  af_slice_string(release));
	af_find(findings, "headers", AF_STATE_NOTE, remedy,
		"no headers of Linux %s: the module can't be built here",
		release);
}

/* What dkms would have to do, for its state; NULL if the names are none for a command. */
static const char *dkms_remedy(char remedy[REMEDY], const struct af_dkms *dkms,
			       const char *release)
{
	const char *version = dkms->version;

	if (!af_shell_bare(af_slice_string(version)) ||
	    !af_shell_bare(af_slice_string(release)))
		return NULL;
	if (dkms->state == AF_DKMS_FAILED)
		snprintf(remedy, REMEDY,
			 "look at /var/lib/dkms/allocfail/%s/build/make.log",
			 version);
	else if (dkms->state == AF_DKMS_INSTALLED)
		/* install --force is enough for dkms 3, not for 2. */
		snprintf(remedy, REMEDY,
			 "dkms uninstall allocfail/%s -k %s; dkms install allocfail/%s -k %s",
			 version, release, version, release);
	else
		snprintf(remedy, REMEDY, "dkms install allocfail/%s -k %s",
			 version, release);
	return remedy;
}

static void check_dkms(struct af_findings *findings, const char *release,
		       bool installed)
{
	static const char *const states[] = {
		[AF_DKMS_ADDED] = "it was added",
		[AF_DKMS_FAILED] = "its last build failed",
		[AF_DKMS_BUILT] = "it is built and not installed",
		[AF_DKMS_INSTALLED] = "it is installed, and the file is gone",
	};
	struct af_dkms dkms;
	char remedy[REMEDY];

	af_dkms_read(&dkms, release);
	if (installed)
		af_find(findings, "installed", AF_STATE_OK, NULL,
			"the module is installed for this kernel%s",
			dkms.state == AF_DKMS_INSTALLED ? ", by dkms" : "");
	else if (dkms.state == AF_DKMS_UNKNOWN)
		af_find(findings, "installed", AF_STATE_NOTE,
			"the package allocfail-dkms; or in allocfail's source: make install",
			"the module is not installed for this kernel");
	else
		af_find(findings, "installed", AF_STATE_NOTE,
			dkms_remedy(remedy, &dkms, release),
			"the module is not installed for this kernel; dkms says: %s",
			states[dkms.state]);
	if (!installed && *dkms.others)
		af_find(findings, "installed", AF_STATE_NOTE, NULL,
			"dkms has installed it for %s", dkms.others);
}

#define BOOT_FILE "share/allocfail/modules-load.conf"
#define BOOT_LINK "/etc/modules-load.d/allocfail.conf"

/* A link to what was installed means nothing when that is gone. */
static const char *remedy_at_boot(void)
{
	if (af_doctor_exists("/usr/" BOOT_FILE))
		return "ln -s /usr/" BOOT_FILE " " BOOT_LINK;
	if (af_doctor_exists("/usr/local/" BOOT_FILE))
		return "ln -s /usr/local/" BOOT_FILE " " BOOT_LINK;
	return "echo allocfail > " BOOT_LINK;
}

static void check_loaded(struct af_findings *findings, bool installed)
{
	if (af_doctor_exists(AF_MODULE_DIRECTORY))
		af_find(findings, "loaded", AF_STATE_OK, NULL,
			"the module is loaded");
	else
		af_find(findings, "loaded", AF_STATE_BAD,
			installed ? "modprobe allocfail" :
				    "install it first, see above",
			"the module is not loaded%s",
			installed ? "; if that fails, dmesg says why" : "");
	if (!af_doctor_exists(BOOT_LINK))
		af_find(findings, "loaded", AF_STATE_NOTE, remedy_at_boot(),
			"it is not loaded at boot");
}

/* Of "none [integrity] confidentiality", what is in brackets. */
static const char *lockdown_of(char line[256])
{
	char *level;

	af_doctor_line("/sys/kernel/security/lockdown", line);
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
	       *af_doctor_line("/sys/module/module/parameters/sig_enforce",
			       line) == 'Y';
}

static void check_lockdown(struct af_findings *findings)
{
	char line[256];
	const char *level = lockdown_of(line);

	if (!strcmp(level, "none"))
		af_find(findings, "lockdown", AF_STATE_OK, NULL,
			"no kernel lockdown");
	else
		af_find(findings, "lockdown", AF_STATE_NOTE, NULL,
			"kernel lockdown: %s. The module's files can be read and its parameters set%s",
			level,
			strcmp(level, "confidentiality") ?
				"" :
				", but its trace event is closed");
	if (needs_signature(level) && !af_doctor_exists(AF_MODULE_DIRECTORY))
		af_find(findings, "lockdown", AF_STATE_NOTE,
			"sign the module with a key that the machine trusts, see the README",
			"only a signed module can be loaded");
}

/* Of this machine, whether the module is loaded or not. */
void af_doctor_machine(struct af_findings *findings)
{
	char release[256];
	bool installed;

	af_doctor_line("/proc/sys/kernel/osrelease", release);
	installed = is_installed(release);
	check_debugfs(findings);
	check_headers(findings, release);
	check_dkms(findings, release, installed);
	check_loaded(findings, installed);
	check_lockdown(findings);
}
