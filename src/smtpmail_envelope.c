/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * SmtpMail\Recipient and SmtpMail\Envelope. What they ask for beyond addresses is checked here for
 * form, and refused at send as long as the core cannot ask a server for it. */
#include "smtpmail_internal.h"

#include "zend_exceptions.h"

#include "smtpmail_envelope_arginfo.h"

#define ENVELOPE_ID_MAX 100          /* RFC 3461 §4.4, as xtext */
#define ORIGINAL_RECIPIENT_MAX 500   /* RFC 3461 §4.2, as xtext */
#define PRIORITY_MAX 9               /* RFC 6710 §2 */
#define NINE_DIGITS INT64_C(999999999) /* RFC 2852 §4, RFC 4865 §4 */

zend_class_entry *smtpmail_ce_envelope;
static zend_class_entry *ce_recipient;

/* ---- Recipient -------------------------------------------------------------------------- */

/* Printable ASCII that is, as xtext (RFC 3461 §4), no longer than |max|. */
static bool xtext_fits(const zend_string *text, size_t max)
{
	size_t len = 0;
	for (size_t i = 0; i < ZSTR_LEN(text); i++) {
		char c = ZSTR_VAL(text)[i];
		if (c < ' ' || c > '~') {
			return false;
		}
		len += c == ' ' || c == '+' || c == '=' ? 3 : 1;
	}
	return len > 0 && len <= max;
}

/* RFC 3461 §4.1: NEVER stands alone; nothing twice. */
static bool notify_check(HashTable *notify, uint32_t arg)
{
	unsigned seen = 0;
	zval *value;
	ZEND_HASH_FOREACH_VAL(notify, value) {
		ZVAL_DEREF(value);
		int index = smtpmail_enum_index(SMTPMAIL_ENUM_NOTIFY, value);
		if (index < 0) {
			zend_argument_type_error(arg, "must be a list of SmtpMail\\Notify, %s in it",
				smtpmail_type_name(value));
			return false;
		}
		if (seen & 1u << index) {
			zend_argument_value_error(arg, "must not have a case twice");
			return false;
		}
		seen |= 1u << index;
	} ZEND_HASH_FOREACH_END();
	if ((seen & 1u) != 0 && seen != 1u) {
		zend_argument_value_error(arg, "must have SmtpMail\\Notify::Never alone");
		return false;
	}
	return true;
}

/* The values of |array| as a list without references. */
static void list_copy(zval *to, HashTable *array)
{
	array_init_size(to, zend_hash_num_elements(array));
	zval *value;
	ZEND_HASH_FOREACH_VAL(array, value) {
		ZVAL_DEREF(value);
		Z_TRY_ADDREF_P(value);
		add_next_index_zval(to, value);
	} ZEND_HASH_FOREACH_END();
}

static void recipient_fill(zend_object *object, const smtpc_addr *addr, HashTable *notify,
	zend_string *original)
{
	zval value;
	smtpmail_address_new(&value, addr);
	smtpmail_prop_set(object, "address", &value);
	list_copy(&value, notify);
	smtpmail_prop_set(object, "notify", &value);
	ZVAL_NULL(&value);
	if (original != NULL) {
		ZVAL_STR_COPY(&value, original);
	}
	smtpmail_prop_set(object, "originalRecipient", &value);
}

static void recipient_new(zval *to, const smtpc_addr *addr)
{
	object_init_ex(to, ce_recipient);
	recipient_fill(Z_OBJ_P(to), addr, (HashTable *)&zend_empty_array, NULL);
}

