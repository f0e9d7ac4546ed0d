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
#include "state/where.h"

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
	static const char text[] =
		"id 30 4194304 100 3 /a.slice/b.service\n"
		"no line\n"
		"4194304 270336 99 /of an older copy\n"
		"id 1 2\n"
		"id x 1 2 3 /no-id\n"
		"id 20 9223372036854771712 1 9 /unlimited\n"
		"id 18446744073709551615 8388608 1 7 /with blank\n"
		"id 1 - - -\x20\n"
		"dying 1234\nversion 1\n";
	struct af_cgroups cgroups = { .dying = AF_UNKNOWN };
	char line[AF_CGROUP_PATH * 2];

	af_cgroups_parse(&cgroups, text, sizeof(text) - 1);
	assert_int_equal(cgroups.nr, 4);
	assert_string_equal(af_cgroups_find(&cgroups, UINT64_MAX)->path,
			    "/with blank");
	assert_string_equal(af_cgroups_find(&cgroups, 1)->path, "");
	assert_false(af_known(af_cgroups_find(&cgroups, 1)->current));
	assert_false(af_known(af_cgroups_find(&cgroups, 20)->max));
	assert_string_equal(af_cgroups_find(&cgroups, 30)->path,
			    "/a.slice/b.service");
	assert_true(af_cgroups_find(&cgroups, 30)->refusals == 3);
	assert_null(af_cgroups_find(&cgroups, 2));
	assert_true(cgroups.dying == 1234);
	assert_true(cgroups.version1);
	af_cgroups_free(&cgroups);
	/* What is cut is marked, and so never a name in a command. */
	memset(line, 'a', sizeof(line));
	memcpy(line, "id 1 5 5 9 /", 12);
	af_cgroups_parse(&cgroups, line, sizeof(line));
	assert_int_equal(cgroups.nr, 1);
	assert_int_equal(strlen(cgroups.all[0].path), AF_CGROUP_PATH - 1);
	assert_true(cgroups.all[0].path[AF_CGROUP_PATH - 2] == '~');
	af_cgroups_free(&cgroups);
}

static void test_ids(void **state)
{
	u64 all[] = { 7, 1, UINT64_MAX, 7, 0, 1, 7 };
	struct af_ids ids = { all, ARRAY_SIZE(all) };

	af_ids_sort(&ids);
	assert_int_equal(ids.nr, 4);
	assert_true(af_ids_has(&ids, 0) && af_ids_has(&ids, 1));
	assert_true(af_ids_has(&ids, 7) && af_ids_has(&ids, UINT64_MAX));
	assert_false(af_ids_has(&ids, 2));
	ids.nr = 0;
	af_ids_sort(&ids);
	assert_false(af_ids_has(&ids, 0));
}

#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static void test_where(void **state)
{
	static const struct {
		const char *path, *where;
	} cases[] = {
		{ "", "/" },
		{ "/", "/" },
		{ "/limited", "limited" },
		{ "/system.slice/nginx.service", "nginx.service" },
		{ "/system.slice", "system.slice" },
		{ "/user.slice/user-1000.slice/user@1000.service/app.slice/app-x.scope",
		  "app-x.scope" },
		{ "/user.slice/user-1000.slice/session-3.scope",
		  "session-3.scope" },
		/* A directory below a unit is the unit's. */
		{ "/system.slice/php.service/workers", "php.service" },
		{ "/system.slice/docker-" HEX ".scope", "docker 0123456789ab" },
		{ "/system.slice/docker-" HEX ".scope/system.slice/a.service",
		  "docker 0123456789ab" },
		{ "/docker/" HEX, "docker 0123456789ab" },
		{ "/machine.slice/libpod-" HEX ".scope/container",
		  "podman 0123456789ab" },
		{ "/machine.slice/machine-deb\\x2d12.scope",
		  "machine-deb\\x2d12.scope" },
		{ "/lxc.payload.web", "lxc web" },
		{ "/lxc/web", "lxc web" },
		{ "/kubepods.slice/kubepods-burstable.slice/cri-containerd-" HEX
		  ".scope",
		  "containerd 0123456789ab" },
		{ "/kubepods/burstable/pod12-34/" HEX,
		  "container 0123456789ab" },
		{ "/kubepods/burstable/pod12-34", "pod12-34" },
		{ "/docker-x.service", "docker-x.service" },
		{ "/.scope", ".scope" },
	};
	char text[AF_WHERE_LEN];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		af_where_of_path(text, cases[i].path);
		if (strcmp(text, cases[i].where))
			fail_msg("%s: %s", cases[i].path, text);
	}
}

