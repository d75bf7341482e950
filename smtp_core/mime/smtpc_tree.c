/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * From a message's contents to the smallest tree of parts that says what they are to each other:
 *
 *   multipart/mixed               if there are attachments
 *     multipart/alternative       if there is more than one of
 *       text, AMP                   the plainest first: RFC 2046 §5.1.4
 *       multipart/related           if html comes with inline parts: RFC 2387
 *         html, inline parts
 *       other alternatives, calendar
 *     attachments, invite.ics */
#include "mime/smtpc_message_int.h"

#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"

/* Parts beside alternatives and attachments: text, html, calendar, invite, and three multiparts. */
enum { TREE_FIXED_PARTS = 7 };

typedef struct tree {
	const smtpc_message *msg;
	smtpc_content *empty; /* what there is without any */
	smtpc_part *parts;
	size_t used;
} tree;

static smtpc_part *tree_multipart(tree *t, const char *type)
{
	smtpc_part *part = &t->parts[t->used++];
	*part = (smtpc_part){.multipart = type};
	return part;
}

static smtpc_part *tree_content(tree *t, smtpc_content *content, smtpc_str fields)
{
	smtpc_part *part = &t->parts[t->used++];
	*part = (smtpc_part){.content = content, .fields = fields};
	return part;
}

static bool tree_has_text(const smtpc_content *content)
{
	return content != NULL && content->blob.data.len > 0;
}

/* Appends the attachments that are inline, or those that are not. */
static void tree_attach(tree *t, smtpc_part *to, bool is_inline)
{
	for (size_t i = 0; i < t->msg->attachment_count; i++) {
		const smtpc_attachment *attachment = t->msg->attachments[i];
		if (attachment->is_inline == is_inline) {
			smtpc_part_append(to, tree_content(t, attachment->content, attachment->fields));
		}
	}
}

static size_t tree_count(const smtpc_message *msg, bool is_inline)
{
	size_t count = 0;
	for (size_t i = 0; i < msg->attachment_count; i++) {
		count += msg->attachments[i]->is_inline == is_inline;
	}
	return count;
}

/* The html body, with its inline parts. */
static smtpc_part *tree_html(tree *t)
{
	smtpc_content *html = t->msg->bodies[SMTPC_BODY_HTML];
	smtpc_part *part = tree_content(t, html, html->fields);
	if (tree_count(t->msg, true) == 0) {
		return part;
	}
	smtpc_part *related = tree_multipart(t, "multipart/related; type=\"text/html\"");
	smtpc_part_append(related, part);
	tree_attach(t, related, true);
	return related;
}

/* Readers show the last one they know (RFC 2046 §5.1.4), and those that know AMP look for it before
 * the html body. */
static bool tree_is_amp(const smtpc_content *content)
{
	return smtpc_str_istarts(content->fields, SMTPC_STR("Content-Type: text/x-amp-html"));
}

static void tree_alternatives(tree *t, smtpc_part *to, bool amp)
{
	for (size_t i = 0; i < t->msg->alternative_count; i++) {
		smtpc_content *content = t->msg->alternatives[i];
		if (tree_is_amp(content) == amp) {
			smtpc_part_append(to, tree_content(t, content, content->fields));
		}
	}
}

/* A body without text is a part only if there is no other. */
static smtpc_part *tree_body(tree *t)
{
	smtpc_content *text = t->msg->bodies[SMTPC_BODY_TEXT];
	smtpc_content *html = t->msg->bodies[SMTPC_BODY_HTML];
	bool others = t->msg->alternative_count > 0 || t->msg->calendar != NULL;
	bool with_html = tree_has_text(html) || (html != NULL && text == NULL);
	bool with_text = tree_has_text(text) || (!with_html && !others);
	smtpc_part *body = tree_multipart(t, "multipart/alternative");
	text = text != NULL ? text : t->empty;
	if (with_text) {
		smtpc_part_append(body, tree_content(t, text, text->fields));
	}
	tree_alternatives(t, body, true);
	if (with_html) {
		smtpc_part_append(body, tree_html(t));
	}
	tree_alternatives(t, body, false);
	if (t->msg->calendar != NULL) {
		smtpc_part_append(body, tree_content(t, t->msg->calendar, t->msg->calendar->fields));
	}
	return body->children != body->last_child ? body : body->children;
}

static bool tree_html_is_there(const smtpc_message *msg)
{
	smtpc_content *html = msg->bodies[SMTPC_BODY_HTML];
	return tree_has_text(html) || (html != NULL && msg->bodies[SMTPC_BODY_TEXT] == NULL);
}

static smtpc_part *tree_root(tree *t)
{
	static const smtpc_str invite = {"Content-Type: application/ics; name=\"invite.ics\"\r\n"
									 "Content-Disposition: attachment; filename=\"invite.ics\"\r\n",
		sizeof "Content-Type: application/ics; name=\"invite.ics\"\r\n"
			   "Content-Disposition: attachment; filename=\"invite.ics\"\r\n" -
			1};
	const smtpc_message *msg = t->msg;
	smtpc_part *body = tree_body(t);
	bool stray = !tree_html_is_there(msg) && tree_count(msg, true) > 0;
	if (tree_count(msg, false) == 0 && !stray && msg->calendar == NULL) {
		return body;
	}
	smtpc_part *mixed = tree_multipart(t, "multipart/mixed");
	smtpc_part_append(mixed, body);
	if (stray) {
		tree_attach(t, mixed, true);
	}
	tree_attach(t, mixed, false);
	if (msg->calendar != NULL) {
		smtpc_part_append(mixed, tree_content(t, msg->calendar, invite));
	}
	return mixed;
}

static smtpc_content *tree_new_empty(const smtpc_mem *mem)
{
	smtpc_content *empty = NULL;
	smtpc_blob nothing = {.data = {"", 0}};
	smtpc_str fields = SMTPC_STR("Content-Type: text/plain; charset=utf-8\r\n");
	(void)smtpc_content_new_text(&empty, mem, nothing, fields, SMTPC_ENC_AUTO);
	return empty;
}

smtpc_entity *smtpc_message_make_entity(
	const smtpc_message *msg, smtpc_part_mark mark, smtpc_transfer takes)
{
	size_t count = TREE_FIXED_PARTS + msg->alternative_count + msg->attachment_count;
	tree t = {.msg = msg};
	t.parts = smtpc_realloc_array(msg->mem, NULL, count, sizeof *t.parts);
	if (msg->bodies[SMTPC_BODY_TEXT] == NULL) {
		t.empty = tree_new_empty(msg->mem);
	}
	bool complete = t.parts != NULL && (t.empty != NULL || msg->bodies[SMTPC_BODY_TEXT] != NULL);
	smtpc_entity *entity = complete ? smtpc_part_make(msg->mem, tree_root(&t), mark, takes) : NULL;
	smtpc_content_unref(t.empty);
	smtpc_free(msg->mem, t.parts);
	return entity;
}
