/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Sessions to be resumed. They are kept in the context, which belongs to one server: everything
 * that the verification depended on (host, port, name, trust, pins, our own certificate, policy) is
 * the same for all connections of it, so nothing of that needs to be in a key here.
 *
 * A ticket of TLS 1.3 is used once (RFC 8446 §C.4), and a server gives several. A session of
 * TLS 1.2 serves until a newer one comes; without the extended master secret it is not kept
 * (RFC 7627 §5.3). */
#include "net/smtpc_tls_int.h"

#include <string.h>

/* What was verified is verified anew after a day, however long the server lets a ticket live. */
#define AGE_MAX 86400.0

static void drop(smtpc_tls_sessions *s, size_t at)
{
	SSL_SESSION_free(s->list[at].session);
	s->count--;
	memmove(&s->list[at], &s->list[at + 1], (s->count - at) * sizeof s->list[0]);
}

/* The child of a fork has its parent's sessions; were both to use one, its ticket would tell an
 * observer that they belong together, and a server that takes it once would refuse the other. */
static void disown(smtpc_tls_sessions *s)
{
	long process = smtpc_process_id();
	if (s->process != process) {
		smtpc_tls_sessions_free(s);
		s->process = process;
	}
}

static void keep(smtpc_tls_sessions *s, SSL_SESSION *session)
{
	disown(s);
	if (s->count == SMTPC_TLS_SESSIONS_MAX) {
		drop(s, 0);
	}
	s->list[s->count++] = (smtpc_tls_session){session, smtpc_clock()};
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
	if (session != NULL && s->count > 0 && s->list[s->count - 1].session == session) {
		SSL_SESSION_free(session);
	} else if (session != NULL) {
		keep(s, session);
	}
}

/* Not too old, and with a certificate that is still valid. */
static bool is_good(const smtpc_tls_session *s)
{
	X509 *cert = SSL_SESSION_get0_peer(s->session);
	double lives = (double)SSL_SESSION_get_timeout(s->session);
	double age = smtpc_clock() - s->since;
	return SSL_SESSION_is_resumable(s->session) == 1 && cert != NULL &&
		X509_cmp_time(X509_get0_notAfter(cert), NULL) > 0 && age < lives && age < AGE_MAX;
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
	disown(s);
	while (s->count > 0 && !is_good(&s->list[s->count - 1])) {
		drop(s, s->count - 1);
	}
	if (s->count == 0) {
		return;
	}
	SSL_SESSION *newest = s->list[s->count - 1].session;
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
