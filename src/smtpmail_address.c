/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * class SmtpMail\Address, and the forms in which arguments give addresses. An Address object is
 * its properties and nothing else: the core reads it anew, and so checks it anew, at each use. */
#include "smtpmail_internal.h"

#include "ext/json/php_json.h"
#include "zend_exceptions.h"
#include "zend_interfaces.h"

#include "smtpmail_address_arginfo.h"

zend_class_entry *smtpmail_ce_address;

/* The properties, in the order of their declaration. */
enum { ADDRESS_ADDRESS, ADDRESS_NAME, ADDRESS_LOCAL_PART, ADDRESS_DOMAIN, ADDRESS_SLOTS };
static const char *const address_slots[ADDRESS_SLOTS] = {"address", "name", "localPart", "domain"};

static void address_fill(zend_object *object, const smtpc_addr *addr)
{
	smtpmail_slot_str(object, ADDRESS_ADDRESS, addr->address);
	smtpmail_slot_str(object, ADDRESS_NAME, addr->name);
	smtpmail_slot_str(object, ADDRESS_LOCAL_PART, addr->local);
	smtpmail_slot_str(object, ADDRESS_DOMAIN, addr->domain);
}

void smtpmail_address_new(zval *to, const smtpc_addr *addr)
{
	object_init_ex(to, smtpmail_ce_address);
	address_fill(Z_OBJ_P(to), addr);
}

/* An Address that was made without its constructor has no properties: Error. */
static bool address_strings(zend_object *address, zend_string **spec, zend_string **name)
{
	zval *zspec = smtpmail_prop(address, "address");
	zval *zname = zspec != NULL ? smtpmail_prop(address, "name") : NULL;
	if (zname == NULL) {
		return false;
	}
	*spec = Z_STR_P(zspec);
	*name = Z_STR_P(zname);
	return true;
}

bool smtpmail_address_read(smtpc_addr *to, zend_object *address)
{
	zend_string *spec, *name;
	if (!address_strings(address, &spec, &name)) {
		return false;
	}
	smtpc_error err;
	if (smtpc_addr_init(to, NULL, smtpmail_str(spec), smtpmail_str(name), &err) < 0) {
		smtpmail_throw_argument(0, &err);
		return false;
	}
	return true;
}

static bool address_of_string(smtpc_addr *to, smtpc_str spec, uint32_t arg)
{
	smtpc_error err;
	if (smtpc_addr_parse(to, NULL, spec, &err) < 0) {
		smtpmail_throw_argument(arg, &err);
		return false;
	}
	return true;
}

static bool address_of_pair(smtpc_addr *to, zend_string *address, const zval *name, uint32_t arg)
{
	if (Z_TYPE_P(name) != IS_STRING) {
		zend_argument_type_error(arg, "must map addresses to names of type string, %s given",
			smtpmail_type_name(name));
		return false;
	}
	smtpc_error err;
	if (smtpc_addr_init(to, NULL, smtpmail_str(address), smtpmail_str(Z_STR_P(name)), &err) < 0) {
		smtpmail_throw_argument(arg, &err);
		return false;
	}
	return true;
}

bool smtpmail_addr_of_element(smtpc_addr *to, zend_string *key, zval *value, uint32_t arg)
{
	ZVAL_DEREF(value);
	if (key != NULL) {
		return address_of_pair(to, key, value, arg);
	}
	if (Z_TYPE_P(value) == IS_OBJECT && Z_OBJCE_P(value) == smtpmail_ce_address) {
		return smtpmail_address_read(to, Z_OBJ_P(value));
	}
	if (Z_TYPE_P(value) != IS_STRING) {
		zend_argument_type_error(arg,
			"must be a list of string or SmtpMail\\Address, or a map of address => name, %s in it",
			smtpmail_type_name(value));
		return false;
	}
	return address_of_string(to, smtpmail_str(Z_STR_P(value)), arg);
}

static bool addrs_of_array(smtpmail_addrs *addrs, HashTable *array, uint32_t arg)
{
	addrs->items = safe_emalloc(zend_hash_num_elements(array) + 1, sizeof *addrs->items, 0);
	zend_string *key;
	zval *value;
	ZEND_HASH_FOREACH_STR_KEY_VAL(array, key, value) {
		if (!smtpmail_addr_of_element(&addrs->items[addrs->count], key, value, arg)) {
			smtpmail_addrs_free(addrs);
			return false;
		}
		addrs->count++;
	} ZEND_HASH_FOREACH_END();
	return true;
}

