// SPDX-License-Identifier: GPL-2.0-only
/*
 * The injector's settings: any line is refused, with a reason that can be printed,
 * or becomes settings that choose somebody, and that are the same when they are
 * written as a line and parsed again. Then requests: what is failed is wanted, and
 * never more than was asked for.
 */
#include "fuzz.h"
#include "inject/choose.h"
#include "inject_gfp.h"

#define MAX_LINE 2048

static const char *const contexts[] = { "task", "softirq", "hardirq", "nmi" };

static bool parse(struct af_inject_settings *settings, const char *line,
		  size_t len, struct af_inject_reason *reason)
{
	memset(settings, 0xff, sizeof(*settings));
	memset(reason, 0xff, sizeof(*reason));
	return af_inject_parse(settings, line, len, inject_gfp_names,
			       ARRAY_SIZE(inject_gfp_names), reason);
}

static void check_reason(const struct af_inject_reason *reason)
{
	size_t len = strnlen(reason->text, sizeof(reason->text)), i;

	fuzz_check(len && len < sizeof(reason->text));
	for (i = 0; i < len; i++)
		fuzz_check(reason->text[i] >= ' ' && reason->text[i] <= '~');
}

static void check_ranges(const struct af_inject_settings *settings)
{
	bool somebody = settings->task || settings->pid || settings->tree ||
			settings->cgroup || settings->module[0] ||
			settings->function[0] || settings->require.end;

	fuzz_check(settings->everything != somebody);
	fuzz_check(settings->mode < AF_INJECT_NR_MODES);
	fuzz_check(settings->min_order <= settings->max_order);
	fuzz_check(settings->max_order <= AF_INJECT_MAX_ORDER);
	fuzz_check(settings->contexts && settings->contexts < 16);
	fuzz_check(!(settings->gfp & settings->gfp_not));
	fuzz_check(settings->probability >= 1 && settings->probability <= 100);
	fuzz_check(settings->interval >= 1);
	fuzz_check(settings->times == AF_INJECT_NO_LIMIT ||
		   settings->times >= 1);
	fuzz_check(settings->space <= 1 << 30);
	fuzz_check(!settings->require.end ||
		   settings->require.start < settings->require.end);
	fuzz_check(memchr(settings->module, 0, sizeof(settings->module)));
	fuzz_check(memchr(settings->function, 0, sizeof(settings->function)));
}

static size_t write_number(char *line, size_t n, const char *key, u64 value)
{
	return value ? n + sprintf(line + n, " %s=%#llx", key,
				   (unsigned long long)value) :
		       n;
}

static size_t write_who(char *line, const struct af_inject_settings *settings)
{
	size_t n =
		sprintf(line, "%s", settings->everything ? "everything" : "");

	n = write_number(line, n, "task", settings->task);
	n = write_number(line, n, "pid", settings->pid);
	n = write_number(line, n, "tree", settings->tree);
	n = write_number(line, n, "cgroup", settings->cgroup);
	if (settings->module[0])
		n += sprintf(line + n, " module=%s", settings->module);
	if (settings->function[0])
		n += sprintf(line + n, " function=%s", settings->function);
	if (settings->require.end)
		n += sprintf(line + n, " require-start=%#llx require-end=%#llx",
			     (unsigned long long)settings->require.start,
			     (unsigned long long)settings->require.end);
	if (settings->reject.end)
		n += sprintf(line + n, " reject-start=%#llx reject-end=%#llx",
			     (unsigned long long)settings->reject.start,
			     (unsigned long long)settings->reject.end);
	return n;
}

