/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * class SmtpMail\Message: the builder over the core's message. Setters leave the message as it was
 * when they throw. */
#include "smtpmail_internal.h"

#include "ext/date/php_date.h"
#include "zend_exceptions.h"
#include "zend_interfaces.h"

#include "smtpmail_message_arginfo.h"

typedef struct message_object {
	smtpmail_mime *mime; /* NULL: not constructed */
	zend_object std;
} message_object;

zend_class_entry *smtpmail_ce_message;
static zend_object_handlers message_handlers;

/* ---- The object ------------------------------------------------------------------------- */

static message_object *message_of(zend_object *object)
{
	return (message_object *)((char *)object - offsetof(message_object, std));
}

static zend_object *message_create(zend_class_entry *ce)
{
	message_object *self = zend_object_alloc(sizeof *self, ce);
	self->mime = NULL;
	zend_object_std_init(&self->std, ce);
	object_properties_init(&self->std, ce);
	self->std.handlers = &message_handlers;
	return &self->std;
}

static void message_free(zend_object *object)
{
	message_object *self = message_of(object);
	if (self->mime != NULL) {
		smtpmail_mime_release(self->mime);
		self->mime = NULL;
	}
	zend_object_std_dtor(object);
}

static zend_object *message_clone(zend_object *object)
{
	zend_object *copy = message_create(object->ce);
	zend_objects_clone_members(copy, object);
	smtpmail_mime *mime = smtpmail_message_mime(object);
	if (mime != NULL) {
		message_of(copy)->mime = smtpmail_mime_copy(mime);
	}
	return copy;
}

void smtpmail_message_wrap(zval *to, smtpmail_mime *mime)
{
	object_init_ex(to, smtpmail_ce_message);
	message_of(Z_OBJ_P(to))->mime = mime;
}

bool smtpmail_message_new(zval *to)
{
	smtpmail_mime *mime = smtpmail_mime_new();
	if (mime == NULL) {
		return false;
	}
	smtpmail_message_wrap(to, mime);
	return true;
}

smtpmail_mime *smtpmail_message_mime(zend_object *object)
{
	smtpmail_mime *mime = message_of(object)->mime;
	if (mime == NULL) {
		zend_throw_error(NULL, "SmtpMail\\Message::__construct() has not been called");
	}
	return mime;
}

/* The core's message for a setter: it must not be changed while it is read. */
smtpc_message *smtpmail_message_writable(zend_object *object)
{
	smtpmail_mime *mime = smtpmail_message_mime(object);
	if (mime != NULL && mime->readers > 0) {
		zend_throw_error(NULL, "SmtpMail\\Message is being sent and cannot be changed");
		return NULL;
	}
	if (mime != NULL && smtpc_message_is_raw(mime->core)) {
		zend_throw_error(NULL, "SmtpMail\\Message is raw mail, which is sent as it is");
		return NULL;
	}
	return mime != NULL ? mime->core : NULL;
}

/* The end of a setter; |rv|: what the core said about argument |arg|. */
void smtpmail_message_return(zval *return_value, zend_object *object, int rv, uint32_t arg,
	const smtpc_error *err)
{
	if (rv < 0) {
		smtpmail_throw_argument(arg, err);
		return;
	}
	RETURN_OBJ_COPY(object);
}

/* ---- Addresses -------------------------------------------------------------------------- */

static bool message_add_addrs(smtpc_message *message, smtpc_addr_field field,
	const smtpmail_addrs *addrs)
{
	for (size_t i = 0; i < addrs->count; i++) {
		if (smtpc_message_add_addr(message, field, &addrs->items[i]) < 0) {
			zend_throw_error(NULL, "Out of memory");
			return false;
		}
	}
	return true;
}

static bool message_add_members(smtpc_message *message, smtpc_addr_field field,
	const smtpmail_members *members)
{
	for (size_t i = 0; i < members->count; i++) {
		const smtpmail_member *member = &members->items[i];
		smtpc_error err;
		if (member->group == NULL) {
			if (!message_add_addrs(message, field, &member->addrs)) {
				return false;
			}
		} else if (smtpc_message_add_group(message, field, smtpmail_str(member->group),
					   member->addrs.items, member->addrs.count, &err) < 0) {
			smtpmail_throw_argument((uint32_t)i + 1, &err);
			return false;
		}
	}
	return true;
}

