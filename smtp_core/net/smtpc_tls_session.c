/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Sessions to be resumed. They are kept in the context, which belongs to one client: everything
 * that the verification depended on (host, port, name, trust, pins, our own certificate, policy)
 * is the same for all connections of it, so nothing of that needs to be in a key.
 *
 * A ticket of TLS 1.3 is used once (RFC 8446 §C.4), and a server gives several. A session of
 * TLS 1.2 serves until a newer one comes; without the extended master secret it is not kept
 * (RFC 7627 §5.3). */
#include "net/smtpc_tls_int.h"

#include <string.h>
#include <time.h>

/* What was verified is verified anew after a day, however long the server lets a ticket live. */
enum { AGE_MAX = 86400 };

static void drop(smtpc_tls_sessions *s, size_t at)
{
	SSL_SESSION_free(s->list[at]);
	s->count--;
	memmove(&s->list[at], &s->list[at + 1], (s->count - at) * sizeof s->list[0]);
}

static void keep(smtpc_tls_sessions *s, SSL_SESSION *session)
{
	if (s->count == SMTPC_TLS_SESSIONS_MAX) {
		drop(s, 0);
	}
	s->list[s->count++] = session;
}

/* OpenSSL's news of a session; 1: the reference is ours now. Those of TLS 1.2 come in the middle of
 * a handshake and are looked at behind it. */
static int on_session(SSL *ssl, SSL_SESSION *session)
{
	smtpc_tls *tls = SSL_get_app_data(ssl);
	if (SSL_version(ssl) < TLS1_3_VERSION) {
		return 0;
	}
	keep(&tls->context->sessions, session);
	return 1;
}

void smtpc_tls_sessions_note(smtpc_tls *tls)
{
	smtpc_tls_sessions *s = &tls->context->sessions;
	bool enabled = SSL_CTX_sess_get_new_cb(tls->context->ssl_ctx) != NULL;
	if (!enabled || SSL_version(tls->ssl) >= TLS1_3_VERSION ||
		SSL_get_extms_support(tls->ssl) != 1) {
		return;
	}
	SSL_SESSION *session = SSL_get1_session(tls->ssl);
	if (session != NULL && s->count > 0 && s->list[s->count - 1] == session) {
		SSL_SESSION_free(session);
	} else if (session != NULL) {
		keep(s, session);
	}
}

/* SSL_SESSION_get_time() ends in 2038 where long has 32 bits, and is deprecated since OpenSSL 3.4. */
static time_t made_at(SSL_SESSION *session)
{
#if OPENSSL_VERSION_NUMBER >= 0x30300000L
	return SSL_SESSION_get_time_ex(session);
#else
	return (time_t)SSL_SESSION_get_time(session);
#endif
}

/* Not too old, and with a certificate that is still valid. */
static bool is_good(SSL_SESSION *session)
{
	X509 *cert = SSL_SESSION_get0_peer(session);
	long lives = (long)SSL_SESSION_get_timeout(session);
	time_t limit = made_at(session) + (lives < AGE_MAX ? lives : AGE_MAX);
	return SSL_SESSION_is_resumable(session) == 1 && cert != NULL &&
		X509_cmp_time(X509_get0_notAfter(cert), NULL) > 0 && difftime(limit, time(NULL)) > 0;
}

void smtpc_tls_sessions_enable(smtpc_tls_context *context)
{
	(void)SSL_CTX_set_session_cache_mode(
		context->ssl_ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
	SSL_CTX_sess_set_new_cb(context->ssl_ctx, on_session);
}

void smtpc_tls_sessions_offer(smtpc_tls_context *context, SSL *ssl)
{
	smtpc_tls_sessions *s = &context->sessions;
	while (s->count > 0 && !is_good(s->list[s->count - 1])) {
		drop(s, s->count - 1);
	}
	if (s->count == 0) {
		return;
	}
	SSL_SESSION *newest = s->list[s->count - 1];
	(void)SSL_set_session(ssl, newest);
	if (SSL_SESSION_get_protocol_version(newest) >= TLS1_3_VERSION) {
		drop(s, s->count - 1);
	}
}

void smtpc_tls_sessions_free(smtpc_tls_sessions *s)
{
	while (s->count > 0) {
		drop(s, s->count - 1);
	}
}
