/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * smtpmail_send(): the classes in one call, with a number for an answer. And smtpmail_reply_text().
 */
#include "smtpmail_internal.h"

#include "php_ini.h"
#include "zend_exceptions.h"
#include "zend_smart_str.h"

/* As the module's table of functions has them. */
PHP_FUNCTION(smtpmail_send);
PHP_FUNCTION(smtpmail_reply_text);

#define ARG_FROM 5
#define ARG_ATTACHMENTS 9
#define ARG_HEADERS 10
#define ARG_DSN 11
#define ARG_OPTIONS 12
#define DEFAULT_DSN "smtp://localhost:25"

typedef struct send_args {
	smtpmail_draft draft;
	HashTable *attachments, *headers, *options;
	zend_string *dsn;
	zval *result;
} send_args;

/* With its length: a NUL in it must be seen, and refused. */
static smtpc_str ini_value(const char *name)
{
	const zend_ini_entry *entry =
		zend_hash_str_find_ptr(EG(ini_directives), name, strlen(name));
	return entry != NULL && entry->value != NULL ? smtpmail_str(entry->value) : SMTPC_STR("");
}

/* ---- The server ------------------------------------------------------------------------- */

/* $dsn, else the host in $options, else php.ini, else this machine. */
static bool send_config(smtpmail_config *config, const zend_string *dsn, HashTable *options)
{
	smtpmail_origin of_options = {.arg = ARG_OPTIONS};
	of_options.server =
		dsn == NULL && options != NULL && zend_hash_str_exists(options, "host", strlen("host"));
	smtpmail_origin of_dsn = {.arg = ARG_DSN};
	if (dsn == NULL) {
		of_dsn = (smtpmail_origin){.ini = "smtpmail.default_dsn"};
	}
	smtpc_str from = dsn != NULL ? smtpmail_str(dsn) : ini_value("smtpmail.default_dsn");
	if (dsn == NULL && from.len == 0) {
		from = SMTPC_STR(DEFAULT_DSN);
	}
	return (of_options.server || smtpmail_config_dsn(config, &of_dsn, from)) &&
	       (options == NULL || smtpmail_config_array(config, &of_options, options));
}

/* The client is an object, although nobody sees it: so it survives no bailout. */
static bool send_client(zval *client, smtpmail_config *config)
{
	object_init_ex(client, smtpmail_ce_client);
	return smtpmail_client_setup(smtpmail_client_of(Z_OBJ_P(client)), config);
}

/* ---- The message ------------------------------------------------------------------------ */

static bool send_header(smtpc_message *message, zend_string *name, zval *value)
{
	ZVAL_DEREF(value);
	if (Z_TYPE_P(value) != IS_STRING) {
		zend_argument_type_error(ARG_HEADERS,
			"must map names to a string or a list of strings, %s in it", smtpmail_type_name(value));
		return false;
	}
	smtpc_error err;
	if (smtpc_message_set_header(message, smtpmail_str(name), smtpmail_str(Z_STR_P(value)), true,
			&err) < 0) {
		smtpmail_throw_argument(ARG_HEADERS, &err);
		return false;
	}
	return true;
}

static bool send_header_list(smtpc_message *message, zend_string *name, HashTable *values)
{
	zval *value;
	ZEND_HASH_FOREACH_VAL(values, value) {
		if (!send_header(message, name, value)) {
			return false;
		}
	} ZEND_HASH_FOREACH_END();
	return true;
}

static bool send_headers(smtpc_message *message, HashTable *headers)
{
	zend_string *name;
	zval *value;
	ZEND_HASH_FOREACH_STR_KEY_VAL(headers, name, value) {
		ZVAL_DEREF(value);
		if (name == NULL) {
			zend_argument_value_error(ARG_HEADERS, "must be a map of name => value");
			return false;
		}
		bool ok = Z_TYPE_P(value) == IS_ARRAY
			? send_header_list(message, name, Z_ARRVAL_P(value))
			: send_header(message, name, value);
		if (!ok) {
			return false;
		}
	} ZEND_HASH_FOREACH_END();
	return true;
}

/* One element of $attachments: a path, or an Attachment. */
static bool send_attachment(smtpc_message *message, zval *value)
{
	ZVAL_DEREF(value);
	if (Z_TYPE_P(value) == IS_OBJECT && Z_OBJCE_P(value) == smtpmail_ce_attachment) {
		return smtpmail_message_attach_object(message, Z_OBJ_P(value));
	}
	if (Z_TYPE_P(value) != IS_STRING) {
		zend_argument_type_error(ARG_ATTACHMENTS,
			"must be a list of paths or SmtpMail\\Attachment, %s in it", smtpmail_type_name(value));
		return false;
	}
	if (zend_str_has_nul_byte(Z_STR_P(value))) {
		zend_argument_value_error(ARG_ATTACHMENTS, "must not have a path with a NUL byte");
		return false;
	}
	int64_t size;
	smtpc_attachment_options options = {.is_inline = false};
	smtpc_attachment *core =
		smtpmail_attachment_of_path(Z_STR_P(value), &options, ARG_ATTACHMENTS, &size);
	if (core == NULL) {
		return false;
	}
	int rv = smtpc_message_attach(message, core);
	smtpc_attachment_unref(core);
	if (rv < 0) {
		zend_throw_error(NULL, "Out of memory");
	}
	return rv >= 0;
}