/* from(), to(), cc(), bcc(), replyTo(): what was there goes. */
static void message_set_addrs(INTERNAL_FUNCTION_PARAMETERS, smtpc_addr_field field)
{
	zval *values;
	uint32_t count;
	ZEND_PARSE_PARAMETERS_START(0, -1)
		Z_PARAM_VARIADIC('*', values, count)
	ZEND_PARSE_PARAMETERS_END();

	bool groups = field == SMTPC_FIELD_TO || field == SMTPC_FIELD_CC;
	smtpc_message *message = smtpmail_message_writable(Z_OBJ_P(ZEND_THIS));
	smtpmail_members members;
	if (message == NULL || !smtpmail_members_read(&members, values, count, 1, groups)) {
		RETURN_THROWS();
	}
	smtpc_message_clear_addrs(message, field);
	bool ok = message_add_members(message, field, &members);
	smtpmail_members_free(&members);
	if (!ok) {
		RETURN_THROWS();
	}
	RETURN_OBJ_COPY(Z_OBJ_P(ZEND_THIS));
}

PHP_METHOD(SmtpMail_Message, from)
{
	message_set_addrs(INTERNAL_FUNCTION_PARAM_PASSTHRU, SMTPC_FIELD_FROM);
}

PHP_METHOD(SmtpMail_Message, to)
{
	message_set_addrs(INTERNAL_FUNCTION_PARAM_PASSTHRU, SMTPC_FIELD_TO);
}

PHP_METHOD(SmtpMail_Message, cc)
{
	message_set_addrs(INTERNAL_FUNCTION_PARAM_PASSTHRU, SMTPC_FIELD_CC);
}

PHP_METHOD(SmtpMail_Message, bcc)
{
	message_set_addrs(INTERNAL_FUNCTION_PARAM_PASSTHRU, SMTPC_FIELD_BCC);
}

PHP_METHOD(SmtpMail_Message, replyTo)
{
	message_set_addrs(INTERNAL_FUNCTION_PARAM_PASSTHRU, SMTPC_FIELD_REPLY_TO);
}

/* An argument with addresses, added to |field|. */
static bool message_add_arg(smtpc_message *message, smtpc_addr_field field, zval *value,
	uint32_t arg, bool many)
{
	smtpmail_addrs addrs;
	if (!smtpmail_addrs_read(&addrs, value, arg, many)) {
		return false;
	}
	bool ok = message_add_addrs(message, field, &addrs);
	smtpmail_addrs_free(&addrs);
	return ok;
}

static void message_set_one_addr(INTERNAL_FUNCTION_PARAMETERS, smtpc_addr_field field,
	bool nullable)
{
	zval *value;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_ZVAL(value)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_message *message = smtpmail_message_writable(Z_OBJ_P(ZEND_THIS));
	if (message == NULL) {
		RETURN_THROWS();
	}
	if (nullable && Z_TYPE_P(value) == IS_NULL) {
		smtpc_message_null_return(message);
	} else if (!message_add_arg(message, field, value, 1, false)) {
		RETURN_THROWS();
	}
	RETURN_OBJ_COPY(Z_OBJ_P(ZEND_THIS));
}

PHP_METHOD(SmtpMail_Message, sender)
{
	message_set_one_addr(INTERNAL_FUNCTION_PARAM_PASSTHRU, SMTPC_FIELD_SENDER, false);
}

PHP_METHOD(SmtpMail_Message, returnPath)
{
	message_set_one_addr(INTERNAL_FUNCTION_PARAM_PASSTHRU, SMTPC_FIELD_RETURN, true);
}

/* ---- Header fields ---------------------------------------------------------------------- */

PHP_METHOD(SmtpMail_Message, subject)
{
	zend_string *subject;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_STR(subject)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_message *message = smtpmail_message_writable(Z_OBJ_P(ZEND_THIS));
	if (message == NULL) {
		RETURN_THROWS();
	}
	smtpc_error err;
	int rv = smtpc_message_set_subject(message, smtpmail_str(subject), &err);
	smtpmail_message_return(return_value, Z_OBJ_P(ZEND_THIS), rv, 1, &err);
}

