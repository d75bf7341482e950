/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * A message in a message: what it was when it was attached, as an origin (RFC 2046 §5.2.1, RFC 6532
 * §3.7). Its files and streams are still read anew. */
#include "mime/smtpc_message_int.h"

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"

typedef struct nested {
	const smtpc_mem *mem;
	unsigned refs;
	smtpc_buf head;       /* with the empty line */
	smtpc_entity *entity; /* a reference */
} nested;

static void nested_addref(void *owner)
{
	nested *n = owner;
	n->refs++;
}

static void nested_release(void *owner)
{
	nested *n = owner;
	if (--n->refs == 0) {
		smtpc_entity_unref(n->entity);
		smtpc_buf_free(&n->head);
		smtpc_free(n->mem, n);
	}
}

static int nested_look(void *owner, smtpc_look *look, smtpc_error *err)
{
	nested *n = owner;
	bool changed = false;
	int rc = smtpc_entity_look(n->entity, &changed, err);
	int64_t body = smtpc_entity_body_size(n->entity);
	*look = (smtpc_look){
		.size = body < 0 ? -1 : (int64_t)smtpc_buf_len(&n->head) + body,
		.stable = smtpc_entity_is_stable(n->entity),
		.stamp = {n->entity->generation},
	};
	return rc;
}

static int nested_open(
	void *owner, uint64_t from, smtpc_source *source, smtpc_look *look, smtpc_error *err)
{
	nested *n = owner;
	smtpc_buf head;
	smtpc_writer_options how = {.head = &head};
	(void)from; /* only finished mail is read from its middle, and that is not made here */
	int rc = nested_look(owner, look, err);
	if (rc < 0) {
		return rc;
	}
	smtpc_buf_init(&head, n->mem, SIZE_MAX / 4);
	rc = smtpc_buf_append_str(&head, smtpc_buf_str(&n->head));
	rc = rc < 0 ? rc : smtpc_writer_open(source, n->entity, &how);
	smtpc_buf_free(&head);
	return rc < 0 ? smtpc_fail(err, rc, NULL) : SMTPC_OK;
}

/* Takes |head| and the reference of |entity|, also on failure. */
static int nested_new(
	smtpc_origin *origin, const smtpc_mem *mem, smtpc_buf *head, smtpc_entity *entity)
{
	nested *n = smtpc_zalloc(mem, sizeof *n);
	if (n == NULL) {
		smtpc_buf_free(head);
		smtpc_entity_unref(entity);
		return SMTPC_E_NOMEM;
	}
	*n = (nested){.mem = mem, .refs = 1, .head = *head, .entity = entity};
	*origin = (smtpc_origin){n, nested_addref, nested_release, nested_look, nested_open};
	return SMTPC_OK;
}

/* As an attachment whose octets go as they are. */
static smtpc_attachment *nested_wrap(const smtpc_mem *mem, const smtpc_attachment_options *options,
	smtpc_origin origin, smtpc_transfer need, smtpc_error *err)
{
	smtpc_content *content = NULL;
	smtpc_str label = SMTPC_STR("the attached message");
	if (smtpc_content_new_origin(&content, mem, origin, label, SMTPC_ENC_7BIT) < 0) {
		(void)smtpc_fail(err, SMTPC_E_NOMEM, NULL);
		return NULL;
	}
	smtpc_content_set_verbatim(content, need);
	return smtpc_attachment_wrap(mem, options, content, err);
}

smtpc_attachment *smtpc_message_to_attachment(smtpc_message *msg, const uint8_t seed[16],
	const smtpc_attachment_options *options, smtpc_error *err)
{
	smtpc_attachment_options named = *options;
	smtpc_buf head;
	smtpc_entity *entity;
	smtpc_origin origin;
	if (smtpc_message_snapshot(msg, seed, &head, &entity, err) < 0) {
		return NULL;
	}
	smtpc_transfer need = entity->need;
	bool global = smtpc_message_needs_smtputf8(msg);
	if (global && need == SMTPC_TRANSFER_7BIT) {
		need = SMTPC_TRANSFER_8BIT;
	}
	named.type = global ? SMTPC_STR("message/global") : SMTPC_STR("message/rfc822");
	if (nested_new(&origin, msg->mem, &head, entity) < 0) {
		(void)smtpc_fail(err, SMTPC_E_NOMEM, NULL);
		return NULL;
	}
	return nested_wrap(msg->mem, &named, origin, need, err);
}
