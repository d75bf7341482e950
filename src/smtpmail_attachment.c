/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * class SmtpMail\Attachment: the properties are what the core says of its attachment. */
#include "smtpmail_internal.h"

#include "ext/standard/php_string.h"
#include "zend_exceptions.h"

#include "smtpmail_attachment_arginfo.h"

typedef struct attachment_object {
	smtpc_attachment *core; /* NULL: made without one of the functions */
	zend_object std;
} attachment_object;

zend_class_entry *smtpmail_ce_attachment;
static zend_object_handlers attachment_handlers;

/* ---- The object ------------------------------------------------------------------------- */

static attachment_object *attachment_of(zend_object *object)
{
	return (attachment_object *)((char *)object - offsetof(attachment_object, std));
}

static zend_object *attachment_create(zend_class_entry *ce)
{
	attachment_object *self = zend_object_alloc(sizeof *self, ce);
	self->core = NULL;
	zend_object_std_init(&self->std, ce);
	object_properties_init(&self->std, ce);
	self->std.handlers = &attachment_handlers;
	return &self->std;
}

static void attachment_free(zend_object *object)
{
	smtpc_attachment_unref(attachment_of(object)->core);
	attachment_of(object)->core = NULL;
	zend_object_std_dtor(object);
}

static zend_object *attachment_clone(zend_object *object)
{
	zend_object *copy = attachment_create(object->ce);
	zend_objects_clone_members(copy, object);
	smtpc_attachment *core = attachment_of(object)->core;
	attachment_of(copy)->core = core != NULL ? smtpc_attachment_ref(core) : NULL;
	return copy;
}

smtpc_attachment *smtpmail_attachment_core(zend_object *object)
{
	smtpc_attachment *core = attachment_of(object)->core;
	if (core == NULL) {
		zend_throw_error(NULL, "SmtpMail\\Attachment was not made by one of its functions");
	}
	return core;
}

/* The declared properties, in their order: they are set here once, before anybody sees the object. */
enum { PROP_NAME, PROP_TYPE, PROP_CONTENT_ID, PROP_SIZE };

static void attachment_set_str(zend_object *object, uint32_t prop, smtpc_str value)
{
	ZVAL_STRINGL_FAST(OBJ_PROP_NUM(object, prop), value.len > 0 ? value.ptr : "", value.len);
}

void smtpmail_attachment_new(zval *to, smtpc_attachment *core, int64_t size)
{
	smtpc_attachment_options options;
	smtpc_attachment_describe(core, &options);
	object_init_ex(to, smtpmail_ce_attachment);
	zend_object *object = Z_OBJ_P(to);
	attachment_of(object)->core = core;
	attachment_set_str(object, PROP_NAME, options.name);
	attachment_set_str(object, PROP_TYPE, options.type);
	if (options.content_id.ptr != NULL) {
		attachment_set_str(object, PROP_CONTENT_ID, options.content_id);
	} else {
		ZVAL_NULL(OBJ_PROP_NUM(object, PROP_CONTENT_ID));
	}
	if (size >= 0) {
		ZVAL_LONG(OBJ_PROP_NUM(object, PROP_SIZE), (zend_long)size);
	} else {
		ZVAL_NULL(OBJ_PROP_NUM(object, PROP_SIZE));
	}
}

/* ---- Making ----------------------------------------------------------------------------- */

/* |core| is what a function of the core gave, or NULL with |err| about argument |arg|. */
static void attachment_return(zval *return_value, smtpc_attachment *core, int64_t size,
	uint32_t arg, const smtpc_error *err)
{
	if (core == NULL) {
		smtpmail_throw_argument(arg, err);
		return;
	}
	smtpmail_attachment_new(return_value, core, size);
}

static smtpc_str str_or_empty(const zend_string *string)
{
	return string != NULL ? smtpmail_str(string) : SMTPC_STR("");
}

smtpc_attachment *smtpmail_attachment_of_path(zend_string *path,
	const smtpc_attachment_options *options, uint32_t arg, int64_t *size)
{
	smtpc_origin origin;
	smtpc_error err;
	smtpc_attachment_options named = *options;
	if (!smtpmail_origin_of_file(&origin, size, path, arg)) {
		return NULL;
	}
	zend_string *base = php_basename(ZSTR_VAL(path), ZSTR_LEN(path), NULL, 0);
	if (named.name.ptr == NULL) {
		named.name = smtpmail_str(base);
	}
	if (named.is_inline && named.content_id.ptr == NULL) {
		named.content_id = named.name;
	}
	smtpc_attachment *core = smtpc_attachment_new_origin(NULL, &named, origin, &err);
	zend_string_release(base);
	if (core == NULL) {
		smtpmail_throw_argument(0, &err);
	}
	return core;
}

PHP_METHOD(SmtpMail_Attachment, fromPath)
{
	zend_string *path, *name = NULL, *type = NULL;
	ZEND_PARSE_PARAMETERS_START(1, 3)
		Z_PARAM_PATH_STR(path)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR_OR_NULL(name)
		Z_PARAM_STR_OR_NULL(type)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_attachment_options options = {.type = str_or_empty(type)};
	if (name != NULL) {
		options.name = smtpmail_str(name);
	}
	int64_t size;
	smtpc_attachment *core = smtpmail_attachment_of_path(path, &options, 1, &size);
	if (core == NULL) {
		RETURN_THROWS();
	}
	smtpmail_attachment_new(return_value, core, size);
}

