/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * class SmtpMail\DkimSigner and class SmtpMail\SmimeSigner: made once, never changed. The objects
 * hold the core's signers, and no text of a key. */
#include "smtpmail_internal.h"

#include "zend_attributes.h"
#include "zend_exceptions.h"

#include "smtpmail_signer_arginfo.h"

typedef struct dkim_object {
	smtpc_dkim *core; /* NULL: not constructed */
	zend_object std;
} dkim_object;

typedef struct smime_object {
	smtpc_smime_signer *core; /* NULL: not constructed */
	zend_object std;
} smime_object;

zend_class_entry *smtpmail_ce_dkim_signer, *smtpmail_ce_smime_signer;
static zend_object_handlers dkim_handlers, smime_handlers;

/* ---- Lists of strings ------------------------------------------------------------------- */

/* The views of |list|'s strings, for efree(); NULL: thrown. */
static smtpc_str *strings_view(HashTable *list, uint32_t arg)
{
	smtpc_str *views = safe_emalloc(zend_hash_num_elements(list) + 1, sizeof *views, 0);
	size_t count = 0;
	zval *value;
	ZEND_HASH_FOREACH_VAL(list, value) {
		ZVAL_DEREF(value);
		if (Z_TYPE_P(value) != IS_STRING) {
			zend_argument_type_error(arg, "must be a list of string, %s in it",
				smtpmail_type_name(value));
			efree(views);
			return NULL;
		}
		views[count++] = smtpmail_str(Z_STR_P(value));
	} ZEND_HASH_FOREACH_END();
	return views;
}

/* Certificates of |list|, each read where it is a file. */
typedef struct pem_list {
	zend_string **items;
	smtpc_str *views;
	size_t count;
} pem_list;

static void pem_list_free(pem_list *pems)
{
	for (size_t i = 0; i < pems->count; i++) {
		smtpmail_pem_release(pems->items[i]);
	}
	efree(pems->items);
	efree(pems->views);
}

static bool pem_list_read(pem_list *pems, HashTable *list, uint32_t arg)
{
	size_t room = zend_hash_num_elements(list) + 1;
	zval *value;
	pems->count = 0;
	pems->items = safe_emalloc(room, sizeof *pems->items, 0);
	pems->views = safe_emalloc(room, sizeof *pems->views, 0);
	ZEND_HASH_FOREACH_VAL(list, value) {
		ZVAL_DEREF(value);
		if (Z_TYPE_P(value) != IS_STRING) {
			zend_argument_type_error(arg, "must be a list of string, %s in it",
				smtpmail_type_name(value));
			pem_list_free(pems);
			return false;
		}
		zend_string *pem = smtpmail_pem_read(Z_STR_P(value), arg);
		if (pem == NULL) {
			pem_list_free(pems);
			return false;
		}
		pems->items[pems->count] = pem;
		pems->views[pems->count++] = smtpmail_str(pem);
	} ZEND_HASH_FOREACH_END();
	return true;
}

/* ---- DkimSigner ------------------------------------------------------------------------- */

static dkim_object *dkim_of(zend_object *object)
{
	return (dkim_object *)((char *)object - offsetof(dkim_object, std));
}

static zend_object *dkim_create(zend_class_entry *ce)
{
	dkim_object *self = zend_object_alloc(sizeof *self, ce);
	self->core = NULL;
	zend_object_std_init(&self->std, ce);
	object_properties_init(&self->std, ce);
	self->std.handlers = &dkim_handlers;
	return &self->std;
}

static void dkim_free(zend_object *object)
{
	smtpc_dkim_unref(dkim_of(object)->core);
	dkim_of(object)->core = NULL;
	zend_object_std_dtor(object);
}

/* For var_dump() and print_r(): who signs, never what with. */
static HashTable *dkim_debug(zend_object *object, int *is_temp)
{
	const smtpc_dkim *core = dkim_of(object)->core;
	HashTable *shown = zend_new_array(2);
	zval value;
	*is_temp = 1;
	if (core != NULL) {
		smtpc_str domain = smtpc_dkim_domain(core), selector = smtpc_dkim_selector(core);
		ZVAL_STRINGL(&value, domain.ptr, domain.len);
		zend_hash_str_add(shown, "domain", strlen("domain"), &value);
		ZVAL_STRINGL(&value, selector.ptr, selector.len);
		zend_hash_str_add(shown, "selector", strlen("selector"), &value);
	}
	return shown;
}

