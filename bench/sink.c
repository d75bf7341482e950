/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The other side of every measurement: a server that takes all mail at once and forgets it. One thread,
 * epoll, replies of one reading in one write.
 *   sink ADDRESS [CERTIFICATE]
 * prints one line, "PLAIN TLS UNRESUMED": its ports (0: not without a certificate). PLAIN asks for no
 * login. TLS speaks TLS from the first octet, wants AUTH (any password will do) and gives tickets;
 * UNRESUMED is the same without tickets. For each line on standard input it prints what it has counted
 * since the last one, as JSON; it ends with its standard input.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

enum { IN_SIZE = 128 * 1024, OUT_SIZE = 64 * 1024, EVENTS = 64, REPLY_MAX = 512 };

typedef enum state { COMMANDS, CONTENT, CHUNK, PASSWORD, USER } state;

/* A listening socket, or a connection. */
typedef struct peer {
	int fd;
	bool listens, handshaken, authenticated, ends, waits_to_write;
	SSL_CTX *tls;
	SSL *ssl;
	state state;
	unsigned long chunk;
	bool chunk_last;
	size_t in_len, out_len, out_sent;
	struct peer *next;
	char in[IN_SIZE], out[OUT_SIZE];
} peer;

static struct {
	unsigned long connections, mails, bytes, handshakes, resumed, logins, readings;
} counts;

static int poller;
/* Freed when the events at hand have all been looked at, and used again. */
static peer *spare;

static void die(const char *what)
{
	perror(what);
	ERR_print_errors_fp(stderr);
	exit(EXIT_FAILURE);
}

/* ---- Octets --------------------------------------------------------------- */

static void peer_close(peer *p)
{
	if (p->ssl != NULL) {
		SSL_free(p->ssl);
	}
	close(p->fd);
	p->fd = -1;
	p->next = spare;
	spare = p;
}

static void peer_watch(peer *p, bool write)
{
	struct epoll_event event = {.events = write ? EPOLLOUT : EPOLLIN, .data.ptr = p};
	if (p->waits_to_write != write && epoll_ctl(poller, EPOLL_CTL_MOD, p->fd, &event) != 0) {
		die("epoll_ctl");
	}
	p->waits_to_write = write;
}

/* The result of an SSL call as read(2) has it: -1 with EAGAIN to wait, 0 for any end. */
static ssize_t tls_result(peer *p, int n)
{
	if (n > 0) {
		return n;
	}
	int why = SSL_get_error(p->ssl, n);
	ERR_clear_error();
	errno = EAGAIN;
	return why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE ? -1 : 0;
}

/* False: the connection is to be closed. */
static bool peer_flush(peer *p)
{
	while (p->out_sent < p->out_len) {
		const char *from = p->out + p->out_sent;
		size_t len = p->out_len - p->out_sent;
		ssize_t n = p->ssl != NULL ? tls_result(p, SSL_write(p->ssl, from, (int)len))
								   : send(p->fd, from, len, MSG_NOSIGNAL);
		if (n < 0 && errno == EAGAIN) {
			peer_watch(p, true);
			return true;
		}
		if (n <= 0) {
			return false;
		}
		p->out_sent += (size_t)n;
	}
	p->out_len = p->out_sent = 0;
	peer_watch(p, false);
	return !p->ends;
}

static void say(peer *p, const char *reply)
{
	size_t len = strlen(reply);
	memcpy(p->out + p->out_len, reply, len);
	p->out_len += len;
}

/* ---- SMTP ----------------------------------------------------------------- */

static void mail_taken(peer *p)
{
	counts.mails++;
	say(p, "250 2.0.0 Ok: queued as 0123456789\r\n");
}

static void hello(peer *p)
{
	say(p, "250-sink.example.com\r\n250-PIPELINING\r\n250-SIZE 104857600\r\n250-8BITMIME\r\n");
	say(p, p->tls != NULL ? "250-AUTH PLAIN LOGIN\r\n" : "");
	say(p, "250-ENHANCEDSTATUSCODES\r\n250-SMTPUTF8\r\n250 CHUNKING\r\n");
}

static void login(peer *p)
{
	counts.logins++;
	p->authenticated = true;
	p->state = COMMANDS;
	say(p, "235 2.7.0 Welcome\r\n");
}

/* AUTH PLAIN and LOGIN, each with an initial response or without (RFC 4954 §4). */
static void auth(peer *p, const char *line, size_t len)
{
	bool plain = strncasecmp(line + 5, "PLAIN", 5) == 0;
	bool initial = len > 11;
	if (plain && initial) {
		login(p);
	} else if (plain) {
		p->state = PASSWORD;
		say(p, "334 \r\n");
	} else {
		p->state = initial ? PASSWORD : USER;
		say(p, initial ? "334 UGFzc3dvcmQ6\r\n" : "334 VXNlcm5hbWU6\r\n");
	}
}

static void chunk(peer *p, const char *line)
{
	char *end;
	p->chunk = strtoul(line + 5, &end, 10);
	p->chunk_last = strncasecmp(end, " LAST", 5) == 0;
	p->state = CHUNK;
	counts.bytes += p->chunk;
}

