// SPDX-License-Identifier: GPL-2.0-only
/*
 * allocfail journal: a line for each kind of failure, that is for each signature,
 * rather than for each failure. With --follow, for those that come.
 */
#include <search.h>
#include <stdio.h>
#include <stdlib.h>

#include "advice/key.h"
#include "advice/weight.h"
#include "cli/command.h"
#include "commands/journal.h"
#include "lib/clock.h"
#include "lib/units.h"
#include "state/view.h"

#define DEFAULT_INTERVAL 1.0 /* seconds */
#define LINES_A_MINUTE 10
#define MINUTE_US 60000000ULL

struct journal {
	const struct af_options *options;
	struct af_journal_out out;
	void *known;	  /* tree of hashes of signatures */
	u64 since_us;	  /* of what the tree knows */
	u64 seen;	  /* signatures at the last look */
	u64 told_dropped; /* failures without a record, that were told of */
	u64 minute_us;	  /* when the first line of this minute was written */
	unsigned int lines;
	unsigned int kept_back;
	bool matters;
	bool broken; /* lines could not be written */
};

static int compare(const void *a, const void *b)
{
	return a < b ? -1 : a > b;
}

/* The hash itself stands for the pointer that the tree is made for. */
static bool is_known(struct journal *journal,
		     const struct af_signature *signature)
{
	const struct af_key key = af_key_of_signature(signature);
	void *const hash = (void *)(uintptr_t)af_key_hash(&key);
	void *const *node = tfind(hash, &journal->known, compare);

	return node || !tsearch(hash, &journal->known, compare);
}

static void keep_hash(void *hash)
{
	(void)hash;
}

static void forget_all(struct journal *journal)
{
	tdestroy(journal->known, keep_hash);
	journal->known = NULL;
	journal->told_dropped = 0;
}

static enum af_priority priority_of(struct journal *journal,
				    const struct af_signature *signature)
{
	static const enum af_priority priorities[AF_NR_WEIGHTS] = {
		[AF_HARMLESS] = AF_PRIORITY_INFO,
		[AF_MATTERS] = AF_PRIORITY_WARNING,
		[AF_SERIOUS] = AF_PRIORITY_ERROR,
	};
	struct af_case facts;
	enum af_weight weight;

	af_case_of_signature(&facts, signature);
	weight = af_weigh(&facts);
	journal->matters |= weight != AF_HARMLESS;
	return priorities[weight];
}

/* As in "skb_copy of tg3"; what is not known is left out. */
static void write_site(FILE *out, const struct af_signature *signature)
{
	struct af_site site;

	af_site_of(&site, signature->frames, signature->nr_frames);
	if (site.function.length)
		fprintf(out, ", %.*s", AF_SLICE(site.function));
	if (site.name.length)
		fprintf(out, " of %.*s", AF_SLICE(site.name));
}

static void write_message(FILE *out, const struct af_signature *signature)
{
	const struct af_subject *subject = &signature->subject;
	char bytes[AF_UNIT_LEN];

	fprintf(out, "allocation of order %u (%s) failed: %s, %s, %s",
		subject->order, af_bytes(bytes, af_order_bytes(subject->order)),
		af_cause_name(subject->cause), af_class_name(subject->class),
		af_context_name(subject->context));
	fprintf(out, ", zone %.*s", AF_SLICE(subject->zone));
	if (subject->gfp.length)
		fprintf(out, ", %.*s", AF_SLICE(subject->gfp));
	write_site(out, signature);
	fprintf(out, ", task %.*s", AF_SLICE(subject->comm));
}

static void write_stack(FILE *out, const struct af_signature *signature)
{
	size_t i;

	fputs("ALLOCFAIL_STACK=", out);
	for (i = 0; i < signature->nr_frames; i++)
		fprintf(out, "%s%.*s", i ? ";" : "",
			AF_SLICE(signature->frames[i]));
	fputc('\n', out);
}

static void write_fields(FILE *out, const struct af_signature *signature)
{
	const struct af_subject *subject = &signature->subject;

	fprintf(out,
		"ALLOCFAIL_ORDER=%u\nALLOCFAIL_CAUSE=%s\nALLOCFAIL_CLASS=%s\nALLOCFAIL_CONTEXT=%s\n",
		subject->order, af_cause_name(subject->cause),
		af_class_name(subject->class),
		af_context_name(subject->context));
	fprintf(out,
		"ALLOCFAIL_ZONE=%.*s\nALLOCFAIL_GFP=%.*s\nALLOCFAIL_COMM=%.*s\nALLOCFAIL_COUNT=%llu\n",
		AF_SLICE(subject->zone), AF_SLICE(subject->gfp),
		AF_SLICE(subject->comm), (unsigned long long)signature->count);
	write_stack(out, signature);
}

