// SPDX-License-Identifier: GPL-2.0-only
/* allocfail diff: what was added, and by whom. */
#include <stdlib.h>

#include "commands/diff.h"

/* The same load of the same module, not reset: counts go on from one to the other. */
static bool is_continued(const struct af_view *a, const struct af_view *b)
{
	return a->status.since_us == b->status.since_us &&
	       af_slice_same(a->status.kernel, b->status.kernel) &&
	       af_slice_same(a->status.hook, b->status.hook);
}

static int compare(const void *a, const void *b)
{
	const struct af_added *left = a, *right = b;

	if (left->group->weight != right->group->weight)
		return left->group->weight < right->group->weight ? 1 : -1;
	if (left->count != right->count)
		return left->count < right->count ? 1 : -1;
	return left->group < right->group ? -1 : 1;
}

static void add(struct af_diff *diff, const struct af_group *now)
{
	const struct af_group *before =
		af_groups_find(&diff->sides[0].groups, now);
	u64 count = now->count;

	if (before && diff->continued)
		count = af_more(before->count, now->count);
	if (!count)
		return;
	diff->count += count;
	diff->added[diff->nr++] = (struct af_added){
		.group = now,
		.count = count,
		.is_new = !before,
	};
}

/* What a filter says of failures without a record is not known. */
static void count_dropped(struct af_diff *diff)
{
	const u64 before = diff->sides[0].view.totals.signatures_dropped;
	const u64 now = diff->sides[1].view.totals.signatures_dropped;

	if (!af_filter_any(&diff->options->filter))
		diff->dropped = diff->continued ? af_more(before, now) : now;
}

/**
 * af_diff_make - compare the two sides
 * @diff: with both sides read
 *
 * Return: 0, or -1 after a complaint
 */
int af_diff_make(struct af_diff *diff)
{
	const struct af_groups *groups = &diff->sides[1].groups;
	const struct af_view *a = &diff->sides[0].view;
	const struct af_view *b = &diff->sides[1].view;
	size_t i;

	diff->continued = is_continued(a, b);
	if (diff->continued && (b->now_us < a->now_us ||
				b->totals.failures < a->totals.failures)) {
		af_complain("diff: %s is older than %s: the older one comes first",
			    diff->sides[1].name, diff->sides[0].name);
		return -1;
	}
	diff->added = calloc(groups->nr + 1, sizeof(*diff->added));
	if (!diff->added) {
		af_complain("diff: out of memory");
		return -1;
	}
	for (i = 0; i < groups->nr; i++)
		add(diff, &groups->all[i]);
	count_dropped(diff);
	qsort(diff->added, diff->nr, sizeof(*diff->added), compare);
	return 0;
}

/* What has no record is weighed by its class, which is counted all the same. */
enum af_weight af_diff_worst(const struct af_diff *diff)
{
	const struct af_totals *a = &diff->sides[0].view.totals;
	const struct af_totals *b = &diff->sides[1].view.totals;
	enum af_weight weight = diff->nr ? diff->added[0].group->weight :
					   AF_HARMLESS;
	const bool all = !diff->continued;

	if (!diff->dropped)
		return weight;
	if (b->class[AF_CLASS_BLOCKING] >
	    (all ? 0 : a->class[AF_CLASS_BLOCKING]))
		return AF_SERIOUS;
	if (b->class[AF_CLASS_ATOMIC] > (all ? 0 : a->class[AF_CLASS_ATOMIC]) &&
	    weight == AF_HARMLESS)
		return AF_MATTERS;
	return weight;
}

static int read_side(struct af_side *side, const char *root,
		     const struct af_filter *filter)
{
	const unsigned int files =
		AF_READ(AF_FILE_STATUS) | AF_READ(AF_FILE_COUNTERS) |
		AF_READ(AF_FILE_SIGNATURES) | AF_READ(AF_FILE_FRAGMENTATION);

	side->name = root ? root : "now";
	if (af_view_read(&side->view, root, files))
		return -1;
	if (!af_groups_make(&side->groups, &side->view, filter))
		return 0;
	af_view_free(&side->view);
	return -1;
}

void af_diff_free(struct af_diff *diff)
{
	unsigned int i;

	free(diff->added);
	for (i = 0; i < ARRAY_SIZE(diff->sides); i++) {
		af_groups_free(&diff->sides[i].groups);
		af_view_free(&diff->sides[i].view);
	}
}

int af_diff(const struct af_options *options)
{
	char **roots = options->arguments;
	struct af_diff diff = { .options = options };
	int code = AF_EXIT_TROUBLE;

	if (!options->nr_arguments) {
		af_complain("diff: of which copy? See allocfail diff --help");
		return code;
	}
	if (!read_side(&diff.sides[0], roots[0], &options->filter) &&
	    !read_side(&diff.sides[1],
		       options->nr_arguments > 1 ? roots[1] : NULL,
		       &options->filter) &&
	    !af_diff_make(&diff)) {
		af_diff_print(&diff);
		code = af_diff_worst(&diff) == AF_HARMLESS ? AF_EXIT_FINE :
							     AF_EXIT_MATTERS;
	}
	af_diff_free(&diff);
	return code;
}
