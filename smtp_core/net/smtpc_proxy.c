/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "net/smtpc_proxy.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#ifndef _WIN32
#include <netinet/in.h>
#endif

#include "base/smtpc_b64.h"
#include "base/smtpc_err.h"
#include "base/smtpc_hex.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"

/* Octets of all replies of an HTTP proxy. */
enum { REPLY_MAX = 16384 };

enum {
	SOCKS_VERSION = 5,
	SOCKS_LOGIN_VERSION = 1,
	SOCKS_NO_LOGIN = 0,
	SOCKS_LOGIN = 2,
	SOCKS_NO_METHOD = 0xff,
	SOCKS_CONNECT = 1,
	SOCKS_IPV4 = 1,
	SOCKS_NAME = 3,
	SOCKS_IPV6 = 4
};

enum {
	PHASE_METHOD,      /* the proxy chooses how to log in */
	PHASE_LOGIN,       /* and judges the login */
	PHASE_REPLY,       /* VER REP of its reply */
	PHASE_REPLY_KIND,  /* RSV ATYP and the first octet of the address */
	PHASE_REPLY_REST,  /* the rest of the address, and the port */
	PHASE_STATUS_LINE, /* HTTP */
	PHASE_HEADER_LINES
};

/* ---- the URL ------------------------------------------------------------- */

static int bad_url(smtpc_error *err, const char *why)
{
	return smtpc_fail(err, SMTPC_E_ARGUMENT, "proxy %s", why);
}

/* |text| percent-decoded, up to the 255 octets that RFC 1929 has room for. */
static bool decode(char out[256], size_t *len, smtpc_str text)
{
	*len = 0;
	while (text.len > 0) {
		char c = text.ptr[0];
		size_t width = 1;
		if (c == '%') {
			int octet = smtpc_hex_octet(smtpc_str_skip(text, 1));
			if (octet < 0) {
				return false;
			}
			c = (char)octet;
			width = 3;
		}
		if (*len == 255 || c == '\0' || c == '\r' || c == '\n') {
			return false;
		}
		out[(*len)++] = c;
		text = smtpc_str_skip(text, width);
	}
	return true;
}

static int parse_login(smtpc_proxy_url *out, smtpc_str userinfo, smtpc_error *err)
{
	smtpc_str rest = userinfo;
	smtpc_str user = smtpc_str_until(&rest, ':');
	out->login = true;
	if (!decode(out->user, &out->user_len, user) || out->user_len == 0 ||
		!decode(out->password, &out->password_len, rest)) {
		return bad_url(err,
			"must have a user name and a password of up to 255 octets, "
			"percent-encoded, without NUL, CR and LF");
	}
	/* RFC 7617 §2: a colon ends the user name. */
	if (out->kind == SMTPC_PROXY_HTTP && memchr(out->user, ':', out->user_len) != NULL) {
		return bad_url(err, "must not have a colon in the user name");
	}
	return SMTPC_OK;
}

static int parse_host(smtpc_proxy_url *out, smtpc_str text, smtpc_error *err)
{
	size_t len = 0;
	uint64_t port;
	if (text.len > 0 && text.ptr[0] == '[') {
		const char *end = memchr(text.ptr, ']', text.len);
		len = end != NULL ? (size_t)(end - text.ptr) + 1 : text.len;
	} else {
		while (len < text.len && text.ptr[len] != ':') {
			len++;
		}
	}
	out->host = (smtpc_str){text.ptr, len};
	if (len < text.len) {
		if (text.ptr[len] != ':' || !smtpc_str_uint(smtpc_str_skip(text, len + 1), &port) ||
			port < 1 || port > 65535) {
			return bad_url(err, "must have a port between 1 and 65535, or none");
		}
		out->port = (uint16_t)port;
	}
	return len > 0 ? SMTPC_OK : bad_url(err, "must have a host");
}

