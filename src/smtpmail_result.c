/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * What came of it: Reply, RecipientResult, Result. Plain values without a C side. */
#include "smtpmail_internal.h"

#include "ext/json/php_json.h"
#include "zend_exceptions.h"
#include "zend_interfaces.h"
#include "zend_smart_str.h"

#include "smtpmail_result_arginfo.h"

#define CODE_OK 250
#define CODE_NOT_SENT 0
#define CODE_IN_DOUBT (-1)
/* RFC 5321 §4.5.3.1.10: servers that say 552 to the recipient that is one too many. */
#define CODE_TOO_MANY_RECIPIENTS 552

zend_class_entry *smtpmail_ce_result;
static zend_class_entry *ce_reply, *ce_recipient_result;

/* The properties, in the order of their declaration. */
enum { REPLY_CODE, REPLY_ENHANCED, REPLY_LINES, REPLY_STAGE, REPLY_SLOTS };
static const char *const reply_slots[REPLY_SLOTS] = {"code", "enhanced", "lines", "stage"};

enum { RCPT_RECIPIENT, RCPT_OUTCOME, RCPT_REPLY, RCPT_SLOTS };
static const char *const rcpt_slots[RCPT_SLOTS] = {"recipient", "outcome", "reply"};

enum {
	RESULT_OUTCOME,
	RESULT_REPLY,
	RESULT_MESSAGE_ID,
	RESULT_QUEUE_ID,
	RESULT_RECIPIENTS,
	RESULT_ACCEPTED,
	RESULT_REJECTED,
	RESULT_REMOTE,
	RESULT_TLS_VERSION,
	RESULT_REUSED,
	RESULT_BYTES,
	RESULT_ATTEMPTS,
	RESULT_TIMINGS,
	RESULT_SLOTS
};
static const char *const result_slots[RESULT_SLOTS] = {"outcome", "reply", "messageId", "queueId",
	"recipients", "accepted", "rejected", "remote", "tlsVersion", "reusedConnection", "bytes",
	"attempts", "timings"};

/* The keys of $timings. Written once, in MINIT. */
static zend_string *timing_keys[SMTPC_TIMING_COUNT];

/* ---- Reply ------------------------------------------------------------------------------ */

static void reply_lines(zval *to, smtpc_str text)
{
	const char *end;
	array_init(to);
	do {
		end = text.len > 0 ? memchr(text.ptr, '\n', text.len) : NULL;
		size_t len = end != NULL ? (size_t)(end - text.ptr) : text.len;
		add_next_index_stringl(to, text.len > 0 ? text.ptr : "", len);
		if (end != NULL) {
			text = (smtpc_str){end + 1, text.len - len - 1};
		}
	} while (end != NULL);
}

void smtpmail_reply_new(zval *to, const smtpc_reply *reply)
{
	if (reply == NULL || reply->code == 0) {
		ZVAL_NULL(to);
		return;
	}
	object_init_ex(to, ce_reply);
	zend_object *object = Z_OBJ_P(to);
	ZVAL_LONG(smtpmail_slot(object, REPLY_CODE), reply->code);
	smtpmail_slot_str_or_null(object, REPLY_ENHANCED, smtpmail_view(reply->enhanced));
	reply_lines(smtpmail_slot(object, REPLY_LINES), reply->text);
	smtpmail_enum_case(smtpmail_slot(object, REPLY_STAGE), SMTPMAIL_ENUM_STAGE, reply->stage);
}

static void reply_is(zend_object *object, zend_long class, zval *return_value)
{
	zval *code = smtpmail_prop(object, "code");
	if (code != NULL) {
		RETVAL_BOOL(Z_LVAL_P(code) / 100 == class);
	}
}

PHP_METHOD(SmtpMail_Reply, __construct)
{
	ZEND_PARSE_PARAMETERS_NONE();
}

PHP_METHOD(SmtpMail_Reply, isPositive)
{
	ZEND_PARSE_PARAMETERS_NONE();
	reply_is(Z_OBJ_P(ZEND_THIS), 2, return_value);
}

PHP_METHOD(SmtpMail_Reply, isTransient)
{
	ZEND_PARSE_PARAMETERS_NONE();
	reply_is(Z_OBJ_P(ZEND_THIS), 4, return_value);
}

PHP_METHOD(SmtpMail_Reply, isPermanent)
{
	ZEND_PARSE_PARAMETERS_NONE();
	reply_is(Z_OBJ_P(ZEND_THIS), 5, return_value);
}

