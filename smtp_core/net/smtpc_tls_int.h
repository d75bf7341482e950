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

enum { SMTPC_TLS_NAME_MAX = 256, SMTPC_TLS_SESSIONS_MAX = 32 };

typedef struct smtpc_tls_session {
	SSL_SESSION *session;
	double since; /* smtpc_clock() */
} smtpc_tls_session;

/* Sessions that can be resumed, the newest last. */
typedef struct smtpc_tls_sessions {
	smtpc_tls_session list[SMTPC_TLS_SESSIONS_MAX];
	size_t count;
	long process; /* whose they are: a ticket is not used by a parent and its child */
} smtpc_tls_sessions;

struct smtpc_tls_context {
	const smtpc_mem *mem;
	unsigned refs;
	SSL_CTX *ssl_ctx;
	BIO_METHOD *bio_method;
	bool verify_peer, verify_name, allow_self_signed;
	bool name_is_ip;
	char name[SMTPC_TLS_NAME_MAX];
	smtpc_fingerprint *pins; /* ours */
	size_t pin_count;
	smtpc_tls_sessions sessions;
};

struct smtpc_tls {
	smtpc_tls_context *context;
	SSL *ssl;
	int fd;
	int sys_errno;
	bool eof;
	bool broken;         /* by a fatal error: not a word more */
	bool heard;          /* the peer's first octet is in */
	unsigned char first; /* and it was this */
	bool wants_write;
	size_t unsent; /* octets of a record that has not left whole; 0: none */
	/* Of a certificate that was not accepted: how far above the server's own it stands, who it is,
	 * what about it was wrong (a date, an issuer, names), and whether the server sent its own
	 * alone. */
	int depth;
	bool alone;
	char subject[128];
	char detail[256];
};

/* ---- The peer ------------------------------------------------------------ */

/* OpenSSL's question whether a chain is to be accepted; |arg| is the smtpc_tls_context. */
int smtpc_tls_verify(X509_STORE_CTX *store, void *arg);
/* The certificate that the peer has shown, also in a resumed session; the caller's to free, or
 * NULL. */
X509 *smtpc_tls_peer_certificate(const smtpc_tls *tls);
/* That there is a certificate where one is wanted; and of a resumed session, about which OpenSSL
 * does not ask, that its verdict was good and that name and pins fit. 1, or TLS_VERIFY. */
int smtpc_tls_check_peer(smtpc_tls *tls, smtpc_error *err);

/* For each kind among the pins one must be |cert|'s. False: |found| gets kind and digest of what
 * was there instead. */
bool smtpc_tls_pins_hold(const smtpc_tls_context *context, X509 *cert, char *found, size_t size);

/* ---- The context ------------------------------------------------------------ */

/* A new one, with one reference. TLS_CONFIG, NOMEM: NULL. */
smtpc_tls_context *smtpc_tls_context_make(
	const smtpc_mem *mem, const smtpc_options *options, smtpc_error *err);

/* ---- The context's parts ------------------------------------------------- */

/* Authorities and revocation lists of the options, or the system's. TLS_CONFIG. */
int smtpc_tls_load_trust(SSL_CTX *ctx, const smtpc_options *options, smtpc_error *err);
/* Certificate and private key of our own, if the options name them. TLS_CONFIG, NOMEM. */
int smtpc_tls_load_own(
	const smtpc_mem *mem, SSL_CTX *ctx, const smtpc_options *options, smtpc_error *err);

/* A BIO over smtpc_sock, because OpenSSL's own may raise SIGPIPE; its data is a smtpc_tls. NULL:
 * no memory. */
BIO_METHOD *smtpc_tls_bio_method(void);

/* ---- Sessions ------------------------------------------------------------ */

/* From now on sessions of |context| are kept. */
void smtpc_tls_sessions_enable(smtpc_tls_context *context);
/* After a handshake that ended well. */
void smtpc_tls_sessions_note(smtpc_tls *tls);
/* Gives |ssl|, before its handshake, the newest session that is still good, if there is one. */
void smtpc_tls_sessions_offer(smtpc_tls_context *context, SSL *ssl);
void smtpc_tls_sessions_free(smtpc_tls_sessions *sessions);

/* ---- Words --------------------------------------------------------------- */

/* Why the handshake did not end well, in |err|: TLS_HANDSHAKE or TLS_VERIFY. |io| is what
 * OpenSSL's failure came to as SMTPC_SOCK_*. */
int smtpc_tls_fail_handshake(
	smtpc_tls *tls, bool starttls, ptrdiff_t io, int sys_errno, smtpc_error *err);
/* TLS_VERIFY for |error| (X509_V_ERR_…) and what the fields of |tls| tell. */
int smtpc_tls_fail_verify(const smtpc_tls *tls, long error, smtpc_error *err);

#endif
