// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a saved copy says of its machine, from the gate to the advice: any bytes. What
 * comes out is printable, no number overflows, and a line that an administrator is to
 * paste has nothing in it that a shell takes for more than words.
 */
#include "fuzz.h"
#include "advice/values.h"
#include "lib/gate.h"
#include "state/machine.h"
#include "state/meet.h"
#include "state/where.h"

struct text {
	char *bytes;
	size_t length;
};

static void check_printable(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		fuzz_check((text[i] >= ' ' && text[i] <= '~') ||
			   text[i] == '\t' || text[i] == '\n');
}

/* As it comes through the gate; to be freed. */
static struct text let_in(const char *bytes, size_t length)
{
	const struct af_slice from = af_slice_of(bytes, length);
	struct text text = { .length = af_gate_length(AF_GATE_TEXT, from) };

	text.bytes = fuzz_zalloc(text.length + 1);
	fuzz_check(af_gate(AF_GATE_TEXT, text.bytes, text.length + 1, from) ==
		   text.length);
	check_printable(text.bytes, text.length);
	return text;
}

static void take(struct af_machine *machine, const struct text *text)
{
	const struct af_slice slice = af_slice_of(text->bytes, text->length);
	size_t i;

	af_machine_unknown(machine);
	for (i = 0; i < af_nr_machine_sources; i++)
		if (af_machine_sources[i].take)
			af_machine_sources[i].take(machine,
						   af_machine_sources[i].offset,
						   slice);
	af_machine_take_clock(machine, slice);
	af_cgroups_parse(&machine->cgroups, text->bytes, text->length);
}

static bool in_range(long long value)
{
	return !af_known(value) || (value >= 0 && value <= AF_MOST);
}

static void check_name(const char *name)
{
	check_printable(name, strlen(name));
	fuzz_check(!strpbrk(name, "\t\n"));
}

static void check_machine(const struct af_machine *machine)
{
	char where[AF_WHERE_LEN];
	size_t i;

	fuzz_check(in_range(machine->min_free_kbytes));
	fuzz_check(in_range(machine->mem_total_kb));
	fuzz_check(in_range(machine->cpus) && machine->cpus);
	for (i = 0; i < machine->cgroups.nr; i++) {
		const struct af_cgroup *cgroup = &machine->cgroups.all[i];

		fuzz_check(in_range(cgroup->max) && in_range(cgroup->current));
		fuzz_check(in_range(cgroup->refusals));
		fuzz_check(!i || cgroup[-1].id <= cgroup->id);
		fuzz_check(af_cgroups_find(&machine->cgroups, cgroup->id));
		check_name(cgroup->path);
		af_where(where, &machine->cgroups, cgroup->id);
		check_name(where);
	}
}

/* What is printed for a copy is understood again. */
static void check_again(const struct af_cgroups *cgroups)
{
	struct af_cgroups again = { .dying = AF_UNKNOWN };
	char *text = NULL;
	size_t i, length;
	FILE *out = open_memstream(&text, &length);

	fuzz_check(out);
	af_cgroups_print(cgroups, out);
	fclose(out);
	af_cgroups_parse(&again, text, length);
	fuzz_check(again.nr == cgroups->nr && again.dying == cgroups->dying);
	/* Several of one id may change places. */
	for (i = 0; i < again.nr; i++)
		fuzz_check(again.all[i].id == cgroups->all[i].id);
	af_cgroups_free(&again);
	free(text);
}

static bool is_command(struct af_slice line)
{
	return af_slice_begins(line, "sysctl ") ||
	       af_slice_begins(line, "systemctl ") ||
	       af_slice_begins(line, "echo ");
}

/* Up to its comment: words, and names between quotes. */
static void check_command(struct af_slice line)
{
	size_t comment = af_slice_find(line, "  # "), i;
	bool quoted = false;

	if (comment != AF_NOT_FOUND)
		line.length = comment;
	for (i = 0; i < line.length; i++) {
		const char c = line.text[i];

		if (c == '\'')
			quoted = !quoted;
		else if (quoted)
			fuzz_check(!strchr(" \t;&|<>$`\"()#*?!~", c));
		else
			fuzz_check(!strchr(";&|<$`\"()#*?!~\\", c));
	}
	fuzz_check(!quoted);
	fuzz_check(!af_slice_has(line, "/../"));
}

static void check_values(const char *text, size_t length)
{
	struct af_slice rest = af_slice_of(text, length), line;

	check_printable(text, length);
	while (af_slice_cut(&rest, '\n', &line))
		if (is_command(line))
			check_command(line);
}

static void advise(const struct af_machine *machine,
		   const struct af_zones *zones)
{
	struct af_case facts;
	char *text = NULL;
	size_t i, length;
	FILE *out = open_memstream(&text, &length);

	fuzz_check(out);
	af_case_unknown(&facts);
	facts.order = 3;
	for (i = 0; i < af_nr_advices; i++)
		if (af_advices[i].values)
			af_advices[i].values(&facts, machine, zones, out);
	fclose(out);
	check_values(text, length);
	free(text);
}

static void meet(const struct af_zones *zones)
{
	const struct af_rules *rules = af_rules_of(6 << 16 | 12 << 8);
	struct af_totals totals = { .nr_zones = 1 };
	u32 order;

	totals.zone[0].name = af_slice_string("Normal");
	for (order = 0; order < AF_MAX_ORDERS; order++)
		fuzz_check(af_meet_all(zones, rules, AF_KIND_ATOMIC, order,
				       &totals) <= AF_ZONE_OK);
}

/* Up to a zero byte the machine, then the file fragmentation. */
static void fuzz(struct choices *choices)
{
	struct text raw = { .length = choices->left }, machine_text, zones_text;
	struct af_parse_error error;
	struct af_machine machine;
	struct af_zones zones;
	size_t first, i;

	raw.bytes = fuzz_bytes(choices, &raw.length);
	first = strnlen(raw.bytes, raw.length);
	machine_text = let_in(raw.bytes, first);
	zones_text = let_in(raw.bytes + first + (first < raw.length),
			    raw.length - first - (first < raw.length));
	take(&machine, &machine_text);
	for (i = 0; i < machine.cgroups.nr; i++)
		machine.cgroups.all[i].refused = i % 3;
	check_machine(&machine);
	check_again(&machine.cgroups);
	if (af_parse_fragmentation(&zones, zones_text.bytes, zones_text.length,
				   &error))
		zones = (struct af_zones){ 0 };
	meet(&zones);
	advise(&machine, &zones);
	af_zones_free(&zones);
	af_cgroups_free(&machine.cgroups);
	free(zones_text.bytes);
	free(machine_text.bytes);
	free(raw.bytes);
}