static bool date_call(zend_object *date, const char *method, zend_long *value)
{
	zval rv;
	zend_call_method(date, date->ce, NULL, method, strlen(method), &rv, 0, NULL, NULL);
	if (EG(exception)) {
		return false;
	}
	*value = zval_get_long(&rv);
	zval_ptr_dtor(&rv);
	return true;
}

PHP_METHOD(SmtpMail_Message, date)
{
	zval *date;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_OBJECT_OF_CLASS(date, php_date_get_interface_ce())
	ZEND_PARSE_PARAMETERS_END();

	zend_long time, offset;
	if (!date_call(Z_OBJ_P(date), "gettimestamp", &time) ||
		!date_call(Z_OBJ_P(date), "getoffset", &offset)) {
		RETURN_THROWS();
	}
	smtpc_message *message = smtpmail_message_writable(Z_OBJ_P(ZEND_THIS));
	if (message == NULL) {
		RETURN_THROWS();
	}
	if (smtpc_message_set_date(message, time, (int)(offset / 60)) < 0) {
		zend_argument_value_error(1, "must be a date that RFC 5322 can write: from 1900 to 9999");
		RETURN_THROWS();
	}
	message_of(Z_OBJ_P(ZEND_THIS))->mime->dated = true;
	RETURN_OBJ_COPY(Z_OBJ_P(ZEND_THIS));
}

PHP_METHOD(SmtpMail_Message, messageId)
{
	zend_string *id;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_STR(id)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_message *message = smtpmail_message_writable(Z_OBJ_P(ZEND_THIS));
	if (message == NULL) {
		RETURN_THROWS();
	}
	smtpc_error err;
	int rv = smtpc_message_set_id(message, smtpmail_str(id), &err);
	smtpmail_message_return(return_value, Z_OBJ_P(ZEND_THIS), rv, 1, &err);
}

/* Variadic strings as the core takes them; NULL: thrown. The caller frees the array. */
static smtpc_str *message_read_strings(zval *values, uint32_t count, uint32_t arg)
{
	smtpc_str *strings = safe_emalloc(count + 1, sizeof *strings, 0);
	for (uint32_t i = 0; i < count; i++) {
		zend_string *string;
		if (!zend_parse_arg_str(&values[i], &string, false, arg + i)) {
			if (!EG(exception)) {
				zend_argument_type_error(arg + i, "must be of type string, %s given",
					smtpmail_type_name(&values[i]));
			}
			efree(strings);
			return NULL;
		}
		strings[i] = smtpmail_str(string);
	}
	return strings;
}

PHP_METHOD(SmtpMail_Message, inReplyTo)
{
	zend_string *id;
	zval *values;
	uint32_t count;
	ZEND_PARSE_PARAMETERS_START(1, -1)
		Z_PARAM_STR(id)
		Z_PARAM_VARIADIC('*', values, count)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_message *message = smtpmail_message_writable(Z_OBJ_P(ZEND_THIS));
	smtpc_str *references = message != NULL ? message_read_strings(values, count, 2) : NULL;
	if (references == NULL) {
		RETURN_THROWS();
	}
	smtpc_error err;
	int rv = smtpc_message_set_reply_to_id(message, smtpmail_str(id), references, count, &err);
	efree(references);
	/* The message quotes the id: which argument it was, the core does not say. */
	smtpmail_message_return(return_value, Z_OBJ_P(ZEND_THIS), rv, 0, &err);
}

PHP_METHOD(SmtpMail_Message, priority)
{
	zend_long priority;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_LONG(priority)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_message *message = smtpmail_message_writable(Z_OBJ_P(ZEND_THIS));
	if (message == NULL) {
		RETURN_THROWS();
	}
	if (priority < 1 || priority > 5) {
		zend_argument_value_error(1, "must be between 1 (highest) and 5 (lowest)");
		RETURN_THROWS();
	}
	smtpc_error err;
	int rv = smtpc_message_set_priority(message, (int)priority, &err);
	smtpmail_message_return(return_value, Z_OBJ_P(ZEND_THIS), rv, 1, &err);
}

