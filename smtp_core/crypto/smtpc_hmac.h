/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What password mechanisms compute: hashes by name, HMAC (RFC 2104), PBKDF2 (RFC 8018 §5.2), and
 * comparing without telling by the time where two differ. MD5 and SHA-1 are here because CRAM-MD5
 * and SCRAM-SHA-1 are made of them. Errors are NOMEM, also where OpenSSL forbids a hash. */
#ifndef SMTPC_HMAC_H
#define SMTPC_HMAC_H

#include "smtpc.h"

typedef enum smtpc_hash { SMTPC_HASH_MD5, SMTPC_HASH_SHA1, SMTPC_HASH_SHA256 } smtpc_hash;

enum { SMTPC_HASH_MAX = 32 };

/* Octets of its value. */
size_t smtpc_hash_size(smtpc_hash hash);
/* Fills smtpc_hash_size() octets of |out|. NOMEM. */
int smtpc_hash_of(smtpc_hash hash, smtpc_str data, uint8_t out[SMTPC_HASH_MAX]);
int smtpc_hmac(smtpc_hash hash, smtpc_str key, smtpc_str data, uint8_t out[SMTPC_HASH_MAX]);
/* Takes its time, and cannot be interrupted: who lets others choose |iterations| sets a limit. */
int smtpc_pbkdf2(smtpc_hash hash, smtpc_str password, smtpc_str salt, uint32_t iterations,
	uint8_t out[SMTPC_HASH_MAX]);
/* In a time that depends on the length alone. */
bool smtpc_same_secret(const void *a, const void *b, size_t len);

#endif