PHP_METHOD(SmtpMail_Recipient, __construct)
{
	zval *address;
	HashTable *notify = (HashTable *)&zend_empty_array;
	zend_string *original = NULL;
	ZEND_PARSE_PARAMETERS_START(1, 3)
		Z_PARAM_ZVAL(address)
		Z_PARAM_OPTIONAL
		Z_PARAM_ARRAY_HT(notify)
		Z_PARAM_STR_OR_NULL(original)
	ZEND_PARSE_PARAMETERS_END();

	if (!smtpmail_first_construction(Z_OBJ_P(ZEND_THIS)) || !notify_check(notify, 2)) {
		RETURN_THROWS();
	}
	if (original != NULL && !xtext_fits(original, ORIGINAL_RECIPIENT_MAX)) {
		zend_argument_value_error(3, "must be printable ASCII, up to %d octets as xtext",
			ORIGINAL_RECIPIENT_MAX);
		RETURN_THROWS();
	}
	smtpmail_addrs addrs;
	if (!smtpmail_addrs_read(&addrs, address, 1, false)) {
		RETURN_THROWS();
	}
	recipient_fill(Z_OBJ_P(ZEND_THIS), addrs.items, notify, original);
	smtpmail_addrs_free(&addrs);
}

/* ---- Envelope --------------------------------------------------------------------------- */

/* Adds |recipient| (taken) to the list, unless its mailbox is in |seen|. */
static void recipients_add(zval *list, HashTable *seen, const smtpc_addr *addr, zval *recipient)
{
	zend_string *key = smtpmail_addr_key(addr);
	if (zend_hash_add_empty_element(seen, key) != NULL) {
		Z_ADDREF_P(recipient);
		add_next_index_zval(list, recipient);
	}
	zend_string_release(key);
	zval_ptr_dtor(recipient);
}

/* An element of the constructor's $recipients: a Recipient, or an address in any form. */
static bool recipients_add_element(zval *list, HashTable *seen, zend_string *key, zval *value)
{
	zval recipient;
	smtpc_addr addr;
	ZVAL_DEREF(value);
	if (Z_TYPE_P(value) == IS_OBJECT && Z_OBJCE_P(value) == ce_recipient) {
		zval *address = smtpmail_prop(Z_OBJ_P(value), "address");
		if (address == NULL || !smtpmail_address_read(&addr, Z_OBJ_P(address))) {
			return false;
		}
		ZVAL_COPY(&recipient, value);
	} else {
		if (!smtpmail_addr_of_element(&addr, key, value, 2)) {
			return false;
		}
		recipient_new(&recipient, &addr);
	}
	recipients_add(list, seen, &addr, &recipient);
	smtpc_addr_free(&addr);
	return true;
}

static bool recipients_read(zval *list, HashTable *array)
{
	if (zend_hash_num_elements(array) == 0) {
		zend_argument_value_error(2, "must not be empty");
		return false;
	}
	HashTable seen;
	zend_hash_init(&seen, zend_hash_num_elements(array), NULL, NULL, false);
	array_init_size(list, zend_hash_num_elements(array));
	bool ok = true;
	zend_string *key;
	zval *value;
	ZEND_HASH_FOREACH_STR_KEY_VAL(array, key, value) {
		ok = ok && recipients_add_element(list, &seen, key, value);
	} ZEND_HASH_FOREACH_END();
	zend_hash_destroy(&seen);
	if (!ok) {
		zval_ptr_dtor(list);
	}
	return ok;
}

/* The optional arguments, in the order of the properties from |envelopeId| on. */
typedef struct envelope_wishes {
	zend_string *id;
	zval *return_;
	bool require_tls;
	zend_long priority, hold_for, deliver_by;
	bool no_priority, no_hold_for, no_deliver_by;
} envelope_wishes;

static bool wishes_check(const envelope_wishes *wishes)
{
	if (wishes->id != NULL && !xtext_fits(wishes->id, ENVELOPE_ID_MAX)) {
		zend_argument_value_error(3, "must be printable ASCII, up to %d octets as xtext",
			ENVELOPE_ID_MAX);
	} else if (!wishes->no_priority &&
		(wishes->priority < -PRIORITY_MAX || wishes->priority > PRIORITY_MAX)) {
		zend_argument_value_error(6, "must be between %d and %d", -PRIORITY_MAX, PRIORITY_MAX);
	} else if (!wishes->no_hold_for && (wishes->hold_for < 1 || wishes->hold_for > NINE_DIGITS)) {
		zend_argument_value_error(7, "must be between 1 and 999999999 seconds");
	} else if (!wishes->no_deliver_by && (wishes->deliver_by == 0 ||
		wishes->deliver_by < -NINE_DIGITS || wishes->deliver_by > NINE_DIGITS)) {
		zend_argument_value_error(8, "must be between 1 and 999999999 seconds, or their negative");
	}
	return !EG(exception);
}