static zend_string *reply_text(zend_object *object)
{
	zval *code = smtpmail_prop(object, "code");
	zval *enhanced = code != NULL ? smtpmail_prop(object, "enhanced") : NULL;
	zval *lines = enhanced != NULL ? smtpmail_prop(object, "lines") : NULL;
	if (lines == NULL) {
		return NULL;
	}
	smart_str text = {0};
	smart_str_append_long(&text, Z_LVAL_P(code));
	if (Z_TYPE_P(enhanced) == IS_STRING) {
		smart_str_appendc(&text, ' ');
		smart_str_append(&text, Z_STR_P(enhanced));
	}
	char sep = ' ';
	zval *line;
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(lines), line) {
		smart_str_appendc(&text, sep);
		smart_str_append(&text, Z_STR_P(line));
		sep = '\n';
	} ZEND_HASH_FOREACH_END();
	return smart_str_extract(&text);
}

PHP_METHOD(SmtpMail_Reply, __toString)
{
	ZEND_PARSE_PARAMETERS_NONE();

	zend_string *text = reply_text(Z_OBJ_P(ZEND_THIS));
	if (text == NULL) {
		RETURN_THROWS();
	}
	RETURN_STR(text);
}

/* ---- RecipientResult -------------------------------------------------------------------- */

PHP_METHOD(SmtpMail_RecipientResult, __construct)
{
	ZEND_PARSE_PARAMETERS_NONE();
}

static void recipient_result_new(zval *to, zval *address, const smtpc_rcpt_result *rcpt)
{
	object_init_ex(to, ce_recipient_result);
	zend_object *object = Z_OBJ_P(to);
	ZVAL_COPY(smtpmail_slot(object, RCPT_RECIPIENT), address);
	smtpmail_enum_case(smtpmail_slot(object, RCPT_OUTCOME), SMTPMAIL_ENUM_OUTCOME, rcpt->outcome);
	smtpmail_reply_new(smtpmail_slot(object, RCPT_REPLY), &rcpt->reply);
}

/* ---- Result ----------------------------------------------------------------------------- */

zend_long smtpmail_result_code(const smtpc_result *result)
{
	if (result->outcome == SMTPC_ACCEPTED) {
		return CODE_OK;
	}
	if (result->outcome == SMTPC_IN_DOUBT) {
		return CODE_IN_DOUBT;
	}
	/* A positive reply that ended an attempt (220, and then no STARTTLS) is no verdict. */
	return result->reply.code >= 400 ? result->reply.code : CODE_NOT_SENT;
}

static void result_recipients(zend_object *object, const smtpc_result *result, HashTable *addresses)
{
	zval *all = smtpmail_slot(object, RESULT_RECIPIENTS);
	zval *accepted = smtpmail_slot(object, RESULT_ACCEPTED);
	zval *rejected = smtpmail_slot(object, RESULT_REJECTED);
	array_init_size(all, (uint32_t)result->rcpt_count);
	array_init(accepted);
	array_init(rejected);
	for (size_t i = 0; i < result->rcpt_count; i++) {
		zval one;
		zval *address = zend_hash_index_find(addresses, i);
		ZEND_ASSERT(address != NULL);
		recipient_result_new(&one, address, &result->rcpts[i]);
		if (result->rcpts[i].outcome == SMTPC_ACCEPTED) {
			Z_ADDREF_P(address);
			add_next_index_zval(accepted, address);
		}
		if (result->rcpts[i].outcome == SMTPC_REJECTED) {
			Z_ADDREF(one);
			add_next_index_zval(rejected, &one);
		}
		add_next_index_zval(all, &one);
	}
}

static void result_timings(zend_object *object, const smtpc_result *result)
{
	zval *timings = smtpmail_slot(object, RESULT_TIMINGS);
	array_init_size(timings, SMTPC_TIMING_COUNT);
	for (int i = 0; i < SMTPC_TIMING_COUNT; i++) {
		zval seconds;
		ZVAL_DOUBLE(&seconds, result->timings[i]);
		zend_hash_add_new(Z_ARRVAL_P(timings), timing_keys[i], &seconds);
	}
}

