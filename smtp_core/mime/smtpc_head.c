/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The header of a message, but for the fields of its body: each kind in its place. */
#include "mime/smtpc_message_int.h"

#include "base/smtpc_err.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_header.h"

static int head_addrs(
	smtpc_buf *out, const char *name, const smtpc_message *msg, smtpc_addr_field field)
{
	const smtpc_addr_list *list = &msg->addrs[field];
	if (list->count == 0 && list->group_count == 0) {
		return SMTPC_OK;
	}
	return smtpc_header_addrs(out, smtpc_str_of(name), list);
}

/* Written only if it says more than From: RFC 5322 §3.6.2. */
static int head_sender(smtpc_buf *out, const smtpc_message *msg)
{
	const smtpc_addr_list *sender = &msg->addrs[SMTPC_FIELD_SENDER];
	const smtpc_addr_list *from = &msg->addrs[SMTPC_FIELD_FROM];
	if (sender->count > 0 && from->count == 1 && smtpc_addr_same(sender->items, from->items)) {
		return SMTPC_OK;
	}
	return head_addrs(out, "Sender", msg, SMTPC_FIELD_SENDER);
}

static int head_recipients(smtpc_buf *out, const smtpc_message *msg)
{
	const smtpc_addr_list *to = &msg->addrs[SMTPC_FIELD_TO];
	const smtpc_addr_list *cc = &msg->addrs[SMTPC_FIELD_CC];
	if (to->count + to->group_count + cc->count + cc->group_count == 0) {
		return smtpc_header_plain(out, SMTPC_STR("To"), SMTPC_STR("undisclosed-recipients:;"));
	}
	int rc = head_addrs(out, "To", msg, SMTPC_FIELD_TO);
	return rc < 0 ? rc : head_addrs(out, "Cc", msg, SMTPC_FIELD_CC);
}

static int head_ids(smtpc_buf *out, smtpc_message *msg)
{
	smtpc_str id = smtpc_message_id(msg);
	int rc = id.ptr == NULL ? SMTPC_E_NOMEM : smtpc_header_plain(out, SMTPC_STR("Message-ID"), id);
	if (rc == SMTPC_OK && msg->in_reply_to.len > 0) {
		rc = smtpc_header_ids(out, SMTPC_STR("In-Reply-To"), msg->in_reply_to);
	}
	if (rc == SMTPC_OK && msg->references.len > 0) {
		rc = smtpc_header_ids(out, SMTPC_STR("References"), msg->references);
	}
	return rc;
}

static int head_named_fields(smtpc_buf *out, const smtpc_message *msg)
{
	int rc = SMTPC_OK;
	for (size_t i = 0; i < msg->field_count && rc == SMTPC_OK; i++) {
		const smtpc_field *field = &msg->fields[i];
		rc = field->verbatim ? smtpc_header_ids(out, field->name, field->value)
							 : smtpc_header_named(out, field->name, field->value);
	}
	return rc;
}

int smtpc_message_put_head(smtpc_buf *out, smtpc_message *msg)
{
	if (smtpc_header_date(out, msg->date, msg->date_offset) < 0 ||
		head_addrs(out, "From", msg, SMTPC_FIELD_FROM) < 0 || head_sender(out, msg) < 0 ||
		head_addrs(out, "Reply-To", msg, SMTPC_FIELD_REPLY_TO) < 0 ||
		head_recipients(out, msg) < 0) {
		return SMTPC_E_NOMEM;
	}
	if (msg->subject.len > 0 && smtpc_header_text(out, SMTPC_STR("Subject"), msg->subject) < 0) {
		return SMTPC_E_NOMEM;
	}
	if (head_ids(out, msg) < 0 || head_named_fields(out, msg) < 0) {
		return SMTPC_E_NOMEM;
	}
	return smtpc_header_plain(out, SMTPC_STR("MIME-Version"), SMTPC_STR("1.0"));
}
