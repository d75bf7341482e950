/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Talks with proxies, fed whole, byte by byte, and cut at every octet; proxies' URLs. Behind every
 * last reply stands a greeting, of which not an octet may be taken. */
#include "net/smtpc_proxy.h"
#include "net/smtpc_resolve.h"
#include "smtpc_test.h"

#define BYTES(literal) {(literal), sizeof(literal) - 1}

static const smtpc_str greeting = BYTES("220 mx\r\n");

typedef struct talk_row {
	const char *url, *host;
	smtpc_str said, heard; /* in all */
	const char *error;     /* NULL: the way is open */
	bool transient;
} talk_row;

#define HELLO "\x05\x01\x00"
#define ASK_NAME "\x05\x01\x00\x03\x07mx.test\x00\x19"
#define IPV4_END "\x00\x01\x7f\x00\x00\x01\x12\x34"
#define CONNECT_NAME "CONNECT mx.test:25 HTTP/1.1\r\nHost: mx.test:25\r\n"
static const talk_row rows[] = {
	{"socks5h://p", "mx.test", BYTES(HELLO ASK_NAME), BYTES("\x05\x00\x05\x00" IPV4_END), NULL, 0},
	{"socks5h://p", "mx.test", BYTES(HELLO ASK_NAME),
		BYTES("\x05\x00\x05\x00\x00\x04"
			  "0123456789abcdef\x12\x34"),
		NULL, 0},
	{"socks5h://p", "mx.test", BYTES(HELLO ASK_NAME),
		BYTES("\x05\x00\x05\x00\x00\x03\x02us\x12\x34"), NULL, 0},
	{"socks5h://p", "mx.test", BYTES(HELLO ASK_NAME),
		BYTES("\x05\x00\x05\x00\x00\x03\x00\x12\x34"), NULL, 0},
	{"socks5://p", "192.0.2.1", BYTES(HELLO "\x05\x01\x00\x01\xc0\x00\x02\x01\x00\x19"),
		BYTES("\x05\x00\x05\x00" IPV4_END), NULL, 0},
	{"socks5://p", "[::1]",
		BYTES(HELLO "\x05\x01\x00\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x00\x19"),
		BYTES("\x05\x00\x05\x00" IPV4_END), NULL, 0},
	{"socks5h://u%40:p%3a@p", "mx.test",
		BYTES("\x05\x02\x00\x02\x01\x02u@\x02p:" ASK_NAME),
		BYTES("\x05\x02\x01\x00\x05\x00" IPV4_END), NULL, 0},
	{"socks5h://u:p@p", "mx.test", BYTES("\x05\x02\x00\x02" ASK_NAME),
		BYTES("\x05\x00\x05\x00" IPV4_END), NULL, 0},
	{"socks5h://u:p@p", "mx.test", BYTES("\x05\x02\x00\x02\x01\x01u\x01p"), BYTES("\x05\x02\x01\x09"),
		"refused the login (SOCKS status 9)", false},
	{"socks5h://u:p@p", "mx.test", BYTES("\x05\x02\x00\x02\x01\x01u\x01p"), BYTES("\x05\x02\x05\x00"),
		"gave an answer to the login that makes no sense", false},
	{"socks5h://u:p@p", "mx.test", BYTES("\x05\x02\x00\x02"), BYTES("\x05\xff"),
		"takes no login by user name and password", false},
	{"socks5h://p", "mx.test", BYTES(HELLO), BYTES("\x05\xff"), "wants a login", false},
	{"socks5h://p", "mx.test", BYTES(HELLO), BYTES("\x05\x02"),
		"chose a way to log in that was not offered (2)", false},
	{"socks5h://p", "mx.test", BYTES(HELLO), BYTES("22"), "does not speak SOCKS5", false},
	{"socks5h://p", "mx.test", BYTES(HELLO), BYTES("\x04\x5a"), "does not speak SOCKS5", false},
	{"socks5h://p", "mx.test", BYTES(HELLO ASK_NAME), BYTES("\x05\x00\x04\x00"),
		"does not speak SOCKS5", false},
	{"socks5h://p", "mx.test", BYTES(HELLO ASK_NAME), BYTES("\x05\x00\x05\x02"),
		"refused the connection to mx.test: its rules do not allow it (SOCKS reply 2)", false},
	{"socks5h://p", "mx.test", BYTES(HELLO ASK_NAME), BYTES("\x05\x00\x05\x04"),
		"refused the connection to mx.test: the host cannot be reached (SOCKS reply 4)", true},
	{"socks5h://p", "mx.test", BYTES(HELLO ASK_NAME), BYTES("\x05\x00\x05\xfe"),
		"refused the connection to mx.test: an error of its own (SOCKS reply 254)", true},
	{"socks5h://p", "mx.test", BYTES(HELLO ASK_NAME), BYTES("\x05\x00\x05\x00\x00\x02\x00"),
		"answered with an address of an unknown kind (2)", false},
	{"http://p", "mx.test", BYTES(CONNECT_NAME "\r\n"), BYTES("HTTP/1.1 200 OK\r\n\r\n"), NULL, 0},
	{"http://p", "mx.test", BYTES(CONNECT_NAME "\r\n"), BYTES("HTTP/1.0 200\n\n"), NULL, 0},
	{"http://p", "mx.test", BYTES(CONNECT_NAME "\r\n"),
		BYTES("HTTP/1.1 100 Continue\r\nX: y\r\n\r\nHTTP/1.1 204 x\r\nContent-Length: 9\r\nVia: "
			  "p\r\n\r\n"),
		NULL, 0},
	{"http://p", "::1", BYTES("CONNECT [::1]:25 HTTP/1.1\r\nHost: [::1]:25\r\n\r\n"),
		BYTES("HTTP/1.1 200 OK\r\n\r\n"), NULL, 0},
	{"http://Aladdin:open%20sesame@p", "mx.test",
		BYTES(CONNECT_NAME "Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n"),
		BYTES("HTTP/1.1 200 OK\r\n\r\n"), NULL, 0},
	{"http://Aladdin:open%20sesame@p", "mx.test",
		BYTES(CONNECT_NAME "Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n"),
		BYTES("HTTP/1.1 407 No\r\n"), "refused the login: 407 No", false},
	{"http://p", "mx.test", BYTES(CONNECT_NAME "\r\n"), BYTES("HTTP/1.1 407 Who?\r\n"),
		"wants a login: 407 Who?", false},
	{"http://p", "mx.test", BYTES(CONNECT_NAME "\r\n"), BYTES("HTTP/1.1 403 Forbidden\x1b[1m\r\n"),
		"refused the connection to mx.test: 403 Forbidden?[1m", false},
	{"http://p", "mx.test", BYTES(CONNECT_NAME "\r\n"), BYTES("HTTP/1.1 302 Elsewhere\r\n"),
		"refused the connection to mx.test: 302 Elsewhere", false},
	{"http://p", "mx.test", BYTES(CONNECT_NAME "\r\n"), BYTES("HTTP/1.1 503 Later\r\n"),
		"refused the connection to mx.test: 503 Later", true},
	{"http://p", "mx.test", BYTES(CONNECT_NAME "\r\n"), BYTES("220 mx ESMTP\r\n"),
		"does not speak HTTP", false},
	{"http://p", "mx.test", BYTES(CONNECT_NAME "\r\n"), BYTES("HTTP/1.1 20 OK\r\n"),
		"does not speak HTTP", false},
	{"http://p", "mx.test", BYTES(CONNECT_NAME "\r\n"), BYTES("HTTP/2 200 OK\r\n"),
		"does not speak HTTP", false},
	{"http://p", "mx.test", BYTES(CONNECT_NAME "\r\n"), BYTES("HTTP/1.1 600 OK\r\n"),
		"does not speak HTTP", false},
	{"http://p", "mx.test", BYTES(CONNECT_NAME "\r\n"), BYTES("\n"), "does not speak HTTP", false},
};

