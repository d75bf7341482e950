/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The limits of bench/mime, without PHP and without the core's message: one mail with text, html
 * and an attachment put together by hand in memory of the right size, and the bare DKIM signature
 * of OpenSSL with the key loaded. Only the base64 is the core's, which is the fastest one here.
 *   builder DIR build-memory|build-file|rsa-limit|ed25519-limit COUNT
 * prints the seconds of wall and of CPU for each, as mime.php does. DIR has the keys and files that
 * mime.php puts there.
 */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

#include "mime/smtpc_encode.h"

enum { FILE_MAX = 64 * 1024, TEXT_MAX = 1024 };

typedef struct piece {
	char data[FILE_MAX];
	size_t len;
} piece;

static piece text, html, attachment;
static char dir[512];

/* ---- Files --------------------------------------------------------------- */

static void die(const char *what)
{
	fprintf(stderr, "%s\n", what);
	exit(EXIT_FAILURE);
}

/* As one reads a file whose size one does not know before. */
static void file_read(piece *to, const char *name)
{
	char path[600];
	struct stat st;
	snprintf(path, sizeof path, "%s/%s", dir, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) != 0 || st.st_size > FILE_MAX) {
		die(path);
	}
	ssize_t n = read(fd, to->data, (size_t)st.st_size);
	to->len = n < 0 ? 0 : (size_t)n;
	close(fd);
}

/* ---- One mail ------------------------------------------------------------ */

static char *put(char *to, const void *from, size_t len)
{
	memcpy(to, from, len);
	return to + len;
}

static char *put_text(char *to, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int len = vsnprintf(to, TEXT_MAX, format, args);
	va_end(args);
	return to + len;
}

static char *put_base64(char *to, const piece *from)
{
	smtpc_encoder enc;
	smtpc_str in = {from->data, from->len};
	smtpc_encoder_init(&enc, SMTPC_ENC_BASE64, false);
	while (in.len > 0) {
		to += smtpc_encoder_feed(&enc, &in, to, 2 * FILE_MAX);
	}
	return to + smtpc_encoder_finish(&enc, to, 2 * FILE_MAX);
}

static char *put_head(char *to, const char *id)
{
	char date[64];
	struct tm tm;
	time_t now = time(NULL);
	gmtime_r(&now, &tm);
	strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S +0000", &tm);
	return put_text(to,
		"Date: %s\r\nFrom: shop@example.com\r\nTo: customer@example.net\r\n"
		"Subject: Your order has been sent\r\nMessage-ID: <%s@example.com>\r\n"
		"MIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=\"=_%s1\"\r\n\r\n",
		date, id, id);
}

static char *put_parts(char *to, const char *id)
{
	to = put_text(to,
		"--=_%s1\r\nContent-Type: multipart/alternative;\r\n boundary=\"=_%s2\"\r\n\r\n"
		"--=_%s2\r\nContent-Type: text/plain; charset=utf-8\r\n"
		"Content-Transfer-Encoding: 7bit\r\n\r\n",
		id, id, id);
	to = put(to, text.data, text.len);
	to = put_text(to,
		"\r\n--=_%s2\r\nContent-Type: text/html; charset=utf-8\r\n"
		"Content-Transfer-Encoding: 7bit\r\n\r\n",
		id);
	to = put(to, html.data, html.len);
	to = put_text(to,
		"\r\n--=_%s2--\r\n\r\n--=_%s1\r\nContent-Type: application/pdf; name=\"small.pdf\"\r\n"
		"Content-Disposition: attachment; filename=\"small.pdf\"\r\n"
		"Content-Transfer-Encoding: base64\r\n\r\n",
		id, id);
	to = put_base64(to, &attachment);
	return put_text(to, "\r\n--=_%s1--\r\n", id);
}

static size_t build(void)
{
	unsigned char random[16];
	char id[2 * sizeof random + 1];
	size_t room = 4096 + text.len + html.len + attachment.len / 54 * 74 + 80;
	char *mail = malloc(room + 2 * FILE_MAX);
	if (mail == NULL || RAND_bytes(random, sizeof random) != 1) {
		die("no memory");
	}
	for (size_t i = 0; i < sizeof random; i++) {
		id[2 * i] = "0123456789abcdef"[random[i] >> 4];
		id[2 * i + 1] = "0123456789abcdef"[random[i] & 15];
	}
	id[2 * sizeof random] = '\0';
	size_t len = (size_t)(put_parts(put_head(mail, id), id) - mail);
	free(mail);
	return len;
}

static size_t build_with_file(void)
{
	file_read(&attachment, "small.pdf");
	return build();
}

/* ---- One signature ------------------------------------------------------- */

static EVP_PKEY *key;

static EVP_PKEY *key_read(const char *name)
{
	char path[600];
	snprintf(path, sizeof path, "%s/%s", dir, name);
	FILE *file = fopen(path, "r");
	EVP_PKEY *read = file != NULL ? PEM_read_PrivateKey(file, NULL, NULL, NULL) : NULL;
	if (read == NULL) {
		die(path);
	}
	fclose(file);
	return read;
}

/* Of as many octets as the header fields of a small mail have. Ed25519 takes the hash: RFC 8463 §3.
 */
static size_t sign(void)
{
	unsigned char signature[512], hash[32];
	size_t len = sizeof signature;
	bool rsa = EVP_PKEY_base_id(key) == EVP_PKEY_RSA;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	const unsigned char *data = (const unsigned char *)text.data;
	bool ok = ctx != NULL &&
		EVP_DigestSignInit(ctx, NULL, rsa ? EVP_sha256() : NULL, NULL, key) == 1 &&
		(rsa || EVP_Digest(data, 500, hash, NULL, EVP_sha256(), NULL) == 1) &&
		EVP_DigestSign(ctx, signature, &len, rsa ? data : hash, rsa ? 500 : sizeof hash) == 1;
	EVP_MD_CTX_free(ctx);
	return ok ? len : 0;
}

/* ---- Measuring ----------------------------------------------------------- */

static double now(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	size_t (*work)(void) = build;
	if (argc < 4) {
		die("builder DIR build-memory|build-file|rsa-limit|ed25519-limit COUNT");
	}
	snprintf(dir, sizeof dir, "%s", argv[1]);
	file_read(&text, "text.txt");
	file_read(&html, "html.txt");
	file_read(&attachment, "small.pdf");
	if (strcmp(argv[2], "build-file") == 0) {
		work = build_with_file;
	} else if (strcmp(argv[2], "build-memory") != 0) {
		key = key_read(argv[2][0] == 'r' ? "rsa.pem" : "ed25519.pem");
		work = sign;
	}
	long count = atol(argv[3]);
	for (long i = 0; i < count / 10; i++) {
		(void)work();
	}
	double start = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
	for (long i = 0; i < count; i++) {
		if (work() == 0) {
			die("nothing came out");
		}
	}
	printf("%.9f %.9f 0\n", (now(CLOCK_MONOTONIC) - start) / (double)count,
		(now(CLOCK_PROCESS_CPUTIME_ID) - cpu) / (double)count);
	return EXIT_SUCCESS;
}
