/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * The exceptions, and the one map from the core's errors to them. */
#include "smtpmail_internal.h"

#include "ext/spl/spl_exceptions.h"
#include "zend_exceptions.h"

#include "smtpmail_exception_arginfo.h"

zend_class_entry *smtpmail_ce_source_exception;
static zend_class_entry *ce_base, *ce_in_doubt;
/* By kind of error; NULL: not an exception of ours. Written once, in MINIT. */
static zend_class_entry *kind_ces[SMTPC_KIND_CANCELLED + 1];

static zend_class_entry *exception_ce(const smtpc_error *error)
{
	return kind_ces[smtpc_err_kind(error->code)];
}

static void exception_fill_auth(zend_object *exception, smtpc_client *client)
{
	zval value;
	ZVAL_EMPTY_ARRAY(&value);
	smtpc_sasl_mech mech = SMTPC_SASL_COUNT;
	if (client != NULL) {
		smtpmail_words(&value, smtpc_client_offered_auth(client));
		mech = smtpc_client_used_auth(client);
	}
	smtpmail_prop_set(exception, "offered", &value);
	const char *name = mech < SMTPC_SASL_COUNT ? smtpc_sasl_name(mech) : "";
	int index = smtpmail_enum_find(SMTPMAIL_ENUM_AUTH_MECHANISM, smtpmail_view(name));
	ZVAL_NULL(&value);
	if (index >= 0) {
		smtpmail_enum_case(&value, SMTPMAIL_ENUM_AUTH_MECHANISM, (size_t)index);
	}
	smtpmail_prop_set(exception, "mechanism", &value);
}

static void exception_fill_base(zend_object *exception, const smtpc_error *error,
	const smtpc_reply *reply, zval *result)
{
	zval value;
	ZVAL_STRING(&value, error->message);
	zend_update_property_ex(zend_ce_exception, exception, ZSTR_KNOWN(ZEND_STR_MESSAGE), &value);
	zval_ptr_dtor(&value);
	ZVAL_LONG(&value, reply != NULL ? reply->code : 0);
	zend_update_property_ex(zend_ce_exception, exception, ZSTR_KNOWN(ZEND_STR_CODE), &value);

	smtpmail_enum_case(&value, SMTPMAIL_ENUM_STAGE, error->stage);
	smtpmail_prop_set(exception, "stage", &value);
	smtpmail_enum_case(&value, SMTPMAIL_ENUM_OUTCOME, error->outcome);
	smtpmail_prop_set(exception, "outcome", &value);
	ZVAL_BOOL(&value, error->transient);
	smtpmail_prop_set(exception, "transient", &value);
	smtpmail_reply_new(&value, reply);
	smtpmail_prop_set(exception, "reply", &value);
	ZVAL_NULL(&value);
	if (result != NULL) {
		ZVAL_COPY(&value, result);
	}
	smtpmail_prop_set(exception, "result", &value);
}

static void exception_new(zval *to, zend_class_entry *ce, smtpc_client *client,
	const smtpc_error *error, const smtpc_reply *reply, zval *result)
{
	object_init_ex(to, ce);
	zend_object *exception = Z_OBJ_P(to);
	exception_fill_base(exception, error, reply, result);
	if (client != NULL) {
		smtpc_str transcript = smtpc_client_transcript(client);
		zend_update_property_stringl(ce_base, exception, "transcript", sizeof "transcript" - 1,
			transcript.len > 0 ? transcript.ptr : "", transcript.len);
	}
	if (ce == kind_ces[SMTPC_KIND_AUTH]) {
		exception_fill_auth(exception, client);
	}
	if (ce == kind_ces[SMTPC_KIND_CAPABILITY]) {
		zval capability;
		ZVAL_STRING(&capability, error->capability);
		smtpmail_prop_set(exception, "capability", &capability);
	}
}

/* The cause explains why the final reply is missing; what matters is that it is. */
static void exception_in_doubt(zval *to, smtpc_client *client, const smtpc_error *error,
	const smtpc_reply *reply, zval *result)
{
	zval cause;
	exception_new(&cause, exception_ce(error), client, error, reply, result);
	smtpc_error doubt = *error;
	snprintf(doubt.message, sizeof doubt.message,
		"the mail may have been accepted, its final reply was lost: %.400s", error->message);
	exception_new(to, ce_in_doubt, client, &doubt, reply, result);
	zend_update_property_ex(zend_ce_exception, Z_OBJ_P(to), ZSTR_KNOWN(ZEND_STR_PREVIOUS), &cause);
	zval_ptr_dtor(&cause);
}

