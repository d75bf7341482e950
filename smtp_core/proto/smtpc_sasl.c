/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "proto/smtpc_sasl.h"

typedef int (*sasl_step_fn)(smtpc_sasl *, const smtpc_credentials *, smtpc_str, smtpc_buf *);

typedef struct sasl_row {
	bool speaks_first;
	bool plaintext;
	unsigned steps; /* responses in a whole exchange */
	sasl_step_fn step;
} sasl_row;

/* RFC 4616: authzid NUL authcid NUL passwd. */
static int plain_step(
	smtpc_sasl *sasl, const smtpc_credentials *who, smtpc_str challenge, smtpc_buf *out)
{
	(void)sasl;
	(void)challenge;
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
	return smtpc_buf_append_str(out, sasl->step == 0 ? who->username : who->password);
}

static const sasl_row sasl_rows[SMTPC_SASL_COUNT] = {
	[SMTPC_SASL_PLAIN] = {true, true, 1, plain_step},
	[SMTPC_SASL_LOGIN] = {false, true, 2, login_step},
};

void smtpc_sasl_start(smtpc_sasl *sasl, smtpc_sasl_mech mech)
{
	*sasl = (smtpc_sasl){.mech = mech};
}

bool smtpc_sasl_speaks_first(const smtpc_sasl *sasl)
{
	return sasl_rows[sasl->mech].speaks_first;
}

bool smtpc_sasl_is_complete(const smtpc_sasl *sasl)
{
	return sasl->step == sasl_rows[sasl->mech].steps;
}

bool smtpc_sasl_is_plaintext(smtpc_sasl_mech mech)
{
	return sasl_rows[mech].plaintext;
}

int smtpc_sasl_step(
	smtpc_sasl *sasl, const smtpc_credentials *who, smtpc_str challenge, smtpc_buf *out)
{
	if (smtpc_sasl_is_complete(sasl)) {
		return SMTPC_E_AUTH_CHALLENGE;
	}
	int rv = sasl_rows[sasl->mech].step(sasl, who, challenge, out);
	if (rv == SMTPC_OK) {
		sasl->step++;
	}
	return rv;
}
