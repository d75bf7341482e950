/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A message's contents: text and html bodies, other alternatives, a calendar object, attachments.
 */
#include "mime/smtpc_message_int.h"

#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_char.h"
#include "mime/smtpc_part_fields.h"

enum { BODY_FIELDS_MAX = 4096 };

void smtpc_message_body_changed(smtpc_message *msg)
{
	msg->version++;
	for (size_t i = 0; i < sizeof msg->entities / sizeof msg->entities[0]; i++) {
		smtpc_entity_unref(msg->entities[i]);
		msg->entities[i] = NULL;
	}
}

static void blob_release(smtpc_blob *blob)
{
	if (blob->owner != NULL) {
		blob->release(blob->owner);
	}
}

/* ---- Charsets ------------------------------------------------------------ */

/* Charsets whose line ends are not the octets CR and LF are not for text: RFC 2046 §4.1.1. */
static bool charset_is_wide(smtpc_str charset)
{
	static const char *const wide[] = {"UTF-16", "UTF16", "csUTF16", "UTF-32", "UTF32", "csUTF32",
		"UCS-2", "UCS2", "UCS-4", "UCS4", "csUCS4", "csUnicode", "unicode", "ISO-10646-UCS-"};
	for (size_t i = 0; i < sizeof wide / sizeof wide[0]; i++) {
		if (smtpc_str_istarts(charset, smtpc_str_of(wide[i]))) {
			return true;
		}
	}
	return false;
}

/* The charset as it is written, or an error; |which| names the text. */
static int charset_check(const char *which, smtpc_str text, smtpc_str *charset, smtpc_error *err)
{
	enum { CHARSET_MAX = 40 }; /* RFC 2978 §2.3 */
	bool utf8 =
		smtpc_str_ieq(*charset, SMTPC_STR("UTF-8")) || smtpc_str_ieq(*charset, SMTPC_STR("UTF8"));
	if (charset->len == 0 || utf8) {
		*charset = SMTPC_STR("utf-8");
		if (!smtpc_str_is_utf8(text)) {
			return smtpc_fail(err, SMTPC_E_ARGUMENT, "the %s is not valid UTF-8", which);
		}
		return SMTPC_OK;
	}
	if (charset->len > CHARSET_MAX || !smtpc_char_all(*charset, SMTPC_CH_TOKEN)) {
		return smtpc_fail(
			err, SMTPC_E_ARGUMENT, "the charset of the %s is not a charset name", which);
	}
	if (smtpc_str_ieq(*charset, SMTPC_STR("US-ASCII")) && !smtpc_str_is_ascii(text)) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "the %s is not ASCII", which);
	}
	if (charset_is_wide(*charset)) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT,
			"the charset %.*s cannot be used for the %s; convert it to UTF-8", SMTPC_FMT(*charset),
			which);
	}
	return SMTPC_OK;
}

/* ---- Texts --------------------------------------------------------------- */

/* What a text is, and what it is called in errors. */
typedef struct body_text {
	const char *which;
	const smtpc_type *type;
	smtpc_str charset;
	smtpc_encoding encoding;
	smtpc_str utf8_fields; /* its Content-Type with charset=utf-8, if it is known before */
} body_text;

static int body_fail(int rc, const body_text *text, smtpc_error *err)
{
	if (rc != SMTPC_E_ARGUMENT) {
		return smtpc_fail(err, rc, NULL);
	}
	return smtpc_fail(err, rc,
		"the %s cannot go as %s: it has %s, a line of more than 998 octets, or one that begins "
		"with --=_",
		text->which, smtpc_encoding_name(text->encoding),
		text->encoding == SMTPC_ENC_7BIT ? "octets that are not ASCII" : "NUL octets");
}

/* A content of |blob|, whose reference it takes, with its Content-Type. */
static int body_new_text(smtpc_content **content, const smtpc_mem *mem, const body_text *text,
	smtpc_blob blob, smtpc_error *err)
{
	smtpc_buf fields;
	smtpc_str charset = text->charset;
	int rc = charset_check(text->which, blob.data, &charset, err);
	if (rc < 0) {
		blob_release(&blob);
		return rc;
	}
	bool known = text->utf8_fields.len > 0 && smtpc_str_eq(charset, SMTPC_STR("utf-8"));
	smtpc_buf_init(&fields, mem, BODY_FIELDS_MAX);
	if (known) {
		rc = smtpc_content_new_text(content, mem, blob, text->utf8_fields, text->encoding);
	} else if (smtpc_part_put_type(&fields, text->type, charset, (smtpc_str){NULL, 0}) < 0) {
		blob_release(&blob);
		rc = SMTPC_E_NOMEM;
	} else {
		rc = smtpc_content_new_text(content, mem, blob, smtpc_buf_str(&fields), text->encoding);
	}
	smtpc_buf_free(&fields);
	return rc < 0 ? body_fail(rc, text, err) : SMTPC_OK;
}

