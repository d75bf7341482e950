/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: 26c721899b993b7857e122947c82ff400e11ea50 */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_SmtpMail_Group___construct, 0, 0, 1)
	ZEND_ARG_TYPE_INFO(0, name, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, addresses, IS_ARRAY, 0, "[]")
ZEND_END_ARG_INFO()


ZEND_METHOD(SmtpMail_Group, __construct);


static const zend_function_entry class_SmtpMail_Group_methods[] = {
	ZEND_ME(SmtpMail_Group, __construct, arginfo_class_SmtpMail_Group___construct, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_SmtpMail_Group(void)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "Group", class_SmtpMail_Group_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;

	zval property_name_default_value;
	ZVAL_UNDEF(&property_name_default_value);
	zend_string *property_name_name = zend_string_init("name", sizeof("name") - 1, 1);
	zend_declare_typed_property(class_entry, property_name_name, &property_name_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_name_name);

	zval property_addresses_default_value;
	ZVAL_UNDEF(&property_addresses_default_value);
	zend_string *property_addresses_name = zend_string_init("addresses", sizeof("addresses") - 1, 1);
	zend_declare_typed_property(class_entry, property_addresses_name, &property_addresses_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_ARRAY));
	zend_string_release(property_addresses_name);

	return class_entry;
}
