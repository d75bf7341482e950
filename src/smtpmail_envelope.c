/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * SmtpMail\Recipient and SmtpMail\Envelope. What they ask for beyond addresses is checked here for
 * form; whether a server can do it is the core's to ask. */
#include "smtpmail_internal.h"

#include "zend_exceptions.h"

#include "smtpmail_envelope_arginfo.h"

#define PRIORITY_MAX 9 /* RFC 6710 §2 */
#define NINE_DIGITS INT64_C(999999999) /* RFC 2852 §4, RFC 4865 §4 */

zend_class_entry *smtpmail_ce_envelope;
static zend_class_entry *ce_recipient;

/* The properties, in the order of their declaration. */
enum { RCPT_ADDRESS, RCPT_NOTIFY, RCPT_ORIGINAL, RCPT_SLOTS };
static const char *const rcpt_slots[RCPT_SLOTS] = {"address", "notify", "originalRecipient"};

enum {
	ENVELOPE_SENDER,
	ENVELOPE_RECIPIENTS,
	ENVELOPE_ID,
	ENVELOPE_RETURN,
	ENVELOPE_REQUIRE_TLS,
	ENVELOPE_PRIORITY,
	ENVELOPE_HOLD_FOR,
	ENVELOPE_DELIVER_BY,
	ENVELOPE_SLOTS
};
static const char *const envelope_slots[ENVELOPE_SLOTS] = {"sender", "recipients", "envelopeId",
	"return", "requireTls", "priority", "holdFor", "deliverBy"};

