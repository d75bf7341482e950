/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "net/smtpc_tls_int.h"

#include <stdio.h>
#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"

const char *smtpc_tls_library(void)
{
	return OpenSSL_version(OPENSSL_VERSION);
}

/* ---- a BIO over send() and recv(), because OpenSSL's own may raise SIGPIPE --- */

static int bio_write(BIO *bio, const char *data, int len)
{
	smtpc_tls *tls = BIO_get_data(bio);
	BIO_clear_retry_flags(bio);
	ptrdiff_t n = smtpc_sock_send(tls->fd, data, (size_t)len, &tls->sys_errno);
	if (n == SMTPC_SOCK_AGAIN) {
		BIO_set_retry_write(bio);
	}
	return n < 0 ? -1 : (int)n;
}

static int bio_read(BIO *bio, char *room, int len)
{
	smtpc_tls *tls = BIO_get_data(bio);
	BIO_clear_retry_flags(bio);
	ptrdiff_t n = smtpc_sock_recv(tls->fd, room, (size_t)len, &tls->sys_errno);
	if (n > 0 && !tls->heard) {
		tls->heard = true;
		tls->first = (unsigned char)room[0];
	}
	if (n == SMTPC_SOCK_AGAIN) {
		BIO_set_retry_read(bio);
	}
	if (n == SMTPC_SOCK_EOF) {
		tls->eof = true;
		return 0;
	}
	return n < 0 ? -1 : (int)n;
}

static long bio_ctrl(BIO *bio, int command, long number, void *pointer)
{
	(void)bio;
	(void)number;
	(void)pointer;
	return command == BIO_CTRL_FLUSH ? 1 : 0;
}

BIO_METHOD *smtpc_tls_bio_method(void)
{
	BIO_METHOD *method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "smtpc");
	if (method == NULL || BIO_meth_set_write(method, bio_write) != 1 ||
		BIO_meth_set_read(method, bio_read) != 1 || BIO_meth_set_ctrl(method, bio_ctrl) != 1) {
		BIO_meth_free(method);
		return NULL;
	}
	return method;
}

/* ---- one connection ------------------------------------------------------ */

smtpc_tls *smtpc_tls_new(smtpc_tls_context *context, int fd, smtpc_error *err)
{
	smtpc_tls *tls = smtpc_zalloc(context->mem, sizeof *tls);
	if (tls == NULL) {
		(void)smtpc_fail(err, SMTPC_E_NOMEM, NULL);
		return NULL;
	}
	tls->context = context;
	tls->fd = fd;
	tls->ssl = SSL_new(context->ssl_ctx);
	BIO *bio = BIO_new(context->bio_method);
	if (tls->ssl == NULL || bio == NULL) {
		BIO_free(bio);
		smtpc_tls_free(tls, false);
		(void)smtpc_fail(err, SMTPC_E_NOMEM, NULL);
		return NULL;
	}
	BIO_set_data(bio, tls);
	BIO_set_init(bio, 1);
	SSL_set_bio(tls->ssl, bio, bio);
	SSL_set_connect_state(tls->ssl);
	(void)SSL_set_app_data(tls->ssl, tls);
	if (!context->name_is_ip && SSL_set_tlsext_host_name(tls->ssl, context->name) != 1) {
		smtpc_tls_free(tls, false);
		(void)smtpc_fail(
			err, SMTPC_E_TLS_CONFIG, "the name %s cannot be used for SNI", context->name);
		return NULL;
	}
	smtpc_tls_sessions_offer(context, tls->ssl);
	return tls;
}

void smtpc_tls_free(smtpc_tls *tls, bool polite)
{
	if (tls == NULL) {
		return;
	}
	if (tls->ssl != NULL) {
		ERR_clear_error();
		if (polite && !tls->broken && SSL_is_init_finished(tls->ssl)) {
			(void)SSL_shutdown(tls->ssl);
		}
		SSL_free(tls->ssl);
		ERR_clear_error();
	}
	smtpc_free(tls->context->mem, tls);
}

