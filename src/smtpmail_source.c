/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * PHP's strings and messages as the core reads them: by reference, never copied. */
#include "smtpmail_internal.h"

#include <time.h>

#include "ext/date/php_date.h"
#include "php_open_temporary_file.h"
#include "php_smtpmail.h"
#include "zend_exceptions.h"

static void blob_addref(void *owner)
{
	zend_string_addref((zend_string *)owner);
}

static void blob_release(void *owner)
{
	zend_string_release((zend_string *)owner);
}

smtpc_blob smtpmail_blob(zend_string *string)
{
	return (smtpc_blob){smtpmail_str(string), zend_string_copy(string), blob_addref, blob_release};
}

static void throw_no_memory(void)
{
	zend_throw_error(NULL, "Out of memory");
}

static smtpmail_mime *mime_wrap(smtpc_message *core)
{
	if (core == NULL) {
		throw_no_memory();
		return NULL;
	}
	smtpmail_mime *mime = emalloc(sizeof *mime);
	*mime = (smtpmail_mime){.core = core, .refs = 1};
	return mime;
}

/* Random octets are asked for by the hundred: one call costs as much as a message. After a fork they
 * must not be the parent's. */
static bool mime_seed(uint8_t seed[16])
{
	smtpmail_seeds *seeds = &SMTPMAIL_G(seeds);
	zend_long pid = smtpmail_pid();
	if (seeds->left < 16 || seeds->pid != pid) {
		if (smtpc_random(seeds->octets, sizeof seeds->octets) < 0) {
			zend_throw_error(NULL, "OpenSSL's random generator failed");
			return false;
		}
		seeds->left = sizeof seeds->octets;
		seeds->pid = pid;
	}
	seeds->left -= 16;
	memcpy(seed, seeds->octets + seeds->left, 16);
	return true;
}

smtpmail_mime *smtpmail_mime_new(void)
{
	uint8_t seed[16];
	return mime_seed(seed) ? mime_wrap(smtpc_message_new(NULL, seed)) : NULL;
}

static bool mime_date_now(smtpmail_mime *mime)
{
	time_t now = time(NULL);
	if (smtpc_message_set_date(mime->core, (int64_t)now, php_idate('Z', now, false) / 60) < 0) {
		throw_no_memory();
		return false;
	}
	return true;
}

smtpmail_mime *smtpmail_mime_copy(const smtpmail_mime *mime)
{
	uint8_t seed[16];
	smtpmail_mime *copy =
		mime_seed(seed) ? mime_wrap(smtpc_message_copy(mime->core, seed)) : NULL;
	if (copy == NULL) {
		return NULL;
	}
	copy->dated = mime->dated;
	/* The original's date was that of its first sending; the copy is another mail. */
	if (!mime->dated && smtpc_message_has_date(mime->core) && !mime_date_now(copy)) {
		smtpmail_mime_release(copy);
		return NULL;
	}
	return copy;
}

smtpmail_mime *smtpmail_mime_raw(smtpc_blob *blob, const smtpc_origin *origin)
{
	uint8_t seed[16];
	if (!mime_seed(seed)) {
		return NULL;
	}
	return mime_wrap(blob != NULL ? smtpc_message_new_raw_blob(NULL, seed, *blob)
	                              : smtpc_message_new_raw_origin(NULL, seed, *origin));
}

smtpc_attachment *smtpmail_message_to_attachment(smtpmail_mime *mime,
	const smtpc_attachment_options *options, int64_t *size)
{
	uint8_t seed[16];
	smtpc_error err;
	smtpc_open_options open;
	if (mime == NULL || !smtpmail_mime_options(&open, mime) || !mime_seed(seed)) {
		return NULL;
	}
	mime->readers++;
	smtpc_attachment *core = smtpc_message_to_attachment(mime->core, seed, options, &err);
	int rv = core != NULL ? smtpc_message_size(mime->core, &open, size, &err) : err.code;
	mime->readers--;
	smtpmail_go_on_bailing();
	if (rv < 0 || EG(exception)) {
		smtpc_attachment_unref(core);
		smtpmail_throw_message(&err);
		return NULL;
	}
	return core;
}