smtpc_dkim *smtpmail_dkim_of(zend_object *object)
{
	smtpc_dkim *core = dkim_of(object)->core;
	if (core == NULL) {
		zend_throw_error(NULL, "SmtpMail\\DkimSigner::__construct() has not been called");
	}
	return core;
}

/* Makes the signer out of |options|, which lack the lists; |oversign| NULL: the core's default.
 * NULL: thrown. */
static smtpc_dkim *dkim_make(smtpc_dkim_options *options, HashTable *headers, HashTable *oversign)
{
	static const uint32_t args[] = {
		[SMTPC_DKIM_DOMAIN] = 1, [SMTPC_DKIM_SELECTOR] = 2, [SMTPC_DKIM_KEY] = 3,
		[SMTPC_DKIM_HEADERS] = 5, [SMTPC_DKIM_OVERSIGN] = 6, [SMTPC_DKIM_EXPIRES] = 7,
	};
	smtpc_str *names = strings_view(headers, args[SMTPC_DKIM_HEADERS]);
	smtpc_str *over = NULL;
	smtpc_dkim *core = NULL;
	if (names != NULL && oversign != NULL) {
		over = strings_view(oversign, args[SMTPC_DKIM_OVERSIGN]);
	}
	if (names != NULL && (over != NULL || oversign == NULL)) {
		smtpc_error err;
		smtpc_dkim_option refused = SMTPC_DKIM_KEY;
		options->headers = names;
		options->header_count = zend_hash_num_elements(headers);
		options->oversign = over;
		options->oversign_count = oversign != NULL ? zend_hash_num_elements(oversign) : 0;
		options->refused = &refused;
		core = smtpc_dkim_new(NULL, options, &err);
		if (core == NULL) {
			smtpmail_throw_argument(args[refused], &err);
		}
	}
	if (over != NULL) {
		efree(over);
	}
	if (names != NULL) {
		efree(names);
	}
	return core;
}

PHP_METHOD(SmtpMail_DkimSigner, __construct)
{
	zend_string *domain, *selector, *key, *passphrase = NULL;
	HashTable *headers = (HashTable *)&zend_empty_array, *oversign = NULL;
	zend_long expires = 0;
	bool never = true;
	ZEND_PARSE_PARAMETERS_START(3, 7)
		Z_PARAM_STR(domain)
		Z_PARAM_STR(selector)
		Z_PARAM_STR(key)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR_OR_NULL(passphrase)
		Z_PARAM_ARRAY_HT(headers)
		Z_PARAM_ARRAY_HT(oversign)
		Z_PARAM_LONG_OR_NULL(expires, never)
	ZEND_PARSE_PARAMETERS_END();

	dkim_object *self = dkim_of(Z_OBJ_P(ZEND_THIS));
	if (self->core != NULL) {
		zend_throw_error(NULL, "SmtpMail\\DkimSigner::__construct() has been called already");
		RETURN_THROWS();
	}
	if (!never && expires < 1) {
		zend_argument_value_error(7, "must be 1 or more seconds, or null");
		RETURN_THROWS();
	}
	smtpc_dkim_options options = {.domain = smtpmail_str(domain),
		.selector = smtpmail_str(selector),
		.key = smtpmail_key_get(key, passphrase, 3),
		.expires_after = never ? 0 : expires};
	if (options.key == NULL) {
		RETURN_THROWS();
	}
	self->core = dkim_make(&options, headers, oversign);
	smtpc_key_unref(options.key);
}

/* ---- SmimeSigner ------------------------------------------------------------------------ */

static smime_object *smime_of(zend_object *object)
{
	return (smime_object *)((char *)object - offsetof(smime_object, std));
}

