/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "mime/smtpc_attachment.h"

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_param.h"
#include "mime/smtpc_part.h"
#include "mime/smtpc_part_fields.h"

/* Of the three fields: the longest type, and the longest name twice, percent-encoded. */
enum { ATTACHMENT_FIELDS_MAX = 32 * 1024 };

static const smtpc_mem *mem_of(const smtpc_mem *mem)
{
	return smtpc_mem_or_default(mem);
}

/* ---- Checking ------------------------------------------------------------ */

static int attachment_check(const smtpc_attachment_options *options, smtpc_error *err)
{
	const char *wrong = options->name.len > 0 ? smtpc_param_name_wrong(options->name) : NULL;
	if (wrong != NULL) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "the attachment's name %s", wrong);
	}
	wrong = options->content_id.ptr != NULL ? smtpc_part_id_wrong(options->content_id) : NULL;
	if (wrong != NULL) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "the attachment's content id %s", wrong);
	}
	return SMTPC_OK;
}

static int attachment_refuse_encoding(smtpc_encoding encoding, smtpc_error *err)
{
	return smtpc_fail(err, SMTPC_E_ARGUMENT,
		"the attachment cannot go as %s: its octets would not arrive as they are",
		smtpc_encoding_name(encoding));
}

/* ---- Making -------------------------------------------------------------- */

/* What is called like a mail is a file like others, unless it is said to be a mail: nobody has
 * looked whether it can go unencoded, as a message in a message must (RFC 2046 §5.2.1). */
static smtpc_str attachment_type(const smtpc_attachment_options *options)
{
	if (options->type.len > 0) {
		return options->type;
	}
	smtpc_str type = smtpc_type_of_name(options->name);
	return smtpc_str_istarts(type, SMTPC_STR("message/")) ? SMTPC_STR("application/octet-stream")
														  : type;
}

/* The fields that describe it, into |out|. */
static int attachment_put_fields(
	smtpc_buf *out, const smtpc_attachment_options *options, smtpc_error *err)
{
	smtpc_type type;
	type.name = attachment_type(options);
	type.param_count = 0;
	int rc = options->type.len > 0
		? smtpc_type_parse_with(&type, options->type, SMTPC_TYPE_MESSAGE, err)
		: SMTPC_OK;
	if (rc < 0) {
		return rc;
	}
	if (smtpc_part_put_type(out, &type, (smtpc_str){NULL, 0}, options->name) < 0 ||
		smtpc_part_put_disposition(out, options->is_inline, options->name) < 0 ||
		(options->content_id.ptr != NULL && smtpc_part_put_id(out, options->content_id) < 0)) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	return SMTPC_OK;
}

