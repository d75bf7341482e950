/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "mime/smtpc_content.h"

#include <stdio.h>
#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_encode.h"
#include "mime/smtpc_reader.h"

enum { SIZE_UNMEASURED = -2 };

const char *smtpc_encoding_name(smtpc_encoding encoding)
{
	static const char *const names[] = {
		[SMTPC_ENC_AUTO] = "auto",
		[SMTPC_ENC_7BIT] = "7bit",
		[SMTPC_ENC_8BIT] = "8bit",
		[SMTPC_ENC_QP] = "quoted-printable",
		[SMTPC_ENC_BASE64] = "base64",
		[SMTPC_ENC_BINARY] = "binary",
	};
	return names[encoding];
}

static void content_forget_sizes(smtpc_content *content)
{
	for (int i = 0; i <= SMTPC_ENC_BINARY; i++) {
		content->sizes[i] = SIZE_UNMEASURED;
	}
}

/* What a server that takes only 7bit is given instead: RFC 6152 §3, RFC 3030 §3. */
static smtpc_encoding content_fallback(smtpc_encoding encoding)
{
	switch (encoding) {
	case SMTPC_ENC_8BIT:
		return SMTPC_ENC_QP;
	case SMTPC_ENC_BINARY:
		return SMTPC_ENC_BASE64;
	default:
		return encoding;
	}
}

/* NULL: out of memory. */
static smtpc_content *content_new(const smtpc_mem *mem, smtpc_encoding encoding)
{
	smtpc_content *content = smtpc_zalloc(mem, sizeof *content);
	if (content != NULL) {
		*content = (smtpc_content){.mem = mem, .refs = 1, .encoding = encoding};
		content->fallback = content_fallback(encoding);
		content_forget_sizes(content);
	}
	return content;
}

static void blob_release(smtpc_blob *blob)
{
	if (blob->owner != NULL) {
		blob->release(blob->owner);
	}
}

/* ---- Making -------------------------------------------------------------- */

/* RFC 2045 §6.7, §6.8: the smaller one; quoted-printable, which people can read, if they tie. */
static smtpc_encoding content_choose(smtpc_str text, const smtpc_scan *scan)
{
	if (scan->seven_bit) {
		return SMTPC_ENC_7BIT;
	}
	uint64_t base64 = smtpc_base64_size(scan->size);
	/* Without the soft line breaks: if that is too much already, there is no need to count them. */
	if (scan->size + 2 * scan->escapes > base64) {
		return SMTPC_ENC_BASE64;
	}
	return smtpc_encoded_size(text, SMTPC_ENC_QP, scan) <= base64 ? SMTPC_ENC_QP : SMTPC_ENC_BASE64;
}

int smtpc_content_new_text(smtpc_content **content, const smtpc_mem *mem, smtpc_blob blob,
	smtpc_str fields, smtpc_encoding encoding)
{
	smtpc_scan scan = smtpc_scan_text(blob.data);
	if ((encoding == SMTPC_ENC_7BIT && !scan.seven_bit) ||
		(encoding == SMTPC_ENC_8BIT && !scan.eight_bit)) {
		blob_release(&blob);
		return SMTPC_E_ARGUMENT;
	}
	encoding = encoding == SMTPC_ENC_AUTO ? content_choose(blob.data, &scan) : encoding;
	smtpc_content *made = content_new(mem, encoding);
	if (made == NULL || smtpc_str_dup(mem, &made->fields, fields) < 0) {
		smtpc_content_unref(made);
		blob_release(&blob);
		return SMTPC_E_NOMEM;
	}
	made->text = true;
	made->ready = scan.crlf && (encoding == SMTPC_ENC_7BIT || encoding == SMTPC_ENC_8BIT);
	made->sizes[encoding] = (int64_t)smtpc_encoded_size(blob.data, encoding, &scan);
	/* What is ASCII anyway needs no extension of the server. */
	if (scan.seven_bit && encoding == SMTPC_ENC_8BIT) {
		made->fallback = SMTPC_ENC_7BIT;
	}
	made->blob = blob;
	*content = made;
	return SMTPC_OK;
}

