/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: 84016ab4302e643c545ea4dba7b179ce25881e2e */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_SmtpMail_Address___construct, 0, 0, 1)
	ZEND_ARG_TYPE_INFO(0, address, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, name, IS_STRING, 0, "\'\'")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_SmtpMail_Address_parse, 0, 1, SmtpMail\\Address, 0)
	ZEND_ARG_TYPE_INFO(0, spec, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_SmtpMail_Address_tryParse, 0, 1, SmtpMail\\Address, 1)
	ZEND_ARG_TYPE_INFO(0, spec, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Address_parseList, 0, 1, IS_ARRAY, 0)
	ZEND_ARG_TYPE_INFO(0, header, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Address_toAscii, 0, 0, IS_STRING, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_SmtpMail_Address___toString arginfo_class_SmtpMail_Address_toAscii

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Address_jsonSerialize, 0, 0, IS_ARRAY, 0)
ZEND_END_ARG_INFO()


ZEND_METHOD(SmtpMail_Address, __construct);
ZEND_METHOD(SmtpMail_Address, parse);
ZEND_METHOD(SmtpMail_Address, tryParse);
ZEND_METHOD(SmtpMail_Address, parseList);
ZEND_METHOD(SmtpMail_Address, toAscii);
ZEND_METHOD(SmtpMail_Address, __toString);
ZEND_METHOD(SmtpMail_Address, jsonSerialize);


static const zend_function_entry class_SmtpMail_Address_methods[] = {
	ZEND_ME(SmtpMail_Address, __construct, arginfo_class_SmtpMail_Address___construct, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Address, parse, arginfo_class_SmtpMail_Address_parse, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(SmtpMail_Address, tryParse, arginfo_class_SmtpMail_Address_tryParse, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(SmtpMail_Address, parseList, arginfo_class_SmtpMail_Address_parseList, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(SmtpMail_Address, toAscii, arginfo_class_SmtpMail_Address_toAscii, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Address, __toString, arginfo_class_SmtpMail_Address___toString, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Address, jsonSerialize, arginfo_class_SmtpMail_Address_jsonSerialize, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_SmtpMail_Address(zend_class_entry *class_entry_Stringable, zend_class_entry *class_entry_JsonSerializable)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "Address", class_SmtpMail_Address_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;
	zend_class_implements(class_entry, 2, class_entry_Stringable, class_entry_JsonSerializable);

	zval property_address_default_value;
	ZVAL_UNDEF(&property_address_default_value);
	zend_string *property_address_name = zend_string_init("address", sizeof("address") - 1, 1);
	zend_declare_typed_property(class_entry, property_address_name, &property_address_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_address_name);

	zval property_name_default_value;
	ZVAL_UNDEF(&property_name_default_value);
	zend_string *property_name_name = zend_string_init("name", sizeof("name") - 1, 1);
	zend_declare_typed_property(class_entry, property_name_name, &property_name_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_name_name);

	zval property_localPart_default_value;
	ZVAL_UNDEF(&property_localPart_default_value);
	zend_string *property_localPart_name = zend_string_init("localPart", sizeof("localPart") - 1, 1);
	zend_declare_typed_property(class_entry, property_localPart_name, &property_localPart_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_localPart_name);

	zval property_domain_default_value;
	ZVAL_UNDEF(&property_domain_default_value);
	zend_string *property_domain_name = zend_string_init("domain", sizeof("domain") - 1, 1);
	zend_declare_typed_property(class_entry, property_domain_name, &property_domain_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_domain_name);

	return class_entry;
}
