/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: 410722605a5b877b2de53ac9f4e509c1c4ada480 */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_SmtpMail_Message___construct, 0, 0, 0)
	ZEND_ARG_OBJ_TYPE_MASK(0, from, SmtpMail\\Address, MAY_BE_STRING|MAY_BE_NULL, "null")
	ZEND_ARG_OBJ_TYPE_MASK(0, to, SmtpMail\\Address, MAY_BE_STRING|MAY_BE_ARRAY, "[]")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, subject, IS_STRING, 0, "\'\'")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, text, IS_STRING, 0, "\'\'")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, html, IS_STRING, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_SmtpMail_Message_fromRaw, 0, 1, SmtpMail\\Message, 0)
	ZEND_ARG_TYPE_INFO(0, eml, IS_MIXED, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_from, 0, 0, IS_STATIC, 0)
	ZEND_ARG_VARIADIC_OBJ_TYPE_MASK(0, addresses, SmtpMail\\Address, MAY_BE_STRING)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_sender, 0, 1, IS_STATIC, 0)
	ZEND_ARG_OBJ_TYPE_MASK(0, address, SmtpMail\\Address, MAY_BE_STRING, NULL)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_to, 0, 0, IS_STATIC, 0)
	ZEND_ARG_VARIADIC_OBJ_TYPE_MASK(0, addresses, SmtpMail\\Address|SmtpMail\\Group, MAY_BE_STRING)
ZEND_END_ARG_INFO()

#define arginfo_class_SmtpMail_Message_cc arginfo_class_SmtpMail_Message_to

#define arginfo_class_SmtpMail_Message_bcc arginfo_class_SmtpMail_Message_from

#define arginfo_class_SmtpMail_Message_replyTo arginfo_class_SmtpMail_Message_from

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_returnPath, 0, 1, IS_STATIC, 0)
	ZEND_ARG_OBJ_TYPE_MASK(0, address, SmtpMail\\Address, MAY_BE_STRING|MAY_BE_NULL, NULL)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_subject, 0, 1, IS_STATIC, 0)
	ZEND_ARG_TYPE_INFO(0, subject, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_date, 0, 1, IS_STATIC, 0)
	ZEND_ARG_OBJ_INFO(0, date, DateTimeInterface, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_messageId, 0, 1, IS_STATIC, 0)
	ZEND_ARG_TYPE_INFO(0, id, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_idempotencyKey, 0, 1, IS_STATIC, 0)
	ZEND_ARG_TYPE_INFO(0, key, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_inReplyTo, 0, 1, IS_STATIC, 0)
	ZEND_ARG_TYPE_INFO(0, id, IS_STRING, 0)
	ZEND_ARG_VARIADIC_TYPE_INFO(0, references, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_priority, 0, 1, IS_STATIC, 0)
	ZEND_ARG_TYPE_INFO(0, priority, IS_LONG, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_text, 0, 1, IS_STATIC, 0)
	ZEND_ARG_TYPE_INFO(0, body, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, charset, IS_STRING, 0, "\'UTF-8\'")
	ZEND_ARG_OBJ_INFO_WITH_DEFAULT_VALUE(0, encoding, SmtpMail\\Encoding, 0, "SmtpMail\\Encoding::Auto")
ZEND_END_ARG_INFO()

#define arginfo_class_SmtpMail_Message_html arginfo_class_SmtpMail_Message_text

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_calendar, 0, 1, IS_STATIC, 0)
	ZEND_ARG_TYPE_INFO(0, ics, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, method, IS_STRING, 0, "\'REQUEST\'")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_alternative, 0, 2, IS_STATIC, 0)
	ZEND_ARG_TYPE_INFO(0, contentType, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, body, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_attach, 0, 0, IS_STATIC, 0)
	ZEND_ARG_VARIADIC_OBJ_INFO(0, attachments, SmtpMail\\Attachment, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_attachFromPath, 0, 1, IS_STATIC, 0)
	ZEND_ARG_TYPE_INFO(0, path, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, name, IS_STRING, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, contentType, IS_STRING, 1, "null")
ZEND_END_ARG_INFO()

#define arginfo_class_SmtpMail_Message_embedFromPath arginfo_class_SmtpMail_Message_attachFromPath

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_header, 0, 1, IS_STATIC, 0)
	ZEND_ARG_TYPE_INFO(0, name, IS_STRING, 0)
	ZEND_ARG_VARIADIC_TYPE_INFO(0, values, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_addHeader, 0, 2, IS_STATIC, 0)
	ZEND_ARG_TYPE_INFO(0, name, IS_STRING, 0)
	ZEND_ARG_TYPE_INFO(0, value, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_removeHeader, 0, 1, IS_STATIC, 0)
	ZEND_ARG_TYPE_INFO(0, name, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_listUnsubscribe, 0, 1, IS_STATIC, 0)
	ZEND_ARG_TYPE_INFO(0, httpsUrl, IS_STRING, 1)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, mailto, IS_STRING, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_sign, 0, 0, IS_STATIC, 0)
	ZEND_ARG_VARIADIC_OBJ_TYPE_MASK(0, signers, SmtpMail\\DkimSigner|SmtpMail\\SmimeSigner, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_encryptFor, 0, 0, IS_STATIC, 0)
	ZEND_ARG_VARIADIC_TYPE_INFO(0, certificates, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_cipher, 0, 1, IS_STATIC, 0)
	ZEND_ARG_OBJ_INFO(0, cipher, SmtpMail\\Cipher, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_getMessageId, 0, 0, IS_STRING, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_SmtpMail_Message_getEnvelope, 0, 0, SmtpMail\\Envelope, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_getSize, 0, 0, IS_LONG, 1)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Message_writeTo, 0, 1, IS_LONG, 0)
	ZEND_ARG_INFO(0, stream)
