/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "crypto/smtpc_hmac.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

static const EVP_MD *md_of(smtpc_hash hash)
{
	switch (hash) {
	case SMTPC_HASH_MD5:
		return EVP_md5();
	case SMTPC_HASH_SHA1:
		return EVP_sha1();
	default:
		return EVP_sha256();
	}
}

/* OpenSSL takes a NULL key for "the one of before". */
static const char *not_null(smtpc_str str)
{
	return str.len > 0 ? str.ptr : "";
}

size_t smtpc_hash_size(smtpc_hash hash)
{
	return hash == SMTPC_HASH_MD5 ? 16 : hash == SMTPC_HASH_SHA1 ? 20 : 32;
}

int smtpc_hash_of(smtpc_hash hash, smtpc_str data, uint8_t out[SMTPC_HASH_MAX])
{
	return EVP_Digest(not_null(data), data.len, out, NULL, md_of(hash), NULL) == 1
		? SMTPC_OK
		: SMTPC_E_NOMEM;
}

int smtpc_hmac(smtpc_hash hash, smtpc_str key, smtpc_str data, uint8_t out[SMTPC_HASH_MAX])
{
	if (key.len > INT_MAX) {
		return SMTPC_E_NOMEM;
	}
	const unsigned char *made = HMAC(md_of(hash), not_null(key), (int)key.len,
		(const unsigned char *)not_null(data), data.len, out, NULL);
	return made != NULL ? SMTPC_OK : SMTPC_E_NOMEM;
}

int smtpc_pbkdf2(smtpc_hash hash, smtpc_str password, smtpc_str salt, uint32_t iterations,
	uint8_t out[SMTPC_HASH_MAX])
{
	if (password.len > INT_MAX || salt.len > INT_MAX || iterations > INT_MAX) {
		return SMTPC_E_NOMEM;
	}
	int rv = PKCS5_PBKDF2_HMAC(not_null(password), (int)password.len,
		(const unsigned char *)not_null(salt), (int)salt.len, (int)iterations, md_of(hash),
		(int)smtpc_hash_size(hash), out);
	return rv == 1 ? SMTPC_OK : SMTPC_E_NOMEM;
}

bool smtpc_same_secret(const void *a, const void *b, size_t len)
{
	return CRYPTO_memcmp(a, b, len) == 0;
}