static void collect(smtpc_proxy *p, char *said, size_t *len)
{
	smtpc_str out = smtpc_proxy_output(p);
	memcpy(said + *len, out.ptr, out.len);
	*len += out.len;
	smtpc_proxy_sent(p, out.len);
}

static void begin(smtpc_proxy *p, const talk_row *row, smtpc_sockaddr *address)
{
	smtpc_proxy_url url;
	smtpc_proxy_target target = {.name = smtpc_str_of(row->host), .port = 25, .label = "p:1"};
	CHECK_INT(smtpc_proxy_parse(&url, smtpc_str_of(row->url), NULL), 0);
	if (smtpc_resolve_literal(address, target.name, 25) == SMTPC_OK) {
		target.address = address;
	}
	smtpc_proxy_begin(p, &url, &target);
}

/* |step| octets at a time, up to |limit|: what was taken. */
static size_t feed(smtpc_proxy *p, smtpc_str heard, size_t step, size_t limit, char *said, size_t *len)
{
	char all[1024];
	size_t total = heard.len + greeting.len, at = 0;
	memcpy(all, heard.ptr, heard.len);
	memcpy(all + heard.len, greeting.ptr, greeting.len);
	total = total < limit ? total : limit;
	*len = 0;
	collect(p, said, len);
	while (at < total && p->state == SMTPC_PROXY_TALKING) {
		size_t n = total - at < step ? total - at : step;
		size_t taken = smtpc_proxy_input(p, (smtpc_str){all + at, n});
		CHECK(taken == n || p->state != SMTPC_PROXY_TALKING);
		at += taken;
		collect(p, said, len);
	}
	return at;
}

