/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * One signature: the fields are found, brought into relaxed canonical form (RFC 6376 §3.4.2) in one
 * piece of memory, hashed, signed, and the field is written. No l=, which lets anything be
 * appended, and no i=, which says nothing that d= does not. */
#include "crypto/smtpc_dkim_int.h"

#include <assert.h>
#include <openssl/err.h>
#include <string.h>

#include "base/smtpc_b64.h"
#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"

/* RFC 5322 §2.1.1, without the CRLF. */
enum { LINE_MAX_LEN = 78 };

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* ---- The header, taken apart ------------------------------------------- */

typedef struct field {
	smtpc_str name, value; /* the value with its CRLF */
} field;

typedef struct field_list {
	field *items;
	size_t count;
} field_list;

/* The length of the field that |text| begins with, its CRLF included; 0: it has no end. */
static size_t field_len(smtpc_str text)
{
	size_t i = 0;
	while (i < text.len) {
		const char *lf = memchr(text.ptr + i, '\n', text.len - i);
		if (lf == NULL) {
			return 0;
		}
		i = (size_t)(lf - text.ptr) + 1;
		bool ends = i >= 2 && text.ptr[i - 2] == '\r';
		if (ends && (i == text.len || !is_blank(text.ptr[i]))) {
			return i;
		}
	}
	return 0;
}

static bool field_split(field *to, smtpc_str text)
{
	const char *colon = memchr(text.ptr, ':', text.len);
	if (colon == NULL) {
		return false;
	}
	size_t len = (size_t)(colon - text.ptr);
	to->value = smtpc_str_skip(text, len + 1);
	while (len > 0 && is_blank(text.ptr[len - 1])) {
		len--;
	}
	to->name = (smtpc_str){text.ptr, len};
	return len > 0 && !is_blank(text.ptr[0]) && !smtpc_str_has_ctl(to->name);
}

static size_t count_lines(smtpc_str text)
{
	size_t lines = 0;
	const char *end = text.ptr + text.len;
	const char *at = text.len > 0 ? memchr(text.ptr, '\n', text.len) : NULL;
	while (at != NULL) {
		lines++;
		at++;
		at = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
	}
	return lines;
}

static int fields_find(field_list *list, const smtpc_mem *mem, smtpc_str text, smtpc_error *err)
{
	*list = (field_list){NULL, 0};
	size_t most = count_lines(text);
	list->items = smtpc_realloc_array(mem, NULL, most + 1, sizeof *list->items);
	if (list->items == NULL) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	while (text.len > 0) {
		size_t len = field_len(text);
		smtpc_str whole = {text.ptr, len};
		if (len == 0 || !field_split(&list->items[list->count], whole)) {
			return smtpc_fail(err, SMTPC_E_ARGUMENT,
				"what is to be signed is not a header: line %zu and on", list->count + 1);
		}
		list->count++;
		text = smtpc_str_skip(text, len);
	}
	return SMTPC_OK;
}

/* ---- Canonical form ------------------------------------------------------ */

/* Writes name and value in relaxed form, without a line's end, to |out|; behind the last octet.
 * There is room: no field grows. */
static char *field_relax(char *out, smtpc_str name, smtpc_str value)
{
	for (size_t i = 0; i < name.len; i++) {
		*out++ = smtpc_lower(name.ptr[i]);
	}
	*out++ = ':';
	const char *start = out;
	bool space = false;
	for (size_t i = 0; i < value.len; i++) {
		char c = value.ptr[i];
		if (c == '\r' || c == '\n') {
			continue; /* of a fold; mime/ lets no other into a header */
		}
		if (is_blank(c)) {
			space = true;
			continue;
		}
		if (space && out > start) {
			*out++ = ' ';
		}
		space = false;
		*out++ = c;
	}
	return out;
}

/* ---- Writing ------------------------------------------------------------- */

/* The field as it grows; |rc| keeps the first failure. */
typedef struct line_writer {
	smtpc_buf *out;
	size_t column;
	int rc;
} line_writer;

static void line_add(line_writer *line, smtpc_str text)
{
	if (line->rc == SMTPC_OK) {
		line->rc = smtpc_buf_append_str(line->out, text);
	}
	line->column += text.len;
}