PHP_METHOD(SmtpMail_Attachment, fromString)
{
	zend_string *data, *name, *type = NULL;
	ZEND_PARSE_PARAMETERS_START(2, 3)
		Z_PARAM_STR(data)
		Z_PARAM_STR(name)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR_OR_NULL(type)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_attachment_options options = {
		.name = smtpmail_str(name), .type = str_or_empty(type)};
	smtpc_error err;
	smtpc_attachment *core =
		smtpc_attachment_new_blob(NULL, &options, smtpmail_blob(data), &err);
	attachment_return(return_value, core, (int64_t)ZSTR_LEN(data), 0, &err);
}

PHP_METHOD(SmtpMail_Attachment, fromStream)
{
	zval *stream;
	zend_string *name, *type = NULL;
	ZEND_PARSE_PARAMETERS_START(2, 3)
		Z_PARAM_RESOURCE(stream)
		Z_PARAM_STR(name)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR_OR_NULL(type)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_attachment_options options = {
		.name = smtpmail_str(name), .type = str_or_empty(type)};
	smtpc_error err;
	smtpc_origin origin;
	if (!smtpmail_origin_of_stream(&origin, stream, 1)) {
		RETURN_THROWS();
	}
	smtpc_attachment *core = smtpc_attachment_new_origin(NULL, &options, origin, &err);
	attachment_return(return_value, core, -1, 0, &err);
}

PHP_METHOD(SmtpMail_Attachment, fromMessage)
{
	zend_object *message;
	zend_string *name = NULL;
	ZEND_PARSE_PARAMETERS_START(1, 2)
		Z_PARAM_OBJ_OF_CLASS(message, smtpmail_ce_message)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR_OR_NULL(name)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_attachment_options options = {
		.name = name != NULL ? smtpmail_str(name) : SMTPC_STR("message.eml")};
	int64_t size;
	smtpc_attachment *core =
		smtpmail_message_to_attachment(smtpmail_message_mime(message), &options, &size);
	if (core == NULL) {
		RETURN_THROWS();
	}
	smtpmail_attachment_new(return_value, core, size);
}

/* ---- Changed copies --------------------------------------------------------------------- */

static void attachment_return_copy(zval *return_value, zend_object *object,
	const smtpc_attachment_options *options)
{
	smtpc_error err;
	zval *size = smtpmail_prop(object, "size");
	if (size == NULL) {
		return;
	}
	smtpc_attachment *copy =
		smtpc_attachment_copy(attachment_of(object)->core, options, &err);
	attachment_return(return_value, copy, Z_TYPE_P(size) == IS_LONG ? Z_LVAL_P(size) : -1, 1, &err);
}

/* "0123…@inline": RFC 2392 wants the form of an address. */
static bool content_id_new(char id[48])
{
	uint8_t random[16];
	if (smtpc_random(random, sizeof random) < 0) {
		zend_throw_error(NULL, "OpenSSL's random generator failed");
		return false;
	}
	for (size_t i = 0; i < sizeof random; i++) {
		snprintf(id + 2 * i, 3, "%02x", random[i]);
	}
	memcpy(id + 32, "@inline", sizeof "@inline");
	return true;
}

PHP_METHOD(SmtpMail_Attachment, inline)
{
	zend_string *id = NULL;
	ZEND_PARSE_PARAMETERS_START(0, 1)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR_OR_NULL(id)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_attachment *core = smtpmail_attachment_core(Z_OBJ_P(ZEND_THIS));
	char made[48];
	if (core == NULL || (id == NULL && !content_id_new(made))) {
		RETURN_THROWS();
	}
	smtpc_attachment_options options;
	smtpc_attachment_describe(core, &options);
	options.is_inline = true;
	options.content_id = id != NULL ? smtpmail_str(id) : smtpmail_view(made);
	attachment_return_copy(return_value, Z_OBJ_P(ZEND_THIS), &options);
}

PHP_METHOD(SmtpMail_Attachment, encoding)
{
	zval *encoding;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_OBJECT_OF_CLASS(encoding, smtpmail_enum_ce(SMTPMAIL_ENUM_ENCODING))
	ZEND_PARSE_PARAMETERS_END();

	smtpc_attachment *core = smtpmail_attachment_core(Z_OBJ_P(ZEND_THIS));
	if (core == NULL) {
		RETURN_THROWS();
	}
	smtpc_attachment_options options;
	smtpc_attachment_describe(core, &options);
	options.encoding =
		(smtpc_encoding)smtpmail_enum_index(SMTPMAIL_ENUM_ENCODING, encoding);
	attachment_return_copy(return_value, Z_OBJ_P(ZEND_THIS), &options);
}

PHP_METHOD(SmtpMail_Attachment, __construct)
{
	ZEND_PARSE_PARAMETERS_NONE();
}

PHP_MINIT_FUNCTION(smtpmail_attachment)
{
	smtpmail_ce_attachment = register_class_SmtpMail_Attachment();
	smtpmail_ce_attachment->create_object = attachment_create;
	memcpy(&attachment_handlers, &std_object_handlers, sizeof attachment_handlers);
	attachment_handlers.offset = offsetof(attachment_object, std);
	attachment_handlers.free_obj = attachment_free;
	attachment_handlers.clone_obj = attachment_clone;
	attachment_handlers.compare = zend_objects_not_comparable;
	return SUCCESS;
}
