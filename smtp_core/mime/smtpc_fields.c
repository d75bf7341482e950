/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A message's fields other than addresses: subject, date, identifiers, priority, and those that the
 * user names. All are checked here, so that compiling cannot fail over them. */
#include "mime/smtpc_message_int.h"

#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_hex.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_addr.h"
#include "mime/smtpc_char.h"
#include "mime/smtpc_header.h"

enum {
	NAME_MAX_OCTETS = 76, /* so that an encoded word fits behind a fold */
	ID_MAX_OCTETS = 900   /* RFC 5322 §2.1.1: a msg-id cannot be folded */
};

/* Text for a header: valid UTF-8 and no control character but tab (RFC 5322 §2.2, RFC 6532 §3). */
static int field_check_text(smtpc_str name, smtpc_str value, smtpc_error *err)
{
	if (!smtpc_str_is_utf8(value)) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "%.*s is not valid UTF-8", SMTPC_FMT(name));
	}
	for (size_t i = 0; i < value.len; i++) {
		char c = value.ptr[i];
		if ((c >= 0 && c < ' ' && c != '\t') || c == 0x7f) {
			return smtpc_fail(err, SMTPC_E_ARGUMENT,
				c == '\r' || c == '\n' ? "%.*s has a line break" : "%.*s has a control character",
				SMTPC_FMT(name));
		}
	}
	return SMTPC_OK;
}

int smtpc_message_set_subject(smtpc_message *msg, smtpc_str subject, smtpc_error *err)
{
	int rc = field_check_text(SMTPC_STR("Subject"), subject, err);
	if (rc < 0) {
		return rc;
	}
	if (smtpc_message_set_str(msg, &msg->subject, subject) < 0) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	return SMTPC_OK;
}

int smtpc_message_set_date(smtpc_message *msg, int64_t unix_time, int offset)
{
	if (!smtpc_header_date_ok(unix_time, offset)) {
		return SMTPC_E_ARGUMENT;
	}
	msg->date = unix_time;
	msg->date_offset = offset;
	msg->has_date = true;
	return SMTPC_OK;
}

bool smtpc_message_has_date(const smtpc_message *msg)
{
	return msg->has_date;
}

/* ---- Identifiers --------------------------------------------------------- */

static smtpc_str id_without_brackets(smtpc_str id)
{
	if (id.len >= 2 && id.ptr[0] == '<' && id.ptr[id.len - 1] == '>') {
		return (smtpc_str){id.ptr + 1, id.len - 2};
	}
	return id;
}

/* "[" *dtext "]" of RFC 5322 §3.6.4. */
static bool id_is_literal(smtpc_str text)
{
	if (text.len < 2 || text.ptr[0] != '[' || text.ptr[text.len - 1] != ']') {
		return false;
	}
	for (size_t i = 1; i + 1 < text.len; i++) {
		char c = text.ptr[i];
		if (c <= ' ' || c > '~' || c == '[' || c == ']' || c == '\\') {
			return false;
		}
	}
	return true;
}

static bool id_is_msg_id(smtpc_str inner)
{
	smtpc_str right = inner;
	smtpc_str left = smtpc_str_until(&right, '@');
	return inner.len <= ID_MAX_OCTETS && left.len < inner.len && smtpc_str_is_ascii(inner) &&
		smtpc_addr_is_dot_atom(left) && (smtpc_addr_is_dot_atom(right) || id_is_literal(right));
}

/* What others have put into their Message-IDs is often no msg-id; it must only be one word. */
static bool id_is_reference(smtpc_str inner)
{
	for (size_t i = 0; i < inner.len; i++) {
		char c = inner.ptr[i];
		if (c <= ' ' || c > '~' || c == '<' || c == '>') {
			return false;
		}
	}
	return inner.len > 0 && inner.len <= ID_MAX_OCTETS;
}