bool smtpmail_addr_of_scalar(smtpc_addr *to, zval *value, uint32_t arg, const char *types)
{
	zend_string *spec;
	if (Z_TYPE_P(value) == IS_OBJECT && Z_OBJCE_P(value) == smtpmail_ce_address) {
		return smtpmail_address_read(to, Z_OBJ_P(value));
	}
	/* The weak mode's conversions, Stringable among them, as for any string parameter. */
	if (Z_TYPE_P(value) == IS_NULL || !zend_parse_arg_str(value, &spec, false, arg)) {
		if (!EG(exception)) {
			zend_argument_type_error(arg, "must be of type SmtpMail\\Address|%s, %s given", types,
				smtpmail_type_name(value));
		}
		return false;
	}
	return address_of_string(to, smtpmail_str(spec), arg);
}

bool smtpmail_addrs_read(smtpmail_addrs *addrs, zval *value, uint32_t arg, bool many)
{
	*addrs = (smtpmail_addrs){NULL, 0};
	if (many && Z_TYPE_P(value) == IS_ARRAY) {
		return addrs_of_array(addrs, Z_ARRVAL_P(value), arg);
	}
	addrs->items = emalloc(sizeof *addrs->items);
	if (!smtpmail_addr_of_scalar(addrs->items, value, arg, many ? "array|string" : "string")) {
		smtpmail_addrs_free(addrs);
		return false;
	}
	addrs->count = 1;
	return true;
}

void smtpmail_addrs_free(smtpmail_addrs *addrs)
{
	for (size_t i = 0; i < addrs->count; i++) {
		smtpc_addr_free(&addrs->items[i]);
	}
	if (addrs->items != NULL) {
		efree(addrs->items);
	}
	*addrs = (smtpmail_addrs){NULL, 0};
}

zend_string *smtpmail_addr_key(const smtpc_addr *addr)
{
	zend_string *key = zend_string_alloc(addr->local.len + 1 + addr->ascii_domain.len, false);
	char *at = ZSTR_VAL(key) + addr->local.len;
	memcpy(ZSTR_VAL(key), addr->local.ptr, addr->local.len);
	*at = '@';
	zend_str_tolower_copy(at + 1, addr->ascii_domain.ptr, addr->ascii_domain.len);
	return key;
}

PHP_METHOD(SmtpMail_Address, __construct)
{
	zend_string *address, *name = ZSTR_EMPTY_ALLOC();
	ZEND_PARSE_PARAMETERS_START(1, 2)
		Z_PARAM_STR(address)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR(name)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_addr addr;
	smtpc_error err;
	if (!smtpmail_first_construction(Z_OBJ_P(ZEND_THIS))) {
		RETURN_THROWS();
	}
	if (smtpc_addr_init(&addr, NULL, smtpmail_str(address), smtpmail_str(name), &err) < 0) {
		/* Without the name it is the address that is wrong, or nothing. */
		bool nameless = smtpc_addr_init(&addr, NULL, smtpmail_str(address), SMTPC_STR(""), NULL) == 0;
		smtpc_addr_free(&addr);
		smtpmail_throw_argument(nameless ? 2 : 1, &err);
		RETURN_THROWS();
	}
	address_fill(Z_OBJ_P(ZEND_THIS), &addr);
	smtpc_addr_free(&addr);
}

PHP_METHOD(SmtpMail_Address, parse)
{
	zend_string *spec;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_STR(spec)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_addr addr;
	if (!address_of_string(&addr, smtpmail_str(spec), 1)) {
		RETURN_THROWS();
	}
	smtpmail_address_new(return_value, &addr);
	smtpc_addr_free(&addr);
}

PHP_METHOD(SmtpMail_Address, tryParse)
{
	zend_string *spec;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_STR(spec)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_addr addr;
	smtpc_error err;
	if (smtpc_addr_parse(&addr, NULL, smtpmail_str(spec), &err) < 0) {
		if (err.code == SMTPC_E_ARGUMENT) {
			RETURN_NULL();
		}
		smtpmail_throw_argument(1, &err);
		RETURN_THROWS();
	}
	smtpmail_address_new(return_value, &addr);
	smtpc_addr_free(&addr);
}