void smtpmail_mime_release(smtpmail_mime *mime)
{
	if (--mime->refs == 0) {
		smtpc_message_free(mime->core);
		efree(mime);
	}
}

/* ---- Reading one ------------------------------------------------------------------------ */

/* A message being read. */
typedef struct smtpmail_source {
	smtpmail_mime *mime;
	smtpc_source inner;
} smtpmail_source;

static ptrdiff_t source_read(void *user, char *buf, size_t len, smtpc_error *err)
{
	smtpmail_source *source = user;
	return source->inner.read(source->inner.user, buf, len, err);
}

static int source_rewind(void *user, smtpc_error *err)
{
	smtpmail_source *source = user;
	return source->inner.rewind(source->inner.user, err);
}

static void source_close(void *user)
{
	smtpmail_source *source = user;
	if (source->inner.close != NULL) {
		source->inner.close(source->inner.user);
	}
	source->mime->readers--;
	smtpmail_mime_release(source->mime);
	efree(source);
}

/* What the core says of an argument is a ValueError; what it says of an attachment, the exception
 * for that, unless user code has thrown one of its own. */
void smtpmail_throw_message(const smtpc_error *err)
{
	if (EG(exception)) {
		return;
	}
	if (err->code == SMTPC_E_ARGUMENT || err->code == SMTPC_E_NOMEM) {
		smtpmail_throw_argument(0, err);
	} else {
		smtpc_error at_content = *err;
		at_content.stage = SMTPC_STAGE_CONTENT;
		smtpmail_throw(NULL, &at_content, NULL, NULL);
	}
}

bool smtpmail_mime_options(smtpc_open_options *options, smtpmail_mime *mime)
{
	smtpc_open_options_init(options);
	options->now = (int64_t)time(NULL);
	options->spool_max = (size_t)SMTPMAIL_G(spool_memory);
	options->spool_dir = smtpmail_view(php_get_temporary_directory());
	return smtpc_message_is_raw(mime->core) || smtpc_message_has_date(mime->core) ||
	       mime_date_now(mime);
}

void smtpmail_open_free(smtpmail_open *how)
{
	for (size_t i = 0; i < how->dkim_count; i++) {
		smtpc_dkim_unref(how->dkim[i]);
	}
	if (how->dkim != NULL) {
		efree(how->dkim);
	}
	*how = (smtpmail_open){NULL};
}

bool smtpmail_source_open(smtpc_source *source, smtpmail_mime *mime, const smtpmail_open *how,
	smtpc_transfer *need)
{
	smtpc_open_options options;
	smtpc_source inner;
	smtpc_error err;
	if (!smtpmail_mime_options(&options, mime)) {
		return false;
	}
	if (how != NULL) {
		options.encode_long = how->encode_long;
		options.dkim = how->dkim;
		options.dkim_count = how->dkim_count;
	}
	options.takes = *need;
	/* A stream among the attachments is user code: the message must not be changed by it. */
	mime->readers++;
	int rv = smtpc_message_open(mime->core, &options, &inner, need, &err);
	if (rv < 0) {
		mime->readers--;
		smtpmail_go_on_bailing();
		smtpmail_throw_message(&err);
		return false;
	}
	smtpmail_source *self = emalloc(sizeof *self);
	*self = (smtpmail_source){.mime = mime, .inner = inner};
	mime->refs++;
	*source = (smtpc_source){.user = self, .read = source_read, .close = source_close,
		.rewind = inner.rewind != NULL ? source_rewind : NULL, .size = inner.size};
	if (EG(exception)) {
		source->close(source->user);
		return false;
	}
	return true;
}
