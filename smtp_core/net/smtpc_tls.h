/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * TLS over a non-blocking socket by OpenSSL: TLS 1.2 at least, chain and name verified (RFC 9525:
 * SAN only, no partial wildcards) unless the options say otherwise, errors in words that name the
 * cause and the cure. */
#ifndef SMTPC_TLS_H
#define SMTPC_TLS_H

#include "net/smtpc_sock.h"
#include "proto/smtpc_scram.h"

/* What connections to one server share: trust, own certificate, policy. */
typedef struct smtpc_tls_context smtpc_tls_context;
/* One connection's. */
typedef struct smtpc_tls smtpc_tls;

/* Where the context is that clients with the same options share: it is made when the first of them
 * needs it. Counted, by one thread. */
typedef struct smtpc_tls_slot {
	const smtpc_mem *mem;
	size_t refs;
	smtpc_tls_context *context; /* NULL: not made yet */
} smtpc_tls_slot;

/* NULL: out of memory. */
smtpc_tls_slot *smtpc_tls_slot_new(const smtpc_mem *mem);
smtpc_tls_slot *smtpc_tls_slot_ref(smtpc_tls_slot *slot);
/* NULL is legal. */
void smtpc_tls_slot_unref(smtpc_tls_slot *slot);

/* A reference to one: to that of the options' cache, or of one just made. |options|, the client's
 * own copy (its strings end with NUL), need not outlive it. TLS_CONFIG, NOMEM: NULL. */
smtpc_tls_context *smtpc_tls_context_new(
	const smtpc_mem *mem, const smtpc_options *options, smtpc_error *err);
smtpc_tls_context *smtpc_tls_context_ref(smtpc_tls_context *context);
/* Gives a reference back. */
void smtpc_tls_context_free(smtpc_tls_context *context);

/* Does not own |fd|. TLS_CONFIG, NOMEM: NULL. */
smtpc_tls *smtpc_tls_new(smtpc_tls_context *context, int fd, smtpc_error *err);
/* |polite|: tells the peer that nothing more comes, if that can be done without waiting. */
void smtpc_tls_free(smtpc_tls *tls, bool polite);

/* 1: done; 0: again, when smtpc_tls_wants_write() says; TLS_HANDSHAKE (transient where the link was
 * lost), TLS_VERIFY. |starttls|: for the words only. */
int smtpc_tls_handshake(smtpc_tls *tls, bool starttls, smtpc_error *err);
/* What AGAIN was for: to write, or to read. */
bool smtpc_tls_wants_write(const smtpc_tls *tls);
/* As smtpc_sock_send() and _recv(); *sys_errno is 0 when TLS itself failed. */
ptrdiff_t smtpc_tls_send(smtpc_tls *tls, const void *data, size_t len, int *sys_errno);
ptrdiff_t smtpc_tls_recv(smtpc_tls *tls, void *room, size_t len, int *sys_errno);

/* What went wrong in the last call, after ERROR with *sys_errno 0. */
const char *smtpc_tls_reason(void);

/* What identifies this connection, after the handshake (RFC 5929, 9266): tls-exporter with TLS 1.3,
 * tls-unique with TLS 1.2, then tls-server-end-point. None that an attacker could make equal on two
 * connections (RFC 7627) is in the list. */
void smtpc_tls_bindings(const smtpc_tls *tls, smtpc_bindings *bindings);

void smtpc_tls_describe(const smtpc_tls *tls, smtpc_server_info *info);

#endif
