/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What is said to a proxy before it is the server: SOCKS5 (RFC 1928, login by RFC 1929) and CONNECT
 * of HTTP (RFC 9110 §9.3.6). Bytes in, bytes out, no socket. Not an octet behind the proxy's last
 * reply is taken: that is the server's greeting. */
#ifndef SMTPC_PROXY_H
#define SMTPC_PROXY_H

#include "net/smtpc_sock.h"

typedef enum smtpc_proxy_kind {
	SMTPC_PROXY_NONE,
	SMTPC_PROXY_SOCKS5,  /* is given addresses: names are looked up here */
	SMTPC_PROXY_SOCKS5H, /* is given names */
	SMTPC_PROXY_HTTP     /* is given names */
} smtpc_proxy_kind;

/* A proxy's URL taken apart. Its secrets are wiped by whoever keeps it. */
typedef struct smtpc_proxy_url {
	smtpc_proxy_kind kind;
	smtpc_str host; /* in the URL: a name, or an address, an IPv6 one in brackets */
	uint16_t port;  /* 1080, 8080 unless given */
	bool login;
	char user[256], password[256];
	size_t user_len, password_len;
} smtpc_proxy_url;

/* socks5://, socks5h:// or http://, user and password percent-encoded. |out| points into |url|.
 * ARGUMENT, with nothing of the URL in its text. */
int smtpc_proxy_parse(smtpc_proxy_url *out, smtpc_str url, smtpc_error *err);

/* Where the proxy is to connect to. */
typedef struct smtpc_proxy_target {
	smtpc_str name; /* a host name or an address, an IPv6 one with or without brackets */
	const smtpc_sockaddr *address; /* of the name, if it is known; NULL otherwise */
	uint16_t port;
	const char *label; /* what the proxy is called in errors */
} smtpc_proxy_target;

typedef enum smtpc_proxy_state {
	SMTPC_PROXY_TALKING,
	SMTPC_PROXY_OPEN, /* from here on it is the server that speaks */
	SMTPC_PROXY_FAILED
} smtpc_proxy_state;

/* One talk with a proxy; read it with the functions below. */
typedef struct smtpc_proxy {
	smtpc_proxy_target target; /* borrowed until the talk is over */
	smtpc_proxy_state state;
	int phase;
	bool login_offered;
	char login[520]; /* what the login is sent as, once the proxy wants it */
	size_t login_len;
	char out[2048];
	size_t out_len, out_at;
	char in[300]; /* of SOCKS: the reply as far as it came; of HTTP: the line, as far as it fits */
	size_t in_len, in_need;
	size_t taken; /* of all replies */
	int status;   /* of HTTP */
	bool elsewhere;
	smtpc_error error;
} smtpc_proxy;

/* |url| is not needed any more when this returns. */
void smtpc_proxy_begin(
	smtpc_proxy *proxy, const smtpc_proxy_url *url, const smtpc_proxy_target *target);
/* Wipes it. */
void smtpc_proxy_end(smtpc_proxy *proxy);

/* What is to be written, and that |len| octets of it were. */
smtpc_str smtpc_proxy_output(const smtpc_proxy *proxy);
void smtpc_proxy_sent(smtpc_proxy *proxy, size_t len);
/* What has come: returns how many octets of it were the proxy's; fewer than |data| has only at the
 * end of the talk. */
size_t smtpc_proxy_input(smtpc_proxy *proxy, smtpc_str data);

#endif