void smtpmail_result_new(zval *to, const smtpmail_delivery *delivery)
{
	const smtpc_result *result = smtpc_job_result(delivery->job);
	object_init_ex(to, smtpmail_ce_result);
	zend_object *object = Z_OBJ_P(to);
	smtpmail_enum_case(smtpmail_slot(object, RESULT_OUTCOME), SMTPMAIL_ENUM_OUTCOME,
		result->outcome);
	smtpmail_reply_new(smtpmail_slot(object, RESULT_REPLY), &result->reply);
	ZVAL_COPY(smtpmail_slot(object, RESULT_MESSAGE_ID), &delivery->id);
	smtpmail_slot_str_or_null(object, RESULT_QUEUE_ID, result->queue_id);
	result_recipients(object, result, Z_ARRVAL(delivery->recipients));
	smtpmail_slot_str(object, RESULT_REMOTE, smtpmail_view(result->remote));
	smtpmail_slot_str_or_null(object, RESULT_TLS_VERSION, smtpmail_view(result->tls_version));
	ZVAL_BOOL(smtpmail_slot(object, RESULT_REUSED), result->reused);
	ZVAL_LONG(smtpmail_slot(object, RESULT_BYTES), (zend_long)result->bytes);
	ZVAL_LONG(smtpmail_slot(object, RESULT_ATTEMPTS), result->attempts);
	result_timings(object, result);
}

PHP_METHOD(SmtpMail_Result, __construct)
{
	ZEND_PARSE_PARAMETERS_NONE();
}

/* The outcome and the final reply's code (0: none) of a Result or RecipientResult object. */
static bool outcome_and_code(zend_object *object, int *outcome, zend_long *code)
{
	zval *zoutcome = smtpmail_prop(object, "outcome");
	zval *reply = zoutcome != NULL ? smtpmail_prop(object, "reply") : NULL;
	if (reply == NULL) {
		return false;
	}
	*outcome = smtpmail_enum_index(SMTPMAIL_ENUM_OUTCOME, zoutcome);
	*code = 0;
	if (Z_TYPE_P(reply) == IS_OBJECT) {
		zval *zcode = smtpmail_prop(Z_OBJ_P(reply), "code");
		*code = zcode != NULL ? Z_LVAL_P(zcode) : 0;
	}
	return !EG(exception);
}

PHP_METHOD(SmtpMail_Result, getCode)
{
	ZEND_PARSE_PARAMETERS_NONE();

	int outcome;
	zend_long code;
	if (!outcome_and_code(Z_OBJ_P(ZEND_THIS), &outcome, &code)) {
		RETURN_THROWS();
	}
	smtpc_result result = {.outcome = (smtpc_outcome)outcome, .reply = {.code = (int)code}};
	RETURN_LONG(smtpmail_result_code(&result));
}

PHP_METHOD(SmtpMail_Result, isPartial)
{
	ZEND_PARSE_PARAMETERS_NONE();

	zval *all = smtpmail_prop(Z_OBJ_P(ZEND_THIS), "recipients");
	zval *accepted = all != NULL ? smtpmail_prop(Z_OBJ_P(ZEND_THIS), "accepted") : NULL;
	if (accepted == NULL) {
		RETURN_THROWS();
	}
	RETURN_BOOL(zend_hash_num_elements(Z_ARRVAL_P(accepted)) <
	            zend_hash_num_elements(Z_ARRVAL_P(all)));
}

/* What a recipient's reply was to. */
static int rcpt_stage(zend_object *rcpt)
{
	zval *reply = smtpmail_prop(rcpt, "reply");
	bool has = reply != NULL && Z_TYPE_P(reply) == IS_OBJECT;
	zval *stage = has ? smtpmail_prop(Z_OBJ_P(reply), "stage") : NULL;
	return stage != NULL ? smtpmail_enum_index(SMTPMAIL_ENUM_STAGE, stage) : -1;
}

/* |partial|: others have got the mail, or may have, so that it is not sent again as a whole; who was not reached
 * then, since the mail went out in several transactions, is to be sent to as well. */
static bool rcpt_is_retryable(zend_object *rcpt, bool partial)
{
	int outcome;
	zend_long code;
	if (!outcome_and_code(rcpt, &outcome, &code)) {
		return false;
	}
	bool transient = code / 100 == 4 ||
	                 (code == CODE_TOO_MANY_RECIPIENTS && rcpt_stage(rcpt) == SMTPC_STAGE_RCPT);
	return (outcome == SMTPC_REJECTED && transient) || (outcome == SMTPC_NOT_SENT && partial);
}

static bool rcpt_is_in_doubt(zend_object *rcpt, bool partial)
{
	int outcome;
	zend_long code;
	(void)partial;
	return outcome_and_code(rcpt, &outcome, &code) && outcome == SMTPC_IN_DOUBT;
}