static void prop_set_long_or_null(zend_object *object, const char *name, zend_long value, bool null)
{
	zval zv;
	ZVAL_LONG(&zv, value);
	if (null) {
		ZVAL_NULL(&zv);
	}
	smtpmail_prop_set(object, name, &zv);
}

static void wishes_fill(zend_object *object, const envelope_wishes *wishes)
{
	zval value;
	ZVAL_NULL(&value);
	if (wishes->id != NULL) {
		ZVAL_STR_COPY(&value, wishes->id);
	}
	smtpmail_prop_set(object, "envelopeId", &value);
	ZVAL_NULL(&value);
	if (wishes->return_ != NULL) {
		ZVAL_COPY(&value, wishes->return_);
	}
	smtpmail_prop_set(object, "return", &value);
	ZVAL_BOOL(&value, wishes->require_tls);
	smtpmail_prop_set(object, "requireTls", &value);
	prop_set_long_or_null(object, "priority", wishes->priority, wishes->no_priority);
	prop_set_long_or_null(object, "holdFor", wishes->hold_for, wishes->no_hold_for);
	prop_set_long_or_null(object, "deliverBy", wishes->deliver_by, wishes->no_deliver_by);
}

static const envelope_wishes no_wishes = {
	.no_priority = true, .no_hold_for = true, .no_deliver_by = true};

/* |sender| NULL: the null return path. Takes |recipients|. */
static void envelope_fill(zend_object *object, const smtpc_addr *sender, zval *recipients,
	const envelope_wishes *wishes)
{
	zval value;
	ZVAL_NULL(&value);
	if (sender != NULL) {
		smtpmail_address_new(&value, sender);
	}
	smtpmail_prop_set(object, "sender", &value);
	smtpmail_prop_set(object, "recipients", recipients);
	wishes_fill(object, wishes);
}

PHP_METHOD(SmtpMail_Envelope, __construct)
{
	zval *sender;
	HashTable *array;
	envelope_wishes wishes = no_wishes;
	ZEND_PARSE_PARAMETERS_START(2, 8)
		Z_PARAM_ZVAL(sender)
		Z_PARAM_ARRAY_HT(array)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR_OR_NULL(wishes.id)
		Z_PARAM_OBJECT_OF_CLASS_OR_NULL(wishes.return_, smtpmail_enum_ce(SMTPMAIL_ENUM_DSN_RETURN))
		Z_PARAM_BOOL(wishes.require_tls)
		Z_PARAM_LONG_OR_NULL(wishes.priority, wishes.no_priority)
		Z_PARAM_LONG_OR_NULL(wishes.hold_for, wishes.no_hold_for)
		Z_PARAM_LONG_OR_NULL(wishes.deliver_by, wishes.no_deliver_by)
	ZEND_PARSE_PARAMETERS_END();

	smtpmail_addrs from = {NULL, 0};
	zval recipients;
	if (!smtpmail_first_construction(Z_OBJ_P(ZEND_THIS)) || !wishes_check(&wishes) ||
		(Z_TYPE_P(sender) != IS_NULL && !smtpmail_addrs_read(&from, sender, 1, false))) {
		RETURN_THROWS();
	}
	if (recipients_read(&recipients, array)) {
		envelope_fill(Z_OBJ_P(ZEND_THIS), from.items, &recipients, &wishes);
	}
	smtpmail_addrs_free(&from);
}

/* ---- For the others --------------------------------------------------------------------- */

