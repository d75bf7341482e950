/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A message's life and its addresses. */
#include "mime/smtpc_message_int.h"

#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_addrlist.h"
#include "mime/smtpc_char.h"

enum { DKIM_FIELDS_MAX = 1024 * 1024 };

smtpc_message *smtpc_message_new(const smtpc_mem *mem, const uint8_t seed[16])
{
	mem = smtpc_mem_or_default(mem);
	smtpc_message *msg = smtpc_zalloc(mem, sizeof *msg);
	if (msg != NULL) {
		msg->mem = mem;
		memcpy(msg->seed, seed, sizeof msg->seed);
		smtpc_buf_init(&msg->dkim_fields, mem, DKIM_FIELDS_MAX);
		msg->cipher = smtpc_cipher_usable(SMTPC_CIPHER_AES256_GCM) ? SMTPC_CIPHER_AES256_GCM
																   : SMTPC_CIPHER_AES256_CBC;
		for (int field = 0; field < SMTPC_FIELD_COUNT; field++) {
			smtpc_addr_list_init(&msg->addrs[field], mem);
		}
	}
	return msg;
}

int smtpc_message_set_str(smtpc_message *msg, smtpc_str *field, smtpc_str value)
{
	smtpc_str copy;
	if (smtpc_str_dup(msg->mem, &copy, value) < 0) {
		return SMTPC_E_NOMEM;
	}
	smtpc_str_free(msg->mem, field);
	*field = copy;
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
	return SMTPC_OK;
}

void smtpc_message_clear_addrs(smtpc_message *msg, smtpc_addr_field field)
{
	smtpc_addr_list_free(&msg->addrs[field]);
	smtpc_addr_list_init(&msg->addrs[field], msg->mem);
	if (field == SMTPC_FIELD_RETURN) {
		msg->null_return = false;
	}
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
	if (msg->raw != NULL) {
		return msg->raw->utf8_head;
	}
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

/* ---- Finished mail ------------------------------------------------------- */

/* Around |content|, whose reference it takes; NULL: out of memory. */
static smtpc_message *message_new_raw(
	const smtpc_mem *mem, const uint8_t seed[16], smtpc_content *content)
{
	smtpc_message *msg = smtpc_message_new(mem, seed);
	if (msg == NULL) {
		smtpc_content_unref(content);
		return NULL;
	}
	content->text = true;
	msg->raw = smtpc_raw_new(mem, content);
	if (msg->raw == NULL) {
		smtpc_message_free(msg);
		return NULL;
	}
	return msg;
}

smtpc_message *smtpc_message_new_raw_blob(
	const smtpc_mem *mem, const uint8_t seed[16], smtpc_blob blob)
{
	smtpc_content *content = NULL;
	mem = smtpc_mem_or_default(mem);
	if (smtpc_content_new_data(&content, mem, blob, SMTPC_ENC_BINARY) < 0) {
		return NULL;
	}
	return message_new_raw(mem, seed, content);
}

smtpc_message *smtpc_message_new_raw_origin(
	const smtpc_mem *mem, const uint8_t seed[16], smtpc_origin origin)
{
	smtpc_content *content = NULL;
	smtpc_str label = SMTPC_STR("the raw mail");
	mem = smtpc_mem_or_default(mem);
	if (smtpc_content_new_origin(&content, mem, origin, label, SMTPC_ENC_BINARY) < 0) {
		return NULL;
	}
	return message_new_raw(mem, seed, content);
}

bool smtpc_message_is_raw(const smtpc_message *msg)
{
	return msg->raw != NULL;
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

static int message_copy_raw(smtpc_message *to, const smtpc_message *from)
{
	if (from->raw == NULL) {
		return SMTPC_OK;
	}
	to->raw = smtpc_raw_new(to->mem, smtpc_content_ref(from->raw->content));
	return to->raw != NULL ? SMTPC_OK : SMTPC_E_NOMEM;
}

smtpc_message *smtpc_message_copy(smtpc_message *msg, const uint8_t seed[16])
{
	/* Made now, the body is there for all copies to share, and what is going to be computed of it.
	 */
	smtpc_entity *body;
	if (msg->raw == NULL && smtpc_message_body(msg, SMTPC_TRANSFER_8BIT, &body, NULL) < 0) {
		return NULL;
	}
	smtpc_message *copy = smtpc_message_new(msg->mem, seed);
	if (copy == NULL || message_copy_raw(copy, msg) < 0 || message_copy_addrs(copy, msg) < 0 ||
		smtpc_message_copy_fields(copy, msg) < 0 || smtpc_message_copy_signers(copy, msg) < 0 ||
		smtpc_message_copy_body(copy, msg) < 0) {
		smtpc_message_free(copy);
		return NULL;
	}
	return copy;
}

void smtpc_message_free(smtpc_message *msg)
{
	if (msg == NULL) {
		return;
	}
	for (int field = 0; field < SMTPC_FIELD_COUNT; field++) {
		smtpc_addr_list_free(&msg->addrs[field]);
	}
	smtpc_message_free_body(msg);
	smtpc_message_free_fields(msg);
	smtpc_message_free_signers(msg);
	smtpc_raw_free(msg->raw);
	smtpc_free(msg->mem, msg);
}
