// SPDX-License-Identifier: GPL-2.0-only
/* What the value of an option sets. */
#include <stdlib.h>

#include "cli/option_set.h"

static int set_number(unsigned int *number, const char *text, u64 min, u64 max)
{
	u64 value;

	if (!af_slice_u64(af_slice_string(text), &value) || value < min ||
	    value > max)
		return -1;
	*number = value;
	return 0;
}

static int set_seconds(double *seconds, const char *text)
{
	char *end;

	*seconds = strtod(text, &end);
	return *end || end == text || !(*seconds >= 0.1) ||
			       !(*seconds <= 86400) ?
		       -1 :
		       0;
}

static int set_filter(struct af_filter *filter, enum af_option option,
		      const char *value)
{
	switch (option) {
	case AF_OPTION_ORDER:
		return af_filter_orders(filter, value);
	case AF_OPTION_CAUSE:
		return af_filter_causes(filter, value);
	case AF_OPTION_CONTEXT:
		return af_filter_contexts(filter, value);
	case AF_OPTION_CLASS:
		return af_filter_classes(filter, value);
	case AF_OPTION_COMM:
		filter->comm = value;
		return 0;
	case AF_OPTION_LAST:
		return af_filter_last(filter, value);
	case AF_OPTION_SINCE:
		return af_moment_parse(value, &filter->since) ? 0 : -1;
	case AF_OPTION_UNTIL:
		return af_moment_parse(value, &filter->until) ? 0 : -1;
	default:
		return -1;
	}
}

int af_option_set(struct af_options *options, enum af_option option,
		  char *value, int word)
{
	switch (option) {
	case AF_OPTION_HELP:
		options->help = true;
		return 0;
	case AF_OPTION_ROOT:
		options->root = value;
		return 0;
	case AF_OPTION_TIME:
		options->iso = word;
		return 0;
	case AF_OPTION_COLOR:
		options->color = word;
		return 0;
	case AF_OPTION_WIDTH:
		return set_number(&options->width, value, AF_MIN_WIDTH, 1000);
	case AF_OPTION_HEIGHT:
		return set_number(&options->height, value, AF_MIN_HEIGHT, 1000);
	case AF_OPTION_FULL:
		options->full = true;
		return 0;
	case AF_OPTION_JSON:
		options->json = true;
		return 0;
	case AF_OPTION_FOLLOW:
		options->follow = true;
		return 0;
	case AF_OPTION_BATCH:
		options->batch = true;
		return 0;
	case AF_OPTION_SORT:
		options->sort = value;
		return 0;
	case AF_OPTION_INTERVAL:
		return set_seconds(&options->interval, value);
	case AF_OPTION_COUNT:
		return set_number(&options->count, value, 1, U32_MAX);
	case AF_OPTION_FORMAT:
		options->format = value;
		return 0;
	case AF_OPTION_OUTPUT:
		options->output = value;
		return 0;
	case AF_OPTION_KERNEL:
		options->kernel = value;
		return 0;
	case AF_OPTION_MARKDOWN:
		options->markdown = true;
		return 0;
	case AF_OPTION_BY:
		options->by = word;
		return 0;
	case AF_OPTION_HTML:
		options->html = value;
		return 0;
	case AF_OPTION_MODULE:
		options->module = value;
		return 0;
	case AF_OPTION_ALL:
		options->all = true;
		return 0;
	case AF_OPTION_TIMEOUT:
		return set_seconds(&options->timeout, value);
	case AF_OPTION_JUNIT:
		options->junit = value;
		return 0;
	default:
		return set_filter(&options->filter, option, value);
	}
}