/* Whether the core takes the name, and then each of |values|; *at: how many things it took. */
static int header_try(smtpc_str name, const smtpc_str *values, uint32_t count, uint32_t *at,
	smtpc_error *err)
{
	static const uint8_t seed[16] = {0};
	smtpc_message *scratch = smtpc_message_new(NULL, seed);
	if (scratch == NULL) {
		*err = (smtpc_error){.code = SMTPC_E_NOMEM, .message = "out of memory"};
		return SMTPC_E_NOMEM;
	}
	int rv = smtpc_message_set_header(scratch, name, SMTPC_STR(""), true, err);
	for (*at = 0; *at < count && rv == SMTPC_OK; ++*at) {
		rv = smtpc_message_set_header(scratch, name, values[*at], true, err);
	}
	smtpc_message_free(scratch);
	return rv;
}

/* All or nothing. */
static int header_replace(smtpc_message *message, smtpc_str name, const smtpc_str *values,
	uint32_t count, uint32_t *at, smtpc_error *err)
{
	int rv = header_try(name, values, count, at, err);
	for (uint32_t i = 0; i < count && rv == SMTPC_OK; i++) {
		rv = smtpc_message_set_header(message, name, values[i], i > 0, err);
	}
	return rv;
}

PHP_METHOD(SmtpMail_Message, header)
{
	zend_string *name;
	zval *args;
	uint32_t count;
	ZEND_PARSE_PARAMETERS_START(1, -1)
		Z_PARAM_STR(name)
		Z_PARAM_VARIADIC('*', args, count)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_message *message = smtpmail_message_writable(Z_OBJ_P(ZEND_THIS));
	smtpc_str *values = message != NULL ? message_read_strings(args, count, 2) : NULL;
	if (values == NULL) {
		RETURN_THROWS();
	}
	smtpc_error err;
	uint32_t at;
	int rv = header_replace(message, smtpmail_str(name), values, count, &at, &err);
	if (count == 0 && rv == SMTPC_OK) {
		smtpc_message_remove_header(message, smtpmail_str(name));
	}
	efree(values);
	smtpmail_message_return(return_value, Z_OBJ_P(ZEND_THIS), rv, at + 1, &err);
}

PHP_METHOD(SmtpMail_Message, addHeader)
{
	zend_string *name, *value;
	ZEND_PARSE_PARAMETERS_START(2, 2)
		Z_PARAM_STR(name)
		Z_PARAM_STR(value)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_message *message = smtpmail_message_writable(Z_OBJ_P(ZEND_THIS));
	if (message == NULL) {
		RETURN_THROWS();
	}
	smtpc_error err;
	uint32_t at;
	smtpc_str text = smtpmail_str(value);
	int rv = header_try(smtpmail_str(name), &text, 1, &at, &err);
	if (rv == SMTPC_OK) {
		rv = smtpc_message_set_header(message, smtpmail_str(name), text, true, &err);
	}
	smtpmail_message_return(return_value, Z_OBJ_P(ZEND_THIS), rv, at + 1, &err);
}

PHP_METHOD(SmtpMail_Message, removeHeader)
{
	zend_string *name;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_STR(name)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_message *message = smtpmail_message_writable(Z_OBJ_P(ZEND_THIS));
	if (message == NULL) {
		RETURN_THROWS();
	}
	smtpc_message_remove_header(message, smtpmail_str(name));
	RETURN_OBJ_COPY(Z_OBJ_P(ZEND_THIS));
}

/* ---- Bodies ----------------------------------------------------------------------------- */

static bool message_set_body(smtpc_message *message, smtpc_body which, zend_string *body,
	uint32_t arg)
{
	smtpc_error err;
	if (smtpc_message_set_body(message, which, smtpmail_blob(body), SMTPC_STR("UTF-8"),
			SMTPC_ENC_AUTO, &err) < 0) {
		smtpmail_throw_argument(arg, &err);
		return false;
	}
	return true;
}

PHP_METHOD(SmtpMail_Message, listUnsubscribe)
{
	zend_string *url, *mailto = NULL;
	ZEND_PARSE_PARAMETERS_START(1, 2)
		Z_PARAM_STR_OR_NULL(url)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR_OR_NULL(mailto)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_message *message = smtpmail_message_writable(Z_OBJ_P(ZEND_THIS));
	if (message == NULL) {
		RETURN_THROWS();
	}
	smtpc_error err;
	int rv = smtpc_message_set_list_unsubscribe(message,
		url != NULL ? smtpmail_str(url) : SMTPC_STR(""),
		mailto != NULL ? smtpmail_str(mailto) : SMTPC_STR(""), &err);
	smtpmail_message_return(return_value, Z_OBJ_P(ZEND_THIS), rv, 0, &err);
}

