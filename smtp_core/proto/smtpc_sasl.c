/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "proto/smtpc_sasl.h"

#include "base/smtpc_b64.h"
#include "base/smtpc_err.h"
#include "base/smtpc_hex.h"
#include "base/smtpc_str.h"

/* What a server may say about a refused token, or in e=. */
enum { SASL_WORDS_MAX = 1024 };

typedef int (*sasl_step_fn)(smtpc_sasl *, const smtpc_credentials *, smtpc_str, smtpc_buf *);

/* What a mechanism logs in with. */
typedef enum sasl_means { SASL_PASSWORD, SASL_TOKEN, SASL_OUTSIDE } sasl_means;

typedef struct sasl_row {
	sasl_means means;
	bool speaks_first;
	bool has_authzid;
	bool binds;
	smtpc_hash hash;
	sasl_step_fn step;
} sasl_row;

static int sasl_no_response(smtpc_sasl *sasl)
{
	return smtpc_fail(
		&sasl->err, SMTPC_E_AUTH_CHALLENGE, "it asks for more than the mechanism has");
}

/* RFC 4616: authzid NUL authcid NUL passwd. */
static int plain_step(
	smtpc_sasl *sasl, const smtpc_credentials *who, smtpc_str challenge, smtpc_buf *out)
{
	(void)challenge;
	sasl->complete = true;
	int rv = smtpc_buf_append_str(out, who->authzid);
	rv = rv < 0 ? rv : smtpc_buf_append_byte(out, '\0');
	rv = rv < 0 ? rv : smtpc_buf_append_str(out, who->username);
	rv = rv < 0 ? rv : smtpc_buf_append_byte(out, '\0');
	return rv < 0 ? rv : smtpc_buf_append_str(out, who->password);
}

/* draft-murchison-sasl-login: a prompt for each; servers word them differently, so the words are
 * not looked at. */
static int login_step(
	smtpc_sasl *sasl, const smtpc_credentials *who, smtpc_str challenge, smtpc_buf *out)
{
	(void)challenge;
	if (sasl->step > 1) {
		return sasl_no_response(sasl);
	}
	sasl->complete = sasl->step == 1;
	return smtpc_buf_append_str(out, sasl->step == 0 ? who->username : who->password);
}

/* RFC 2195: the name, and the HMAC of the challenge in hexadecimal digits. */
static int cram_step(
	smtpc_sasl *sasl, const smtpc_credentials *who, smtpc_str challenge, smtpc_buf *out)
{
	uint8_t mac[SMTPC_HASH_MAX];
	char hex[2 * SMTPC_HASH_MAX];
	size_t size = smtpc_hash_size(SMTPC_HASH_MD5);
	if (challenge.len == 0) {
		return smtpc_fail(&sasl->err, SMTPC_E_AUTH_CHALLENGE, "it is empty");
	}
	sasl->complete = true;
	int rv = smtpc_hmac(SMTPC_HASH_MD5, who->password, challenge, mac);
	rv = rv < 0 ? rv : smtpc_buf_append_str(out, who->username);
	rv = rv < 0 ? rv : smtpc_buf_append_byte(out, ' ');
	if (rv < 0) {
		return rv;
	}
	smtpc_hex(hex, mac, size);
	return smtpc_buf_append(out, hex, 2 * size);
}

static int scram_step(
	smtpc_sasl *sasl, const smtpc_credentials *who, smtpc_str challenge, smtpc_buf *out)
{
	int rv;
	switch (sasl->step) {
	case 0:
		return smtpc_scram_first(
			&sasl->scram, &who->scram, who->username, who->authzid, out, &sasl->err);
	case 1:
		return smtpc_scram_final(
			&sasl->scram, &who->scram, who->password, challenge, out, &sasl->err);
	case 2:
		rv = smtpc_scram_verify(&sasl->scram, challenge, &sasl->err);
		sasl->complete = rv == SMTPC_OK;
		return rv;
	default:
		return sasl_no_response(sasl);
	}
}

/* Whom the token is to act for: both mechanisms have one place for a name. */
static smtpc_str token_user(const smtpc_credentials *who)
{
	return who->authzid.len > 0 ? who->authzid : who->username;
}

/* The token was refused, and the challenge says why; only after an answer of |dummy| does the
 * server tell it by a code. */
