// SPDX-License-Identifier: GPL-2.0-only
/* What comes in from outside: the gate, names in commands, the machine, its cgroups. */
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit.h"
#include "advice/values.h"
#include "commands/doctor_packages.h"
#include "lib/file.h"
#include "lib/gate.h"
#include "lib/shell.h"
#include "state/machine.h"

static void test_gate(void **state)
{
	static const struct {
		const char *from, *text, *name;
	} cases[] = {
		{ "plain", "plain", "plain" },
		{ "a\tb\nc", "a\tb\nc", "a\\x09b\\x0ac" },
		{ "\033[31m\a", "\\x1b[31m\\x07", "\\x1b[31m\\x07" },
		{ "\r\177\302\233", "\\x0d\\x7f\\xc2\\x9b",
		  "\\x0d\\x7f\\xc2\\x9b" },
	};
	char to[64];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct af_slice from = af_slice_string(cases[i].from);

		assert_int_equal(af_gate(AF_GATE_TEXT, to, sizeof(to), from),
				 strlen(cases[i].text));
		assert_string_equal(to, cases[i].text);
		assert_int_equal(af_gate_length(AF_GATE_TEXT, from),
				 strlen(to));
		af_gate(AF_GATE_NAME, to, sizeof(to), from);
		assert_string_equal(to, cases[i].name);
	}
	/* Zero bytes too; and no half of an escape where there is no room. */
	af_gate(AF_GATE_TEXT, to, sizeof(to), af_slice_of("a\0b", 3));
	assert_string_equal(to, "a\\x00b");
	af_gate(AF_GATE_NAME, to, 5, af_slice_string("ab\033"));
	assert_string_equal(to, "ab");
}

static void test_quote(void **state)
{
	static const struct {
		const char *name, *quoted; /* NULL: no command */
	} cases[] = {
		{ "nginx.service", "'nginx.service'" },
		{ "user@1000.service", "'user@1000.service'" },
		{ "a\\x2db.slice", "'a\\x2db.slice'" },
		{ "/sys/fs/cgroup/a_b:c/memory.max",
		  "'/sys/fs/cgroup/a_b:c/memory.max'" },
		{ "b;id #.service", NULL },
		{ "a b", NULL },
		{ "it's", NULL },
		{ "$(id)", NULL },
		{ "`id`", NULL },
		{ "a\nb", NULL },
		{ "a\\x1bb.service", NULL },
		{ "caf\303\251", NULL },
		{ "-.slice", NULL },
		{ "/a/../b", NULL },
		{ "..", NULL },
		{ "", NULL },
	};
	char quoted[64];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		bool fits = af_shell_quote(quoted, sizeof(quoted),
					   af_slice_string(cases[i].name));

		if (fits != !!cases[i].quoted ||
		    (fits && strcmp(quoted, cases[i].quoted)))
			fail_msg("%s: quoted wrongly", cases[i].name);
	}
	assert_false(af_shell_quote(quoted, 5, af_slice_string("abc")));
	assert_true(af_shell_bare(af_slice_string("6.12.117+deb13-amd64")));
	assert_true(af_shell_bare(af_slice_string("6.1.0~rc1")));
	assert_false(af_shell_bare(af_slice_string("~root")));
	assert_false(af_shell_bare(af_slice_string("6.1;id")));
	assert_false(af_shell_bare(af_slice_string("")));
}

/* The number that a source takes of a text. */
static const struct af_machine_source *source_of(const char *path)
{
	size_t i;

	for (i = 0; i < af_nr_machine_sources; i++)
		if (!strcmp(af_machine_sources[i].path, path))
			return &af_machine_sources[i];
	fail_msg("no %s", path);
	return NULL;
}

static void take(struct af_machine *machine, const char *path, const char *text)
{
	const struct af_machine_source *source = source_of(path);

	af_machine_unknown(machine);
	source->take(machine, source->offset, af_slice_string(text));
}