static bool send_attachments(smtpc_message *message, HashTable *attachments)
{
	zval *value;
	ZEND_HASH_FOREACH_VAL(attachments, value) {
		if (!send_attachment(message, value)) {
			return false;
		}
	} ZEND_HASH_FOREACH_END();
	return true;
}

/* $from null: php.ini's default_from, else the user name if it is an address. */
static bool send_default_from(smtpc_message *message, const smtpmail_config *config)
{
	smtpc_str ini = ini_value("smtpmail.default_from");
	while (config->member_count > 0) {
		config = &config->members[0];
	}
	smtpc_str username = config->core.username;
	smtpc_addr addr;
	smtpc_error err;
	if (ini.len > 0) {
		if (smtpc_addr_parse(&addr, NULL, ini, &err) < 0) {
			zend_value_error("smtpmail.default_from is refused: %s", err.message);
			return false;
		}
	} else if (username.len == 0 ||
		smtpc_addr_init(&addr, NULL, username, SMTPC_STR(""), &err) < 0) {
		zend_argument_value_error(ARG_FROM, "must be given: smtpmail.default_from is empty, and "
			"there is no user name that is an address");
		return false;
	}
	int rv = smtpc_message_add_addr(message, SMTPC_FIELD_FROM, &addr);
	smtpc_addr_free(&addr);
	if (rv < 0) {
		zend_throw_error(NULL, "Out of memory");
	}
	return rv >= 0;
}

static bool send_message(smtpmail_mime *mime, const send_args *args, const smtpmail_config *config)
{
	zval *from = args->draft.addrs[SMTPC_FIELD_FROM];
	return smtpmail_message_fill(mime->core, &args->draft) &&
	       (args->headers == NULL || send_headers(mime->core, args->headers)) &&
	       (args->attachments == NULL || send_attachments(mime->core, args->attachments)) &&
	       ((from != NULL && Z_TYPE_P(from) != IS_NULL) ||
	        send_default_from(mime->core, config));
}

/* ---- The outcome ------------------------------------------------------------------------ */

static void reply_append(smart_str *text, const smtpc_reply *reply)
{
	smart_str_append_printf(text, "%d%s%s %.*s", reply->code, reply->enhanced[0] != '\0' ? " " : "",
		reply->enhanced, (int)reply->text.len, reply->text.len > 0 ? reply->text.ptr : "");
}

/* Somebody got it and somebody did not: the first of the latter stands for all. */
static void send_warn_partial(const smtpc_result *result, HashTable *addresses)
{
	size_t refused = 0, first = 0;
	for (size_t i = result->rcpt_count; i > 0; i--) {
		if (result->rcpts[i - 1].outcome != SMTPC_ACCEPTED) {
			refused++;
			first = i - 1;
		}
	}
	if (refused == 0) {
		return;
	}
	zval *address = smtpmail_prop(Z_OBJ_P(zend_hash_index_find(addresses, first)), "address");
	smart_str text = {0};
	smart_str_append_printf(&text, "%zu of %zu recipients refused: <%s> ", refused,
		result->rcpt_count, address != NULL ? Z_STRVAL_P(address) : "");
	reply_append(&text, &result->rcpts[first].reply);
	smart_str_0(&text);
	php_error_docref(NULL, E_WARNING, "%s", ZSTR_VAL(text.s));
	smart_str_free(&text);
}

static void send_warn(const smtpmail_delivery *delivery)
{
	const smtpc_result *result = smtpc_job_result(delivery->job);
	if (result->outcome == SMTPC_ACCEPTED) {
		send_warn_partial(result, Z_ARRVAL(delivery->recipients));
	} else if (result->outcome == SMTPC_IN_DOUBT) {
		php_error_docref(NULL, E_WARNING, "The mail may have been accepted, its final reply was "
			"lost: %s", result->error.message);
	} else {
		php_error_docref(NULL, E_WARNING, "%s", result->error.message);
	}
}

/* A reference held by a typed property that a Result does not fit must not come up once the mail is
 * out. */
static bool send_result_fits(zval *result)
{
	if (result == NULL || !Z_ISREF_P(result) || !ZEND_REF_HAS_TYPE_SOURCES(Z_REF_P(result))) {
		return true;
	}
	zval probe;
	object_init_ex(&probe, smtpmail_ce_result);
	bool fits = zend_verify_ref_assignable_zval(Z_REF_P(result), &probe, true);
	zval_ptr_dtor(&probe);
	return fits;
}

