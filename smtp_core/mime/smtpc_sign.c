/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Whom a message is signed by, and whom it is encrypted for; and the S/MIME entities (RFC 8551)
 * that its body becomes by that. */
#include "mime/smtpc_message_int.h"

#include <string.h>

#include "base/smtpc_err.h"
#include "base/smtpc_mem.h"
#include "base/smtpc_spool.h"
#include "base/smtpc_str.h"
#include "crypto/smtpc_smime.h"

enum {
	SIGN_DER_MAX = 1024 * 1024, /* of a signature, with the certificates in it */
	/* Boundaries of the outer parts are none of those in the inner ones. */
	SIGN_MARK = 1u << 31
};

/* ---- Lists --------------------------------------------------------------- */

/* Appends |item| to a list of pointers. NOMEM leaves it as it was. */
static int list_add(const smtpc_mem *mem, smtpc_pointers *list, void *item)
{
	if (list->count == list->room) {
		size_t room = list->room > 0 ? list->room * 2 : 2;
		void **more = smtpc_realloc_array(mem, list->items, room, sizeof *more);
		if (more == NULL) {
			return SMTPC_E_NOMEM;
		}
		list->items = more;
		list->room = room;
	}
	list->items[list->count++] = item;
	return SMTPC_OK;
}

bool smtpc_message_has_dkim(const smtpc_message *msg, const smtpc_dkim *signer)
{
	bool found = false;
	for (size_t i = 0; i < msg->dkim.count; i++) {
		found = found || msg->dkim.items[i] == signer;
	}
	return found;
}

int smtpc_message_add_dkim(smtpc_message *msg, smtpc_dkim *signer)
{
	if (smtpc_message_has_dkim(msg, signer)) {
		return SMTPC_OK;
	}
	int rc = list_add(msg->mem, &msg->dkim, signer);
	if (rc == SMTPC_OK) {
		smtpc_dkim_ref(signer);
	}
	return rc;
}

int smtpc_message_add_smime(smtpc_message *msg, smtpc_smime_signer *signer)
{
	int rc = list_add(msg->mem, &msg->smime, signer);
	if (rc == SMTPC_OK) {
		smtpc_smime_signer_ref(signer);
		smtpc_message_body_changed(msg);
	}
	return rc;
}

int smtpc_message_add_cert(smtpc_message *msg, smtpc_cert *cert)
{
	int rc = list_add(msg->mem, &msg->certs, cert);
	if (rc == SMTPC_OK) {
		smtpc_cert_ref(cert);
		smtpc_message_body_changed(msg);
	}
	return rc;
}

void smtpc_message_set_cipher(smtpc_message *msg, smtpc_cipher cipher)
{
	msg->cipher = cipher;
	smtpc_message_body_changed(msg);
}

bool smtpc_message_is_signed(const smtpc_message *msg)
{
	return msg->dkim.count > 0 || msg->smime.count > 0;
}

int smtpc_message_copy_signers(smtpc_message *to, const smtpc_message *from)
{
	int rc = SMTPC_OK;
	for (size_t i = 0; i < from->dkim.count && rc == SMTPC_OK; i++) {
		rc = smtpc_message_add_dkim(to, from->dkim.items[i]);
	}
	for (size_t i = 0; i < from->smime.count && rc == SMTPC_OK; i++) {
		rc = smtpc_message_add_smime(to, from->smime.items[i]);
	}
	for (size_t i = 0; i < from->certs.count && rc == SMTPC_OK; i++) {
		rc = smtpc_message_add_cert(to, from->certs.items[i]);
	}
	to->cipher = from->cipher;
	return rc;
}

void smtpc_message_free_signers(smtpc_message *msg)
{
	for (size_t i = 0; i < msg->dkim.count; i++) {
		smtpc_dkim_unref(msg->dkim.items[i]);
	}
	for (size_t i = 0; i < msg->smime.count; i++) {
		smtpc_smime_signer_unref(msg->smime.items[i]);
	}
	for (size_t i = 0; i < msg->certs.count; i++) {
		smtpc_cert_unref(msg->certs.items[i]);
	}
	smtpc_free(msg->mem, msg->dkim.items);
	smtpc_free(msg->mem, msg->smime.items);
	smtpc_free(msg->mem, msg->certs.items);
	smtpc_buf_free(&msg->dkim_fields);
}

/* ---- A spool as the origin of a content ---------------------------------- */

