/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A message's life, its addresses and its bodies. */
#include "mime/smtpc_message_int.h"

#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_addrlist.h"
#include "mime/smtpc_char.h"

smtpc_message *smtpc_message_new(const smtpc_mem *mem, const uint8_t seed[16])
{
	mem = smtpc_mem_or_default(mem);
	smtpc_message *msg = smtpc_zalloc(mem, sizeof *msg);
	if (msg != NULL) {
		msg->mem = mem;
		memcpy(msg->seed, seed, sizeof msg->seed);
		for (int field = 0; field < SMTPC_FIELD_COUNT; field++) {
			smtpc_addr_list_init(&msg->addrs[field], mem);
		}
	}
	return msg;
}

void smtpc_message_changed(smtpc_message *msg)
{
	smtpc_compiled_unref(msg->compiled);
	msg->compiled = NULL;
}

int smtpc_message_set_str(smtpc_message *msg, smtpc_str *field, smtpc_str value)
{
	smtpc_str copy;
	if (smtpc_str_dup(msg->mem, &copy, value) < 0) {
		return SMTPC_E_NOMEM;
	}
	smtpc_str_free(msg->mem, field);
	*field = copy;
	smtpc_message_changed(msg);
	return SMTPC_OK;
}

/* ---- Addresses ----------------------------------------------------------- */

static bool field_holds_one(smtpc_addr_field field)
{
	return field == SMTPC_FIELD_SENDER || field == SMTPC_FIELD_RETURN;
}

int smtpc_message_add_addr(smtpc_message *msg, smtpc_addr_field field, const smtpc_addr *addr)
{
	smtpc_addr_list *list = &msg->addrs[field];
	smtpc_addr copy;
	if (smtpc_addr_copy(&copy, msg->mem, addr) < 0) {
		return SMTPC_E_NOMEM;
	}
	if (smtpc_addr_list_add(list, &copy) < 0) {
		smtpc_addr_free(&copy);
		return SMTPC_E_NOMEM;
	}
	if (field_holds_one(field) && list->count > 1) {
		smtpc_addr_free(&list->items[0]);
		list->items[0] = list->items[--list->count];
	}
	if (field == SMTPC_FIELD_RETURN) {
		msg->null_return = false;
	}
	smtpc_message_changed(msg);
	return SMTPC_OK;
}

int smtpc_message_add_group(smtpc_message *msg, smtpc_addr_field field, smtpc_str name,
	const smtpc_addr *addrs, size_t count, smtpc_error *err)
{
	smtpc_addr_list *list = &msg->addrs[field];
	size_t before = list->count;
	size_t groups_before = list->group_count;
	if (field != SMTPC_FIELD_TO && field != SMTPC_FIELD_CC) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "only To and Cc have groups of addresses");
	}
	int rc = smtpc_addr_group_name(&name, err);
	if (rc < 0) {
		return rc;
	}
	rc = smtpc_addr_list_add_group(list, name);
	for (size_t i = 0; i < count && rc == SMTPC_OK; i++) {
		rc = smtpc_message_add_addr(msg, field, &addrs[i]);
	}
	if (rc < 0) {
		smtpc_addr_list_cut(list, before, groups_before);
		return smtpc_fail(err, rc, NULL);
	}
	list->groups[groups_before].count = count;
	smtpc_message_changed(msg);
	return SMTPC_OK;
}

void smtpc_message_clear_addrs(smtpc_message *msg, smtpc_addr_field field)
{
	smtpc_addr_list_free(&msg->addrs[field]);
	smtpc_addr_list_init(&msg->addrs[field], msg->mem);
	if (field == SMTPC_FIELD_RETURN) {
		msg->null_return = false;
	}
	smtpc_message_changed(msg);
}

void smtpc_message_null_return(smtpc_message *msg)
{
	smtpc_message_clear_addrs(msg, SMTPC_FIELD_RETURN);
	msg->null_return = true;
}

size_t smtpc_message_addr_count(const smtpc_message *msg, smtpc_addr_field field)
{
	return msg->addrs[field].count;
}

const smtpc_addr *smtpc_message_addr(const smtpc_message *msg, smtpc_addr_field field, size_t i)
{
	const smtpc_addr_list *list = &msg->addrs[field];
	return i < list->count ? &list->items[i] : NULL;
}

const smtpc_addr *smtpc_message_envelope_sender(const smtpc_message *msg, bool *null_return)
{
	*null_return = msg->null_return;
	if (msg->null_return) {
		return NULL;
	}
	if (msg->addrs[SMTPC_FIELD_RETURN].count > 0) {
		return &msg->addrs[SMTPC_FIELD_RETURN].items[0];
	}
	if (msg->addrs[SMTPC_FIELD_SENDER].count > 0) {
		return &msg->addrs[SMTPC_FIELD_SENDER].items[0];
	}
	return msg->addrs[SMTPC_FIELD_FROM].count == 1 ? &msg->addrs[SMTPC_FIELD_FROM].items[0] : NULL;
}