static void line_fold(line_writer *line)
{
	line_add(line, SMTPC_STR("\r\n "));
	line->column = 1;
}

/* " tag=value;", the value in one piece. */
static void line_tag(line_writer *line, const char *tag, smtpc_str value)
{
	smtpc_str name = smtpc_str_of(tag);
	if (line->column + 1 + name.len + value.len + 1 > LINE_MAX_LEN) {
		line_fold(line);
	} else {
		line_add(line, SMTPC_STR(" "));
	}
	line_add(line, name);
	line_add(line, value);
	line_add(line, SMTPC_STR(";"));
}

static void line_number(line_writer *line, const char *tag, int64_t number)
{
	char digits[20];
	size_t at = sizeof digits;
	do {
		digits[--at] = (char)('0' + number % 10);
		number /= 10;
	} while (number > 0);
	line_tag(line, tag, (smtpc_str){digits + at, sizeof digits - at});
}

static void line_wrapped(line_writer *line, smtpc_str text)
{
	while (text.len > 0) {
		if (line->column >= LINE_MAX_LEN) {
			line_fold(line);
		}
		size_t room = LINE_MAX_LEN - line->column;
		size_t len = text.len < room ? text.len : room;
		line_add(line, (smtpc_str){text.ptr, len});
		text = smtpc_str_skip(text, len);
	}
}

/* One more name in h=; a colon stays with the name before it. */
static void line_name(line_writer *line, smtpc_str name, bool *first)
{
	line_add(line, *first ? SMTPC_STR("h=") : SMTPC_STR(":"));
	*first = false;
	/* One column more, for the colon or semicolon behind it. */
	if (line->column + name.len + 1 > LINE_MAX_LEN) {
		line_fold(line);
	}
	line_add(line, name);
}

/* ---- One signature ------------------------------------------------------- */

typedef struct signing {
	const smtpc_dkim *signer;
	field_list fields;
	char *canonical, *end; /* what is hashed */
	size_t room;           /* for it */
	line_writer line;
	size_t mark; /* where the field begins in the output */
} signing;

/* All fields of that name from the bottom up (§5.4.2), in canonical form and in h=. */
static void sign_name(signing *s, const smtpc_dkim_name *name, bool *first)
{
	for (size_t i = s->fields.count; i > 0; i--) {
		const field *f = &s->fields.items[i - 1];
		if (smtpc_str_ieq(f->name, name->name)) {
			s->end = field_relax(s->end, f->name, f->value);
			*s->end++ = '\r';
			*s->end++ = '\n';
			line_name(&s->line, name->name, first);
		}
	}
	if (name->oversign) {
		line_name(&s->line, name->name, first);
	}
}

static void sign_tags(signing *s, const uint8_t body_hash[SMTPC_SHA256_SIZE], int64_t now)
{
	const smtpc_dkim *signer = s->signer;
	line_writer *line = &s->line;
	line_add(line, SMTPC_STR("DKIM-Signature: v=1;"));
	line_tag(
		line, "a=", signer->rsa != NULL ? SMTPC_STR("rsa-sha256") : SMTPC_STR("ed25519-sha256"));
	line_tag(line, "c=", SMTPC_STR("relaxed/relaxed"));
	line_tag(line, "d=", signer->domain);
	line_tag(line, "s=", signer->selector);
	line_number(line, "t=", now);
	if (signer->expires_after > 0) {
		line_number(line, "x=", now + signer->expires_after);
	}
	line_fold(line);
	bool first = true;
	for (size_t i = 0; i < signer->name_count; i++) {
		sign_name(s, &signer->names[i], &first);
	}
	line_add(line, SMTPC_STR(";"));
	char hash[(SMTPC_SHA256_SIZE + 2) / 3 * 4];
	smtpc_b64_encode(hash, body_hash, SMTPC_SHA256_SIZE);
	line_tag(line, "bh=", (smtpc_str){hash, sizeof hash});
	line_fold(line);
	line_add(line, SMTPC_STR("b="));
}

