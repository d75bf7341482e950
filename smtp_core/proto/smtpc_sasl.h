/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The client's side of SASL mechanisms (RFC 4422): octets in, octets out; base64 and AUTH are the
 * session's. One const row per mechanism. */
#ifndef SMTPC_SASL_H
#define SMTPC_SASL_H

#include "base/smtpc_buf.h"

typedef struct smtpc_credentials {
	smtpc_str username, password, authzid;
} smtpc_credentials;

typedef struct smtpc_sasl {
	smtpc_sasl_mech mech;
	unsigned step; /* responses given so far */
} smtpc_sasl;

void smtpc_sasl_start(smtpc_sasl *sasl, smtpc_sasl_mech mech);
/* The mechanism begins with the client's response (RFC 4954 §4, initial-response). */
bool smtpc_sasl_speaks_first(const smtpc_sasl *sasl);
/* Every response the mechanism has is given: only now may a 235 come. */
bool smtpc_sasl_is_complete(const smtpc_sasl *sasl);
/* The mechanism sends the secret itself, so that the channel must be protected. */
bool smtpc_sasl_is_plaintext(smtpc_sasl_mech mech);
/* Appends the response to |challenge| to |out|. AUTH_CHALLENGE: there is none, NOMEM. */
int smtpc_sasl_step(
	smtpc_sasl *sasl, const smtpc_credentials *who, smtpc_str challenge, smtpc_buf *out);

#endif
