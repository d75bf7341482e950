/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * class SmtpMail\Message, the reading half: what the message has become. */
#include "smtpmail_internal.h"

#include "ext/spl/spl_exceptions.h"
#include "php_streams.h"
#include "zend_exceptions.h"

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
	smtpmail_source *handle;
	smtpmail_mime *mime = smtpmail_message_mime(object);
	return mime != NULL && smtpmail_source_open(source, &handle, mime);
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

static ptrdiff_t message_read(smtpc_source *source, char *buf, size_t len)
{
	smtpc_error err;
	ptrdiff_t got = source->read(source->user, buf, len, &err);
	if (got < 0 && !EG(exception)) {
		smtpmail_throw(NULL, &err, NULL, NULL);
	}
	return got;
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
	RETVAL_LONG(written);
}

PHP_METHOD(SmtpMail_Message, __toString)
{
	ZEND_PARSE_PARAMETERS_NONE();

	smtpc_source source;
	if (!message_open(Z_OBJ_P(ZEND_THIS), &source)) {
		RETURN_THROWS();
	}
	size_t size = source.size > 0 ? (size_t)source.size : 0;
	zend_string *text = zend_string_alloc(size, false);
	size_t len = 0;
	while (len < size) {
		ptrdiff_t got = message_read(&source, ZSTR_VAL(text) + len, size - len);
		if (got <= 0) {
			break;
		}
		len += (size_t)got;
	}
	source.close(source.user);
	ZSTR_VAL(text)[len] = '\0';
	ZSTR_LEN(text) = len;
	RETURN_NEW_STR(text);
}