static void test_numbers(void **state)
{
	static const struct {
		const char *text;
		long long value;
	} cases[] = {
		{ "67584\n", 67584 },
		{ "0\n", 0 },
		{ "281474976710656\n", AF_MOST },
		{ "281474976710657\n", AF_UNKNOWN },
		{ "9223372036854775807\n", AF_UNKNOWN },
		{ "-1\n", AF_UNKNOWN },
		{ "-9223372036854775808\n", AF_UNKNOWN },
		{ "12 13\n", AF_UNKNOWN },
		{ "x\n", AF_UNKNOWN },
		{ "", AF_UNKNOWN },
	};
	struct af_machine machine;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		take(&machine, "proc/sys/vm/min_free_kbytes", cases[i].text);
		assert_true(machine.min_free_kbytes == cases[i].value);
	}
	take(&machine, "proc/meminfo",
	     "MemTotal:       99999 kB\nMemAvailable: 9223372036854775807 kB\nSwapFree:\nSwapTotal: -5 kB\n");
	assert_true(machine.mem_total_kb == 99999);
	assert_false(af_known(machine.mem_available_kb));
	assert_false(af_known(machine.swap_free_kb));
	assert_false(af_known(machine.swap_total_kb));
}

static void test_times_and_cpus(void **state)
{
	static const struct {
		const char *text;
		long long cpus;
	} cases[] = {
		{ "0\n", 1 },
		{ "0-3,8\n", 5 },
		{ "0-65535\n", 65536 },
		{ "0-9223372036854775807\n", AF_UNKNOWN },
		{ "-9223372036854775807-9\n", AF_UNKNOWN },
		{ "5-3\n", AF_UNKNOWN },
		{ "\n", AF_UNKNOWN },
	};
	struct af_machine machine;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		take(&machine, "sys/devices/system/cpu/online", cases[i].text);
		if (machine.cpus != cases[i].cpus)
			fail_msg("%s: %lld", cases[i].text, machine.cpus);
	}
	take(&machine, "proc/uptime", "12.34 9.99\n");
	assert_true(machine.uptime_us == 12340000);
	take(&machine, "proc/uptime", "92233720368547758.07 1.00\n");
	assert_true(machine.uptime_us == 0);
	af_machine_unknown(&machine);
	af_machine_take_clock(&machine,
			      af_slice_string("offset 1700000000.123456\n"));
	assert_true(machine.wall_offset_us == 1700000000123456LL);
	af_machine_unknown(&machine);
	af_machine_take_clock(&machine,
			      af_slice_string("offset 9223372036854.775807\n"));
	assert_false(af_known(machine.wall_offset_us));
}

static void test_cgroups(void **state)
{
	static const char text[] = "4194304 100 3 /a.slice/b.service\n"
				   "no line\n"
				   "1 2\n"
				   "9223372036854771712 1 9 /unlimited\n"
				   "8388608 1 7 /with blank\n"
				   "1048576 -1 5 /\n"
				   "1048576 1 4\x20\n"
				   "1048576 1 1 /least\n"
				   "dying 1234\nversion 1\n";
	struct af_cgroups cgroups = { .dying = AF_UNKNOWN };
	char line[AF_CGROUP_PATH * 2];

	af_cgroups_parse(&cgroups, text, sizeof(text) - 1);
	assert_int_equal(cgroups.nr, 4);
	assert_string_equal(cgroups.all[0].path, "/with blank");
	assert_string_equal(cgroups.all[1].path, "/");
	assert_false(af_known(cgroups.all[1].current));
	assert_string_equal(cgroups.all[3].path, "/a.slice/b.service");
	assert_true(cgroups.dying == 1234);
	assert_true(cgroups.version1);
	/* What is cut is marked, and so never a name in a command. */
	memset(line, 'a', sizeof(line));
	memcpy(line, "5 5 9 /", 7);
	cgroups = (struct af_cgroups){ 0 };
	af_cgroups_parse(&cgroups, line, sizeof(line));
	assert_int_equal(cgroups.nr, 1);
	assert_int_equal(strlen(cgroups.all[0].path), AF_CGROUP_PATH - 1);
	assert_true(cgroups.all[0].path[AF_CGROUP_PATH - 2] == '~');
}

static void say(char text[2048], const struct af_machine *machine)
{
	FILE *out = fmemopen(text, 2048, "w");
	struct af_case facts;

	assert_non_null(out);
	af_case_unknown(&facts);
	af_values_cgroup(&facts, machine, NULL, out);
	fclose(out);
}

