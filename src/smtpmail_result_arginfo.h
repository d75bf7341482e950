/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: a8e2b800bd2eeab59b259ec001e860510cb7c3e8 */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_SmtpMail_Reply___construct, 0, 0, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Reply_isPositive, 0, 0, _IS_BOOL, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_SmtpMail_Reply_isTransient arginfo_class_SmtpMail_Reply_isPositive

#define arginfo_class_SmtpMail_Reply_isPermanent arginfo_class_SmtpMail_Reply_isPositive

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Reply___toString, 0, 0, IS_STRING, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_SmtpMail_RecipientResult___construct arginfo_class_SmtpMail_Reply___construct

#define arginfo_class_SmtpMail_Result___construct arginfo_class_SmtpMail_Reply___construct

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Result_getCode, 0, 0, IS_LONG, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_SmtpMail_Result_isPartial arginfo_class_SmtpMail_Reply_isPositive

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Result_retryable, 0, 0, IS_ARRAY, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_SmtpMail_Result_inDoubt arginfo_class_SmtpMail_Result_retryable

#define arginfo_class_SmtpMail_Result_jsonSerialize arginfo_class_SmtpMail_Result_retryable


ZEND_METHOD(SmtpMail_Reply, __construct);
ZEND_METHOD(SmtpMail_Reply, isPositive);
ZEND_METHOD(SmtpMail_Reply, isTransient);
ZEND_METHOD(SmtpMail_Reply, isPermanent);
ZEND_METHOD(SmtpMail_Reply, __toString);
ZEND_METHOD(SmtpMail_RecipientResult, __construct);
ZEND_METHOD(SmtpMail_Result, __construct);
ZEND_METHOD(SmtpMail_Result, getCode);
ZEND_METHOD(SmtpMail_Result, isPartial);
ZEND_METHOD(SmtpMail_Result, retryable);
ZEND_METHOD(SmtpMail_Result, inDoubt);
ZEND_METHOD(SmtpMail_Result, jsonSerialize);


