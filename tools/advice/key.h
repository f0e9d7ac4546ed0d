/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What makes two failures the same. How much of it is looked at depends on who asks:
 * a person counts by who asked, an event has no stack, a record of the module has
 * all; of a report in a kernel log explain looks at what the log says besides. What is
 * not looked at is 0.
 */
#ifndef AF_KEY_H
#define AF_KEY_H

#include "advice/case.h"

struct af_key {
	s64 order;
	u64 gfp_mask;
	enum af_context context;
	enum af_class class;
	enum af_cause cause;
	bool memalloc;
	struct af_slice who; /* name of the site; in a log the caller */
	u64 stack;	     /* hash of the frames */
	u64 first_us;	     /* of the record, as the two below */
	s64 cpu;
	s64 pid;
};

struct af_key af_key_of_case(const struct af_case *facts);
struct af_key af_key_of_subject(const struct af_subject *subject);
struct af_key af_key_of_signature(const struct af_signature *signature);
bool af_key_same(const struct af_key *a, const struct af_key *b);
u64 af_key_hash(const struct af_key *key);

#endif /* AF_KEY_H */
