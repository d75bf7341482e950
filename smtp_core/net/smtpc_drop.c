/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "net/smtpc_drop.h"

#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "net/smtpc_file.h"

/* A mail in memory: the paths, one behind the other, and the content. */
typedef struct smtpc_kept {
	struct smtpc_kept *next;
	smtpc_buf paths, content;
	smtpc_str *rcpts;
	size_t rcpt_count;
	size_t sender_len;
} drop_mail;

struct smtpc_drop {
	const smtpc_mem *mem;
	const smtpc_peer_options *options;
	drop_mail *mail; /* in the making, in memory */
	smtpc_store *store;
	smtpc_file file; /* in the making, in a folder */
	bool after_cr;
};

/* ---- memory -------------------------------------------------------------- */

static void mail_free(const smtpc_mem *mem, drop_mail *mail)
{
	if (mail != NULL) {
		smtpc_buf_free(&mail->paths);
		smtpc_buf_free(&mail->content);
		smtpc_free(mem, mail->rcpts);
		smtpc_free(mem, mail);
	}
}

static int mail_begin(smtpc_drop *drop, smtpc_str sender, const smtpc_str *rcpts, size_t count)
{
	drop_mail *mail = drop->mail = smtpc_zalloc(drop->mem, sizeof *mail);
	if (mail == NULL) {
		return SMTPC_E_NOMEM;
	}
	smtpc_buf_init(&mail->paths, drop->mem, SIZE_MAX / 4);
	smtpc_buf_init(&mail->content, drop->mem, SIZE_MAX / 4);
	mail->rcpts = smtpc_realloc_array(drop->mem, NULL, count + 1, sizeof *mail->rcpts);
	int rv = mail->rcpts != NULL ? smtpc_buf_append_str(&mail->paths, sender) : SMTPC_E_NOMEM;
	mail->sender_len = sender.len;
	for (size_t i = 0; rv == SMTPC_OK && i < count; i++) {
		rv = smtpc_buf_append_str(&mail->paths, rcpts[i]);
		mail->rcpts[i] = (smtpc_str){NULL, rcpts[i].len};
		mail->rcpt_count++;
	}
	return rv;
}

/* The paths have moved while they were gathered, and do so no more. */
static void mail_keep(smtpc_drop *drop)
{
	drop_mail *mail = drop->mail;
	const char *at = smtpc_buf_str(&mail->paths).ptr + mail->sender_len;
	for (size_t i = 0; i < mail->rcpt_count; i++) {
		mail->rcpts[i].ptr = at;
		at += mail->rcpts[i].len;
	}
	smtpc_store *store = drop->store;
	*(store->newest != NULL ? &store->newest->next : &store->oldest) = mail;
	store->newest = mail;
	drop->mail = NULL;
}

bool smtpc_store_next(smtpc_store *store, smtpc_peer_mail *to)
{
	mail_free(store->mem, store->given);
	drop_mail *mail = store->given = store->oldest;
	if (mail == NULL) {
		return false;
	}
	store->oldest = mail->next;
	store->newest = store->oldest != NULL ? store->newest : NULL;
	*to = (smtpc_peer_mail){.content = smtpc_buf_str(&mail->content)};
	to->sender = (smtpc_str){smtpc_buf_str(&mail->paths).ptr, mail->sender_len};
	to->rcpts = mail->rcpts;
	to->rcpt_count = mail->rcpt_count;
	return true;
}

void smtpc_store_free(smtpc_store *store)
{
	smtpc_peer_mail mail;
	while (smtpc_store_next(store, &mail)) {
		continue;
	}
}

/* ---- files --------------------------------------------------------------- */

/* CRLF becomes LF: a Maildir has the lines of the system it is on. */
static int file_write_lines(smtpc_drop *drop, smtpc_str data, smtpc_error *err)
{
	char out[4096];
	size_t len = 0;
	int rv = SMTPC_OK;
	for (size_t i = 0; rv == SMTPC_OK && i < data.len; i++) {
		char c = data.ptr[i];
		if (drop->after_cr && c != '\n') {
			out[len++] = '\r';
		}
		drop->after_cr = c == '\r';
		if (!drop->after_cr) {
			out[len++] = c;
		}
		if (len >= sizeof out - 2 || i + 1 == data.len) {
			rv = smtpc_file_write(&drop->file, (smtpc_str){out, len}, err);
			len = 0;
		}
	}
	return rv;
}