int smtpc_proxy_parse(smtpc_proxy_url *out, smtpc_str url, smtpc_error *err)
{
	static const struct {
		smtpc_str scheme;
		smtpc_proxy_kind kind;
		uint16_t port;
	} rows[] = {{{"socks5://", 9}, SMTPC_PROXY_SOCKS5, 1080},
		{{"socks5h://", 10}, SMTPC_PROXY_SOCKS5H, 1080}, {{"http://", 7}, SMTPC_PROXY_HTTP, 8080}};
	*out = (smtpc_proxy_url){.kind = SMTPC_PROXY_NONE};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (smtpc_str_istarts(url, rows[i].scheme)) {
			url = smtpc_str_skip(url, rows[i].scheme.len);
			out->kind = rows[i].kind;
			out->port = rows[i].port;
			break;
		}
	}
	if (out->kind == SMTPC_PROXY_NONE) {
		return bad_url(err, "must begin with socks5://, socks5h:// or http://");
	}
	if (url.len > 0 && url.ptr[url.len - 1] == '/') {
		url.len--;
	}
	if (smtpc_str_has_ctl(url) || memchr(url.ptr, '/', url.len) != NULL) {
		return bad_url(err, "must have no path, and '/' in a password is encoded as %2F");
	}
	size_t at = url.len;
	while (at > 0 && url.ptr[at - 1] != '@') {
		at--;
	}
	int rv = at > 0 ? parse_login(out, (smtpc_str){url.ptr, at - 1}, err) : SMTPC_OK;
	return rv < 0 ? rv : parse_host(out, smtpc_str_skip(url, at), err);
}

/* ---- saying -------------------------------------------------------------- */

static void say(smtpc_proxy *p, const void *data, size_t len)
{
	/* Names, logins and what is around them are bounded, and fit. */
	if (len <= sizeof p->out - p->out_len) {
		memcpy(p->out + p->out_len, data, len);
		p->out_len += len;
	}
}

static void say_octet(smtpc_proxy *p, unsigned octet)
{
	unsigned char c = (unsigned char)octet;
	say(p, &c, 1);
}

static void say_text(smtpc_proxy *p, const char *text)
{
	say(p, text, strlen(text));
}

/* From now on |need| octets are awaited. */
static void await(smtpc_proxy *p, int phase, size_t need)
{
	p->phase = phase;
	p->in_len = 0;
	p->in_need = need;
}

static smtpc_str bare_name(const smtpc_proxy *p)
{
	smtpc_str name = p->target.name;
	if (name.len > 2 && name.ptr[0] == '[') {
		return (smtpc_str){name.ptr + 1, name.len - 2};
	}
	return name;
}

/* ---- failing ------------------------------------------------------------- */

static void fail(smtpc_proxy *p, bool transient, const char *format, ...) SMTPC_PRINTF(3, 4);

static void fail(smtpc_proxy *p, bool transient, const char *format, ...)
{
	char why[300];
	va_list args;
	va_start(args, format);
	(void)vsnprintf(why, sizeof why, format, args);
	va_end(args);
	(void)smtpc_fail(&p->error, SMTPC_E_CONNECT, "the proxy %s %s", p->target.label, why);
	p->error.stage = SMTPC_STAGE_PROXY;
	p->error.transient = transient;
	p->state = SMTPC_PROXY_FAILED;
}

/* ---- SOCKS5 -------------------------------------------------------------- */

typedef struct socks_row {
	const char *text;
	bool transient;
	bool elsewhere; /* another address of the server may fare better */
} socks_row;

/* RFC 1928 §6. */
static const socks_row socks_replies[] = {
	{"it granted nothing", false, false},
	{"a general failure", true, true},
	{"its rules do not allow it", false, false},
	{"the network cannot be reached", true, true},
	{"the host cannot be reached", true, true},
	{"the connection was refused", true, true},
	{"the host did not answer", true, true},
	{"it does not know the command", false, false},
	{"it does not know this kind of address", false, true},
};

static void socks_ask(smtpc_proxy *p)
{
	const smtpc_sockaddr *to = p->target.address;
	smtpc_str name = bare_name(p);
	say_octet(p, SOCKS_VERSION);
	say_octet(p, SOCKS_CONNECT);
	say_octet(p, 0);
	if (to != NULL && to->addr.ss_family == AF_INET) {
		struct sockaddr_in in;
		memcpy(&in, &to->addr, sizeof in);
		say_octet(p, SOCKS_IPV4);
		say(p, &in.sin_addr, 4);
	} else if (to != NULL) {
		struct sockaddr_in6 in6;
		memcpy(&in6, &to->addr, sizeof in6);
		say_octet(p, SOCKS_IPV6);
		say(p, &in6.sin6_addr, 16);
	} else {
		say_octet(p, SOCKS_NAME);
		say_octet(p, (unsigned)name.len);
		say(p, name.ptr, name.len);
	}
	say_octet(p, p->target.port >> 8);
	say_octet(p, p->target.port & 0xff);
	await(p, PHASE_REPLY, 2);
}