static int id_append(smtpc_buf *out, smtpc_str id)
{
	smtpc_str inner = id_without_brackets(id);
	if (smtpc_buf_reserve(out, inner.len + 3) == NULL) {
		return SMTPC_E_NOMEM;
	}
	if (smtpc_buf_len(out) > 0) {
		smtpc_buf_append_byte(out, ' ');
	}
	smtpc_buf_append_byte(out, '<');
	smtpc_buf_append_str(out, inner);
	smtpc_buf_append_byte(out, '>');
	return SMTPC_OK;
}

int smtpc_message_set_id(smtpc_message *msg, smtpc_str id, smtpc_error *err)
{
	if (!id_is_msg_id(id_without_brackets(id))) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT,
			"\"%.*s\" is no Message-ID; it looks like "
			"<left@right>",
			(int)(id.len < 128 ? id.len : 128), id.len > 0 ? id.ptr : "");
	}
	smtpc_buf buf;
	smtpc_buf_init(&buf, msg->mem, ID_MAX_OCTETS + 3);
	int rc = id_append(&buf, id);
	if (rc == SMTPC_OK) {
		rc = smtpc_message_set_str(msg, &msg->id, smtpc_buf_str(&buf));
	}
	smtpc_buf_free(&buf);
	if (rc < 0) {
		return smtpc_fail(err, rc, NULL);
	}
	msg->id_given = true;
	msg->keyed = false;
	return SMTPC_OK;
}

smtpc_str smtpc_message_id(smtpc_message *msg)
{
	if (msg->raw != NULL) {
		return smtpc_raw_id(msg->raw);
	}
	if (msg->id.ptr != NULL) {
		return msg->id;
	}
	const smtpc_addr *from = smtpc_message_addr(msg, SMTPC_FIELD_FROM, 0);
	smtpc_str domain = SMTPC_STR("localhost");
	if (from != NULL && from->ascii_domain.ptr[0] != '[') {
		domain = from->ascii_domain;
	}
	char text[1 + 2 * SMTPC_SEED_LEN + 1 + SMTPC_DOMAIN_MAX + 1];
	size_t len = 1 + 2 * SMTPC_SEED_LEN;
	text[0] = '<';
	smtpc_hex(text + 1, msg->keyed ? msg->key : msg->seed, SMTPC_SEED_LEN);
	text[len++] = '@';
	memcpy(text + len, domain.ptr, domain.len);
	len += domain.len;
	text[len++] = '>';
	/* Out of memory leaves {NULL, 0} in its place. */
	smtpc_str_dup(msg->mem, &msg->id, (smtpc_str){text, len});
	return msg->id;
}

int smtpc_message_set_key(smtpc_message *msg, smtpc_str key)
{
	uint8_t digest[SMTPC_SHA256_SIZE];
	if (smtpc_digest_of(key, digest) < 0) {
		return SMTPC_E_NOMEM;
	}
	memcpy(msg->key, digest, sizeof msg->key);
	msg->keyed = true;
	msg->id_given = false;
	smtpc_str_free(msg->mem, &msg->id);
	return SMTPC_OK;
}

/* |ids| and, if it is not among them, |id|, separated by spaces. */
static int references_join(smtpc_buf *out, smtpc_str id, const smtpc_str *ids, size_t count)
{
	bool found = false;
	for (size_t i = 0; i < count; i++) {
		found |= smtpc_str_eq(id_without_brackets(ids[i]), id_without_brackets(id));
		if (id_append(out, ids[i]) < 0) {
			return SMTPC_E_NOMEM;
		}
	}
	return found ? SMTPC_OK : id_append(out, id);
}

static int references_check(smtpc_str id, const smtpc_str *ids, size_t count, smtpc_error *err)
{
	if (!id_is_reference(id_without_brackets(id))) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "In-Reply-To is no Message-ID");
	}
	for (size_t i = 0; i < count; i++) {
		if (!id_is_reference(id_without_brackets(ids[i]))) {
			return smtpc_fail(
				err, SMTPC_E_ARGUMENT, "number %zu of References is no Message-ID", i + 1);
		}
	}
	return SMTPC_OK;
}