static int sign_ed25519(
	EVP_PKEY *pkey, const uint8_t hash[SMTPC_SHA256_SIZE], uint8_t *to, size_t *len)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool ok = ctx != NULL && EVP_DigestSignInit(ctx, NULL, NULL, NULL, pkey) == 1 &&
		EVP_DigestSign(ctx, to, len, hash, SMTPC_SHA256_SIZE) == 1;
	EVP_MD_CTX_free(ctx);
	return ok ? SMTPC_OK : SMTPC_E_SOURCE;
}

/* Writes the signature behind "b=". RFC 8463 §3: Ed25519 signs the hash too, not the text. */
static int sign_hash(signing *s, const uint8_t hash[SMTPC_SHA256_SIZE], smtpc_error *err)
{
	uint8_t raw[SMTPC_RSA_MAX_BITS / 8];
	char text[(sizeof raw + 2) / 3 * 4];
	size_t len = sizeof raw;
	const smtpc_dkim *signer = s->signer;
	(void)ERR_set_mark();
	int rc;
	if (signer->rsa != NULL) {
		rc = EVP_PKEY_sign(signer->rsa, raw, &len, hash, SMTPC_SHA256_SIZE) == 1 ? SMTPC_OK
																				 : SMTPC_E_SOURCE;
	} else {
		rc = sign_ed25519(signer->key->pkey, hash, raw, &len);
	}
	if (rc < 0) {
		(void)smtpc_fail(err, rc, "OpenSSL cannot make a DKIM signature: %s", smtpc_key_reason());
	}
	(void)ERR_pop_to_mark();
	if (rc == SMTPC_OK) {
		smtpc_b64_encode(text, raw, len);
		line_wrapped(&s->line, (smtpc_str){text, smtpc_b64_size(len)});
		line_add(&s->line, SMTPC_STR("\r\n"));
	}
	return rc;
}

/* The field itself is hashed last, with b= empty and without its CRLF (§3.7). */
static int sign_finish(signing *s, smtpc_error *err)
{
	if (s->line.rc < 0) {
		return smtpc_fail(err, s->line.rc, NULL);
	}
	smtpc_str own = smtpc_str_skip(smtpc_buf_str(s->line.out), s->mark);
	field f;
	uint8_t hash[SMTPC_SHA256_SIZE];
	(void)field_split(&f, own);
	assert(own.len <= s->room - (size_t)(s->end - s->canonical));
	char *end = field_relax(s->end, f.name, f.value);
	if (smtpc_digest_of((smtpc_str){s->canonical, (size_t)(end - s->canonical)}, hash) < 0) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	int rc = sign_hash(s, hash, err);
	return rc == SMTPC_OK && s->line.rc < 0 ? smtpc_fail(err, s->line.rc, NULL) : rc;
}

/* Our own field: tags, and names once for each field there is and once for each oversigned. */
static size_t own_size(const signing *s)
{
	size_t size = 1024 + s->signer->domain.len + s->signer->selector.len;
	for (size_t i = 0; i < s->signer->name_count; i++) {
		size += s->signer->names[i].name.len + 4;
	}
	for (size_t i = 0; i < s->fields.count; i++) {
		size += s->fields.items[i].name.len + 4;
	}
	return size;
}

int smtpc_dkim_sign(const smtpc_dkim *signer, smtpc_buf *out, smtpc_str fields,
	const uint8_t body_hash[SMTPC_SHA256_SIZE], int64_t now, smtpc_error *err)
{
	if (now < 0 || now > SMTPC_DKIM_TIME_MAX - signer->expires_after) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "DKIM cannot write a time of more than 12 digits");
	}
	signing s = {.signer = signer, .mark = smtpc_buf_len(out)};
	s.line.out = out;
	int rc = fields_find(&s.fields, signer->mem, fields, err);
	if (rc == SMTPC_OK) {
		s.room = fields.len + own_size(&s);
		s.canonical = s.end = smtpc_malloc(signer->mem, s.room);
		rc = s.canonical != NULL ? SMTPC_OK : smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	if (rc == SMTPC_OK) {
		sign_tags(&s, body_hash, now);
		rc = sign_finish(&s, err);
	}
	if (rc < 0) {
		smtpc_buf_truncate(out, smtpc_buf_len(out) - s.mark);
	}
	smtpc_free(signer->mem, s.canonical);
	smtpc_free(signer->mem, s.fields.items);
	return rc;
}
