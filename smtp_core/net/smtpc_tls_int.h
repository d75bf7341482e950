/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What the files of net/smtpc_tls share, and nobody else: OpenSSL's objects. */
#ifndef SMTPC_TLS_INT_H
#define SMTPC_TLS_INT_H

#include "net/smtpc_tls.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

enum { SMTPC_TLS_NAME_MAX = 256 };

struct smtpc_tls_context {
	const smtpc_mem *mem;
	SSL_CTX *ssl_ctx;
	BIO_METHOD *bio_method;
	bool verify_peer, verify_name, allow_self_signed;
	bool name_is_ip;
	char name[SMTPC_TLS_NAME_MAX];
};

struct smtpc_tls {
	smtpc_tls_context *context;
	SSL *ssl;
	int fd;
	int sys_errno;
	bool eof;
	bool heard;          /* the peer's first octet is in */
	unsigned char first; /* and it was this */
	bool wants_write;
	char names[256]; /* of a certificate that is for somebody else */
};

/* The certificate that the peer has shown, also in a resumed session; the caller's to free, or
 * NULL. */
X509 *smtpc_tls_peer_certificate(const smtpc_tls *tls);

/* A BIO over smtpc_sock, because OpenSSL's own may raise SIGPIPE; its data is a smtpc_tls. NULL:
 * no memory. */
BIO_METHOD *smtpc_tls_bio_method(void);

/* OpenSSL's question whether a chain is to be accepted; |arg| is the smtpc_tls_context. */
int smtpc_tls_verify(X509_STORE_CTX *store, void *arg);

/* Why the handshake did not end well, in |err|: TLS_HANDSHAKE or TLS_VERIFY. |io| is what
 * OpenSSL's failure came to as SMTPC_SOCK_*. */
int smtpc_tls_fail_handshake(
	smtpc_tls *tls, bool starttls, ptrdiff_t io, int sys_errno, smtpc_error *err);

#endif
