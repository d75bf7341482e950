/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors */
#include "mime/smtpc_part.h"

#include <string.h>

#include "base/smtpc_hex.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"

enum { BOUNDARY_LEN = 2 + 32 + 8 + 2 };

/* The work of making an entity: one failure (out of memory) sticks. */
typedef struct part_maker {
	smtpc_entity *to;
	smtpc_part_mark mark;
	smtpc_transfer takes;
	unsigned boundaries;
	bool failed;
} part_maker;

void smtpc_part_append(smtpc_part *parent, smtpc_part *child)
{
	if (parent->last_child != NULL) {
		parent->last_child->next = child;
	} else {
		parent->children = child;
	}
	parent->last_child = child;
}

static void part_put(part_maker *m, smtpc_buf *out, smtpc_str text)
{
	m->failed |= smtpc_buf_append_str(out, text) < 0;
}

/* "=_" cannot occur in quoted-printable or base64 (RFC 2045 §6.7), and a line that begins with it
 * is not left in 7bit or 8bit. Seed and version keep it apart from those of messages inside this
 * one, the last two digits from the other levels. All have one length, so that none begins another.
 */
static smtpc_str part_boundary(part_maker *m, char out[BOUNDARY_LEN])
{
	uint32_t version = m->mark.version;
	uint8_t number[5] = {(uint8_t)(version >> 24), (uint8_t)(version >> 16),
		(uint8_t)(version >> 8), (uint8_t)version, (uint8_t)++m->boundaries};
	out[0] = '=';
	out[1] = '_';
	smtpc_hex(out + 2, m->mark.seed, 16);
	smtpc_hex(out + 34, number, sizeof number);
	return (smtpc_str){out, BOUNDARY_LEN};
}

/* The widest in it. Goes as deep as part_add(). */
static smtpc_transfer part_transfer(const part_maker *m, const smtpc_part *part)
{
	if (part->entity != NULL) {
		return part->entity->need;
	}
	if (part->content != NULL) {
		return smtpc_transfer_of(part->content, smtpc_content_encoding(part->content, m->takes));
	}
	smtpc_transfer widest = SMTPC_TRANSFER_7BIT;
	for (const smtpc_part *child = part->children; child != NULL; child = child->next) {
		smtpc_transfer transfer = part_transfer(m, child);
		widest = transfer > widest ? transfer : widest;
	}
	return widest;
}

/* The encoding of what is not encoded. */
static smtpc_str part_verbatim_name(smtpc_transfer transfer)
{
	static const smtpc_encoding verbatim[] = {
		[SMTPC_TRANSFER_7BIT] = SMTPC_ENC_7BIT,
		[SMTPC_TRANSFER_8BIT] = SMTPC_ENC_8BIT,
		[SMTPC_TRANSFER_BINARY] = SMTPC_ENC_BINARY,
	};
	return smtpc_str_of(smtpc_encoding_name(verbatim[transfer]));
}

/* Header fields go to |fields|: the entity's own for the root, the text between the contents for
 * the parts in it. */
static void part_add(part_maker *m, const smtpc_part *part, smtpc_buf *fields);

static void part_add_children(part_maker *m, const smtpc_part *part, smtpc_buf *fields)
{
	char buf[BOUNDARY_LEN];
	smtpc_buf *text = &m->to->text;
	smtpc_str boundary = part_boundary(m, buf);
	part_put(m, fields, SMTPC_STR("Content-Type: "));
	part_put(m, fields, smtpc_str_of(part->multipart));
	part_put(m, fields, SMTPC_STR(";\r\n boundary=\""));
	part_put(m, fields, boundary);
	part_put(m, fields, SMTPC_STR("\"\r\n"));
	/* RFC 2045 §6.4: what is in it must not be wider than its own encoding; 7bit is the default. */
	smtpc_transfer transfer = part_transfer(m, part);
	if (transfer != SMTPC_TRANSFER_7BIT) {
		part_put(m, fields, SMTPC_STR("Content-Transfer-Encoding: "));
		part_put(m, fields, part_verbatim_name(transfer));
		part_put(m, fields, SMTPC_STR("\r\n"));
	}
	if (fields == text) {
		part_put(m, text, SMTPC_STR("\r\n"));
	}
	for (const smtpc_part *child = part->children; child != NULL; child = child->next) {
		/* The line end before a delimiter belongs to it (RFC 2046 §5.1.1); the first one begins the
		 * body. */
		part_put(m, text, child == part->children ? SMTPC_STR("--") : SMTPC_STR("\r\n--"));
		part_put(m, text, boundary);
		part_put(m, text, SMTPC_STR("\r\n"));
		part_add(m, child, text);
	}
	part_put(m, text, SMTPC_STR("\r\n--"));
	part_put(m, text, boundary);
	part_put(m, text, SMTPC_STR("--\r\n"));
}