static zend_object *smime_create(zend_class_entry *ce)
{
	smime_object *self = zend_object_alloc(sizeof *self, ce);
	self->core = NULL;
	zend_object_std_init(&self->std, ce);
	object_properties_init(&self->std, ce);
	self->std.handlers = &smime_handlers;
	return &self->std;
}

static void smime_free(zend_object *object)
{
	smtpc_smime_signer_unref(smime_of(object)->core);
	smime_of(object)->core = NULL;
	zend_object_std_dtor(object);
}

smtpc_smime_signer *smtpmail_smime_signer_of(zend_object *object)
{
	smtpc_smime_signer *core = smime_of(object)->core;
	if (core == NULL) {
		zend_throw_error(NULL, "SmtpMail\\SmimeSigner::__construct() has not been called");
	}
	return core;
}

/* Makes the signer out of |options|, which lack the extra certificates. NULL: thrown. */
static smtpc_smime_signer *smime_make(smtpc_smime_options *options, HashTable *extra)
{
	static const uint32_t args[] = {
		[SMTPC_SMIME_CERTIFICATE] = 1, [SMTPC_SMIME_KEY] = 2, [SMTPC_SMIME_EXTRA] = 4,
	};
	pem_list pems;
	if (!pem_list_read(&pems, extra, args[SMTPC_SMIME_EXTRA])) {
		return NULL;
	}
	smtpc_error err;
	smtpc_smime_option refused = SMTPC_SMIME_CERTIFICATE;
	options->extra = pems.views;
	options->extra_count = pems.count;
	options->refused = &refused;
	smtpc_smime_signer *core = smtpc_smime_signer_new(NULL, options, &err);
	if (core == NULL) {
		smtpmail_throw_argument(args[refused], &err);
	}
	pem_list_free(&pems);
	return core;
}

PHP_METHOD(SmtpMail_SmimeSigner, __construct)
{
	zend_string *certificate, *key, *passphrase = NULL;
	HashTable *extra = (HashTable *)&zend_empty_array;
	ZEND_PARSE_PARAMETERS_START(2, 4)
		Z_PARAM_STR(certificate)
		Z_PARAM_STR(key)
		Z_PARAM_OPTIONAL
		Z_PARAM_STR_OR_NULL(passphrase)
		Z_PARAM_ARRAY_HT(extra)
	ZEND_PARSE_PARAMETERS_END();

	smime_object *self = smime_of(Z_OBJ_P(ZEND_THIS));
	if (self->core != NULL) {
		zend_throw_error(NULL, "SmtpMail\\SmimeSigner::__construct() has been called already");
		RETURN_THROWS();
	}
	zend_string *pem = smtpmail_pem_read(certificate, 1);
	if (pem == NULL) {
		RETURN_THROWS();
	}
	smtpc_smime_options options = {
		.certificate = smtpmail_str(pem), .key = smtpmail_key_get(key, passphrase, 2)};
	if (options.key != NULL) {
		self->core = smime_make(&options, extra);
		smtpc_key_unref(options.key);
	}
	smtpmail_pem_release(pem);
}

/* There is nothing in a signer that a copy could change, so there are no copies. */
static void handlers_init(zend_object_handlers *handlers, int offset,
	zend_object_free_obj_t free_obj)
{
	memcpy(handlers, &std_object_handlers, sizeof *handlers);
	handlers->offset = offset;
	handlers->free_obj = free_obj;
	handlers->clone_obj = NULL;
	handlers->compare = zend_objects_not_comparable;
}

PHP_MINIT_FUNCTION(smtpmail_signer)
{
	smtpmail_ce_dkim_signer = register_class_SmtpMail_DkimSigner();
	smtpmail_ce_dkim_signer->create_object = dkim_create;
	handlers_init(&dkim_handlers, offsetof(dkim_object, std), dkim_free);
	dkim_handlers.get_debug_info = dkim_debug;

	smtpmail_ce_smime_signer = register_class_SmtpMail_SmimeSigner();
	smtpmail_ce_smime_signer->create_object = smime_create;
	handlers_init(&smime_handlers, offsetof(smime_object, std), smime_free);
	return SUCCESS;
}