/* Why |data| cannot go unencoded, or NULL. */
static const char *data_broken(smtpc_str data, smtpc_encoding encoding)
{
	char nowhere[4096];
	smtpc_encoder enc;
	smtpc_encoder_init(&enc, encoding, false);
	while (data.len > 0 && smtpc_encoder_broken(&enc) == NULL) {
		(void)smtpc_encoder_feed(&enc, &data, nowhere, sizeof nowhere);
	}
	(void)smtpc_encoder_finish(&enc, nowhere, sizeof nowhere);
	return smtpc_encoder_broken(&enc);
}

int smtpc_content_new_data(
	smtpc_content **content, const smtpc_mem *mem, smtpc_blob blob, smtpc_encoding encoding)
{
	encoding = encoding == SMTPC_ENC_AUTO ? SMTPC_ENC_BASE64 : encoding;
	bool checked = encoding == SMTPC_ENC_7BIT || encoding == SMTPC_ENC_8BIT;
	int rc = checked && data_broken(blob.data, encoding) != NULL ? SMTPC_E_ARGUMENT : SMTPC_OK;
	smtpc_content *made = rc == SMTPC_OK ? content_new(mem, encoding) : NULL;
	if (made == NULL) {
		blob_release(&blob);
		return rc == SMTPC_OK ? SMTPC_E_NOMEM : rc;
	}
	made->blob = blob;
	*content = made;
	return SMTPC_OK;
}

int smtpc_content_new_origin(smtpc_content **content, const smtpc_mem *mem, smtpc_origin origin,
	smtpc_str label, smtpc_encoding encoding)
{
	smtpc_content *made =
		content_new(mem, encoding == SMTPC_ENC_AUTO ? SMTPC_ENC_BASE64 : encoding);
	if (made == NULL || smtpc_str_dup(mem, &made->label, label) < 0) {
		smtpc_content_unref(made);
		origin.release(origin.owner);
		return SMTPC_E_NOMEM;
	}
	made->origin = origin;
	*content = made;
	return SMTPC_OK;
}

void smtpc_content_set_verbatim(smtpc_content *content, smtpc_transfer need)
{
	content->encoding = content->fallback = SMTPC_ENC_AUTO;
	content->verbatim = need;
	content_forget_sizes(content);
}

smtpc_content *smtpc_content_ref(smtpc_content *content)
{
	if (content != NULL) {
		content->refs++;
	}
	return content;
}

void smtpc_content_unref(smtpc_content *content)
{
	if (content == NULL || --content->refs > 0) {
		return;
	}
	blob_release(&content->blob);
	if (smtpc_content_is_origin(content)) {
		content->origin.release(content->origin.owner);
	}
	smtpc_form_unref(content->mem, content->kept);
	smtpc_str_free(content->mem, &content->fields);
	smtpc_str_free(content->mem, &content->label);
	smtpc_free(content->mem, content);
}

int smtpc_content_fail(const smtpc_content *content, const char *what, smtpc_error *err)
{
	enum { SHOWN = 200 };
	smtpc_str label = content->label;
	label.len = label.len < SHOWN ? label.len : SHOWN;
	return smtpc_fail(err, SMTPC_E_SOURCE, content->named ? "attachment \"%.*s\"%s" : "%.*s%s",
		SMTPC_FMT(label), what);
}

int smtpc_content_blame(const smtpc_content *content, int rc, smtpc_error *err)
{
	if (rc != SMTPC_E_SOURCE || err == NULL) {
		return rc;
	}
	char what[sizeof err->message + 2];
	(void)snprintf(what, sizeof what, ": %s", err->message);
	return smtpc_content_fail(content, what, err);
}

/* ---- The origin ---------------------------------------------------------- */

bool smtpc_look_same(const smtpc_look *a, const smtpc_look *b)
{
	/* The size of a stream shows when it has been read; it was no other before. */
	bool size_known = a->size >= 0 && b->size >= 0;
	return a->stable && b->stable && (!size_known || a->size == b->size) &&
		memcmp(a->stamp, b->stamp, sizeof a->stamp) == 0;
}

