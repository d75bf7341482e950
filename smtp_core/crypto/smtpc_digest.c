/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "crypto/smtpc_digest.h"

#include <openssl/evp.h>

int smtpc_digest_init(smtpc_digest *digest)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	digest->ctx = ctx;
	if (ctx == NULL || EVP_DigestInit_ex(ctx, EVP_sha256(), NULL) != 1) {
		smtpc_digest_free(digest);
		return SMTPC_E_NOMEM;
	}
	return SMTPC_OK;
}

void smtpc_digest_update(smtpc_digest *digest, const void *data, size_t len)
{
	if (digest->ctx != NULL && EVP_DigestUpdate(digest->ctx, data, len) != 1) {
		smtpc_digest_free(digest);
	}
}

int smtpc_digest_finish(smtpc_digest *digest, uint8_t out[SMTPC_SHA256_SIZE])
{
	bool ok = digest->ctx != NULL && EVP_DigestFinal_ex(digest->ctx, out, NULL) == 1;
	smtpc_digest_free(digest);
	return ok ? SMTPC_OK : SMTPC_E_NOMEM;
}

void smtpc_digest_free(smtpc_digest *digest)
{
	EVP_MD_CTX_free(digest->ctx);
	digest->ctx = NULL;
}

int smtpc_digest_of(smtpc_str data, uint8_t out[SMTPC_SHA256_SIZE])
{
	return EVP_Digest(data.ptr, data.len, out, NULL, EVP_sha256(), NULL) == 1 ? SMTPC_OK
																			  : SMTPC_E_NOMEM;
}
