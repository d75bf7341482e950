/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "peer.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* ---- certificate --------------------------------------------------------- */

static bool name_it(X509 *cert)
{
	X509_EXTENSION *names = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, "IP:127.0.0.1");
	bool ok = names != NULL && X509_add_ext(cert, names, -1) == 1;
	X509_EXTENSION_free(names);
	return ok;
}

static X509 *make_certificate(EVP_PKEY *key)
{
	X509 *cert = X509_new();
	if (cert == NULL) {
		return NULL;
	}
	X509_NAME *name = X509_get_subject_name(cert);
	bool ok = X509_set_version(cert, 2) == 1 &&
		ASN1_INTEGER_set(X509_get_serialNumber(cert), 1) == 1 &&
		X509_gmtime_adj(X509_getm_notBefore(cert), -3600) != NULL &&
		X509_gmtime_adj(X509_getm_notAfter(cert), 86400) != NULL &&
		X509_set_pubkey(cert, key) == 1 &&
		X509_NAME_add_entry_by_txt(
			name, "CN", MBSTRING_ASC, (const unsigned char *)"sweep", -1, -1, 0) == 1 &&
		X509_set_issuer_name(cert, name) == 1 && name_it(cert) &&
		X509_sign(cert, key, EVP_sha256()) > 0;
	if (!ok) {
		X509_free(cert);
		return NULL;
	}
	return cert;
}

static EVP_PKEY *make_key(void)
{
	EVP_PKEY *key = NULL;
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_id(EVP_PKEY_EC, NULL);
	if (ctx == NULL || EVP_PKEY_keygen_init(ctx) != 1 ||
		EVP_PKEY_CTX_set_ec_paramgen_curve_nid(ctx, NID_X9_62_prime256v1) != 1 ||
		EVP_PKEY_keygen(ctx, &key) != 1) {
		key = NULL;
	}
	EVP_PKEY_CTX_free(ctx);
	return key;
}

SSL_CTX *peer_make_tls(const char *file)
{
	SSL_CTX *tls = SSL_CTX_new(TLS_server_method());
	EVP_PKEY *key = make_key();
	X509 *cert = key != NULL ? make_certificate(key) : NULL;
	FILE *out = cert != NULL ? fopen(file, "w") : NULL;
	bool ok = tls != NULL && out != NULL && PEM_write_X509(out, cert) == 1 &&
		SSL_CTX_use_certificate(tls, cert) == 1 && SSL_CTX_use_PrivateKey(tls, key) == 1;
	if (out != NULL) {
		ok = fclose(out) == 0 && ok;
	}
	X509_free(cert);
	EVP_PKEY_free(key);
	if (!ok) {
		SSL_CTX_free(tls);
		return NULL;
	}
	return tls;
}

/* ---- life ---------------------------------------------------------------- */

static void start_tls(peer *p, SSL_CTX *tls)
{
	p->ssl = SSL_new(tls);
	p->cipher_in = BIO_new(BIO_s_mem());
	p->cipher_out = BIO_new(BIO_s_mem());
	(void)BIO_set_mem_eof_return(p->cipher_in, -1);
	SSL_set_bio(p->ssl, p->cipher_in, p->cipher_out);
	SSL_set_accept_state(p->ssl);
}

void peer_open(peer *p, int fd, SSL_CTX *tls, const peer_plan *plan, const model_config *config,
	model_log *log)
{
	*p = (peer){.fd = fd, .plan = *plan};
	model_open(&p->model, config, log);
	if (config->secured || config->starttls) {
		start_tls(p, tls);
	}
}

void peer_close(peer *p)
{
	if (p->fd >= 0) {
		(void)close(p->fd);
		p->fd = -1;
	}
	SSL_free(p->ssl);
	p->ssl = NULL;
}