static int token_refused(smtpc_sasl *sasl, smtpc_str challenge, smtpc_str dummy, smtpc_buf *out)
{
	if (sasl->step > 1) {
		return sasl_no_response(sasl);
	}
	sasl->complete = false;
	if (challenge.len > SASL_WORDS_MAX) {
		challenge.len = SASL_WORDS_MAX;
	}
	int rv = smtpc_buf_append_str(&sasl->words, challenge);
	return rv < 0 ? rv : smtpc_buf_append_str(out, dummy);
}

/* Google's and Microsoft's: user=…^Aauth=Bearer …^A^A. */
static int xoauth2_step(
	smtpc_sasl *sasl, const smtpc_credentials *who, smtpc_str challenge, smtpc_buf *out)
{
	if (sasl->step > 0) {
		return token_refused(sasl, challenge, SMTPC_STR(""), out);
	}
	sasl->complete = true;
	int rv = smtpc_buf_append_str(out, SMTPC_STR("user="));
	rv = rv < 0 ? rv : smtpc_buf_append_str(out, token_user(who));
	rv = rv < 0 ? rv : smtpc_buf_append_str(out, SMTPC_STR("\1auth=Bearer "));
	rv = rv < 0 ? rv : smtpc_buf_append_str(out, who->token);
	return rv < 0 ? rv : smtpc_buf_append_str(out, SMTPC_STR("\1\1"));
}

/* RFC 7628 §3.1: a gs2-header, then fields that end with ^A. */
static int oauthbearer_step(
	smtpc_sasl *sasl, const smtpc_credentials *who, smtpc_str challenge, smtpc_buf *out)
{
	if (sasl->step > 0) {
		return token_refused(sasl, challenge, SMTPC_STR("\1"), out);
	}
	sasl->complete = true;
	int rv = smtpc_buf_append_str(out, SMTPC_STR("n,a="));
	rv = rv < 0 ? rv : smtpc_scram_append_name(out, token_user(who));
	rv = rv < 0 ? rv : smtpc_buf_append_str(out, SMTPC_STR(",\1host="));
	rv = rv < 0 ? rv : smtpc_buf_append_str(out, who->host);
	rv = rv < 0 ? rv : smtpc_buf_append_str(out, SMTPC_STR("\1port="));
	rv = rv < 0 ? rv : smtpc_buf_append_uint(out, who->port);
	rv = rv < 0 ? rv : smtpc_buf_append_str(out, SMTPC_STR("\1auth=Bearer "));
	rv = rv < 0 ? rv : smtpc_buf_append_str(out, who->token);
	return rv < 0 ? rv : smtpc_buf_append_str(out, SMTPC_STR("\1\1"));
}

/* RFC 4422 appendix A: TLS has said who we are; the response says whom to act as, or nothing. */
static int external_step(
	smtpc_sasl *sasl, const smtpc_credentials *who, smtpc_str challenge, smtpc_buf *out)
{
	(void)challenge;
	sasl->complete = true;
	return smtpc_buf_append_str(out, who->authzid);
}

/* Columns: means, speaks first, has an authzid, binds, hash, step. */
static const sasl_row sasl_rows[SMTPC_SASL_COUNT] = {
	[SMTPC_SASL_SCRAM_SHA256_PLUS] = {SASL_PASSWORD, true, true, true, SMTPC_HASH_SHA256,
		scram_step},
	[SMTPC_SASL_SCRAM_SHA256] = {SASL_PASSWORD, true, true, false, SMTPC_HASH_SHA256, scram_step},
	[SMTPC_SASL_SCRAM_SHA1_PLUS] = {SASL_PASSWORD, true, true, true, SMTPC_HASH_SHA1, scram_step},
	[SMTPC_SASL_SCRAM_SHA1] = {SASL_PASSWORD, true, true, false, SMTPC_HASH_SHA1, scram_step},
	[SMTPC_SASL_OAUTHBEARER] = {SASL_TOKEN, true, true, false, 0, oauthbearer_step},
	[SMTPC_SASL_XOAUTH2] = {SASL_TOKEN, true, true, false, 0, xoauth2_step},
	[SMTPC_SASL_CRAM_MD5] = {SASL_PASSWORD, false, false, false, SMTPC_HASH_MD5, cram_step},
	[SMTPC_SASL_PLAIN] = {SASL_PASSWORD, true, true, false, 0, plain_step},
	[SMTPC_SASL_LOGIN] = {SASL_PASSWORD, false, false, false, 0, login_step},
	[SMTPC_SASL_EXTERNAL] = {SASL_OUTSIDE, true, true, false, 0, external_step},
};