int smtpc_message_set_body(smtpc_message *msg, smtpc_body which, smtpc_blob blob, smtpc_str charset,
	smtpc_encoding encoding, smtpc_error *err)
{
	static const smtpc_type plain = {.name = {"text/plain", 10}};
	static const smtpc_type html = {.name = {"text/html", 9}};
	bool is_html = which == SMTPC_BODY_HTML;
	body_text text = {is_html ? "html body" : "text body", is_html ? &html : &plain, charset,
		encoding,
		is_html ? SMTPC_STR("Content-Type: text/html; charset=utf-8\r\n")
				: SMTPC_STR("Content-Type: text/plain; charset=utf-8\r\n")};
	smtpc_content *content = NULL;
	int rc = body_new_text(&content, msg->mem, &text, blob, err);
	if (rc < 0) {
		return rc;
	}
	smtpc_content_unref(msg->bodies[which]);
	msg->bodies[which] = content;
	smtpc_message_body_changed(msg);
	return SMTPC_OK;
}

/* ---- Alternatives -------------------------------------------------------- */

static int alternatives_grow(smtpc_message *msg)
{
	if (msg->alternative_count < msg->alternative_room) {
		return SMTPC_OK;
	}
	size_t room = msg->alternative_room > 0 ? msg->alternative_room * 2 : 2;
	smtpc_content **more = smtpc_realloc_array(msg->mem, msg->alternatives, room, sizeof *more);
	if (more == NULL) {
		return SMTPC_E_NOMEM;
	}
	msg->alternatives = more;
	msg->alternative_room = room;
	return SMTPC_OK;
}

/* Octets of a type other than text: as they are, in base64. */
static int alternative_new_data(
	smtpc_content **content, const smtpc_mem *mem, const smtpc_type *type, smtpc_blob blob)
{
	smtpc_buf fields;
	smtpc_buf_init(&fields, mem, BODY_FIELDS_MAX);
	int rc = smtpc_part_put_type(&fields, type, (smtpc_str){NULL, 0}, (smtpc_str){NULL, 0});
	if (rc < 0) {
		blob_release(&blob);
	} else {
		rc = smtpc_content_new_data(content, mem, blob, SMTPC_ENC_BASE64);
	}
	if (rc == SMTPC_OK && smtpc_str_dup(mem, &(*content)->fields, smtpc_buf_str(&fields)) < 0) {
		smtpc_content_unref(*content);
		rc = SMTPC_E_NOMEM;
	}
	smtpc_buf_free(&fields);
	return rc;
}

static int alternative_new(smtpc_content **content, const smtpc_mem *mem, const smtpc_type *type,
	smtpc_blob blob, smtpc_error *err)
{
	if (!smtpc_type_starts(type, SMTPC_STR("text/"))) {
		int rc = alternative_new_data(content, mem, type, blob);
		return rc < 0 ? smtpc_fail(err, rc, NULL) : SMTPC_OK;
	}
	char buf[SMTPC_TYPE_MAX];
	const smtpc_type_param *charset = smtpc_type_find(type, SMTPC_STR("charset"));
	body_text text = {.which = "alternative body", .type = type, .encoding = SMTPC_ENC_AUTO};
	if (charset != NULL) {
		text.charset = smtpc_type_value(charset, buf);
	}
	return body_new_text(content, mem, &text, blob, err);
}