PHP_METHOD(SmtpMail_Address, parseList)
{
	zend_string *header;
	ZEND_PARSE_PARAMETERS_START(1, 1)
		Z_PARAM_STR(header)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_addr_list list;
	smtpc_error err;
	if (smtpc_addr_list_parse(&list, NULL, smtpmail_str(header), &err) < 0) {
		smtpmail_throw_argument(1, &err);
		RETURN_THROWS();
	}
	smtpmail_addr_list_new(return_value, &list);
	smtpc_addr_list_free(&list);
}

PHP_METHOD(SmtpMail_Address, toAscii)
{
	ZEND_PARSE_PARAMETERS_NONE();

	smtpc_addr addr;
	if (!smtpmail_address_read(&addr, Z_OBJ_P(ZEND_THIS))) {
		RETURN_THROWS();
	}
	if (addr.needs_smtputf8) {
		zend_value_error("the local part of \"%.*s\" is not ASCII: it needs SMTPUTF8",
			(int)addr.address.len, addr.address.ptr);
	} else {
		RETVAL_STR(zend_string_concat3(addr.local.ptr, addr.local.len, "@", 1,
			addr.ascii_domain.ptr, addr.ascii_domain.len));
	}
	smtpc_addr_free(&addr);
}

/* A name (not empty) of atoms and single spaces stands as it is, others are quoted (RFC 5322
 * §3.2.4), and so are what could be taken for an encoded word. */
static zend_string *address_quote(const zend_string *name)
{
	static const char specials[] = "()<>[]:;@\\,.\"";
	size_t len = ZSTR_LEN(name);
	bool plain = ZSTR_VAL(name)[0] != ' ' && ZSTR_VAL(name)[len - 1] != ' ';
	size_t escapes = 0;
	for (size_t i = 0; i < len; i++) {
		char c = ZSTR_VAL(name)[i];
		char before = i > 0 ? ZSTR_VAL(name)[i - 1] : '\0';
		plain = plain && strchr(specials, c) == NULL && !(c == ' ' && before == ' ') &&
			!(c == '?' && before == '=');
		escapes += c == '"' || c == '\\';
	}
	if (plain) {
		return zend_string_init(ZSTR_VAL(name), len, false);
	}
	zend_string *quoted = zend_string_alloc(len + escapes + 2, false);
	char *out = ZSTR_VAL(quoted);
	*out++ = '"';
	for (size_t i = 0; i < len; i++) {
		char c = ZSTR_VAL(name)[i];
		if (c == '"' || c == '\\') {
			*out++ = '\\';
		}
		*out++ = c;
	}
	*out++ = '"';
	*out = '\0';
	return quoted;
}

PHP_METHOD(SmtpMail_Address, __toString)
{
	ZEND_PARSE_PARAMETERS_NONE();

	zend_string *spec, *name;
	if (!address_strings(Z_OBJ_P(ZEND_THIS), &spec, &name)) {
		RETURN_THROWS();
	}
	if (ZSTR_LEN(name) == 0) {
		RETURN_STR_COPY(spec);
	}
	zend_string *quoted = address_quote(name);
	RETVAL_STR(strpprintf(0, "%s <%s>", ZSTR_VAL(quoted), ZSTR_VAL(spec)));
	zend_string_release(quoted);
}

PHP_METHOD(SmtpMail_Address, jsonSerialize)
{
	ZEND_PARSE_PARAMETERS_NONE();

	zend_string *spec, *name;
	if (!address_strings(Z_OBJ_P(ZEND_THIS), &spec, &name)) {
		RETURN_THROWS();
	}
	array_init(return_value);
	add_assoc_str(return_value, "address", zend_string_copy(spec));
	add_assoc_str(return_value, "name", zend_string_copy(name));
}

PHP_MINIT_FUNCTION(smtpmail_address)
{
	smtpmail_ce_address =
		register_class_SmtpMail_Address(zend_ce_stringable, php_json_serializable_ce);
	smtpmail_ce_address->create_object = smtpmail_value_create;
	return smtpmail_slots_are(smtpmail_ce_address, address_slots, ADDRESS_SLOTS) ? SUCCESS : FAILURE;
}
