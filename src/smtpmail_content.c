/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * class SmtpMail\Message, the reading half: what the message has become. */
#include "smtpmail_internal.h"

#include "ext/spl/spl_exceptions.h"
#include "php_smtpmail.h"
#include "php_streams.h"
#include "zend_exceptions.h"

#define FIRST_ROOM 16384

/* As the class's table of methods has them. */
PHP_METHOD(SmtpMail_Message, getMessageId);
PHP_METHOD(SmtpMail_Message, getEnvelope);
PHP_METHOD(SmtpMail_Message, getSize);
PHP_METHOD(SmtpMail_Message, writeTo);
PHP_METHOD(SmtpMail_Message, __toString);

PHP_METHOD(SmtpMail_Message, getMessageId)
{
	ZEND_PARSE_PARAMETERS_NONE();

	smtpmail_mime *mime = smtpmail_message_mime(Z_OBJ_P(ZEND_THIS));
	if (mime == NULL) {
		RETURN_THROWS();
	}
	smtpc_str id = smtpc_message_id(mime->core);
	smtpmail_go_on_bailing(); /* the header of raw mail may come out of user code */
	if (EG(exception)) {
		RETURN_THROWS();
	}
	if (id.ptr == NULL) {
		zend_throw_error(NULL, "Out of memory");
		RETURN_THROWS();
	}
	RETURN_STRINGL(id.ptr, id.len);
}

PHP_METHOD(SmtpMail_Message, getEnvelope)
{
	ZEND_PARSE_PARAMETERS_NONE();

	smtpmail_mime *mime = smtpmail_message_mime(Z_OBJ_P(ZEND_THIS));
	if (mime == NULL || !smtpmail_envelope_of(return_value, mime->core)) {
		RETURN_THROWS();
	}
}

/* Opens the message of |object| to be read by ourselves. */
static bool message_open(zend_object *object, smtpc_source *source)
{
	smtpmail_mime *mime = smtpmail_message_mime(object);
	smtpc_transfer need = SMTPC_TRANSFER_8BIT;
	return mime != NULL && smtpmail_source_open(source, mime, NULL, &need);
}

PHP_METHOD(SmtpMail_Message, getSize)
{
	ZEND_PARSE_PARAMETERS_NONE();

	smtpc_source source;
	if (!message_open(Z_OBJ_P(ZEND_THIS), &source)) {
		RETURN_THROWS();
	}
	if (source.size >= 0) {
		RETVAL_LONG((zend_long)source.size);
	}
	source.close(source.user);
}

/* Nobody else gives the source back then. */
static void message_mind_bailout(smtpc_source *source)
{
	if (SMTPMAIL_G(bailed)) {
		source->close(source->user);
		smtpmail_go_on_bailing();
	}
}

static ptrdiff_t message_read(smtpc_source *source, char *buf, size_t len)
{
	smtpc_error err;
	ptrdiff_t got = source->read(source->user, buf, len, &err);
	if (got < 0) {
		message_mind_bailout(source);
		smtpmail_throw_message(&err);
	}
	/* What a stream gives before it throws is worth nothing. */
	return EG(exception) ? -1 : got;
}

/* All of |len| octets, or an exception. */
static bool stream_write_all(php_stream *stream, const char *buf, size_t len)
{
	while (len > 0) {
		ssize_t put = php_stream_write(stream, buf, len);
		if (EG(exception)) {
			return false;
		}
		if (put <= 0) {
			zend_throw_exception(spl_ce_RuntimeException,
				"the message could not be written to the stream", 0);
			return false;
		}
		buf += put;
		len -= (size_t)put;
	}
	return true;
}

PHP_METHOD(SmtpMail_Message, writeTo)
{
	zval *resource;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_RESOURCE(resource)
	ZEND_PARSE_PARAMETERS_END();

	php_stream *stream;
	php_stream_from_res(stream, Z_RES_P(resource));
	smtpc_source source;
	if (!message_open(Z_OBJ_P(ZEND_THIS), &source)) {
		RETURN_THROWS();
	}
	zend_long written = 0;
	char buf[8192];
	for (;;) {
		ptrdiff_t got = message_read(&source, buf, sizeof buf);
		if (got <= 0 || !stream_write_all(stream, buf, (size_t)got)) {
			break;
		}
		written += got;
	}
	source.close(source.user);
	if (EG(exception)) {
		RETURN_THROWS();
	}
	RETVAL_LONG(written);
}

PHP_METHOD(SmtpMail_Message, __toString)
{
	ZEND_PARSE_PARAMETERS_NONE();

	smtpc_source source;
	if (!message_open(Z_OBJ_P(ZEND_THIS), &source)) {
		RETURN_THROWS();
	}
	/* One octet more than there should be, to see the end. Of a stream the length shows itself. */
	size_t room = source.size >= 0 ? (size_t)source.size + 1 : FIRST_ROOM;
	zend_string *text = zend_string_alloc(room, false);
	size_t len = 0;
	ptrdiff_t got;
	while ((got = message_read(&source, ZSTR_VAL(text) + len, room - len)) > 0) {
		len += (size_t)got;
		if (len == room) {
			room *= 2;
			text = zend_string_extend(text, room, false);
		}
	}
	source.close(source.user);
	if (got < 0 || EG(exception)) {
		zend_string_release(text);
		RETURN_THROWS();
	}
	text = zend_string_truncate(text, len, false);
	ZSTR_VAL(text)[len] = '\0';
	RETURN_NEW_STR(text);
}