static void test_commands(void **state)
{
	static const struct {
		const char *path;
		bool version1;
		const char *command; /* NULL: none */
	} cases[] = {
		{ "/system.slice/nginx.service", false,
		  "systemctl set-property 'nginx.service' MemoryMax=5M\n" },
		{ "/docker/abc", false,
		  "echo 5M > '/sys/fs/cgroup/docker/abc/memory.max'\n" },
		{ "/docker/abc", true,
		  "echo 5M > '/sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes'\n" },
		{ "", false, "echo 5M > '/sys/fs/cgroup/memory.max'\n" },
		{ "/u/b;id #.service", false, NULL },
		{ "/u/b;id #", false, NULL },
		{ "/../../etc/cron.d", false, NULL },
		{ "x", false, NULL },
		{ "/user.slice/-.slice", false, NULL },
		{ "/a\\x1b.service", false, NULL },
	};
	struct af_machine machine;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct af_cgroup one = { .max = 4 << 20, .refusals = 9 };
		char text[2048];

		af_machine_unknown(&machine);
		machine.cgroups.version1 = cases[i].version1;
		af_cgroup_name(&one, af_slice_string(cases[i].path));
		af_cgroups_keep(&machine.cgroups, &one);
		say(text, &machine);
		if (strcmp(strchr(text, '\n') + 1, cases[i].command ?: ""))
			fail_msg("%s: %s", cases[i].path, text);
	}
}

static void test_headers(void **state)
{
	static const struct {
		enum af_packages manager;
		const char *release, *remedy;
	} cases[] = {
		{ AF_PACKAGES_APT, "6.12.117+deb13-amd64",
		  "apt-get install linux-headers-6.12.117+deb13-amd64" },
		{ AF_PACKAGES_DNF, "6.5.6-300.fc39.x86_64",
		  "dnf install kernel-devel-6.5.6-300.fc39.x86_64" },
		{ AF_PACKAGES_ZYPPER, "6.4.0-150600.21-default",
		  "zypper install kernel-default-devel" },
		{ AF_PACKAGES_ZYPPER, "6.4.0-rt8-7-rt",
		  "zypper install kernel-rt-devel" },
		{ AF_PACKAGES_PACMAN, "6.6.8-arch1-1",
		  "pacman -S linux-headers" },
		{ AF_PACKAGES_PACMAN, "6.6.8-1-lts",
		  "pacman -S linux-lts-headers" },
		{ AF_PACKAGES_PACMAN, "6.6.8-zen1-1-zen",
		  "pacman -S linux-zen-headers" },
		{ AF_NR_PACKAGES, "6.6.8",
		  "install what is needed to build modules for this kernel" },
		{ AF_PACKAGES_APT, "6.6.8;id",
		  "install what is needed to build modules for this kernel" },
	};
	char text[128];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		af_headers_remedy(text, sizeof(text), cases[i].manager,
				  af_slice_string(cases[i].release));
		assert_string_equal(text, cases[i].remedy);
	}
}

/* A copy's files are regular ones in its own directories. */
static void test_below(void **state)
{
	char directory[] = "/tmp/allocfail.XXXXXX", path[64];
	struct af_text text;
	FILE *file;

	assert_non_null(mkdtemp(directory));
	assert_int_equal(chdir(directory), 0);
	assert_int_equal(mkdir("machine", 0700), 0);
	file = fopen("machine/file", "w");
	fputs("a\033b\n", file);
	fclose(file);
	assert_int_equal(symlink("machine/file", "link"), 0);
	assert_int_equal(symlink("machine", "away"), 0);
	assert_int_equal(mkfifo("pipe", 0600), 0);
	assert_int_equal(af_read_text_below(directory, "machine/file", &text),
			 0);
	assert_string_equal(text.text, "a\\x1bb\n");
	free(text.text);
	assert_int_equal(af_read_text_below(directory, "link", &text), -1);
	assert_int_equal(af_read_text_below(directory, "away/file", &text), -1);
	assert_int_equal(af_read_text_below(directory, "pipe", &text), -1);
	assert_int_equal(af_read_text_below(directory, "machine", &text), -1);
	assert_int_equal(af_read_text_below(directory, "machine/../link",
					    &text),
			 -1);
	snprintf(path, sizeof(path), "rm -r %s", directory);
	assert_int_equal(chdir("/"), 0);
	assert_int_equal(system(path), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gate),
		cmocka_unit_test(test_quote),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_times_and_cpus),
		cmocka_unit_test(test_cgroups),
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_below),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