static void recipients_of_message(zval *list, const smtpc_message *message)
{
	static const smtpc_addr_field fields[] = {SMTPC_FIELD_TO, SMTPC_FIELD_CC, SMTPC_FIELD_BCC};
	HashTable seen;
	zend_hash_init(&seen, 8, NULL, NULL, false);
	array_init(list);
	for (size_t f = 0; f < sizeof fields / sizeof fields[0]; f++) {
		for (size_t i = 0; i < smtpc_message_addr_count(message, fields[f]); i++) {
			const smtpc_addr *addr = smtpc_message_addr(message, fields[f], i);
			zval recipient;
			recipient_new(&recipient, addr);
			recipients_add(list, &seen, addr, &recipient);
		}
	}
	zend_hash_destroy(&seen);
}

bool smtpmail_envelope_of(zval *to, const smtpc_message *message)
{
	bool null_return = false;
	const smtpc_addr *sender = smtpc_message_envelope_sender(message, &null_return);
	if (smtpc_message_is_raw(message)) {
		zend_value_error("raw mail has no envelope of its own: send() needs one");
		return false;
	}
	if (sender == NULL && !null_return) {
		zend_value_error(smtpc_message_addr_count(message, SMTPC_FIELD_FROM) > 1
			? "the message has several From addresses: one of them must be given to sender()"
			: "the message has no From address");
		return false;
	}
	zval recipients;
	recipients_of_message(&recipients, message);
	if (zend_hash_num_elements(Z_ARRVAL(recipients)) == 0) {
		zval_ptr_dtor(&recipients);
		zend_value_error("the message has no recipient");
		return false;
	}
	object_init_ex(to, smtpmail_ce_envelope);
	envelope_fill(Z_OBJ_P(to), sender, &recipients, &no_wishes);
	return true;
}

/* Property, the extension it needs, and whether null, false or [] means that it is not asked. */
typedef struct wish_row {
	const char *property;
	const char *extension;
} wish_row;

static const wish_row envelope_rows[] = {
	{"envelopeId", "DSN"},
	{"return", "DSN"},
	{"requireTls", "REQUIRETLS"},
	{"priority", "MT-PRIORITY"},
	{"holdFor", "FUTURERELEASE"},
	{"deliverBy", "DELIVERBY"},
};
static const wish_row recipient_rows[] = {
	{"notify", "DSN"},
	{"originalRecipient", "DSN"},
};

static bool wish_is_unasked(const zval *value)
{
	return Z_TYPE_P(value) == IS_NULL || Z_TYPE_P(value) == IS_FALSE ||
	       (Z_TYPE_P(value) == IS_ARRAY && zend_hash_num_elements(Z_ARRVAL_P(value)) == 0);
}

static bool wishes_refuse(zend_object *object, const wish_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		zval *value = smtpmail_prop(object, rows[i].property);
		if (value == NULL) {
			return false;
		}
		if (!wish_is_unasked(value)) {
			smtpc_error err = {.code = SMTPC_E_CAPABILITY, .stage = SMTPC_STAGE_EHLO};
			snprintf(err.capability, sizeof err.capability, "%s", rows[i].extension);
			snprintf(err.message, sizeof err.message,
				"%s of the %s needs the extension %s, which this version cannot use",
				rows[i].property, object->ce == ce_recipient ? "recipient" : "envelope",
				rows[i].extension);
			smtpmail_throw(NULL, &err, NULL, NULL);
			return false;
		}
	}
	return true;
}

bool smtpmail_envelope_check(zend_object *envelope)
{
	if (!wishes_refuse(envelope, envelope_rows, sizeof envelope_rows / sizeof envelope_rows[0])) {
		return false;
	}
	zval *recipients = smtpmail_prop(envelope, "recipients");
	if (recipients == NULL) {
		return false;
	}
	zval *recipient;
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(recipients), recipient) {
		if (!wishes_refuse(Z_OBJ_P(recipient), recipient_rows,
				sizeof recipient_rows / sizeof recipient_rows[0])) {
			return false;
		}
	} ZEND_HASH_FOREACH_END();
	return true;
}

PHP_MINIT_FUNCTION(smtpmail_envelope)
{
	ce_recipient = register_class_SmtpMail_Recipient();
	smtpmail_ce_envelope = register_class_SmtpMail_Envelope();
	ce_recipient->create_object = smtpmail_value_create;
	smtpmail_ce_envelope->create_object = smtpmail_value_create;
	return SUCCESS;
}