/* Sends and answers; $result is set before the warning, as a handler may throw. */
static void send_run(smtpmail_delivery *delivery, smtpmail_client *client, zval *result,
	zval *return_value)
{
	zval came;
	if (!smtpmail_delivery_run(delivery, client, &came)) {
		return;
	}
	RETVAL_LONG(smtpmail_result_code(smtpc_job_result(delivery->job)));
	if (result != NULL) {
		ZEND_TRY_ASSIGN_REF_TMP(result, &came);
	} else {
		zval_ptr_dtor(&came);
	}
	if (!EG(exception)) {
		send_warn(delivery);
	}
}

/* An attachment that cannot be read is no bad argument, but a mail that was not sent. */
static void send_defuse(zval *return_value)
{
	zend_object *exception = EG(exception);
	if (exception == NULL || exception->ce != smtpmail_ce_source_exception) {
		return;
	}
	zval rv;
	GC_ADDREF(exception);
	zend_clear_exception();
	zend_string *message = zval_get_string(zend_read_property_ex(zend_ce_exception, exception,
		ZSTR_KNOWN(ZEND_STR_MESSAGE), true, &rv));
	RETVAL_LONG(0); /* SMTPMAIL_NOT_SENT */
	php_error_docref(NULL, E_WARNING, "%s", ZSTR_VAL(message));
	zend_string_release(message);
	OBJ_RELEASE(exception);
}

/* All that can be wrong with the arguments comes up before the client is used. The message is an
 * object for the same reason as the client. */
static void send_all(send_args *args, zval *return_value)
{
	smtpmail_config config;
	zval client, message;
	if (!smtpmail_message_new(&message)) {
		return;
	}
	smtpmail_mime *mime = smtpmail_message_mime(Z_OBJ(message));
	ZVAL_UNDEF(&client);
	smtpmail_delivery delivery;
	smtpmail_config_init(&config);
	if (send_config(&config, args->dsn, args->options) && send_message(mime, args, &config) &&
		send_client(&client, &config)) {
		smtpmail_client *self = smtpmail_client_of(Z_OBJ(client));
		self->busy = true;
		if (smtpmail_delivery_init(&delivery, mime, NULL, &self->open)) {
			send_run(&delivery, self, args->result, return_value);
			smtpmail_delivery_free(&delivery);
		}
	}
	send_defuse(return_value);
	smtpmail_config_free(&config);
	zval_ptr_dtor(&message);
	if (!Z_ISUNDEF(client)) {
		smtpmail_client_leave(smtpmail_client_of(Z_OBJ(client)));
	}
	zval_ptr_dtor(&client);
}

PHP_FUNCTION(smtpmail_send)
{
	static const smtpmail_draft_args numbers = {.subject = 2, .text = 3, .html = 4,
		.addrs = {[SMTPC_FIELD_TO] = 1, [SMTPC_FIELD_FROM] = ARG_FROM, [SMTPC_FIELD_CC] = 6,
			[SMTPC_FIELD_BCC] = 7, [SMTPC_FIELD_REPLY_TO] = 8}};
	send_args args = {.draft = {.args = &numbers}};
	ZEND_PARSE_PARAMETERS_START(2, 13)
		Z_PARAM_ZVAL(args.draft.addrs[SMTPC_FIELD_TO])
		Z_PARAM_STR(args.draft.subject)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR(args.draft.text)
		Z_PARAM_STR_OR_NULL(args.draft.html)
		Z_PARAM_ZVAL(args.draft.addrs[SMTPC_FIELD_FROM])
		Z_PARAM_ZVAL(args.draft.addrs[SMTPC_FIELD_CC])
		Z_PARAM_ZVAL(args.draft.addrs[SMTPC_FIELD_BCC])
		Z_PARAM_ZVAL(args.draft.addrs[SMTPC_FIELD_REPLY_TO])
		Z_PARAM_ARRAY_HT(args.attachments)
		Z_PARAM_ARRAY_HT(args.headers)
		Z_PARAM_STR_OR_NULL(args.dsn)
		Z_PARAM_ARRAY_HT(args.options)
		Z_PARAM_ZVAL(args.result)
	ZEND_PARSE_PARAMETERS_END();

	if (!send_result_fits(args.result)) {
		RETURN_THROWS();
	}
	send_all(&args, return_value);
}

PHP_FUNCTION(smtpmail_reply_text)
{
	zend_long code;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_LONG(code)
	ZEND_PARSE_PARAMETERS_END();

	const char *text = code >= 0 && code <= 999 ? smtpc_reply_text((int)code) : NULL;
	if (text != NULL) {
		RETURN_STRING(text);
	}
}