typedef struct spool_reader {
	const smtpc_mem *mem;
	smtpc_spool *spool; /* a reference */
	uint64_t from, at;
} spool_reader;

static void spool_addref(void *owner)
{
	smtpc_spool_ref(owner);
}

static void spool_release(void *owner)
{
	smtpc_spool_unref(owner);
}

static int spool_look(void *owner, smtpc_look *look, smtpc_error *err)
{
	(void)err;
	*look = (smtpc_look){.size = (int64_t)smtpc_spool_size(owner), .stable = true};
	return SMTPC_OK;
}

static ptrdiff_t spool_read(void *user, char *buf, size_t len, smtpc_error *err)
{
	spool_reader *reader = user;
	ptrdiff_t n = smtpc_spool_read(reader->spool, reader->at, buf, len);
	if (n < 0) {
		return smtpc_spool_fail(reader->spool, (int)n, err);
	}
	reader->at += (uint64_t)n;
	return n;
}

static int spool_rewind(void *user, smtpc_error *err)
{
	spool_reader *reader = user;
	(void)err;
	reader->at = reader->from;
	return SMTPC_OK;
}

static void spool_close(void *user)
{
	spool_reader *reader = user;
	smtpc_spool_unref(reader->spool);
	smtpc_free(reader->mem, reader);
}

static int spool_open(
	void *owner, uint64_t from, smtpc_source *source, smtpc_look *look, smtpc_error *err)
{
	const smtpc_mem *mem = smtpc_mem_or_default(NULL);
	spool_reader *reader = smtpc_zalloc(mem, sizeof *reader);
	if (reader == NULL) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	*reader = (spool_reader){mem, smtpc_spool_ref(owner), from, from};
	*source = (smtpc_source){reader, spool_read, spool_rewind, spool_close, -1};
	return spool_look(owner, look, err);
}

/* ---- The entities -------------------------------------------------------- */

/* |entity| with its own header fields, to be read once. */
static int seal_open(const smtpc_entity *entity, smtpc_source *source, smtpc_error *err)
{
	smtpc_buf head;
	smtpc_writer_options how = {.head = &head};
	smtpc_str fields = smtpc_buf_str(&entity->fields);
	smtpc_buf_init(&head, entity->mem, fields.len + 2);
	int rc = smtpc_buf_append_str(&head, fields);
	rc = rc < 0 ? rc : smtpc_buf_append_str(&head, SMTPC_STR("\r\n"));
	rc = rc < 0 ? rc : smtpc_writer_open(source, (smtpc_entity *)(uintptr_t)entity, &how);
	smtpc_buf_free(&head);
	return rc < 0 ? smtpc_fail(err, rc, NULL) : SMTPC_OK;
}

/* A part of |content|, whose reference it takes, and, for a signature, the entity before it. */
static int seal_make(smtpc_entity **sealed, smtpc_entity *signed_entity, const char *multipart,
	smtpc_content *content, smtpc_str fields, smtpc_part_mark mark)
{
	const smtpc_mem *mem = content->mem;
	smtpc_part part = {.content = content, .fields = fields};
	smtpc_part inner = {.entity = signed_entity};
	smtpc_part root = {.multipart = multipart};
	mark.version |= SIGN_MARK;
	if (signed_entity != NULL) {
		smtpc_part_append(&root, &inner);
		smtpc_part_append(&root, &part);
	}
	*sealed =
		smtpc_part_make(mem, signed_entity != NULL ? &root : &part, mark, SMTPC_TRANSFER_8BIT);
	smtpc_content_unref(content);
	return *sealed != NULL ? SMTPC_OK : SMTPC_E_NOMEM;
}

/* RFC 8551 §3.5.3 */
static int seal_sign(
	const smtpc_message *msg, smtpc_entity *entity, smtpc_spool *der, smtpc_error *err)
{
	smtpc_source source;
	smtpc_buf buf;
	int rc = seal_open(entity, &source, err);
	if (rc < 0) {
		return rc;
	}
	smtpc_buf_init(&buf, msg->mem, SIGN_DER_MAX);
	rc = smtpc_smime_sign((smtpc_smime_signer *const *)(void *)msg->smime.items, msg->smime.count,
		&source, &buf, err);
	source.close(source.user);
	smtpc_str octets = smtpc_buf_str(&buf);
	if (rc == SMTPC_OK && (rc = smtpc_spool_write(der, octets.ptr, octets.len)) < 0) {
		rc = smtpc_spool_fail(der, rc, err);
	}
	smtpc_buf_free(&buf);
	return rc;
}