/* ---- Recipient -------------------------------------------------------------------------- */

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
	smtpmail_address_new(smtpmail_slot(object, RCPT_ADDRESS), addr);
	list_copy(smtpmail_slot(object, RCPT_NOTIFY), notify);
	zval *original_slot = smtpmail_slot(object, RCPT_ORIGINAL);
	ZVAL_NULL(original_slot);
	if (original != NULL) {
		ZVAL_STR_COPY(original_slot, original);
	}
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
	if (original != NULL && !smtpc_is_original_rcpt(smtpmail_str(original))) {
		zend_argument_value_error(3, "must be an address, or \"type;address\", of printable "
			"characters, up to 500 octets as xtext");
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
	if (wishes->id != NULL && !smtpc_is_envelope_id(smtpmail_str(wishes->id))) {
		zend_argument_value_error(3, "must be printable ASCII, up to 100 octets as xtext");
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

static void slot_long_or_null(zval *slot, zend_long value, bool null)
{
	ZVAL_LONG(slot, value);
	if (null) {
		ZVAL_NULL(slot);
	}
}

static void wishes_fill(zend_object *object, const envelope_wishes *wishes)
{
	zval *id = smtpmail_slot(object, ENVELOPE_ID);
	ZVAL_NULL(id);
	if (wishes->id != NULL) {
		ZVAL_STR_COPY(id, wishes->id);
	}
	zval *return_ = smtpmail_slot(object, ENVELOPE_RETURN);
	ZVAL_NULL(return_);
	if (wishes->return_ != NULL) {
		ZVAL_COPY(return_, wishes->return_);
	}
	ZVAL_BOOL(smtpmail_slot(object, ENVELOPE_REQUIRE_TLS), wishes->require_tls);
	slot_long_or_null(
		smtpmail_slot(object, ENVELOPE_PRIORITY), wishes->priority, wishes->no_priority);
	slot_long_or_null(
		smtpmail_slot(object, ENVELOPE_HOLD_FOR), wishes->hold_for, wishes->no_hold_for);
	slot_long_or_null(
		smtpmail_slot(object, ENVELOPE_DELIVER_BY), wishes->deliver_by, wishes->no_deliver_by);
}

static const envelope_wishes no_wishes = {
	.no_priority = true, .no_hold_for = true, .no_deliver_by = true};

/* |sender| NULL: the null return path. Takes |recipients|. */
static void envelope_fill(zend_object *object, const smtpc_addr *sender, zval *recipients,
	const envelope_wishes *wishes)
{
	zval *from = smtpmail_slot(object, ENVELOPE_SENDER);
	ZVAL_NULL(from);
	if (sender != NULL) {
		smtpmail_address_new(from, sender);
	}
	ZVAL_COPY_VALUE(smtpmail_slot(object, ENVELOPE_RECIPIENTS), recipients);
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

void smtpmail_envelope_with(zval *to, zend_object *envelope, zval *recipients)
{
	object_init_ex(to, smtpmail_ce_envelope);
	for (int i = 0; i < envelope->ce->default_properties_count; i++) {
		zval *property = OBJ_PROP_NUM(Z_OBJ_P(to), i);
		zval_ptr_dtor(property);
		ZVAL_COPY_PROP(property, OBJ_PROP_NUM(envelope, i));
	}
	zval *list = smtpmail_prop(Z_OBJ_P(to), "recipients");
	zval_ptr_dtor(list);
	ZVAL_COPY_VALUE(list, recipients);
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

/* What the core refused though it had been checked here: no memory. */
static bool wish_refused(const smtpc_error *err)
{
	smtpmail_throw_argument(0, err);
	return false;
}

static zend_long prop_long_or(zval *value, zend_long otherwise)
{
	return Z_TYPE_P(value) == IS_LONG ? Z_LVAL_P(value) : otherwise;
}

bool smtpmail_envelope_apply(smtpc_job *job, zend_object *envelope)
{
	static const char *const names[] = {
		"envelopeId", "return", "requireTls", "priority", "holdFor", "deliverBy"};
	zval *props[sizeof names / sizeof names[0]];
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		props[i] = smtpmail_prop(envelope, names[i]);
		if (props[i] == NULL) {
			return false;
		}
	}
	smtpc_wishes wishes = {
		.require_tls = Z_TYPE_P(props[2]) == IS_TRUE,
		.has_priority = Z_TYPE_P(props[3]) == IS_LONG,
		.priority = (int)prop_long_or(props[3], 0),
		.hold_for = (uint32_t)prop_long_or(props[4], 0),
		.deliver_by = (int32_t)prop_long_or(props[5], 0),
	};
	if (Z_TYPE_P(props[0]) == IS_STRING) {
		wishes.envelope_id = smtpmail_str(Z_STR_P(props[0]));
	}
	int index = smtpmail_enum_index(SMTPMAIL_ENUM_DSN_RETURN, props[1]);
	wishes.ret = index < 0 ? SMTPC_RET_UNSET : index == 0 ? SMTPC_RET_FULL : SMTPC_RET_HEADERS;
	smtpc_error err;
	return smtpc_job_set_wishes(job, &wishes, &err) == SMTPC_OK || wish_refused(&err);
}

bool smtpmail_recipient_apply(smtpc_job *job, zend_object *recipient)
{
	zval *notify = smtpmail_prop(recipient, "notify");
	zval *original = notify != NULL ? smtpmail_prop(recipient, "originalRecipient") : NULL;
	if (original == NULL) {
		return false;
	}
	unsigned cases = 0;
	zval *value;
	ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(notify), value) {
		/* The cases stand in the order of SMTPC_NOTIFY_*. */
		cases |= 1u << smtpmail_enum_index(SMTPMAIL_ENUM_NOTIFY, value);
	} ZEND_HASH_FOREACH_END();
	smtpc_str text = {NULL, 0};
	if (Z_TYPE_P(original) == IS_STRING) {
		text = smtpmail_str(Z_STR_P(original));
	}
	smtpc_error err;
	return smtpc_job_set_dsn(job, cases, text, &err) == SMTPC_OK || wish_refused(&err);
}

PHP_MINIT_FUNCTION(smtpmail_envelope)
{
	ce_recipient = register_class_SmtpMail_Recipient();
	smtpmail_ce_envelope = register_class_SmtpMail_Envelope();
	ce_recipient->create_object = smtpmail_value_create;
	smtpmail_ce_envelope->create_object = smtpmail_value_create;
	bool as_declared = smtpmail_slots_are(ce_recipient, rcpt_slots, RCPT_SLOTS) &&
	                   smtpmail_slots_are(smtpmail_ce_envelope, envelope_slots, ENVELOPE_SLOTS);
	return as_declared ? SUCCESS : FAILURE;
}
