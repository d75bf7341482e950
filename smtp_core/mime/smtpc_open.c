/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * From a message to a source of what goes out: its body is made (once, until it changes), its
 * origins are looked at, it is signed, its header is written, and a writer is opened on all of it.
 */
#include "mime/smtpc_message_int.h"

#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"

enum {
	SPOOL_MAX = 2 * 1024 * 1024,
	HEAD_MAX = 64 * 1024 * 1024 /* of all headers of a message together */
};

void smtpc_open_options_init(smtpc_open_options *options)
{
	*options = (smtpc_open_options){.takes = SMTPC_TRANSFER_8BIT, .spool_max = SPOOL_MAX};
}

static int open_check(const smtpc_message *msg, smtpc_error *err)
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

/* ---- The body ------------------------------------------------------------ */

/* One that was made for others does, too, where the result would be the same. */
static bool open_fits(const smtpc_entity *entity, bool made_for_more, smtpc_transfer takes)
{
	return entity != NULL && entity->need <= takes && (made_for_more || !entity->fell_back);
}

int smtpc_message_body(
	smtpc_message *msg, smtpc_transfer takes, smtpc_entity **entity, smtpc_error *err)
{
	smtpc_entity **slot = &msg->entities[takes];
	for (int form = SMTPC_TRANSFER_7BIT; form <= SMTPC_TRANSFER_BINARY && *slot == NULL; form++) {
		if (open_fits(msg->entities[form], form > (int)takes, takes)) {
			slot = &msg->entities[form];
		}
	}
	if (*slot == NULL) {
		smtpc_part_mark mark = {msg->seed, msg->version};
		*slot = smtpc_message_make_entity(msg, mark, takes);
	}
	*entity = *slot;
	return *slot != NULL ? SMTPC_OK : smtpc_fail(err, SMTPC_E_NOMEM, NULL);
}

/* ---- The whole ----------------------------------------------------------- */

/* What is going out. Both are its own: reading an origin may run user code that opens the message,
 * too, and the message has another body then. */
typedef struct opened {
	smtpc_entity *entity; /* a reference */
	smtpc_buf head;       /* with the empty line */
} opened;

/* The fields of finished mail are its own; those of other messages are written. */
static int open_put_fields(smtpc_buf *out, smtpc_message *msg, const smtpc_entity *entity)
{
	int rc = msg->raw != NULL ? smtpc_buf_append_str(out, smtpc_buf_str(&msg->raw->head))
							  : smtpc_message_put_head(out, msg);
	return rc < 0 ? rc : smtpc_buf_append_str(out, smtpc_buf_str(&entity->fields));
}

/* The header with the empty line behind it, and the signatures before it. */
static int open_put_head(
	opened *o, smtpc_message *msg, const smtpc_open_options *options, smtpc_error *err)
{
	smtpc_buf fields;
	smtpc_buf_init(&fields, msg->mem, HEAD_MAX);
	bool dkim = options != NULL && (msg->dkim.count > 0 || options->dkim_count > 0);
	int rc = open_put_fields(dkim ? &fields : &o->head, msg, o->entity);
	if (rc == SMTPC_OK && dkim) {
		smtpc_dkim_job job = {o->entity, smtpc_buf_str(&fields), options};
		rc = smtpc_message_put_dkim(&o->head, msg, &job, err);
		rc = rc < 0 ? rc : smtpc_buf_append_str(&o->head, job.fields);
	}
	rc = rc < 0 ? rc : smtpc_buf_append_str(&o->head, SMTPC_STR("\r\n"));
	smtpc_buf_free(&fields);
	return rc == SMTPC_E_NOMEM ? smtpc_fail(err, rc, NULL) : rc;
}

/* Turns a body, a reference, into what S/MIME makes of it; made anew only if something has changed.
 */
static int open_sealed(
	smtpc_message *msg, const smtpc_open_options *options, smtpc_entity **entity, smtpc_error *err)
{
	bool changed = false;
	smtpc_entity *inner = *entity;
	if (inner->sealed == NULL) {
		smtpc_entity *sealed = NULL;
		smtpc_seal_options how = {
			{msg->seed, msg->version}, options->spool_max, options->spool_dir};
		int rc = smtpc_message_seal(msg, inner, &how, &sealed, err);
		if (rc < 0) {
			return rc;
		}
		/* There may be one by now. */
		smtpc_entity_unref(inner->sealed);
		inner->sealed = sealed;
	}
	*entity = smtpc_entity_ref(inner->sealed);
	smtpc_entity_unref(inner);
	return smtpc_entity_look(*entity, &changed, err);
}

