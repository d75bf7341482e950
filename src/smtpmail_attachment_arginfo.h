/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: e8a56f0edd0dc08c21364baba3ef4145ff043983 */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_SmtpMail_Attachment___construct, 0, 0, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_SmtpMail_Attachment_fromPath, 0, 1, SmtpMail\\Attachment, 0)
	ZEND_ARG_TYPE_INFO(0, path, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, name, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, contentType, IS_STRING, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_SmtpMail_Attachment_fromString, 0, 2, SmtpMail\\Attachment, 0)
	ZEND_ARG_TYPE_INFO(0, data, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, name, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, contentType, IS_STRING, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_SmtpMail_Attachment_fromStream, 0, 2, SmtpMail\\Attachment, 0)
	ZEND_ARG_INFO(0, stream)
	ZEND_ARG_TYPE_INFO(0, name, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, contentType, IS_STRING, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_SmtpMail_Attachment_fromMessage, 0, 1, SmtpMail\\Attachment, 0)
	ZEND_ARG_OBJ_INFO(0, message, SmtpMail\\Message, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, name, IS_STRING, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_SmtpMail_Attachment_inline, 0, 0, SmtpMail\\Attachment, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, contentId, IS_STRING, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_SmtpMail_Attachment_encoding, 0, 1, SmtpMail\\Attachment, 0)
	ZEND_ARG_OBJ_INFO(0, encoding, SmtpMail\\Encoding, 0)
ZEND_END_ARG_INFO()


ZEND_METHOD(SmtpMail_Attachment, __construct);
ZEND_METHOD(SmtpMail_Attachment, fromPath);
ZEND_METHOD(SmtpMail_Attachment, fromString);
ZEND_METHOD(SmtpMail_Attachment, fromStream);
ZEND_METHOD(SmtpMail_Attachment, fromMessage);
ZEND_METHOD(SmtpMail_Attachment, inline);
ZEND_METHOD(SmtpMail_Attachment, encoding);


static const zend_function_entry class_SmtpMail_Attachment_methods[] = {
	ZEND_ME(SmtpMail_Attachment, __construct, arginfo_class_SmtpMail_Attachment___construct, ZEND_ACC_PRIVATE)
	ZEND_ME(SmtpMail_Attachment, fromPath, arginfo_class_SmtpMail_Attachment_fromPath, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(SmtpMail_Attachment, fromString, arginfo_class_SmtpMail_Attachment_fromString, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(SmtpMail_Attachment, fromStream, arginfo_class_SmtpMail_Attachment_fromStream, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(SmtpMail_Attachment, fromMessage, arginfo_class_SmtpMail_Attachment_fromMessage, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(SmtpMail_Attachment, inline, arginfo_class_SmtpMail_Attachment_inline, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Attachment, encoding, arginfo_class_SmtpMail_Attachment_encoding, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_SmtpMail_Attachment(void)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "Attachment", class_SmtpMail_Attachment_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;

	zval property_name_default_value;
	ZVAL_UNDEF(&property_name_default_value);
	zend_string *property_name_name = zend_string_init("name", sizeof("name") - 1, 1);
	zend_declare_typed_property(class_entry, property_name_name, &property_name_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_name_name);

	zval property_contentType_default_value;
	ZVAL_UNDEF(&property_contentType_default_value);
	zend_string *property_contentType_name = zend_string_init("contentType", sizeof("contentType") - 1, 1);
	zend_declare_typed_property(class_entry, property_contentType_name, &property_contentType_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_contentType_name);

	zval property_contentId_default_value;
	ZVAL_UNDEF(&property_contentId_default_value);
	zend_string *property_contentId_name = zend_string_init("contentId", sizeof("contentId") - 1, 1);
	zend_declare_typed_property(class_entry, property_contentId_name, &property_contentId_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_contentId_name);

	zval property_size_default_value;
	ZVAL_UNDEF(&property_size_default_value);
	zend_string *property_size_name = zend_string_init("size", sizeof("size") - 1, 1);
	zend_declare_typed_property(class_entry, property_size_name, &property_size_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_LONG|MAY_BE_NULL));
	zend_string_release(property_size_name);

	return class_entry;
}