static smtpc_str part_transfer_name(const smtpc_content *content, smtpc_encoding encoding)
{
	return encoding == SMTPC_ENC_AUTO ? part_verbatim_name(content->verbatim)
									  : smtpc_str_of(smtpc_encoding_name(encoding));
}

static void part_add_content(part_maker *m, const smtpc_part *part, smtpc_buf *fields)
{
	smtpc_slice slice = {.encoding = smtpc_content_encoding(part->content, m->takes), .span = -1};
	m->to->fell_back |= slice.encoding != part->content->encoding;
	part_put(m, fields, part->fields);
	part_put(m, fields, SMTPC_STR("Content-Transfer-Encoding: "));
	part_put(m, fields, part_transfer_name(part->content, slice.encoding));
	part_put(m, fields, SMTPC_STR("\r\n"));
	if (fields == &m->to->text) {
		part_put(m, fields, SMTPC_STR("\r\n"));
	}
	m->failed |= smtpc_entity_add_content(m->to, part->content, &slice) < 0;
}

/* As it is: its text and segments are copied, its contents shared. */
static void part_add_entity(part_maker *m, const smtpc_entity *entity)
{
	smtpc_buf *text = &m->to->text;
	smtpc_str from = smtpc_buf_str(&entity->text);
	part_put(m, text, smtpc_buf_str(&entity->fields));
	part_put(m, text, SMTPC_STR("\r\n"));
	for (size_t i = 0; i < entity->count && !m->failed; i++) {
		const smtpc_segment *segment = &entity->segments[i];
		if (segment->content == NULL) {
			part_put(m, text, (smtpc_str){from.ptr + segment->offset, segment->len});
		} else {
			m->failed |= smtpc_entity_add_content(m->to, segment->content, &segment->slice) < 0;
		}
	}
}

/* Goes no deeper than the trees are that we build ourselves: a handful of levels. */
static void part_add(part_maker *m, const smtpc_part *part, smtpc_buf *fields)
{
	if (part->children != NULL) {
		part_add_children(m, part, fields);
	} else if (part->entity != NULL) {
		part_add_entity(m, part->entity);
	} else {
		part_add_content(m, part, fields);
	}
}

/* Its encoded form is empty or ends with a line end. */
static bool part_ends_its_line(const smtpc_content *content, smtpc_transfer takes)
{
	smtpc_str data = content->blob.data;
	if (smtpc_content_is_origin(content)) {
		return false;
	}
	if (data.len == 0) {
		return true;
	}
	char last = data.ptr[data.len - 1];
	smtpc_encoding encoding = smtpc_content_encoding(content, takes);
	return content->text && encoding != SMTPC_ENC_BASE64 && (last == '\n' || last == '\r');
}

smtpc_entity *smtpc_part_make(
	const smtpc_mem *mem, const smtpc_part *root, smtpc_part_mark mark, smtpc_transfer takes)
{
	part_maker m = {.to = smtpc_entity_new(mem), .mark = mark, .takes = takes};
	if (m.to == NULL) {
		return NULL;
	}
	part_add(&m, root, &m.to->fields);
	/* RFC 5322 §2.1: a message is lines, and SMTP would add the missing end: so it counts. */
	if (root->content != NULL && !part_ends_its_line(root->content, takes)) {
		part_put(&m, &m.to->text, SMTPC_STR("\r\n"));
	}
	if (m.failed || smtpc_entity_end_text(m.to) < 0) {
		smtpc_entity_unref(m.to);
		return NULL;
	}
	return m.to;
}