static void socks_begin(smtpc_proxy *p, const smtpc_proxy_url *url)
{
	p->login_offered = url->login;
	if (url->login) {
		char *to = p->login;
		*to++ = SOCKS_LOGIN_VERSION;
		*to++ = (char)(unsigned char)url->user_len;
		memcpy(to, url->user, url->user_len);
		to += url->user_len;
		*to++ = (char)(unsigned char)url->password_len;
		memcpy(to, url->password, url->password_len);
		to += url->password_len;
		p->login_len = (size_t)(to - p->login);
	}
	say_octet(p, SOCKS_VERSION);
	say_octet(p, url->login ? 2 : 1);
	say_octet(p, SOCKS_NO_LOGIN);
	if (url->login) {
		say_octet(p, SOCKS_LOGIN);
	}
	await(p, PHASE_METHOD, 2);
}

static void socks_on_method(smtpc_proxy *p, unsigned method)
{
	if (method == SOCKS_NO_LOGIN) {
		socks_ask(p);
	} else if (method == SOCKS_LOGIN && p->login_offered) {
		say(p, p->login, p->login_len);
		await(p, PHASE_LOGIN, 2);
	} else if (method == SOCKS_NO_METHOD) {
		fail(p, false,
			p->login_offered ? "takes no login by user name and password" : "wants a login");
	} else {
		fail(p, false, "chose a way to log in that was not offered (%u)", method);
	}
}

static void socks_on_reply(smtpc_proxy *p, unsigned reply)
{
	static const socks_row unknown = {"an error of its own", true, false};
	if (reply == 0) {
		await(p, PHASE_REPLY_KIND, 3);
		return;
	}
	bool known = reply < sizeof socks_replies / sizeof socks_replies[0];
	const socks_row *row = known ? &socks_replies[reply] : &unknown;
	smtpc_str name = bare_name(p);
	fail(p, row->transient, "refused the connection to %.*s: %s (SOCKS reply %u)", SMTPC_FMT(name),
		row->text, reply);
	p->elsewhere = row->elsewhere;
}

/* The address that the proxy connects from means nothing to us, but for its length. */
static void socks_on_kind(smtpc_proxy *p, unsigned kind, unsigned first)
{
	switch (kind) {
	case SOCKS_IPV4:
		await(p, PHASE_REPLY_REST, 3 + 2);
		break;
	case SOCKS_IPV6:
		await(p, PHASE_REPLY_REST, 15 + 2);
		break;
	case SOCKS_NAME:
		await(p, PHASE_REPLY_REST, (size_t)first + 2);
		break;
	default:
		fail(p, false, "answered with an address of an unknown kind (%u)", kind);
	}
}

/* All octets that were awaited are there. */
static void socks_on_octets(smtpc_proxy *p)
{
	unsigned a = (unsigned char)p->in[0], b = (unsigned char)p->in[1];
	bool login = p->phase == PHASE_LOGIN;
	if ((p->phase == PHASE_METHOD || p->phase == PHASE_REPLY) && a != SOCKS_VERSION) {
		fail(p, false, "does not speak SOCKS5");
	} else if (p->phase == PHASE_METHOD) {
		socks_on_method(p, b);
	} else if (login && a != SOCKS_LOGIN_VERSION) {
		fail(p, false, "gave an answer to the login that makes no sense");
	} else if (login && b != 0) {
		fail(p, false, "refused the login (SOCKS status %u)", b);
	} else if (login) {
		socks_ask(p);
	} else if (p->phase == PHASE_REPLY) {
		socks_on_reply(p, b);
	} else if (p->phase == PHASE_REPLY_KIND) {
		socks_on_kind(p, b, (unsigned char)p->in[2]);
	} else {
		p->state = SMTPC_PROXY_OPEN;
	}
}

static void socks_take(smtpc_proxy *p, char octet)
{
	p->in[p->in_len++] = octet;
	if (p->in_len == p->in_need) {
		socks_on_octets(p);
	}
}

/* ---- HTTP ---------------------------------------------------------------- */

static void http_begin(smtpc_proxy *p, const smtpc_proxy_url *url)
{
	char where[300];
	smtpc_str name = bare_name(p);
	bool v6 = memchr(name.ptr, ':', name.len) != NULL;
	(void)snprintf(where, sizeof where, v6 ? "[%.*s]:%u" : "%.*s:%u", SMTPC_FMT(name),
		(unsigned)p->target.port);
	say_text(p, "CONNECT ");
	say_text(p, where);
	say_text(p, " HTTP/1.1\r\nHost: ");
	say_text(p, where);
	say_text(p, "\r\n");
	if (url->login) {
		memcpy(p->login, url->user, url->user_len);
		p->login[url->user_len] = ':';
		memcpy(p->login + url->user_len + 1, url->password, url->password_len);
		p->login_len = url->user_len + 1 + url->password_len;
		say_text(p, "Proxy-Authorization: Basic ");
		smtpc_b64_encode(p->out + p->out_len, p->login, p->login_len);
		p->out_len += smtpc_b64_size(p->login_len);
		say_text(p, "\r\n");
	}
	p->login_offered = url->login;
	say_text(p, "\r\n");
	await(p, PHASE_STATUS_LINE, 0);
}