bool smtpc_message_needs_smtputf8(const smtpc_message *msg)
{
	for (int field = 0; field < SMTPC_FIELD_COUNT; field++) {
		const smtpc_addr_list *list = &msg->addrs[field];
		bool written = field != SMTPC_FIELD_BCC && field != SMTPC_FIELD_RETURN;
		for (size_t i = 0; i < list->count && written; i++) {
			if (list->items[i].needs_smtputf8) {
				return true;
			}
		}
	}
	return false;
}

/* ---- Bodies -------------------------------------------------------------- */

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

/* The charset as it is written, or an error. */
static int body_check(const char *which, smtpc_str text, smtpc_str *charset, smtpc_error *err)
{
	enum { CHARSET_MAX = 40 }; /* RFC 2978 §2.3 */
	bool utf8 =
		smtpc_str_ieq(*charset, SMTPC_STR("UTF-8")) || smtpc_str_ieq(*charset, SMTPC_STR("UTF8"));
	if (charset->len == 0 || utf8) {
		*charset = SMTPC_STR("utf-8");
		if (!smtpc_str_is_utf8(text)) {
			return smtpc_fail(err, SMTPC_E_ARGUMENT, "the %s body is not valid UTF-8", which);
		}
		return SMTPC_OK;
	}
	if (charset->len > CHARSET_MAX || !smtpc_char_all(*charset, SMTPC_CH_TOKEN)) {
		return smtpc_fail(
			err, SMTPC_E_ARGUMENT, "the charset of the %s body is not a charset name", which);
	}
	if (smtpc_str_ieq(*charset, SMTPC_STR("US-ASCII")) && !smtpc_str_is_ascii(text)) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "the %s body is not ASCII", which);
	}
	if (charset_is_wide(*charset)) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT,
			"the charset %.*s cannot be used for a %s body; convert it to UTF-8",
			SMTPC_FMT(*charset), which);
	}
	return SMTPC_OK;
}

int smtpc_message_set_body(smtpc_message *msg, smtpc_body which, smtpc_blob blob, smtpc_str charset,
	smtpc_encoding encoding, smtpc_error *err)
{
	const char *name = which == SMTPC_BODY_HTML ? "html" : "text";
	smtpc_content *content = NULL;
	int rc = body_check(name, blob.data, &charset, err);
	if (rc < 0) {
		if (blob.owner != NULL) {
			blob.release(blob.owner);
		}
		return rc;
	}
	rc = smtpc_content_new_text(&content, msg->mem, blob, charset, encoding);
	if (rc == SMTPC_E_ARGUMENT) {
		return smtpc_fail(err, rc,
			"the %s body cannot go as 7bit: it has octets that are not ASCII, a line of more than "
			"998 octets, or one that begins with --=_",
			name);
	}
	if (rc < 0) {
		return smtpc_fail(err, rc, NULL);
	}
	smtpc_content_unref(msg->bodies[which]);
	msg->bodies[which] = content;
	smtpc_message_changed(msg);
	return SMTPC_OK;
}

/* ---- Copying, freeing ---------------------------------------------------- */

static int message_copy_addrs(smtpc_message *to, const smtpc_message *from)
{
	for (int field = 0; field < SMTPC_FIELD_COUNT; field++) {
		if (smtpc_addr_list_append(&to->addrs[field], &from->addrs[field]) < 0) {
			return SMTPC_E_NOMEM;
		}
	}
	to->null_return = from->null_return;
	return SMTPC_OK;
}

smtpc_message *smtpc_message_copy(const smtpc_message *msg, const uint8_t seed[16])
{
	smtpc_message *copy = smtpc_message_new(msg->mem, seed);
	if (copy == NULL || message_copy_addrs(copy, msg) < 0 ||
		smtpc_message_copy_fields(copy, msg) < 0) {
		smtpc_message_free(copy);
		return NULL;
	}
	for (int i = 0; i < SMTPC_BODY_COUNT; i++) {
		copy->bodies[i] = smtpc_content_ref(msg->bodies[i]);
	}
	return copy;
}

void smtpc_message_free(smtpc_message *msg)
{
	if (msg == NULL) {
		return;
	}
	smtpc_message_changed(msg);
	for (int field = 0; field < SMTPC_FIELD_COUNT; field++) {
		smtpc_addr_list_free(&msg->addrs[field]);
	}
	for (int i = 0; i < SMTPC_BODY_COUNT; i++) {
		smtpc_content_unref(msg->bodies[i]);
	}
	smtpc_message_free_fields(msg);
	smtpc_free(msg->mem, msg);
}