static void result_filter(zend_object *object, bool (*wanted)(zend_object *, bool),
	zval *return_value)
{
	int whole;
	zend_long code;
	zval *all = smtpmail_prop(object, "recipients");
	if (all == NULL || !outcome_and_code(object, &whole, &code)) {
		return;
	}
	array_init(return_value);
	zval *one;
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(all), one) {
		if (wanted(Z_OBJ_P(one), whole == SMTPC_ACCEPTED || whole == SMTPC_IN_DOUBT)) {
			Z_ADDREF_P(one);
			add_next_index_zval(return_value, one);
		}
	} ZEND_HASH_FOREACH_END();
}

PHP_METHOD(SmtpMail_Result, retryable)
{
	ZEND_PARSE_PARAMETERS_NONE();
	result_filter(Z_OBJ_P(ZEND_THIS), rcpt_is_retryable, return_value);
}

PHP_METHOD(SmtpMail_Result, inDoubt)
{
	ZEND_PARSE_PARAMETERS_NONE();
	result_filter(Z_OBJ_P(ZEND_THIS), rcpt_is_in_doubt, return_value);
}

/* A value as JSON shall show it: replies and addresses as text. */
static void json_value(zval *to, const zval *value)
{
	if (Z_TYPE_P(value) == IS_OBJECT && Z_OBJCE_P(value) == ce_reply) {
		zend_string *text = reply_text(Z_OBJ_P(value));
		ZVAL_STR(to, text != NULL ? text : ZSTR_EMPTY_ALLOC());
		return;
	}
	ZVAL_COPY(to, value);
}

static void json_props(zval *array, zend_object *object, const char *const *names)
{
	for (; *names != NULL; names++) {
		zval *value = smtpmail_prop(object, *names);
		if (value == NULL) {
			return;
		}
		zval json;
		json_value(&json, value);
		add_assoc_zval(array, *names, &json);
	}
}

static void json_recipients(zval *array, zend_object *object)
{
	static const char *const names[] = {"recipient", "outcome", "reply", NULL};
	zval *all = smtpmail_prop(object, "recipients");
	if (all == NULL) {
		return;
	}
	zval list, *one;
	array_init(&list);
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(all), one) {
		zval row;
		array_init(&row);
		json_props(&row, Z_OBJ_P(one), names);
		add_next_index_zval(&list, &row);
	} ZEND_HASH_FOREACH_END();
	add_assoc_zval(array, "recipients", &list);
}

PHP_METHOD(SmtpMail_Result, jsonSerialize)
{
	static const char *const names[] = {"outcome", "reply", "messageId", "queueId", "remote",
		"tlsVersion", "reusedConnection", "bytes", "attempts", "timings", NULL};
	ZEND_PARSE_PARAMETERS_NONE();

	zend_object *object = Z_OBJ_P(ZEND_THIS);
	int outcome;
	zend_long code;
	if (!outcome_and_code(object, &outcome, &code)) {
		RETURN_THROWS();
	}
	smtpc_result result = {.outcome = (smtpc_outcome)outcome, .reply = {.code = (int)code}};
	array_init(return_value);
	add_assoc_long(return_value, "code", smtpmail_result_code(&result));
	json_props(return_value, object, names);
	json_recipients(return_value, object);
}

PHP_MINIT_FUNCTION(smtpmail_result)
{
	ce_reply = register_class_SmtpMail_Reply(zend_ce_stringable);
	ce_recipient_result = register_class_SmtpMail_RecipientResult();
	smtpmail_ce_result = register_class_SmtpMail_Result(php_json_serializable_ce);
	ce_reply->create_object = smtpmail_value_create;
	ce_recipient_result->create_object = smtpmail_value_create;
	smtpmail_ce_result->create_object = smtpmail_value_create;
	for (int i = 0; i < SMTPC_TIMING_COUNT; i++) {
		smtpc_str name = smtpmail_view(smtpc_timing_name((smtpc_timing)i));
		timing_keys[i] = zend_string_init_interned(name.ptr, name.len, true);
	}
	bool as_declared = smtpmail_slots_are(ce_reply, reply_slots, REPLY_SLOTS) &&
	                   smtpmail_slots_are(ce_recipient_result, rcpt_slots, RCPT_SLOTS) &&
	                   smtpmail_slots_are(smtpmail_ce_result, result_slots, RESULT_SLOTS);
	return as_declared ? SUCCESS : FAILURE;
}
