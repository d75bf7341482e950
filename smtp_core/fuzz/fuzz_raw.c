/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The first octet says how finished mail is opened and read, the rest is the mail. What comes out
 * has the size that was foretold and nothing that SMTP cannot carry, is the same however it is
 * read, and is left alone when it goes in again; where nothing is encoded, it is the mail with
 * other line ends. */
#include <stdlib.h>
#include <string.h>

#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_rawfield.h"
#include "test/fake_origin.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const uint8_t seed[16] = {1};

static void require(bool cond)
{
	if (!cond) {
		abort();
	}
}

/* ---- What it should be --------------------------------------------------- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Octets of the first line, and of it with its end. */
static size_t line_len(smtpc_str text, size_t *with_end)
{
	size_t len = 0;
	while (len < text.len && text.ptr[len] != '\r' && text.ptr[len] != '\n') {
		len++;
	}
	bool crlf = len + 1 < text.len && text.ptr[len] == '\r' && text.ptr[len + 1] == '\n';
	*with_end = len + (len < text.len) + crlf;
	return len;
}

static bool line_is_bcc(smtpc_str line)
{
	smtpc_str name = smtpc_str_until(&line, ':');
	while (name.len > 0 && is_blank(name.ptr[name.len - 1])) {
		name.len--;
	}
	return smtpc_str_ieq(name, SMTPC_STR("bcc")) || smtpc_str_ieq(name, SMTPC_STR("resent-bcc"));
}

/* Line by line into |out|: CRLF everywhere, no Bcc, an empty line behind the header. */
static smtpc_str naive(char *out, smtpc_str mail)
{
	size_t used = 0;
	bool header = true, dropping = false;
	while (mail.len > 0) {
		size_t with_end;
		smtpc_str line = {mail.ptr, line_len(mail, &with_end)};
		mail = smtpc_str_skip(mail, with_end);
		header = header && line.len > 0;
		dropping = header && (is_blank(line.ptr[0]) ? dropping : line_is_bcc(line));
		if (!dropping) {
			memcpy(out + used, line.ptr, line.len);
			memcpy(out + used + line.len, "\r\n", 2);
			used += line.len + 2;
		}
	}
	if (header) {
		memcpy(out + used, "\r\n", 2);
		used += 2;
	}
	return (smtpc_str){out, used};
}

/* ---- What it is ---------------------------------------------------------- */

static void check_lines(smtpc_str text, bool ascii)
{
	bool header = true;
	size_t line = 0;
	for (size_t i = 0; i < text.len; i++, line++) {
		char c = text.ptr[i];
		bool crlf = c == '\r' && i + 1 < text.len && text.ptr[i + 1] == '\n';
		require((crlf || (c != '\r' && c != '\n')) && c != '\0' && line <= 998);
		require(header || !ascii || (unsigned char)c < 128);
		if (crlf) {
			header = header && line > 0;
			line = SIZE_MAX;
			i++;
		}
	}
	require(!header && line == 0);
}

static void check_header(smtpc_str text)
{
	smtpc_rawfield field;
	do {
		require(smtpc_rawfield_next(&text, &field) == 1);
		require(!line_is_bcc(field.whole));
	} while (!smtpc_str_istarts(text, SMTPC_STR("\r\n")));
}

static smtpc_str read_all(smtpc_source *source, char *out, size_t piece)
{
	size_t used = 0;
	ptrdiff_t n;
	do {
		n = source->read(source->user, out + used, piece, NULL);
		require(n >= 0 && (size_t)n <= piece);
		used += (size_t)n;
		require((int64_t)used <= source->size);
	} while (n > 0);
	require((int64_t)used == source->size);
	return (smtpc_str){out, used};
}

typedef struct mail {
	smtpc_open_options options;
	size_t piece;
	int rc;
	smtpc_transfer need;
	smtpc_str out; /* malloc()ed */
} mail;

/* Opens and reads |msg|, twice, and frees it. */
static void mail_read(mail *m, smtpc_message *msg)
{
	smtpc_source source;
	m->out = (smtpc_str){NULL, 0};
	require(msg != NULL);
	m->rc = smtpc_message_open(msg, &m->options, &source, &m->need, NULL);
	if (m->rc == SMTPC_OK) {
		char *first = malloc((size_t)source.size + 4096);
		char *second = malloc((size_t)source.size + 4096);
		require(first != NULL && second != NULL);
		m->out = read_all(&source, first, 4096);
		require(source.rewind(source.user, NULL) == SMTPC_OK);
		require(smtpc_str_eq(m->out, read_all(&source, second, m->piece)));
		source.close(source.user);
		free(second);
	}
	require(m->rc == SMTPC_OK || m->rc == SMTPC_E_ARGUMENT);
	(void)smtpc_message_id(msg);
	smtpc_message_free(msg);
}

static void mail_free(mail *m)
{
	free((void *)(uintptr_t)m->out.ptr);
}

static bool mail_is_same(const mail *a, const mail *b)
{
	return a->rc == b->rc && (a->rc < 0 || (a->need == b->need && smtpc_str_eq(a->out, b->out)));
}

/* |text| goes through without a change; with |options|, or refusing. */
static void check_untouched(smtpc_str text, const smtpc_open_options *options)
{
	mail again = {.options = *options, .piece = 4096};
	mail_read(&again, smtpc_message_new_raw_blob(NULL, seed, (smtpc_blob){.data = text}));
	require(again.rc == SMTPC_OK && smtpc_str_eq(again.out, text));
	mail_free(&again);
}

static void check_naive(const mail *m, smtpc_str input)
{
	mail plain = {.piece = 4096};
	smtpc_open_options_init(&plain.options);
	mail_read(&plain, smtpc_message_new_raw_blob(NULL, seed, (smtpc_blob){.data = input}));
	if (plain.rc == SMTPC_OK) {
		char *room = malloc(2 * input.len + 2);
		require(room != NULL && smtpc_str_eq(plain.out, naive(room, input)));
		free(room);
		/* Where there is no need, nothing is encoded. */
		require(m->options.takes == SMTPC_TRANSFER_7BIT || mail_is_same(m, &plain));
	}
	mail_free(&plain);
}

static void check_mail(const mail *m, smtpc_str input)
{
	smtpc_open_options refuse;
	smtpc_open_options_init(&refuse);
	check_naive(m, input);
	if (m->rc == SMTPC_OK) {
		check_lines(m->out, m->need == SMTPC_TRANSFER_7BIT);
		check_header(m->out);
		check_untouched(m->out, &refuse);
		check_untouched(m->out, &m->options);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0) {
		return 0;
	}
	smtpc_str input = {(const char *)data + 1, size - 1};
	mail m = {.piece = 1 + (data[0] >> 4)}, pieces = m;
	smtpc_open_options_init(&m.options);
	m.options.encode_long = (data[0] & 1) != 0;
	m.options.takes = (data[0] & 2) != 0 ? SMTPC_TRANSFER_7BIT : SMTPC_TRANSFER_BINARY;
	pieces.options = m.options;
	mail_read(&m, smtpc_message_new_raw_blob(NULL, seed, (smtpc_blob){.data = input}));
	fake_origin fake = {.data = input,
		.piece = m.piece,
		.unstable = (data[0] & 4) != 0,
		.sizeless = (data[0] & 8) != 0};
	mail_read(&pieces, smtpc_message_new_raw_origin(NULL, seed, fake_as_origin(&fake)));
	require(mail_is_same(&m, &pieces) && fake.refs == 0 && fake.open_now == 0);
	check_mail(&m, input);
	mail_free(&pieces);
	mail_free(&m);
	return 0;
}