static bool is(const char *line, size_t len, const char *verb)
{
	return len >= 4 && strncasecmp(line, verb, 4) == 0;
}

static void command(peer *p, const char *line, size_t len)
{
	if (p->state == PASSWORD) {
		login(p);
	} else if (p->state == USER) {
		p->state = PASSWORD;
		say(p, "334 UGFzc3dvcmQ6\r\n");
	} else if (is(line, len, "EHLO") || is(line, len, "HELO")) {
		hello(p);
	} else if (is(line, len, "AUTH") && len >= 10 && p->tls != NULL) {
		auth(p, line, len);
	} else if (is(line, len, "QUIT")) {
		p->ends = true;
		say(p, "221 2.0.0 Bye\r\n");
	} else if (is(line, len, "RSET") || is(line, len, "NOOP")) {
		say(p, "250 2.0.0 Ok\r\n");
	} else if (p->tls != NULL && !p->authenticated) {
		say(p, "530 5.7.0 Authentication required\r\n");
	} else if (is(line, len, "MAIL")) {
		say(p, "250 2.1.0 Ok\r\n");
	} else if (is(line, len, "RCPT")) {
		say(p, "250 2.1.5 Ok\r\n");
	} else if (is(line, len, "DATA")) {
		p->state = CONTENT;
		say(p, "354 Go ahead\r\n");
	} else if (is(line, len, "BDAT") && len > 5) {
		chunk(p, line);
	} else {
		say(p, "500 5.5.2 What?\r\n");
	}
}

/* These take what they can of |data| and return how much; 0: more is needed first. */

static size_t take_content(peer *p, const char *data, size_t len)
{
	if (len >= 3 && memcmp(data, ".\r\n", 3) == 0) {
		/* A line's beginning, since what is left over below begins with the CRLF before it. */
		p->state = COMMANDS;
		mail_taken(p);
		return 3;
	}
	const char *end = len < 5 ? NULL : memmem(data, len, "\r\n.\r\n", 5);
	if (end != NULL) {
		size_t taken = (size_t)(end - data) + 5;
		counts.bytes += taken - 3;
		p->state = COMMANDS;
		mail_taken(p);
		return taken;
	}
	if (len <= 4) {
		return 0;
	}
	counts.bytes += len - 4;
	return len - 4;
}

static size_t take_chunk(peer *p, size_t len)
{
	size_t taken = len < p->chunk ? len : p->chunk;
	p->chunk -= taken;
	if (p->chunk == 0) {
		p->state = COMMANDS;
		if (p->chunk_last) {
			mail_taken(p);
		} else {
			say(p, "250 2.0.0 Ok\r\n");
		}
	}
	return taken;
}

static size_t take_line(peer *p, char *data, size_t len)
{
	char *end = memchr(data, '\n', len);
	if (end == NULL) {
		return 0;
	}
	size_t line = (size_t)(end - data);
	*end = '\0';
	if (line > 0 && end[-1] == '\r') {
		*--end = '\0';
	}
	command(p, data, (size_t)(end - data));
	return line + 1;
}

/* Works off what has been read, as far as there is room for replies. */
static void peer_work(peer *p)
{
	size_t at = 0;
	while (p->out_len < OUT_SIZE - REPLY_MAX) {
		size_t len = p->in_len - at, taken;
		if (p->state == CONTENT) {
			taken = take_content(p, p->in + at, len);
		} else if (p->state == CHUNK && (len > 0 || p->chunk == 0)) {
			taken = take_chunk(p, len);
			if (taken == 0 && p->state == COMMANDS) {
				continue;
			}
		} else {
			taken = len > 0 ? take_line(p, p->in + at, len) : 0;
		}
		if (taken == 0) {
			break;
		}
		at += taken;
	}
	memmove(p->in, p->in + at, p->in_len - at);
	p->in_len -= at;
}

/* False: the connection is to be closed. */
static bool peer_read(peer *p)
{
	for (;;) {
		size_t room = IN_SIZE - p->in_len;
		ssize_t n = p->ssl != NULL ? tls_result(p, SSL_read(p->ssl, p->in + p->in_len, (int)room))
								   : recv(p->fd, p->in + p->in_len, room, 0);
		if (n < 0 && errno == EAGAIN) {
			return true;
		}
		if (n <= 0) {
			return false;
		}
		counts.readings++;
		p->in_len += (size_t)n;
		do {
			peer_work(p);
			if (!peer_flush(p) || p->in_len == IN_SIZE) {
				return false;
			}
		} while (p->out_len == 0 && p->state == COMMANDS && memchr(p->in, '\n', p->in_len) != NULL);
		if (p->waits_to_write || (p->ssl == NULL && (size_t)n < room)) {
			return true;
		}
	}
}

/* ---- Connections ---------------------------------------------------------- */

