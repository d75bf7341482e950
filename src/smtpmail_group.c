/* SPDX-License-Identifier: BSD-3-Clause
 * Copyright (c) the smtpmail authors
 *
 * class SmtpMail\Group, and lists of addresses in which there may be groups: what to() and cc() take
 * and what Address::parseList() gives. */
#include "smtpmail_internal.h"

#include "smtpmail_group_arginfo.h"

zend_class_entry *smtpmail_ce_group;

static void addresses_new(zval *to, const smtpc_addr *items, size_t count)
{
	array_init_size(to, (uint32_t)count);
	for (size_t i = 0; i < count; i++) {
		zval address;
		smtpmail_address_new(&address, &items[i]);
		add_next_index_zval(to, &address);
	}
}

static void group_fill(zend_object *object, smtpc_str name, const smtpc_addr *items, size_t count)
{
	zval addresses;
	addresses_new(&addresses, items, count);
	smtpmail_prop_set_str(object, "name", name);
	smtpmail_prop_set(object, "addresses", &addresses);
}

void smtpmail_addr_list_new(zval *to, const smtpc_addr_list *list)
{
	array_init_size(to, (uint32_t)(list->count + list->group_count));
	size_t group = 0;
	size_t i = 0;
	while (i < list->count || group < list->group_count) {
		zval member;
		if (group < list->group_count && list->groups[group].first == i) {
			const smtpc_addr_group *from = &list->groups[group++];
			object_init_ex(&member, smtpmail_ce_group);
			group_fill(Z_OBJ(member), from->name, &list->items[from->first], from->count);
			i += from->count;
		} else {
			smtpmail_address_new(&member, &list->items[i++]);
		}
		add_next_index_zval(to, &member);
	}
}

/* ---- Arguments -------------------------------------------------------------------------- */

static bool member_of_group(smtpmail_member *member, zend_object *group, uint32_t arg)
{
	zval *name = smtpmail_prop(group, "name");
	zval *addresses = name != NULL ? smtpmail_prop(group, "addresses") : NULL;
	if (addresses == NULL || !smtpmail_addrs_read(&member->addrs, addresses, arg, true)) {
		return false;
	}
	member->group = zend_string_copy(Z_STR_P(name));
	return true;
}

static bool member_read(smtpmail_member *member, zval *value, uint32_t arg, bool groups)
{
	if (groups && Z_TYPE_P(value) == IS_OBJECT && Z_OBJCE_P(value) == smtpmail_ce_group) {
		return member_of_group(member, Z_OBJ_P(value), arg);
	}
	smtpc_addr addr;
	const char *types = groups ? "SmtpMail\\Group|string" : "string";
	if (!smtpmail_addr_of_scalar(&addr, value, arg, types)) {
		return false;
	}
	member->group = NULL;
	member->addrs = (smtpmail_addrs){emalloc(sizeof addr), 1};
	member->addrs.items[0] = addr;
	return true;
}

bool smtpmail_members_read(smtpmail_members *members, zval *values, uint32_t count, uint32_t arg,
	bool groups)
{
	*members = (smtpmail_members){safe_emalloc(count + 1, sizeof *members->items, 0), 0};
	for (uint32_t i = 0; i < count; i++) {
		if (!member_read(&members->items[i], &values[i], arg + i, groups)) {
			smtpmail_members_free(members);
			return false;
		}
		members->count++;
	}
	return true;
}

void smtpmail_members_free(smtpmail_members *members)
{
	for (size_t i = 0; i < members->count; i++) {
		smtpmail_addrs_free(&members->items[i].addrs);
		if (members->items[i].group != NULL) {
			zend_string_release(members->items[i].group);
		}
	}
	efree(members->items);
	*members = (smtpmail_members){NULL, 0};
}

/* ---- The class -------------------------------------------------------------------------- */

PHP_METHOD(SmtpMail_Group, __construct)
{
	zend_string *string;
	zval *array = NULL;
	ZEND_PARSE_PARAMETERS_START(1, 2)
		Z_PARAM_STR(string)
		Z_PARAM_OPTIONAL
		Z_PARAM_ARRAY(array)
	ZEND_PARSE_PARAMETERS_END();

	smtpc_str name = smtpmail_str(string);
	smtpmail_addrs addrs = {NULL, 0};
	smtpc_error err;
	if (smtpc_addr_group_name(&name, &err) < 0) {
		smtpmail_throw_argument(1, &err);
		RETURN_THROWS();
	}
	if (array != NULL && !smtpmail_addrs_read(&addrs, array, 2, true)) {
		RETURN_THROWS();
	}
	if (smtpmail_first_construction(Z_OBJ_P(ZEND_THIS))) {
		group_fill(Z_OBJ_P(ZEND_THIS), name, addrs.items, addrs.count);
	}
	smtpmail_addrs_free(&addrs);
}

PHP_MINIT_FUNCTION(smtpmail_group)
{
	smtpmail_ce_group = register_class_SmtpMail_Group();
	smtpmail_ce_group->create_object = smtpmail_value_create;
	return SUCCESS;
}
