/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: d3febb5f6ca8559e5a8f40a2a1c4a14a80e95da9 */

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_SmtpMailException_getTranscript, 0, 0, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_SmtpMailException_isRetrySafe, 0, 0, _IS_BOOL, 0)
ZEND_END_ARG_INFO()


ZEND_METHOD(SmtpMail_SmtpMailException, getTranscript);
ZEND_METHOD(SmtpMail_SmtpMailException, isRetrySafe);


static const zend_function_entry class_SmtpMail_SmtpMailException_methods[] = {
	ZEND_ME(SmtpMail_SmtpMailException, getTranscript, arginfo_class_SmtpMail_SmtpMailException_getTranscript, ZEND_ACC_PUBLIC|ZEND_ACC_FINAL)
	ZEND_ME(SmtpMail_SmtpMailException, isRetrySafe, arginfo_class_SmtpMail_SmtpMailException_isRetrySafe, ZEND_ACC_PUBLIC|ZEND_ACC_FINAL)
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_ConnectionException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_TimeoutException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_TlsException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_AuthenticationException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_ProtocolException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_CapabilityException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_RejectedException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_SenderRejectedException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_RecipientsRejectedException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_MessageRejectedException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_SourceException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_CancelledException_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_InDoubtException_methods[] = {
	ZEND_FE_END
};

static zend_class_entry *register_class_SmtpMail_SmtpMailException(zend_class_entry *class_entry_RuntimeException)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "SmtpMailException", class_SmtpMail_SmtpMailException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_RuntimeException);

	zend_string *property_stage_class_SmtpMail_Stage = zend_string_init("SmtpMail\\Stage", sizeof("SmtpMail\\Stage")-1, 1);
	zval property_stage_default_value;
	ZVAL_UNDEF(&property_stage_default_value);
	zend_string *property_stage_name = zend_string_init("stage", sizeof("stage") - 1, 1);
	zend_declare_typed_property(class_entry, property_stage_name, &property_stage_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_CLASS(property_stage_class_SmtpMail_Stage, 0, 0));
	zend_string_release(property_stage_name);

	zend_string *property_outcome_class_SmtpMail_Outcome = zend_string_init("SmtpMail\\Outcome", sizeof("SmtpMail\\Outcome")-1, 1);
	zval property_outcome_default_value;
	ZVAL_UNDEF(&property_outcome_default_value);
	zend_string *property_outcome_name = zend_string_init("outcome", sizeof("outcome") - 1, 1);
	zend_declare_typed_property(class_entry, property_outcome_name, &property_outcome_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_CLASS(property_outcome_class_SmtpMail_Outcome, 0, 0));
	zend_string_release(property_outcome_name);

	zval property_transient_default_value;
	ZVAL_UNDEF(&property_transient_default_value);
	zend_string *property_transient_name = zend_string_init("transient", sizeof("transient") - 1, 1);
	zend_declare_typed_property(class_entry, property_transient_name, &property_transient_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_BOOL));
	zend_string_release(property_transient_name);

	zend_string *property_reply_class_SmtpMail_Reply = zend_string_init("SmtpMail\\Reply", sizeof("SmtpMail\\Reply")-1, 1);
	zval property_reply_default_value;
	ZVAL_UNDEF(&property_reply_default_value);
	zend_string *property_reply_name = zend_string_init("reply", sizeof("reply") - 1, 1);
	zend_declare_typed_property(class_entry, property_reply_name, &property_reply_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_CLASS(property_reply_class_SmtpMail_Reply, 0, MAY_BE_NULL));
	zend_string_release(property_reply_name);

	zend_string *property_result_class_SmtpMail_Result = zend_string_init("SmtpMail\\Result", sizeof("SmtpMail\\Result")-1, 1);
	zval property_result_default_value;
	ZVAL_UNDEF(&property_result_default_value);
	zend_string *property_result_name = zend_string_init("result", sizeof("result") - 1, 1);
	zend_declare_typed_property(class_entry, property_result_name, &property_result_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_CLASS(property_result_class_SmtpMail_Result, 0, MAY_BE_NULL));
	zend_string_release(property_result_name);

	zval property_transcript_default_value;
	ZVAL_EMPTY_STRING(&property_transcript_default_value);
	zend_string *property_transcript_name = zend_string_init("transcript", sizeof("transcript") - 1, 1);
	zend_declare_typed_property(class_entry, property_transcript_name, &property_transcript_default_value, ZEND_ACC_PRIVATE, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_transcript_name);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_ConnectionException(zend_class_entry *class_entry_SmtpMail_SmtpMailException)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "ConnectionException", class_SmtpMail_ConnectionException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_SmtpMail_SmtpMailException);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_TimeoutException(zend_class_entry *class_entry_SmtpMail_ConnectionException)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "TimeoutException", class_SmtpMail_TimeoutException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_SmtpMail_ConnectionException);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_TlsException(zend_class_entry *class_entry_SmtpMail_ConnectionException)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "TlsException", class_SmtpMail_TlsException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_SmtpMail_ConnectionException);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_AuthenticationException(zend_class_entry *class_entry_SmtpMail_SmtpMailException)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "AuthenticationException", class_SmtpMail_AuthenticationException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_SmtpMail_SmtpMailException);

	zval property_offered_default_value;
	ZVAL_UNDEF(&property_offered_default_value);
	zend_string *property_offered_name = zend_string_init("offered", sizeof("offered") - 1, 1);
	zend_declare_typed_property(class_entry, property_offered_name, &property_offered_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_ARRAY));
	zend_string_release(property_offered_name);

	zend_string *property_mechanism_class_SmtpMail_AuthMechanism = zend_string_init("SmtpMail\\AuthMechanism", sizeof("SmtpMail\\AuthMechanism")-1, 1);
	zval property_mechanism_default_value;
	ZVAL_UNDEF(&property_mechanism_default_value);
	zend_string *property_mechanism_name = zend_string_init("mechanism", sizeof("mechanism") - 1, 1);
	zend_declare_typed_property(class_entry, property_mechanism_name, &property_mechanism_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_CLASS(property_mechanism_class_SmtpMail_AuthMechanism, 0, MAY_BE_NULL));
	zend_string_release(property_mechanism_name);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_ProtocolException(zend_class_entry *class_entry_SmtpMail_SmtpMailException)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "ProtocolException", class_SmtpMail_ProtocolException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_SmtpMail_SmtpMailException);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_CapabilityException(zend_class_entry *class_entry_SmtpMail_SmtpMailException)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "CapabilityException", class_SmtpMail_CapabilityException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_SmtpMail_SmtpMailException);

	zval property_capability_default_value;
	ZVAL_UNDEF(&property_capability_default_value);
	zend_string *property_capability_name = zend_string_init("capability", sizeof("capability") - 1, 1);
	zend_declare_typed_property(class_entry, property_capability_name, &property_capability_default_value, ZEND_ACC_PUBLIC|ZEND_ACC_READONLY, NULL, (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
	zend_string_release(property_capability_name);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_RejectedException(zend_class_entry *class_entry_SmtpMail_SmtpMailException)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "RejectedException", class_SmtpMail_RejectedException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_SmtpMail_SmtpMailException);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_SenderRejectedException(zend_class_entry *class_entry_SmtpMail_RejectedException)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "SenderRejectedException", class_SmtpMail_SenderRejectedException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_SmtpMail_RejectedException);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_RecipientsRejectedException(zend_class_entry *class_entry_SmtpMail_RejectedException)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "RecipientsRejectedException", class_SmtpMail_RecipientsRejectedException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_SmtpMail_RejectedException);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_MessageRejectedException(zend_class_entry *class_entry_SmtpMail_RejectedException)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "MessageRejectedException", class_SmtpMail_MessageRejectedException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_SmtpMail_RejectedException);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_SourceException(zend_class_entry *class_entry_SmtpMail_SmtpMailException)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "SourceException", class_SmtpMail_SourceException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_SmtpMail_SmtpMailException);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_CancelledException(zend_class_entry *class_entry_SmtpMail_SmtpMailException)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "CancelledException", class_SmtpMail_CancelledException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_SmtpMail_SmtpMailException);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_InDoubtException(zend_class_entry *class_entry_SmtpMail_SmtpMailException)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "InDoubtException", class_SmtpMail_InDoubtException_methods);
	class_entry = zend_register_internal_class_ex(&ce, class_entry_SmtpMail_SmtpMailException);

	return class_entry;
}
