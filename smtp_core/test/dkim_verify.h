/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A DKIM verifier for relaxed/relaxed, written apart from the signer and as RFC 6376 reads, one
 * step after the other on whole strings. */
#ifndef DKIM_VERIFY_H
#define DKIM_VERIFY_H

#include "smtpc_test.h"

#include <openssl/err.h>
#include <openssl/evp.h>

/* Text that grows. */
typedef struct naive_text {
	char *ptr;
	size_t len, size;
} naive_text;

static inline void naive_add(naive_text *text, const char *data, size_t len)
{
	if (text->len + len + 1 > text->size) {
		text->size = (text->len + len + 1) * 2;
		text->ptr = realloc(text->ptr, text->size);
	}
	if (len > 0) {
		memcpy(text->ptr + text->len, data, len);
	}
	text->len += len;
	text->ptr[text->len] = '\0';
}

static inline void naive_free(naive_text *text)
{
	free(text->ptr);
	*text = (naive_text){NULL, 0, 0};
}

static inline bool naive_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* One line, or value, without its CRLF: runs of blanks become one, those at the end go. */
static inline void naive_line(naive_text *to, const char *data, size_t len)
{
	size_t end = len;
	while (end > 0 && naive_blank(data[end - 1])) {
		end--;
	}
	for (size_t i = 0; i < end; i++) {
		if (!naive_blank(data[i])) {
			naive_add(to, data + i, 1);
		} else if (i == 0 || !naive_blank(data[i - 1])) {
			naive_add(to, " ", 1);
		}
	}
}

/* RFC 6376 §3.4.4. */
static inline naive_text naive_body(const char *data, size_t len)
{
	naive_text body = {NULL, 0, 0};
	naive_add(&body, "", 0);
	size_t start = 0;
	for (size_t i = 0; i <= len; i++) {
		if (i == len || (data[i] == '\r' && i + 1 < len && data[i + 1] == '\n')) {
			naive_line(&body, data + start, i - start);
			naive_add(&body, "\r\n", 2);
			start = i + 2;
			i++;
		}
	}
	while (body.len >= 4 && memcmp(body.ptr + body.len - 4, "\r\n\r\n", 4) == 0) {
		body.len -= 2;
	}
	if (body.len == 2 && memcmp(body.ptr, "\r\n", 2) == 0) {
		body.len = 0;
	}
	return body;
}

static inline void naive_body_hash(const char *data, size_t len, uint8_t out[32])
{
	naive_text body = naive_body(data, len);
	EVP_Digest(body.ptr, body.len, out, NULL, EVP_sha256(), NULL);
	naive_free(&body);
}

/* RFC 6376 §3.4.2, without the CRLF at the end. |field| may have one. */
static inline void naive_field(naive_text *to, const char *field, size_t len)
{
	const char *colon = memchr(field, ':', len);
	naive_text value = {NULL, 0, 0};
	naive_add(&value, "", 0);
	size_t name = (size_t)(colon - field);
	for (size_t i = name + 1; i < len; i++) {
		if (field[i] != '\r' && field[i] != '\n') {
			naive_add(&value, field + i, 1);
		}
	}
	while (name > 0 && naive_blank(field[name - 1])) {
		name--;
	}
	for (size_t i = 0; i < name; i++) {
		char c = smtpc_lower(field[i]);
		naive_add(to, &c, 1);
	}
	naive_add(to, ":", 1);
	size_t skip = 0;
	while (skip < value.len && naive_blank(value.ptr[skip])) {
		skip++;
	}
	naive_line(to, value.ptr + skip, value.len - skip);
	naive_free(&value);
}

/* The value of a tag, all white space out of it (which none of ours needs); "" if there is none. */
static inline void naive_tag(char *out, size_t size, smtpc_str field, const char *tag)
{
	smtpc_str rest =
		smtpc_str_skip(field, (size_t)((char *)memchr(field.ptr, ':', field.len) - field.ptr) + 1);
	out[0] = '\0';
	while (rest.len > 0) {
		smtpc_str part = smtpc_str_until(&rest, ';');
		char text[4000];
		size_t len = 0;
		for (size_t i = 0; i < part.len && len < sizeof text - 1; i++) {
			if (strchr(" \t\r\n", part.ptr[i]) == NULL) {
				text[len++] = part.ptr[i];
			}
		}
		text[len] = '\0';
		size_t name = strlen(tag);
		if (strncmp(text, tag, name) == 0 && text[name] == '=' && len - name <= size) {
			memcpy(out, text + name + 1, len - name);
			return;
		}
	}
}

/* Where the last field of that name among the first |end| octets of |header| begins; its length in
 * |*len|. NULL: none is left. */
