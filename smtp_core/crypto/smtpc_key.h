/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Private keys and certificates out of PEM, as OpenSSL's objects. For crypto/ and net/smtpc_tls
 * alone: it shows OpenSSL's types. What is here asks nobody for anything, and leaves OpenSSL's queue of errors as
 * it was found. */
#ifndef SMTPC_KEY_H
#define SMTPC_KEY_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "smtpc.h"

/* Below this nobody takes RSA seriously (RFC 8301 §3.2); above it OpenSSL does not verify. */
enum { SMTPC_RSA_MIN_BITS = 1024, SMTPC_RSA_MAX_BITS = 16384 };

typedef enum smtpc_key_type {
	SMTPC_KEY_RSA,
	SMTPC_KEY_EC,
	SMTPC_KEY_ED25519,
	SMTPC_KEY_OTHER
} smtpc_key_type;

struct smtpc_key {
	const smtpc_mem *mem;
	size_t refs;
	EVP_PKEY *pkey;
};

smtpc_key_type smtpc_key_type_of(EVP_PKEY *pkey);
/* "RSA", "EC", …: for sentences. */
const char *smtpc_key_type_name(EVP_PKEY *pkey);
/* ARGUMENT when it is RSA of a size that is not for use; |what| begins the sentence. */
int smtpc_key_check_rsa(EVP_PKEY *pkey, const char *what, smtpc_error *err);

/* Every certificate in |pem|, at least one and at most 32; the caller frees the stack with its
 * members. NULL with ARGUMENT (|what| begins the sentence) or NOMEM. */
STACK_OF(X509) * smtpc_key_certs(smtpc_str pem, const char *what, smtpc_error *err);

/* What OpenSSL says went wrong since ERR_set_mark(), or something for want of that. */
const char *smtpc_key_reason(void);

#endif
