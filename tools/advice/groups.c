// SPDX-License-Identifier: GPL-2.0-only
/* Signatures as a person counts them. */
#include <stdlib.h>

#include "advice/groups.h"
#include "lib/complain.h"

static struct af_group *find(const struct af_groups *groups,
			     const struct af_key *key)
{
	size_t i;

	for (i = 0; i < groups->nr; i++)
		if (af_key_same(&groups->all[i].key, key))
			return &groups->all[i];
	return NULL;
}

/* The group of a case, a fresh one at the end if there is none. */
static struct af_group *group_of(struct af_groups *groups,
				 const struct af_case *facts)
{
	const struct af_key key = af_key_of_case(facts);
	struct af_group *group = find(groups, &key);

	if (group)
		return group;
	group = &groups->all[groups->nr++];
	group->key = key;
	return group;
}

static void add(struct af_groups *groups, const struct af_signature *signature)
{
	struct af_group *group;
	struct af_case facts;

	af_case_of_signature(&facts, signature);
	group = group_of(groups, &facts);
	if (!group->most || signature->count > group->most->count) {
		group->most = signature;
		group->facts = facts;
	}
	if (af_weigh(&facts) > group->weight)
		group->weight = af_weigh(&facts);
	if (signature->last_us > group->last_us)
		group->last_us = signature->last_us;
	group->count += signature->count;
	group->nr_signatures++;
}

static void add_up(struct af_groups *groups)
{
	size_t i;

	for (i = 0; i < groups->nr; i++) {
		const struct af_group *group = &groups->all[i];

		groups->count += group->count;
		groups->by_weight[group->weight] += group->count;
		if (group->last_us > groups->last_us)
			groups->last_us = group->last_us;
	}
}

static int compare(const void *a, const void *b)
{
	const struct af_group *left = a, *right = b;

	if (left->weight != right->weight)
		return left->weight < right->weight ? 1 : -1;
	if (left->count != right->count)
		return left->count < right->count ? 1 : -1;
	return left->most < right->most ? -1 : 1;
}

/**
 * af_groups_make - group the signatures of a view
 * @groups: where to put them; to be given to af_groups_free()
 * @view: with the signatures read; must outlive the groups
 * @filter: which of them
 *
 * Return: 0, or -1 after a complaint
 */
int af_groups_make(struct af_groups *groups, const struct af_view *view,
		   const struct af_filter *filter)
{
	size_t i;

	*groups = (struct af_groups){
		.all = calloc(view->signatures.nr + 1, sizeof(*groups->all)),
	};
	if (!groups->all) {
		af_complain("out of memory");
		return -1;
	}
	for (i = 0; i < view->signatures.nr; i++)
		if (af_filter_signature(filter, &view->signatures.all[i],
					view->now_us))
			add(groups, &view->signatures.all[i]);
	add_up(groups);
	qsort(groups->all, groups->nr, sizeof(*groups->all), compare);
	return 0;
}

void af_groups_free(struct af_groups *groups)
{
	free(groups->all);
	*groups = (struct af_groups){ 0 };
}

/* The same group in another view's groups, NULL if it is not there. */
const struct af_group *af_groups_find(const struct af_groups *groups,
				      const struct af_group *like)
{
	return find(groups, &like->key);
}
