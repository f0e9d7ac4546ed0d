/* SPDX-License-Identifier: GPL-2.0-only */
/* Programs that put the kernel's line into a field of a record of theirs. */
#ifndef AF_LOG_RECORD_H
#define AF_LOG_RECORD_H

#include "lib/slice.h"

enum af_record_form {
	AF_RECORD_PLAIN,  /* the line is the kernel's, but for its prefix */
	AF_RECORD_STRING, /* JSON's, with its escapes */
	AF_RECORD_BYTES,  /* JSON's numbers: [91,32,...] */
};

struct af_record {
	enum af_record_form form;
	struct af_slice text;
	bool timed;
	u64 time_us;
	struct af_slice stamp; /* of who wrote the record; may be empty */
};

bool af_record_next(struct af_slice *line, struct af_record *record);
size_t af_record_decode(const struct af_record *record, char *out);

#endif /* AF_LOG_RECORD_H */