int smtpc_content_look(smtpc_content *content, bool *changed, smtpc_error *err)
{
	if (!smtpc_content_is_origin(content)) {
		return SMTPC_OK;
	}
	smtpc_look look = {.size = -1};
	int rc = content->origin.look(content->origin.owner, &look, err);
	if (rc < 0) {
		return smtpc_content_blame(content, rc, err);
	}
	bool same = content->looked && smtpc_look_same(&look, &content->look);
	if (!same || look.size != content->look.size) {
		content_forget_sizes(content);
	}
	if (!same) {
		smtpc_form_unref(content->mem, content->kept);
		content->kept = NULL;
		*changed = true;
	}
	content->look = look;
	content->looked = true;
	return SMTPC_OK;
}

/* ---- Sizes --------------------------------------------------------------- */

static int size_by_reading(
	smtpc_content *content, smtpc_encoding encoding, int64_t *size, smtpc_error *err)
{
	smtpc_slice whole = {.encoding = encoding, .span = -1};
	return smtpc_reader_count(content, &whole, size, err);
}

static int size_of_origin(
	smtpc_content *content, smtpc_encoding encoding, int64_t *size, smtpc_error *err)
{
	*size = content->look.size;
	if (*size < 0) {
		return SMTPC_OK;
	}
	if (encoding == SMTPC_ENC_BASE64) {
		*size = (int64_t)smtpc_base64_size((uint64_t)*size);
		return SMTPC_OK;
	}
	return encoding == SMTPC_ENC_QP ? size_by_reading(content, encoding, size, err) : SMTPC_OK;
}

static int size_of_blob(
	smtpc_content *content, smtpc_encoding encoding, int64_t *size, smtpc_error *err)
{
	if (content->text) {
		smtpc_scan scan = smtpc_scan_text(content->blob.data);
		*size = (int64_t)smtpc_encoded_size(content->blob.data, encoding, &scan);
		return SMTPC_OK;
	}
	*size = (int64_t)content->blob.data.len;
	if (encoding == SMTPC_ENC_BASE64) {
		*size = (int64_t)smtpc_base64_size(content->blob.data.len);
	}
	return encoding == SMTPC_ENC_QP ? size_by_reading(content, encoding, size, err) : SMTPC_OK;
}

int smtpc_content_size(
	smtpc_content *content, smtpc_encoding encoding, int64_t *size, smtpc_error *err)
{
	if (content->sizes[encoding] == SIZE_UNMEASURED) {
		int64_t measured;
		int rc = smtpc_content_is_origin(content)
			? size_of_origin(content, encoding, &measured, err)
			: size_of_blob(content, encoding, &measured, err);
		if (rc < 0) {
			return rc;
		}
		content->sizes[encoding] = measured;
	}
	*size = content->sizes[encoding];
	return SMTPC_OK;
}

/* ---- Kept forms ---------------------------------------------------------- */

smtpc_form *smtpc_content_kept(const smtpc_content *content, smtpc_encoding encoding)
{
	smtpc_form *form = content->kept;
	if (form == NULL || form->encoding != encoding) {
		return NULL;
	}
	form->refs++;
	return form;
}

void smtpc_content_keep(smtpc_content *content, smtpc_encoding encoding, smtpc_str octets)
{
	smtpc_form *form = smtpc_malloc(content->mem, sizeof *form);
	if (form == NULL) {
		smtpc_str_free(content->mem, &octets);
		return;
	}
	*form = (smtpc_form){.refs = 1, .encoding = encoding, .octets = octets};
	smtpc_form_unref(content->mem, content->kept);
	content->kept = form;
}

void smtpc_form_unref(const smtpc_mem *mem, smtpc_form *form)
{
	if (form != NULL && --form->refs == 0) {
		smtpc_str_free(mem, &form->octets);
		smtpc_free(mem, form);
	}
}