static int file_put(smtpc_drop *drop, smtpc_str data, smtpc_error *err)
{
	return drop->options->keep == SMTPC_KEEP_MAILDIR ? file_write_lines(drop, data, err)
													 : smtpc_file_write(&drop->file, data, err);
}

/* RFC 5321 §4.4 (Return-Path) and RFC 9228 (Delivered-To): what final delivery notes. */
static int file_put_envelope(
	smtpc_drop *drop, smtpc_str sender, const smtpc_str *rcpts, size_t count, smtpc_error *err)
{
	int rv = file_put(drop, SMTPC_STR("Return-Path: <"), err);
	rv = rv < 0 ? rv : file_put(drop, sender, err);
	rv = rv < 0 ? rv : file_put(drop, SMTPC_STR(">\r\n"), err);
	for (size_t i = 0; rv == SMTPC_OK && i < count; i++) {
		rv = file_put(drop, SMTPC_STR("Delivered-To: "), err);
		rv = rv < 0 ? rv : file_put(drop, rcpts[i], err);
		rv = rv < 0 ? rv : file_put(drop, SMTPC_STR("\r\n"), err);
	}
	return rv;
}

/* ---- either -------------------------------------------------------------- */

static bool is_file(const smtpc_drop *drop)
{
	return drop->options->keep >= SMTPC_KEEP_MAILDIR;
}

smtpc_drop *smtpc_drop_new(
	const smtpc_mem *mem, const smtpc_peer_options *options, smtpc_store *store)
{
	smtpc_drop *drop = smtpc_zalloc(mem, sizeof *drop);
	if (drop != NULL) {
		drop->mem = mem;
		drop->options = options;
		drop->store = store;
		smtpc_file_init(&drop->file);
	}
	return drop;
}

void smtpc_drop_free(smtpc_drop *drop)
{
	if (drop == NULL) {
		return;
	}
	smtpc_drop_forget(drop);
	smtpc_free(drop->mem, drop);
}

int smtpc_drop_check(smtpc_drop *drop, smtpc_error *err)
{
	return is_file(drop) ? smtpc_file_check(drop->options, err) : SMTPC_OK;
}

int smtpc_drop_begin(
	smtpc_drop *drop, smtpc_str sender, const smtpc_str *rcpts, size_t count, smtpc_error *err)
{
	int rv = SMTPC_OK;
	smtpc_drop_forget(drop);
	if (is_file(drop)) {
		drop->after_cr = false;
		rv = smtpc_file_begin(&drop->file, drop->options, err);
		if (rv == SMTPC_OK && drop->options->envelope) {
			rv = file_put_envelope(drop, sender, rcpts, count, err);
		}
	} else if (drop->options->keep == SMTPC_KEEP_MEMORY) {
		rv = mail_begin(drop, sender, rcpts, count);
		rv = rv < 0 ? smtpc_fail(err, rv, NULL) : rv;
	}
	if (rv < 0) {
		smtpc_drop_forget(drop);
	}
	return rv;
}

int smtpc_drop_write(smtpc_drop *drop, smtpc_str data, smtpc_error *err)
{
	int rv = SMTPC_OK;
	if (is_file(drop)) {
		rv = file_put(drop, data, err);
	} else if (drop->mail != NULL && smtpc_buf_append_str(&drop->mail->content, data) < 0) {
		rv = smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	if (rv < 0) {
		smtpc_drop_forget(drop);
	}
	return rv;
}

int smtpc_drop_keep(smtpc_drop *drop, smtpc_error *err)
{
	if (drop->mail != NULL) {
		mail_keep(drop);
		return SMTPC_OK;
	}
	return is_file(drop) ? smtpc_file_keep(&drop->file, drop->options, err) : SMTPC_OK;
}

void smtpc_drop_forget(smtpc_drop *drop)
{
	mail_free(drop->mem, drop->mail);
	drop->mail = NULL;
	smtpc_file_forget(&drop->file);
}
