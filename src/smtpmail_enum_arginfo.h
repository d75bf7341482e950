/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: 4b6a6b14eacae08e406dc00159f9776b0049a604 */




static const zend_function_entry class_SmtpMail_Tls_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_AuthMechanism_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_Stage_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_Outcome_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_RecipientPolicy_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_Notify_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_DsnReturn_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_Encoding_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_Cipher_methods[] = {
	ZEND_FE_END
};


static const zend_function_entry class_SmtpMail_Need_methods[] = {
	ZEND_FE_END
};

static zend_class_entry *register_class_SmtpMail_Tls(void)
{
	zend_class_entry *class_entry = zend_register_internal_enum("SmtpMail\\Tls", IS_UNDEF, class_SmtpMail_Tls_methods);

	zend_enum_add_case_cstr(class_entry, "Auto", NULL);

	zend_enum_add_case_cstr(class_entry, "None", NULL);

	zend_enum_add_case_cstr(class_entry, "StartTls", NULL);

	zend_enum_add_case_cstr(class_entry, "Implicit", NULL);

	zend_enum_add_case_cstr(class_entry, "Opportunistic", NULL);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_AuthMechanism(void)
{
	zend_class_entry *class_entry = zend_register_internal_enum("SmtpMail\\AuthMechanism", IS_STRING, class_SmtpMail_AuthMechanism_methods);

	zval enum_case_Plain_value;
	zend_string *enum_case_Plain_value_str = zend_string_init("PLAIN", strlen("PLAIN"), 1);
	ZVAL_STR(&enum_case_Plain_value, enum_case_Plain_value_str);
	zend_enum_add_case_cstr(class_entry, "Plain", &enum_case_Plain_value);

	zval enum_case_Login_value;
	zend_string *enum_case_Login_value_str = zend_string_init("LOGIN", strlen("LOGIN"), 1);
	ZVAL_STR(&enum_case_Login_value, enum_case_Login_value_str);
	zend_enum_add_case_cstr(class_entry, "Login", &enum_case_Login_value);

	zval enum_case_CramMd5_value;
	zend_string *enum_case_CramMd5_value_str = zend_string_init("CRAM-MD5", strlen("CRAM-MD5"), 1);
	ZVAL_STR(&enum_case_CramMd5_value, enum_case_CramMd5_value_str);
	zend_enum_add_case_cstr(class_entry, "CramMd5", &enum_case_CramMd5_value);

	zval enum_case_ScramSha1_value;
	zend_string *enum_case_ScramSha1_value_str = zend_string_init("SCRAM-SHA-1", strlen("SCRAM-SHA-1"), 1);
	ZVAL_STR(&enum_case_ScramSha1_value, enum_case_ScramSha1_value_str);
	zend_enum_add_case_cstr(class_entry, "ScramSha1", &enum_case_ScramSha1_value);

	zval enum_case_ScramSha1Plus_value;
	zend_string *enum_case_ScramSha1Plus_value_str = zend_string_init("SCRAM-SHA-1-PLUS", strlen("SCRAM-SHA-1-PLUS"), 1);
	ZVAL_STR(&enum_case_ScramSha1Plus_value, enum_case_ScramSha1Plus_value_str);
	zend_enum_add_case_cstr(class_entry, "ScramSha1Plus", &enum_case_ScramSha1Plus_value);

	zval enum_case_ScramSha256_value;
	zend_string *enum_case_ScramSha256_value_str = zend_string_init("SCRAM-SHA-256", strlen("SCRAM-SHA-256"), 1);
	ZVAL_STR(&enum_case_ScramSha256_value, enum_case_ScramSha256_value_str);
	zend_enum_add_case_cstr(class_entry, "ScramSha256", &enum_case_ScramSha256_value);

	zval enum_case_ScramSha256Plus_value;
	zend_string *enum_case_ScramSha256Plus_value_str = zend_string_init("SCRAM-SHA-256-PLUS", strlen("SCRAM-SHA-256-PLUS"), 1);
	ZVAL_STR(&enum_case_ScramSha256Plus_value, enum_case_ScramSha256Plus_value_str);
	zend_enum_add_case_cstr(class_entry, "ScramSha256Plus", &enum_case_ScramSha256Plus_value);

	zval enum_case_XOAuth2_value;
	zend_string *enum_case_XOAuth2_value_str = zend_string_init("XOAUTH2", strlen("XOAUTH2"), 1);
	ZVAL_STR(&enum_case_XOAuth2_value, enum_case_XOAuth2_value_str);
	zend_enum_add_case_cstr(class_entry, "XOAuth2", &enum_case_XOAuth2_value);

	zval enum_case_OAuthBearer_value;
	zend_string *enum_case_OAuthBearer_value_str = zend_string_init("OAUTHBEARER", strlen("OAUTHBEARER"), 1);
	ZVAL_STR(&enum_case_OAuthBearer_value, enum_case_OAuthBearer_value_str);
	zend_enum_add_case_cstr(class_entry, "OAuthBearer", &enum_case_OAuthBearer_value);

	zval enum_case_External_value;
	zend_string *enum_case_External_value_str = zend_string_init("EXTERNAL", strlen("EXTERNAL"), 1);
	ZVAL_STR(&enum_case_External_value, enum_case_External_value_str);
	zend_enum_add_case_cstr(class_entry, "External", &enum_case_External_value);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_Stage(void)
{
	zend_class_entry *class_entry = zend_register_internal_enum("SmtpMail\\Stage", IS_STRING, class_SmtpMail_Stage_methods);

	zval enum_case_Resolve_value;
	zend_string *enum_case_Resolve_value_str = zend_string_init("resolve", strlen("resolve"), 1);
	ZVAL_STR(&enum_case_Resolve_value, enum_case_Resolve_value_str);
	zend_enum_add_case_cstr(class_entry, "Resolve", &enum_case_Resolve_value);

	zval enum_case_Connect_value;
	zend_string *enum_case_Connect_value_str = zend_string_init("connect", strlen("connect"), 1);
	ZVAL_STR(&enum_case_Connect_value, enum_case_Connect_value_str);
	zend_enum_add_case_cstr(class_entry, "Connect", &enum_case_Connect_value);

	zval enum_case_Proxy_value;
	zend_string *enum_case_Proxy_value_str = zend_string_init("proxy", strlen("proxy"), 1);
	ZVAL_STR(&enum_case_Proxy_value, enum_case_Proxy_value_str);
	zend_enum_add_case_cstr(class_entry, "Proxy", &enum_case_Proxy_value);

	zval enum_case_Handshake_value;
	zend_string *enum_case_Handshake_value_str = zend_string_init("tls", strlen("tls"), 1);
	ZVAL_STR(&enum_case_Handshake_value, enum_case_Handshake_value_str);
	zend_enum_add_case_cstr(class_entry, "Handshake", &enum_case_Handshake_value);

	zval enum_case_Greeting_value;
	zend_string *enum_case_Greeting_value_str = zend_string_init("greeting", strlen("greeting"), 1);
	ZVAL_STR(&enum_case_Greeting_value, enum_case_Greeting_value_str);
	zend_enum_add_case_cstr(class_entry, "Greeting", &enum_case_Greeting_value);

	zval enum_case_Ehlo_value;
	zend_string *enum_case_Ehlo_value_str = zend_string_init("ehlo", strlen("ehlo"), 1);
	ZVAL_STR(&enum_case_Ehlo_value, enum_case_Ehlo_value_str);
	zend_enum_add_case_cstr(class_entry, "Ehlo", &enum_case_Ehlo_value);

	zval enum_case_StartTls_value;
	zend_string *enum_case_StartTls_value_str = zend_string_init("starttls", strlen("starttls"), 1);
	ZVAL_STR(&enum_case_StartTls_value, enum_case_StartTls_value_str);
	zend_enum_add_case_cstr(class_entry, "StartTls", &enum_case_StartTls_value);

	zval enum_case_Auth_value;
	zend_string *enum_case_Auth_value_str = zend_string_init("auth", strlen("auth"), 1);
	ZVAL_STR(&enum_case_Auth_value, enum_case_Auth_value_str);
	zend_enum_add_case_cstr(class_entry, "Auth", &enum_case_Auth_value);

	zval enum_case_MailFrom_value;
	zend_string *enum_case_MailFrom_value_str = zend_string_init("mail", strlen("mail"), 1);
	ZVAL_STR(&enum_case_MailFrom_value, enum_case_MailFrom_value_str);
	zend_enum_add_case_cstr(class_entry, "MailFrom", &enum_case_MailFrom_value);

	zval enum_case_RcptTo_value;
	zend_string *enum_case_RcptTo_value_str = zend_string_init("rcpt", strlen("rcpt"), 1);
	ZVAL_STR(&enum_case_RcptTo_value, enum_case_RcptTo_value_str);
	zend_enum_add_case_cstr(class_entry, "RcptTo", &enum_case_RcptTo_value);

	zval enum_case_Data_value;
	zend_string *enum_case_Data_value_str = zend_string_init("data", strlen("data"), 1);
	ZVAL_STR(&enum_case_Data_value, enum_case_Data_value_str);
	zend_enum_add_case_cstr(class_entry, "Data", &enum_case_Data_value);

	zval enum_case_Content_value;
	zend_string *enum_case_Content_value_str = zend_string_init("content", strlen("content"), 1);
	ZVAL_STR(&enum_case_Content_value, enum_case_Content_value_str);
	zend_enum_add_case_cstr(class_entry, "Content", &enum_case_Content_value);

	zval enum_case_Commit_value;
	zend_string *enum_case_Commit_value_str = zend_string_init("commit", strlen("commit"), 1);
	ZVAL_STR(&enum_case_Commit_value, enum_case_Commit_value_str);
	zend_enum_add_case_cstr(class_entry, "Commit", &enum_case_Commit_value);

	zval enum_case_Reset_value;
	zend_string *enum_case_Reset_value_str = zend_string_init("rset", strlen("rset"), 1);
	ZVAL_STR(&enum_case_Reset_value, enum_case_Reset_value_str);
	zend_enum_add_case_cstr(class_entry, "Reset", &enum_case_Reset_value);

	zval enum_case_Quit_value;
	zend_string *enum_case_Quit_value_str = zend_string_init("quit", strlen("quit"), 1);
	ZVAL_STR(&enum_case_Quit_value, enum_case_Quit_value_str);
	zend_enum_add_case_cstr(class_entry, "Quit", &enum_case_Quit_value);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_Outcome(void)
{
	zend_class_entry *class_entry = zend_register_internal_enum("SmtpMail\\Outcome", IS_STRING, class_SmtpMail_Outcome_methods);

	zval enum_case_Accepted_value;
	zend_string *enum_case_Accepted_value_str = zend_string_init("accepted", strlen("accepted"), 1);
	ZVAL_STR(&enum_case_Accepted_value, enum_case_Accepted_value_str);
	zend_enum_add_case_cstr(class_entry, "Accepted", &enum_case_Accepted_value);

	zval enum_case_Rejected_value;
	zend_string *enum_case_Rejected_value_str = zend_string_init("rejected", strlen("rejected"), 1);
	ZVAL_STR(&enum_case_Rejected_value, enum_case_Rejected_value_str);
	zend_enum_add_case_cstr(class_entry, "Rejected", &enum_case_Rejected_value);

	zval enum_case_NotSent_value;
	zend_string *enum_case_NotSent_value_str = zend_string_init("not_sent", strlen("not_sent"), 1);
	ZVAL_STR(&enum_case_NotSent_value, enum_case_NotSent_value_str);
	zend_enum_add_case_cstr(class_entry, "NotSent", &enum_case_NotSent_value);

	zval enum_case_InDoubt_value;
	zend_string *enum_case_InDoubt_value_str = zend_string_init("in_doubt", strlen("in_doubt"), 1);
	ZVAL_STR(&enum_case_InDoubt_value, enum_case_InDoubt_value_str);
	zend_enum_add_case_cstr(class_entry, "InDoubt", &enum_case_InDoubt_value);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_RecipientPolicy(void)
{
	zend_class_entry *class_entry = zend_register_internal_enum("SmtpMail\\RecipientPolicy", IS_UNDEF, class_SmtpMail_RecipientPolicy_methods);

	zend_enum_add_case_cstr(class_entry, "DeliverAccepted", NULL);

	zend_enum_add_case_cstr(class_entry, "RequireAll", NULL);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_Notify(void)
{
	zend_class_entry *class_entry = zend_register_internal_enum("SmtpMail\\Notify", IS_STRING, class_SmtpMail_Notify_methods);

	zval enum_case_Never_value;
	zend_string *enum_case_Never_value_str = zend_string_init("NEVER", strlen("NEVER"), 1);
	ZVAL_STR(&enum_case_Never_value, enum_case_Never_value_str);
	zend_enum_add_case_cstr(class_entry, "Never", &enum_case_Never_value);

	zval enum_case_Success_value;
	zend_string *enum_case_Success_value_str = zend_string_init("SUCCESS", strlen("SUCCESS"), 1);
	ZVAL_STR(&enum_case_Success_value, enum_case_Success_value_str);
	zend_enum_add_case_cstr(class_entry, "Success", &enum_case_Success_value);

	zval enum_case_Failure_value;
	zend_string *enum_case_Failure_value_str = zend_string_init("FAILURE", strlen("FAILURE"), 1);
	ZVAL_STR(&enum_case_Failure_value, enum_case_Failure_value_str);
	zend_enum_add_case_cstr(class_entry, "Failure", &enum_case_Failure_value);

	zval enum_case_Delay_value;
	zend_string *enum_case_Delay_value_str = zend_string_init("DELAY", strlen("DELAY"), 1);
	ZVAL_STR(&enum_case_Delay_value, enum_case_Delay_value_str);
	zend_enum_add_case_cstr(class_entry, "Delay", &enum_case_Delay_value);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_DsnReturn(void)
{
	zend_class_entry *class_entry = zend_register_internal_enum("SmtpMail\\DsnReturn", IS_STRING, class_SmtpMail_DsnReturn_methods);

	zval enum_case_Full_value;
	zend_string *enum_case_Full_value_str = zend_string_init("FULL", strlen("FULL"), 1);
	ZVAL_STR(&enum_case_Full_value, enum_case_Full_value_str);
	zend_enum_add_case_cstr(class_entry, "Full", &enum_case_Full_value);

	zval enum_case_Headers_value;
	zend_string *enum_case_Headers_value_str = zend_string_init("HDRS", strlen("HDRS"), 1);
	ZVAL_STR(&enum_case_Headers_value, enum_case_Headers_value_str);
	zend_enum_add_case_cstr(class_entry, "Headers", &enum_case_Headers_value);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_Encoding(void)
{
	zend_class_entry *class_entry = zend_register_internal_enum("SmtpMail\\Encoding", IS_STRING, class_SmtpMail_Encoding_methods);

	zval enum_case_Auto_value;
	zend_string *enum_case_Auto_value_str = zend_string_init("auto", strlen("auto"), 1);
	ZVAL_STR(&enum_case_Auto_value, enum_case_Auto_value_str);
	zend_enum_add_case_cstr(class_entry, "Auto", &enum_case_Auto_value);

	zval enum_case_SevenBit_value;
	zend_string *enum_case_SevenBit_value_str = zend_string_init("7bit", strlen("7bit"), 1);
	ZVAL_STR(&enum_case_SevenBit_value, enum_case_SevenBit_value_str);
	zend_enum_add_case_cstr(class_entry, "SevenBit", &enum_case_SevenBit_value);

	zval enum_case_EightBit_value;
	zend_string *enum_case_EightBit_value_str = zend_string_init("8bit", strlen("8bit"), 1);
	ZVAL_STR(&enum_case_EightBit_value, enum_case_EightBit_value_str);
	zend_enum_add_case_cstr(class_entry, "EightBit", &enum_case_EightBit_value);

	zval enum_case_QuotedPrintable_value;
	zend_string *enum_case_QuotedPrintable_value_str = zend_string_init("quoted-printable", strlen("quoted-printable"), 1);
	ZVAL_STR(&enum_case_QuotedPrintable_value, enum_case_QuotedPrintable_value_str);
	zend_enum_add_case_cstr(class_entry, "QuotedPrintable", &enum_case_QuotedPrintable_value);

	zval enum_case_Base64_value;
	zend_string *enum_case_Base64_value_str = zend_string_init("base64", strlen("base64"), 1);
	ZVAL_STR(&enum_case_Base64_value, enum_case_Base64_value_str);
	zend_enum_add_case_cstr(class_entry, "Base64", &enum_case_Base64_value);

	zval enum_case_Binary_value;
	zend_string *enum_case_Binary_value_str = zend_string_init("binary", strlen("binary"), 1);
	ZVAL_STR(&enum_case_Binary_value, enum_case_Binary_value_str);
	zend_enum_add_case_cstr(class_entry, "Binary", &enum_case_Binary_value);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_Cipher(void)
{
	zend_class_entry *class_entry = zend_register_internal_enum("SmtpMail\\Cipher", IS_STRING, class_SmtpMail_Cipher_methods);

	zval enum_case_Aes256Gcm_value;
	zend_string *enum_case_Aes256Gcm_value_str = zend_string_init("aes-256-gcm", strlen("aes-256-gcm"), 1);
	ZVAL_STR(&enum_case_Aes256Gcm_value, enum_case_Aes256Gcm_value_str);
	zend_enum_add_case_cstr(class_entry, "Aes256Gcm", &enum_case_Aes256Gcm_value);

	zval enum_case_Aes256Cbc_value;
	zend_string *enum_case_Aes256Cbc_value_str = zend_string_init("aes-256-cbc", strlen("aes-256-cbc"), 1);
	ZVAL_STR(&enum_case_Aes256Cbc_value, enum_case_Aes256Cbc_value_str);
	zend_enum_add_case_cstr(class_entry, "Aes256Cbc", &enum_case_Aes256Cbc_value);

	return class_entry;
}

static zend_class_entry *register_class_SmtpMail_Need(void)
{
	zend_class_entry *class_entry = zend_register_internal_enum("SmtpMail\\Need", IS_UNDEF, class_SmtpMail_Need_methods);

	zend_enum_add_case_cstr(class_entry, "Never", NULL);

	zend_enum_add_case_cstr(class_entry, "Prefer", NULL);

	zend_enum_add_case_cstr(class_entry, "Require", NULL);

	return class_entry;
}
