/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * S/MIME (RFC 8551): signatures over, and encryption of, a MIME entity that is read once, in
 * constant memory. The entity comes in canonical form (CRLF) and is taken as it is; what is made is
 * DER or BER, for the caller to encode and to put into a part of its own. */
#ifndef SMTPC_SMIME_H
#define SMTPC_SMIME_H

#include "base/smtpc_buf.h"
#include "base/smtpc_spool.h"

/* Appends a detached SignedData over all that |entity| gives, by every one of the |count| signers,
 * with their certificates. What the source's read() fails with is passed on; otherwise NOMEM (or no
 * room in |der|), or SOURCE when OpenSSL refuses. */
int smtpc_smime_sign(smtpc_smime_signer *const *signers, size_t count, smtpc_source *entity,
	smtpc_buf *der, smtpc_error *err);
/* The micalg parameter of multipart/signed (RFC 8551 §3.5.3.2). */
const char *smtpc_smime_micalg(void);

/* Appends EnvelopedData or AuthEnvelopedData, as |cipher| is, for all |count| certificates to
 * |out|. As above, and ARGUMENT for a cipher that is not usable, no certificate or an empty entity;
 * what |out| holds after a failure is of no use. */
int smtpc_smime_encrypt(smtpc_cert *const *certs, size_t count, smtpc_cipher cipher,
	smtpc_source *entity, smtpc_spool *out, smtpc_error *err);
/* The smime-type parameter of application/pkcs7-mime (RFC 8551 §3.2.2). */
const char *smtpc_smime_type(smtpc_cipher cipher);

#endif