static void check_end(const talk_row *row, const smtpc_proxy *p, size_t taken, smtpc_str said)
{
	CHECK_INT(p->state, row->error == NULL ? SMTPC_PROXY_OPEN : SMTPC_PROXY_FAILED);
	CHECK_INT(taken, row->heard.len);
	CHECK(smtpc_str_eq(said, row->said));
	if (row->error != NULL) {
		char message[300];
		(void)snprintf(message, sizeof message, "the proxy p:1 %s", row->error);
		CHECK_STR(smtpc_str_of(p->error.message), message);
		CHECK_INT(p->error.code, SMTPC_E_CONNECT);
		CHECK_INT(p->error.stage, SMTPC_STAGE_PROXY);
		CHECK_INT(p->error.transient, row->transient);
	}
}

static void talks_end_as_they_should(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		for (size_t step = 1; step <= 1024; step = step == 1 ? 3 : 1024 + (step == 1024)) {
			smtpc_proxy p;
			smtpc_sockaddr address;
			char said[2048];
			size_t len;
			begin(&p, &rows[i], &address);
			size_t taken = feed(&p, rows[i].heard, step, SIZE_MAX, said, &len);
			check_end(&rows[i], &p, taken, (smtpc_str){said, len});
			smtpc_proxy_end(&p);
		}
	}
}

/* Whatever is missing, the way is not open yet. */
static void talks_that_are_cut_are_not_over(void)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		for (size_t cut = 0; cut < rows[i].heard.len; cut++) {
			smtpc_proxy p;
			smtpc_sockaddr address;
			char said[2048];
			size_t len;
			begin(&p, &rows[i], &address);
			CHECK_INT(feed(&p, rows[i].heard, 1024, cut, said, &len), cut);
			CHECK_INT(p.state, SMTPC_PROXY_TALKING);
			smtpc_proxy_end(&p);
		}
	}
}

static void endless_answers_end(void)
{
	static const talk_row endless = {"http://p", "mx.test", {NULL, 0}, {NULL, 0}, NULL, 0};
	static const char *const lines[] = {"x", "Header: value\r\n", "HTTP/1.1 100 x\r\n\r\n"};
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		smtpc_proxy p;
		smtpc_sockaddr address;
		size_t taken = 0;
		begin(&p, &endless, &address);
		if (i == 1) {
			(void)smtpc_proxy_input(&p, SMTPC_STR("HTTP/1.1 200 OK\r\n"));
		}
		while (p.state == SMTPC_PROXY_TALKING && taken < 100000) {
			taken += smtpc_proxy_input(&p, smtpc_str_of(lines[i]));
		}
		CHECK_INT(p.state, SMTPC_PROXY_FAILED);
		CHECK(taken <= 16384);
		CHECK_STR(smtpc_str_of(p.error.message), "the proxy p:1 does not come to an end with its answer");
	}
}

static void names_and_logins_fill_their_room(void)
{
	char url[1200], name[300], said[2048], text[256];
	size_t len;
	memset(text, 'u', sizeof text);
	memset(name, 'n', sizeof name);
	for (int kind = 0; kind < 2; kind++) {
		smtpc_proxy_url parsed;
		smtpc_proxy p;
		(void)snprintf(url, sizeof url, "%s://%.255s:%.255s@p", kind == 0 ? "socks5h" : "http", text, text);
		CHECK_INT(smtpc_proxy_parse(&parsed, smtpc_str_of(url), NULL), 0);
		smtpc_proxy_target target = {.name = {name, 255}, .port = 25, .label = "p:1"};
		smtpc_proxy_begin(&p, &parsed, &target);
		CHECK_INT(p.state, SMTPC_PROXY_TALKING);
		(void)feed(&p, (smtpc_str)BYTES("\x05\x02\x01\x00"), 1, 4, said, &len);
		CHECK_INT(len, kind == 0 ? 4 + 513 + 262 : 8 + 258 + 17 + 258 + 2 + 27 + 684 + 4);
		target.name.len = 256;
		smtpc_proxy_begin(&p, &parsed, &target);
		CHECK_INT(p.state, SMTPC_PROXY_FAILED);
	}
}