static inline const char *naive_find(smtpc_str header, size_t end, smtpc_str name, size_t *len)
{
	const char *found = NULL;
	for (size_t start = 0; start < end;) {
		size_t stop = start;
		do {
			const char *lf = memchr(header.ptr + stop, '\n', header.len - stop);
			stop = lf != NULL ? (size_t)(lf - header.ptr) + 1 : header.len;
		} while (stop < header.len && naive_blank(header.ptr[stop]));
		const char *colon = memchr(header.ptr + start, ':', stop - start);
		smtpc_str this_name = {header.ptr + start, 0};
		if (colon != NULL) {
			this_name.len = (size_t)(colon - this_name.ptr);
			while (this_name.len > 0 && naive_blank(this_name.ptr[this_name.len - 1])) {
				this_name.len--;
			}
		}
		if (smtpc_str_ieq(this_name, name)) {
			found = header.ptr + start;
			*len = stop - start;
		}
		start = stop;
	}
	return found;
}

/* The fields that h= names, each from the bottom up. */
static inline void naive_signed_fields(naive_text *to, smtpc_str header, const char *names)
{
	char seen[100][80];
	size_t ends[100], count = 0;
	smtpc_str rest = smtpc_str_of(names);
	while (rest.len > 0) {
		smtpc_str name = smtpc_str_until(&rest, ':');
		size_t i = 0;
		while (i < count && !smtpc_str_ieq(smtpc_str_of(seen[i]), name)) {
			i++;
		}
		if (i == count) {
			memcpy(seen[i], name.ptr, name.len);
			seen[i][name.len] = '\0';
			ends[i] = header.len;
			count++;
		}
		size_t len;
		const char *field = naive_find(header, ends[i], name, &len);
		if (field == NULL) {
			ends[i] = 0;
			continue;
		}
		ends[i] = (size_t)(field - header.ptr);
		naive_field(to, field, len);
		naive_add(to, "\r\n", 2);
	}
}

/* The DKIM-Signature field with nothing behind "b=". */
static inline naive_text naive_without_b(smtpc_str field)
{
	naive_text text = {NULL, 0, 0};
	smtpc_str rest = field;
	while (rest.len > 0) {
		smtpc_str part = smtpc_str_until(&rest, ';');
		size_t i = 0;
		while (i < part.len && strchr(" \t\r\n", part.ptr[i]) != NULL) {
			i++;
		}
		if (i + 1 < part.len && part.ptr[i] == 'b' && part.ptr[i + 1] == '=') {
			part.len = i + 2;
		}
		naive_add(&text, part.ptr, part.len);
		if (rest.len > 0) {
			naive_add(&text, ";", 1);
		}
	}
	return text;
}

static inline bool naive_check(EVP_PKEY *key, bool is_rsa, naive_text text, const char *b)
{
	uint8_t signature[2100], hash[32];
	int len = EVP_DecodeBlock(signature, (const unsigned char *)b, (int)strlen(b));
	for (size_t i = strlen(b); i > 0 && b[i - 1] == '='; i--) {
		len--;
	}
	EVP_Digest(text.ptr, text.len, hash, NULL, EVP_sha256(), NULL);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok = len > 0 &&
		EVP_DigestVerifyInit(ctx, NULL, is_rsa ? EVP_sha256() : NULL, NULL, key) == 1 &&
		EVP_DigestVerify(ctx, signature, (size_t)len, is_rsa ? (unsigned char *)text.ptr : hash,
			is_rsa ? text.len : sizeof hash) == 1;
	EVP_MD_CTX_free(ctx);
	ERR_clear_error();
	return ok;
}

/* Is |signature| (a DKIM-Signature field, with or without its CRLF) one of |header| and |body|? */
static inline bool naive_verify(
	EVP_PKEY *key, smtpc_str signature, smtpc_str header, smtpc_str body)
{
	char a[40], c[40], h[4000], bh[60], b[3000], ours[60];
	naive_tag(a, sizeof a, signature, "a");
	naive_tag(c, sizeof c, signature, "c");
	naive_tag(h, sizeof h, signature, "h");
	naive_tag(bh, sizeof bh, signature, "bh");
	naive_tag(b, sizeof b, signature, "b");
	uint8_t hash[32];
	naive_body_hash(body.ptr, body.len, hash);
	EVP_EncodeBlock((unsigned char *)ours, hash, sizeof hash);
	bool is_rsa = strcmp(a, "rsa-sha256") == 0;
	if (strcmp(bh, ours) != 0 || strcmp(c, "relaxed/relaxed") != 0 ||
		(!is_rsa && strcmp(a, "ed25519-sha256") != 0)) {
		return false;
	}
	naive_text text = {NULL, 0, 0};
	naive_signed_fields(&text, header, h);
	naive_text bare = naive_without_b(signature);
	naive_field(&text, bare.ptr, bare.len);
	bool ok = naive_check(key, is_rsa, text, b);
	naive_free(&bare);
	naive_free(&text);
	return ok;
}

#endif