bool smtpc_tls_wants_write(const smtpc_tls *tls)
{
	return tls->wants_write;
}

/* SMTPC_SOCK_* for what the last SSL_ call returned. */
static ptrdiff_t outcome(smtpc_tls *tls, int rv, int *sys_errno)
{
	int error = SSL_get_error(tls->ssl, rv);
	*sys_errno = 0;
	tls->wants_write = error == SSL_ERROR_WANT_WRITE;
	if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) {
		return SMTPC_SOCK_AGAIN;
	}
	/* An end without close_notify is an end all the same: no reply is made out of half a one. */
	if (error == SSL_ERROR_ZERO_RETURN || tls->eof) {
		return SMTPC_SOCK_EOF;
	}
	tls->broken = true;
	if (error == SSL_ERROR_SYSCALL) {
		*sys_errno = tls->sys_errno;
	}
	return SMTPC_SOCK_ERROR;
}

static int clamp(size_t len)
{
	return len > 1 << 30 ? 1 << 30 : (int)len;
}

/* One record at a time, and one that could not leave whole is alone in its next attempt too:
 * OpenSSL would go on with the record after it and, should that one be stuck, say nothing of the
 * first, which the server has by then and may answer. */
ptrdiff_t smtpc_tls_send(smtpc_tls *tls, const void *data, size_t len, int *sys_errno)
{
	size_t most = tls->unsent > 0 ? tls->unsent : SSL3_RT_MAX_PLAIN_LENGTH;
	len = len < most ? len : most;
	ERR_clear_error();
	int rv = SSL_write(tls->ssl, data, (int)len);
	if (rv > 0) {
		tls->unsent = 0;
		return rv;
	}
	tls->unsent = len;
	return outcome(tls, rv, sys_errno);
}

ptrdiff_t smtpc_tls_recv(smtpc_tls *tls, void *room, size_t len, int *sys_errno)
{
	ERR_clear_error();
	int rv = SSL_read(tls->ssl, room, clamp(len));
	return rv > 0 ? rv : outcome(tls, rv, sys_errno);
}

int smtpc_tls_handshake(smtpc_tls *tls, bool starttls, smtpc_error *err)
{
	int sys_errno;
	ERR_clear_error();
	int rv = SSL_do_handshake(tls->ssl);
	if (rv == 1) {
		rv = smtpc_tls_check_peer(tls, err);
	} else {
		ptrdiff_t io = outcome(tls, rv, &sys_errno);
		if (io == SMTPC_SOCK_AGAIN) {
			return 0;
		}
		rv = smtpc_tls_fail_handshake(tls, starttls, io, sys_errno, err);
	}
	if (rv < 0) {
		/* Should a session have been the cause, the next connection begins without one. */
		smtpc_tls_sessions_free(&tls->context->sessions);
	} else {
		smtpc_tls_sessions_note(tls);
	}
	ERR_clear_error();
	return rv;
}

/* ASN1_TIME_diff() from the epoch, because timegm() is not everywhere. */
static int64_t unix_time(const ASN1_TIME *time)
{
	int days = 0, seconds = 0;
	ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
	bool ok = epoch != NULL && ASN1_TIME_diff(&days, &seconds, epoch, time) == 1;
	ASN1_TIME_free(epoch);
	return ok ? (int64_t)days * 86400 + seconds : 0;
}

void smtpc_tls_describe(const smtpc_tls *tls, smtpc_server_info *info)
{
	(void)snprintf(info->tls_version, sizeof info->tls_version, "%s", SSL_get_version(tls->ssl));
	(void)snprintf(info->tls_cipher, sizeof info->tls_cipher, "%s", SSL_get_cipher_name(tls->ssl));
	info->tls_resumed = SSL_session_reused(tls->ssl) == 1;
	X509 *cert = smtpc_tls_peer_certificate(tls);
	if (cert != NULL) {
		info->certificate_expires = unix_time(X509_get0_notAfter(cert));
		X509_free(cert);
	}
}