int smtpc_message_set_reply_to_id(
	smtpc_message *msg, smtpc_str id, const smtpc_str *ids, size_t count, smtpc_error *err)
{
	int rc = references_check(id, ids, count, err);
	if (rc < 0) {
		return rc;
	}
	smtpc_buf reply_to, references;
	smtpc_str new_reply_to = {NULL, 0};
	smtpc_buf_init(&reply_to, msg->mem, ID_MAX_OCTETS + 3);
	smtpc_buf_init(&references, msg->mem, SIZE_MAX / 4);
	rc = id_append(&reply_to, id);
	rc = rc == SMTPC_OK ? references_join(&references, id, ids, count) : rc;
	rc = rc == SMTPC_OK ? smtpc_str_dup(msg->mem, &new_reply_to, smtpc_buf_str(&reply_to)) : rc;
	if (rc == SMTPC_OK) {
		rc = smtpc_message_set_str(msg, &msg->references, smtpc_buf_str(&references));
	}
	if (rc == SMTPC_OK) {
		smtpc_str_free(msg->mem, &msg->in_reply_to);
		msg->in_reply_to = new_reply_to;
	} else {
		smtpc_str_free(msg->mem, &new_reply_to);
		smtpc_fail(err, rc, NULL);
	}
	smtpc_buf_free(&reply_to);
	smtpc_buf_free(&references);
	return rc;
}

/* ---- Fields by name ------------------------------------------------------ */

/* What has a way of its own to be set, or is none of the sender's business. */
static const struct {
	const char *name;
	const char *instead;
} fields_refused[] = {
	{"From", "use from()"},
	{"Sender", "use sender()"},
	{"Reply-To", "use replyTo()"},
	{"To", "use to()"},
	{"Cc", "use cc()"},
	{"Bcc", "use bcc()"},
	{"Return-Path", "use returnPath()"},
	{"Subject", "use subject()"},
	{"Date", "use date()"},
	{"Message-ID", "use messageId()"},
	{"In-Reply-To", "use inReplyTo()"},
	{"References", "use inReplyTo()"},
	{"MIME-Version", "it is written by itself"},
	{"DKIM-Signature", "use sign()"},
	{"Received", "it is for servers to add"},
};

static const char *field_refused(smtpc_str name)
{
	if (smtpc_str_istarts(name, SMTPC_STR("Content-"))) {
		return "it follows from the bodies";
	}
	for (size_t i = 0; i < sizeof fields_refused / sizeof fields_refused[0]; i++) {
		if (smtpc_str_ieq(name, smtpc_str_of(fields_refused[i].name))) {
			return fields_refused[i].instead;
		}
	}
	return NULL;
}

static int field_check_name(smtpc_str name, smtpc_error *err)
{
	if (name.len > NAME_MAX_OCTETS) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "a header name is longer than 76 octets");
	}
	if (!smtpc_char_all(name, SMTPC_CH_FTEXT)) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "\"%.*s\" is no header name", SMTPC_FMT(name));
	}
	const char *instead = field_refused(name);
	if (instead != NULL) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "the header %.*s cannot be set by name: %s",
			SMTPC_FMT(name), instead);
	}
	return SMTPC_OK;
}

static void field_free(const smtpc_mem *mem, smtpc_field *field)
{
	smtpc_str_free(mem, &field->name);
	smtpc_str_free(mem, &field->value);
}

static int field_dup(const smtpc_mem *mem, smtpc_field *field, smtpc_str name, smtpc_str value)
{
	*field = (smtpc_field){.name = {NULL, 0}};
	if (smtpc_str_dup(mem, &field->name, name) < 0 ||
		smtpc_str_dup(mem, &field->value, value) < 0) {
		field_free(mem, field);
		return SMTPC_E_NOMEM;
	}
	return SMTPC_OK;
}

static int fields_grow(smtpc_message *msg)
{
	if (msg->field_count < msg->field_room) {
		return SMTPC_OK;
	}
	size_t room = msg->field_room > 0 ? msg->field_room * 2 : 4;
	smtpc_field *fields = smtpc_realloc_array(msg->mem, msg->fields, room, sizeof *fields);
	if (fields == NULL) {
		return SMTPC_E_NOMEM;
	}
	msg->fields = fields;
	msg->field_room = room;
	return SMTPC_OK;
}

