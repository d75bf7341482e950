/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "base/smtpc_idna.h"

#include <idn2.h>
#include <string.h>

#include "base/smtpc_str.h"

static const char no_such_name[] = "the domain is no valid internationalised name";

/* Letters, digits, hyphens (RFC 5321 §2.3.5), lower-cased in place. */
static bool idna_is_ldh(char *text, size_t len)
{
	size_t start = 0;
	for (size_t i = 0; i <= len; i++) {
		if (i == len || text[i] == '.') {
			size_t label = i - start;
			if (label == 0 || label > SMTPC_LABEL_MAX || text[start] == '-' || text[i - 1] == '-') {
				return false;
			}
			start = i + 1;
			continue;
		}
		text[i] = smtpc_lower(text[i]);
		if (!smtpc_is_alpha(text[i]) && !smtpc_is_digit(text[i]) && text[i] != '-') {
			return false;
		}
	}
	return true;
}

static bool idna_is_needed(smtpc_str domain)
{
	smtpc_str prefix = SMTPC_STR("xn--");
	for (smtpc_str rest = domain; rest.len > 0; smtpc_str_until(&rest, '.')) {
		if (smtpc_str_istarts(rest, prefix)) {
			return true;
		}
	}
	return !smtpc_str_is_ascii(domain);
}

/* Takes what libidn2 made, if it is fit to be taken. */
static int idna_take(char *out, int rc, char *made, const char **wrong)
{
	if (rc == IDN2_MALLOC) {
		return SMTPC_E_NOMEM;
	}
	size_t len = rc == IDN2_OK ? strlen(made) : 0;
	bool fits = len > 0 && len <= SMTPC_DOMAIN_MAX;
	if (fits) {
		memcpy(out, made, len + 1);
	} else {
		*wrong = no_such_name;
	}
	idn2_free(made);
	return fits ? SMTPC_OK : SMTPC_E_ARGUMENT;
}

int smtpc_idna_to_ascii(char out[SMTPC_DOMAIN_MAX + 1], smtpc_str domain, const char **wrong)
{
	if (domain.len == 0 || domain.len > SMTPC_DOMAIN_MAX) {
		*wrong = domain.len == 0 ? "the domain is empty" : "the domain is longer than 253 octets";
		return SMTPC_E_ARGUMENT;
	}
	if (memchr(domain.ptr, '\0', domain.len) != NULL) {
		*wrong = "the domain is malformed";
		return SMTPC_E_ARGUMENT;
	}
	memcpy(out, domain.ptr, domain.len);
	out[domain.len] = '\0';
	if (idna_is_needed(domain)) {
		char *made = NULL;
		int rc = idn2_to_ascii_8z(out, &made, IDN2_NONTRANSITIONAL);
		rc = idna_take(out, rc, made, wrong);
		if (rc < 0) {
			return rc;
		}
	}
	if (!idna_is_ldh(out, strlen(out))) {
		*wrong = "the domain is malformed";
		return SMTPC_E_ARGUMENT;
	}
	return SMTPC_OK;
}

int smtpc_idna_to_unicode(char out[SMTPC_DOMAIN_MAX + 1], const char *ascii, const char **wrong)
{
	char *made = NULL;
	int rc = idn2_to_unicode_8z8z(ascii, &made, 0);
	return idna_take(out, rc, made, wrong);
}