static int attachment_fill(
	smtpc_attachment *made, const smtpc_attachment_options *options, smtpc_error *err)
{
	smtpc_buf fields;
	smtpc_buf_init(&fields, made->mem, ATTACHMENT_FIELDS_MAX);
	int rc = attachment_put_fields(&fields, options, err);
	if (rc == SMTPC_OK &&
		(smtpc_str_dup(made->mem, &made->name, options->name) < 0 ||
			smtpc_str_dup(made->mem, &made->type, attachment_type(options)) < 0 ||
			smtpc_str_dup(made->mem, &made->content_id, options->content_id) < 0 ||
			smtpc_str_dup(made->mem, &made->fields, smtpc_buf_str(&fields)) < 0)) {
		rc = smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	made->is_inline = options->is_inline;
	smtpc_buf_free(&fields);
	return rc;
}

smtpc_attachment *smtpc_attachment_wrap(const smtpc_mem *mem,
	const smtpc_attachment_options *options, smtpc_content *content, smtpc_error *err)
{
	smtpc_attachment *made = NULL;
	int rc = attachment_check(options, err);
	if (rc == SMTPC_OK) {
		made = smtpc_zalloc(mem, sizeof *made);
		rc = made != NULL ? SMTPC_OK : smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	if (rc == SMTPC_OK) {
		*made = (smtpc_attachment){.mem = mem, .refs = 1};
		rc = attachment_fill(made, options, err);
	}
	if (rc < 0) {
		smtpc_attachment_unref(made);
		smtpc_content_unref(content);
		return NULL;
	}
	made->content = content;
	return made;
}

/* A message in a message must not be encoded: RFC 2046 §5.2.1. */
static int attachment_check_type(const smtpc_attachment_options *options, smtpc_error *err)
{
	bool encoded = options->encoding == SMTPC_ENC_AUTO || options->encoding == SMTPC_ENC_QP ||
		options->encoding == SMTPC_ENC_BASE64;
	if (!encoded || !smtpc_str_istarts(options->type, SMTPC_STR("message/"))) {
		return SMTPC_OK;
	}
	return smtpc_fail(err, SMTPC_E_ARGUMENT,
		"an attachment of type %.*s must be made from a message, or go as 7bit or 8bit",
		SMTPC_FMT(options->type));
}

/* A content of the blob, whose reference it takes, or NULL. */
static smtpc_content *attachment_new_data(const smtpc_mem *mem, smtpc_blob blob,
	const smtpc_attachment_options *options, smtpc_error *err)
{
	smtpc_content *content = NULL;
	int rc = smtpc_content_new_data(&content, mem, blob, options->encoding);
	if (rc == SMTPC_E_ARGUMENT) {
		(void)attachment_refuse_encoding(options->encoding, err);
	} else if (rc < 0) {
		(void)smtpc_fail(err, rc, NULL);
	}
	return content;
}

smtpc_attachment *smtpc_attachment_new_blob(const smtpc_mem *mem,
	const smtpc_attachment_options *options, smtpc_blob blob, smtpc_error *err)
{
	mem = mem_of(mem);
	if (attachment_check_type(options, err) < 0) {
		if (blob.owner != NULL) {
			blob.release(blob.owner);
		}
		return NULL;
	}
	smtpc_content *content = attachment_new_data(mem, blob, options, err);
	return content != NULL ? smtpc_attachment_wrap(mem, options, content, err) : NULL;
}

/* A content of the origin, whose reference it takes; NULL: out of memory. */
static smtpc_content *attachment_new_content(const smtpc_mem *mem, smtpc_origin origin,
	const smtpc_attachment_options *options, smtpc_error *err)
{
	smtpc_content *content = NULL;
	if (smtpc_content_new_origin(&content, mem, origin, options->name, options->encoding) < 0) {
		(void)smtpc_fail(err, SMTPC_E_NOMEM, NULL);
		return NULL;
	}
	content->named = true;
	return content;
}

smtpc_attachment *smtpc_attachment_new_origin(const smtpc_mem *mem,
	const smtpc_attachment_options *options, smtpc_origin origin, smtpc_error *err)
{
	mem = mem_of(mem);
	if (attachment_check_type(options, err) < 0) {
		origin.release(origin.owner);
		return NULL;
	}
	smtpc_content *content = attachment_new_content(mem, origin, options, err);
	return content != NULL ? smtpc_attachment_wrap(mem, options, content, err) : NULL;
}

/* |content| again, with another encoding. */
static smtpc_content *attachment_recode(
	smtpc_content *content, const smtpc_attachment_options *options, smtpc_error *err)
{
	if (smtpc_content_is_origin(content)) {
		content->origin.addref(content->origin.owner);
		return attachment_new_content(content->mem, content->origin, options, err);
	}
	if (content->blob.owner != NULL) {
		content->blob.addref(content->blob.owner);
	}
	return attachment_new_data(content->mem, content->blob, options, err);
}

smtpc_attachment *smtpc_attachment_copy(
	const smtpc_attachment *attachment, const smtpc_attachment_options *options, smtpc_error *err)
{
	smtpc_content *content = attachment->content;
	smtpc_encoding wanted =
		options->encoding == SMTPC_ENC_AUTO ? content->encoding : options->encoding;
	if (wanted == content->encoding) {
		return smtpc_attachment_wrap(attachment->mem, options, smtpc_content_ref(content), err);
	}
	if (content->encoding == SMTPC_ENC_AUTO) {
		(void)attachment_refuse_encoding(options->encoding, err);
		return NULL;
	}
	if (attachment_check_type(options, err) < 0) {
		return NULL;
	}
	content = attachment_recode(content, options, err);
	return content != NULL ? smtpc_attachment_wrap(attachment->mem, options, content, err) : NULL;
}

smtpc_attachment *smtpc_attachment_ref(smtpc_attachment *attachment)
{
	attachment->refs++;
	return attachment;
}

void smtpc_attachment_unref(smtpc_attachment *attachment)
{
	if (attachment == NULL || --attachment->refs > 0) {
		return;
	}
	smtpc_content_unref(attachment->content);
	smtpc_str_free(attachment->mem, &attachment->name);
	smtpc_str_free(attachment->mem, &attachment->type);
	smtpc_str_free(attachment->mem, &attachment->content_id);
	smtpc_str_free(attachment->mem, &attachment->fields);
	smtpc_free(attachment->mem, attachment);
}

void smtpc_attachment_describe(
	const smtpc_attachment *attachment, smtpc_attachment_options *options)
{
	*options = (smtpc_attachment_options){
		.name = attachment->name,
		.type = attachment->type,
		.content_id = attachment->content_id,
		.is_inline = attachment->is_inline,
		.encoding = attachment->content->encoding,
	};
}
