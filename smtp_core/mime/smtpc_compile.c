/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * From a message to what goes out: its fields in their order, then its tree of parts. */
#include "mime/smtpc_message_int.h"

#include "base/smtpc_err.h"
#include "base/smtpc_str.h"
#include "mime/smtpc_header.h"

/* text/plain, text/html, and the multipart/alternative around them. */
enum { TREE_PARTS = 3 };

static int compile_addrs(
	smtpc_buf *out, const char *name, const smtpc_message *msg, smtpc_addr_field field)
{
	const smtpc_addr_list *list = &msg->addrs[field];
	if (list->count == 0 && list->group_count == 0) {
		return SMTPC_OK;
	}
	return smtpc_header_addrs(out, smtpc_str_of(name), list);
}

/* Written only if it says more than From: RFC 5322 §3.6.2. */
static int compile_sender(smtpc_buf *out, const smtpc_message *msg)
{
	const smtpc_addr_list *sender = &msg->addrs[SMTPC_FIELD_SENDER];
	const smtpc_addr_list *from = &msg->addrs[SMTPC_FIELD_FROM];
	if (sender->count > 0 && from->count == 1 && smtpc_addr_same(sender->items, from->items)) {
		return SMTPC_OK;
	}
	return compile_addrs(out, "Sender", msg, SMTPC_FIELD_SENDER);
}

static int compile_recipients(smtpc_buf *out, const smtpc_message *msg)
{
	const smtpc_addr_list *to = &msg->addrs[SMTPC_FIELD_TO];
	const smtpc_addr_list *cc = &msg->addrs[SMTPC_FIELD_CC];
	if (to->count + to->group_count + cc->count + cc->group_count == 0) {
		return smtpc_header_plain(out, SMTPC_STR("To"), SMTPC_STR("undisclosed-recipients:;"));
	}
	int rc = compile_addrs(out, "To", msg, SMTPC_FIELD_TO);
	return rc < 0 ? rc : compile_addrs(out, "Cc", msg, SMTPC_FIELD_CC);
}

static int compile_ids(smtpc_buf *out, smtpc_message *msg)
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

static int compile_named_fields(smtpc_buf *out, const smtpc_message *msg)
{
	int rc = SMTPC_OK;
	for (size_t i = 0; i < msg->field_count && rc == SMTPC_OK; i++) {
		rc = smtpc_header_named(out, msg->fields[i].name, msg->fields[i].value);
	}
	return rc;
}

static int compile_fields(smtpc_buf *out, smtpc_message *msg)
{
	if (smtpc_header_date(out, msg->date, msg->date_offset) < 0 ||
		compile_addrs(out, "From", msg, SMTPC_FIELD_FROM) < 0 || compile_sender(out, msg) < 0 ||
		compile_addrs(out, "Reply-To", msg, SMTPC_FIELD_REPLY_TO) < 0 ||
		compile_recipients(out, msg) < 0) {
		return SMTPC_E_NOMEM;
	}
	if (msg->subject.len > 0 && smtpc_header_text(out, SMTPC_STR("Subject"), msg->subject) < 0) {
		return SMTPC_E_NOMEM;
	}
	if (compile_ids(out, msg) < 0 || compile_named_fields(out, msg) < 0) {
		return SMTPC_E_NOMEM;
	}
	return smtpc_header_plain(out, SMTPC_STR("MIME-Version"), SMTPC_STR("1.0"));
}

/* ---- Parts --------------------------------------------------------------- */

static bool compile_has_text(const smtpc_content *content)
{
	return content != NULL && content->blob.data.len > 0;
}

/* Builds the tree in |parts| and returns its root. A body without text is a part only if the other
 * one is not there; |empty| is what there is without any. The plainest comes first: RFC 2046
 * §5.1.4. */
static const smtpc_part *compile_tree(
	const smtpc_message *msg, smtpc_content *empty, smtpc_part parts[TREE_PARTS])
{
	smtpc_content *text = msg->bodies[SMTPC_BODY_TEXT];
	smtpc_content *html = msg->bodies[SMTPC_BODY_HTML];
	bool with_html = compile_has_text(html) || (html != NULL && text == NULL);
	bool with_text = compile_has_text(text) || !with_html;
	parts[0] = (smtpc_part){.type = "text/plain", .content = text != NULL ? text : empty};
	parts[1] = (smtpc_part){.type = "text/html", .content = html};
	if (with_text && with_html) {
		parts[0].next = &parts[1];
		parts[2] = (smtpc_part){.type = "multipart/alternative", .children = &parts[0]};
		return &parts[2];
	}
	return with_html ? &parts[1] : &parts[0];
}

static int compile_body(smtpc_compiled *compiled, const smtpc_message *msg)
{
	smtpc_content *empty = NULL;
	smtpc_blob nothing = {.data = {"", 0}};
	if (smtpc_content_new_text(&empty, msg->mem, nothing, SMTPC_STR("utf-8"), SMTPC_ENC_AUTO) < 0) {
		return SMTPC_E_NOMEM;
	}
	smtpc_part parts[TREE_PARTS];
	int rc = smtpc_compiled_add_parts(compiled, compile_tree(msg, empty, parts), msg->seed);
	smtpc_content_unref(empty);
	return rc;
}

static int compile_check(const smtpc_message *msg, smtpc_error *err)
{
	size_t from = msg->addrs[SMTPC_FIELD_FROM].count;
	if (from == 0) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "the message has no From");
	}
	if (from > 1 && msg->addrs[SMTPC_FIELD_SENDER].count == 0) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "a message with several From needs a Sender");
	}
	if (!msg->has_date) {
		return smtpc_fail(err, SMTPC_E_ARGUMENT, "the message has no Date");
	}
	return SMTPC_OK;
}

static int message_compile(smtpc_message *msg, smtpc_error *err)
{
	if (msg->compiled != NULL) {
		return SMTPC_OK;
	}
	int rc = compile_check(msg, err);
	if (rc < 0) {
		return rc;
	}
	smtpc_compiled *compiled = smtpc_compiled_new(msg->mem);
	if (compiled == NULL || compile_fields(&compiled->text, msg) < 0 ||
		compile_body(compiled, msg) < 0) {
		smtpc_compiled_unref(compiled);
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	msg->compiled = compiled;
	return SMTPC_OK;
}

int smtpc_message_open(smtpc_message *msg, smtpc_source *source, smtpc_error *err)
{
	int rc = message_compile(msg, err);
	if (rc < 0) {
		return rc;
	}
	if (smtpc_writer_open(source, msg->compiled) < 0) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	return SMTPC_OK;
}

int64_t smtpc_message_size(smtpc_message *msg, smtpc_error *err)
{
	int rc = message_compile(msg, err);
	return rc < 0 ? rc : (int64_t)msg->compiled->size;
}
