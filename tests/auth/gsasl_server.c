/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * An SMTP server for the tests of SCRAM-…-PLUS: OpenSSL's TLS, and GNU SASL's idea of SCRAM, which is
 * not ours. Serves one connection with TLS from the first byte and ends.
 *
 *   gsasl_server CERT.pem 1.2|1.3 honest|tampered "MECHANISM …" USER PASSWORD
 *
 * tampered: the server's end has another binding, as if somebody sat between. The mechanisms are
 * those it offers; it has more. Prints its port, then what came of each AUTH. */
#include <arpa/inet.h>
#include <gsasl.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static SSL *ssl;
static char **arguments; /* from CERT.pem on */

static void say(const char *line)
{
	(void)SSL_write(ssl, line, (int)strlen(line));
	(void)SSL_write(ssl, "\r\n", 2);
}

/* The next line without its end; NULL: the client has gone. */
static char *hear(void)
{
	static char line[16384];
	size_t len = 0;
	while (len + 1 < sizeof line && SSL_read(ssl, line + len, 1) == 1) {
		if (line[len] == '\n') {
			line[len > 0 && line[len - 1] == '\r' ? len - 1 : len] = '\0';
			return line;
		}
		len++;
	}
	return NULL;
}

static int set_binding(Gsasl_session *session, Gsasl_property property)
{
	unsigned char data[64];
	char text[100];
	int len = 0;
	if (property == GSASL_CB_TLS_EXPORTER && SSL_version(ssl) == TLS1_3_VERSION) {
		len = 32;
		(void)SSL_export_keying_material(ssl, data, 32, "EXPORTER-Channel-Binding", 24,
			(const unsigned char *)"", 0, 1);
	} else if (property == GSASL_CB_TLS_UNIQUE && SSL_version(ssl) == TLS1_2_VERSION) {
		len = (int)SSL_get_peer_finished(ssl, data, sizeof data);
	} else {
		return GSASL_NO_CB_TLS_UNIQUE;
	}
	data[0] ^= strcmp(arguments[2], "tampered") == 0;
	(void)EVP_EncodeBlock((unsigned char *)text, data, len);
	return gsasl_property_set(session, property, text);
}

static int answer(Gsasl *ctx, Gsasl_session *session, Gsasl_property property)
{
	(void)ctx;
	switch (property) {
	case GSASL_PASSWORD:
		if (strcmp(gsasl_property_fast(session, GSASL_AUTHID), arguments[4]) != 0) {
			return GSASL_AUTHENTICATION_ERROR;
		}
		return gsasl_property_set(session, GSASL_PASSWORD, arguments[5]);
	case GSASL_CB_TLS_UNIQUE:
	case GSASL_CB_TLS_EXPORTER:
		return set_binding(session, property);
	default:
		return GSASL_NO_CALLBACK;
	}
}

/* |argument|: mechanism and, perhaps, the initial response. */
static void authenticate(Gsasl *ctx, char *argument)
{
	Gsasl_session *session;
	char *out = NULL;
	char mechanism[32];
	(void)snprintf(mechanism, sizeof mechanism, "%.*s", (int)strcspn(argument, " "), argument);
	const char *initial = strchr(argument, ' ');
	if (gsasl_server_start(ctx, mechanism, &session) != GSASL_OK) {
		say("504 5.5.4 unknown");
		return;
	}
	const char *in = initial != NULL ? initial + 1 : "";
	int rc = GSASL_NEEDS_MORE;
	while (in != NULL && rc == GSASL_NEEDS_MORE) {
		rc = gsasl_step64(session, in, &out);
		if ((rc == GSASL_NEEDS_MORE || rc == GSASL_OK) && out[0] != '\0') {
			char reply[4096];
			(void)snprintf(reply, sizeof reply, "334 %s", out);
			say(reply);
			in = hear();
			rc = in != NULL && strcmp(in, "*") == 0 ? GSASL_AUTHENTICATION_ERROR : rc;
		}
		gsasl_free(out);
		out = NULL;
	}
	printf("%s %s: %s\n", SSL_get_version(ssl), mechanism, gsasl_strerror_name(rc));
	(void)fflush(stdout);
	gsasl_finish(session);
	say(rc == GSASL_OK ? "235 2.7.0 ok" : "535 5.7.8 no");
}

static void serve(Gsasl *ctx)
{
	char *line, offer[512];
	(void)snprintf(offer, sizeof offer, "250 AUTH %s", arguments[3]);
	say("220 mx.test");
	while ((line = hear()) != NULL) {
		if (strncmp(line, "EHLO", 4) == 0) {
			say("250-mx.test");
			say(offer);
		} else if (strncmp(line, "AUTH ", 5) == 0) {
			authenticate(ctx, line + 5);
		} else {
			say(strcmp(line, "QUIT") == 0 ? "221 bye" : "250 ok");
		}
	}
}

static int accept_one(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t len = sizeof address;
	int listener = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(listener, (struct sockaddr *)&address, len) != 0 || listen(listener, 1) != 0 ||
		getsockname(listener, (struct sockaddr *)&address, &len) != 0) {
		return -1;
	}
	printf("%d\n", ntohs(address.sin_port));
	(void)fflush(stdout);
	return accept(listener, NULL, NULL);
}

int main(int argc, char **argv)
{
	Gsasl *ctx;
	SSL_CTX *tls = SSL_CTX_new(TLS_server_method());
	if (argc != 7 || gsasl_init(&ctx) != GSASL_OK) {
		return EXIT_FAILURE;
	}
	arguments = argv + 1;
	(void)alarm(60);
	int version = strcmp(arguments[1], "1.2") == 0 ? TLS1_2_VERSION : TLS1_3_VERSION;
	gsasl_callback_set(ctx, answer);
	if (SSL_CTX_set_max_proto_version(tls, version) != 1 ||
		SSL_CTX_use_certificate_chain_file(tls, arguments[0]) != 1 ||
		SSL_CTX_use_PrivateKey_file(tls, arguments[0], SSL_FILETYPE_PEM) != 1) {
		return EXIT_FAILURE;
	}
	ssl = SSL_new(tls);
	if (SSL_set_fd(ssl, accept_one()) == 1 && SSL_accept(ssl) == 1) {
		serve(ctx);
	}
	SSL_free(ssl);
	SSL_CTX_free(tls);
	gsasl_done(ctx);
	return EXIT_SUCCESS;
}
