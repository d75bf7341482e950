/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Address literals (RFC 5321 §4.1.3): [192.0.2.1] and [IPv6:2001:db8::1]. Tags other than IPv6 are
 * refused: none has ever been registered. */
#include "base/smtpc_str.h"
#include "mime/smtpc_addr.h"
#include "mime/smtpc_char.h"

static bool literal_is_ipv4(smtpc_str rest)
{
	unsigned dots = 0;
	for (size_t i = 0; i < rest.len; i++) {
		dots += rest.ptr[i] == '.';
	}
	for (unsigned i = 0; i < 4 && dots == 3; i++) {
		smtpc_str part = smtpc_str_until(&rest, '.');
		uint64_t number;
		if (part.len > 3 || !smtpc_str_uint(part, &number) || number > 255) {
			return false;
		}
	}
	return dots == 3;
}

static size_t literal_hex_digits(smtpc_str text)
{
	size_t digits = 0;
	while (digits < text.len && smtpc_char_is(text.ptr[digits], SMTPC_CH_HEX)) {
		digits++;
	}
	return digits;
}

/* Steps over the colon behind a group; false if it is malformed. */
static bool literal_next_group(smtpc_str *rest, bool *gap)
{
	if (rest->ptr[0] != ':' || rest->len == 1) {
		return false;
	}
	*rest = smtpc_str_skip(*rest, 1);
	if (rest->ptr[0] == ':') {
		if (*gap) {
			return false;
		}
		*gap = true;
		*rest = smtpc_str_skip(*rest, 1);
	}
	return true;
}

static bool literal_is_ipv6(smtpc_str rest)
{
	unsigned groups = 0;
	bool gap = smtpc_str_istarts(rest, SMTPC_STR("::"));
	rest = smtpc_str_skip(rest, gap ? 2 : 0);
	while (rest.len > 0) {
		size_t digits = literal_hex_digits(rest);
		if (digits < rest.len && rest.ptr[digits] == '.') {
			groups += 2;
			if (!literal_is_ipv4(rest)) {
				return false;
			}
			break;
		}
		groups++;
		if (digits == 0 || digits > 4) {
			return false;
		}
		rest = smtpc_str_skip(rest, digits);
		if (rest.len > 0 && !literal_next_group(&rest, &gap)) {
			return false;
		}
	}
	/* "::" stands for two groups at least. */
	return gap ? groups <= 6 : groups == 8;
}

bool smtpc_addr_is_literal(smtpc_str domain)
{
	smtpc_str tag = SMTPC_STR("IPv6:");
	if (domain.len < 2 || domain.ptr[0] != '[' || domain.ptr[domain.len - 1] != ']') {
		return false;
	}
	smtpc_str inner = {domain.ptr + 1, domain.len - 2};
	if (smtpc_str_istarts(inner, tag)) {
		return literal_is_ipv6(smtpc_str_skip(inner, tag.len));
	}
	return literal_is_ipv4(inner);
}
