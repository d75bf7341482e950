/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The limit of every measurement: what is left of sending mail when nothing is checked, built or kept.
 * Blocking sockets, one thread a connection. Arguments as in clients/client.inc, and
 *   how=lockstep    a command, its reply, the next command
 *   how=pipelined   MAIL, RCPT and DATA together, then the content
 *   how=onewait     the content and the next mail's MAIL, RCPT and DATA together (RFC 2920)
 *   how=bdat        MAIL, RCPT and BDAT LAST together (RFC 3030)
 *   how=window      the same, up to 20 mails in flight
 *   resume=1        TLS sessions are resumed
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <openssl/ssl.h>

#include "mime/smtpc_encode.h"

enum { IN_SIZE = 32 * 1024, MAIL_MAX = 2048, WINDOW = 20, PIECE = 57 * 1024, LINES = PIECE / 57 * 78 };

#define ENVELOPE "MAIL FROM:<from@example.com>\r\nRCPT TO:<to@example.com>\r\n"

static struct {
	const char *host, *how, *ca, *file;
	int port, mails, connections;
	bool keep, tls, resume;
} job = {.host = "127.0.0.1", .how = "lockstep", .ca = "", .file = "", .connections = 1, .keep = true};

typedef struct link {
	int fd;
	SSL *ssl;
	size_t at, len;
	char in[IN_SIZE];
} link_t;

static SSL_CTX *tls;
static SSL_SESSION *session;
static atomic_int taken;
static char text[1009];

static void die(const char *what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

/* ---- The link ------------------------------------------------------------- */

static void put(link_t *l, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = l->ssl != NULL ? SSL_write(l->ssl, data, (int)len) : write(l->fd, data, len);
		if (n <= 0) {
			die("write");
		}
		data += n;
		len -= (size_t)n;
	}
}

static void fill(link_t *l)
{
	memmove(l->in, l->in + l->at, l->len - l->at);
	l->len -= l->at;
	l->at = 0;
	ssize_t n = l->ssl != NULL ? SSL_read(l->ssl, l->in + l->len, (int)(IN_SIZE - l->len))
							   : read(l->fd, l->in + l->len, IN_SIZE - l->len);
	if (n <= 0) {
		die("read");
	}
	l->len += (size_t)n;
}

/* Reads |count| replies, all of which must be positive. */
static void replies(link_t *l, int count)
{
	while (count > 0) {
		char *line = l->in + l->at;
		char *end = memchr(line, '\n', l->len - l->at);
		if (end == NULL) {
			fill(l);
			continue;
		}
		if (line[0] > '3') {
			*end = '\0';
			die(line);
		}
		count -= line[3] != '-';
		l->at = (size_t)(end + 1 - l->in);
	}
}

static void command(link_t *l, const char *line)
{
	put(l, line, strlen(line));
	replies(l, 1);
}

static int session_new(SSL *ssl, SSL_SESSION *fresh)
{
	(void)ssl;
	SSL_SESSION_free(session);
	session = fresh;
	return 1;
}

static void link_open(link_t *l)
{
	int one = 1;
	struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons((uint16_t)job.port)};
	l->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	l->ssl = NULL;
	l->at = l->len = 0;
	setsockopt(l->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	if (inet_pton(AF_INET, job.host, &name.sin_addr) != 1 ||
		connect(l->fd, (struct sockaddr *)&name, sizeof name) != 0) {
		die("connect");
	}
	if (job.tls) {
		l->ssl = SSL_new(tls);
		SSL_set_fd(l->ssl, l->fd);
		if (job.resume && session != NULL) {
			SSL_set_session(l->ssl, session);
		}
		if (SSL_connect(l->ssl) != 1) {
			die("TLS");
		}
	}
	replies(l, 1);
	command(l, "EHLO client.example.com\r\n");
	if (job.tls) {
		command(l, "AUTH PLAIN AHVzZXIAc2VjcmV0\r\n");
	}
}

/* QUIT is not waited for. */
static void link_close(link_t *l)
{
	put(l, "QUIT\r\n", 6);
	if (l->ssl != NULL) {
		SSL_shutdown(l->ssl);
		SSL_free(l->ssl);
	}
	close(l->fd);
}

/* ---- One mail ------------------------------------------------------------- */

static size_t head(char *to, int number, const char *rest)
{
	return (size_t)snprintf(to, MAIL_MAX,
		"Date: Sun, 22 Nov 2026 19:17:40 +0000\r\nFrom: Sender <from@example.com>\r\n"
		"To: Recipient <to@example.com>\r\nSubject: Message %d\r\n"
		"Message-ID: <%d.%d@example.com>\r\nMIME-Version: 1.0\r\n%s",
		number, number, (int)getpid(), rest);
}

static size_t mail(char *to, int number)
{
	size_t len = head(to, number, "Content-Type: text/plain; charset=utf-8\r\n\r\n");
	memcpy(to + len, text, sizeof text - 1);
	return len + sizeof text - 1;
}

static void send_file(link_t *l, int number)
{
	static const char after[] = "\r\n--=_floor--\r\n.\r\n";
	char top[MAIL_MAX];
	char *piece = malloc(PIECE), *lines = malloc(LINES);
	int fd = open(job.file, O_RDONLY | O_CLOEXEC);
	if (piece == NULL || lines == NULL || fd < 0) {
		die(job.file);
	}
	put(l, ENVELOPE "DATA\r\n", sizeof ENVELOPE - 1 + 6);
	replies(l, 3);
	put(l, top, head(top, number,
		"Content-Type: multipart/mixed; boundary=\"=_floor\"\r\n\r\n--=_floor\r\n"
		"Content-Type: text/plain\r\n\r\nText.\r\n--=_floor\r\nContent-Type: application/octet-stream\r\n"
		"Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"file\"\r\n\r\n"));
	smtpc_encoder enc;
	smtpc_encoder_init(&enc, SMTPC_ENC_BASE64, false);
	ssize_t n;
	while ((n = read(fd, piece, PIECE)) > 0) {
		smtpc_str in = {piece, (size_t)n};
		while (in.len > 0) {
			put(l, lines, smtpc_encoder_feed(&enc, &in, lines, LINES));
		}
	}
	put(l, lines, smtpc_encoder_finish(&enc, lines, LINES));
	put(l, after, sizeof after - 1);
	replies(l, 1);
	close(fd);
	free(piece);
	free(lines);
}