static void reset(peer *p)
{
	struct linger hard = {1, 0};
	(void)setsockopt(p->fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
	peer_close(p);
}

static bool is_planned(const peer *p, peer_way way, peer_fault fault)
{
	return p->plan.way == way && p->plan.fault == fault && !p->plan.by_reply;
}

/* Octets that may still move on |way|. */
static size_t allowed(const peer *p, peer_way way, uint64_t moved, size_t len)
{
	bool halved = p->plan.fault == PEER_HALF && p->finished;
	bool passes = halved || p->plan.fault == PEER_FLIP || p->plan.by_reply;
	bool bounded = p->plan.way == way && !passes;
	return bounded && len > p->plan.at - moved ? (size_t)(p->plan.at - moved) : len;
}

static bool is_over(const peer *p, peer_way way)
{
	return p->plan.way == way && !p->plan.by_reply &&
		(way == PEER_TO_SERVER ? p->in : p->out) >= p->plan.at;
}

bool peer_has_failed(const peer *p)
{
	return is_over(p, PEER_TO_SERVER) || is_over(p, PEER_TO_CLIENT);
}

static void flip(const peer *p, peer_way way, uint64_t moved, char *data, size_t len)
{
	bool here = p->plan.at >= moved && p->plan.at - moved < len;
	if (p->plan.way == way && p->plan.fault == PEER_FLIP && here) {
		data[p->plan.at - moved] ^= 0x20;
	}
}

/* ---- from the client ----------------------------------------------------- */

static bool is_secured(const peer *p)
{
	return p->model.secured || p->model.state == MODEL_HANDSHAKE;
}

static void take_cipher(peer *p, const char *data, size_t len)
{
	char clear[16384];
	int n;
	(void)BIO_write(p->cipher_in, data, (int)len);
	do {
		n = SSL_read(p->ssl, clear, sizeof clear);
		if (p->model.state == MODEL_HANDSHAKE && SSL_is_init_finished(p->ssl)) {
			model_secured(&p->model);
		}
		if (n > 0) {
			model_input(&p->model, clear, (size_t)n);
		}
	} while (n > 0);
	p->broken = SSL_get_error(p->ssl, n) == SSL_ERROR_SSL;
	ERR_clear_error();
}

/* Where on the wire the content of the last mail stands. What ended before another mail began in the
 * same piece was not answered yet when that mail was written. */
static void note_content(peer *p)
{
	const model_marks *marks = &p->model.marks;
	size_t last = p->model.mail;
	if (marks->content_start[last] > 0 && p->started <= last) {
		p->started = last + 1;
		p->content_start = p->in;
	}
	for (size_t mail = p->ended; mail <= last; mail++) {
		if (marks->content_end[mail] > 0) {
			p->ended = mail + 1;
			p->content_end = p->in;
			p->chased = p->chased || mail < last;
		}
	}
}

static bool pull(peer *p)
{
	char data[65536];
	if (is_planned(p, PEER_TO_SERVER, PEER_STALL) && is_over(p, PEER_TO_SERVER)) {
		return false;
	}
	size_t room = p->deaf ? sizeof data : allowed(p, PEER_TO_SERVER, p->in, sizeof data);
	ssize_t n = recv(p->fd, data, room, MSG_DONTWAIT);
	if (n == 0 || (n < 0 && errno != EAGAIN)) {
		peer_close(p);
		return true;
	}
	if (n < 0 || p->deaf) {
		return n > 0;
	}
	flip(p, PEER_TO_SERVER, p->in, data, (size_t)n);
	p->in += (size_t)n;
	if (is_secured(p)) {
		take_cipher(p, data, (size_t)n);
	} else {
		model_input(&p->model, data, (size_t)n);
	}
	note_content(p);
	return true;
}

/* ---- to the client ------------------------------------------------------- */

/* What the model says goes under TLS, or into |plain|. */
static void wrap(peer *p)
{
	model_conn *m = &p->model;
	size_t end = m->out_len;
	if (p->plan.by_reply && p->plan.at < m->marks.reply_count) {
		end = m->marks.reply[p->plan.at];
	}
	size_t len = end > m->out_taken ? end - m->out_taken : 0;
	if (len == 0) {
		return;
	}
	if (m->secured) {
		if (!SSL_is_init_finished(p->ssl) ||
			SSL_write(p->ssl, m->out + m->out_taken, (int)len) <= 0) {
			return;
		}
	} else {
		len = len < sizeof p->plain - p->plain_len ? len : sizeof p->plain - p->plain_len;
		memcpy(p->plain + p->plain_len, m->out + m->out_taken, len);
		p->plain_len += len;
	}
	m->out_taken += len;
}

static size_t put(peer *p, const char *data, size_t len)
{
	size_t n = allowed(p, PEER_TO_CLIENT, p->out, len);
	ssize_t sent = n > 0 ? send(p->fd, data, n, MSG_NOSIGNAL | MSG_DONTWAIT) : 0;
	if (sent < 0 && errno != EAGAIN) {
		p->finished = true;
	}
	p->out += sent > 0 ? (size_t)sent : 0;
	return sent > 0 ? (size_t)sent : 0;
}

static bool push(peer *p)
{
	char *cipher;
	uint64_t before = p->out;
	wrap(p);
	if (p->plain_len > 0) {
		size_t n = put(p, p->plain, p->plain_len);
		memmove(p->plain, p->plain + n, p->plain_len - n);
		p->plain_len -= n;
	}
	long len = p->ssl != NULL && p->plain_len == 0 ? BIO_get_mem_data(p->cipher_out, &cipher) : 0;
	if (len > 0) {
		flip(p, PEER_TO_CLIENT, p->out, cipher, (size_t)len);
		size_t n = put(p, cipher, (size_t)len);
		char sink[4096];
		while (n > 0) {
			int took = BIO_read(p->cipher_out, sink, (int)(n < sizeof sink ? n : sizeof sink));
			n -= took > 0 ? (size_t)took : n;
		}
	}
	return p->out > before;
}

/* Nothing more is said and, after FIN, nothing more heard. What had come before is still answered,
 * as far as that gets there. */
static void cut(peer *p)
{
	if (p->plan.way == PEER_TO_SERVER) {
		(void)push(p);
		p->deaf = p->plan.fault == PEER_FIN;
	}
	p->finished = true;
	if (p->plan.fault == PEER_RST) {
		reset(p);
	} else {
		(void)shutdown(p->fd, SHUT_WR);
	}
}

bool peer_serve(peer *p)
{
	if (p->fd < 0) {
		return false;
	}
	if (peer_has_failed(p) && p->plan.fault < PEER_FLIP && !p->finished) {
		cut(p);
		return true;
	}
	bool moved = pull(p);
	moved = (p->fd >= 0 && !p->finished && push(p)) || moved;
	bool done = p->broken || p->model.state == MODEL_CLOSED;
	if (p->fd >= 0 && done && !p->finished) {
		p->finished = true;
		(void)shutdown(p->fd, SHUT_WR);
	}
	return moved;
}