/* What nobody found is said to be gone, and nothing else. */
static void test_where_id(void **state)
{
	struct af_cgroups cgroups = { 0 };
	struct af_cgroup one = { .id = 5 }, gone = { .id = 6, .gone = true };
	char text[AF_WHERE_LEN];

	af_cgroup_name(&one, af_slice_string("/a.service"));
	assert_int_equal(af_cgroups_add(&cgroups, &one), 0);
	assert_int_equal(af_cgroups_add(&cgroups, &gone), 0);
	af_where(text, &cgroups, 5);
	assert_string_equal(text, "a.service");
	af_where(text, &cgroups, 6);
	assert_string_equal(text, "(6, gone)");
	af_where(text, &cgroups, 7);
	assert_string_equal(text, "(7, gone)");
	af_where(text, &cgroups, 0);
	assert_string_equal(text, "-");
	af_cgroups_free(&cgroups);
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
		struct af_cgroup one = { .max = 4 << 20, .refused = 9 };
		char text[2048];

		af_machine_unknown(&machine);
		machine.cgroups.version1 = cases[i].version1;
		af_cgroup_name(&one, af_slice_string(cases[i].path));
		assert_int_equal(af_cgroups_add(&machine.cgroups, &one), 0);
		say(text, &machine);
		af_cgroups_free(&machine.cgroups);
		if (strcmp(strchr(text, '\n') + 1, cases[i].command ?: ""))
			fail_msg("%s: %s", cases[i].path, text);
	}
}

/* Who has refused is named, most first; who has met a limit and refused nothing is not. */
static void test_refusers(void **state)
{
	struct af_cgroup many = { .id = 1, .refused = 40, .max = 4 << 20 };
	struct af_cgroup few = { .id = 2, .refused = 2, .max = AF_UNKNOWN };
	struct af_cgroup none = { .id = 3, .refusals = 99, .max = 4 << 20 };
	struct af_cgroup gone = { .id = 4, .refused = 2, .gone = true };
	struct af_machine machine;
	char text[2048];

	af_machine_unknown(&machine);
	say(text, &machine);
	assert_string_equal(text, "which cgroup refused is not known\n");
	af_cgroup_name(&many, af_slice_string("/many"));
	af_cgroup_name(&few, af_slice_string("/few"));
	af_cgroup_name(&none, af_slice_string("/none"));
	assert_int_equal(af_cgroups_add(&machine.cgroups, &few), 0);
	assert_int_equal(af_cgroups_add(&machine.cgroups, &none), 0);
	assert_int_equal(af_cgroups_add(&machine.cgroups, &gone), 0);
	assert_int_equal(af_cgroups_add(&machine.cgroups, &many), 0);
	say(text, &machine);
	assert_string_equal(text,
			    "cgroup /many refused 40: limit 4 MiB, in use 0 B\n"
			    "echo 5M > '/sys/fs/cgroup/many/memory.max'\n"
			    "cgroup /few refused 2: now it has no limit of memory\n"
			    "a cgroup that is gone, id 4, refused 2\n");
	few.path[0] = '\0';
	assert_int_equal(af_cgroups_add(&machine.cgroups, &few), 0);
	say(text, &machine);
	assert_true(af_slice_has(af_slice_string(text),
				 "more cgroups refused: allocfail cgroups\n"));
	af_cgroups_free(&machine.cgroups);
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
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_where),
		cmocka_unit_test(test_where_id),
		cmocka_unit_test(test_refusers),
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_below),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