int smtpc_message_set_header(
	smtpc_message *msg, smtpc_str name, smtpc_str value, bool add, smtpc_error *err)
{
	int rc = field_check_name(name, err);
	rc = rc == SMTPC_OK ? field_check_text(name, value, err) : rc;
	if (rc < 0) {
		return rc;
	}
	smtpc_field field;
	if (fields_grow(msg) < 0 || field_dup(msg->mem, &field, name, value) < 0) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	if (!add) {
		smtpc_message_remove_header(msg, name);
	}
	msg->fields[msg->field_count++] = field;
	return SMTPC_OK;
}

void smtpc_message_remove_header(smtpc_message *msg, smtpc_str name)
{
	size_t kept = 0;
	for (size_t i = 0; i < msg->field_count; i++) {
		if (smtpc_str_ieq(msg->fields[i].name, name)) {
			field_free(msg->mem, &msg->fields[i]);
		} else {
			msg->fields[kept++] = msg->fields[i];
		}
	}
	msg->field_count = kept;
}

/* ---- List-Unsubscribe ---------------------------------------------------- */

enum { URI_MAX_OCTETS = 900 }; /* RFC 5322 §2.1.1: it cannot be folded */

static int uri_check(smtpc_str uri, const char *which, smtpc_error *err)
{
	for (size_t i = 0; i < uri.len; i++) {
		char c = uri.ptr[i];
		if (c <= ' ' || c > '~' || c == '<' || c == '>' || c == '"') {
			return smtpc_fail(err, SMTPC_E_ARGUMENT,
				"the %s of List-Unsubscribe is no URI: percent-encode what is not plain in it",
				which);
		}
	}
	if (uri.len > URI_MAX_OCTETS) {
		return smtpc_fail(
			err, SMTPC_E_ARGUMENT, "the %s of List-Unsubscribe is longer than 900 octets", which);
	}
	return SMTPC_OK;
}

static int unsubscribe_check(smtpc_str https, smtpc_str mailto, smtpc_error *err)
{
	int rc = uri_check(https, "address on the web", err);
	rc = rc < 0 ? rc : uri_check(mailto, "mail address", err);
	if (rc < 0) {
		return rc;
	}
	/* RFC 8058 §3.1 */
	if (https.len > 0 && !smtpc_str_istarts(https, SMTPC_STR("https://"))) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT,
			"the address on the web of List-Unsubscribe must begin with https://");
	}
	if (mailto.len > 0 && memchr(mailto.ptr, '@', mailto.len) == NULL) {
		return smtpc_fail(
			err, SMTPC_E_ARGUMENT, "the mail address of List-Unsubscribe is no address");
	}
	return SMTPC_OK;
}

/* "<mailto:…>, <https:…>" */
static int unsubscribe_join(smtpc_buf *out, smtpc_str https, smtpc_str mailto)
{
	int rc = SMTPC_OK;
	if (mailto.len > 0) {
		bool has_scheme = smtpc_str_istarts(mailto, SMTPC_STR("mailto:"));
		rc = smtpc_buf_append_str(out, has_scheme ? SMTPC_STR("<") : SMTPC_STR("<mailto:"));
		rc = rc < 0 ? rc : smtpc_buf_append_str(out, mailto);
		rc = rc < 0 ? rc
					: smtpc_buf_append_str(out, https.len > 0 ? SMTPC_STR(">, ") : SMTPC_STR(">"));
	}
	if (https.len > 0) {
		rc = rc < 0 ? rc : smtpc_buf_append_byte(out, '<');
		rc = rc < 0 ? rc : smtpc_buf_append_str(out, https);
		rc = rc < 0 ? rc : smtpc_buf_append_byte(out, '>');
	}
	return rc;
}

