// SPDX-License-Identifier: GPL-2.0-only
/* Amounts, counts and times as people read them. Pure. */
#include "lib/units.h"

/* "4 KiB", "1.5 MiB", "410 MiB": as whole as it is. */
const char *af_bytes(char text[AF_UNIT_LEN], u64 bytes)
{
	static const char *const units[] = { "B",   "KiB", "MiB", "GiB",
					     "TiB", "PiB", "EiB" };
	unsigned int unit = 0;
	double amount = bytes;

	while (amount >= 1024 && unit + 1 < ARRAY_SIZE(units)) {
		amount /= 1024;
		unit++;
	}
	snprintf(text, AF_UNIT_LEN, "%.*f %s",
		 amount < 10 && amount != (u64)amount ? 1 : 0, amount,
		 units[unit]);
	return text;
}

/* "1,279" */
const char *af_thousands(char text[AF_UNIT_LEN], u64 number)
{
	char digits[AF_UNIT_LEN], *to = text;
	int length = snprintf(digits, sizeof(digits), "%llu",
			      (unsigned long long)number);
	int i;

	for (i = 0; i < length; i++) {
		if (i && (length - i) % 3 == 0)
			*to++ = ',';
		*to++ = digits[i];
	}
	*to = '\0';
	return text;
}

/* The two largest units: "3 d 4 h", "12 min 5 s", "1.3 s". */
const char *af_duration(char text[AF_UNIT_LEN], u64 us)
{
	unsigned long long s = us / 1000000;

	if (s < 10)
		snprintf(text, AF_UNIT_LEN, "%llu.%llu s", s,
			 (unsigned long long)us / 100000 % 10);
	else if (s < 60)
		snprintf(text, AF_UNIT_LEN, "%llu s", s);
	else if (s < 3600)
		snprintf(text, AF_UNIT_LEN, "%llu min %llu s", s / 60, s % 60);
	else if (s < 86400)
		snprintf(text, AF_UNIT_LEN, "%llu h %llu min", s / 3600,
			 s / 60 % 60);
	else
		snprintf(text, AF_UNIT_LEN, "%llu d %llu h", s / 86400,
			 s / 3600 % 24);
	return text;
}

/* A second; below one in two seconds, a minute; below that, an hour. */
const char *af_rate(char text[AF_UNIT_LEN], double rate)
{
	if (rate <= 0)
		snprintf(text, AF_UNIT_LEN, "0/s");
	else if (rate >= 10)
		snprintf(text, AF_UNIT_LEN, "%.0f/s", rate);
	else if (rate >= 0.5)
		snprintf(text, AF_UNIT_LEN, "%.1f/s", rate);
	else if (rate * 60 >= 0.5)
		snprintf(text, AF_UNIT_LEN, "%.1f/min", rate * 60);
	else if (rate * 3600 >= 0.05)
		snprintf(text, AF_UNIT_LEN, "%.1f/h", rate * 3600);
	else
		snprintf(text, AF_UNIT_LEN, "%.1f/day", rate * 86400);
	return text;
}
