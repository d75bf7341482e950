/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * class SmtpMail\Message, what is in it: bodies, alternatives, attachments; and finished mail. */
#include "smtpmail_internal.h"

#include "zend_exceptions.h"

/* As the class's table of methods has them. */
PHP_METHOD(SmtpMail_Message, fromRaw);
PHP_METHOD(SmtpMail_Message, text);
PHP_METHOD(SmtpMail_Message, html);
PHP_METHOD(SmtpMail_Message, calendar);
PHP_METHOD(SmtpMail_Message, alternative);
PHP_METHOD(SmtpMail_Message, attach);
PHP_METHOD(SmtpMail_Message, attachFromPath);
PHP_METHOD(SmtpMail_Message, embedFromPath);

/* ---- Bodies ----------------------------------------------------------------------------- */

static void message_body(INTERNAL_FUNCTION_PARAMETERS, smtpc_body which)
{
	zend_string *body, *charset = NULL;
	zval *encoding = NULL;
	ZEND_PARSE_PARAMETERS_START(1, 3)
		Z_PARAM_STR(body)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR(charset)
		Z_PARAM_OBJECT_OF_CLASS(encoding, smtpmail_enum_ce(SMTPMAIL_ENUM_ENCODING))
	ZEND_PARSE_PARAMETERS_END();

	smtpc_message *message = smtpmail_message_writable(Z_OBJ_P(ZEND_THIS));
	if (message == NULL) {
		RETURN_THROWS();
	}
	int index = encoding != NULL ? smtpmail_enum_index(SMTPMAIL_ENUM_ENCODING, encoding) : 0;
	if (charset != NULL && ZSTR_LEN(charset) == 0) {
		zend_argument_value_error(2, "must not be empty");
		RETURN_THROWS();
	}
	smtpc_error err;
	int rv = smtpc_message_set_body(message, which, smtpmail_blob(body),
		charset != NULL ? smtpmail_str(charset) : SMTPC_STR("UTF-8"), (smtpc_encoding)index, &err);
	/* The message says whether it is the body, the charset or the encoding. */
	smtpmail_message_return(return_value, Z_OBJ_P(ZEND_THIS), rv, 0, &err);
}

PHP_METHOD(SmtpMail_Message, text)
{
	message_body(INTERNAL_FUNCTION_PARAM_PASSTHRU, SMTPC_BODY_TEXT);
}

PHP_METHOD(SmtpMail_Message, html)
{
	message_body(INTERNAL_FUNCTION_PARAM_PASSTHRU, SMTPC_BODY_HTML);
}

PHP_METHOD(SmtpMail_Message, calendar)
{
	zend_string *ics, *method = NULL;
	ZEND_PARSE_PARAMETERS_START(1, 2)
		Z_PARAM_STR(ics)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR(method)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_message *message = smtpmail_message_writable(Z_OBJ_P(ZEND_THIS));
	if (message == NULL) {
		RETURN_THROWS();
	}
	smtpc_error err;
	int rv = smtpc_message_set_calendar(message, smtpmail_blob(ics),
		method != NULL ? smtpmail_str(method) : SMTPC_STR("REQUEST"), &err);
	smtpmail_message_return(return_value, Z_OBJ_P(ZEND_THIS), rv, 0, &err);
}

PHP_METHOD(SmtpMail_Message, alternative)
{
	zend_string *type, *body;
	ZEND_PARSE_PARAMETERS_START(2, 2)
		Z_PARAM_STR(type)
		Z_PARAM_STR(body)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_message *message = smtpmail_message_writable(Z_OBJ_P(ZEND_THIS));
	if (message == NULL) {
		RETURN_THROWS();
	}
	smtpc_error err;
	int rv =
		smtpc_message_add_alternative(message, smtpmail_str(type), smtpmail_blob(body), &err);
	smtpmail_message_return(return_value, Z_OBJ_P(ZEND_THIS), rv, 0, &err);
}

/* ---- Attachments ------------------------------------------------------------------------ */

/* Takes the reference of |core| (NULL: thrown already). */
static void message_attach(zval *return_value, zend_object *object, smtpc_message *message,
	smtpc_attachment *core)
{
	if (core == NULL) {
		return;
	}
	int rv = smtpc_message_attach(message, core);
	smtpc_attachment_unref(core);
	if (rv < 0) {
		zend_throw_error(NULL, "Out of memory");
		return;
	}
	RETURN_OBJ_COPY(object);
}

