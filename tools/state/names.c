// SPDX-License-Identifier: GPL-2.0-only
/* Names of contexts, classes and causes: the module's own, both ways. */
#include "state/model.h"

static unsigned int find(const char *const *names, unsigned int nr,
			 struct af_slice name)
{
	unsigned int i;

	for (i = 0; i < nr; i++)
		if (af_slice_is(name, names[i]))
			break;
	return i;
}

enum af_context af_context_of(struct af_slice name)
{
	return find(af_context_names, AF_NR_CONTEXTS, name);
}

enum af_class af_class_of(struct af_slice name)
{
	return find(af_class_names, AF_NR_CLASSES, name);
}

enum af_cause af_cause_of(struct af_slice name)
{
	return find(af_cause_names, AF_NR_CAUSES, name);
}

const char *af_context_name(enum af_context context)
{
	return context < AF_NR_CONTEXTS ? af_context_names[context] : "?";
}

const char *af_class_name(enum af_class class)
{
	return class < AF_NR_CLASSES ? af_class_names[class] : "?";
}

const char *af_cause_name(enum af_cause cause)
{
	return cause < AF_NR_CAUSES ? af_cause_names[cause] : "?";
}
