/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The Date field (RFC 5322 §3.3) from a count of seconds: no clock, no time zone data. */
#include "mime/smtpc_header.h"

#include <string.h>

enum { DAY_SECONDS = 86400, OFFSET_MAX = 99 * 60 + 59 };

/* 1900-01-01 and 9999-12-31, both whole, in days since 1970-01-01. */
static const int64_t date_first_day = -25567;
static const int64_t date_last_day = 2932896;

static int64_t date_local(int64_t unix_time, int offset)
{
	return unix_time + (int64_t)offset * 60;
}

static int64_t date_day(int64_t seconds)
{
	int64_t day = seconds / DAY_SECONDS;
	return seconds % DAY_SECONDS < 0 ? day - 1 : day;
}

bool smtpc_header_date_ok(int64_t unix_time, int offset)
{
	int64_t first = date_first_day * DAY_SECONDS;
	int64_t last = (date_last_day + 1) * DAY_SECONDS - 1;
	if (offset < -OFFSET_MAX || offset > OFFSET_MAX) {
		return false;
	}
	/* The margin of a week keeps the sum below from overflowing. */
	if (unix_time < first - 7 * DAY_SECONDS || unix_time > last + 7 * DAY_SECONDS) {
		return false;
	}
	int64_t local = date_local(unix_time, offset);
	return local >= first && local <= last;
}

/* Turns |day|, counted from 1970-01-01, into year, month (0 to 11) and day of the month. Years are
 * counted from March here, so that the leap day ends one and five months always have 153 days. */
static void date_civil(int64_t day, int *year, int *month, int *month_day)
{
	enum { MARCH_YEAR_0 = 719468, CYCLE_DAYS = 146097, CENTURY_DAYS = 36524, FOUR_DAYS = 1460 };
	int since = (int)day + MARCH_YEAR_0;
	int left = since % CYCLE_DAYS;
	int y = (left - left / FOUR_DAYS + left / CENTURY_DAYS - left / (CYCLE_DAYS - 1)) / 365;
	left -= 365 * y + y / 4 - y / 100;
	int m = (5 * left + 2) / 153;
	*month_day = left - (153 * m + 2) / 5 + 1;
	*month = m < 10 ? m + 2 : m - 10;
	*year = since / CYCLE_DAYS * 400 + y + (m >= 10);
}

/* |digits| decimal digits. A date is written for every mail, and formatting by a string takes time.
 */
static char *date_put(char *to, int number, int digits)
{
	for (int i = digits - 1; i >= 0; i--) {
		to[i] = (char)('0' + number % 10);
		number /= 10;
	}
	return to + digits;
}

static char *date_put_word(char *to, const char *word, char behind)
{
	memcpy(to, word, 3);
	to[3] = behind;
	return to + 4;
}

static char *date_put_time(char *to, int second)
{
	to = date_put(to, second / 3600, 2);
	*to++ = ':';
	to = date_put(to, second / 60 % 60, 2);
	*to++ = ':';
	return date_put(to, second % 60, 2);
}

int smtpc_header_date(smtpc_buf *out, int64_t unix_time, int offset)
{
	static const char week_days[7][4] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
	static const char months[12][4] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int64_t local = date_local(unix_time, offset);
	int64_t day = date_day(local);
	int year, month, month_day;
	date_civil(day, &year, &month, &month_day);
	int zone = offset < 0 ? -offset : offset;
	/* Thu, 01 Jan 1970 00:00:00 +0000 */
	char text[32], *to = date_put_word(text, week_days[(day % 7 + 7) % 7], ',');
	*to++ = ' ';
	to = date_put(to, month_day, 2);
	*to++ = ' ';
	to = date_put_word(to, months[month], ' ');
	to = date_put(to, year, 4);
	*to++ = ' ';
	to = date_put_time(to, (int)(local - day * DAY_SECONDS));
	*to++ = ' ';
	*to++ = offset < 0 ? '-' : '+';
	to = date_put(date_put(to, zone / 60, 2), zone % 60, 2);
	return smtpc_header_plain(out, SMTPC_STR("Date"), (smtpc_str){text, (size_t)(to - text)});
}
