/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The client's side of SASL mechanisms (RFC 4422): octets in, octets out; base64 and AUTH are the
 * session's. One const row per mechanism. */
#ifndef SMTPC_SASL_H
#define SMTPC_SASL_H

#include "proto/smtpc_scram.h"

/* The longest response, so that its base64 is one line of RFC 4954 §4: 12288 octets with CRLF. */
enum { SMTPC_SASL_RESPONSE_MAX = 9213 };

/* With whose help a mechanism logs in. Views: they must outlive the exchange. */
typedef struct smtpc_credentials {
	smtpc_str username, password, authzid;
	smtpc_str token; /* OAuth 2.0 bearer token (RFC 6750) */
	smtpc_str host;  /* the server as the user names it */
	uint16_t port;
	smtpc_scram_terms scram;
} smtpc_credentials;

typedef struct smtpc_sasl {
	smtpc_sasl_mech mech;
	unsigned step;   /* responses given so far */
	bool complete;   /* all is said, and the server has proven what it has to: a 235 may come */
	smtpc_buf words; /* a refusal that came as a challenge, as the server worded it */
	smtpc_error err; /* after a step that failed: a sentence's clause about what is wrong */
	smtpc_scram scram;
} smtpc_sasl;

/* |sasl| holds no exchange; smtpc_sasl_free() afterwards. */
void smtpc_sasl_init(smtpc_sasl *sasl, const smtpc_mem *mem);
/* Begins an exchange, and forgets the one before. */
void smtpc_sasl_start(smtpc_sasl *sasl, smtpc_sasl_mech mech);
/* Wipes what is secret. */
void smtpc_sasl_free(smtpc_sasl *sasl);

/* There is something to log in with: a user name, or EXTERNAL asked for by name. */
bool smtpc_sasl_is_wanted(const smtpc_options *options);
/* The mechanism begins with the client's response (RFC 4954 §4, initial-response). */
bool smtpc_sasl_speaks_first(smtpc_sasl_mech mech);
/* It can log in with what is given, and act as authzid if there is one. */
bool smtpc_sasl_fits(smtpc_sasl_mech mech, const smtpc_options *options);
/* It uses a token instead of a password. */
bool smtpc_sasl_wants_token(smtpc_sasl_mech mech);
/* SCRAM-…-PLUS: it binds to the TLS channel. */
bool smtpc_sasl_binds(smtpc_sasl_mech mech);

/* Appends the response to |challenge| to |out|. NOMEM, or with sasl->err: AUTH_CHALLENGE (the
 * server's mistake, or there is no response to this), AUTH_CREDENTIALS (ours cannot be used),
 * AUTH_REFUSED (the challenge says that we are refused). */
int smtpc_sasl_step(
	smtpc_sasl *sasl, const smtpc_credentials *who, smtpc_str challenge, smtpc_buf *out);
/* A 235 came with |text| before the exchange was complete. OK if the text is the message that the
 * server owed (RFC 4954 §4 has none there, but there are servers that put it there); AUTH_CHALLENGE
 * if it is not, PROTOCOL where servers owe nothing, NOMEM. */
int smtpc_sasl_finish(smtpc_sasl *sasl, smtpc_str text);

#endif