/* ---- life ---------------------------------------------------------------- */

void smtpc_sasl_init(smtpc_sasl *sasl, const smtpc_mem *mem)
{
	*sasl = (smtpc_sasl){.mech = SMTPC_SASL_COUNT};
	smtpc_buf_init(&sasl->words, mem, SASL_WORDS_MAX);
	sasl->words.secret = true;
	smtpc_scram_init(&sasl->scram, mem);
}

void smtpc_sasl_start(smtpc_sasl *sasl, smtpc_sasl_mech mech)
{
	sasl->mech = mech;
	sasl->step = 0;
	sasl->complete = false;
	smtpc_buf_reset(&sasl->words);
	smtpc_scram_start(&sasl->scram, sasl_rows[mech].hash);
}

void smtpc_sasl_free(smtpc_sasl *sasl)
{
	smtpc_buf_free(&sasl->words);
	smtpc_scram_free(&sasl->scram);
}

/* ---- what a mechanism is ------------------------------------------------- */

bool smtpc_sasl_is_wanted(const smtpc_options *options)
{
	bool external = false;
	for (size_t i = 0; i < options->mech_count; i++) {
		external = external || options->mechs[i] == SMTPC_SASL_EXTERNAL;
	}
	return options->username.len > 0 || external;
}

bool smtpc_sasl_speaks_first(smtpc_sasl_mech mech)
{
	return sasl_rows[mech].speaks_first;
}

bool smtpc_sasl_wants_token(smtpc_sasl_mech mech)
{
	return sasl_rows[mech].means == SASL_TOKEN;
}

bool smtpc_sasl_binds(smtpc_sasl_mech mech)
{
	return sasl_rows[mech].binds;
}

bool smtpc_sasl_fits(smtpc_sasl_mech mech, const smtpc_options *options)
{
	const sasl_row *row = &sasl_rows[mech];
	if (options->authzid.len > 0 && !row->has_authzid) {
		return false;
	}
	switch (row->means) {
	case SASL_PASSWORD:
		return options->username.len > 0 && options->password.len > 0;
	case SASL_TOKEN:
		return options->username.len > 0 && options->token;
	default:
		/* Never a guess: who wants a certificate to count says so. */
		return options->mechs != NULL;
	}
}

/* ---- the exchange -------------------------------------------------------- */

int smtpc_sasl_step(
	smtpc_sasl *sasl, const smtpc_credentials *who, smtpc_str challenge, smtpc_buf *out)
{
	const sasl_row *row = &sasl_rows[sasl->mech];
	/* One that is complete has no response left, save that a token may be refused by a challenge.
	 */
	if (sasl->complete && row->means != SASL_TOKEN) {
		return sasl_no_response(sasl);
	}
	int rv = row->step(sasl, who, challenge, out);
	if (rv == SMTPC_E_AUTH_REFUSED) {
		size_t len = challenge.len < SASL_WORDS_MAX ? challenge.len : SASL_WORDS_MAX;
		rv = smtpc_buf_append(&sasl->words, challenge.ptr, len) < 0 ? SMTPC_E_NOMEM : rv;
	}
	if (rv == SMTPC_OK) {
		sasl->step++;
	}
	return rv;
}

int smtpc_sasl_finish(smtpc_sasl *sasl, smtpc_str text)
{
	smtpc_buf last;
	if (sasl_rows[sasl->mech].step != scram_step) {
		return SMTPC_E_PROTOCOL;
	}
	smtpc_buf_init(&last, sasl->words.mem, text.len);
	int rv = sasl->step == 2 ? smtpc_b64_decode(&last, text) : SMTPC_E_ARGUMENT;
	if (rv == SMTPC_OK && smtpc_str_istarts(smtpc_buf_str(&last), SMTPC_STR("v="))) {
		rv = smtpc_scram_verify(&sasl->scram, smtpc_buf_str(&last), &sasl->err);
	} else if (rv != SMTPC_E_NOMEM) {
		rv = smtpc_fail(&sasl->err, SMTPC_E_AUTH_CHALLENGE,
			"it says yes without proving that it knows the password");
	}
	smtpc_buf_free(&last);
	sasl->complete = rv == SMTPC_OK;
	return rv;
}
