/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * PHP's strings and messages as the core reads them: by reference, never copied. */
#include "smtpmail_internal.h"

#include <time.h>

#include "ext/date/php_date.h"
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

static bool mime_seed(uint8_t seed[16])
{
	if (smtpc_random(seed, 16) < 0) {
		zend_throw_error(NULL, "OpenSSL's random generator failed");
		return false;
	}
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
	if (smtpc_message_set_date(mime->core, (int64_t)now, php_idate('Z', now, true) / 60) < 0) {
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

void smtpmail_mime_release(smtpmail_mime *mime)
{
	if (--mime->refs == 0) {
		smtpc_message_free(mime->core);
		efree(mime);
	}
}

static ptrdiff_t source_read(void *user, char *buf, size_t len, smtpc_error *err)
{
	smtpmail_source *source = user;
	ptrdiff_t got = source->inner.read(source->inner.user, buf, len, err);
	if (got > 0) {
		source->given += got;
	}
	source->ended = got == 0 || (source->inner.size >= 0 && source->given >= source->inner.size);
	return got;
}

static int source_rewind(void *user, smtpc_error *err)
{
	smtpmail_source *source = user;
	source->given = 0;
	source->ended = false;
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

bool smtpmail_source_open(smtpc_source *source, smtpmail_source **handle, smtpmail_mime *mime)
{
	if (!smtpc_message_has_date(mime->core) && !mime_date_now(mime)) {
		return false;
	}
	smtpc_source inner;
	smtpc_error err;
	if (smtpc_message_open(mime->core, &inner, &err) < 0) {
		smtpmail_throw_argument(0, &err);
		return false;
	}
	smtpmail_source *self = emalloc(sizeof *self);
	*self = (smtpmail_source){.mime = mime, .inner = inner};
	mime->refs++;
	mime->readers++;
	*source = (smtpc_source){.user = self, .read = source_read, .close = source_close,
		.rewind = inner.rewind != NULL ? source_rewind : NULL, .size = inner.size};
	*handle = self;
	return true;
}
