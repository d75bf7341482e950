/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: 09d1c7b035bbd8b8557b2a4b35df342f1067e0f7 */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_SmtpMail_Recipient___construct, 0, 0, 1)
	ZEND_ARG_OBJ_TYPE_MASK(0, address, SmtpMail\\Address, MAY_BE_STRING, NULL)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, notify, IS_ARRAY, 0, "[]")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, originalRecipient, IS_STRING, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_SmtpMail_Envelope___construct, 0, 0, 2)
	ZEND_ARG_OBJ_TYPE_MASK(0, sender, SmtpMail\\Address, MAY_BE_STRING|MAY_BE_NULL, NULL)
	ZEND_ARG_TYPE_INFO(0, recipients, IS_ARRAY, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, envelopeId, IS_STRING, 1, "null")
	ZEND_ARG_OBJ_INFO_WITH_DEFAULT_VALUE(0, return, SmtpMail\\DsnReturn, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, requireTls, _IS_BOOL, 0, "false")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, priority, IS_LONG, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, holdFor, IS_LONG, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, deliverBy, IS_LONG, 1, "null")
ZEND_END_ARG_INFO()


ZEND_METHOD(SmtpMail_Recipient, __construct);
ZEND_METHOD(SmtpMail_Envelope, __construct);


static const zend_function_entry class_SmtpMail_Recipient_methods[] = {
	ZEND_ME(SmtpMail_Recipient, __construct, arginfo_class_SmtpMail_Recipient___construct, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_Envelope_methods[] = {
	ZEND_ME(SmtpMail_Envelope, __construct, arginfo_class_SmtpMail_Envelope___construct, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_SmtpMail_Recipient(void)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "Recipient", class_SmtpMail_Recipient_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;

	zend_string *property_address_class_SmtpMail_Address = zend_string_init("SmtpMail\\Address", sizeof("SmtpMail\\Address")-1, 1);
	zval property_address_default_value;
	ZVAL_UNDEF(&property_address_default_value);
	zend_string *property_address_name = zend_string_init("address", sizeof("address") - 1, 1);
	zend_declare_typed_property(class_entry, property_address_name, &property_address_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_CLASS(property_address_class_SmtpMail_Address, 0, 0));
	zend_string_release(property_address_name);

	zval property_notify_default_value;
	ZVAL_UNDEF(&property_notify_default_value);
	zend_string *property_notify_name = zend_string_init("notify", sizeof("notify") - 1, 1);
	zend_declare_typed_property(class_entry, property_notify_name, &property_notify_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_ARRAY));
	zend_string_release(property_notify_name);

	zval property_originalRecipient_default_value;
	ZVAL_UNDEF(&property_originalRecipient_default_value);
	zend_string *property_originalRecipient_name = zend_string_init("originalRecipient", sizeof("originalRecipient") - 1, 1);
	zend_declare_typed_property(class_entry, property_originalRecipient_name, &property_originalRecipient_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_originalRecipient_name);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_Envelope(void)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "Envelope", class_SmtpMail_Envelope_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;

	zend_string *property_sender_class_SmtpMail_Address = zend_string_init("SmtpMail\\Address", sizeof("SmtpMail\\Address")-1, 1);
	zval property_sender_default_value;
	ZVAL_UNDEF(&property_sender_default_value);
	zend_string *property_sender_name = zend_string_init("sender", sizeof("sender") - 1, 1);
	zend_declare_typed_property(class_entry, property_sender_name, &property_sender_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_CLASS(property_sender_class_SmtpMail_Address, 0, MAY_BE_NULL));
	zend_string_release(property_sender_name);

	zval property_recipients_default_value;
	ZVAL_UNDEF(&property_recipients_default_value);
	zend_string *property_recipients_name = zend_string_init("recipients", sizeof("recipients") - 1, 1);
	zend_declare_typed_property(class_entry, property_recipients_name, &property_recipients_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_ARRAY));
	zend_string_release(property_recipients_name);

	zval property_envelopeId_default_value;
	ZVAL_UNDEF(&property_envelopeId_default_value);
	zend_string *property_envelopeId_name = zend_string_init("envelopeId", sizeof("envelopeId") - 1, 1);
	zend_declare_typed_property(class_entry, property_envelopeId_name, &property_envelopeId_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_envelopeId_name);

	zend_string *property_return_class_SmtpMail_DsnReturn = zend_string_init("SmtpMail\\DsnReturn", sizeof("SmtpMail\\DsnReturn")-1, 1);
	zval property_return_default_value;
	ZVAL_UNDEF(&property_return_default_value);
	zend_string *property_return_name = zend_string_init("return", sizeof("return") - 1, 1);
	zend_declare_typed_property(class_entry, property_return_name, &property_return_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_CLASS(property_return_class_SmtpMail_DsnReturn, 0, MAY_BE_NULL));
	zend_string_release(property_return_name);

	zval property_requireTls_default_value;
	ZVAL_UNDEF(&property_requireTls_default_value);
	zend_string *property_requireTls_name = zend_string_init("requireTls", sizeof("requireTls") - 1, 1);
	zend_declare_typed_property(class_entry, property_requireTls_name, &property_requireTls_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_BOOL));
	zend_string_release(property_requireTls_name);

	zval property_priority_default_value;
	ZVAL_UNDEF(&property_priority_default_value);
	zend_string *property_priority_name = zend_string_init("priority", sizeof("priority") - 1, 1);
	zend_declare_typed_property(class_entry, property_priority_name, &property_priority_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_LONG|MAY_BE_NULL));
	zend_string_release(property_priority_name);

	zval property_holdFor_default_value;
	ZVAL_UNDEF(&property_holdFor_default_value);
	zend_string *property_holdFor_name = zend_string_init("holdFor", sizeof("holdFor") - 1, 1);
	zend_declare_typed_property(class_entry, property_holdFor_name, &property_holdFor_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_LONG|MAY_BE_NULL));
	zend_string_release(property_holdFor_name);

	zval property_deliverBy_default_value;
	ZVAL_UNDEF(&property_deliverBy_default_value);
	zend_string *property_deliverBy_name = zend_string_init("deliverBy", sizeof("deliverBy") - 1, 1);
	zend_declare_typed_property(class_entry, property_deliverBy_name, &property_deliverBy_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_LONG|MAY_BE_NULL));
	zend_string_release(property_deliverBy_name);

	return class_entry;
}