static char *print(void (*write)(FILE *, const struct af_signature *),
		   const struct af_signature *signature)
{
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	if (!out)
		return NULL;
	write(out, signature);
	fclose(out);
	return text;
}

static void say(struct journal *journal, enum af_priority priority,
		const char *message, const char *fields)
{
	if (af_journal_write(&journal->out, priority, message, fields))
		journal->broken = true;
}

/* If a minute begins: what the last one kept back, in one line. */
static bool turn_minute(struct journal *journal, u64 now_us)
{
	char line[100];

	if (journal->minute_us && now_us - journal->minute_us < MINUTE_US)
		return false;
	if (journal->kept_back) {
		snprintf(line, sizeof(line),
			 "%u more new kinds of failure: see allocfail report",
			 journal->kept_back);
		say(journal, AF_PRIORITY_WARNING, line, "");
	}
	journal->minute_us = now_us;
	journal->lines = 0;
	journal->kept_back = 0;
	return true;
}

static void tell(struct journal *journal, const struct af_signature *signature)
{
	const enum af_priority priority = priority_of(journal, signature);
	char *message, *fields;

	if (journal->lines == LINES_A_MINUTE) {
		journal->kept_back++;
		return;
	}
	message = print(write_message, signature);
	fields = print(write_fields, signature);
	if (message && fields)
		say(journal, priority, message, fields);
	else
		journal->broken = true;
	journal->lines++;
	free(message);
	free(fields);
}

/* At once when it begins, then once a minute. */
static void tell_dropped(struct journal *journal, const struct af_view *view,
			 bool minute_begins)
{
	const u64 dropped = view->totals.signatures_dropped;
	char line[200];

	if (dropped == journal->told_dropped ||
	    (journal->told_dropped && !minute_begins))
		return;
	snprintf(line, sizeof(line),
		 "the table of signatures is full: %llu more failures are counted, and their kinds not told of",
		 (unsigned long long)(dropped - journal->told_dropped));
	journal->told_dropped = dropped;
	say(journal, AF_PRIORITY_WARNING, line, "");
}

/* @quietly: what is there from before is only remembered. */
static void take_signatures(struct journal *journal, const struct af_view *view,
			    bool quietly)
{
	size_t i;

	for (i = 0; i < view->signatures.nr; i++) {
		const struct af_signature *signature = &view->signatures.all[i];

		if (is_known(journal, signature) || quietly ||
		    !af_filter_signature(&journal->options->filter, signature,
					 view->now_us))
			continue;
		tell(journal, signature);
	}
	journal->seen = view->signatures.nr;
}

static int look_at_signatures(struct journal *journal, bool quietly)
{
	struct af_view view;

	if (af_view_read(&view, journal->options->root,
			 AF_READ(AF_FILE_STATUS) | AF_READ(AF_FILE_SIGNATURES)))
		return -1;
	take_signatures(journal, &view, quietly);
	af_view_free(&view);
	return 0;
}

/* The kernel looks up a symbol a frame: only if there is one more signature. */
static bool has_more(struct journal *journal, const struct af_status *status)
{
	if (status->since_us != journal->since_us) {
		forget_all(journal);
		journal->since_us = status->since_us;
		return true;
	}
	return status->signatures_used != journal->seen;
}

static int look(struct journal *journal, bool quietly)
{
	struct af_view view;
	bool minute_begins, more;

	if (af_view_read(&view, journal->options->root,
			 AF_READ(AF_FILE_STATUS) | AF_READ(AF_FILE_COUNTERS)))
		return -1;
	minute_begins = turn_minute(journal, view.now_us);
	more = has_more(journal, &view.status);
	tell_dropped(journal, &view, minute_begins);
	af_view_free(&view);
	return more ? look_at_signatures(journal, quietly) : 0;
}

/* The end of one that does not follow: nothing is kept back for later. */
static void finish(struct journal *journal)
{
	journal->minute_us = 0;
	turn_minute(journal, 0);
	forget_all(journal);
	af_journal_close(&journal->out);
}

static int follow(struct journal *journal)
{
	const struct af_options *options = journal->options;
	unsigned int looks = 0;

	for (;;) {
		if (look(journal, options->follow && !looks))
			return -1;
		looks++;
		if (!options->follow || looks == options->count ||
		    journal->broken)
			return journal->broken ? -1 : 0;
		af_sleep(options->interval ? options->interval :
					     DEFAULT_INTERVAL);
	}
}

int af_journal(const struct af_options *options)
{
	struct journal journal = { .options = options };
	int result;

	if (af_journal_open(&journal.out, options->output))
		return AF_EXIT_TROUBLE;
	result = follow(&journal);
	finish(&journal);
	if (result)
		return AF_EXIT_TROUBLE;
	return journal.matters ? AF_EXIT_MATTERS : AF_EXIT_FINE;
}
