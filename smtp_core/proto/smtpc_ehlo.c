/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "proto/smtpc_ehlo.h"

#include <string.h>

#include "base/smtpc_str.h"
#include "proto/smtpc_reply.h"

void smtpc_caps_init(smtpc_caps *caps, const smtpc_mem *mem)
{
	*caps = (smtpc_caps){.max_size = 0};
	/* A reply's text is made printable before it gets here, which may double it. */
	smtpc_buf_init(&caps->name, mem, (size_t)SMTPC_REPLY_LINE_MAX * 2);
	smtpc_buf_init(&caps->lines, mem, (size_t)SMTPC_REPLY_MAX * 2);
	smtpc_buf_init(&caps->auth, mem, (size_t)SMTPC_REPLY_MAX * 2);
}

void smtpc_caps_free(smtpc_caps *caps)
{
	smtpc_buf_free(&caps->name);
	smtpc_buf_free(&caps->lines);
	smtpc_buf_free(&caps->auth);
}

void smtpc_caps_reset(smtpc_caps *caps)
{
	memset(caps->has, 0, sizeof caps->has);
	memset(caps->mech, 0, sizeof caps->mech);
	caps->max_size = caps->max_hold = caps->min_by = 0;
	caps->max_mails = caps->max_rcpts = caps->max_rcpt_domains = 0;
	smtpc_buf_reset(&caps->name);
	smtpc_buf_reset(&caps->lines);
	smtpc_buf_reset(&caps->auth);
}

const char *smtpc_sasl_name(smtpc_sasl_mech mech)
{
	/* clang-format off */
	static const char *const names[] = {
#define XX(name, text) text,
		SMTPC_SASL_MAP(XX)
#undef XX
	};
	/* clang-format on */
	return (size_t)mech < SMTPC_SASL_COUNT ? names[mech] : "";
}

const char *smtpc_cap_name(smtpc_cap cap)
{
	/* clang-format off */
	static const char *const keywords[] = {
#define XX(name, text) text,
		SMTPC_CAP_MAP(XX)
#undef XX
	};
	/* clang-format on */
	return (size_t)cap < SMTPC_CAP_COUNT ? keywords[cap] : "";
}

static smtpc_cap cap_find(smtpc_str keyword)
{
	smtpc_cap cap = 0;
	while (cap < SMTPC_CAP_COUNT && !smtpc_str_ieq(keyword, smtpc_str_of(smtpc_cap_name(cap)))) {
		cap++;
	}
	return cap;
}

static int parse_auth(smtpc_caps *caps, smtpc_str mechs)
{
	for (smtpc_str word = smtpc_str_word(&mechs); word.len > 0; word = smtpc_str_word(&mechs)) {
		for (smtpc_sasl_mech m = 0; m < SMTPC_SASL_COUNT; m++) {
			if (smtpc_str_ieq(word, smtpc_str_of(smtpc_sasl_name(m)))) {
				caps->mech[m] = true;
			}
		}
		if (smtpc_buf_len(&caps->auth) > 0 && smtpc_buf_append_byte(&caps->auth, ' ') < 0) {
			return SMTPC_E_NOMEM;
		}
		if (smtpc_buf_append_str(&caps->auth, word) < 0) {
			return SMTPC_E_NOMEM;
		}
	}
	return SMTPC_OK;
}

/* "RCPTMAX=100 MAILMAX=10": one to six digits, the first no zero (RFC 9422 §3). Of several the
 * smallest counts; what cannot be read limits nothing. */
static void parse_limits(smtpc_caps *caps, smtpc_str limits)
{
	const struct {
		smtpc_str name;
		uint64_t *limit;
	} rows[] = {
		{SMTPC_STR("MAILMAX"), &caps->max_mails},
		{SMTPC_STR("RCPTMAX"), &caps->max_rcpts},
		{SMTPC_STR("RCPTDOMAINMAX"), &caps->max_rcpt_domains},
	};
	for (smtpc_str word = smtpc_str_word(&limits); word.len > 0; word = smtpc_str_word(&limits)) {
		uint64_t number;
		smtpc_str digits = word;
		smtpc_str name = smtpc_str_until(&digits, '=');
		if (digits.len == 0 || digits.len > 6 || digits.ptr[0] == '0' ||
			!smtpc_str_uint(digits, &number)) {
			continue;
		}
		for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
			if (smtpc_str_ieq(name, rows[i].name) &&
				(*rows[i].limit == 0 || number < *rows[i].limit)) {
				*rows[i].limit = number;
			}
		}
	}
}

static bool is_disabled(smtpc_str keyword, const smtpc_str *disabled, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (smtpc_str_ieq(keyword, disabled[i])) {
			return true;
		}
	}
	return false;
}

/* The keyword ends at a space, or at the '=' that servers before RFC 2554 wrote behind AUTH. */
static smtpc_str cut_keyword(smtpc_str *rest)
{
	if (smtpc_str_istarts(*rest, SMTPC_STR("AUTH="))) {
		*rest = smtpc_str_skip(*rest, 5);
		return SMTPC_STR("AUTH");
	}
	return smtpc_str_word(rest);
}

static int parse_line(smtpc_caps *caps, smtpc_str line, const smtpc_str *disabled, size_t count)
{
	smtpc_str rest = line;
	smtpc_str keyword = cut_keyword(&rest);
	if (keyword.len == 0 || is_disabled(keyword, disabled, count)) {
		return SMTPC_OK;
	}
	if (smtpc_buf_len(&caps->lines) > 0 && smtpc_buf_append_byte(&caps->lines, '\n') < 0) {
		return SMTPC_E_NOMEM;
	}
	if (smtpc_buf_append_str(&caps->lines, line) < 0) {
		return SMTPC_E_NOMEM;
	}
	smtpc_cap cap = cap_find(keyword);
	if (cap == SMTPC_CAP_COUNT) {
		return SMTPC_OK;
	}
	caps->has[cap] = true;
	uint64_t *number = cap == SMTPC_CAP_SIZE ? &caps->max_size
		: cap == SMTPC_CAP_HOLD              ? &caps->max_hold
		: cap == SMTPC_CAP_DELIVERBY         ? &caps->min_by
											 : NULL;
	if (number != NULL && !smtpc_str_uint(smtpc_str_word(&rest), number)) {
		*number = 0;
	}
	if (cap == SMTPC_CAP_LIMITS) {
		parse_limits(caps, rest);
	}
	return cap == SMTPC_CAP_AUTH ? parse_auth(caps, rest) : SMTPC_OK;
}

int smtpc_caps_parse(smtpc_caps *caps, smtpc_str text, const smtpc_str *disabled, size_t count)
{
	smtpc_caps_reset(caps);
	smtpc_str first = smtpc_str_until(&text, '\n');
	int rv = smtpc_buf_append_str(&caps->name, smtpc_str_word(&first));
	while (rv == SMTPC_OK && text.len > 0) {
		rv = parse_line(caps, smtpc_str_until(&text, '\n'), disabled, count);
	}
	return rv;
}