static void write_line(char *line, const struct af_inject_settings *settings)
{
	size_t n = write_who(line, settings), i;
	const char *separator = "";

	n += sprintf(line + n, " mode=%s order=%u-%u context=",
		     af_inject_mode_names[settings->mode], settings->min_order,
		     settings->max_order);
	for (i = 0; i < ARRAY_SIZE(contexts); i++) {
		if (!(settings->contexts & 1U << i))
			continue;
		n += sprintf(line + n, "%s%s", separator, contexts[i]);
		separator = "+";
	}
	n = write_number(line, n, "gfp", settings->gfp);
	n = write_number(line, n, "gfp-not", settings->gfp_not);
	n += sprintf(line + n, "%s%s", settings->dry ? " dry" : "",
		     settings->track ? " track" : "");
	n = write_number(line, n, "site", settings->site);
	n = write_number(line, n, "nth", settings->nth);
	if (settings->nth)
		return;
	n += sprintf(line + n, "%s probability=%u interval=%u times=%d",
		     settings->unseen ? " new" : "", settings->probability,
		     settings->interval, settings->times);
	n = write_number(line, n, "space", settings->space);
	n = write_number(line, n, "seed", settings->seed);
	fuzz_check(n < MAX_LINE);
}

static void check_again(const struct af_inject_settings *settings)
{
	char *line = fuzz_zalloc(MAX_LINE);
	struct af_inject_settings again;
	struct af_inject_reason reason;

	write_line(line, settings);
	fuzz_check(parse(&again, line, strlen(line), &reason));
	/* Padding is not written. */
	fuzz_check(again.everything == settings->everything);
	fuzz_check(again.task == settings->task);
	fuzz_check(again.pid == settings->pid && again.tree == settings->tree);
	fuzz_check(again.cgroup == settings->cgroup);
	fuzz_check(!strcmp(again.module, settings->module));
	fuzz_check(!strcmp(again.function, settings->function));
	fuzz_check(again.require.start == settings->require.start);
	fuzz_check(again.reject.end == settings->reject.end);
	fuzz_check(again.gfp == settings->gfp);
	fuzz_check(again.gfp_not == settings->gfp_not);
	fuzz_check(again.contexts == settings->contexts);
	fuzz_check(again.nth == settings->nth);
	fuzz_check(again.dry == settings->dry);
	fuzz_check(again.track == settings->track);
	fuzz_check(again.site == settings->site);
	fuzz_check(again.unseen == settings->unseen);
	fuzz_check(again.times == settings->times);
	fuzz_check(again.seed == settings->seed);
	free(line);
}

/* Requests from chance: how many of them are failed. */
static void check_requests(const struct af_inject_settings *settings, u64 seed)
{
	struct af_inject_sites *sites = fuzz_zalloc(sizeof(*sites));
	struct af_inject_state state;
	u32 i, failed = 0, matched = 0;

	af_inject_state_init(&state, settings);
	for (i = 0; i < 64; i++) {
		u64 r = unit_random(&seed);
		struct af_inject_facts facts = {
			.gfp = r,
			.order = (r >> 32) % 12,
			.context = (r >> 36) % AF_NR_CONTEXTS,
			.in_tree = true,
			.in_cgroup = true,
			.task = settings->task,
			.pid = settings->pid,
		};
		bool chosen;

		if (af_inject_spared(settings, &facts, 3) ||
		    !af_inject_wants(settings, &facts))
			continue;
		fuzz_check((facts.gfp & settings->gfp) == settings->gfp);
		fuzz_check(facts.order <= AF_INJECT_MAX_ORDER);
		chosen = af_inject_choose(settings, &state, sites, facts.order,
					  r % 5 + 1);
		matched++;
		failed += chosen;
		if (settings->nth)
			fuzz_check(chosen == (matched == settings->nth));
	}
	fuzz_check(settings->nth || settings->times < 0 ||
		   failed <= (u32)settings->times);
	fuzz_check(!settings->unseen || failed <= 5);
	fuzz_check(!settings->unseen ||
		   failed == (u32)atomic_read(&sites->used));
	fuzz_check(settings->nth || failed <= matched / settings->interval);
	free(sites);
}

static void fuzz(struct choices *choices)
{
	size_t length = choices->left;
	char *line = fuzz_bytes(choices, &length);
	struct af_inject_settings settings;
	struct af_inject_reason reason;

	if (parse(&settings, line, length, &reason)) {
		check_ranges(&settings);
		check_again(&settings);
		check_requests(&settings, length);
		fuzz_check(!af_inject_parse_off(line, length));
	} else {
		check_reason(&reason);
	}
	free(line);
}