static void urls(void)
{
	static const struct {
		const char *url;
		smtpc_proxy_kind kind; /* NONE: refused */
		const char *host;
		int port;
		const char *user, *password;
	} cases[] = {
		{"socks5://proxy", SMTPC_PROXY_SOCKS5, "proxy", 1080, NULL, NULL},
		{"SOCKS5H://proxy:1", SMTPC_PROXY_SOCKS5H, "proxy", 1, NULL, NULL},
		{"http://[2001:db8::1]:3128/", SMTPC_PROXY_HTTP, "[2001:db8::1]", 3128, NULL, NULL},
		{"http://[::1]", SMTPC_PROXY_HTTP, "[::1]", 8080, NULL, NULL},
		{"socks5://u:p%40ss%2F%25@h:65535", SMTPC_PROXY_SOCKS5, "h", 65535, "u", "p@ss/%"},
		{"socks5://u:p@ss@h", SMTPC_PROXY_SOCKS5, "h", 1080, "u", "p@ss"},
		{"http://u:a:b@h", SMTPC_PROXY_HTTP, "h", 8080, "u", "a:b"},
		{"socks5://u@h", SMTPC_PROXY_SOCKS5, "h", 1080, "u", ""},
		{"", SMTPC_PROXY_NONE, NULL, 0, NULL, NULL},
		{"proxy:1080", SMTPC_PROXY_NONE, NULL, 0, NULL, NULL},
		{"https://proxy", SMTPC_PROXY_NONE, NULL, 0, NULL, NULL},
		{"socks4://proxy", SMTPC_PROXY_NONE, NULL, 0, NULL, NULL},
		{"socks5://", SMTPC_PROXY_NONE, NULL, 0, NULL, NULL},
		{"socks5://:1080", SMTPC_PROXY_NONE, NULL, 0, NULL, NULL},
		{"socks5://h:", SMTPC_PROXY_NONE, NULL, 0, NULL, NULL},
		{"socks5://h:0", SMTPC_PROXY_NONE, NULL, 0, NULL, NULL},
		{"socks5://h:65536", SMTPC_PROXY_NONE, NULL, 0, NULL, NULL},
		{"socks5://h:1x", SMTPC_PROXY_NONE, NULL, 0, NULL, NULL},
		{"socks5://[::1]1080", SMTPC_PROXY_NONE, NULL, 0, NULL, NULL},
		{"socks5://h/path", SMTPC_PROXY_NONE, NULL, 0, NULL, NULL},
		{"socks5://@h", SMTPC_PROXY_NONE, NULL, 0, NULL, NULL},
		{"socks5://:hunter2@h", SMTPC_PROXY_NONE, NULL, 0, NULL, NULL},
		{"socks5://u:hunter2%zz@h", SMTPC_PROXY_NONE, NULL, 0, NULL, NULL},
		{"socks5://u:hunter2%0d%0a@h", SMTPC_PROXY_NONE, NULL, 0, NULL, NULL},
		{"socks5://u:hunter2%00@h", SMTPC_PROXY_NONE, NULL, 0, NULL, NULL},
		{"http://u%3a:hunter2@h", SMTPC_PROXY_NONE, NULL, 0, NULL, NULL},
		{"http://u:hunter2\r\n@h", SMTPC_PROXY_NONE, NULL, 0, NULL, NULL},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		smtpc_proxy_url url;
		smtpc_error err = {.code = 0};
		int rv = smtpc_proxy_parse(&url, smtpc_str_of(cases[i].url), &err);
		CHECK_INT(rv, cases[i].kind == SMTPC_PROXY_NONE ? SMTPC_E_ARGUMENT : 0);
		CHECK(strstr(err.message, "hunter2") == NULL);
		if (rv == 0 && cases[i].kind != SMTPC_PROXY_NONE) {
			CHECK_INT(url.kind, cases[i].kind);
			CHECK_STR(url.host, cases[i].host);
			CHECK_INT(url.port, cases[i].port);
			CHECK_INT(url.login, cases[i].user != NULL);
		}
		if (rv == 0 && cases[i].user != NULL) {
			CHECK_STR(((smtpc_str){url.user, url.user_len}), cases[i].user);
			CHECK_STR(((smtpc_str){url.password, url.password_len}), cases[i].password);
		}
	}
}

int main(void)
{
	RUN(talks_end_as_they_should);
	RUN(talks_that_are_cut_are_not_over);
	RUN(endless_answers_end);
	RUN(names_and_logins_fill_their_room);
	RUN(urls);
	return test_report();
}
