/* This is a generated file, edit the .stub.php file instead.
 * Stub hash: 1fda4a31412b196ebc6488963d2b2e7289aef0b8 */

ZEND_BEGIN_ARG_INFO_EX(arginfo_class_SmtpMail_BatchIterator___construct, 0, 0, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_BatchIterator_current, 0, 0, IS_MIXED, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_SmtpMail_BatchIterator_key arginfo_class_SmtpMail_BatchIterator_current

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_BatchIterator_next, 0, 0, IS_VOID, 0)
ZEND_END_ARG_INFO()

#define arginfo_class_SmtpMail_BatchIterator_rewind arginfo_class_SmtpMail_BatchIterator_next

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_class_SmtpMail_BatchIterator_valid, 0, 0, _IS_BOOL, 0)
ZEND_END_ARG_INFO()


ZEND_METHOD(SmtpMail_BatchIterator, __construct);
ZEND_METHOD(SmtpMail_BatchIterator, current);
ZEND_METHOD(SmtpMail_BatchIterator, key);
ZEND_METHOD(SmtpMail_BatchIterator, next);
ZEND_METHOD(SmtpMail_BatchIterator, rewind);
ZEND_METHOD(SmtpMail_BatchIterator, valid);


static const zend_function_entry class_SmtpMail_BatchIterator_methods[] = {
	ZEND_ME(SmtpMail_BatchIterator, __construct, arginfo_class_SmtpMail_BatchIterator___construct, ZEND_ACC_PRIVATE)
	ZEND_ME(SmtpMail_BatchIterator, current, arginfo_class_SmtpMail_BatchIterator_current, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_BatchIterator, key, arginfo_class_SmtpMail_BatchIterator_key, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_BatchIterator, next, arginfo_class_SmtpMail_BatchIterator_next, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_BatchIterator, rewind, arginfo_class_SmtpMail_BatchIterator_rewind, ZEND_ACC_PUBLIC)
	ZEND_ME(SmtpMail_BatchIterator, valid, arginfo_class_SmtpMail_BatchIterator_valid, ZEND_ACC_PUBLIC)
	ZEND_FE_END
};

static zend_class_entry *register_class_SmtpMail_BatchIterator(zend_class_entry *class_entry_Iterator)
{
	zend_class_entry ce, *class_entry;

	INIT_NS_CLASS_ENTRY(ce, "SmtpMail", "BatchIterator", class_SmtpMail_BatchIterator_methods);
	class_entry = zend_register_internal_class_ex(&ce, NULL);
	class_entry->ce_flags |= ZEND_ACC_FINAL|ZEND_ACC_NO_DYNAMIC_PROPERTIES|ZEND_ACC_NOT_SERIALIZABLE;
	zend_class_implements(class_entry, 1, class_entry_Iterator);

	return class_entry;
}