int smtpc_message_set_list_unsubscribe(
	smtpc_message *msg, smtpc_str https, smtpc_str mailto, smtpc_error *err)
{
	smtpc_str name = SMTPC_STR("List-Unsubscribe");
	smtpc_str post = SMTPC_STR("List-Unsubscribe-Post");
	int rc = unsubscribe_check(https, mailto, err);
	if (rc < 0) {
		return rc;
	}
	smtpc_buf value;
	smtpc_buf_init(&value, msg->mem, 2 * URI_MAX_OCTETS + 32);
	rc = unsubscribe_join(&value, https, mailto);
	if (rc < 0) {
		rc = smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	} else if (smtpc_buf_len(&value) == 0) {
		smtpc_message_remove_header(msg, name);
	} else {
		rc = smtpc_message_set_header(msg, name, smtpc_buf_str(&value), false, err);
		if (rc == SMTPC_OK) {
			msg->fields[msg->field_count - 1].verbatim = true;
		}
	}
	smtpc_buf_free(&value);
	if (rc == SMTPC_OK && https.len > 0) {
		return smtpc_message_set_header(
			msg, post, SMTPC_STR("List-Unsubscribe=One-Click"), false, err);
	}
	smtpc_message_remove_header(msg, post);
	return rc;
}

/* ---- Priority ------------------------------------------------------------ */

/* No RFC has these but for Importance (RFC 4021 §2.1.54); they are what mail programs read. Fields
 * like any other, so that setting them by name replaces them. */
int smtpc_message_set_priority(smtpc_message *msg, int priority, smtpc_error *err)
{
	static const struct {
		const char *x_priority, *importance;
	} words[] = {
		{"1 (Highest)", "High"},
		{"2 (High)", "High"},
		{"3 (Normal)", "Normal"},
		{"4 (Low)", "Low"},
		{"5 (Lowest)", "Low"},
	};
	if (priority < 1 || priority > 5) {
		return smtpc_fail(
			err, SMTPC_E_ARGUMENT, "the priority must be from 1 (highest) to 5 (lowest)");
	}
	smtpc_str x_priority = smtpc_str_of(words[priority - 1].x_priority);
	smtpc_str importance = smtpc_str_of(words[priority - 1].importance);
	int rc = smtpc_message_set_header(msg, SMTPC_STR("X-Priority"), x_priority, false, err);
	return rc < 0 ? rc
				  : smtpc_message_set_header(msg, SMTPC_STR("Importance"), importance, false, err);
}

/* ---- Copying, freeing ---------------------------------------------------- */

static int fields_copy_named(smtpc_message *to, const smtpc_message *from)
{
	for (size_t i = 0; i < from->field_count; i++) {
		smtpc_field field;
		if (fields_grow(to) < 0 ||
			field_dup(to->mem, &field, from->fields[i].name, from->fields[i].value) < 0) {
			return SMTPC_E_NOMEM;
		}
		field.verbatim = from->fields[i].verbatim;
		to->fields[to->field_count++] = field;
	}
	return SMTPC_OK;
}

int smtpc_message_copy_fields(smtpc_message *to, const smtpc_message *from)
{
	to->has_date = from->has_date;
	to->date = from->date;
	to->date_offset = from->date_offset;
	to->id_given = from->id_given;
	to->keyed = from->keyed;
	memcpy(to->key, from->key, sizeof to->key);
	if (smtpc_message_set_str(to, &to->subject, from->subject) < 0 ||
		smtpc_message_set_str(to, &to->in_reply_to, from->in_reply_to) < 0 ||
		smtpc_message_set_str(to, &to->references, from->references) < 0) {
		return SMTPC_E_NOMEM;
	}
	if (from->id_given && smtpc_message_set_str(to, &to->id, from->id) < 0) {
		return SMTPC_E_NOMEM;
	}
	return fields_copy_named(to, from);
}

void smtpc_message_free_fields(smtpc_message *msg)
{
	smtpc_str_free(msg->mem, &msg->subject);
	smtpc_str_free(msg->mem, &msg->id);
	smtpc_str_free(msg->mem, &msg->in_reply_to);
	smtpc_str_free(msg->mem, &msg->references);
	for (size_t i = 0; i < msg->field_count; i++) {
		field_free(msg->mem, &msg->fields[i]);
	}
	smtpc_free(msg->mem, msg->fields);
}
