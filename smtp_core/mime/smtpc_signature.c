/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The DKIM-Signature fields of a message. The body is read for its hash once, as long as it stays
 * the same, also for copies of the message; the fields are made once for the same header and
 * minute, so that what was told of their size holds. */
#include "mime/smtpc_message_int.h"

#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_str.h"
#include "crypto/smtpc_dkim.h"
#include "mime/smtpc_rawfield.h"

/* How long a signature is used again: t= and x= must not be far behind. */
enum { SIGNATURE_SECONDS = 60 };

/* ---- The body's hash ----------------------------------------------------- */

static int hash_read(
	smtpc_dkim_body *body, const smtpc_mem *mem, smtpc_source *source, smtpc_error *err)
{
	char *room = smtpc_malloc(mem, SMTPC_READER_ROOM);
	if (room == NULL) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	ptrdiff_t n;
	while ((n = source->read(source->user, room, SMTPC_READER_ROOM, err)) > 0) {
		smtpc_dkim_body_feed(body, room, (size_t)n);
	}
	smtpc_free(mem, room);
	return (int)n;
}

/* RFC 6376 §3.7, for all signers. */
static int hash_body(smtpc_entity *entity, size_t keep_max, smtpc_error *err)
{
	smtpc_source source;
	smtpc_dkim_body body;
	smtpc_writer_options how = {.keep_max = keep_max};
	if (entity->hashed) {
		return SMTPC_OK;
	}
	int rc = smtpc_dkim_body_init(&body);
	rc = rc < 0 ? rc : smtpc_writer_open(&source, entity, &how);
	if (rc < 0) {
		smtpc_dkim_body_free(&body);
		return smtpc_fail(err, rc, NULL);
	}
	rc = hash_read(&body, entity->mem, &source, err);
	if (rc == SMTPC_OK && smtpc_dkim_body_finish(&body, entity->hash) < 0) {
		rc = smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	source.close(source.user);
	smtpc_dkim_body_free(&body);
	entity->hashed = rc == SMTPC_OK;
	return rc;
}

/* ---- The fields ---------------------------------------------------------- */

/* A digest of all that the fields depend on, but for the time. */
static int signature_of(
	const smtpc_message *msg, const smtpc_dkim_job *job, uint8_t out[SMTPC_SHA256_SIZE])
{
	smtpc_digest digest;
	int rc = smtpc_digest_init(&digest);
	smtpc_digest_update(&digest, job->fields.ptr, job->fields.len);
	smtpc_digest_update(&digest, job->entity->hash, sizeof job->entity->hash);
	smtpc_digest_update(&digest, msg->dkim.items, msg->dkim.count * sizeof *msg->dkim.items);
	int finished = smtpc_digest_finish(&digest, out);
	smtpc_digest_free(&digest);
	return rc < 0 ? rc : finished;
}

static int signature_make(
	smtpc_buf *out, const smtpc_message *msg, const smtpc_dkim_job *job, smtpc_error *err)
{
	const smtpc_open_options *options = job->options;
	const uint8_t *hash = job->entity->hash;
	int rc = SMTPC_OK;
	for (size_t i = 0; i < msg->dkim.count && rc == SMTPC_OK; i++) {
		rc = smtpc_dkim_sign(msg->dkim.items[i], out, job->fields, hash, options->now, err);
	}
	for (size_t i = 0; i < options->dkim_count && rc == SMTPC_OK; i++) {
		/* Not twice, if it is the message's own too. */
		if (!smtpc_message_has_dkim(msg, options->dkim[i])) {
			rc = smtpc_dkim_sign(options->dkim[i], out, job->fields, hash, options->now, err);
		}
	}
	return rc;
}

/* RFC 5322 §3.6: receivers refuse a signature where it is not so. Only finished mail can be that
 * way. */
static int signature_check_from(smtpc_str fields, smtpc_error *err)
{
	smtpc_rawfield field;
	size_t count = 0;
	while (smtpc_rawfield_next(&fields, &field) > 0) {
		count += smtpc_str_ieq(field.name, SMTPC_STR("From"));
	}
	return count == 1 ? SMTPC_OK
					  : smtpc_fail(err, SMTPC_E_ARGUMENT,
							"the mail cannot be signed with DKIM: it has %s From field",
							count == 0 ? "no" : "more than one");
}

int smtpc_message_put_dkim(
	smtpc_buf *out, smtpc_message *msg, const smtpc_dkim_job *job, smtpc_error *err)
{
	uint8_t of[SMTPC_SHA256_SIZE];
	bool changed = false;
	int rc = msg->raw != NULL ? signature_check_from(job->fields, err) : SMTPC_OK;
	rc = rc < 0 ? rc : hash_body(job->entity, job->options->spool_max, err);
	if (rc < 0) {
		return rc;
	}
	if (signature_of(msg, job, of) < 0) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	/* The message holds its own signers: only of these it is known that they are still the same. */
	int64_t age = job->options->now - msg->dkim_at;
	bool fresh = job->options->dkim_count == 0 && smtpc_buf_len(&msg->dkim_fields) > 0 &&
		age >= 0 && age < SIGNATURE_SECONDS && memcmp(of, msg->dkim_of, sizeof of) == 0;
	if (!fresh) {
		smtpc_buf_reset(&msg->dkim_fields);
		rc = signature_make(&msg->dkim_fields, msg, job, err);
		if (rc < 0) {
			smtpc_buf_reset(&msg->dkim_fields);
			return rc;
		}
		memcpy(msg->dkim_of, of, sizeof of);
		msg->dkim_at = job->options->dkim_count == 0 ? job->options->now : 0;
	}
	rc = smtpc_buf_append_str(out, smtpc_buf_str(&msg->dkim_fields));
	if (rc < 0) {
		return smtpc_fail(err, rc, NULL);
	}
	/* Of a stream the size is known only now. */
	return smtpc_entity_body_size(job->entity) >= 0 ? SMTPC_OK
													: smtpc_entity_look(job->entity, &changed, err);
}
