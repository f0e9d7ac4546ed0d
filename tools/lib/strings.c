// SPDX-License-Identifier: GPL-2.0-only
/* Copies of strings, each kept once, in a hash table that grows. */
#include <stdlib.h>

#include "lib/hash.h"
#include "lib/strings.h"

#define LEAST_BUCKETS 256

struct af_string {
	struct af_string *next;
	uint64_t hash;
	size_t length;
	char text[];
};

static struct af_string **bucket(const struct af_strings *strings,
				 uint64_t hash)
{
	return &strings->buckets[hash & (strings->nr_buckets - 1)];
}

static void move(struct af_strings *to, struct af_string *string)
{
	struct af_string **at = bucket(to, string->hash);

	string->next = *at;
	*at = string;
}

/* Return: whether there is room */
static bool grow(struct af_strings *strings)
{
	struct af_strings larger = { .nr = strings->nr };
	size_t i;

	if (strings->nr < strings->nr_buckets)
		return true;
	larger.nr_buckets = strings->nr_buckets ? 2 * strings->nr_buckets :
						  LEAST_BUCKETS;
	larger.buckets = calloc(larger.nr_buckets, sizeof(*larger.buckets));
	if (!larger.buckets)
		return false;
	for (i = 0; i < strings->nr_buckets; i++) {
		while (strings->buckets[i]) {
			struct af_string *string = strings->buckets[i];

			strings->buckets[i] = string->next;
			move(&larger, string);
		}
	}
	free(strings->buckets);
	*strings = larger;
	return true;
}

static struct af_string *find(const struct af_strings *strings, uint64_t hash,
			      struct af_slice text)
{
	struct af_string *string = *bucket(strings, hash);

	while (string &&
	       (string->hash != hash ||
		!af_slice_same(af_slice_of(string->text, string->length),
			       text)))
		string = string->next;
	return string;
}

/**
 * af_strings_keep - make a text last as long as the strings
 * @strings: where to keep it
 * @text: becomes the copy; what is empty stays as it is
 *
 * Return: false if there is no memory
 */
bool af_strings_keep(struct af_strings *strings, struct af_slice *text)
{
	uint64_t hash = af_hash(AF_HASH_BEGIN, text->text, text->length);
	struct af_string *string;

	if (!text->length) {
		*text = af_slice_string("");
		return true;
	}
	if (!grow(strings))
		return false;
	string = find(strings, hash, *text);
	if (!string) {
		string = malloc(sizeof(*string) + text->length);
		if (!string)
			return false;
		string->hash = hash;
		string->length = text->length;
		memcpy(string->text, text->text, text->length);
		move(strings, string);
		strings->nr++;
	}
	*text = af_slice_of(string->text, string->length);
	return true;
}

void af_strings_free(struct af_strings *strings)
{
	size_t i;

	for (i = 0; i < strings->nr_buckets; i++) {
		while (strings->buckets[i]) {
			struct af_string *string = strings->buckets[i];

			strings->buckets[i] = string->next;
			free(string);
		}
	}
	free(strings->buckets);
	*strings = (struct af_strings){ 0 };
}
