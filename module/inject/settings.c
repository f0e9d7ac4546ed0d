// SPDX-License-Identifier: GPL-2.0-only
/*
 * A line of words, key=value or key alone, to settings. Pure: no kernel state.
 *
 * The line comes from root, and may be anything: each word is looked at by its
 * bounds, and what is echoed in a reason is printable.
 */
#include "inject/words.h"

/* What the parser goes along with. */
struct inject_parser {
	struct af_inject_settings *settings;
	struct af_inject_reason *reason;
	struct af_inject_masks masks;
	u64 given; /* a bit for each key */
};

/**
 * af_inject_refuse() - say what was wrong
 * @reason: where to
 * @what: the word that is wrong, anything
 * @len: of it; no more than 40 bytes are shown
 * @why: what is wrong with it
 *
 * Context: Any.
 */
void af_inject_refuse(struct af_inject_reason *reason, const char *what,
		      size_t len, const char *why)
{
	char shown[41];
	size_t i;

	for (i = 0; i < len && i < sizeof(shown) - 1; i++)
		shown[i] = what[i] > ' ' && what[i] < 0x7f ? what[i] : '?';
	shown[i] = '\0';
	snprintf(reason->text, sizeof(reason->text), "%s%s%s", shown,
		 len ? ": " : "", why);
}

enum inject_key {
	KEY_MODE,
	KEY_EVERYTHING,
	KEY_TASK,
	KEY_PID,
	KEY_TREE,
	KEY_CGROUP,
	KEY_MODULE,
	KEY_FUNCTION,
	KEY_REQUIRE_START,
	KEY_REQUIRE_END,
	KEY_REJECT_START,
	KEY_REJECT_END,
	KEY_ORDER,
	KEY_GFP,
	KEY_GFP_NOT,
	KEY_CONTEXT,
	KEY_NTH,
	KEY_NEW,
	KEY_TRACK,
	KEY_DRY,
	KEY_SITE,
	KEY_PROBABILITY,
	KEY_INTERVAL,
	KEY_TIMES,
	KEY_SPACE,
	KEY_SEED,
	NR_KEYS
};

/* The keys, and what their values must be; NULL: they have none. */
static const struct {
	const char *name;
	const char *value;
} inject_keys[NR_KEYS] = {
	[KEY_MODE] = { "mode", "early or slowpath" },
	[KEY_EVERYTHING] = { "everything", NULL },
	[KEY_TASK] = { "task", "the number of a thread" },
	[KEY_PID] = { "pid", "the number of a process" },
	[KEY_TREE] = { "tree", "the number of a process" },
	[KEY_CGROUP] = { "cgroup", "the id of a cgroup" },
	[KEY_MODULE] = { "module", "the name of a module" },
	[KEY_FUNCTION] = { "function", "the name of a function" },
	[KEY_REQUIRE_START] = { "require-start", "an address" },
	[KEY_REQUIRE_END] = { "require-end", "an address" },
	[KEY_REJECT_START] = { "reject-start", "an address" },
	[KEY_REJECT_END] = { "reject-end", "an address" },
	[KEY_ORDER] = { "order", "an order from 0 to 10, or two as 2-4" },
	[KEY_GFP] = { "gfp", "names or bits of a mask, with | between them" },
	[KEY_GFP_NOT] = { "gfp-not",
			  "names or bits of a mask, with | between them" },
	[KEY_CONTEXT] = { "context",
			  "task, softirq, hardirq, nmi, with + between them" },
	[KEY_NTH] = { "nth", "a number from 1 to 2147483647" },
	[KEY_NEW] = { "new", NULL },
	[KEY_TRACK] = { "track", NULL },
	[KEY_DRY] = { "dry", NULL },
	[KEY_SITE] = { "site", "a number, as failed has it, with 0x" },
	[KEY_PROBABILITY] = { "probability", "a number from 1 to 100" },
	[KEY_INTERVAL] = { "interval", "a number from 1 to 2147483647" },
	[KEY_TIMES] = { "times", "a number from 1 to 2147483647, or -1" },
	[KEY_SPACE] = { "space", "a number of pages up to 1073741824" },
	[KEY_SEED] = { "seed", "a number up to 4294967295" },
};