/* RFC 9112 §4: "HTTP/1.1 200 OK"; the words may be missing. */
static bool http_is_status(smtpc_str line)
{
	if (line.len < 12 || memcmp(line.ptr, "HTTP/1.", 7) != 0 || !smtpc_is_digit(line.ptr[7]) ||
		line.ptr[8] != ' ' || (line.len > 12 && line.ptr[12] != ' ')) {
		return false;
	}
	return line.ptr[9] >= '1' && line.ptr[9] <= '5' && smtpc_is_digit(line.ptr[10]) &&
		smtpc_is_digit(line.ptr[11]);
}

static void http_on_status(smtpc_proxy *p, smtpc_str line)
{
	if (!http_is_status(line)) {
		fail(p, false, "does not speak HTTP");
		return;
	}
	int status = (line.ptr[9] - '0') * 100 + (line.ptr[10] - '0') * 10 + (line.ptr[11] - '0');
	smtpc_str name = bare_name(p), words = smtpc_str_skip(line, 9);
	bool transient = status >= 500 || status == 408 || status == 429;
	if (status >= 300 && status != 407) {
		fail(p, transient, "refused the connection to %.*s: %.*s", SMTPC_FMT(name),
			SMTPC_FMT(words));
	} else if (status == 407) {
		fail(p, false, p->login_offered ? "refused the login: %.*s" : "wants a login: %.*s",
			SMTPC_FMT(words));
	}
	p->status = status;
	p->phase = PHASE_HEADER_LINES;
}

/* RFC 9110 §9.3.6: what a 2xx says of a length is to be ignored; behind the empty line the tunnel
 * begins. 1xx is not the answer yet. */
static void http_on_line(smtpc_proxy *p)
{
	smtpc_str line = {p->in, p->in_len};
	if (line.len > 0 && line.ptr[line.len - 1] == '\r') {
		line.len--;
	}
	if (p->phase == PHASE_STATUS_LINE) {
		http_on_status(p, line);
	} else if (line.len == 0 && p->status < 200) {
		p->phase = PHASE_STATUS_LINE;
	} else if (line.len == 0) {
		p->state = SMTPC_PROXY_OPEN;
	}
	p->in_len = 0;
}

static void http_take(smtpc_proxy *p, char octet)
{
	if (octet == '\n') {
		http_on_line(p);
	} else if (p->in_len < sizeof p->in) {
		p->in[p->in_len++] = octet;
	}
	if (p->state == SMTPC_PROXY_TALKING && p->taken >= REPLY_MAX) {
		fail(p, false, "does not come to an end with its answer");
	}
}

/* ---- the talk ------------------------------------------------------------ */

void smtpc_proxy_begin(smtpc_proxy *p, const smtpc_proxy_url *url, const smtpc_proxy_target *target)
{
	*p = (smtpc_proxy){.target = *target, .state = SMTPC_PROXY_TALKING};
	if (bare_name(p).len > 255) {
		fail(p, false, "cannot be told a name of more than 255 octets");
	} else if (url->kind == SMTPC_PROXY_HTTP) {
		http_begin(p, url);
	} else {
		socks_begin(p, url);
	}
}

void smtpc_proxy_end(smtpc_proxy *p)
{
	smtpc_wipe(p, sizeof *p);
}

smtpc_str smtpc_proxy_output(const smtpc_proxy *p)
{
	return (smtpc_str){p->out + p->out_at, p->out_len - p->out_at};
}

void smtpc_proxy_sent(smtpc_proxy *p, size_t len)
{
	p->out_at += len;
	if (p->out_at == p->out_len) {
		p->out_at = p->out_len = 0;
	}
}

size_t smtpc_proxy_input(smtpc_proxy *p, smtpc_str data)
{
	bool http = p->phase >= PHASE_STATUS_LINE;
	size_t i = 0;
	while (i < data.len && p->state == SMTPC_PROXY_TALKING) {
		p->taken++;
		if (http) {
			http_take(p, data.ptr[i++]);
		} else {
			socks_take(p, data.ptr[i++]);
		}
	}
	return i;
}
