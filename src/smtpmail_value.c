/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * Declared properties, callables, and text of the core as PHP values. */
#include "smtpmail_internal.h"

#include "zend_closures.h"

zend_object *smtpmail_value_create(zend_class_entry *ce)
{
	zend_object *object = zend_objects_new(ce);
	object_properties_init(object, ce);
	return object;
}

/* Kept as a closure; what has its own object is kept as it is, and so is what __call() answers. */
void smtpmail_callable_keep(zval *to, const zend_fcall_info *from,
	const zend_fcall_info_cache *cache)
{
	zend_function *function = cache->function_handler;
	if (Z_TYPE(from->function_name) == IS_OBJECT || function == NULL ||
		(function->common.fn_flags & ZEND_ACC_CALL_VIA_TRAMPOLINE)) {
		ZVAL_COPY(to, &from->function_name);
		return;
	}
	zval object;
	if (cache->object != NULL) {
		ZVAL_OBJ(&object, cache->object);
	}
	zend_create_fake_closure(to, function, function->common.scope, cache->called_scope,
		cache->object != NULL ? &object : NULL);
}

zval *smtpmail_prop(zend_object *object, const char *name)
{
	zval rv;
	zval *value = zend_read_property(object->ce, object, name, strlen(name), false, &rv);
	return EG(exception) ? NULL : value;
}

void smtpmail_prop_set(zend_object *object, const char *name, zval *value)
{
	zend_class_entry *scope = object->ce;
	/* The property is readonly: only the class that declares it may set it. */
	while (scope->parent != NULL &&
		zend_hash_str_exists(&scope->parent->properties_info, name, strlen(name))) {
		scope = scope->parent;
	}
	zend_update_property(scope, object, name, strlen(name), value);
	zval_ptr_dtor(value);
}

void smtpmail_prop_set_str(zend_object *object, const char *name, smtpc_str value)
{
	zval zv;
	ZVAL_STRINGL(&zv, value.len > 0 ? value.ptr : "", value.len);
	smtpmail_prop_set(object, name, &zv);
}

void smtpmail_prop_set_str_or_null(zend_object *object, const char *name, smtpc_str value)
{
	if (value.len > 0) {
		smtpmail_prop_set_str(object, name, value);
		return;
	}
	zval null;
	ZVAL_NULL(&null);
	smtpmail_prop_set(object, name, &null);
}

void smtpmail_slot_str(zend_object *object, uint32_t slot, smtpc_str value)
{
	ZVAL_STRINGL_FAST(smtpmail_slot(object, slot), value.len > 0 ? value.ptr : "", value.len);
}

void smtpmail_slot_str_or_null(zend_object *object, uint32_t slot, smtpc_str value)
{
	if (value.len > 0) {
		smtpmail_slot_str(object, slot, value);
	} else {
		ZVAL_NULL(smtpmail_slot(object, slot));
	}
}

bool smtpmail_slots_are(zend_class_entry *class, const char *const *names, size_t count)
{
	if ((size_t)class->default_properties_count != count) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		const zend_property_info *info =
			zend_hash_str_find_ptr(&class->properties_info, names[i], strlen(names[i]));
		if (info == NULL || OBJ_PROP_TO_NUM(info->offset) != i) {
			return false;
		}
	}
	return true;
}

bool smtpmail_first_construction(zend_object *object)
{
	if (Z_ISUNDEF_P(OBJ_PROP_NUM(object, 0))) {
		return true;
	}
	zend_throw_error(NULL, "%s::__construct() has been called already",
		ZSTR_VAL(object->ce->name));
	return false;
}

smtpc_str smtpmail_cut(smtpc_str *rest, char sep)
{
	const char *end = memchr(rest->ptr, sep, rest->len);
	smtpc_str part = {rest->ptr, end != NULL ? (size_t)(end - rest->ptr) : rest->len};
	size_t gone = part.len + (end != NULL);
	*rest = (smtpc_str){rest->ptr + gone, rest->len - gone};
	return part;
}

void smtpmail_words(zval *to, smtpc_str list)
{
	array_init(to);
	while (list.len > 0) {
		smtpc_str word = smtpmail_cut(&list, ' ');
		if (word.len > 0) {
			add_next_index_stringl(to, word.ptr, word.len);
		}
	}
}