/* What is no delivery problem: a bad argument, or no memory. */
static void exception_plain(zval *to, const smtpc_error *error)
{
	object_init_ex(to, error->code == SMTPC_E_ARGUMENT ? zend_ce_value_error : zend_ce_error);
	zend_update_property_string(zend_ce_error, Z_OBJ_P(to), "message", strlen("message"),
		error->message[0] != '\0' ? error->message : "the operation failed without a reason");
}

void smtpmail_exception_new(zval *to, smtpc_client *client, const smtpc_error *error,
	const smtpc_reply *reply, zval *result)
{
	if (exception_ce(error) == NULL) {
		exception_plain(to, error);
	} else if (error->outcome == SMTPC_IN_DOUBT) {
		exception_in_doubt(to, client, error, reply, result);
	} else {
		exception_new(to, exception_ce(error), client, error, reply, result);
	}
}

void smtpmail_throw(smtpmail_client *client, const smtpc_error *error, const smtpc_reply *reply,
	zval *result)
{
	zval exception;
	smtpmail_exception_new(&exception, client != NULL ? client->core : NULL, error, reply, result);
	if (client != NULL) {
		smtpmail_waiter_chain(client, Z_OBJ(exception));
	}
	zend_throw_exception_object(&exception);
}

void smtpmail_end_script(void)
{
	if (EG(exception) != NULL && EG(exception)->ce != ce_in_doubt) {
		zend_clear_exception();
	}
	zend_timeout();
}

void smtpmail_throw_argument(uint32_t arg, const smtpc_error *error)
{
	if (error->code != SMTPC_E_ARGUMENT) {
		zend_throw_error(NULL, "%s", error->message);
	} else if (arg > 0) {
		zend_argument_value_error(arg, "is refused: %s", error->message);
	} else {
		zend_value_error("%s", error->message);
	}
}

PHP_METHOD(SmtpMail_SmtpMailException, getTranscript)
{
	ZEND_PARSE_PARAMETERS_NONE();

	zval rv;
	zval *transcript = zend_read_property(ce_base, Z_OBJ_P(ZEND_THIS), "transcript",
		sizeof "transcript" - 1, false, &rv);
	RETURN_COPY_DEREF(transcript);
}

PHP_METHOD(SmtpMail_SmtpMailException, isRetrySafe)
{
	ZEND_PARSE_PARAMETERS_NONE();

	zval *outcome = smtpmail_prop(Z_OBJ_P(ZEND_THIS), "outcome");
	zval *transient = outcome != NULL ? smtpmail_prop(Z_OBJ_P(ZEND_THIS), "transient") : NULL;
	if (transient == NULL) {
		RETURN_THROWS();
	}
	RETURN_BOOL(smtpmail_enum_index(SMTPMAIL_ENUM_OUTCOME, outcome) != SMTPC_IN_DOUBT &&
	            Z_TYPE_P(transient) == IS_TRUE);
}

PHP_MINIT_FUNCTION(smtpmail_exception)
{
	ce_base = register_class_SmtpMail_SmtpMailException(spl_ce_RuntimeException);
	zend_class_entry *connection = register_class_SmtpMail_ConnectionException(ce_base);
	zend_class_entry *rejected = register_class_SmtpMail_RejectedException(ce_base);
	ce_in_doubt = register_class_SmtpMail_InDoubtException(ce_base);

	kind_ces[SMTPC_KIND_CONNECTION] = connection;
	kind_ces[SMTPC_KIND_TIMEOUT] = register_class_SmtpMail_TimeoutException(connection);
	kind_ces[SMTPC_KIND_TLS] = register_class_SmtpMail_TlsException(connection);
	kind_ces[SMTPC_KIND_AUTH] = register_class_SmtpMail_AuthenticationException(ce_base);
	kind_ces[SMTPC_KIND_PROTOCOL] = register_class_SmtpMail_ProtocolException(ce_base);
	kind_ces[SMTPC_KIND_CAPABILITY] = register_class_SmtpMail_CapabilityException(ce_base);
	kind_ces[SMTPC_KIND_SENDER] = register_class_SmtpMail_SenderRejectedException(rejected);
	kind_ces[SMTPC_KIND_RECIPIENTS] = register_class_SmtpMail_RecipientsRejectedException(rejected);
	kind_ces[SMTPC_KIND_MESSAGE] = register_class_SmtpMail_MessageRejectedException(rejected);
	smtpmail_ce_source_exception = register_class_SmtpMail_SourceException(ce_base);
	kind_ces[SMTPC_KIND_SOURCE] = smtpmail_ce_source_exception;
	kind_ces[SMTPC_KIND_CANCELLED] = register_class_SmtpMail_CancelledException(ce_base);
	return SUCCESS;
}