ZEND_END_ARG_INFO()

#define arginfo_class_SmtpMail_Message___toString arginfo_class_SmtpMail_Message_getMessageId


ZEND_METHOD(SmtpMail_Message, __construct);
ZEND_METHOD(SmtpMail_Message, fromRaw);
ZEND_METHOD(SmtpMail_Message, from);
ZEND_METHOD(SmtpMail_Message, sender);
ZEND_METHOD(SmtpMail_Message, to);
ZEND_METHOD(SmtpMail_Message, cc);
ZEND_METHOD(SmtpMail_Message, bcc);
ZEND_METHOD(SmtpMail_Message, replyTo);
ZEND_METHOD(SmtpMail_Message, returnPath);
ZEND_METHOD(SmtpMail_Message, subject);
ZEND_METHOD(SmtpMail_Message, date);
ZEND_METHOD(SmtpMail_Message, messageId);
ZEND_METHOD(SmtpMail_Message, idempotencyKey);
ZEND_METHOD(SmtpMail_Message, inReplyTo);
ZEND_METHOD(SmtpMail_Message, priority);
ZEND_METHOD(SmtpMail_Message, text);
ZEND_METHOD(SmtpMail_Message, html);
ZEND_METHOD(SmtpMail_Message, calendar);
ZEND_METHOD(SmtpMail_Message, alternative);
ZEND_METHOD(SmtpMail_Message, attach);
ZEND_METHOD(SmtpMail_Message, attachFromPath);
ZEND_METHOD(SmtpMail_Message, embedFromPath);
ZEND_METHOD(SmtpMail_Message, header);
ZEND_METHOD(SmtpMail_Message, addHeader);
ZEND_METHOD(SmtpMail_Message, removeHeader);
ZEND_METHOD(SmtpMail_Message, listUnsubscribe);
ZEND_METHOD(SmtpMail_Message, sign);
ZEND_METHOD(SmtpMail_Message, encryptFor);
ZEND_METHOD(SmtpMail_Message, cipher);
ZEND_METHOD(SmtpMail_Message, getMessageId);
ZEND_METHOD(SmtpMail_Message, getEnvelope);
ZEND_METHOD(SmtpMail_Message, getSize);
ZEND_METHOD(SmtpMail_Message, writeTo);
ZEND_METHOD(SmtpMail_Message, __toString);


static const zend_function_entry class_SmtpMail_Message_methods[] = {
	ZEND_ME(SmtpMail_Message, __construct, arginfo_class_SmtpMail_Message___construct, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, fromRaw, arginfo_class_SmtpMail_Message_fromRaw, ZEND_ACC_PUBLIC|ZEND_ACC_STATIC)
	ZEND_ME(SmtpMail_Message, from, arginfo_class_SmtpMail_Message_from, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, sender, arginfo_class_SmtpMail_Message_sender, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, to, arginfo_class_SmtpMail_Message_to, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, cc, arginfo_class_SmtpMail_Message_cc, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, bcc, arginfo_class_SmtpMail_Message_bcc, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, replyTo, arginfo_class_SmtpMail_Message_replyTo, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, returnPath, arginfo_class_SmtpMail_Message_returnPath, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, subject, arginfo_class_SmtpMail_Message_subject, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, date, arginfo_class_SmtpMail_Message_date, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, messageId, arginfo_class_SmtpMail_Message_messageId, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, idempotencyKey, arginfo_class_SmtpMail_Message_idempotencyKey, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, inReplyTo, arginfo_class_SmtpMail_Message_inReplyTo, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, priority, arginfo_class_SmtpMail_Message_priority, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, text, arginfo_class_SmtpMail_Message_text, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, html, arginfo_class_SmtpMail_Message_html, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, calendar, arginfo_class_SmtpMail_Message_calendar, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, alternative, arginfo_class_SmtpMail_Message_alternative, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, attach, arginfo_class_SmtpMail_Message_attach, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, attachFromPath, arginfo_class_SmtpMail_Message_attachFromPath, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, embedFromPath, arginfo_class_SmtpMail_Message_embedFromPath, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, header, arginfo_class_SmtpMail_Message_header, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, addHeader, arginfo_class_SmtpMail_Message_addHeader, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, removeHeader, arginfo_class_SmtpMail_Message_removeHeader, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, listUnsubscribe, arginfo_class_SmtpMail_Message_listUnsubscribe, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, sign, arginfo_class_SmtpMail_Message_sign, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, encryptFor, arginfo_class_SmtpMail_Message_encryptFor, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, cipher, arginfo_class_SmtpMail_Message_cipher, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, getMessageId, arginfo_class_SmtpMail_Message_getMessageId, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, getEnvelope, arginfo_class_SmtpMail_Message_getEnvelope, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, getSize, arginfo_class_SmtpMail_Message_getSize, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, writeTo, arginfo_class_SmtpMail_Message_writeTo, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Message, __toString, arginfo_class_SmtpMail_Message___toString, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_SmtpMail_Message(zend_class_entry *class_entry_Stringable)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "Message", class_SmtpMail_Message_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;
	zend_class_implements(class_entry, 1, class_entry_Stringable);

	return class_entry;
}
