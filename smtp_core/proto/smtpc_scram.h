/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * SCRAM (RFC 5802, 7677): the password is proven without being told, the server proves that it
 * knows it too, and with -PLUS both prove that they are the ends of one TLS connection (RFC 5929,
 * 9266). */
#ifndef SMTPC_SCRAM_H
#define SMTPC_SCRAM_H

#include "base/smtpc_buf.h"
#include "crypto/smtpc_hmac.h"

enum {
	SMTPC_SCRAM_MIN_ITERATIONS = 4096, /* RFC 7677 §4 */
	/* Hashing cannot be interrupted, and this takes about half a second. */
	SMTPC_SCRAM_MAX_ITERATIONS = 600000
};

/* Something that is the same at both ends of one TLS connection, and at no other's. */
typedef struct smtpc_binding {
	const char *type; /* "tls-exporter": a literal */
	uint8_t data[64];
	size_t len;
} smtpc_binding;

/* What the connection has, the best first. */
enum { SMTPC_BINDINGS_MAX = 3 };
typedef struct smtpc_bindings {
	smtpc_binding list[SMTPC_BINDINGS_MAX];
	size_t count;
} smtpc_bindings;

/* What the session knows and SCRAM needs. */
typedef struct smtpc_scram_terms {
	const smtpc_binding *binding; /* to be proven; NULL: none */
	bool could_bind;              /* we could bind, and the server does not seem to be able to */
	uint32_t max_iterations;
	int (*random)(uint8_t *out, size_t len); /* for the nonce */
} smtpc_scram_terms;

enum { SMTPC_SCRAM_NONCE = 24 }; /* base64 of 18 octets */

typedef struct smtpc_scram {
	smtpc_hash hash;
	char nonce[SMTPC_SCRAM_NONCE];
	smtpc_buf gs2;  /* gs2-header: goes into c= again */
	smtpc_buf text; /* AuthMessage as far as it has come */
	uint8_t signature[SMTPC_HASH_MAX]; /* what the server has to answer */
} smtpc_scram;

void smtpc_scram_init(smtpc_scram *scram, const smtpc_mem *mem);
/* Begins an exchange: forgets, and wipes, the one before. */
void smtpc_scram_start(smtpc_scram *scram, smtpc_hash hash);
void smtpc_scram_free(smtpc_scram *scram);

/* Appends |name| as saslname (RFC 5802 §7): ',' separates fields there, and '=' escapes. NOMEM. */
int smtpc_scram_append_name(smtpc_buf *out, smtpc_str name);

/* The three return NOMEM, or with |err| a sentence's clause: AUTH_CREDENTIALS (ours cannot be used),
 * AUTH_CHALLENGE (the server's mistake, or worse), AUTH_REFUSED (it says "e=…"). */

/* Appends the client-first-message. */
int smtpc_scram_first(smtpc_scram *scram, const smtpc_scram_terms *terms, smtpc_str username,
	smtpc_str authzid, smtpc_buf *out, smtpc_error *err);
/* Appends the client-final-message to the server's first |challenge|. */
int smtpc_scram_final(smtpc_scram *scram, const smtpc_scram_terms *terms, smtpc_str password,
	smtpc_str challenge, smtpc_buf *out, smtpc_error *err);
/* The server's last message: OK only if it proves that the server knows the password. */
int smtpc_scram_verify(const smtpc_scram *scram, smtpc_str challenge, smtpc_error *err);

#endif