static const zend_function_entry class_SmtpMail_Reply_methods[] = {
	ZEND_ME(SmtpMail_Reply, __construct, arginfo_class_SmtpMail_Reply___construct, ZEND_ACC_PRIVATE)
	ZEND_ME(SmtpMail_Reply, isPositive, arginfo_class_SmtpMail_Reply_isPositive, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Reply, isTransient, arginfo_class_SmtpMail_Reply_isTransient, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Reply, isPermanent, arginfo_class_SmtpMail_Reply_isPermanent, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Reply, __toString, arginfo_class_SmtpMail_Reply___toString, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_RecipientResult_methods[] = {
	ZEND_ME(SmtpMail_RecipientResult, __construct, arginfo_class_SmtpMail_RecipientResult___construct, ZEND_ACC_PRIVATE)
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_Result_methods[] = {
	ZEND_ME(SmtpMail_Result, __construct, arginfo_class_SmtpMail_Result___construct, ZEND_ACC_PRIVATE)
	ZEND_ME(SmtpMail_Result, getCode, arginfo_class_SmtpMail_Result_getCode, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Result, isPartial, arginfo_class_SmtpMail_Result_isPartial, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Result, retryable, arginfo_class_SmtpMail_Result_retryable, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Result, inDoubt, arginfo_class_SmtpMail_Result_inDoubt, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Result, jsonSerialize, arginfo_class_SmtpMail_Result_jsonSerialize, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_SmtpMail_Reply(zend_class_entry *class_entry_Stringable)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "Reply", class_SmtpMail_Reply_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;
	zend_class_implements(class_entry, 1, class_entry_Stringable);

	zval property_code_default_value;
	ZVAL_UNDEF(&property_code_default_value);
	zend_string *property_code_name = zend_string_init("code", sizeof("code") - 1, 1);
	zend_declare_typed_property(class_entry, property_code_name, &property_code_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_LONG));
	zend_string_release(property_code_name);

	zval property_enhanced_default_value;
	ZVAL_UNDEF(&property_enhanced_default_value);
	zend_string *property_enhanced_name = zend_string_init("enhanced", sizeof("enhanced") - 1, 1);
	zend_declare_typed_property(class_entry, property_enhanced_name, &property_enhanced_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_enhanced_name);

	zval property_lines_default_value;
	ZVAL_UNDEF(&property_lines_default_value);
	zend_string *property_lines_name = zend_string_init("lines", sizeof("lines") - 1, 1);
	zend_declare_typed_property(class_entry, property_lines_name, &property_lines_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_ARRAY));
	zend_string_release(property_lines_name);

	zend_string *property_stage_class_SmtpMail_Stage = zend_string_init("SmtpMail\\Stage", sizeof("SmtpMail\\Stage")-1, 1);
	zval property_stage_default_value;
	ZVAL_UNDEF(&property_stage_default_value);
	zend_string *property_stage_name = zend_string_init("stage", sizeof("stage") - 1, 1);
	zend_declare_typed_property(class_entry, property_stage_name, &property_stage_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_CLASS(property_stage_class_SmtpMail_Stage, 0, 0));
	zend_string_release(property_stage_name);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_RecipientResult(void)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "RecipientResult", class_SmtpMail_RecipientResult_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;

	zend_string *property_recipient_class_SmtpMail_Address = zend_string_init("SmtpMail\\Address", sizeof("SmtpMail\\Address")-1, 1);
	zval property_recipient_default_value;
	ZVAL_UNDEF(&property_recipient_default_value);
	zend_string *property_recipient_name = zend_string_init("recipient", sizeof("recipient") - 1, 1);
	zend_declare_typed_property(class_entry, property_recipient_name, &property_recipient_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_CLASS(property_recipient_class_SmtpMail_Address, 0, 0));
	zend_string_release(property_recipient_name);

	zend_string *property_outcome_class_SmtpMail_Outcome = zend_string_init("SmtpMail\\Outcome", sizeof("SmtpMail\\Outcome")-1, 1);
	zval property_outcome_default_value;
	ZVAL_UNDEF(&property_outcome_default_value);
	zend_string *property_outcome_name = zend_string_init("outcome", sizeof("outcome") - 1, 1);
	zend_declare_typed_property(class_entry, property_outcome_name, &property_outcome_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_CLASS(property_outcome_class_SmtpMail_Outcome, 0, 0));
	zend_string_release(property_outcome_name);

	zend_string *property_reply_class_SmtpMail_Reply = zend_string_init("SmtpMail\\Reply", sizeof("SmtpMail\\Reply")-1, 1);
	zval property_reply_default_value;
	ZVAL_UNDEF(&property_reply_default_value);
	zend_string *property_reply_name = zend_string_init("reply", sizeof("reply") - 1, 1);
	zend_declare_typed_property(class_entry, property_reply_name, &property_reply_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_CLASS(property_reply_class_SmtpMail_Reply, 0, MAY_BE_NULL));
	zend_string_release(property_reply_name);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_Result(zend_class_entry *class_entry_JsonSerializable)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "Result", class_SmtpMail_Result_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;
	zend_class_implements(class_entry, 1, class_entry_JsonSerializable);

	zend_string *property_outcome_class_SmtpMail_Outcome = zend_string_init("SmtpMail\\Outcome", sizeof("SmtpMail\\Outcome")-1, 1);
	zval property_outcome_default_value;
	ZVAL_UNDEF(&property_outcome_default_value);
	zend_string *property_outcome_name = zend_string_init("outcome", sizeof("outcome") - 1, 1);
	zend_declare_typed_property(class_entry, property_outcome_name, &property_outcome_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_CLASS(property_outcome_class_SmtpMail_Outcome, 0, 0));
	zend_string_release(property_outcome_name);

	zend_string *property_reply_class_SmtpMail_Reply = zend_string_init("SmtpMail\\Reply", sizeof("SmtpMail\\Reply")-1, 1);
	zval property_reply_default_value;
	ZVAL_UNDEF(&property_reply_default_value);
	zend_string *property_reply_name = zend_string_init("reply", sizeof("reply") - 1, 1);
	zend_declare_typed_property(class_entry, property_reply_name, &property_reply_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_CLASS(property_reply_class_SmtpMail_Reply, 0, MAY_BE_NULL));
	zend_string_release(property_reply_name);

	zval property_messageId_default_value;
	ZVAL_UNDEF(&property_messageId_default_value);
	zend_string *property_messageId_name = zend_string_init("messageId", sizeof("messageId") - 1, 1);
	zend_declare_typed_property(class_entry, property_messageId_name, &property_messageId_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_messageId_name);

	zval property_queueId_default_value;
	ZVAL_UNDEF(&property_queueId_default_value);
	zend_string *property_queueId_name = zend_string_init("queueId", sizeof("queueId") - 1, 1);
	zend_declare_typed_property(class_entry, property_queueId_name, &property_queueId_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_queueId_name);

	zval property_recipients_default_value;
	ZVAL_UNDEF(&property_recipients_default_value);
	zend_string *property_recipients_name = zend_string_init("recipients", sizeof("recipients") - 1, 1);
	zend_declare_typed_property(class_entry, property_recipients_name, &property_recipients_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_ARRAY));
	zend_string_release(property_recipients_name);

	zval property_accepted_default_value;
	ZVAL_UNDEF(&property_accepted_default_value);
	zend_string *property_accepted_name = zend_string_init("accepted", sizeof("accepted") - 1, 1);
	zend_declare_typed_property(class_entry, property_accepted_name, &property_accepted_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_ARRAY));
	zend_string_release(property_accepted_name);

	zval property_rejected_default_value;
	ZVAL_UNDEF(&property_rejected_default_value);
	zend_string *property_rejected_name = zend_string_init("rejected", sizeof("rejected") - 1, 1);
	zend_declare_typed_property(class_entry, property_rejected_name, &property_rejected_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_ARRAY));
	zend_string_release(property_rejected_name);

	zval property_remote_default_value;
	ZVAL_UNDEF(&property_remote_default_value);
	zend_string *property_remote_name = zend_string_init("remote", sizeof("remote") - 1, 1);
	zend_declare_typed_property(class_entry, property_remote_name, &property_remote_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_remote_name);

	zval property_tlsVersion_default_value;
	ZVAL_UNDEF(&property_tlsVersion_default_value);
	zend_string *property_tlsVersion_name = zend_string_init("tlsVersion", sizeof("tlsVersion") - 1, 1);
	zend_declare_typed_property(class_entry, property_tlsVersion_name, &property_tlsVersion_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING|MAY_BE_NULL));
	zend_string_release(property_tlsVersion_name);

	zval property_reusedConnection_default_value;
	ZVAL_UNDEF(&property_reusedConnection_default_value);
	zend_string *property_reusedConnection_name = zend_string_init("reusedConnection", sizeof("reusedConnection") - 1, 1);
	zend_declare_typed_property(class_entry, property_reusedConnection_name, &property_reusedConnection_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_BOOL));
	zend_string_release(property_reusedConnection_name);

	zval property_bytes_default_value;
	ZVAL_UNDEF(&property_bytes_default_value);
	zend_string *property_bytes_name = zend_string_init("bytes", sizeof("bytes") - 1, 1);
	zend_declare_typed_property(class_entry, property_bytes_name, &property_bytes_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_LONG));
	zend_string_release(property_bytes_name);

	zval property_attempts_default_value;
	ZVAL_UNDEF(&property_attempts_default_value);
	zend_string *property_attempts_name = zend_string_init("attempts", sizeof("attempts") - 1, 1);
	zend_declare_typed_property(class_entry, property_attempts_name, &property_attempts_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_LONG));
	zend_string_release(property_attempts_name);

	zval property_timings_default_value;
	ZVAL_UNDEF(&property_timings_default_value);
	zend_string *property_timings_name = zend_string_init("timings", sizeof("timings") - 1, 1);
	zend_declare_typed_property(class_entry, property_timings_name, &property_timings_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_ARRAY));
	zend_string_release(property_timings_name);

	return class_entry;
}