/* Whom a setting needs at least one of. */
#define INJECT_WHO                                                            \
	(1U << KEY_TASK | 1U << KEY_PID | 1U << KEY_TREE | 1U << KEY_CGROUP | \
	 1U << KEY_MODULE | 1U << KEY_FUNCTION | 1U << KEY_REQUIRE_START)

/* What nth= does without. */
#define INJECT_NOT_WITH_NTH                                           \
	(1U << KEY_NEW | 1U << KEY_PROBABILITY | 1U << KEY_INTERVAL | \
	 1U << KEY_TIMES | 1U << KEY_SPACE | 1U << KEY_SEED)

/* Of a key that has a value: is it a right one. */
static bool inject_value(const struct inject_parser *parser,
			 enum inject_key key, struct af_inject_text value)
{
	struct af_inject_settings *to = parser->settings;

	switch (key) {
	case KEY_MODE:
		return af_inject_mode(value, &to->mode);
	case KEY_TASK:
		return af_inject_u32(value, 1, S32_MAX, &to->task);
	case KEY_PID:
		return af_inject_u32(value, 1, S32_MAX, &to->pid);
	case KEY_TREE:
		return af_inject_u32(value, 1, S32_MAX, &to->tree);
	case KEY_CGROUP:
		return af_inject_number(value, U64_MAX, &to->cgroup) &&
		       to->cgroup;
	case KEY_MODULE:
		return af_inject_name(value, to->module, sizeof(to->module));
	case KEY_FUNCTION:
		return af_inject_name(value, to->function,
				      sizeof(to->function));
	case KEY_REQUIRE_START:
		return af_inject_number(value, U64_MAX, &to->require.start);
	case KEY_REQUIRE_END:
		return af_inject_number(value, U64_MAX, &to->require.end);
	case KEY_REJECT_START:
		return af_inject_number(value, U64_MAX, &to->reject.start);
	case KEY_REJECT_END:
		return af_inject_number(value, U64_MAX, &to->reject.end);
	case KEY_ORDER:
		return af_inject_orders(value, to);
	case KEY_GFP:
		return af_inject_mask(&parser->masks, value, &to->gfp);
	case KEY_GFP_NOT:
		return af_inject_mask(&parser->masks, value, &to->gfp_not);
	case KEY_CONTEXT:
		return af_inject_contexts(value, &to->contexts);
	case KEY_NTH:
		return af_inject_u32(value, 1, S32_MAX, &to->nth);
	case KEY_SITE:
		return af_inject_number(value, U64_MAX, &to->site) && to->site;
	case KEY_PROBABILITY:
		return af_inject_u32(value, 1, 100, &to->probability);
	case KEY_INTERVAL:
		return af_inject_u32(value, 1, S32_MAX, &to->interval);
	case KEY_TIMES:
		return af_inject_times(value, &to->times);
	case KEY_SPACE:
		return af_inject_u32(value, 0, 1U << 30, &to->space);
	case KEY_SEED:
		return af_inject_u32(value, 0, U32_MAX, &to->seed);
	default:
		return false;
	}
}

static bool inject_refuse(const struct inject_parser *parser,
			  struct af_inject_text what, const char *why)
{
	af_inject_refuse(parser->reason, what.at, what.len, why);
	return false;
}

static bool inject_key_alone(const struct inject_parser *parser,
			     struct af_inject_text word, enum inject_key key)
{
	if (word.len != strlen(inject_keys[key].name))
		return inject_refuse(parser, word, "takes no value");
	if (key == KEY_EVERYTHING)
		parser->settings->everything = true;
	else if (key == KEY_TRACK)
		parser->settings->track = true;
	else if (key == KEY_DRY)
		parser->settings->dry = true;
	else
		parser->settings->unseen = true;
	return true;
}