/* ---- All of them ---------------------------------------------------------- */

static bool is(const char *how)
{
	return strcmp(job.how, how) == 0;
}

/* |*waiting|: replies to chunks that are still to come; or -1: the envelope is out and answered already.
 * |more|: another mail follows on the connection. */
static void send_one(link_t *l, int number, bool more, int *waiting)
{
	char out[2 * MAIL_MAX];
	size_t len;
	if (is("bdat") || is("window")) {
		char content[MAIL_MAX];
		size_t size = mail(content, number);
		len = (size_t)snprintf(out, MAIL_MAX, ENVELOPE "BDAT %zu LAST\r\n", size);
		memcpy(out + len, content, size);
		put(l, out, len + size);
		*waiting += 3;
		if (is("bdat") || !more || *waiting >= 3 * WINDOW) {
			replies(l, more && is("window") ? 3 : *waiting);
			*waiting -= more && is("window") ? 3 : *waiting;
		}
		return;
	}
	if (is("lockstep")) {
		command(l, "MAIL FROM:<from@example.com>\r\n");
		command(l, "RCPT TO:<to@example.com>\r\n");
		command(l, "DATA\r\n");
	} else if (*waiting == 0) {
		put(l, ENVELOPE "DATA\r\n", sizeof ENVELOPE - 1 + 6);
		replies(l, 3);
	}
	bool next = is("onewait") && more;
	len = mail(out, number);
	len += (size_t)snprintf(out + len, MAIL_MAX, ".\r\n%s", next ? ENVELOPE "DATA\r\n" : "");
	put(l, out, len);
	replies(l, next ? 4 : 1);
	*waiting = next ? -1 : 0;
}

static void *run(void *unused)
{
	link_t *l = malloc(sizeof *l);
	bool open = false;
	int number, waiting = 0;
	if (l == NULL) {
		die("malloc");
	}
	int share = job.mails / job.connections;
	for (int i = 0; i < share; i++) {
		number = atomic_fetch_add(&taken, 1);
		if (open && !job.keep) {
			link_close(l);
			open = false;
		}
		if (!open) {
			link_open(l);
			open = true;
			waiting = 0;
		}
		if (*job.file != '\0') {
			send_file(l, number);
			continue;
		}
		send_one(l, number, job.keep && i + 1 < share, &waiting);
	}
	if (open) {
		link_close(l);
	}
	free(l);
	return unused;
}

/* ---- Measuring ------------------------------------------------------------ */

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static void option(const char *arg)
{
	const char *value = strchr(arg, '=') + 1;
	size_t len = (size_t)(value - arg);
	/* clang-format off */
	if (strncmp(arg, "host=", len) == 0) { job.host = value; }
	if (strncmp(arg, "how=", len) == 0) { job.how = value; }
	if (strncmp(arg, "ca=", len) == 0) { job.ca = value; }
	if (strncmp(arg, "file=", len) == 0) { job.file = value; }
	if (strncmp(arg, "port=", len) == 0) { job.port = atoi(value); }
	if (strncmp(arg, "mails=", len) == 0) { job.mails = atoi(value); }
	if (strncmp(arg, "connections=", len) == 0) { job.connections = atoi(value); }
	if (strncmp(arg, "keep=", len) == 0) { job.keep = *value != '0'; }
	if (strncmp(arg, "tls=", len) == 0) { job.tls = *value != '0'; }
	if (strncmp(arg, "resume=", len) == 0) { job.resume = *value != '0'; }
	/* clang-format on */
}

static void tls_start(void)
{
	tls = SSL_CTX_new(TLS_client_method());
	if (tls == NULL || SSL_CTX_load_verify_locations(tls, job.ca, NULL) != 1) {
		die(job.ca);
	}
	SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, NULL);
	if (job.resume) {
		SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
		SSL_CTX_sess_set_new_cb(tls, session_new);
	}
}

int main(int argc, char **argv)
{
	pthread_t threads[100];
	struct timespec start, end;
	struct rusage before, after;
	for (int i = 1; i < argc && strchr(argv[i], '=') != NULL; i++) {
		option(argv[i]);
	}
	for (size_t i = 0; i < sizeof text - 1; i++) {
		text[i] = i % 72 == 70 ? '\r' : i % 72 == 71 ? '\n' : 'x';
	}
	if (job.tls) {
		tls_start();
	}
	getrusage(RUSAGE_SELF, &before);
	clock_gettime(CLOCK_MONOTONIC, &start);
	for (int i = 0; i < job.connections && i < 100; i++) {
		pthread_create(&threads[i], NULL, run, NULL);
	}
	for (int i = 0; i < job.connections && i < 100; i++) {
		pthread_join(threads[i], NULL);
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	getrusage(RUSAGE_SELF, &after);
	printf("{\"wall\": %.9f, \"cpu\": %.6f, \"kib\": %ld}\n",
		(double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9,
		seconds(after.ru_utime) + seconds(after.ru_stime) - seconds(before.ru_utime) -
			seconds(before.ru_stime),
		after.ru_maxrss - before.ru_maxrss);
	return EXIT_SUCCESS;
}