bool smtpmail_message_attach_object(smtpc_message *message, zend_object *attachment)
{
	smtpc_attachment *core = smtpmail_attachment_core(attachment);
	if (core != NULL && smtpc_message_attach(message, core) < 0) {
		zend_throw_error(NULL, "Out of memory");
		return false;
	}
	return core != NULL;
}

PHP_METHOD(SmtpMail_Message, attach)
{
	zval *values;
	uint32_t count;
	ZEND_PARSE_PARAMETERS_START(0, -1)
		Z_PARAM_VARIADIC('*', values, count)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_message *message = smtpmail_message_writable(Z_OBJ_P(ZEND_THIS));
	if (message == NULL) {
		RETURN_THROWS();
	}
	/* All or none. */
	for (uint32_t i = 0; i < count; i++) {
		if (Z_TYPE(values[i]) != IS_OBJECT || Z_OBJCE(values[i]) != smtpmail_ce_attachment) {
			zend_argument_type_error(i + 1, "must be of type SmtpMail\\Attachment, %s given",
				smtpmail_type_name(&values[i]));
			RETURN_THROWS();
		}
		if (smtpmail_attachment_core(Z_OBJ(values[i])) == NULL) {
			RETURN_THROWS();
		}
	}
	for (uint32_t i = 0; i < count; i++) {
		if (!smtpmail_message_attach_object(message, Z_OBJ(values[i]))) {
			RETURN_THROWS();
		}
	}
	RETURN_OBJ_COPY(Z_OBJ_P(ZEND_THIS));
}

/* attachFromPath() and embedFromPath() */
static void message_attach_path(INTERNAL_FUNCTION_PARAMETERS, bool embed)
{
	zend_string *path, *name = NULL, *type = NULL;
	ZEND_PARSE_PARAMETERS_START(1, 3)
		Z_PARAM_PATH_STR(path)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR_OR_NULL(name)
		Z_PARAM_STR_OR_NULL(type)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_message *message = smtpmail_message_writable(Z_OBJ_P(ZEND_THIS));
	if (message == NULL) {
		RETURN_THROWS();
	}
	int64_t size;
	smtpc_attachment_options options = {.is_inline = embed};
	if (name != NULL) {
		options.name = smtpmail_str(name);
	}
	if (type != NULL) {
		options.type = smtpmail_str(type);
	}
	smtpc_attachment *core = smtpmail_attachment_of_path(path, &options, 1, &size);
	message_attach(return_value, Z_OBJ_P(ZEND_THIS), message, core);
}

PHP_METHOD(SmtpMail_Message, attachFromPath)
{
	message_attach_path(INTERNAL_FUNCTION_PARAM_PASSTHRU, false);
}

PHP_METHOD(SmtpMail_Message, embedFromPath)
{
	message_attach_path(INTERNAL_FUNCTION_PARAM_PASSTHRU, true);
}

/* ---- Finished mail ---------------------------------------------------------------------- */

PHP_METHOD(SmtpMail_Message, fromRaw)
{
	zval *eml;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_ZVAL(eml)
	ZEND_PARSE_PARAMETERS_END();

	smtpmail_mime *mime;
	zend_string *text;
	if (Z_TYPE_P(eml) == IS_RESOURCE) {
		smtpc_origin origin;
		if (!smtpmail_origin_of_stream(&origin, eml, 1)) {
			RETURN_THROWS();
		}
		mime = smtpmail_mime_raw(NULL, &origin);
	} else if (Z_TYPE_P(eml) != IS_NULL && zend_parse_arg_str(eml, &text, false, 1)) {
		smtpc_blob blob = smtpmail_blob(text);
		mime = smtpmail_mime_raw(&blob, NULL);
	} else {
		if (!EG(exception)) {
			zend_argument_type_error(1, "must be of type string or resource, %s given",
				smtpmail_type_name(eml));
		}
		RETURN_THROWS();
	}
	if (mime == NULL) {
		RETURN_THROWS();
	}
	smtpmail_message_wrap(return_value, mime);
}