PHP_METHOD(SmtpMail_Message, idempotencyKey)
{
	zend_string *key;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_STR(key)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_message *message = smtpmail_message_writable(Z_OBJ_P(ZEND_THIS));
	if (message == NULL) {
		RETURN_THROWS();
	}
	if (ZSTR_LEN(key) == 0) {
		zend_argument_value_error(1, "must not be empty");
		RETURN_THROWS();
	}
	smtpc_error err = {.code = SMTPC_E_NOMEM, .message = "out of memory"};
	int rv = smtpc_message_set_key(message, smtpmail_str(key));
	smtpmail_message_return(return_value, Z_OBJ_P(ZEND_THIS), rv, 1, &err);
}

/* ---- Constructor ------------------------------------------------------------------------ */

static bool fill_addrs(smtpc_message *message, const smtpmail_draft *draft)
{
	for (int field = 0; field < SMTPC_FIELD_COUNT; field++) {
		zval *value = draft->addrs[field];
		bool nullable = field == SMTPC_FIELD_FROM || field == SMTPC_FIELD_REPLY_TO;
		if (value == NULL || (nullable && Z_TYPE_P(value) == IS_NULL)) {
			continue;
		}
		if (!message_add_arg(message, (smtpc_addr_field)field, value, draft->args->addrs[field],
				field != SMTPC_FIELD_FROM)) {
			return false;
		}
	}
	return true;
}

bool smtpmail_message_fill(smtpc_message *message, const smtpmail_draft *draft)
{
	const smtpmail_draft_args *args = draft->args;
	if (!fill_addrs(message, draft)) {
		return false;
	}
	smtpc_error err;
	if (draft->subject != NULL && ZSTR_LEN(draft->subject) > 0 &&
		smtpc_message_set_subject(message, smtpmail_str(draft->subject), &err) < 0) {
		smtpmail_throw_argument(args->subject, &err);
		return false;
	}
	return (draft->text == NULL ||
	        message_set_body(message, SMTPC_BODY_TEXT, draft->text, args->text)) &&
	       (draft->html == NULL ||
	        message_set_body(message, SMTPC_BODY_HTML, draft->html, args->html));
}

PHP_METHOD(SmtpMail_Message, __construct)
{
	static const smtpmail_draft_args args = {.subject = 3, .text = 4, .html = 5,
		.addrs = {[SMTPC_FIELD_FROM] = 1, [SMTPC_FIELD_TO] = 2}};
	smtpmail_draft draft = {.args = &args};
	ZEND_PARSE_PARAMETERS_START(0, 5)
		Z_PARAM_OPTIONAL
		Z_PARAM_ZVAL(draft.addrs[SMTPC_FIELD_FROM])
		Z_PARAM_ZVAL(draft.addrs[SMTPC_FIELD_TO])
		Z_PARAM_STR(draft.subject)
		Z_PARAM_STR(draft.text)
		Z_PARAM_STR_OR_NULL(draft.html)
	ZEND_PARSE_PARAMETERS_END();

	message_object *self = message_of(Z_OBJ_P(ZEND_THIS));
	if (self->mime != NULL) {
		zend_throw_error(NULL, "SmtpMail\\Message::__construct() has been called already");
		RETURN_THROWS();
	}
	smtpmail_mime *mime = smtpmail_mime_new();
	if (mime == NULL) {
		RETURN_THROWS();
	}
	bool ok = smtpmail_message_fill(mime->core, &draft);
	if (ok && self->mime != NULL) { /* a __toString() among the arguments has called it again */
		zend_throw_error(NULL, "SmtpMail\\Message::__construct() has been called already");
		ok = false;
	}
	if (!ok) {
		smtpmail_mime_release(mime);
		RETURN_THROWS();
	}
	self->mime = mime;
}

PHP_MINIT_FUNCTION(smtpmail_message)
{
	smtpmail_ce_message = register_class_SmtpMail_Message(zend_ce_stringable);
	smtpmail_ce_message->create_object = message_create;
	memcpy(&message_handlers, &std_object_handlers, sizeof message_handlers);
	message_handlers.offset = offsetof(message_object, std);
	message_handlers.free_obj = message_free;
	message_handlers.clone_obj = message_clone;
	message_handlers.compare = zend_objects_not_comparable;
	return SUCCESS;
}