/* RFC 8551 §3.3 */
static int seal_encrypt(
	const smtpc_message *msg, smtpc_entity *entity, smtpc_spool *out, smtpc_error *err)
{
	smtpc_source source;
	int rc = seal_open(entity, &source, err);
	if (rc < 0) {
		return rc;
	}
	rc = smtpc_smime_encrypt((smtpc_cert *const *)(void *)msg->certs.items, msg->certs.count,
		msg->cipher, &source, out, err);
	source.close(source.user);
	return rc;
}

/* A content of the spool, whose reference it takes. NULL: out of memory. */
static smtpc_content *seal_content(const smtpc_mem *mem, smtpc_spool *spool)
{
	smtpc_origin origin = {spool, spool_addref, spool_release, spool_look, spool_open};
	smtpc_content *content = NULL;
	(void)smtpc_content_new_origin(
		&content, mem, origin, SMTPC_STR("the S/MIME part"), SMTPC_ENC_BASE64);
	return content;
}

static int seal_put_fields(smtpc_buf *out, const smtpc_message *msg, bool encrypt)
{
	if (!encrypt) {
		return smtpc_buf_append_str(out,
			SMTPC_STR("Content-Type: application/pkcs7-signature; name=\"smime.p7s\"\r\n"
					  "Content-Disposition: attachment; filename=\"smime.p7s\"\r\n"));
	}
	int rc =
		smtpc_buf_append_str(out, SMTPC_STR("Content-Type: application/pkcs7-mime; smime-type="));
	rc = rc < 0 ? rc : smtpc_buf_append_str(out, smtpc_str_of(smtpc_smime_type(msg->cipher)));
	return rc < 0 ? rc
				  : smtpc_buf_append_str(out,
						SMTPC_STR(";\r\n name=\"smime.p7m\"\r\n"
								  "Content-Disposition: attachment; filename=\"smime.p7m\"\r\n"));
}

/* One step: |entity| signed or encrypted. */
static int seal_step(smtpc_entity **sealed, const smtpc_message *msg, smtpc_entity *entity,
	const smtpc_seal_options *options, bool encrypt, smtpc_error *err)
{
	char type[128] = "multipart/signed; protocol=\"application/pkcs7-signature\";\r\n micalg=";
	strncat(type, smtpc_smime_micalg(), sizeof type - strlen(type) - 1);
	smtpc_spool *spool = smtpc_spool_new(msg->mem, options->spool_max, options->spool_dir);
	if (spool == NULL) {
		return smtpc_fail(err, SMTPC_E_NOMEM, NULL);
	}
	int rc = encrypt ? seal_encrypt(msg, entity, spool, err) : seal_sign(msg, entity, spool, err);
	if (rc < 0) {
		smtpc_spool_unref(spool);
		return rc;
	}
	smtpc_buf fields;
	smtpc_buf_init(&fields, msg->mem, 1024);
	smtpc_content *content = seal_content(msg->mem, spool);
	if (content == NULL || seal_put_fields(&fields, msg, encrypt) < 0) {
		smtpc_content_unref(content);
		rc = SMTPC_E_NOMEM;
	} else {
		rc = seal_make(
			sealed, encrypt ? NULL : entity, type, content, smtpc_buf_str(&fields), options->mark);
	}
	smtpc_buf_free(&fields);
	return rc < 0 ? smtpc_fail(err, rc, NULL) : SMTPC_OK;
}

bool smtpc_message_is_sealed(const smtpc_message *msg)
{
	return msg->smime.count > 0 || msg->certs.count > 0;
}

int smtpc_message_seal(const smtpc_message *msg, smtpc_entity *entity,
	const smtpc_seal_options *options, smtpc_entity **sealed, smtpc_error *err)
{
	smtpc_entity *signed_entity = smtpc_entity_ref(entity);
	int rc = SMTPC_OK;
	if (msg->smime.count > 0) {
		smtpc_entity_unref(signed_entity);
		signed_entity = NULL;
		rc = seal_step(&signed_entity, msg, entity, options, false, err);
	}
	bool changed = false;
	if (rc == SMTPC_OK && msg->certs.count > 0) {
		rc = smtpc_entity_look(signed_entity, &changed, err);
		rc = rc < 0 ? rc : seal_step(sealed, msg, signed_entity, options, true, err);
		smtpc_entity_unref(signed_entity);
	} else {
		*sealed = signed_entity;
	}
	return rc;
}