/* |*entity| is a reference, also after a failure, or NULL. */
static int open_find_entity(
	smtpc_message *msg, const smtpc_open_options *options, smtpc_entity **entity, smtpc_error *err)
{
	bool changed = false;
	if (msg->raw != NULL) {
		smtpc_raw_options how = {options->encode_long, options->takes == SMTPC_TRANSFER_7BIT};
		int rc = smtpc_raw_scan(msg->raw, &how, err);
		*entity = rc < 0 ? NULL : smtpc_entity_ref(msg->raw->entity);
		return rc;
	}
	/* S/MIME is for all servers, so there is no other form; and binary is not lines (RFC 8551
	 * §3.1). */
	bool sealed = smtpc_message_is_sealed(msg);
	smtpc_transfer takes = sealed ? SMTPC_TRANSFER_8BIT : options->takes;
	int rc = open_check(msg, err);
	rc = rc < 0 ? rc : smtpc_message_body(msg, takes, entity, err);
	if (rc < 0) {
		return rc;
	}
	(void)smtpc_entity_ref(*entity);
	rc = smtpc_entity_look(*entity, &changed, err);
	return rc < 0 || !sealed ? rc : open_sealed(msg, options, entity, err);
}

static int open_all(
	opened *o, smtpc_message *msg, const smtpc_open_options *options, smtpc_error *err)
{
	int rc = open_find_entity(msg, options, &o->entity, err);
	return rc < 0 ? rc : open_put_head(o, msg, options, err);
}

int smtpc_message_open(smtpc_message *msg, const smtpc_open_options *options, smtpc_source *source,
	smtpc_transfer *need, smtpc_error *err)
{
	smtpc_open_options defaults;
	smtpc_open_options_init(&defaults);
	options = options != NULL ? options : &defaults;
	opened o = {NULL};
	smtpc_buf_init(&o.head, msg->mem, HEAD_MAX);
	int rc = open_all(&o, msg, options, err);
	if (rc == SMTPC_OK) {
		smtpc_writer_options how = {.head = &o.head, .keep_max = options->spool_max};
		rc = smtpc_writer_open(source, o.entity, &how);
		rc = rc < 0 ? smtpc_fail(err, rc, NULL) : SMTPC_OK;
	}
	if (rc == SMTPC_OK && need != NULL) {
		*need = o.entity->need;
	}
	smtpc_buf_free(&o.head);
	smtpc_entity_unref(o.entity);
	return rc;
}

int smtpc_message_size(
	smtpc_message *msg, const smtpc_open_options *options, int64_t *size, smtpc_error *err)
{
	smtpc_source source;
	int rc = smtpc_message_open(msg, options, &source, NULL, err);
	if (rc == SMTPC_OK) {
		*size = source.size;
		source.close(source.user);
	}
	return rc;
}

/* The body for a snapshot, a reference: with boundaries of its own, as it is going to stand in a
 * message that may have been made from the same one. */
static int snapshot_entity(
	smtpc_message *msg, const uint8_t seed[16], smtpc_entity **entity, smtpc_error *err)
{
	smtpc_open_options options;
	smtpc_open_options_init(&options);
	if (msg->raw != NULL) {
		return open_find_entity(msg, &options, entity, err);
	}
	int rc = open_check(msg, err);
	if (rc < 0) {
		return rc;
	}
	bool changed = false;
	smtpc_seal_options how = {{seed, 0}, options.spool_max, options.spool_dir};
	bool sealed = smtpc_message_is_sealed(msg);
	smtpc_transfer takes = sealed ? SMTPC_TRANSFER_8BIT : SMTPC_TRANSFER_7BIT;
	smtpc_entity *made = smtpc_message_make_entity(msg, how.mark, takes);
	if (made == NULL) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	*entity = made;
	if (sealed) {
		rc = smtpc_entity_look(made, &changed, err);
		rc = rc < 0 ? rc : smtpc_message_seal(msg, made, &how, entity, err);
		smtpc_entity_unref(made);
	}
	return rc;
}

int smtpc_message_snapshot(smtpc_message *msg, const uint8_t seed[16], smtpc_buf *head,
	smtpc_entity **entity, smtpc_error *err)
{
	opened o;
	int rc = snapshot_entity(msg, seed, &o.entity, err);
	if (rc < 0) {
		return rc;
	}
	smtpc_buf_init(&o.head, msg->mem, HEAD_MAX);
	rc = open_put_head(&o, msg, NULL, err);
	if (rc < 0) {
		smtpc_entity_unref(o.entity);
		smtpc_buf_free(&o.head);
		return rc;
	}
	*head = o.head;
	*entity = o.entity;
	return SMTPC_OK;
}