static void peer_accept(const peer *listener)
{
	int fd;
	while ((fd = accept4(listener->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
		int one = 1;
		peer *p = spare != NULL ? spare : malloc(sizeof *p);
		if (p == NULL) {
			die("malloc");
		}
		spare = p == spare ? p->next : spare;
		memset(p, 0, offsetof(peer, in));
		p->fd = fd;
		p->tls = listener->tls;
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
		counts.connections++;
		struct epoll_event event = {.events = EPOLLIN, .data.ptr = p};
		if (epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event) != 0) {
			die("epoll_ctl");
		}
		if (p->tls != NULL) {
			p->ssl = SSL_new(p->tls);
			SSL_set_fd(p->ssl, fd);
			SSL_set_accept_state(p->ssl);
			continue;
		}
		say(p, "220 sink.example.com ESMTP\r\n");
		if (!peer_flush(p)) {
			peer_close(p);
		}
	}
}

/* Goes on with the handshake. False: the connection is to be closed. */
static bool peer_handshake(peer *p)
{
	ssize_t n = tls_result(p, SSL_do_handshake(p->ssl));
	if (n <= 0) {
		return n < 0;
	}
	p->handshaken = true;
	counts.handshakes++;
	counts.resumed += SSL_session_reused(p->ssl) ? 1 : 0;
	say(p, "220 sink.example.com ESMTP\r\n");
	return peer_flush(p);
}

static void peer_event(peer *p)
{
	if (p->fd < 0) {
		return;
	}
	if (p->listens) {
		peer_accept(p);
		return;
	}
	bool stays = true;
	if (p->ssl != NULL && !p->handshaken) {
		stays = peer_handshake(p);
	} else if (p->waits_to_write) {
		stays = peer_flush(p);
		peer_work(p);
	}
	if (stays && (p->ssl == NULL || p->handshaken) && !p->waits_to_write) {
		stays = peer_read(p);
	}
	if (!stays) {
		peer_close(p);
	}
}

static int listen_at(const char *address, SSL_CTX *tls)
{
	struct sockaddr_in name = {.sin_family = AF_INET};
	socklen_t len = sizeof name;
	peer *p = calloc(1, sizeof *p);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (p == NULL || fd < 0 || inet_pton(AF_INET, address, &name.sin_addr) != 1 ||
		bind(fd, (struct sockaddr *)&name, sizeof name) != 0 || listen(fd, 1024) != 0 ||
		getsockname(fd, (struct sockaddr *)&name, &len) != 0) {
		die(address);
	}
	p->fd = fd;
	p->listens = true;
	p->tls = tls;
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = p};
	if (epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event) != 0) {
		die("epoll_ctl");
	}
	return ntohs(name.sin_port);
}

static SSL_CTX *tls_new(const char *file, bool tickets)
{
	SSL_CTX *tls = SSL_CTX_new(TLS_server_method());
	if (tls == NULL || SSL_CTX_use_certificate_chain_file(tls, file) != 1 ||
		SSL_CTX_use_PrivateKey_file(tls, file, SSL_FILETYPE_PEM) != 1 ||
		SSL_CTX_set_session_id_context(tls, (const unsigned char *)"sink", 4) != 1) {
		die(file);
	}
	SSL_CTX_set_mode(tls, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	SSL_CTX_set_read_ahead(tls, 1);
	SSL_CTX_set_default_read_buffer_len(tls, IN_SIZE);
	if (!tickets) {
		SSL_CTX_set_num_tickets(tls, 0);
		SSL_CTX_set_options(tls, SSL_OP_NO_TICKET);
		SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF);
	}
	return tls;
}

/* ---- The rig's questions -------------------------------------------------- */

static void answer(void)
{
	char question[64];
	if (read(STDIN_FILENO, question, sizeof question) <= 0) {
		exit(EXIT_SUCCESS);
	}
	printf("{\"connections\": %lu, \"mails\": %lu, \"bytes\": %lu, \"handshakes\": %lu, "
		   "\"resumed\": %lu, \"logins\": %lu, \"readings\": %lu}\n",
		counts.connections, counts.mails, counts.bytes, counts.handshakes, counts.resumed,
		counts.logins, counts.readings);
	fflush(stdout);
	memset(&counts, 0, sizeof counts);
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		return EXIT_FAILURE;
	}
	signal(SIGPIPE, SIG_IGN);
	poller = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event events[EVENTS] = {{.events = EPOLLIN, .data.ptr = NULL}};
	if (epoll_ctl(poller, EPOLL_CTL_ADD, STDIN_FILENO, &events[0]) != 0) {
		die("standard input");
	}
	int plain = listen_at(argv[1], NULL);
	int tls = argc > 2 ? listen_at(argv[1], tls_new(argv[2], true)) : 0;
	int unresumed = argc > 2 ? listen_at(argv[1], tls_new(argv[2], false)) : 0;
	printf("%d %d %d\n", plain, tls, unresumed);
	fflush(stdout);
	for (;;) {
		int n = epoll_wait(poller, events, EVENTS, -1);
		for (int i = 0; i < n; i++) {
			if (events[i].data.ptr == NULL) {
				answer();
			} else {
				peer_event(events[i].data.ptr);
			}
		}
	}
}
