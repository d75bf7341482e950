/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: 65525a20436deb8e68f292cbb29740a8abd0dd5f */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_SmtpMail_Batch___construct, 0, 0, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Batch_add, 0, 1, IS_LONG, 0)
	ZEND_ARG_OBJ_INFO(0, message, SmtpMail\\Message, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, tag, IS_MIXED, 0, "null")
	ZEND_ARG_OBJ_INFO_WITH_DEFAULT_VALUE(0, envelope, SmtpMail\\Envelope, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Batch_run, 0, 0, IS_LONG, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, onResult, IS_CALLABLE, 1, "null")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, deadline, IS_DOUBLE, 1, "null")
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Batch_tick, 0, 0, IS_LONG, 0)
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, timeout, IS_DOUBLE, 0, "0.0")
	ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, onResult, IS_CALLABLE, 1, "null")
ZEND_END_ARG_INFO()

#define arginfo_class_SmtpMail_Batch_getStream arginfo_class_SmtpMail_Batch___construct

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Batch_cancel, 0, 1, _IS_BOOL, 0)
	ZEND_ARG_TYPE_INFO(0, id, IS_LONG, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_class_SmtpMail_Batch_getIterator, 0, 0, Iterator, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_Batch_count, 0, 0, IS_LONG, 0)
ZEND_END_ARG_INFO()


ZEND_METHOD(SmtpMail_Batch, __construct);
ZEND_METHOD(SmtpMail_Batch, add);
ZEND_METHOD(SmtpMail_Batch, run);
ZEND_METHOD(SmtpMail_Batch, tick);
ZEND_METHOD(SmtpMail_Batch, getStream);
ZEND_METHOD(SmtpMail_Batch, cancel);
ZEND_METHOD(SmtpMail_Batch, getIterator);
ZEND_METHOD(SmtpMail_Batch, count);


static const zend_function_entry class_SmtpMail_Batch_methods[] = {
	ZEND_ME(SmtpMail_Batch, __construct, arginfo_class_SmtpMail_Batch___construct, ZEND_ACC_PRIVATE)
	ZEND_ME(SmtpMail_Batch, add, arginfo_class_SmtpMail_Batch_add, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Batch, run, arginfo_class_SmtpMail_Batch_run, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Batch, tick, arginfo_class_SmtpMail_Batch_tick, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Batch, getStream, arginfo_class_SmtpMail_Batch_getStream, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Batch, cancel, arginfo_class_SmtpMail_Batch_cancel, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Batch, getIterator, arginfo_class_SmtpMail_Batch_getIterator, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_Batch, count, arginfo_class_SmtpMail_Batch_count, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_SmtpMail_Batch(zend_class_entry *class_entry_Countable, zend_class_entry *class_entry_IteratorAggregate)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "Batch", class_SmtpMail_Batch_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;
	zend_class_implements(class_entry, 2, class_entry_Countable, class_entry_IteratorAggregate);

	return class_entry;
}