static bool inject_setting(struct inject_parser *parser,
			   struct af_inject_text word)
{
	struct af_inject_text value = word, name = af_inject_cut(&value, '=');
	char must[AF_INJECT_REASON_LEN];
	unsigned int key;

	for (key = 0; key < NR_KEYS; key++)
		if (af_inject_is(name, inject_keys[key].name))
			break;
	if (key == NR_KEYS)
		return inject_refuse(parser, word, "there is no such setting");
	if (parser->given & 1U << key)
		return inject_refuse(parser, word, "given twice");
	parser->given |= 1U << key;
	if (!inject_keys[key].value)
		return inject_key_alone(parser, word, key);
	if (inject_value(parser, key, value))
		return true;
	snprintf(must, sizeof(must), "must be %s", inject_keys[key].value);
	return inject_refuse(parser, word, must);
}

static bool inject_given(const struct inject_parser *parser,
			 enum inject_key key)
{
	return parser->given & 1U << key;
}

static const char inject_nobody[] =
	"nobody is chosen: task, pid, tree, cgroup, module, function, require-start, or everything";

/* NULL, or what is wrong with the settings as a whole. */
static const char *inject_contradiction(const struct inject_parser *parser)
{
	const struct af_inject_settings *to = parser->settings;

	if (!to->everything && !(parser->given & INJECT_WHO))
		return inject_nobody;
	if (to->everything && parser->given & INJECT_WHO)
		return "everything, and a choice of somebody, too";
	if (to->nth && parser->given & INJECT_NOT_WITH_NTH)
		return "nth= goes without new, probability=, interval=, times=, space= and seed=";
	if (inject_given(parser, KEY_REQUIRE_START) !=
		    inject_given(parser, KEY_REQUIRE_END) ||
	    inject_given(parser, KEY_REJECT_START) !=
		    inject_given(parser, KEY_REJECT_END))
		return "a range needs its start and its end";
	if ((inject_given(parser, KEY_REQUIRE_START) &&
	     to->require.start >= to->require.end) ||
	    (inject_given(parser, KEY_REJECT_START) &&
	     to->reject.start >= to->reject.end))
		return "the end of a range is not above its start";
	if (to->gfp & to->gfp_not)
		return "gfp= and gfp-not= have a bit in common";
	return NULL;
}

/**
 * af_inject_parse() - the settings that a line asks for
 * @settings: where to put them; undefined if the line is refused
 * @line: any bytes
 * @len: of them
 * @names: of gfp bits
 * @nr_names: of them
 * @reason: why it was refused
 *
 * Context: Any.
 * Return: Whether all of it is right.
 */
bool af_inject_parse(struct af_inject_settings *settings, const char *line,
		     size_t len, const struct af_inject_gfp *names,
		     size_t nr_names, struct af_inject_reason *reason)
{
	struct inject_parser parser = {
		.settings = settings,
		.reason = reason,
		.masks = { names, nr_names },
	};
	struct af_inject_text rest = { line, len }, word;
	const char *contradiction;

	*settings = (struct af_inject_settings){
		.max_order = AF_INJECT_MAX_ORDER,
		.contexts = AF_INJECT_ALL_CONTEXTS,
		.probability = 100,
		.interval = 1,
		.times = 1,
	};
	while ((word = af_inject_word(&rest)).len)
		if (!inject_setting(&parser, word))
			return false;
	contradiction = inject_contradiction(&parser);
	if (contradiction) {
		af_inject_refuse(reason, "", 0, contradiction);
		return false;
	}
	return true;
}

/**
 * af_inject_parse_off() - does a line ask for nothing to be failed
 * @line: any bytes
 * @len: of them
 *
 * Context: Any.
 * Return: Whether it is the word off.
 */
bool af_inject_parse_off(const char *line, size_t len)
{
	struct af_inject_text rest = { line, len },
			      word = af_inject_word(&rest);

	return af_inject_is(word, "off") && !af_inject_word(&rest).len;
}