int smtpc_message_add_alternative(
	smtpc_message *msg, smtpc_str content_type, smtpc_blob blob, smtpc_error *err)
{
	smtpc_type type;
	smtpc_content *content = NULL;
	int rc = smtpc_type_parse(&type, content_type, err);
	if (rc == SMTPC_OK && alternatives_grow(msg) < 0) {
		rc = smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	if (rc < 0) {
		blob_release(&blob);
		return rc;
	}
	rc = alternative_new(&content, msg->mem, &type, blob, err);
	if (rc == SMTPC_OK) {
		msg->alternatives[msg->alternative_count++] = content;
		smtpc_message_body_changed(msg);
	}
	return rc;
}

int smtpc_message_set_calendar(
	smtpc_message *msg, smtpc_blob blob, smtpc_str method, smtpc_error *err)
{
	enum { METHOD_MAX = 40 };
	if (method.len > METHOD_MAX || !smtpc_char_all(method, SMTPC_CH_TOKEN)) {
		blob_release(&blob);
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "the method of the calendar is not a word");
	}
	smtpc_type type = {.name = SMTPC_STR("text/calendar"),
		.params = {{.name = SMTPC_STR("method"), .value = method}},
		.param_count = 1};
	body_text text = {.which = "calendar", .type = &type, .encoding = SMTPC_ENC_AUTO};
	smtpc_content *content = NULL;
	int rc = body_new_text(&content, msg->mem, &text, blob, err);
	if (rc == SMTPC_OK) {
		smtpc_content_unref(msg->calendar);
		msg->calendar = content;
		smtpc_message_body_changed(msg);
	}
	return rc;
}

/* ---- Attachments --------------------------------------------------------- */

static int attachments_grow(smtpc_message *msg)
{
	if (msg->attachment_count < msg->attachment_room) {
		return SMTPC_OK;
	}
	size_t room = msg->attachment_room > 0 ? msg->attachment_room * 2 : 4;
	smtpc_attachment **more = smtpc_realloc_array(msg->mem, msg->attachments, room, sizeof *more);
	if (more == NULL) {
		return SMTPC_E_NOMEM;
	}
	msg->attachments = more;
	msg->attachment_room = room;
	return SMTPC_OK;
}

int smtpc_message_attach(smtpc_message *msg, smtpc_attachment *attachment)
{
	if (attachments_grow(msg) < 0) {
		return SMTPC_E_NOMEM;
	}
	msg->attachments[msg->attachment_count++] = smtpc_attachment_ref(attachment);
	attachment->content->uses++;
	smtpc_message_body_changed(msg);
	return SMTPC_OK;
}

/* ---- Copying, freeing ---------------------------------------------------- */

static smtpc_content *body_share(smtpc_content *content)
{
	if (content != NULL) {
		/* The copy is another message that has it. */
		content->uses += content->uses > 0 ? 1 : 2;
	}
	return smtpc_content_ref(content);
}

static int body_copy_alternatives(smtpc_message *to, const smtpc_message *from)
{
	for (size_t i = 0; i < from->alternative_count; i++) {
		if (alternatives_grow(to) < 0) {
			return SMTPC_E_NOMEM;
		}
		to->alternatives[to->alternative_count++] = body_share(from->alternatives[i]);
	}
	return SMTPC_OK;
}

int smtpc_message_copy_body(smtpc_message *to, const smtpc_message *from)
{
	for (int i = 0; i < SMTPC_BODY_COUNT; i++) {
		to->bodies[i] = body_share(from->bodies[i]);
	}
	to->calendar = body_share(from->calendar);
	if (body_copy_alternatives(to, from) < 0) {
		return SMTPC_E_NOMEM;
	}
	for (size_t i = 0; i < from->attachment_count; i++) {
		if (smtpc_message_attach(to, from->attachments[i]) < 0) {
			return SMTPC_E_NOMEM;
		}
	}
	for (size_t i = 0; i < sizeof to->entities / sizeof to->entities[0]; i++) {
		to->entities[i] = smtpc_entity_ref(from->entities[i]);
	}
	return SMTPC_OK;
}

void smtpc_message_free_body(smtpc_message *msg)
{
	smtpc_message_body_changed(msg);
	for (int i = 0; i < SMTPC_BODY_COUNT; i++) {
		smtpc_content_unref(msg->bodies[i]);
	}
	for (size_t i = 0; i < msg->alternative_count; i++) {
		smtpc_content_unref(msg->alternatives[i]);
	}
	for (size_t i = 0; i < msg->attachment_count; i++) {
		smtpc_attachment_unref(msg->attachments[i]);
	}
	smtpc_content_unref(msg->calendar);
	smtpc_free(msg->mem, msg->alternatives);
	smtpc_free(msg->mem, msg->attachments);
}
